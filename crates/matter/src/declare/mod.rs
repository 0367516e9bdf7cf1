//! What packs declare: the grammar of lifecycles and procedures.
//!
//! These types are read from TOML by `congvu-pack`; every unknown key is an error there.

mod change;
mod lifecycle;
mod numbering;
mod procedure;
mod text;

pub use change::{Deadline, Fact, Transition, Transitional};
pub use lifecycle::{
    ActDef, AuthorityEffect, ClockEffect, ConsultEffect, Effect, Given, GivenBack, Input, InputKind,
    Lifecycle, PacksEffect, PaymentEffect, Phase, Since, StateDef, ViolationEffect, Within,
};
pub use numbering::{CaseNumbering, Numbering, PaperNumbering};
pub use procedure::{
    BackFrom, ByAnswer, Code, Condition, Dossier, Fee, FeeDue, Filing, FilingTo, Form, Law, Number, Outcome,
    Procedure, RegisterEffect, Step, Subject, SupplementRule, Time, TimeLimit, Validity, Version, Who,
};
pub use text::Text;

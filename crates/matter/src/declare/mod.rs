//! What packs declare: the grammar of lifecycles and procedures.
//!
//! These types are read from TOML by `congvu-pack`; every unknown key is an error there.

mod lifecycle;
mod numbering;
mod procedure;
mod text;

pub use lifecycle::{
    ActDef, AuthorityEffect, ClockEffect, Effect, Input, InputKind, Lifecycle, PaymentEffect, Phase, StateDef,
};
pub use numbering::{CaseNumbering, Numbering, PaperNumbering};
pub use procedure::{
    Code, Condition, Dossier, Fee, FeeDue, Form, Law, Number, Outcome, Procedure, RegisterEffect, Step,
    Subject, SupplementRule, Time, TimeLimit, Transition, Validity, Version, Who,
};
pub use text::Text;

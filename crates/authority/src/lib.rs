#![doc = include_str!("../README.md")]

mod authority;
mod cite;
mod ids;
mod missing;
mod permit;
mod roster;
mod rules;
mod selector;

pub use authority::{Authority, MAX_ROSTER, RosterError};
pub use cite::{Citation, StatuteRef, in_force, overlap};
pub use ids::{AccountId, DelegationId, PersonId, PositionId, UnitId};
pub use missing::Missing;
pub use permit::{Capacity, Consulted, Finding, Form, MAX_CONSULTED, MAX_INSTEAD, MayRow, Permit, Refusal};
pub use roster::{
    Absence, Actor, Appointment, Assignment, Delegation, Exception, Function, MatterFacts, Position, Roster,
    Scope, Substitution, Succession, covers_duty,
};
pub use rules::{
    AtMost, Bound, DelegationRule, Exclusive, Forbid, FormRule, Ground, KeyedClause, Kind, Limit,
    MAX_FILE_BYTES, MAX_ROWS, Power, Rules, RulesError, Source, Text, Title, Unit, When,
};
pub use selector::{MAX_SELECTOR_BYTES, Selector, SelectorError};

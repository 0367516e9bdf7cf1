//! Who is where: what the record knows at run time about positions, appointments and delegations.

use std::collections::BTreeMap;

use congvu_law::ClauseRef;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, DelegationId, PersonId, PositionId, UnitId};
use crate::permit::Form;
use crate::selector::Selector;

/// A seat in the department (or in the body above it) that one person holds at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Position {
    /// Its identifier.
    pub id: PositionId,
    /// Its kind, one of the table's (`director`, `specialist`, …).
    pub kind: String,
    /// The unit it sits in, by any of the unit's keys.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// Roles beside those that the kind brings.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Duties assigned to it for good (`8`, `8.a`, `*`); a khoản covers its điểm. See also [`Assignment`].
    #[serde(default)]
    pub fields: Vec<String>,
}

/// A person holds a position for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Appointment {
    /// Who.
    pub person: PersonId,
    /// Which seat.
    pub position: PositionId,
    /// First moment, in the legal time of the agency.
    pub from: DateTime,
    /// First moment after it; open if absent.
    #[serde(default)]
    pub to: Option<DateTime>,
    /// Acting head (giao quyền): signs with `Q.`
    #[serde(default)]
    pub acting: bool,
    /// Ground of an exception that the decision allows (`law`, `chairman-decision`).
    #[serde(default)]
    pub exception: Option<Exception>,
    /// The decision of appointment, as text.
    #[serde(default)]
    pub basis: Option<String>,
    /// The matter in the record by which it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<String>,
    /// When it was taken back from its beginning, if it was: then it lasts no moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annulled: Option<DateTime>,
}

/// A person is away from the work of all positions for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Absence {
    /// The matter in the record by which it was granted or ordered.
    pub matter: String,
    /// Who.
    pub person: PersonId,
    /// Whether the person may not act (suspended), or only need not (on leave).
    pub barred: bool,
    /// First moment.
    pub from: DateTime,
    /// First moment after it; open if absent.
    #[serde(default)]
    pub to: Option<DateTime>,
}

/// A position does the work of another for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Substitution {
    /// The matter in the record by which it was made.
    pub matter: String,
    /// Whose work.
    pub position: PositionId,
    /// Who does it.
    pub substitute: PositionId,
    /// Only while nobody is at the position: vacant, suspended or on leave. Of several, the first who is there.
    pub only_if_empty: bool,
    /// First moment.
    pub from: DateTime,
    /// First moment after it; open if absent.
    #[serde(default)]
    pub to: Option<DateTime>,
}

/// From a moment on, a unit is part of another: merged into it, or closed with its work going there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Succession {
    /// The matter in the record by which it came about.
    pub matter: String,
    /// Which unit, by any of its keys.
    pub unit: UnitId,
    /// Into which, by any of its keys. The same unit where it only gets a new name.
    pub into: UnitId,
    /// What the unit is called from then on, where that changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// First moment.
    pub from: DateTime,
}

/// An exception claimed for an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Exception {
    /// The ground, one of those the clause lists under `unless`.
    pub ground: String,
    /// The document that grants it.
    pub document: String,
}

/// One position hands some of its signing to another, for a time.
///
/// The form says which kind it is: `KT` a deputy runs the department while the director is away, `TL` a unit head
/// signs by order, `TUQ` a unit head signs under authorisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Delegation {
    /// Its identifier.
    pub id: DelegationId,
    /// In which form the delegate signs.
    pub form: Form,
    /// Whose power it is.
    pub from_position: PositionId,
    /// Who uses it.
    pub to_position: PositionId,
    /// What it covers.
    #[serde(default)]
    pub scope: Scope,
    /// First moment.
    pub from: DateTime,
    /// First moment after it; open if absent.
    #[serde(default)]
    pub to: Option<DateTime>,
    /// The order that is handed on, when a unit head hands it to his deputy.
    #[serde(default)]
    pub under: Option<DelegationId>,
    /// The clause of the permit under which it was made.
    #[serde(default)]
    pub basis: Option<ClauseRef>,
}

/// What a delegation covers. An empty list means no restriction of that sort.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Scope {
    /// Acts.
    pub acts: Vec<String>,
    /// Duties (`8`, `8.a`).
    pub duties: Vec<String>,
    /// Kinds of paper.
    pub papers: Vec<String>,
}

impl Scope {
    /// Whether it covers `act` on `matter`.
    #[must_use]
    pub fn covers(&self, act: &str, matter: &MatterFacts) -> bool {
        let duty = || matter.duty.as_deref().is_some_and(|duty| covers_duty(&self.duties, duty));
        let paper = || matter.paper.as_ref().is_some_and(|paper| self.papers.contains(paper));
        (self.acts.is_empty() || self.acts.iter().any(|covered| covered == act))
            && (self.duties.is_empty() || duty())
            && (self.papers.is_empty() || paper())
    }
}

/// Whether one of `patterns` (`*`, `8`, `8.a`) covers `duty`.
#[must_use]
pub fn covers_duty(patterns: &[String], duty: &str) -> bool {
    patterns.iter().any(|pattern| {
        pattern == "*"
            || pattern == duty
            || duty.strip_prefix(pattern.as_str()).is_some_and(|rest| rest.starts_with('.'))
    })
}

/// Which duties a unit carries from a moment on, as laid down by an act. The latest for a unit counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Function {
    /// The matter in the record by which it was laid down.
    pub matter: String,
    /// Which unit, by any of its keys.
    pub unit: UnitId,
    /// Duties (`8`, `8.a`); a khoản covers its điểm.
    pub duties: Vec<String>,
    /// First moment.
    pub from: DateTime,
}

/// Everything the table needs to know about people at run time. Comes from the record; changes by acts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Roster {
    /// Seats.
    pub positions: Vec<Position>,
    /// Who held them when.
    pub appointments: Vec<Appointment>,
    /// Delegations, orders and authorisations.
    pub delegations: Vec<Delegation>,
    /// Fields assigned for a time, beside those that a position always has.
    pub assignments: Vec<Assignment>,
    /// Who is away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<Absence>,
    /// Who does whose work.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub substitutions: Vec<Substitution>,
    /// Units that became part of others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub successions: Vec<Succession>,
    /// What units do, where an act has laid it down.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<Function>,
}

/// Duties assigned to a position for a time (the director assigns fields to a deputy).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Assignment {
    /// To which position.
    pub position: PositionId,
    /// Duties (`8`, `8.a`, `*`); a khoản covers its điểm.
    pub duties: Vec<String>,
    /// First moment.
    pub from: DateTime,
    /// First moment after it; open if absent.
    #[serde(default)]
    pub to: Option<DateTime>,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// A person in one of the positions he holds.
    Position {
        /// The person.
        person: PersonId,
        /// The position he acts in.
        position: PositionId,
    },
    /// A citizen or an organisation.
    Applicant {
        /// Its account.
        account: AccountId,
    },
    /// The program itself, when time passes.
    System,
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Position { position, .. } => write!(f, "position `{position}`"),
            Self::Applicant { .. } => f.write_str("the applicant"),
            Self::System => f.write_str("the system"),
        }
    }
}

/// What the table needs to know about a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct MatterFacts {
    /// The duty it belongs to, as `8.a` or `31`.
    pub duty: Option<String>,
    /// The unit that handles it, by any of its keys; the unit that carries the duty if absent.
    pub unit: Option<UnitId>,
    /// The position it is assigned to.
    pub assigned: Option<PositionId>,
    /// Whose matter it is.
    pub applicant: Option<AccountId>,
    /// The position that the act is about, for appointing and delegating.
    pub target: Option<PositionId>,
    /// Kind of paper that is signed, if one is.
    pub paper: Option<String>,
    /// Who the pack names for the step that this act belongs to; absent for acts outside the steps.
    pub step: Option<Selector>,
    /// Other facts that a row may set a ceiling on (amounts).
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl MatterFacts {
    /// A matter of a duty, nothing else known.
    #[must_use]
    pub fn of_duty(duty: &str) -> Self {
        Self { duty: Some(duty.to_owned()), ..Self::default() }
    }

    /// An act about a position (appointing, delegating).
    #[must_use]
    pub fn about(target: &PositionId) -> Self {
        Self { target: Some(target.clone()), ..Self::default() }
    }
}

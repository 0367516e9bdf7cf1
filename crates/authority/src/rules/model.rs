//! The compiled table.

use congvu_law::ClauseRef;
use serde::{Deserialize, Serialize};

use crate::cite::Citation;
use crate::ids::UnitId;
use crate::permit::Form;
use crate::selector::Selector;

/// A text in Vietnamese and English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// Under what condition a row applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// No condition.
    Always,
    /// The account is the matter's party.
    Party,
    /// The matter is assigned to the position, or to nobody yet and belongs to its unit.
    Assigned,
    /// The matter (or the target) belongs to the position's unit.
    OwnUnit,
    /// The duty is among the fields assigned to the position.
    AssignedField,
    /// A delegation in force (KT) covers it.
    Delegated,
    /// An order in force (TL) covers it.
    Ordered,
    /// An authorisation in force (TUQ) covers it.
    Authorised,
}

impl When {
    /// The form of delegation that the condition asks for.
    #[must_use]
    pub fn form(self) -> Option<Form> {
        match self {
            Self::Delegated => Some(Form::KT),
            Self::Ordered => Some(Form::TL),
            Self::Authorised => Some(Form::TUQ),
            _ => None,
        }
    }
}

/// What a row rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The clause of the duty that the matter belongs to.
    Duty,
    /// A fixed clause of the founding decision.
    Clause(ClauseRef),
    /// A statute, by the name under which it is cited.
    Cite(String),
    /// A clause on which this decision is silent.
    Silent(String),
}

/// A row that empowers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Power {
    /// Its name.
    pub id: String,
    /// Acts.
    pub acts: Vec<String>,
    /// Holders.
    pub holders: Vec<Selector>,
    /// Over which positions; over none in particular if empty.
    pub targets: Vec<Selector>,
    /// On which duties; on all if empty.
    pub duties: Vec<String>,
    /// What it rests on.
    pub clause: Ground,
    /// Further grounds.
    pub basis: Vec<Ground>,
    /// In which form the act signs a paper, if it does.
    pub signing: Option<Form>,
    /// The kind of position for which it is signed.
    pub principal: Option<String>,
    /// The kind of position between the principal and the signer.
    pub through: Option<String>,
    /// Condition.
    pub when: When,
    /// A fact and its ceiling.
    pub at_most: Option<AtMost>,
    /// A remark for the reader.
    pub note: Option<String>,
    /// Whether it was read in the texts, or is assumed.
    pub verified: bool,
}

/// A limit on a fact of the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AtMost {
    /// What is limited.
    pub fact: String,
    /// How far.
    pub bound: Bound,
}

/// How far a fact may go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// As far as the table says.
    Value(i64),
    /// As far as another fact of the matter says: amounts that change with the day and the field stand in packs of their own. Where
    /// the matter has no such fact, no text gives the holder an amount.
    Fact(String),
}

/// A row that forbids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forbid {
    /// Its name.
    pub id: String,
    /// Acts.
    pub acts: Vec<String>,
    /// Whom it binds.
    pub holders: Vec<Selector>,
    /// Over which positions; over any if empty.
    pub targets: Vec<Selector>,
    /// Condition.
    pub when: When,
    /// What it rests on.
    pub clause: Ground,
    /// A remark for the reader.
    pub note: Option<String>,
}

/// A number of holders of a kind of position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// Its name.
    pub id: String,
    /// The kind that is counted.
    pub counts: String,
    /// The clause.
    pub clause: Ground,
    /// The number; absent where the clause sets none.
    pub number: Option<u32>,
    /// What the clause says instead of a number.
    pub note: Option<String>,
}

/// Two kinds of position that one person may not hold together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exclusive {
    /// Its name.
    pub id: String,
    /// The two kinds.
    pub kinds: [String; 2],
    /// The clause.
    pub clause: Ground,
    /// Grounds of exception that the clause allows.
    pub unless: Vec<String>,
}

/// How a delegation of one form comes about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DelegationRule {
    /// The form in which the delegate signs.
    pub form: Form,
    /// Whether it hands on an order received.
    pub under: bool,
    /// The act that makes it.
    pub act: String,
    /// The clause that speaks of one delegate, where one does.
    pub one: Option<Citation>,
    /// Whether the acts must be named.
    pub needs_acts: bool,
    /// Whether the end must be named.
    pub needs_end: bool,
}

/// A unit of the department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Main key.
    pub id: UnitId,
    /// All keys it answers to, the main one first.
    pub keys: Vec<UnitId>,
    /// Name, exactly as the decision writes it.
    pub name: String,
    /// Kind of unit.
    pub kind: String,
    /// The clause that names it.
    pub clause: ClauseRef,
    /// Duties it carries.
    pub duties: Vec<String>,
    /// Whence the assignment of duties.
    pub duties_source: Option<String>,
    /// Whether that assignment was read in a text.
    pub duties_verified: bool,
}

/// A kind of position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// Its name in packs.
    pub id: String,
    /// Name for readers.
    pub name: Text,
    /// Title above a signature, in capitals.
    pub title: Title,
    /// The collective body it belongs to.
    pub body: Option<String>,
    /// Roles it brings.
    pub roles: Vec<String>,
}

/// Where the title of a kind comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Title {
    /// The kind's own.
    Own(Text),
    /// The title of the head of the unit.
    UnitHead,
    /// The title of the deputy head of the unit.
    UnitDeputy,
}

/// A signing form as declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormRule {
    /// What stands before the title.
    pub prefix: String,
    /// The statute that lays it down.
    pub cite: String,
}

/// One place of the decision, by its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyedClause {
    /// Where it stands.
    pub clause: ClauseRef,
    /// A number it sets.
    pub number: Option<u32>,
    /// Exceptions it allows.
    pub unless: Vec<String>,
    /// A remark.
    pub note: Option<String>,
}

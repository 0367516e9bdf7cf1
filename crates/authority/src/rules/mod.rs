//! The table of one department: what its founding decision and the statutes say, compiled from two files.

mod compile;
mod decl;
mod error;
mod model;
mod names;
mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use congvu_law::ClauseRef;
use jiff::civil::DateTime;

pub use error::{RulesError, Source};
pub use model::{
    AtMost, Bound, DelegationRule, Exclusive, Forbid, FormRule, Ground, KeyedClause, Kind, Limit, Power,
    Text, Title, Unit, When,
};

use crate::cite::{Citation, StatuteRef, in_force};
use crate::ids::UnitId;
use crate::permit::Form;
use crate::roster::{MatterFacts, Position, covers_duty};

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 1 << 20;
/// Most rows of one sort.
pub const MAX_ROWS: usize = 4096;

/// A word by which rows and positions find each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Token {
    Applicant,
    System,
    Kind(String),
    Role(String),
    Unit(UnitId),
    Position(String),
}

/// The compiled table of one department under one founding decision.
#[derive(Debug, Clone)]
pub struct Rules {
    pub(crate) from: DateTime,
    pub(crate) to: Option<DateTime>,
    pub(crate) power_act: String,
    pub(crate) appoint_act: String,
    pub(crate) duties: BTreeMap<String, ClauseRef>,
    pub(crate) clauses: BTreeMap<String, KeyedClause>,
    pub(crate) silent: BTreeSet<String>,
    pub(crate) cites: BTreeMap<String, Vec<StatuteRef>>,
    pub(crate) forms: BTreeMap<Form, FormRule>,
    pub(crate) bodies: BTreeMap<String, Text>,
    pub(crate) kinds: BTreeMap<String, Kind>,
    pub(crate) roles: BTreeMap<String, Text>,
    pub(crate) unit_kinds: BTreeMap<String, (Text, Text)>,
    pub(crate) unit_keys: BTreeSet<String>,
    pub(crate) unit_role: BTreeMap<String, String>,
    pub(crate) seats: BTreeMap<String, UnitId>,
    pub(crate) units: Vec<Unit>,
    pub(crate) unit_by_key: HashMap<UnitId, usize>,
    pub(crate) powers: Vec<Power>,
    pub(crate) forbids: Vec<Forbid>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) exclusives: Vec<Exclusive>,
    pub(crate) delegations: Vec<DelegationRule>,
    pub(crate) by_act: HashMap<String, Vec<usize>>,
    pub(crate) by_act_token: HashMap<(String, Token), Vec<usize>>,
}

impl Rules {
    /// Reads the common file and the agency's.
    ///
    /// `clauses` resolves a duty (`8.a`, `31`) or an eId of the founding decision to its dated place, or to nothing.
    ///
    /// # Errors
    /// The first thing that is wrong, with file, line, column and reason.
    pub fn from_toml(
        base: &str,
        agency: &str,
        clauses: &dyn Fn(&str) -> Option<ClauseRef>,
    ) -> Result<Self, RulesError> {
        Self::from_sources(
            Source { file: "packs/vn/authority.toml", text: base },
            Source { file: "packs/<agency>/authority.toml", text: agency },
            clauses,
        )
    }

    /// As [`Rules::from_toml`], with the names of the files for error messages.
    ///
    /// # Errors
    /// As there.
    pub fn from_sources(
        base: Source<'_>,
        agency: Source<'_>,
        clauses: &dyn Fn(&str) -> Option<ClauseRef>,
    ) -> Result<Self, RulesError> {
        compile::compile(base, agency, clauses)
    }

    /// Time of force of the founding decision, `[from, to)`.
    #[must_use]
    pub fn force(&self) -> (DateTime, Option<DateTime>) {
        (self.from, self.to)
    }

    /// All acts that a row empowers.
    #[must_use]
    pub fn acts(&self) -> BTreeSet<&str> {
        self.powers.iter().flat_map(|power| &power.acts).map(String::as_str).collect()
    }

    /// Rows that empower, in the order in which they are tried.
    #[must_use]
    pub fn powers(&self) -> &[Power] {
        &self.powers
    }

    /// Rows that forbid.
    #[must_use]
    pub fn forbids(&self) -> &[Forbid] {
        &self.forbids
    }

    /// Numbers of holders.
    #[must_use]
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// Units of the department.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The unit that answers to `key`.
    #[must_use]
    pub fn unit(&self, key: &UnitId) -> Option<&Unit> {
        self.unit_by_key.get(key).and_then(|index| self.units.get(*index))
    }

    /// The kind of position with that name.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.get(id)
    }

    /// Kinds of position.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.values()
    }

    /// Roles and their names.
    #[must_use]
    pub fn roles(&self) -> &BTreeMap<String, Text> {
        &self.roles
    }

    /// The clause of a duty.
    #[must_use]
    pub fn duty(&self, duty: &str) -> Option<&ClauseRef> {
        self.duties.get(duty)
    }

    /// Duties and their clauses.
    #[must_use]
    pub fn duties(&self) -> &BTreeMap<String, ClauseRef> {
        &self.duties
    }

    /// The place of a clause key in this decision; nothing where it is silent.
    #[must_use]
    pub fn clause(&self, key: &str) -> Option<&KeyedClause> {
        self.clauses.get(key)
    }

    /// Clause keys on which this decision is silent.
    #[must_use]
    pub fn silent(&self) -> &BTreeSet<String> {
        &self.silent
    }

    /// A statute as it is in force at a time.
    #[must_use]
    pub fn statute(&self, id: &str, at: DateTime) -> Option<&StatuteRef> {
        self.cites.get(id)?.iter().find(|version| in_force(version.from, version.to, at))
    }

    /// The act that makes a delegation of that form.
    #[must_use]
    pub fn delegation_rule(&self, form: Form, under: bool) -> Option<&DelegationRule> {
        self.delegations.iter().find(|rule| rule.form == form && rule.under == under)
    }

    /// The delegation that an act makes.
    #[must_use]
    pub fn delegation_by(&self, act: &str) -> Option<&DelegationRule> {
        self.delegations.iter().find(|rule| rule.act == act)
    }

    /// The unit that handles a matter: the one named, else the one that carries the duty.
    ///
    /// # Errors
    /// The key that no unit answers to.
    pub(crate) fn unit_of(&self, matter: &MatterFacts) -> Result<Option<&Unit>, UnitId> {
        match (&matter.unit, &matter.duty) {
            (Some(key), _) => self.unit(key).map(Some).ok_or_else(|| key.clone()),
            (None, Some(duty)) => Ok(self.units.iter().find(|unit| covers_duty(&unit.duties, duty))),
            (None, None) => Ok(None),
        }
    }

    /// The citation of a ground for a matter at a time; nothing where it is silent, or where there is no duty.
    pub(crate) fn citation(&self, ground: &Ground, duty: Option<&str>, at: DateTime) -> Option<Citation> {
        match ground {
            Ground::Duty => self.duties.get(duty?).cloned().map(Citation::Decision),
            Ground::Clause(clause) => Some(Citation::Decision(clause.clone())),
            Ground::Cite(id) => self.statute(id, at).cloned().map(Box::new).map(Citation::Statute),
            Ground::Silent(_) => None,
        }
    }

    /// The roles of a position: its own and those that its kind brings.
    pub(crate) fn roles_of<'a>(&'a self, position: &'a Position) -> impl Iterator<Item = &'a str> {
        let of_kind = self.kinds.get(&position.kind).into_iter().flat_map(|kind| &kind.roles);
        position.roles.iter().chain(of_kind).map(String::as_str)
    }

    /// The title above the signature of a position; nothing where the kind or the unit is unknown.
    #[must_use]
    pub fn title(&self, position: &Position) -> Option<&Text> {
        self.title_of(&position.kind, position.unit.as_ref())
    }

    pub(crate) fn title_of(&self, kind: &str, unit: Option<&UnitId>) -> Option<&Text> {
        let titles = || self.unit_kinds.get(&self.unit(unit?)?.kind);
        match &self.kinds.get(kind)?.title {
            Title::Own(text) => Some(text),
            Title::UnitHead => titles().map(|(head, _)| head),
            Title::UnitDeputy => titles().map(|(_, deputy)| deputy),
        }
    }
}

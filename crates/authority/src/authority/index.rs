//! The roster, filed so that a question looks only at what can answer it.

use std::collections::HashMap;

use crate::ids::{DelegationId, PositionId};
use crate::missing::Missing;
use crate::roster::{Position, Roster};
use crate::rules::{Rules, Title, Token};
use crate::selector::Selector;

/// Most positions, appointments or delegations of one department that are read.
pub const MAX_ROSTER: usize = 100_000;

/// A roster that does not fit the table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// Two entries with one identifier.
    #[error("`{0}` stands twice in the roster")]
    Twice(String),
    /// A word that the table does not know.
    #[error("position `{position}` has the unknown {what} `{name}`")]
    Unknown {
        /// Which position.
        position: PositionId,
        /// `kind`, `unit` or `role`.
        what: &'static str,
        /// The word.
        name: String,
    },
    /// The kind takes its title from a unit, but the position is in none.
    #[error("position `{position}` of kind `{kind}` needs a unit, its title comes from it")]
    NoUnit {
        /// Which position.
        position: PositionId,
        /// Its kind.
        kind: String,
    },
    /// Too many entries.
    #[error("{0} entries in the roster, at most {MAX_ROSTER} are read")]
    TooMany(usize),
}

#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pub positions: HashMap<PositionId, usize>,
    pub by_token: HashMap<Token, Vec<usize>>,
    pub appointments: HashMap<PositionId, Vec<usize>>,
    pub assignments: HashMap<PositionId, Vec<usize>>,
    pub delegations_to: HashMap<PositionId, Vec<usize>>,
    pub delegations: HashMap<DelegationId, usize>,
    pub void: HashMap<DelegationId, Missing>,
}

impl Index {
    pub fn of(rules: &Rules, roster: &Roster) -> Result<Self, RosterError> {
        let lists = [
            roster.positions.len(),
            roster.appointments.len(),
            roster.delegations.len(),
            roster.assignments.len(),
        ];
        let size = lists.into_iter().max().unwrap_or(0);
        if size > MAX_ROSTER {
            return Err(RosterError::TooMany(size));
        }
        let mut index = Self::default();
        for (at, position) in roster.positions.iter().enumerate() {
            known(rules, position)?;
            if index.positions.insert(position.id.clone(), at).is_some() {
                return Err(RosterError::Twice(position.id.0.clone()));
            }
            for token in tokens(rules, position) {
                index.by_token.entry(token).or_default().push(at);
            }
        }
        for (at, appointment) in roster.appointments.iter().enumerate() {
            index.appointments.entry(appointment.position.clone()).or_default().push(at);
        }
        for (at, assignment) in roster.assignments.iter().enumerate() {
            index.assignments.entry(assignment.position.clone()).or_default().push(at);
        }
        for (at, delegation) in roster.delegations.iter().enumerate() {
            if index.delegations.insert(delegation.id.clone(), at).is_some() {
                return Err(RosterError::Twice(delegation.id.0.clone()));
            }
            index.delegations_to.entry(delegation.to_position.clone()).or_default().push(at);
        }
        Ok(index)
    }

    /// Positions that a holder of a row may mean.
    pub fn filed_under<'a>(&'a self, rules: &Rules, holder: &Selector) -> &'a [usize] {
        let token = match holder {
            Selector::Kind(kind) => Token::Kind(kind.clone()),
            Selector::Role(role) => Token::Role(role.clone()),
            Selector::Position(position) => Token::Position(position.0.clone()),
            Selector::Unit { unit, .. } => match rules.unit(unit) {
                Some(unit) => Token::Unit(unit.id.clone()),
                None => return &[],
            },
            _ => return &[],
        };
        self.by_token.get(&token).map(Vec::as_slice).unwrap_or_default()
    }
}

fn known(rules: &Rules, position: &Position) -> Result<(), RosterError> {
    let unknown = |what, name: &str| RosterError::Unknown {
        position: position.id.clone(),
        what,
        name: name.to_owned(),
    };
    let kind = rules.kind(&position.kind).ok_or_else(|| unknown("kind", &position.kind))?;
    if let Some(unit) = &position.unit
        && rules.unit(unit).is_none()
    {
        return Err(unknown("unit", unit.as_str()));
    }
    if let Some(role) = position.roles.iter().find(|role| !rules.roles.contains_key(*role)) {
        return Err(unknown("role", role));
    }
    if position.unit.is_none() && !matches!(kind.title, Title::Own(_)) {
        return Err(RosterError::NoUnit { position: position.id.clone(), kind: kind.id.clone() });
    }
    Ok(())
}

/// The words under which a position is filed.
pub(super) fn tokens(rules: &Rules, position: &Position) -> Vec<Token> {
    let mut tokens = vec![Token::Kind(position.kind.clone()), Token::Position(position.id.0.clone())];
    tokens.extend(rules.roles_of(position).map(|role| Token::Role(role.to_owned())));
    tokens.extend(
        position.unit.as_ref().and_then(|unit| rules.unit(unit)).map(|unit| Token::Unit(unit.id.clone())),
    );
    tokens
}

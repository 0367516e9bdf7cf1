//! Who is meant: the small language in which packs name the holder of a step or a power.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{PositionId, UnitId};

/// Longest selector that is read, in bytes.
pub const MAX_SELECTOR_BYTES: usize = 200;

/// Names holders without naming persons.
///
/// | written | means |
/// | --- | --- |
/// | `applicant` | the party whose matter it is |
/// | `system` | the program itself, for what happens by the passing of time |
/// | `assigned` | the position that the matter is assigned to |
/// | `kind:director` | every position of that kind |
/// | `role:reception` | every position with that role |
/// | `position:p-12` | that position |
/// | `unit:press-publishing/head` | the head of the unit with that key; without `/head`, the whole unit |
/// | `power:8.a` | whoever may do the deciding act on that duty; `power:revoke/8.a` for another act |
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Selector {
    /// The party whose matter it is.
    Applicant,
    /// The program itself.
    System,
    /// The position that the matter is assigned to.
    Assigned,
    /// Every position of a kind.
    Kind(String),
    /// Every position with a role.
    Role(String),
    /// One position.
    Position(PositionId),
    /// A unit, or its members of one rank (`head`, `deputy`, `specialist`).
    Unit {
        /// Key of the unit.
        unit: UnitId,
        /// Rank inside the unit; all members if absent.
        member: Option<String>,
    },
    /// Whoever the authority table lets do an act on a duty.
    Power {
        /// The act; the table's deciding act if absent.
        act: Option<String>,
        /// The duty, as `8.a` or `31`.
        duty: String,
    },
    /// Whoever the authority table lets do an act on the matter itself: `may:sign-appointment`.
    May(String),
}

/// Why a selector could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectorError {
    /// Longer than [`MAX_SELECTOR_BYTES`].
    #[error("selector of {0} bytes is too long, at most {MAX_SELECTOR_BYTES}")]
    TooLong(usize),
    /// The word before the colon is none of the known ones.
    #[error(
        "unknown selector `{0}`, write applicant, system, assigned, kind:…, role:…, position:…, unit:…/…, power:… or may:…"
    )]
    Unknown(String),
    /// A name is empty or has characters other than letters, digits, `-`, `_` and `.`.
    #[error("`{name}` in selector `{selector}` is not a name: use letters, digits, `-`, `_`, `.`")]
    Name {
        /// The whole selector.
        selector: String,
        /// The part that is not a name.
        name: String,
    },
}

impl FromStr for Selector {
    type Err = SelectorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > MAX_SELECTOR_BYTES {
            return Err(SelectorError::TooLong(text.len()));
        }
        let name = |part: &str| {
            let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
            if part.is_empty() || !part.chars().all(fits) {
                return Err(SelectorError::Name { selector: text.to_owned(), name: part.to_owned() });
            }
            Ok(part.to_owned())
        };
        match text.split_once(':') {
            None => match text {
                "applicant" => Ok(Self::Applicant),
                "system" => Ok(Self::System),
                "assigned" => Ok(Self::Assigned),
                _ => Err(SelectorError::Unknown(text.to_owned())),
            },
            Some(("kind", rest)) => Ok(Self::Kind(name(rest)?)),
            Some(("role", rest)) => Ok(Self::Role(name(rest)?)),
            Some(("position", rest)) => Ok(Self::Position(PositionId(name(rest)?))),
            Some(("unit", rest)) => Ok(match rest.split_once('/') {
                None => Self::Unit { unit: UnitId(name(rest)?), member: None },
                Some((unit, member)) => Self::Unit { unit: UnitId(name(unit)?), member: Some(name(member)?) },
            }),
            Some(("power", rest)) => Ok(match rest.split_once('/') {
                None => Self::Power { act: None, duty: name(rest)? },
                Some((act, duty)) => Self::Power { act: Some(name(act)?), duty: name(duty)? },
            }),
            Some(("may", rest)) => Ok(Self::May(name(rest)?)),
            Some(_) => Err(SelectorError::Unknown(text.to_owned())),
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Applicant => f.write_str("applicant"),
            Self::System => f.write_str("system"),
            Self::Assigned => f.write_str("assigned"),
            Self::Kind(kind) => write!(f, "kind:{kind}"),
            Self::Role(role) => write!(f, "role:{role}"),
            Self::Position(position) => write!(f, "position:{position}"),
            Self::Unit { unit, member: None } => write!(f, "unit:{unit}"),
            Self::Unit { unit, member: Some(member) } => write!(f, "unit:{unit}/{member}"),
            Self::Power { act: None, duty } => write!(f, "power:{duty}"),
            Self::Power { act: Some(act), duty } => write!(f, "power:{act}/{duty}"),
            Self::May(act) => write!(f, "may:{act}"),
        }
    }
}

impl TryFrom<String> for Selector {
    type Error = SelectorError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Selector> for String {
    fn from(selector: Selector) -> Self {
        selector.to_string()
    }
}

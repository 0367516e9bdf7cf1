//! The reasons of a refusal.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::cite::Citation;
use crate::ids::{DelegationId, PositionId, UnitId};
use crate::permit::Form;
use crate::selector::Selector;

/// What was lacking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "missing")]
pub enum Missing {
    /// No clause empowers this.
    #[error("no clause empowers it")]
    NoPower,
    /// A clause forbids it.
    #[error("forbidden by {clause} (`{row}`)")]
    Forbidden {
        /// The prohibition.
        row: String,
        /// Its clause.
        clause: Citation,
    },
    /// The table knows no such act.
    #[error("no row of the table knows this act")]
    UnknownAct,
    /// The roster has no such position.
    #[error("position `{position}` is not in the roster")]
    UnknownPosition {
        /// The position.
        position: PositionId,
    },
    /// The decision has no such duty.
    #[error("the decision has no duty `{duty}`")]
    UnknownDuty {
        /// The duty.
        duty: String,
    },
    /// The department has no unit with that key.
    #[error("the department has no unit `{unit}`")]
    UnknownUnit {
        /// The key.
        unit: UnitId,
    },
    /// The decision or a statute that the row rests on is not in force at that time.
    #[error("`{what}` is not in force then")]
    NotInForce {
        /// The decision or the statute.
        what: String,
    },
    /// The person does not hold the position at that time.
    #[error("{}", not_appointed(.until, .from))]
    NotAppointed {
        /// When the last appointment ended, if there was one.
        until: Option<DateTime>,
        /// When the next one begins, if there is one.
        from: Option<DateTime>,
    },
    /// The person is suspended from the work.
    #[error("the person is suspended until {}", end(.until))]
    Suspended {
        /// Until when; open if absent.
        until: Option<DateTime>,
    },
    /// It would last longer than the law allows.
    #[error("{clause} allows until {latest}")]
    TooLong {
        /// The clause that sets the time.
        clause: Citation,
        /// The first moment that is too late.
        latest: DateTime,
    },
    /// The person holds this position, or one that no other may be held beside, in that time already.
    #[error("the person is appointed already until {}", end(.until))]
    AppointedAlready {
        /// To which position.
        position: PositionId,
        /// Until when; open if absent.
        until: Option<DateTime>,
    },
    /// The delegation is over.
    #[error("delegation `{delegation}` ended at {at}")]
    DelegationEnded {
        /// Which.
        delegation: DelegationId,
        /// Its end.
        at: DateTime,
    },
    /// The delegation has not begun.
    #[error("delegation `{delegation}` begins only at {at}")]
    DelegationNotBegun {
        /// Which.
        delegation: DelegationId,
        /// Its beginning.
        at: DateTime,
    },
    /// The delegation does not cover this act, duty or paper.
    #[error("delegation `{delegation}` does not cover this")]
    OutOfScope {
        /// Which.
        delegation: DelegationId,
    },
    /// The delegation itself has no ground.
    #[error("delegation `{delegation}` is void: {because}")]
    VoidDelegation {
        /// Which.
        delegation: DelegationId,
        /// Why.
        because: Box<Missing>,
    },
    /// Nobody has handed this power to the position.
    #[error("nothing hands it to this position in the form {}", .form.as_str())]
    NotDelegated {
        /// In which form it could have been.
        form: Form,
    },
    /// A delegation lacks what its clause asks for.
    #[error("the delegation must state its {what}")]
    Incomplete {
        /// `acts`, `end`, `period`.
        what: String,
    },
    /// It would begin before it is made.
    #[error("it would begin at {from}, before it is made")]
    Backdated {
        /// The beginning that was asked for.
        from: DateTime,
    },
    /// The matter is assigned to somebody else, or to nobody.
    #[error("the matter is not assigned to this position")]
    NotAssigned {
        /// Whom it is assigned to.
        to: Option<PositionId>,
    },
    /// The duty is not among the fields assigned to the position.
    #[error("duty `{duty}` is not among the fields assigned to this position")]
    NotInField {
        /// The duty.
        duty: String,
    },
    /// The account is not the party of the matter.
    #[error("the account is not the party of this matter")]
    NotParty,
    /// The matter belongs to another unit.
    #[error("it belongs to unit `{unit}`")]
    WrongUnit {
        /// Whose it is.
        unit: UnitId,
    },
    /// The step is somebody else's.
    #[error("this step belongs to `{holder}`")]
    NotTurn {
        /// Whose.
        holder: Selector,
    },
    /// A number that the clause sets is reached.
    #[error("{clause} allows {limit}, and {held} already hold")]
    LimitReached {
        /// The clause that sets it.
        clause: Citation,
        /// The number.
        limit: u32,
        /// How many there are already.
        held: u32,
    },
    /// Somebody else holds the position in that time.
    #[error("the position is held by another until {}", end(.until))]
    PositionHeld {
        /// Until when; open if absent.
        until: Option<DateTime>,
    },
    /// The row is for other holders.
    #[error("this power belongs to {}", list(.holders))]
    OtherHolder {
        /// Whose it is.
        holders: Vec<Selector>,
    },
    /// The row is about other positions than the one named, or none was named.
    #[error("this power is over {}", list(.targets))]
    OtherTarget {
        /// Over whom it is.
        targets: Vec<Selector>,
    },
    /// The row is about other duties than the matter's, or the matter names none.
    #[error("this power is for other duties")]
    OtherDuty,
    /// The decision is silent on the clause that the row would rest on.
    #[error("the decision is silent on `{key}`")]
    Silent {
        /// The clause key.
        key: String,
    },
    /// A fact exceeds what the row allows, or is not known.
    #[error("`{fact}` must be known and at most {at_most}")]
    OverLimit {
        /// Which fact.
        fact: String,
        /// The ceiling.
        at_most: i64,
        /// What it is here.
        #[serde(default)]
        value: Option<i64>,
    },
    /// The row takes its ceiling from a fact that the matter does not have: no text gives the holder an amount here.
    #[error("no text gives an amount: `{fact}`")]
    NoAmount {
        /// Which fact.
        fact: String,
    },
}

fn end(until: &Option<DateTime>) -> String {
    until.map_or_else(|| "an open end".to_owned(), |until| until.to_string())
}

fn not_appointed(until: &Option<DateTime>, from: &Option<DateTime>) -> String {
    match (until, from) {
        (Some(until), _) => format!("the appointment to this position ended at {until}"),
        (None, Some(from)) => format!("the appointment to this position begins only at {from}"),
        (None, None) => "the person is not appointed to this position".to_owned(),
    }
}

fn list(selectors: &[Selector]) -> String {
    selectors.iter().map(|selector| format!("`{selector}`")).collect::<Vec<_>>().join(", ")
}

impl Missing {
    /// How much it tells the reader when several rows refuse: the highest becomes the refusal's reason.
    pub(crate) fn weight(&self) -> u8 {
        match self {
            Self::Forbidden { .. } => 10,
            Self::DelegationEnded { .. } => 9,
            Self::DelegationNotBegun { .. } | Self::VoidDelegation { .. } => 8,
            Self::OutOfScope { .. } | Self::OverLimit { .. } => 7,
            Self::NotInField { .. } | Self::NotAssigned { .. } | Self::WrongUnit { .. } | Self::NotParty => 6,
            Self::NotInForce { .. } | Self::UnknownUnit { .. } | Self::NoAmount { .. } => 5,
            Self::NotDelegated { .. } => 4,
            _ => 0,
        }
    }
}

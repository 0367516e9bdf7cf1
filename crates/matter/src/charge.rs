//! Money in the life of a matter: what is charged, what was paid, what was given back.

use crate::declare::FeeDue;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// What is charged for a matter, and everything that happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Whole đồng, at least 1.
    pub amount: u64,
    /// When it must be paid, where the law that was read says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<FeeDue>,
    /// Where the amount was read, or why it was set by hand.
    pub ground: String,
    /// Since when.
    pub raised: DateTime,
    /// Why it need not be paid any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<String>,
    /// The matter ended before anything was due.
    #[serde(default, skip_serializing_if = "is_false")]
    pub dropped: bool,
    /// Payments and refunds, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Money>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Money that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Which way.
    pub way: Way,
    /// Whole đồng, at least 1.
    pub amount: u64,
    /// How: a choice of the act, for instance `cash`; or `transfer`.
    pub method: String,
    /// What the bank or the gateway calls the transaction; each stands in the record once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// Who paid, or got it back, as far as it was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub payer: String,
    /// Position that took or gave it; empty for the system.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub position: String,
    /// Name of the person in it, for the receipt.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Act that said so.
    pub act: String,
    /// When it was recorded.
    pub at: DateTime,
}

/// Which way money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// To the department.
    In,
    /// Back.
    Out,
}

/// How a charge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeState {
    /// Nothing was paid.
    Due,
    /// Something was paid, not all.
    Partly,
    /// Exactly paid.
    Paid,
    /// More was paid than is charged: the rest is to be given back.
    Over,
    /// What was paid was given back.
    Refunded,
    /// Need not be paid, for a reason that the record has.
    Waived,
    /// The matter ended before it was due.
    Dropped,
}

impl ChargeState {
    /// As written in addresses, lists and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Partly => "partly",
            Self::Paid => "paid",
            Self::Over => "over",
            Self::Refunded => "refunded",
            Self::Waived => "waived",
            Self::Dropped => "dropped",
        }
    }
}

impl Charge {
    /// What came in, đồng.
    #[must_use]
    pub fn paid(&self) -> u64 {
        self.sum(Way::In)
    }

    /// What was given back, đồng.
    #[must_use]
    pub fn returned(&self) -> u64 {
        self.sum(Way::Out)
    }

    fn sum(&self, way: Way) -> u64 {
        self.entries.iter().filter(|e| e.way == way).fold(0, |sum, e| sum.saturating_add(e.amount))
    }

    /// What the department holds now, đồng.
    #[must_use]
    pub fn held(&self) -> u64 {
        self.paid().saturating_sub(self.returned())
    }

    /// What is asked for now, đồng: nothing once it is waived, dropped, or was given back in full.
    #[must_use]
    pub fn asked(&self) -> u64 {
        let released = self.waived.is_some() || self.dropped;
        let undone = self.held() == 0 && self.returned() > 0;
        if released || undone { 0 } else { self.amount }
    }

    /// What is still to be paid, đồng.
    #[must_use]
    pub fn owed(&self) -> u64 {
        self.asked().saturating_sub(self.held())
    }

    /// What is to be given back, đồng.
    #[must_use]
    pub fn excess(&self) -> u64 {
        self.held().saturating_sub(self.asked())
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> ChargeState {
        let (held, asked) = (self.held(), self.asked());
        if held > asked {
            return ChargeState::Over;
        }
        if asked > 0 {
            return match held {
                0 => ChargeState::Due,
                held if held < asked => ChargeState::Partly,
                _ => ChargeState::Paid,
            };
        }
        if self.returned() > 0 {
            ChargeState::Refunded
        } else if self.waived.is_some() {
            ChargeState::Waived
        } else {
            ChargeState::Dropped
        }
    }
}

//! A sanction in a matter: what was decided, served, paid. Amounts are worked out elsewhere; here they are kept.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// What was decided about violations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sanction {
    /// `fine`, `warning` or `remedies`.
    pub outcome: String,
    /// `organisation` or `individual`.
    pub offender: String,
    /// Each act with its fine.
    pub items: Vec<SanctionItem>,
    /// All fines together, đồng.
    pub total: u64,
    /// For how many months a licence is taken away or activity suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_months: Option<u32>,
    /// When it was decided.
    pub decided: DateTime,
    /// When it was served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub served: Option<Date>,
    /// Last day for payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// What was paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<FinePayment>,
    /// Whether it was taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub annulled: bool,
}

/// One act with its fine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SanctionItem {
    /// The act, by its identifier in the packs.
    pub act: String,
    /// Number of the decree.
    pub decree: String,
    /// Article in it.
    pub article: String,
    /// Least of the bracket for this offender, đồng.
    pub least: u64,
    /// Most of it, đồng.
    pub most: u64,
    /// The fine, đồng.
    pub amount: u64,
}

/// One payment of a fine. Fines go to the state budget, not to the department's cash desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinePayment {
    /// How much, đồng.
    pub amount: u64,
    /// On which day it was paid.
    pub on: Date,
    /// Number of the receipt.
    pub reference: String,
}

impl Sanction {
    /// What was paid so far, đồng.
    #[must_use]
    pub fn paid(&self) -> u64 {
        self.payments.iter().fold(0, |sum, p| sum.saturating_add(p.amount))
    }

    /// What is still to be paid, đồng; nothing once it was taken back.
    #[must_use]
    pub fn owed(&self) -> u64 {
        if self.annulled { 0 } else { self.total.saturating_sub(self.paid()) }
    }
}

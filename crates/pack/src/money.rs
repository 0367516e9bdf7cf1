//! Acts on money, which the lives of all matters with a fee share, and how banks write their statements.

use congvu_matter::declare::{ActDef, Effect, Lifecycle, Text};
use serde::Deserialize;

/// The file with the acts.
pub(crate) const MONEY: &str = "vn/money.toml";
/// Instead of the states in which an act may be done: in all of them, also when the matter is closed.
const ANY: &str = "*";

/// `money.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoneyFile {
    /// Acts.
    #[serde(rename = "act")]
    pub(crate) acts: Vec<ActDef>,
}

impl MoneyFile {
    /// Adds the acts to a lifecycle in which something is charged.
    pub(crate) fn join(&self, life: &mut Lifecycle) {
        if !life.acts.iter().any(|a| a.effects.contains(&Effect::Charge)) {
            return;
        }
        let states: Vec<String> = life.states.iter().map(|s| s.id.clone()).collect();
        let own: Vec<String> = life.acts.iter().map(|a| a.id.clone()).collect();
        for act in self.acts.iter().filter(|a| !own.contains(&a.id)) {
            let from = if act.from.iter().any(|f| f == ANY) { states.clone() } else { act.from.clone() };
            life.acts.push(ActDef { from, ..act.clone() });
        }
    }
}

/// Whether an act came from the file of acts on money.
pub(crate) fn is_joined(act: &ActDef) -> bool {
    act.effects.iter().any(|e| e.is_money() || *e == Effect::Assess)
}

/// Whether the act is declared for every state.
pub(crate) fn is_for_any(act: &ActDef) -> bool {
    act.from.iter().any(|f| f == ANY)
}

/// `statements.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementsFile {
    /// Formats.
    #[serde(rename = "format")]
    pub(crate) formats: Vec<CsvFormat>,
}

/// How a bank writes a statement as CSV: which heading stands over what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CsvFormat {
    /// Identifier.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// The one character between values.
    pub delimiter: char,
    /// Heading of the bank's own number of the transaction.
    pub reference: String,
    /// Heading of the day.
    pub date: String,
    /// How days are written, as in `%d/%m/%Y`.
    pub date_format: String,
    /// Heading of what came in.
    pub credit: String,
    /// Heading of what went out, where it has a column of its own; otherwise it is negative.
    #[serde(default)]
    pub debit: Option<String>,
    /// Heading of what the payer wrote.
    pub text: String,
    /// Heading of who paid.
    #[serde(default)]
    pub payer: Option<String>,
    /// Heading of the account, where each line names it.
    #[serde(default)]
    pub account: Option<String>,
    /// Between groups of three digits.
    #[serde(default)]
    pub thousands: Option<char>,
    /// Before the fraction, which must be nothing: đồng have none.
    #[serde(default)]
    pub decimal: Option<char>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

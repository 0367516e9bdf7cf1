//! What a bank says of an account.

mod camt;
mod csv;

pub use self::csv::Headings;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Largest statement, bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024 - 1024;
/// Most lines.
pub const MAX_LINES: usize = 10_000;
/// Longest text kept of a line, in characters.
pub const MAX_TEXT: usize = 1_000;
/// Longest reference, in characters.
pub const MAX_REFERENCE: usize = 100;
/// Most faults that are listed.
const MAX_FAULTS: usize = 200;
/// Largest amount of one line, đồng: canonical JSON keeps it exactly.
const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

/// A statement, read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Account; empty where the statement does not say.
    pub account: String,
    /// What the account held before, đồng.
    pub opening: Option<i64>,
    /// What it held after, đồng.
    pub closing: Option<i64>,
    /// Its lines in their order.
    pub entries: Vec<Entry>,
}

/// One transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Line of the file, from 1.
    pub line: usize,
    /// The bank's own number of the transaction.
    pub reference: String,
    /// Day on which it was booked.
    pub date: Date,
    /// Whole đồng; what went out is negative.
    pub amount: i64,
    /// What the payer wrote.
    pub text: String,
    /// Who paid; may be empty.
    pub payer: String,
}

/// What is wrong with a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Line of the file, from 1; 0 for the whole.
    pub line: usize,
    /// What.
    pub what: What,
    /// The value that cannot be read, shortened; may be empty.
    pub value: String,
}

/// Kinds of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// More bytes or lines than are read.
    TooLarge,
    /// Not UTF-8.
    Encoding,
    /// No such heading.
    Heading,
    /// Not as many values as headings.
    Columns,
    /// No number of the transaction.
    Reference,
    /// The number of the transaction stands here twice with different content.
    Twice,
    /// No day, or one that cannot be read.
    Date,
    /// No whole number of đồng.
    Amount,
    /// Another currency.
    Currency,
    /// Another account than the one expected, or none.
    Account,
    /// Opening balance and lines do not give the closing balance.
    Balance,
    /// No XML, or none of camt.053.
    Xml,
    /// A document type: entities are not read.
    DocumentType,
    /// Not booked yet.
    NotBooked,
    /// No line at all.
    Empty,
}

impl What {
    /// As in identifiers of messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::Encoding => "encoding",
            Self::Heading => "heading",
            Self::Columns => "columns",
            Self::Reference => "reference",
            Self::Twice => "twice",
            Self::Date => "date",
            Self::Amount => "amount",
            Self::Currency => "currency",
            Self::Account => "account",
            Self::Balance => "balance",
            Self::Xml => "xml",
            Self::DocumentType => "document-type",
            Self::NotBooked => "not-booked",
            Self::Empty => "empty",
        }
    }
}

fn fault(line: usize, what: What, value: &str) -> Fault {
    Fault { line, what, value: value.chars().take(80).collect() }
}

/// How a statement is written.
#[derive(Debug, Clone, Copy)]
pub enum Format<'h> {
    /// CSV under these headings.
    Csv(&'h Headings<'h>),
    /// ISO 20022, `camt.053` of any version.
    Camt,
}

/// Whether the bytes look like XML rather than CSV.
#[must_use]
pub fn is_xml(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

/// Reads a statement of `account` whole.
///
/// # Errors
/// Everything that is wrong with it, at most 200 faults, by line. Where anything is wrong nothing counts.
pub fn read(bytes: &[u8], format: Format<'_>, account: &str) -> Result<Statement, Vec<Fault>> {
    if bytes.len() > MAX_BYTES {
        return Err(vec![fault(0, What::TooLarge, "")]);
    }
    let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) else {
        return Err(vec![fault(0, What::Encoding, "")]);
    };
    let (statement, mut faults) = match format {
        Format::Csv(headings) => self::csv::read(text, headings, account),
        Format::Camt => camt::read(text),
    };
    if faults.is_empty() {
        faults = whole(&statement, account);
    }
    faults.truncate(MAX_FAULTS);
    if faults.is_empty() { Ok(statement) } else { Err(faults) }
}

/// What only shows when all lines were read.
fn whole(statement: &Statement, account: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !statement.account.is_empty() && !same_account(&statement.account, account) {
        faults.push(fault(0, What::Account, &statement.account));
    }
    if statement.entries.is_empty() {
        faults.push(fault(0, What::Empty, ""));
    }
    let mut known = std::collections::BTreeMap::new();
    for entry in &statement.entries {
        if known.insert(entry.reference.as_str(), entry.line).is_some() {
            faults.push(fault(entry.line, What::Twice, &entry.reference));
        }
    }
    if let (Some(opening), Some(closing)) = (statement.opening, statement.closing) {
        let sum = statement.entries.iter().fold(opening, |sum, e| sum.saturating_add(e.amount));
        if sum != closing {
            faults.push(fault(0, What::Balance, &format!("{opening} → {closing} ≠ {sum}")));
        }
    }
    faults
}

/// Accounts are compared by letters and digits; an IBAN ends with the account.
fn same_account(found: &str, expected: &str) -> bool {
    crate::reference::fold(found) == crate::reference::fold(expected)
}

/// A whole number of đồng from digits, with an optional fraction of nothing.
fn whole_dong(text: &str, thousands: Option<char>, decimal: Option<char>) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = match decimal.and_then(|d| digits.split_once(d)) {
        Some((whole, fraction)) => (whole, fraction),
        None => (digits, ""),
    };
    if !fraction.bytes().all(|b| b == b'0') {
        return None;
    }
    let groups: Vec<&str> = match thousands {
        Some(separator) => whole.split(separator).collect(),
        None => vec![whole],
    };
    let grouped = groups.iter().skip(1).all(|g| g.len() == 3);
    let joined = groups.concat();
    if !grouped || joined.is_empty() || joined.len() > 16 || !joined.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let amount = joined.parse::<i64>().ok()?;
    (amount <= MAX_AMOUNT).then(|| amount.saturating_mul(sign))
}

/// One line of text without control characters, at most so long.
fn line_of(text: &str, most: usize) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ").chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_whole() {
        for (text, expected) in [
            ("750000", Some(750_000)),
            ("750.000", Some(750_000)),
            ("10.750.000", Some(10_750_000)),
            ("10.750.000,00", Some(10_750_000)),
            ("-1.000", Some(-1_000)),
            ("+5", Some(5)),
            ("7.50", None),
            ("750,5", None),
            ("1.0000", None),
            ("", None),
            ("-", None),
            ("12a", None),
            ("99999999999999999", None),
            ("1e6", None),
        ] {
            assert_eq!(whole_dong(text, Some('.'), Some(',')), expected, "{text}");
        }
        assert_eq!(whole_dong("750000.00", None, Some('.')), Some(750_000));
        assert_eq!(whole_dong("750.000", None, None), None);
    }
}

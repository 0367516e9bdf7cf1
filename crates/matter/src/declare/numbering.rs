//! How cases and papers are numbered.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `numbering.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbering {
    /// Case numbers.
    pub case: CaseNumbering,
    /// Papers.
    pub paper: PaperNumbering,
}

/// Case numbers: one series for each text before the number, so a text with the day begins again daily.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseNumbering {
    /// Text before the number; `{unit}` and `{yymmdd}` are filled in.
    pub before: String,
    /// Least number of digits.
    pub digits: u8,
    /// Where it is laid down.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// Numbers of papers: one series for each type and year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperNumbering {
    /// Least number of digits.
    pub digits: u8,
    /// Letters after the number; `{type}` and `{short}` (of the agency) are filled in.
    pub notation: String,
    /// Letters after the number of an official letter, which has no type; `{short}` is filled in.
    pub letter: String,
    /// Where it is laid down.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

impl CaseNumbering {
    /// The text before the number on a day.
    #[must_use]
    pub fn before(&self, unit: &str, day: Date) -> String {
        let yymmdd = day.strftime("%y%m%d").to_string();
        self.before.replace("{unit}", unit).replace("{yymmdd}", &yymmdd)
    }
}

impl PaperNumbering {
    /// The letters after the number; no kind is an official letter.
    #[must_use]
    pub fn notation(&self, kind: &str, short: &str) -> String {
        let pattern = if kind.is_empty() { &self.letter } else { &self.notation };
        pattern.replace("{type}", kind).replace("{short}", short)
    }
}

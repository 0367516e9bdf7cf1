//! Taking over a paper register: from the lines of a sheet to rows that can become entries, or what is wrong with each
//! line. Reads no file and knows no language: the caller gives lines of text and the names under which columns go.

mod cells;
mod fields;
mod sheet;

pub use fields::{Choice, FIXED, Field, Kind, fields};
pub use sheet::{Fault, Line, Preview, Why, read};

use crate::Status;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Most rows of one import.
pub const MAX_ROWS: usize = 20_000;
/// Most columns of a sheet that are looked at.
pub const MAX_COLUMNS: usize = 100;
/// Most faults that are told one by one; the rest is counted.
pub const MAX_FAULTS: usize = 500;
/// Longest number of an entry, characters.
pub const NUMBER_CHARS: usize = 100;

/// One line of a paper register, ready to become an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Number as its paper has it, `05/GP-STTTT`.
    pub number: String,
    /// Day of issue.
    pub issued: Date,
    /// Last day in force; none where the paper has no term.
    pub last_day: Option<Date>,
    /// In force or not, as the book has it.
    pub status: Status,
    /// Page or line of the book.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// Line of the sheet, from 1.
    pub line: u32,
    /// Content.
    pub content: Map<String, Value>,
}

impl Row {
    /// Number of the entry within its register: the year before the number of the paper, as for every other entry.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.issued.year(), self.number)
    }
}

/// All rows of an import: what the record keeps as a file beside the sheet they were read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The register.
    pub register: String,
    /// The rows in the order of the sheet.
    pub rows: Vec<Row>,
}

//! A whole sheet.

use super::cells;
use super::fields::{FIXED, Field};
use super::{MAX_FAULTS, MAX_ROWS, NUMBER_CHARS, Row};
use crate::Status;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How many lines may stand over the names of the columns: titles, units, signatures of the copyist.
const HEAD_LINES: usize = 20;
/// How much of a wrong value is shown, characters.
const SHOWN_CHARS: usize = 60;

/// A line of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u32,
    /// Its cells as text.
    pub cells: Vec<String>,
}

/// What is wrong with a cell or a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The sheet has no such column.
    MissingColumn,
    /// Two columns go under the same name.
    TwiceColumn,
    /// Nothing in it.
    Required,
    /// Not a day.
    NotADate,
    /// A day that has not come.
    Future,
    /// The last day is before the day of issue.
    BeforeIssue,
    /// Not a number.
    NotANumber,
    /// None of the values that there are.
    NotAChoice,
    /// Too long.
    TooLong {
        /// Longest text, characters.
        max: usize,
    },
    /// Not in the form that is asked for.
    Form,
    /// The same number and year stand in another line.
    TwiceInSheet {
        /// The other line.
        line: u32,
    },
    /// The register has this entry already.
    Exists,
    /// More lines than one import takes.
    TooMany {
        /// The limit.
        max: usize,
    },
    /// No line under the names of the columns.
    Nothing,
}

/// A fault, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the sheet, from 1.
    pub line: u32,
    /// Name of the column as the register has it.
    pub column: String,
    /// What stands there, cut short.
    pub value: String,
    /// What is wrong.
    pub why: Why,
}

/// What a sheet says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Preview {
    /// Names of the columns found, in the order of the sheet.
    pub columns: Vec<String>,
    /// Names of columns that the register does not have: they are not taken over.
    pub unknown: Vec<String>,
    /// Lines that are right.
    pub rows: Vec<Row>,
    /// The first faults.
    pub faults: Vec<Fault>,
    /// How many faults there are.
    pub fault_count: usize,
    /// Filled lines under the names of the columns.
    pub lines: usize,
}

impl Preview {
    /// Notes a fault; beyond the limit only their number grows.
    pub fn fault(&mut self, line: u32, column: &str, value: &str, why: Why) {
        self.fault_count = self.fault_count.saturating_add(1);
        if self.faults.len() < MAX_FAULTS {
            let value = value.chars().take(SHOWN_CHARS).collect();
            self.faults.push(Fault { line, column: column.to_owned(), value, why });
        }
    }

    /// Whether everything can be taken over.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.fault_count == 0 && !self.rows.is_empty()
    }
}

/// Reads a sheet: the names of the columns, then a row a line. `fields` begin with the five of [`FIXED`]. `fits` has the last
/// word on a value of the content; `today` is the last day on which anything can have been issued.
#[must_use]
pub fn read(lines: &[Line], fields: &[Field], fits: &dyn Fn(&str, &Value) -> bool, today: Date) -> Preview {
    let mut preview = Preview::default();
    let filled: Vec<&Line> = lines.iter().filter(|l| l.cells.iter().any(|c| !c.trim().is_empty())).collect();
    let head = head(&filled, fields);
    let Some(names) = filled.get(head) else {
        preview.fault(1, "", "", Why::Nothing);
        return preview;
    };
    let columns = columns(names, fields, &mut preview);
    let missing = fields.iter().filter(|f| f.required && !columns.iter().any(|(_, c)| c.key == f.key));
    for field in missing.collect::<Vec<_>>() {
        preview.fault(names.number, name_of(field), "", Why::MissingColumn);
    }
    let body = filled.get(head.saturating_add(1)..).unwrap_or_default();
    preview.lines = body.len();
    if body.is_empty() {
        preview.fault(names.number, "", "", Why::Nothing);
    }
    if let Some(over) = body.get(MAX_ROWS) {
        preview.fault(over.number, "", "", Why::TooMany { max: MAX_ROWS });
    }
    if preview.fault_count > 0 {
        return preview;
    }
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for line in body {
        let Some(row) = row(line, &columns, fits, today, &mut preview) else { continue };
        // Two numbers that differ only in case would be two entries that nobody can tell apart.
        match seen.insert(row.key().to_lowercase(), row.line) {
            None => preview.rows.push(row),
            Some(line) => {
                let column = fields.first().map(name_of).unwrap_or_default();
                preview.fault(row.line, column, &row.number, Why::TwiceInSheet { line });
            }
        }
    }
    preview
}

fn name_of(field: &Field) -> &str {
    field.names.first().map_or(field.key.as_str(), String::as_str)
}

/// The line with the names of the columns: where most of them are known.
fn head(filled: &[&Line], fields: &[Field]) -> usize {
    let known = |line: &Line| line.cells.iter().filter(|c| fields.iter().any(|f| f.is_called(c))).count();
    let counted = filled.iter().take(HEAD_LINES).map(|l| known(l)).enumerate();
    // The first of those with most.
    counted.fold((0, 0), |best, (at, n)| if n > best.1 { (at, n) } else { best }).0
}

fn columns<'f>(names: &Line, fields: &'f [Field], preview: &mut Preview) -> Vec<(usize, &'f Field)> {
    let mut found: Vec<(usize, &Field)> = Vec::new();
    for (at, name) in names.cells.iter().enumerate().filter(|(_, n)| !n.trim().is_empty()) {
        match fields.iter().find(|f| f.is_called(name)) {
            None => preview.unknown.push(name.trim().chars().take(SHOWN_CHARS).collect()),
            Some(field) if found.iter().any(|(_, f)| f.key == field.key) => {
                preview.fault(names.number, name_of(field), name, Why::TwiceColumn);
            }
            Some(field) => {
                preview.columns.push(name_of(field).to_owned());
                found.push((at, field));
            }
        }
    }
    found
}

/// A row, or its faults.
fn row(
    line: &Line,
    columns: &[(usize, &Field)],
    fits: &dyn Fn(&str, &Value) -> bool,
    today: Date,
    preview: &mut Preview,
) -> Option<Row> {
    let before = preview.fault_count;
    let mut fixed: BTreeMap<&str, Value> = BTreeMap::new();
    let mut content = Map::new();
    for (at, field) in columns {
        let text = line.cells.get(*at).map(|c| c.trim()).unwrap_or_default();
        if text.is_empty() {
            if field.required {
                preview.fault(line.number, name_of(field), "", Why::Required);
            }
            continue;
        }
        match cells::value(field, text) {
            Err(why) => preview.fault(line.number, name_of(field), text, why),
            Ok(value) => match FIXED.iter().find(|f| **f == field.key) {
                Some(key) => drop(fixed.insert(key, value)),
                None if fits(&field.key, &value) => drop(content.insert(field.key.clone(), value)),
                None => preview.fault(line.number, name_of(field), text, Why::Form),
            },
        }
    }
    let said = |key: &str| fixed.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let name =
        |key: &str| columns.iter().find(|(_, f)| f.key == key).map(|(_, f)| name_of(f)).unwrap_or_default();
    let issued = said("_issued").parse::<Date>().ok();
    let last_day = said("_last_day").parse::<Date>().ok();
    if issued.is_some_and(|d| d > today) {
        preview.fault(line.number, name("_issued"), &said("_issued"), Why::Future);
    }
    if issued.zip(last_day).is_some_and(|(from, to)| to < from) {
        preview.fault(line.number, name("_last_day"), &said("_last_day"), Why::BeforeIssue);
    }
    let number = issued.map(|d| cited(&said("_number"), d)).unwrap_or_default();
    if issued.is_some() && !said("_number").is_empty() && !is_number(&number) {
        preview.fault(line.number, name("_number"), &number, Why::Form);
    }
    let status = match said("_status").as_str() {
        "revoked" => Status::Revoked,
        "suspended" => Status::Suspended,
        _ => Status::Valid,
    };
    let page = said("_page");
    let whole = preview.fault_count == before;
    issued.filter(|_| whole).map(|issued| Row {
        number,
        issued,
        last_day,
        status,
        page,
        line: line.number,
        content,
    })
}

/// The number without a year before it that is only that of its issue.
fn cited(number: &str, issued: Date) -> String {
    let year = issued.year().to_string();
    let rest = number.split_once('/').filter(|(before, _)| *before == year).map(|(_, rest)| rest);
    rest.unwrap_or(number).to_owned()
}

/// What can be the number of an entry and part of its address.
fn is_number(number: &str) -> bool {
    let fits = (1..=NUMBER_CHARS).contains(&number.chars().count());
    let signs = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '_' | ' ');
    let parts = number.split('/').all(|p| !matches!(p.trim(), "" | "." | ".."));
    fits && parts && number.chars().all(signs)
}

//! The table of requirements.

use anyhow::{Result, bail};
use std::collections::BTreeSet;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// For instance `TT03-PL1.01`.
    pub id: String,
    /// The text it comes from.
    pub source: String,
    /// What it asks for, in our words.
    pub what: String,
    /// Why it does not apply here, if it does not.
    pub not: Option<String>,
}

/// Reads the table: tab-separated, `#` begins a remark.
///
/// # Errors
/// A line has too few or too many cells, or an id comes twice.
pub fn read(text: &str) -> Result<Vec<Requirement>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (number, line) in (1_usize..).zip(text.lines()) {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let (id, source, what, not) = match cells.as_slice() {
            [id, source, what] => (*id, *source, *what, None),
            [id, source, what, not] => (*id, *source, *what, Some((*not).to_owned())),
            _ => bail!(
                "line {number}: three or four cells divided by tabs are expected, there are {}",
                cells.len()
            ),
        };
        if id.is_empty() || source.is_empty() || what.is_empty() {
            bail!("line {number}: id, source and what it asks for must be filled in");
        }
        if !seen.insert(id) {
            bail!("line {number}: `{id}` stands in the table twice");
        }
        found.push(Requirement { id: id.to_owned(), source: source.to_owned(), what: what.to_owned(), not });
    }
    Ok(found)
}

//! `cargo xtask conformance`: which official requirement is shown by which test.
//!
//! The requirements are in `docs/requirements.tsv`; what shows one is a comment above a test, so that the proof lives where it can fail.

mod marks;
mod page;
mod table;
#[cfg(test)]
mod tests;

use crate::invariants::House;
use crate::run::root;
use anyhow::{Context, Result, bail};
use table::Requirement;

/// Where the result is kept.
const PAGE: &str = "docs/conformance.md";
/// Where the requirements are.
const TABLE: &str = "docs/requirements.tsv";

/// Makes the page anew, or with `check` fails where it is not what the tree says.
///
/// # Errors
/// The table cannot be read, a mark names no requirement or stands above no test, or the page is old.
pub fn run(check: bool) -> Result<()> {
    let house = House::read()?;
    let text = house.file(TABLE).with_context(|| format!("`{TABLE}` is missing"))?;
    let requirements = table::read(&text.text)?;
    let marks = marks::find(&house.files)?;
    let faults = unknown(&requirements, &marks);
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    let facts = page::facts(&house.files);
    let made = page::write(&requirements, &marks, facts);
    eprintln!("{}", page::summary(&requirements, &marks, facts));
    let kept = house.file(PAGE).map_or("", |f| f.text.as_str());
    if check && kept != made {
        bail!("`{PAGE}` is not what the tree says; run `cargo xtask conformance` and keep the result");
    }
    if !check {
        std::fs::write(root().join(PAGE), made).with_context(|| format!("writing `{PAGE}`"))?;
    }
    Ok(())
}

fn unknown(requirements: &[Requirement], marks: &[marks::Mark]) -> Vec<String> {
    let unknown = marks.iter().filter(|m| requirements.iter().all(|r| r.id != m.id));
    unknown
        .map(|m| format!("{}:{}: `{}` is not in {TABLE}; add it there or correct it", m.path, m.line, m.id))
        .collect()
}

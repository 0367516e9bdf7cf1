//! `docs/conformance.md`.

use super::marks::Mark;
use super::table::Requirement;
use crate::invariants::SourceFile;
use std::fmt::Write;

/// How many facts of the packs somebody read in the source they name, and how many not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// `verified = true`.
    pub verified: usize,
    /// `verified = false`.
    pub not: usize,
}

/// Counts the facts of all packs, remarks left aside.
pub fn facts(files: &[SourceFile]) -> Facts {
    let packs = files.iter().filter(|f| f.path.starts_with("packs/") && f.path.ends_with(".toml"));
    let lines = packs.flat_map(|f| f.text.lines()).filter(|l| !l.trim_start().starts_with('#'));
    lines.fold(Facts::default(), |sum, line| Facts {
        verified: sum.verified.saturating_add(line.matches("verified = true").count()),
        not: sum.not.saturating_add(line.matches("verified = false").count()),
    })
}

/// One line for whoever ran the command.
pub fn summary(requirements: &[Requirement], marks: &[Mark], facts: Facts) -> String {
    let shown = requirements.iter().filter(|r| marks.iter().any(|m| m.id == r.id)).count();
    let aside = requirements.iter().filter(|r| r.not.is_some()).count();
    let open = requirements.len().saturating_sub(shown).saturating_sub(aside);
    format!(
        "{} requirements: {shown} shown by tests, {aside} do not apply, {open} not yet; facts in packs: {} verified, {} not",
        requirements.len(),
        facts.verified,
        facts.not
    )
}

/// The whole page.
pub fn write(requirements: &[Requirement], marks: &[Mark], facts: Facts) -> String {
    let mut page = String::from(
        "# Conformance\n\n\
         Made by `cargo xtask conformance` from `requirements.tsv` and the comments above tests; not to be edited.\n\
         What official texts ask of software that handles administrative procedures, and the test that shows it. \"Not yet\" means that no test\n\
         claims it, not that nothing of it works.\n\n",
    );
    let _ = writeln!(page, "{}.", summary(requirements, marks, facts));
    let mut source = "";
    for requirement in requirements {
        let family = requirement.source.split(" as ").next().unwrap_or_default();
        if family != source {
            source = family;
            let _ =
                write!(page, "\n## {source}\n\n| id | what it asks for | shown by |\n| --- | --- | --- |\n");
        }
        let _ =
            writeln!(page, "| {} | {} | {} |", requirement.id, requirement.what, shown(requirement, marks));
    }
    page
}

fn shown(requirement: &Requirement, marks: &[Mark]) -> String {
    let mine: Vec<String> = marks
        .iter()
        .filter(|m| m.id == requirement.id)
        .map(|m| format!("[{}](../{})", m.test.replace('|', "/"), m.path))
        .collect();
    match (&requirement.not, mine.is_empty()) {
        (_, false) => mine.join(", "),
        (Some(reason), true) => format!("does not apply: {reason}"),
        (None, true) => "not yet".to_owned(),
    }
}

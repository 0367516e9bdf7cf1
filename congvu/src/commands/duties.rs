//! `congvu pack duties`: the account of what carries each duty.

use super::{failed, say};
use congvu_pack::{Agency, Duty, Files, Library};
use std::fmt::Write as _;
use std::process::ExitCode;

const LEAD: &str = "# Duties and what carries them

Made by `congvu pack duties > docs/duties.md` from the packs and the founding decisions; a test fails when it is old. A duty is a point of the
duties article, or a paragraph without points: 88 in each of the five decisions. \"Not yet\" means that neither a procedure, nor a matter with acts that rest on
the clause, nor a room of the program carries it. Links to rooms are below a department's address, such as `/binh-duong/desk/reports`.
";

pub(super) fn run(files: anyhow::Result<Files>) -> ExitCode {
    let library = match files.map(|f| Library::load(&f)) {
        Ok(Ok(library)) => library,
        Ok(Err(faults)) => return failed(&anyhow::anyhow!("{faults}")),
        Err(error) => return failed(&error),
    };
    say(page(&library).trim_end());
    ExitCode::SUCCESS
}

/// The page as Markdown.
fn page(library: &Library) -> String {
    let mut out = String::from(LEAD);
    let _ = writeln!(out, "\n| department | leaf duties | carried | not yet |\n| --- | --- | --- | --- |");
    for agency in library.agencies.values() {
        let duties = library.duties(agency);
        let carried = duties.iter().filter(|d| d.carried()).count();
        let left: Vec<&str> = duties.iter().filter(|d| !d.carried()).map(|d| d.key).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {carried} | {}: {} |",
            agency.file.name.en,
            duties.len(),
            left.len(),
            left.join(", ")
        );
    }
    for agency in library.agencies.values() {
        let _ = writeln!(
            out,
            "\n## {}\n\n| duty | clause | carried by |\n| --- | --- | --- |",
            agency.file.name.en
        );
        for duty in library.duties(agency) {
            let _ = writeln!(out, "| {} | `{}` | {} |", duty.key, duty.clause.eid, carriers(agency, &duty));
        }
    }
    out
}

fn carriers(agency: &Agency, duty: &Duty<'_>) -> String {
    if !duty.carried() {
        return "not yet".to_owned();
    }
    let mut parts = Vec::new();
    let mut part = |what: &str, list: Vec<String>| {
        if !list.is_empty() {
            parts.push(format!("{what}: {}", list.join(", ")));
        }
    };
    part("procedures", duty.procedures.iter().map(|p| format!("`{}`", p.declared.id)).collect());
    part("registers", duty.registers.iter().map(|r| format!("`{}`", r.id)).collect());
    part("matters", duty.matters.iter().map(|l| format!("`{}`", l.id)).collect());
    let room = |r: &&congvu_pack::Room| format!("{} (`/{}{}`)", r.name.en, agency.id(), r.page);
    part("rooms", duty.rooms.iter().map(room).collect());
    parts.join("; ")
}

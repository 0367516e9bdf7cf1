//! `congvu record verify`, `congvu record check`

use super::{block_on, failed, say};
use crate::server::StoreArguments;
use anyhow::Context;
use clap::Subcommand;
use congvu_desk::{Receipt, VerifierKey};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Longest receipt that is read, bytes.
const MAX_RECEIPT_BYTES: u64 = 8 * 1024 * 1024;

/// `congvu record …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Read every record from its first act: order, hashes, places, that every matter is what its acts give, and that the public log is
    /// the tree over them and was signed as such. Exit code 0 when everything fits, 1 otherwise.
    Verify {
        #[command(flatten)]
        store: StoreArguments,
        /// Key of a log as its page shows it, noted elsewhere than in the database; may be given several times.
        #[arg(long, value_name = "KEY")]
        key: Vec<VerifierKey>,
    },
    /// Check a receipt without a network: that the act stands in the record. Exit code 0 when it does, 1 otherwise.
    Check {
        /// The receipt, a `.tlog-proof` file.
        receipt: PathBuf,
        /// Key of the log, as the page of the log shows it.
        #[arg(long, value_name = "KEY")]
        key: VerifierKey,
        /// Key of a witness; may be given several times.
        #[arg(long, value_name = "KEY")]
        witness: Vec<VerifierKey>,
    },
}

/// Runs the command.
pub fn run(arguments: Arguments) -> ExitCode {
    match arguments.what {
        What::Verify { store, key } => block_on(verify(store, key)),
        What::Check { receipt, key, witness } => match check(&receipt, &key, &witness) {
            Ok(code) => code,
            Err(error) => failed(&error),
        },
    }
}

fn check(file: &Path, key: &VerifierKey, witnesses: &[VerifierKey]) -> anyhow::Result<ExitCode> {
    let named = || format!("reading `{}`", file.display());
    let mut bytes = Vec::new();
    let open = std::fs::File::open(file).with_context(named)?;
    open.take(MAX_RECEIPT_BYTES.saturating_add(1)).read_to_end(&mut bytes).with_context(named)?;
    let text = String::from_utf8(bytes).context("this is no receipt: it is not a text")?;
    let receipt = Receipt::read(&text).with_context(named)?;
    let proven = match receipt.check(key, witnesses) {
        Ok(proven) => proven,
        Err(refused) => {
            say(format_args!("NOT proven: {refused}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    let at = receipt.index.saturating_add(1);
    say(format_args!("act no. {at} stands in `{}`, signed over {} acts", key.name(), proven.checkpoint.size));
    if let Some(act) = &proven.act {
        say(format_args!(
            "  {} on {} at {}, by {} of {}",
            act.kind, act.matter, act.at, act.clause.eid, act.clause.expression
        ));
    }
    for (name, time) in &proven.witnesses {
        say(format_args!("  seen by {name} at second {time} since 1970"));
    }
    if proven.witnesses.len() < witnesses.len() {
        say(format_args!(
            "  {} of {} witnesses have not seen it",
            witnesses.len().saturating_sub(proven.witnesses.len()),
            witnesses.len()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

async fn verify(arguments: StoreArguments, keys: Vec<VerifierKey>) -> anyhow::Result<ExitCode> {
    let store = arguments.open_existing().await?;
    let mut clean = true;
    let agencies = store.agencies().await?;
    if agencies.is_empty() {
        say("no acts are recorded yet");
    }
    for agency in agencies {
        let report = congvu_desk::verify(&store, &agency, &keys).await?;
        for fault in &report.faults {
            clean = false;
            say(format_args!("{agency}: {fault}"));
        }
        let verdict = if report.faults.is_empty() { "whole" } else { "NOT whole" };
        say(format_args!(
            "{agency}: {} acts, {} matters, {} checkpoints, head {}: {verdict}",
            report.acts, report.matters, report.checkpoints, report.head
        ));
    }
    store.close().await;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

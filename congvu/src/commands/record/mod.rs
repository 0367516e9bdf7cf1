//! `congvu record …`: the record verified, taken out, and its receipts checked.

mod check;
mod export;
mod folder;

use super::{block_on, failed, say};
use crate::server::StoreArguments;
use clap::Subcommand;
use congvu_desk::VerifierKey;
use std::path::PathBuf;
use std::process::ExitCode;

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
        /// A folder that `record export` wrote, instead of a database.
        #[arg(long, value_name = "FOLDER", conflicts_with_all = ["data", "database"])]
        export: Option<PathBuf>,
    },
    /// Take the record of one department out into a folder: acts, public log, and a manual. It has personal data in it.
    Export {
        #[command(flatten)]
        store: StoreArguments,
        /// Identifier of the department.
        #[arg(long)]
        agency: String,
        /// Folder, which must not be there yet.
        #[arg(long)]
        out: PathBuf,
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
        What::Verify { export: Some(folder), key, .. } => told(folder::verify(&folder, &key)),
        What::Verify { store, key, export: None } => block_on(verify(store, key)),
        What::Export { store, agency, out } => block_on(export::export(store, agency, out)),
        What::Check { receipt, key, witness } => told(check::check(&receipt, &key, &witness)),
    }
}

fn told(outcome: anyhow::Result<ExitCode>) -> ExitCode {
    outcome.unwrap_or_else(|error| failed(&error))
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

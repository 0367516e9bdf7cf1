//! `congvu record verify`

use super::{block_on, say};
use crate::server::StoreArguments;
use clap::Subcommand;
use std::process::ExitCode;

/// `congvu record …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Read every record from its first act: order, hashes, places, and that every matter is what its acts give.
    Verify {
        #[command(flatten)]
        store: StoreArguments,
    },
}

/// Runs the command: exit code 0 when everything fits, 1 when something does not.
pub fn run(arguments: Arguments) -> ExitCode {
    let What::Verify { store } = arguments.what;
    block_on(verify(store))
}

async fn verify(arguments: StoreArguments) -> anyhow::Result<ExitCode> {
    let store = arguments.open_existing().await?;
    let mut clean = true;
    let agencies = store.agencies().await?;
    if agencies.is_empty() {
        say("no acts are recorded yet");
    }
    for agency in agencies {
        let report = congvu_desk::verify(&store, &agency).await?;
        for fault in &report.faults {
            clean = false;
            say(format_args!("{agency}: {fault}"));
        }
        let verdict = if report.faults.is_empty() { "whole" } else { "NOT whole" };
        say(format_args!(
            "{agency}: {} acts, {} matters, head {}: {verdict}",
            report.acts, report.matters, report.head
        ));
    }
    store.close().await;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! `congvu bench start`: from the start of the program to its first page.

use super::child::Server;
use super::client::{Client, Person};
use super::figures::per_mille;
use super::load::ms;
use super::{AGENCY, Folder};
use crate::commands::say;
use std::path::Path;
use std::time::Instant;

/// `congvu bench start …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How often each start is measured.
    #[arg(long, default_value_t = 5)]
    runs: usize,
}

/// Runs the command.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (mut fresh, mut existing) = (Vec::new(), Vec::new());
    for _ in 0..arguments.runs.max(1) {
        let folder = Folder::named_or_new(None)?;
        fresh.push(once(folder.path()).await?);
        existing.push(once(folder.path()).await?);
    }
    for (what, took_ms) in
        [("new data, with the demo's people", &mut fresh), ("existing data", &mut existing)]
    {
        say(format_args!(
            "{what}: {:.0} ms to the first page (median of {}, slowest {:.0} ms)",
            per_mille(took_ms, 500),
            took_ms.len(),
            per_mille(took_ms, 1_000)
        ));
    }
    Ok(())
}

/// Milliseconds of one start.
pub async fn once(data: &Path) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let server = Server::real(data, None)?;
    let mut client = Client::connect(server.address).await?;
    client.page(&Person::default(), &format!("/{AGENCY}")).await?;
    Ok(ms(begun.elapsed()))
}

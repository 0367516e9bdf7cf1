//! `congvu bench …`: how fast, how large, beside a bare loop in the same run.

mod bare;
mod case;
mod child;
mod client;
mod figures;
mod fill;
mod inbox;
mod life;
mod load;
mod memory;
mod record;
mod search;
mod start;

use super::{block_on, law};
use crate::server;
use anyhow::Context;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The department in which everything is measured.
const AGENCY: &str = "binh-duong";

/// `congvu bench …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Cases through their whole life, over HTTP, by several people at once.
    Case(case::Arguments),
    /// Time from the start of the program to its first page.
    Start(start::Arguments),
    /// Memory and pages of a server with many cases.
    Memory(memory::Arguments),
    /// The inbox of an officer for whom thousands of cases wait.
    Inbox(inbox::Arguments),
    /// The public log: how fast it grows and is verified, how long its proofs are.
    Record(record::Arguments),
    /// Searches over cases and register entries, beside a scan of the same rows.
    Search(search::Arguments),
    /// Reading founding decisions; the same as `congvu law bench`.
    Law {
        /// Options of `congvu law bench`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<OsString>,
    },
    /// The loop that the others are compared with.
    #[command(hide = true)]
    Bare(bare::Arguments),
}

#[derive(Parser)]
#[command(name = "congvu law")]
struct LawLine {
    #[command(flatten)]
    law: law::Arguments,
}

/// Runs the command. A signal ends it, and the servers that it started.
pub fn run(arguments: Arguments) -> ExitCode {
    let work = async {
        match arguments.command {
            Command::Case(arguments) => case::run(arguments).await,
            Command::Start(arguments) => start::run(&arguments).await,
            Command::Memory(arguments) => memory::run(arguments).await,
            Command::Inbox(arguments) => inbox::run(arguments).await,
            Command::Record(arguments) => record::run(arguments).await,
            Command::Search(arguments) => search::run(arguments).await,
            Command::Bare(arguments) => bare::run(arguments).await,
            Command::Law { options } => {
                let words = ["congvu law", "bench"].map(OsString::from).into_iter().chain(options);
                return Ok(law::run(&LawLine::parse_from(words).law));
            }
        }
        .map(|()| ExitCode::SUCCESS)
    };
    block_on(async {
        tokio::select! {
            done = work => done,
            () = server::stop() => Ok(ExitCode::FAILURE),
        }
    })
}

/// A folder for data: the one named, or a new one that goes when dropped.
struct Folder {
    path: PathBuf,
    goes: bool,
}

impl Folder {
    fn named_or_new(named: Option<PathBuf>) -> anyhow::Result<Self> {
        if let Some(path) = named {
            return Ok(Self { path, goes: false });
        }
        let moment = jiff::Timestamp::now().as_nanosecond();
        let path = std::env::temp_dir().join(format!("congvu-bench-{}-{moment:x}", std::process::id()));
        // Fails when there is one already: nobody else's folder is written to, or removed.
        std::fs::create_dir(&path)
            .with_context(|| format!("the folder `{}` cannot be made", path.display()))?;
        Ok(Self { path, goes: true })
    }

    fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.goes {
            // What is left behind lies in the system's temporary folder, which is swept.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

//! `congvu bench …`: how fast, how large, beside a bare loop in the same run.

mod bare;
mod case;
mod child;
mod client;
mod figures;
mod fill;
mod life;
mod load;
mod memory;
mod start;

use super::{block_on, law};
use crate::server;
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
enum Folder {
    Named(PathBuf),
    New(tempfile::TempDir),
}

impl Folder {
    fn named_or_new(named: Option<PathBuf>) -> anyhow::Result<Self> {
        Ok(match named {
            Some(folder) => Self::Named(folder),
            None => Self::New(tempfile::Builder::new().prefix("congvu-bench-").tempdir()?),
        })
    }

    fn path(&self) -> &Path {
        match self {
            Self::Named(folder) => folder,
            Self::New(folder) => folder.path(),
        }
    }
}

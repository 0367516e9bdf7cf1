//! Developer commands: `cargo xtask …`. What people do often, and what the build server does, is one command here.

mod check;
mod conformance;
mod invariants;
mod run;
mod system;
mod test;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Developer commands of Công Vụ")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run all tests, after installing what they need.
    Test {
        /// Run one part only.
        #[arg(long, value_enum)]
        only: Option<test::Part>,
    },
    /// Check layout, lints and the licences of dependencies.
    Check,
    /// Check that the house is built as ARCHITECTURE.md says.
    Invariants,
    /// Write docs/conformance.md: which official requirement is shown by which test.
    Conformance {
        /// Change nothing; fail where the page is old.
        #[arg(long)]
        check: bool,
    },
    /// Measure: `congvu bench …`, built for speed.
    Bench {
        /// Passed on.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Test { only } => test::run(only),
        Command::Check => check::all(),
        Command::Invariants => invariants::run(),
        Command::Conformance { check } => conformance::run(check),
        Command::Bench { arguments } => bench(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &[String]) -> Result<()> {
    run::run(run::cargo().args(["run", "--release", "--package", "congvu", "--", "bench"]).args(arguments))
}

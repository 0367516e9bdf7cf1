//! `congvu bench …`

use std::process::ExitCode;

/// `congvu bench …`
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Runs the command.
pub fn run(_: Arguments) -> ExitCode {
    ExitCode::FAILURE
}

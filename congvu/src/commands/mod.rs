//! One module for each command.

pub mod bench;
mod duties;
pub mod law;
pub mod pack;
pub mod paper;
pub mod record;
pub mod serve;
pub mod tsa;

use std::io::Write;
use std::process::ExitCode;

/// Runs an asynchronous command; a failure is one sentence on the error output and exit code 1.
pub(crate) fn block_on(work: impl Future<Output = anyhow::Result<ExitCode>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return failed(&anyhow::Error::new(error).context("the program could not start its threads"));
        }
    };
    runtime.block_on(work).unwrap_or_else(|error| failed(&error))
}

/// Says on the error output what went wrong.
pub(crate) fn failed(error: &anyhow::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "congvu: {error:#}");
    ExitCode::FAILURE
}

/// Writes a line to the output; a closed pipe ends nothing.
pub(crate) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

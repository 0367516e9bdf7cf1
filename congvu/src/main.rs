//! The binary: command line, configuration, composition of the server.

mod commands;
mod demo;
mod server;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Typesetting makes and drops small things by the hundred thousand.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Công Vụ: one program for a government department.
#[derive(Debug, Parser)]
#[command(name = "congvu", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(commands::serve::Arguments),
    /// Read, check and compare founding decisions.
    Law(commands::law::Arguments),
    /// Check the record.
    Record(commands::record::Arguments),
    /// Check the packs; run changed packs over past cases.
    Pack(commands::pack::Arguments),
    /// Check the digital signatures of a paper.
    Paper(commands::paper::Arguments),
    /// Run an authority of time (RFC 3161).
    Tsa(commands::tsa::Arguments),
    /// Measure, beside a bare loop in the same run.
    Bench(commands::bench::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Serve(arguments) => commands::serve::run(arguments),
        Command::Law(arguments) => commands::law::run(&arguments),
        Command::Record(arguments) => commands::record::run(arguments),
        Command::Pack(arguments) => commands::pack::run(arguments),
        Command::Paper(arguments) => commands::paper::run(&arguments),
        Command::Tsa(arguments) => commands::tsa::run(arguments),
        Command::Bench(arguments) => commands::bench::run(arguments),
    }
}

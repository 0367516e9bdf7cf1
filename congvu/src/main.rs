//! The binary: command line, configuration, composition of the server.

mod commands;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Công Vụ: one program for a government department.
#[derive(Debug, Parser)]
#[command(name = "congvu", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read, check and compare founding decisions.
    Law(commands::law::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Law(arguments) => commands::law::run(&arguments),
    }
}

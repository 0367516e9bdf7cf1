//! `congvu pack check [DIR]`

use super::{failed, say};
use clap::Subcommand;
use congvu_pack::{Files, Library};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// `congvu pack …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Read the packs and report every fault with file, line and reason.
    Check {
        /// Folder with packs; the packs built into the program when left out.
        folder: Option<PathBuf>,
    },
}

/// Runs the command: exit code 0 without faults, 1 with faults.
pub fn run(arguments: &Arguments) -> ExitCode {
    let What::Check { folder } = &arguments.what;
    let files = match folder {
        None => Files::built_in(),
        Some(folder) => match Files::from_folder(folder) {
            Ok(files) => files,
            Err(error) => {
                let context = format!("the folder `{}` cannot be read", folder.display());
                return failed(&anyhow::Error::new(error).context(context));
            }
        },
    };
    match Library::load(&files) {
        Ok(library) => {
            let counts = library.counts();
            for (count, what) in [
                (counts.agencies, "agencies"),
                (counts.procedures, "procedures"),
                (counts.versions, "versions of procedures"),
                (counts.lifecycles, "lifecycles"),
                (counts.registers, "registers"),
                (counts.papers, "paper templates"),
            ] {
                say(format_args!("{count} {what}"));
            }
            ExitCode::SUCCESS
        }
        Err(faults) => {
            let _ = write!(std::io::stderr(), "{faults}");
            ExitCode::FAILURE
        }
    }
}

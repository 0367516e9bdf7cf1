//! `congvu paper verify`

use super::{failed, say};
use crate::server::{roots, words};
use anyhow::Context;
use clap::Subcommand;
use congvu_desk::Clock;
use congvu_sign::MAX_PDF_BYTES;
use congvu_web::Lang;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

/// `congvu paper …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Say who signed a PDF, when, and whether it was changed since. Exit code 0 when every signature is good, 1 otherwise.
    Verify {
        /// The PDF.
        file: PathBuf,
        /// Folder with the data of a server, whose roots are trusted.
        #[arg(long)]
        data: Option<PathBuf>,
        /// File with roots that are trusted, PEM; may be given several times.
        #[arg(long)]
        trust: Vec<PathBuf>,
        /// File with a list of revoked certificates, DER; may be given several times.
        #[arg(long)]
        revoked: Vec<PathBuf>,
    },
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> ExitCode {
    let What::Verify { file, data, trust, revoked } = &arguments.what;
    match verify(file, data.as_deref(), trust, revoked) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => failed(&error),
    }
}

fn verify(
    file: &PathBuf,
    data: Option<&std::path::Path>,
    trust: &[PathBuf],
    revoked: &[PathBuf],
) -> anyhow::Result<bool> {
    let named = || format!("reading `{}`", file.display());
    let trust = roots(data, trust, revoked)?;
    let mut pdf = Vec::new();
    // One more than is read: a file that is longer is told to be so.
    let most = u64::try_from(MAX_PDF_BYTES)?.saturating_add(1);
    std::fs::File::open(file).with_context(named)?.take(most).read_to_end(&mut pdf).with_context(named)?;
    let report = congvu_sign::verify(pdf, &trust, Clock::real().now_ms()).with_context(named)?;
    let words = words()?;
    let mut good = false;
    for lang in [Lang::Vi, Lang::En] {
        let (lines, all_good) = congvu_trust::told(&words.words(lang), &report);
        good = all_good;
        for line in lines {
            say(line);
        }
        say("");
    }
    Ok(good)
}

//! Payment codes read back by a decoder that others wrote: what a phone sees must be what was meant.

use crate::run::{cargo, program, quiet, run, target};
use crate::system;
use anyhow::{Context, Result, bail};

/// Makes codes as pages show them and has zbar read them.
///
/// # Errors
/// A code cannot be read, or says something else.
pub fn check() -> Result<()> {
    system::packages(&system::FOR_CODES)?;
    let folder = target().join("payment-codes");
    // Named by the whole workspace, so that the tests have built it already: one package alone has other features.
    let example = ["test", "--no-run", "--quiet", "--workspace", "--locked", "--example", "payment_codes"];
    run(cargo().args(example))?;
    run(program(target().join("debug/examples/payment_codes")).arg(&folder))?;
    let mut read = 0;
    for entry in std::fs::read_dir(&folder).with_context(|| format!("reading `{}`", folder.display()))? {
        let picture = entry?.path();
        if picture.extension().is_none_or(|e| e != "pgm") {
            continue;
        }
        let expected = std::fs::read_to_string(picture.with_extension("txt"))?;
        let found = quiet(program("zbarimg").args(["--quiet", "--raw", "--nodbus"]).arg(&picture))?;
        if found.trim_end_matches('\n') != expected {
            bail!("`{}` says `{}` instead of `{expected}`", picture.display(), found.trim_end());
        }
        read += 1;
    }
    if read == 0 {
        bail!("no code was made in `{}`", folder.display());
    }
    eprintln!("{read} payment codes read back");
    Ok(())
}

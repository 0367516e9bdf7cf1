//! `cargo xtask test`: all tests, with everything that they need. What could not run has failed.

mod browser;
mod codes;
mod postgres;
mod rust;
mod validators;

use crate::run::Account;
use anyhow::Result;

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Tests in Rust, on both databases, and the examples in the documentation.
    Rust,
    /// Other people's programs look at what ours made.
    Validators,
    /// A real browser uses a real server.
    Browser,
}

/// Runs all parts, or one.
///
/// # Errors
/// A part failed or could not run.
pub fn run(only: Option<Part>) -> Result<()> {
    let mut account = Account::default();
    let asked = |part| only.is_none_or(|only| only == part);
    if asked(Part::Rust) {
        rust::run(&mut account);
    }
    if asked(Part::Validators) {
        validators::run(&mut account);
        account.part("payment codes read back by zbar", codes::check);
    }
    if asked(Part::Browser) {
        account.part("pages in a browser (node --test)", browser::run);
    }
    account.close()
}

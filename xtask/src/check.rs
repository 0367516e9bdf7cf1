//! `cargo xtask check`: what needs no test to be seen.

use crate::run::{Account, cargo, run};
use crate::system;
use anyhow::Result;

/// Checks layout, lints and the licences of dependencies.
///
/// # Errors
/// A check failed.
pub fn all() -> Result<()> {
    let mut account = Account::default();
    account.part("layout (rustfmt)", || run(cargo().args(["fmt", "--all", "--check"])));
    account.part("lints (clippy)", || {
        run(cargo().args(["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"]))
    });
    account.part("licences and origins of dependencies (cargo-deny)", || {
        system::cargo_command("deny")?;
        // Advisories need a database from the network: they are for a person's `cargo deny check advisories`, so that
        // a change that was good yesterday does not fail today.
        run(cargo().args(["deny", "--workspace", "check", "licenses", "bans", "sources"]))
    });
    account.part("docs/conformance.md is what the tree says", || crate::conformance::run(true));
    account.close()
}

//! The tests in Rust.

use super::postgres::Cluster;
use crate::run::{self, Account, cargo};
use crate::system;

/// Runs them on SQLite and on one PostgreSQL for all.
pub fn run(account: &mut Account) {
    account.part("tests on both databases (cargo nextest)", || {
        system::packages(&system::FOR_RUST)?;
        system::cargo_command("nextest")?;
        let cluster = Cluster::start()?;
        run::run(
            cargo()
                .args(["nextest", "run", "--workspace", "--locked"])
                .env("CONGVU_TEST_POSTGRES", cluster.url()),
        )
    });
    // Named by the whole workspace: fewer packages would mean other features, and building much of it again.
    account.part("examples in the documentation (cargo test --doc)", || {
        run::run(cargo().args(["test", "--doc", "--workspace", "--locked", "--quiet"]))
    });
}

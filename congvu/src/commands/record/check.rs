//! `congvu record check`: a receipt, without a network and without a server.

use crate::commands::say;
use anyhow::Context;
use congvu_desk::{Receipt, VerifierKey};
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

/// Longest receipt that is read, bytes.
const MAX_RECEIPT_BYTES: u64 = 8 * 1024 * 1024;

pub(super) fn check(file: &Path, key: &VerifierKey, witnesses: &[VerifierKey]) -> anyhow::Result<ExitCode> {
    let named = || format!("reading `{}`", file.display());
    let mut bytes = Vec::new();
    let open = std::fs::File::open(file).with_context(named)?;
    open.take(MAX_RECEIPT_BYTES.saturating_add(1)).read_to_end(&mut bytes).with_context(named)?;
    let text = String::from_utf8(bytes).context("this is no receipt: it is not a text")?;
    let receipt = Receipt::read(&text).with_context(named)?;
    let proven = match receipt.check(key, witnesses) {
        Ok(proven) => proven,
        Err(refused) => {
            say(format_args!("NOT proven: {refused}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    let at = receipt.index.saturating_add(1);
    say(format_args!("act no. {at} stands in `{}`, signed over {} acts", key.name(), proven.checkpoint.size));
    if let Some(act) = &proven.act {
        say(format_args!(
            "  {} on {} at {}, by {} of {}",
            act.kind, act.matter, act.at, act.clause.eid, act.clause.expression
        ));
    }
    for (name, time) in &proven.witnesses {
        say(format_args!("  seen by {name} at second {time} since 1970"));
    }
    if proven.witnesses.len() < witnesses.len() {
        say(format_args!(
            "  {} of {} witnesses have not seen it",
            witnesses.len().saturating_sub(proven.witnesses.len()),
            witnesses.len()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

//! `congvu record verify --export`: a folder that `record export` wrote, read without a database.

use super::export::{ACTS, CHECKPOINT, KEY, digest};
use crate::commands::say;
use anyhow::{Context, bail};
use congvu_desk::{Note, Recorded, VerifierKey};
use congvu_record::log::{Checkpoint, Growing};
use congvu_record::{Chain, Link, Salt, commitment, leaf};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::ExitCode;

/// Longest line, bytes: a long act twice escaped.
const MAX_LINE_BYTES: u64 = 64 * 1024 * 1024;
/// Largest of the small files, bytes.
const MAX_FILE_BYTES: u64 = 64 * 1024;
/// Most faults told.
const MAX_FAULTS: usize = 100;

/// Reads acts and log again: order, links, commitments, the root and its signature.
pub(super) fn verify(folder: &Path, keys: &[VerifierKey]) -> anyhow::Result<ExitCode> {
    let acts = fs::File::open(folder.join(ACTS))
        .with_context(|| format!("`{}` is no folder that `record export` wrote", folder.display()))?;
    let mut reading = Reading::new(folder, keys)?;
    let mut lines = BufReader::new(acts);
    let mut line = Vec::new();
    let mut nth = 0_usize;
    loop {
        line.clear();
        if lines.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        nth = nth.saturating_add(1);
        let read: Recorded =
            serde_json::from_slice(&line).with_context(|| format!("`{ACTS}`, line {nth}"))?;
        reading.step(&read).with_context(|| format!("`{ACTS}`, line {nth}"))?;
        if reading.faults.len() >= MAX_FAULTS {
            break;
        }
    }
    reading.end();
    for fault in &reading.faults {
        say(fault);
    }
    let whole = reading.faults.is_empty();
    say(format_args!(
        "{} acts, {} of them signed in `{}`, head {}: {}",
        nth,
        reading.signed.as_ref().map_or(0, |s| s.size),
        reading.signed.as_ref().map_or("no log", |s| s.origin.as_str()),
        hex::encode(reading.chain.head),
        if whole { "whole" } else { "NOT whole" }
    ));
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Reading {
    chain: Chain,
    log: Growing,
    agency: Option<String>,
    signed: Option<Checkpoint>,
    faults: Vec<String>,
}

impl Reading {
    fn new(folder: &Path, keys: &[VerifierKey]) -> anyhow::Result<Self> {
        let mut reading = Self {
            chain: Chain::default(),
            log: Growing::default(),
            agency: None,
            signed: None,
            faults: Vec::new(),
        };
        if !folder.join(CHECKPOINT).is_file() {
            if !keys.is_empty() {
                reading.faults.push("the folder has no log, and the key of one was given".to_owned());
            }
            return Ok(reading);
        }
        let inside: VerifierKey = small(folder, KEY)?.parse().with_context(|| format!("`{KEY}`"))?;
        let key = match keys.iter().find(|key| key.name() == inside.name()) {
            Some(known) if *known != inside => {
                reading.faults.push("the key in the folder is not the one that is known".to_owned());
                known.clone()
            }
            None if !keys.is_empty() => {
                bail!("the log in the folder is `{}`: none of the keys is its own", inside.name())
            }
            _ => inside,
        };
        let note = Note::read(&small(folder, CHECKPOINT)?).with_context(|| format!("`{CHECKPOINT}`"))?;
        match Checkpoint::check(&note, &key) {
            Ok(signed) => reading.signed = Some(signed),
            Err(refused) => reading.faults.push(format!("`{CHECKPOINT}`: {refused}")),
        }
        Ok(reading)
    }

    fn step(&mut self, line: &Recorded) -> anyhow::Result<()> {
        let salt: Option<Salt> = line.salt.as_deref().map(digest).transpose()?;
        let hash = digest(&line.hash)?;
        let (prev, body) = (self.chain.head, line.act.as_bytes());
        let link = Link { seq: line.seq, id: &line.id, prev: &prev, hash: &hash, salt: salt.as_ref(), body };
        if let Err(fault) = self.chain.step(&link) {
            self.faults.push(fault.to_string());
        }
        let agency = match &self.agency {
            Some(agency) => agency.clone(),
            None => {
                let act: congvu_record::Act =
                    serde_json::from_slice(body).context("the first act cannot be read")?;
                self.agency.insert(act.agency).clone()
            }
        };
        if let Err(fault) = Chain::same_place(&agency, &link) {
            self.faults.push(fault.to_string());
        }
        if self.signed.as_ref().is_some_and(|signed| self.log.size() < signed.size) {
            self.log.push(leaf(&commitment(salt.as_ref(), body)));
            // Nothing is written anywhere: tiles need not be kept.
            if self.log.size().is_multiple_of(4_096) {
                self.log.take_changed();
            }
        }
        Ok(())
    }

    fn end(&mut self) {
        let Some(signed) = &self.signed else { return };
        if self.log.size() < signed.size {
            self.faults.push(format!("{} acts were signed, {} are here", signed.size, self.log.size()));
        } else if self.log.root() != Some(signed.root) {
            self.faults.push("the acts are not those that were signed".to_owned());
        }
    }
}

fn small(folder: &Path, name: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    let open = fs::File::open(folder.join(name)).with_context(|| format!("reading `{name}`"))?;
    open.take(MAX_FILE_BYTES).read_to_string(&mut text).with_context(|| format!("reading `{name}`"))?;
    Ok(text)
}

//! Limits and consistency of a work, before anything of it reaches the database.

use std::collections::{HashMap, HashSet};

use crate::committer::state::{codes, entry_key, same_but_end};
use crate::config::{MAX_BODY_BYTES, MAX_ENTRIES, MAX_KEY_BYTES, MAX_ROWS, MAX_TOKENS};
use crate::error::StoreError;
use crate::queries::CLASS_MARK;
use crate::work::{Assigned, Work, Writes};

fn invalid<T>(text: String) -> Result<T, StoreError> {
    Err(StoreError::Invalid(text))
}

/// A part of a key: not empty, not too long, no NUL (PostgreSQL's text cannot hold it).
pub(crate) fn key(name: &str, value: &str) -> Result<(), StoreError> {
    if value.is_empty() {
        return invalid(format!("{name} is empty"));
    }
    maybe_key(name, value)
}

/// Like [`key`], but may be empty.
pub(crate) fn maybe_key(name: &str, value: &str) -> Result<(), StoreError> {
    if value.len() > MAX_KEY_BYTES {
        return invalid(format!("{name} has {} bytes, at most {MAX_KEY_BYTES} are allowed", value.len()));
    }
    if value.contains('\0') {
        return invalid(format!("{name} contains a NUL character"));
    }
    Ok(())
}

/// A text that is not a key.
pub(crate) fn text(name: &str, value: &str) -> Result<(), StoreError> {
    size(name, value.len())?;
    if value.contains('\0') {
        return invalid(format!("{name} contains a NUL character"));
    }
    Ok(())
}

fn size(name: &str, bytes: usize) -> Result<(), StoreError> {
    if bytes > MAX_BODY_BYTES {
        return invalid(format!("{name} has {bytes} bytes, at most {MAX_BODY_BYTES} are allowed"));
    }
    Ok(())
}

fn count(name: &str, rows: usize) -> Result<(), StoreError> {
    count_to(name, rows, MAX_ROWS)
}

fn count_to(name: &str, rows: usize, max: usize) -> Result<(), StoreError> {
    if rows > max {
        return invalid(format!("{rows} {name} in one work, at most {max} are allowed"));
    }
    Ok(())
}

/// What the caller asks for.
pub(super) fn work(work: &Work) -> Result<(), StoreError> {
    key("agency", &work.agency)?;
    count_to("expected versions", work.expect.len(), MAX_ENTRIES)?;
    count("series", work.series.len())?;
    for expect in &work.expect {
        key("matter id", &expect.matter)?;
    }
    for series in &work.series {
        key("series", series)?;
    }
    if let Some(idempotency) = &work.idempotency {
        key("actor", &idempotency.actor)?;
        key("idempotency key", &idempotency.key)?;
    }
    Ok(())
}

/// What the caller computed.
pub(super) fn writes(work: &Work, assigned: &Assigned, writes: &Writes) -> Result<(), StoreError> {
    size("answer", writes.answer.len())?;
    acts(assigned, writes)?;
    matters(work, writes)?;
    entries(writes)?;
    documents_and_files(writes)?;
    tallies(writes)?;
    sealed(writes)?;
    listings(writes)?;
    money(writes)?;
    jobs(writes)
}

fn sealed(writes: &Writes) -> Result<(), StoreError> {
    count("seals", writes.sealed.len())?;
    for sealed in &writes.sealed {
        key("matter", &sealed.matter)?;
        key("commitment", &sealed.commitment)?;
        size("sealed content", sealed.ciphertext.len())?;
        text("wrapped keys", &sealed.keys)?;
        text("tags", &sealed.tags)?;
    }
    Ok(())
}

fn tallies(writes: &Writes) -> Result<(), StoreError> {
    count("tallies", writes.tallies.len())?;
    for tally in &writes.tallies {
        key("matter", &tally.matter)?;
        key("tally item", &tally.item)?;
        maybe_key("tally value", &tally.value)?;
    }
    Ok(())
}

fn acts(assigned: &Assigned, writes: &Writes) -> Result<(), StoreError> {
    count("acts", writes.acts.len())?;
    for (expected, act) in (assigned.next_seq..).zip(&writes.acts) {
        if act.seq != expected {
            return invalid(format!("act has sequence number {} where {expected} follows", act.seq));
        }
        key("act id", &act.id)?;
        maybe_key("matter", &act.matter)?;
        key("act kind", &act.kind)?;
        maybe_key("actor", &act.actor)?;
        maybe_key("position", act.position.as_deref().unwrap_or_default())?;
        maybe_key("clause", &act.clause)?;
        size("act body", act.body.len())?;
    }
    Ok(())
}

fn matters(work: &Work, writes: &Writes) -> Result<(), StoreError> {
    count_to("matters", writes.matters.len(), MAX_ENTRIES)?;
    let expected: HashMap<&str, i64> = work.expect.iter().map(|e| (e.matter.as_str(), e.version)).collect();
    let mut seen = HashSet::new();
    for matter in &writes.matters {
        key("matter id", &matter.id)?;
        // Without an expected version the change would overwrite what someone else did meanwhile.
        let Some(version) = expected.get(matter.id.as_str()).copied() else {
            return invalid(format!("matter `{}` is written without an expected version", matter.id));
        };
        if matter.version <= version {
            return invalid(format!(
                "matter `{}` is written with version {} after version {}",
                matter.id, matter.version, version
            ));
        }
        if !seen.insert(&matter.id) {
            return invalid(format!("matter `{}` is written twice in one work", matter.id));
        }
        for (name, value) in [
            ("kind", &matter.kind),
            ("procedure", &matter.procedure),
            ("state", &matter.state),
            ("turn", &matter.turn),
            ("unit", &matter.unit),
        ] {
            maybe_key(name, value)?;
        }
        maybe_key("code", matter.code.as_deref().unwrap_or_default())?;
        maybe_key("channel", &matter.channel)?;
        maybe_key("assigned", matter.assigned.as_deref().unwrap_or_default())?;
        maybe_key("applicant", matter.applicant.as_deref().unwrap_or_default())?;
        text("subject", &matter.subject)?;
        text("matter body", &matter.body)?;
    }
    Ok(())
}

fn entries(writes: &Writes) -> Result<(), StoreError> {
    count_to("entries", writes.entries.len(), MAX_ENTRIES)?;
    let mut seen = std::collections::HashMap::new();
    for entry in &writes.entries {
        key("register", &entry.register)?;
        key("entry number", &entry.number)?;
        maybe_key("status", &entry.status)?;
        maybe_key("matter", &entry.matter)?;
        text("holder", &entry.holder)?;
        text("entry body", &entry.body)?;
        if let Some(code) = &entry.verify_code {
            key("verification code", code)?;
        }
        if entry.version < 1 {
            return invalid(format!("entry version {} is below 1", entry.version));
        }
        if entry.to_ms.is_some_and(|to| to < entry.from_ms) {
            return invalid("entry ends before it begins".to_owned());
        }
        if seen.insert(entry_key(entry), entry).is_some_and(|known| !same_but_end(known, entry)) {
            return invalid(format!("entry `{}` version {} is written twice", entry.number, entry.version));
        }
    }
    let mut targets = std::collections::HashMap::new();
    for (code, target) in codes(writes) {
        if targets.insert(code, target.clone()).is_some_and(|known| known != target) {
            return Err(StoreError::Duplicate { what: "verification code".to_owned() });
        }
    }
    Ok(())
}

fn documents_and_files(writes: &Writes) -> Result<(), StoreError> {
    count("documents", writes.documents.len())?;
    count("file uses", writes.file_uses.len())?;
    for document in &writes.documents {
        key("document id", &document.id)?;
        maybe_key("matter", &document.matter)?;
        maybe_key("document kind", &document.kind)?;
        maybe_key("document number", document.number.as_deref().unwrap_or_default())?;
        maybe_key("sha256", &document.sha256)?;
        maybe_key("media type", &document.media_type)?;
        text("title", &document.title)?;
        if let Some(code) = &document.verify_code {
            key("verification code", code)?;
        }
    }
    for file in &writes.file_uses {
        key("matter", &file.matter)?;
        maybe_key("part", &file.part)?;
        key("sha256", &file.sha256)?;
        maybe_key("media type", &file.media_type)?;
        text("file name", &file.name)?;
    }
    Ok(())
}

fn listings(writes: &Writes) -> Result<(), StoreError> {
    count_to("listings", writes.listings.len(), MAX_ENTRIES)?;
    for row in &writes.listings {
        key("kind of list", &row.kind)?;
        key("listed reference", &row.reference)?;
        for (name, value) in [
            ("listed number", &row.code),
            ("class", &row.class),
            ("lifecycle", &row.life),
            ("state", &row.state),
            ("phase", &row.phase),
            ("outcome", &row.outcome),
            ("unit", &row.unit),
            ("officer", &row.officer),
            ("channel", &row.channel),
        ] {
            maybe_key(name, value)?;
        }
        text("subject", &row.subject)?;
        text("party", &row.party)?;
        text("clock", &row.clock)?;
        for words in [&row.words, &row.gone] {
            if words.len() > MAX_TOKENS {
                return invalid(format!("{} search words, at most {MAX_TOKENS} are allowed", words.len()));
            }
            for word in words {
                key("search word", word)?;
                if word.contains([' ', CLASS_MARK]) {
                    return invalid(format!("the search word `{word}` has a character that no word has"));
                }
            }
        }
    }
    Ok(())
}

fn money(writes: &Writes) -> Result<(), StoreError> {
    count("charges", writes.charges.len())?;
    count("movements of money", writes.money.len())?;
    for charge in &writes.charges {
        key("matter", &charge.matter)?;
        maybe_key("procedure", &charge.procedure)?;
        maybe_key("code", &charge.code)?;
        maybe_key("reference", &charge.reference)?;
        key("charge state", &charge.state)?;
    }
    for money in &writes.money {
        key("money id", &money.id)?;
        key("matter", &money.matter)?;
        for (name, value) in [
            ("procedure", &money.procedure),
            ("code", &money.code),
            ("act", &money.act),
            ("method", &money.method),
            ("position", &money.position),
            ("number", &money.number),
            ("reference", &money.reference),
        ] {
            maybe_key(name, value)?;
        }
    }
    Ok(())
}

fn jobs(writes: &Writes) -> Result<(), StoreError> {
    count("jobs", writes.jobs.len())?;
    count("series", writes.at_least.len())?;
    for (series, _) in &writes.at_least {
        key("series", series)?;
    }
    for job in &writes.jobs {
        key("job id", &job.id)?;
        key("job kind", &job.kind)?;
        text("job body", &job.body)?;
        if job.max_attempts < 1 {
            return invalid(format!("job `{}` has no attempts", job.id));
        }
    }
    Ok(())
}

//! The commonest changes of a procedure's file, made in its text: comments, order and spacing of everything else stay.
//!
//! What is typed is put in as it is; whether it makes sense is what the check of the packs says.

use jiff::civil::Date;
use std::fmt::Write as _;
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

/// Why a text could not be changed this way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It is not TOML: the raw text must be put right first.
    #[error("line {line}: {reason}")]
    Broken {
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It has no version that begins on this day, or none to copy.
    #[error("there is no version that begins on {0} or before")]
    NoVersion(Date),
    /// A version begins on this day already.
    #[error("a version begins on {0} already: change that one")]
    Taken(Date),
}

/// What a version says of the things that change most often, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quick {
    /// Fee in whole đồng.
    pub fee: Option<String>,
    /// What the fee is in words, Vietnamese and English.
    pub fee_text: Option<(String, String)>,
    /// Where the fee was read, and whether somebody has read it there.
    pub fee_source: Option<(String, bool)>,
    /// Time limit of the law.
    pub statutory: Option<String>,
    /// Where it was read, and whether somebody has read it there.
    pub statutory_source: Option<(String, bool)>,
    /// Shorter time that the department promises; empty for none.
    pub committed: Option<String>,
    /// Names of the parts of the dossier, Vietnamese and English.
    pub dossier: Vec<(String, String)>,
    /// Act and share of the time of each step.
    pub shares: Vec<(String, Option<String>)>,
}

const HEAD: &str = "[[version]]";

fn parsed(source: &str) -> Result<DocumentMut, EditError> {
    source.parse::<DocumentMut>().map_err(|e| {
        let (line, _) = crate::locate::position(source, e.span().map_or(0, |s| s.start));
        let reason = e.message().split_whitespace().collect::<Vec<_>>().join(" ");
        EditError::Broken { line, reason }
    })
}

fn versions(doc: &DocumentMut) -> Option<&ArrayOfTables> {
    doc.get("version")?.as_array_of_tables()
}

fn begins(version: &Table) -> Option<Date> {
    version.get("from")?.as_str()?.parse().ok()
}

/// First days of the versions, in the order of the file.
///
/// # Errors
/// The text is not TOML.
pub fn days(source: &str) -> Result<Vec<Date>, EditError> {
    let doc = parsed(source)?;
    Ok(versions(&doc).into_iter().flatten().filter_map(begins).collect())
}

/// The text with one more version, which begins on `from` and says the same as the one in force then. What only concerned the
/// old one (its end, its rule for running cases) is left out.
///
/// # Errors
/// See [`EditError`].
pub fn copy_version(source: &str, from: Date) -> Result<String, EditError> {
    let days = days(source)?;
    if days.contains(&from) {
        return Err(EditError::Taken(from));
    }
    let (at, old) = days.iter().enumerate().rfind(|(_, d)| **d <= from).ok_or(EditError::NoVersion(from))?;
    let (head, blocks) = split(source);
    let Some(block) = blocks.get(at) else { return Err(EditError::NoVersion(from)) };
    let mut text = head;
    for (i, known) in blocks.iter().enumerate() {
        text.push_str(known);
        if i == at {
            if !text.ends_with("\n\n") {
                text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
            }
            let _ = writeln!(text, "# --- From {from}: copied from the version of {old}");
            text.push_str(&copied(block, from));
        }
    }
    parsed(&text)?;
    Ok(text)
}

/// The text before the first version, and the text of each version with the comment lines right above it.
fn split(source: &str) -> (String, Vec<String>) {
    let (mut head, mut blocks): (String, Vec<String>) = (String::new(), Vec::new());
    let mut waiting = String::new();
    for line in source.split_inclusive('\n') {
        if line.trim() == HEAD {
            blocks.push(std::mem::take(&mut waiting));
        } else if line.starts_with('#') || (!waiting.is_empty() && line.trim().is_empty()) {
            waiting.push_str(line);
            continue;
        }
        let to = blocks.last_mut().unwrap_or(&mut head);
        to.push_str(&std::mem::take(&mut waiting));
        to.push_str(line);
    }
    blocks.last_mut().unwrap_or(&mut head).push_str(&waiting);
    (head, blocks)
}

/// A version's text for another day: without comments above it, its end and its rule for running cases.
fn copied(block: &str, from: Date) -> String {
    let mut text = String::new();
    let (mut begun, mut top, mut left_out) = (false, true, false);
    for line in block.split_inclusive('\n') {
        let bare = line.trim_start();
        begun |= bare.trim_end() == HEAD;
        if bare.starts_with('[') && bare.trim_end() != HEAD {
            top = false;
            left_out = bare.starts_with("[version.transitional]");
        }
        let key = |k: &str| bare.strip_prefix(k).is_some_and(|rest| rest.trim_start().starts_with('='));
        let dropped = top && ["until", "ended_by", "transition"].into_iter().any(key);
        if !begun || left_out || dropped {
            continue;
        }
        if top && key("from") {
            let _ = writeln!(text, "from = \"{from}\"");
        } else {
            text.push_str(line);
        }
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn of_day<'d>(doc: &'d DocumentMut, from: Date) -> Result<&'d Table, EditError> {
    let found = versions(doc).into_iter().flatten().find(|v| begins(v) == Some(from));
    found.ok_or(EditError::NoVersion(from))
}

fn text_at(table: &dyn TableLike, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_owned)
}

fn read_source(table: &dyn TableLike) -> Option<(String, bool)> {
    let verified = table.get("verified").and_then(Item::as_bool).unwrap_or(false);
    Some((text_at(table, "source").unwrap_or_default(), verified))
}

fn both(item: Option<&Item>) -> Option<(String, String)> {
    let table = item?.as_table_like()?;
    Some((text_at(table, "vi").unwrap_or_default(), text_at(table, "en").unwrap_or_default()))
}

/// What the version that begins on `from` says.
///
/// # Errors
/// See [`EditError`].
pub fn read(source: &str, from: Date) -> Result<Quick, EditError> {
    let doc = parsed(source)?;
    let version = of_day(&doc, from)?;
    let fee = version.get("fee").and_then(Item::as_table_like);
    let time = version.get("time").and_then(Item::as_table_like);
    let limit = |key: &str| time?.get(key)?.as_table_like();
    let parts = version.get("dossier").and_then(Item::as_array_of_tables);
    let steps = version.get("step").and_then(Item::as_array_of_tables);
    Ok(Quick {
        fee: fee.and_then(|f| f.get("amount")?.as_integer()).map(|a| a.to_string()),
        fee_text: fee.and_then(|f| both(f.get("text"))),
        fee_source: fee.and_then(read_source),
        statutory: limit("statutory").and_then(|l| text_at(l, "limit")),
        statutory_source: limit("statutory").and_then(read_source),
        committed: limit("committed").and_then(|l| text_at(l, "limit")),
        dossier: parts.into_iter().flatten().filter_map(|p| both(p.get("name"))).collect(),
        shares: steps
            .into_iter()
            .flatten()
            .map(|s| (text_at(s, "act").unwrap_or_default(), text_at(s, "share")))
            .collect(),
    })
}

/// Puts a value in place of another and keeps what is written around it.
fn put(table: &mut dyn TableLike, key: &str, new: impl Into<Value>) {
    let new = new.into();
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(key, value(new));
        }
    }
}

fn put_source(table: &mut dyn TableLike, source: Option<&(String, bool)>) {
    let Some((text, verified)) = source else { return };
    if text.is_empty() {
        table.remove("source");
    } else {
        put(table, "source", text.as_str());
    }
    put(table, "verified", *verified);
}

fn put_both(table: &mut dyn TableLike, key: &str, (vi, en): &(String, String)) {
    match table.get_mut(key).and_then(Item::as_table_like_mut) {
        Some(known) => {
            put(known, "vi", vi.as_str());
            put(known, "en", en.as_str());
        }
        None => {
            let mut new = InlineTable::new();
            new.insert("vi", vi.as_str().into());
            new.insert("en", en.as_str().into());
            table.insert(key, value(new));
        }
    }
}

fn put_limit(time: &mut dyn TableLike, key: &str, limit: &str, source: Option<&(String, bool)>) {
    if limit.is_empty() {
        time.remove(key);
        return;
    }
    if time.get(key).is_none_or(|item| item.as_table_like().is_none()) {
        let mut new = InlineTable::new();
        new.insert("limit", limit.into());
        new.insert("verified", false.into());
        time.insert(key, value(new));
    }
    let Some(known) = time.get_mut(key).and_then(Item::as_table_like_mut) else { return };
    put(known, "limit", limit);
    put_source(known, source);
}

/// The text with what `quick` says in the version that begins on `from`; what it leaves out stays.
///
/// # Errors
/// See [`EditError`].
pub fn write(source: &str, from: Date, quick: &Quick) -> Result<String, EditError> {
    let mut doc = parsed(source)?;
    let at = versions(&doc).into_iter().flatten().position(|v| begins(v) == Some(from));
    let tables = doc.get_mut("version").and_then(Item::as_array_of_tables_mut);
    let version = at.and_then(|at| tables?.get_mut(at)).ok_or(EditError::NoVersion(from))?;
    let has_fee = version.get("fee").is_some_and(|f| f.as_table_like().is_some());
    if let Some(fee) = version.get_mut("fee").and_then(Item::as_table_like_mut).filter(|_| has_fee) {
        if let Some(amount) = quick.fee.as_ref().and_then(|a| a.parse::<i64>().ok()) {
            put(fee, "amount", amount);
        }
        if let Some(text) = &quick.fee_text {
            put_both(fee, "text", text);
        }
        put_source(fee, quick.fee_source.as_ref());
    } else if let Some(amount) = quick.fee.as_ref().and_then(|a| a.parse::<i64>().ok()) {
        let mut fee = InlineTable::new();
        fee.insert("amount", amount.into());
        fee.insert("verified", false.into());
        put_source(&mut fee, quick.fee_source.as_ref());
        version.insert("fee", value(fee));
    }
    if let Some(time) = version.get_mut("time").and_then(Item::as_table_like_mut) {
        if let Some(limit) = &quick.statutory {
            put_limit(time, "statutory", limit, quick.statutory_source.as_ref());
        }
        if let Some(limit) = &quick.committed {
            put_limit(time, "committed", limit, None);
        }
    }
    if let Some(parts) = version.get_mut("dossier").and_then(Item::as_array_of_tables_mut) {
        for (part, name) in parts.iter_mut().zip(&quick.dossier) {
            put_both(part, "name", name);
        }
    }
    if let Some(steps) = version.get_mut("step").and_then(Item::as_array_of_tables_mut) {
        for (step, (_, share)) in steps.iter_mut().zip(&quick.shares) {
            match share.as_deref().filter(|s| !s.is_empty()) {
                Some(share) => put(step, "share", share),
                None => drop(step.remove("share")),
            }
        }
    }
    Ok(doc.to_string())
}

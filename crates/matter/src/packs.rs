//! Changes to a department's own packs: which files a matter holds, and what putting them in force says.

use crate::command::{Attachment, Command, Context};
use crate::decide::{fault, text};
use crate::event::Event;
use crate::refused::Refused;
use crate::state::Matter;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The structured input in which each act that attaches files says from which content each of them was written: digests by
/// path, empty for a file that was not there.
pub const BASE: &str = "base";

/// One changed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackFile {
    /// Path relative to the packs.
    pub path: String,
    /// SHA-256 of the new content, hexadecimal.
    pub sha256: String,
    /// SHA-256 of the content that it was written from; empty for a file that was not there.
    pub base: String,
}

/// The files of a matter by path, as they were attached last, with what they were written from.
#[must_use]
pub fn files(matter: &Matter) -> Vec<PackFile> {
    let mut last: BTreeMap<&str, &Attachment> = BTreeMap::new();
    for file in &matter.files {
        last.insert(&file.part, file);
    }
    let bases = matter.said.values().find_map(|said| said.get(BASE)?.as_object());
    let base = |path: &str| bases.and_then(|b| b.get(path)?.as_str()).unwrap_or_default().to_owned();
    last.into_values()
        .map(|f| PackFile { path: f.part.clone(), sha256: f.sha256.clone(), base: base(&f.part) })
        .collect()
}

/// The day on which changed packs begin to matter, as said with an act.
///
/// # Errors
/// It is missing or in the past: what people were told yesterday is not changed today.
pub fn first_day(act: &str, said: &Map<String, Value>, today: Date) -> Result<Date, Refused> {
    let from = text(said, "from").and_then(|t| t.parse::<Date>().ok());
    let from = from.ok_or_else(|| fault(act, "from", "required"))?;
    if from < today { Err(fault(act, "from", "before-today")) } else { Ok(from) }
}

pub(crate) fn in_force(
    matter: Option<&Matter>,
    command: &Command,
    said: &Map<String, Value>,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let from = first_day(&command.act, said, ctx.now.date())?;
    let files = matter.map(files).unwrap_or_default();
    if files.is_empty() {
        return Err(fault(&command.act, "files", "required"));
    }
    Ok(Event::Packs { from, files })
}

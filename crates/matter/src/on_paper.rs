//! What came on paper: how many originals and copies of each part of a dossier, and why a part was not scanned.

use crate::decide::fault;
use crate::declare::{ActDef, Version};
use crate::refused::Refused;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Most pages of one part that are counted.
pub const MAX_PAGES: u32 = 5_000;
/// Longest reason for a difference, in characters.
const MAX_REASON: usize = 500;

/// Most originals, and most copies, of one part.
pub const MAX_COPIES: u32 = 99;

/// One part of a dossier as it came on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Part {
    /// Originals, at most [`MAX_COPIES`].
    #[serde(default)]
    pub originals: u32,
    /// Copies, at most [`MAX_COPIES`].
    #[serde(default)]
    pub copies: u32,
    /// Pages of the scan; none where there is no scan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Pages of the paper itself, counted by hand, at most [`MAX_PAGES`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper_pages: Option<u32>,
    /// Pages on which a note is stuck: each is captured twice, with the note and without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<u32>,
    /// Why there are more or fewer pages in the scan than the paper has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differs: Option<String>,
    /// Why it was not scanned: one of the choices that the act declares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_scanned: Option<String>,
}

impl Part {
    /// How many came, originals and copies together.
    #[must_use]
    pub fn sheets(&self) -> u32 {
        self.originals.saturating_add(self.copies)
    }

    /// How many pages its scan must have: those of the paper, and once more each on which a note is stuck. None where nobody counted.
    #[must_use]
    pub fn expected_pages(&self) -> Option<u32> {
        let notes = u32::try_from(self.notes.len()).unwrap_or(u32::MAX);
        self.paper_pages.map(|pages| pages.saturating_add(notes))
    }

    /// Whether the scan has other pages than the paper, and nobody said why.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        let scanned = self.pages.unwrap_or(0);
        self.not_scanned.is_none()
            && self.differs.is_none()
            && self.expected_pages().is_some_and(|expected| expected != scanned)
    }
}

/// The parts that came on paper, by the identifier of the part.
pub type Dossier = BTreeMap<String, Part>;

/// What an act says that came on paper; nothing where the act does not count paper, or what was said is not readable.
#[must_use]
pub fn of(act: &ActDef, said: &Map<String, Value>) -> Dossier {
    let input = act.paper_dossier.as_ref().and_then(|input| said.get(input));
    input.and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

/// Reads and checks what an act says that came on paper.
pub(crate) fn read(
    act: &ActDef,
    said: &Map<String, Value>,
    version: Option<&Version>,
) -> Result<Dossier, Refused> {
    let Some(input) = &act.paper_dossier else { return Ok(Dossier::new()) };
    let wrong = |what: &str| fault(&act.id, input, what);
    let Some(value) = said.get(input) else { return Ok(Dossier::new()) };
    let parts: Dossier = serde_json::from_value(value.clone()).map_err(|_| wrong("wrong-type"))?;
    let reasons = act.inputs.iter().find(|i| i.id == *input).map(|i| &i.choices);
    for (id, part) in &parts {
        if !version.is_some_and(|v| v.dossier.iter().any(|p| p.id == *id)) {
            return Err(wrong("unknown"));
        }
        if part.originals > MAX_COPIES || part.copies > MAX_COPIES {
            return Err(wrong("too-many"));
        }
        let beyond = part.notes.iter().any(|n| *n == 0 || part.paper_pages.is_none_or(|pages| *n > pages));
        let long = part.differs.as_ref().is_some_and(|r| r.chars().count() > MAX_REASON);
        if beyond || long || part.paper_pages.is_some_and(|n| n > MAX_PAGES) {
            return Err(wrong("too-many"));
        }
        if part.is_incomplete() {
            return Err(wrong("incomplete"));
        }
        if part.not_scanned.as_ref().is_some_and(|r| !reasons.is_some_and(|all| all.contains_key(r))) {
            return Err(wrong("not-a-choice"));
        }
    }
    Ok(parts)
}

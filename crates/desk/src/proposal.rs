//! Proposed changes of a department's packs: what they hold, what is wrong with them, who may approve them.

use crate::desk::Desk;
use crate::error::{DeskError, PerformError, unreadable};
use crate::shelf::aside;
use congvu_authority::Actor;
use congvu_matter::declare::{ActDef, Effect, PacksEffect};
use congvu_matter::packs::{self, PackFile};
use congvu_matter::{Attachment, Command, Matter, Refused};
use congvu_pack::change::{MAX_FILE_BYTES, MAX_FILES, begun, may_change};
use congvu_pack::{Agency, Fault, Library, Loaded};
use congvu_record::{Act, ActorRef};
use congvu_store::FileLimits;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Acts of one matter that are looked through for who did them.
const ACTS: u32 = 10_000;
/// Media types that text is taken for by its first bytes: none of its own.
const TEXT: [&str; 2] = ["application/octet-stream", "text/plain"];

/// What a check of proposed files found.
#[derive(Debug)]
pub struct ChangeCheck {
    /// What must be put right.
    pub faults: Vec<Fault>,
    /// What a person should look at.
    pub remarks: Vec<Fault>,
    /// Everything as it would be read after the change; none where it cannot be read.
    pub library: Option<Library>,
}

/// Why a file is no part of a change; nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum NotProposed {
    /// A department changes only files of procedures that it handles.
    #[error("`{0}` is not a file that the department may change")]
    Path(String),
    /// Too long.
    #[error("the text is longer than {max_bytes} bytes")]
    TooLong {
        /// The limit.
        max_bytes: usize,
    },
    /// Not text: empty, or with characters that no text has.
    #[error("the text is empty or has characters that no text has")]
    NotText,
    /// A fault of ours.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl Desk {
    /// Keeps the text of a file for a change, to be attached by an act. Line ends become those of the packs.
    ///
    /// # Errors
    /// See [`NotProposed`].
    pub async fn keep_pack_text(
        &self,
        agency: &Agency,
        path: &str,
        text: &str,
    ) -> Result<Attachment, NotProposed> {
        if !may_change(self.library(), agency, path) {
            return Err(NotProposed::Path(path.chars().take(200).collect()));
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        if text.len() > MAX_FILE_BYTES {
            return Err(NotProposed::TooLong { max_bytes: MAX_FILE_BYTES });
        }
        if text.trim().is_empty() || text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(NotProposed::NotText);
        }
        let limits = FileLimits { max_bytes: MAX_FILE_BYTES, allow: &TEXT };
        // What it was written from is kept too: the common file may be another one in the next program.
        if let Some(now) = self.pack_text(agency, path) {
            let kept = self.inner.store.files().put(now.into_bytes(), "", &limits).await;
            kept.map_err(|e| DeskError::Files(e.to_string()))?;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let stored = self.inner.store.files().put(text.into_bytes(), name, &limits).await;
        let stored = stored.map_err(|e| match e {
            congvu_store::FileError::TypeNotAllowed { .. } | congvu_store::FileError::Empty => {
                NotProposed::NotText
            }
            other => NotProposed::Desk(DeskError::Files(other.to_string())),
        })?;
        Ok(Attachment {
            part: path.to_owned(),
            name: name.to_owned(),
            sha256: stored.sha256,
            size_bytes: stored.size_bytes,
            media_type: stored.media_type,
        })
    }

    /// The text from which a file of a change was written; empty for a new file, and where it is not there any more.
    ///
    /// # Errors
    /// The files cannot be read.
    pub async fn base_text(&self, file: &PackFile) -> Result<String, DeskError> {
        if file.base.is_empty() {
            return Ok(String::new());
        }
        let bytes = match self.inner.store.files().get(&file.base).await {
            Ok(bytes) => bytes,
            Err(congvu_store::FileError::NotFound(_)) => Vec::new(),
            Err(error) => return Err(DeskError::Files(error.to_string())),
        };
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The files of a proposed change with their texts.
    ///
    /// # Errors
    /// A file cannot be read.
    pub async fn proposed(&self, matter: &Matter) -> Result<Vec<(PackFile, String)>, DeskError> {
        let mut all = Vec::new();
        for file in packs::files(matter) {
            let bytes = self.inner.store.files().get(&file.sha256).await;
            let bytes = bytes.map_err(|e| DeskError::Files(e.to_string()))?;
            let text = String::from_utf8(bytes)
                .map_err(|e| DeskError::Unreadable { what: "proposed file", reason: e.to_string() })?;
            all.push((file, text));
        }
        Ok(all)
    }

    /// Checks what a department's packs would be with these files, where nothing may be different before `day`.
    ///
    /// # Errors
    /// The check could not be carried out.
    pub async fn check_change(
        &self,
        agency: &Agency,
        proposed: Vec<(String, String)>,
        day: Date,
    ) -> Result<ChangeCheck, DeskError> {
        let packs = Arc::clone(&self.packs);
        let mut own = self.own_texts(agency.id());
        own.extend(proposed.into_iter().map(|(path, text)| (path, text.into_bytes())));
        let (common, of) = (Arc::clone(&self.inner.common), agency.id().to_owned());
        aside(move || {
            let checked = common.check_own(&of, &own);
            let mut found = ChangeCheck { faults: checked.faults, remarks: checked.remarks, library: None };
            if let Some(read) = checked.library {
                if found.faults.is_empty() {
                    let before = handled(&packs.library, &of);
                    found.faults = begun(&before, &read.procedures, day, &own);
                }
                found.library = Some(packs.library.with_change(&of, &read));
            }
            found
        })
        .await
    }

    /// An act that has to do with packs is possible only when they have no fault, and were written from what is in force.
    pub(crate) async fn check_packs(
        &self,
        agency: &Agency,
        declared: Option<&ActDef>,
        matter: Option<&Matter>,
        command: &Command,
    ) -> Result<(), PerformError> {
        let Some(act) = declared else { return Ok(()) };
        for file in command.files.iter().filter(|_| act.inputs.iter().any(|i| i.id == packs::BASE)) {
            if !may_change(self.library(), agency, &file.part) {
                let reason = "a department changes only files of procedures that it handles";
                return Err(refused(vec![format!("{}: {reason}", file.part)]));
            }
        }
        let effect = act.effects.iter().find_map(|e| match e {
            Effect::Packs(effect) => Some(*effect),
            _ => None,
        });
        let (Some(effect), Some(matter)) = (effect, matter) else { return Ok(()) };
        let today = self.inner.clock.now().date();
        let day = match effect {
            PacksEffect::Check => today,
            PacksEffect::InForce => {
                packs::first_day(&act.id, &command.input, today).map_err(PerformError::NotNow)?
            }
        };
        let files = self.proposed(matter).await?;
        let mut reasons = self.stale(agency, &files);
        let changed = files.iter().any(|(file, _)| file.sha256 != self.pack_digest(agency, &file.path));
        if files.len() > MAX_FILES {
            reasons.push(format!("more than {MAX_FILES} files"));
        }
        if !changed {
            reasons.push("nothing is different from what is in force".to_owned());
        }
        if reasons.is_empty() {
            let texts = files.into_iter().map(|(file, text)| (file.path, text)).collect();
            let found = self.check_change(agency, texts, day).await?;
            reasons.extend(found.faults.iter().map(ToString::to_string));
        }
        if reasons.is_empty() { Ok(()) } else { Err(refused(reasons)) }
    }

    /// Files that somebody else has changed since they were taken up.
    #[must_use]
    pub fn stale(&self, agency: &Agency, files: &[(PackFile, String)]) -> Vec<String> {
        let moved = files.iter().filter(|(file, _)| {
            let now = self.pack_digest(agency, &file.path);
            file.base != now && file.sha256 != now
        });
        moved
            .map(|(file, _)| {
                format!(
                    "{}:1:1: another change of this file has come into force meanwhile: take it up again",
                    file.path
                )
            })
            .collect()
    }

    /// Which acts of a matter somebody did, in whatever position, or anybody in the position in which they act now. Read only
    /// where one of `acts` asks for other hands.
    pub(crate) async fn done_by(
        &self,
        agency: &Agency,
        acts: &[ActDef],
        matter: Option<&Matter>,
        actor: &Actor,
    ) -> Result<Vec<String>, DeskError> {
        let asked = acts.iter().any(|a| !a.not_by.is_empty());
        let (true, Some(matter), Actor::Position { person, position }) = (asked, matter, actor) else {
            return Ok(Vec::new());
        };
        let mut done = Vec::new();
        for row in self.inner.store.acts_of(agency.id(), &matter.id, ACTS, 0).await? {
            let act: Act = serde_json::from_slice(&row.body).map_err(unreadable("act"))?;
            let ActorRef::Position { person: by, position: seat } = &act.actor else { continue };
            if by == person.as_str() || seat == position.as_str() {
                done.push(row.kind);
            }
        }
        Ok(done)
    }
}

/// Whoever did one of the acts that `act` names may not do it.
pub(crate) fn other_hands(act: &ActDef, done: &[String]) -> Result<(), Refused> {
    match done.iter().find(|kind| act.not_by.contains(kind)) {
        Some(did) => Err(Refused::SameHands { act: act.id.clone(), did: did.clone() }),
        None => Ok(()),
    }
}

fn refused(reasons: Vec<String>) -> PerformError {
    PerformError::NotNow(Refused::Packs { reasons })
}

/// The procedures that a department reads now, by identifier, those of others that the check also reads included.
fn handled(library: &Library, agency: &str) -> BTreeMap<String, Arc<Loaded>> {
    let mut all = library.procedures.clone();
    all.extend(library.own.get(agency).cloned().unwrap_or_default());
    all
}

/// The files of one procedure that a department may change: its own file and the forms that its versions name.
#[must_use]
pub fn files_of(loaded: &Loaded) -> Vec<String> {
    let folder = loaded.file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let forms = loaded.schemas.keys().map(|schema| format!("{folder}/{schema}"));
    std::iter::once(loaded.file.clone()).chain(forms).collect()
}

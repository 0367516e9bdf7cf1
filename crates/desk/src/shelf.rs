//! The department's own packs: files that approved changes have put in the place of common ones.
//!
//! What acts have put in force stands in one row of the store, the **shelf**, which follows from the record like the book of
//! positions. Every act names the version of the shelf that it was judged by, so that no server commits an act under packs that
//! another has replaced; between acts each server looks at the row every few seconds.

use crate::desk::Desk;
use crate::error::{DeskError, unreadable};
use congvu_matter::Event;
use congvu_matter::packs::PackFile;
use congvu_pack::change::Texts;
use congvu_pack::{Agency, Faults, Library};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// Row of the store that holds the shelf: a matter of its own, so that its version is checked with every act.
pub(crate) const SHELF: &str = "packs";
/// How often a server looks whether another has changed the packs, milliseconds.
const LOOK_MS: u64 = 3_000;

/// Files that a department reads in the place of common ones, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// The files.
    pub files: BTreeMap<String, OwnFile>,
}

/// One file of a department's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFile {
    /// SHA-256 of its content, hexadecimal.
    pub sha256: String,
    /// The matter by which it came into force.
    pub change: String,
    /// First day on which it makes a difference for those who file.
    pub from: Date,
    /// SHA-256 of the common file that it was first written from; empty where there was none. When the program brings
    /// another one later, somebody should look at both.
    pub common: String,
}

impl Shelf {
    /// What events of a matter put on it.
    pub(crate) fn follow(&mut self, matter: &str, events: &[Event]) {
        let changes = events.iter().filter_map(|e| match e {
            Event::Packs { from, files } => Some((from, files)),
            _ => None,
        });
        for (from, files) in changes {
            for file in files {
                self.put(matter, *from, file);
            }
        }
    }

    fn put(&mut self, matter: &str, from: Date, file: &PackFile) {
        let common =
            self.files.get(&file.path).map_or_else(|| file.base.clone(), |known| known.common.clone());
        let own = OwnFile { sha256: file.sha256.clone(), change: matter.to_owned(), from, common };
        self.files.insert(file.path.clone(), own);
    }
}

/// The shelf of a department as read, with the contents of its files.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpenShelf {
    pub(crate) version: i64,
    pub(crate) shelf: Shelf,
    pub(crate) texts: Texts,
}

/// What a desk reads: the common packs and each department's own.
#[derive(Debug)]
pub(crate) struct Packs {
    pub(crate) library: Arc<Library>,
    pub(crate) shelves: BTreeMap<String, OpenShelf>,
}

impl Packs {
    pub(crate) fn common(library: &Arc<Library>) -> Self {
        Self { library: Arc::clone(library), shelves: BTreeMap::new() }
    }

    /// The version of a department's shelf that this is made from; 0 before its first change.
    pub(crate) fn version(&self, agency: &str) -> i64 {
        self.shelves.get(agency).map_or(0, |s| s.version)
    }

    fn texts(&self, agency: &str) -> Texts {
        self.shelves.get(agency).map(|s| s.texts.clone()).unwrap_or_default()
    }
}

/// Why a department's own packs cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PacksError {
    /// They were approved once and do not fit any more, for instance after the program was renewed.
    #[error(
        "`{agency}` has changed packs that do not fit together with this program: {faults}the changes: {}. Put them right in the program that fits them, or start without one with `--without-change ID`: its cases then have no law of their own until it is put right",
        changes.join(", ")
    )]
    Faults {
        /// Department.
        agency: String,
        /// What does not fit.
        faults: Faults,
        /// Matters by which the files at fault came into force.
        changes: Vec<String>,
    },
    /// The store or a file cannot be read.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl Desk {
    /// Reads every department's own packs and uses them from now on. At the start; `without` are changes (matters) to be left
    /// out, whose files are then the common ones.
    ///
    /// # Errors
    /// See [`PacksError`]: nothing should be done for anybody under packs that are not those approved.
    pub async fn open_packs(&self, without: BTreeSet<String>) -> Result<(), PacksError> {
        if !without.is_empty() {
            tracing::warn!(?without, "changes of the packs are left out, as asked for at the start");
        }
        *self.inner.left_out.write().unwrap_or_else(PoisonError::into_inner) = without;
        for agency in self.inner.common.agencies.keys() {
            self.look_at_packs_of(agency).await?;
        }
        Ok(())
    }

    /// Uses what another server, or an act here, has changed of a department's packs.
    ///
    /// # Errors
    /// They cannot be read or do not fit: those known so far stay in use.
    pub async fn look_at_packs_of(&self, agency: &str) -> Result<(), PacksError> {
        let row = self.inner.store.matter(agency, SHELF).await.map_err(DeskError::from)?;
        let Some(row) = row.filter(|row| row.version > self.current().version(agency)) else { return Ok(()) };
        let shelf: Shelf = serde_json::from_str(&row.body).map_err(unreadable("shelf of packs"))?;
        let mut opened = OpenShelf { version: row.version, shelf, texts: Texts::new() };
        for (path, own) in &opened.shelf.files {
            if !self.left_out(&own.change) {
                let bytes = self.inner.store.files().get(&own.sha256).await;
                let bytes = bytes.map_err(|e| DeskError::Files(e.to_string()))?;
                opened.texts.insert(path.clone(), bytes);
            }
        }
        let (common, of, texts) = (Arc::clone(&self.inner.common), agency.to_owned(), opened.texts.clone());
        let checked = aside(move || common.check_own(&of, &texts)).await?;
        let own = match checked.library {
            Some(own) if checked.faults.is_empty() => own,
            _ => return Err(self.does_not_fit(agency, &opened, checked.faults)),
        };
        let mut current = self.inner.packs.write().unwrap_or_else(PoisonError::into_inner);
        // A slower reader must not put older packs over newer ones.
        if current.version(agency) < opened.version {
            let library = Arc::new(current.library.with_change(agency, &own));
            let mut shelves = current.shelves.clone();
            shelves.insert(agency.to_owned(), opened);
            *current = Arc::new(Packs { library, shelves });
            // Open matters may be under another law now.
            *self.inner.look_at_laws.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        Ok(())
    }

    fn left_out(&self, change: &str) -> bool {
        self.inner.left_out.read().unwrap_or_else(PoisonError::into_inner).contains(change)
    }

    fn does_not_fit(&self, agency: &str, opened: &OpenShelf, faults: Vec<congvu_pack::Fault>) -> PacksError {
        let files = &opened.shelf.files;
        let mut changes: Vec<String> =
            faults.iter().filter_map(|f| files.get(&f.file)).map(|f| f.change.clone()).collect();
        if changes.is_empty() {
            changes = files.values().map(|f| f.change.clone()).collect();
        }
        changes.sort();
        changes.dedup();
        PacksError::Faults { agency: agency.to_owned(), faults: Faults(faults), changes }
    }

    /// The packs as they are now, whatever this desk was made with.
    pub(crate) fn current(&self) -> Arc<Packs> {
        Arc::clone(&self.inner.packs.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A desk that reads other packs, to show what pages would look like under them. Nothing may be performed with it.
    #[must_use]
    pub fn under(&self, library: Library) -> Self {
        let shelves = self.packs.shelves.clone();
        Self {
            inner: Arc::clone(&self.inner),
            packs: Arc::new(Packs { library: Arc::new(library), shelves }),
        }
    }

    /// What a department reads in the place of common files.
    #[must_use]
    pub fn shelf(&self, agency: &Agency) -> Shelf {
        self.packs.shelves.get(agency.id()).map(|s| s.shelf.clone()).unwrap_or_default()
    }

    /// Changes in force that were left out at the start, as asked for.
    #[must_use]
    pub fn packs_left_out(&self, agency: &Agency) -> Vec<String> {
        let mut all: Vec<String> = self.shelf(agency).files.into_values().map(|f| f.change).collect();
        all.retain(|change| self.left_out(change));
        all.sort();
        all.dedup();
        all
    }

    /// Own files whose common file the program has brought anew since they were written: somebody should look at both.
    #[must_use]
    pub fn packs_overtaken(&self, agency: &Agency) -> Vec<String> {
        let now =
            |path: &str| self.inner.common.files.by_path.get(path).map(|b| digest(b)).unwrap_or_default();
        let shelf = self.shelf(agency);
        shelf
            .files
            .iter()
            .filter(|(path, own)| own.common != now(path))
            .map(|(path, _)| path.clone())
            .collect()
    }

    /// The text of a file of the packs as a department reads it.
    #[must_use]
    pub fn pack_text(&self, agency: &Agency, path: &str) -> Option<String> {
        let texts = self.packs.texts(agency.id());
        self.packs.library.text_of(&texts, path).map(str::to_owned)
    }

    /// SHA-256 of a file of the packs as a department reads it; empty where there is none.
    #[must_use]
    pub fn pack_digest(&self, agency: &Agency, path: &str) -> String {
        self.pack_text(agency, path).map(|text| digest(text.as_bytes())).unwrap_or_default()
    }

    /// A department's own files, those in force.
    pub(crate) fn own_texts(&self, agency: &str) -> Texts {
        self.packs.texts(agency)
    }
}

/// Checking packs takes tens of milliseconds of a processor: not where requests are answered.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work).await.map_err(|e| DeskError::Job(e.to_string()))
}

/// Looks every few seconds whether another server has changed a department's packs, until the task is dropped.
pub async fn run(desk: Desk) {
    loop {
        tokio::time::sleep(Duration::from_millis(LOOK_MS)).await;
        for agency in desk.inner.common.agencies.keys() {
            if let Err(error) = desk.look_at_packs_of(agency).await {
                tracing::error!(agency, %error, "changed packs cannot be used here: acts of this department wait until they can");
            }
        }
    }
}

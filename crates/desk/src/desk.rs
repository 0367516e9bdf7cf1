//! The desk itself: what it holds.

use crate::book::{BOOK, Opened};
use crate::clock::Clock;
use crate::error::DeskError;
use crate::papers::Setters;
use crate::recent::Recent;
use crate::shelf::{Checks, Packs};
use congvu_pack::{Agency, Library};
use congvu_paper::{TemplateSet, Typesetter};
use congvu_store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

/// What a desk is made of.
pub struct DeskConfig {
    /// Database and files.
    pub store: Store,
    /// Everything that the packs declare.
    pub library: Arc<Library>,
    /// Sets papers.
    pub typesetter: Typesetter,
    /// Templates of the packs.
    pub templates: TemplateSet,
    /// Time.
    pub clock: Clock,
    /// Address under which people reach the server, without a slash at the end: printed in QR codes.
    pub base_url: String,
    /// Whether everything is demo data: papers say so.
    pub demo: bool,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    /// The packs that the program brings, without any department's own.
    pub(crate) common: Arc<Library>,
    /// The packs in use now.
    pub(crate) packs: RwLock<Arc<Packs>>,
    /// What was found in packs that were checked lately.
    pub(crate) checks: Checks,
    /// Changes of packs that are left out.
    pub(crate) left_out: RwLock<BTreeSet<String>>,
    pub(crate) typesetter: Typesetter,
    pub(crate) templates: TemplateSet,
    pub(crate) clock: Clock,
    pub(crate) base_url: String,
    pub(crate) demo: bool,
    books: RwLock<BTreeMap<String, Arc<Opened>>>,
    pub(crate) recent: Recent,
    pub(crate) setters: Setters,
    /// The key under which things are sealed, where this server has it.
    pub(crate) seal: std::sync::OnceLock<congvu_seal::Master>,
    /// Whoever seals papers, where they are sealed.
    pub(crate) sealer: std::sync::OnceLock<Arc<dyn crate::sealing::Sealer>>,
    /// What the keys of the public logs are made from, where this server has it.
    pub(crate) log_seeds: std::sync::OnceLock<BTreeMap<String, crate::log::LogSeed>>,
    /// Who attests whose logs, where that was said.
    pub(crate) witnesses: std::sync::OnceLock<crate::log::Witnesses>,
    pub(crate) job_ready: tokio::sync::Notify,
    /// Channels of notices that this server has senders for.
    pub(crate) outlets: std::sync::OnceLock<Vec<congvu_pack::notices::Channel>>,
    /// When to look again whether the law has changed for open matters.
    pub(crate) look_at_laws: std::sync::Mutex<Option<jiff::civil::DateTime>>,
}

/// The one door to the record. Cheap to clone.
///
/// A desk reads the packs as they were when it was cloned: one request sees one state of them from beginning to end, and the
/// clone that the next request gets sees what was put in force meanwhile. Whoever keeps a desk for long clones it anew.
pub struct Desk {
    pub(crate) inner: Arc<Inner>,
    pub(crate) packs: Arc<Packs>,
}

impl Clone for Desk {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), packs: self.current() }
    }
}

impl Desk {
    /// Puts a desk together.
    #[must_use]
    pub fn new(config: DeskConfig) -> Self {
        let packs = Arc::new(Packs::common(&config.library));
        let inner = Inner {
            store: config.store,
            packs: RwLock::new(Arc::clone(&packs)),
            common: config.library,
            checks: Checks::default(),
            left_out: RwLock::default(),
            typesetter: config.typesetter,
            templates: config.templates,
            clock: config.clock,
            base_url: config.base_url,
            demo: config.demo,
            books: RwLock::default(),
            recent: Recent::default(),
            setters: Setters::default(),
            seal: std::sync::OnceLock::new(),
            sealer: std::sync::OnceLock::new(),
            log_seeds: std::sync::OnceLock::new(),
            witnesses: std::sync::OnceLock::new(),
            job_ready: tokio::sync::Notify::new(),
            outlets: std::sync::OnceLock::new(),
            look_at_laws: std::sync::Mutex::new(None),
        };
        Self { inner: Arc::new(inner), packs }
    }

    /// What the packs declare.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.packs.library
    }

    /// Database and files, for reading.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Time.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.inner.clock
    }

    /// Whether everything is demo data.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.inner.demo
    }

    /// Address under which people reach the server.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    /// The department with this identifier.
    #[must_use]
    pub fn agency(&self, id: &str) -> Option<&Agency> {
        self.packs.library.agencies.get(id).map(AsRef::as_ref)
    }

    /// The book of positions as last read.
    pub(crate) async fn book(&self, agency: &Agency) -> Result<Arc<Opened>, DeskError> {
        let known = self.inner.books.read().unwrap_or_else(PoisonError::into_inner).get(agency.id()).cloned();
        match known {
            Some(book) => Ok(book),
            None => self.reread_book(agency).await,
        }
    }

    /// Reads the book of positions again.
    pub(crate) async fn reread_book(&self, agency: &Agency) -> Result<Arc<Opened>, DeskError> {
        let opened = match self.inner.store.matter(agency.id(), BOOK).await? {
            Some(row) => Opened::read(row.version, &row.body, &agency.rules)?,
            None => Opened::new(0, crate::Book::founding(agency), &agency.rules)?,
        };
        let opened = Arc::new(opened);
        self.keep_book(agency.id(), Arc::clone(&opened));
        Ok(opened)
    }

    pub(crate) fn keep_book(&self, agency: &str, opened: Arc<Opened>) {
        let mut books = self.inner.books.write().unwrap_or_else(PoisonError::into_inner);
        // A slower reader must not put an older book over a newer one.
        if books.get(agency).is_none_or(|known| known.version <= opened.version) {
            books.insert(agency.to_owned(), opened);
        }
    }

    /// The book of positions, people and delegations.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn positions(&self, agency: &Agency) -> Result<crate::Book, DeskError> {
        Ok(self.reread_book(agency).await?.book.clone())
    }
}

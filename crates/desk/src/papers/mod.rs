//! Papers: set from the matter as it was when the act brought them about, kept by content.

mod body;
mod data;
mod files_book;
mod labels;
mod money;
mod people;
mod prints;
mod setters;
mod slip;
mod supervision;
mod values;

use crate::Case;
use crate::desk::{Desk, Inner};
use crate::error::{DeskError, PerformError};
use congvu_matter::{Matter, Paper};
use congvu_pack::Agency;
use congvu_paper::{PaperError, PaperJob};
use congvu_store::{DocumentRow, FileLimits, Work, Writes};
use data::Setting;
pub use files_book::{BookFault, BookOfYear, MAX_BOOK_ROWS};
use jiff::civil::DateTime;
use serde_json::Value;
pub(crate) use setters::Setters;

/// Largest paper, bytes.
const MAX_PAPER_BYTES: usize = 16 * 1024 * 1024;

/// A paper ready to be handed out.
#[derive(Debug, Clone)]
pub struct PaperFile {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Name for saving it.
    pub name: String,
}

impl Inner {
    /// Sets a template with its data. Work for the processor.
    fn set(&self, template: &str, data: &Value, at: DateTime) -> Result<Vec<u8>, PaperError> {
        let job = PaperJob { templates: &self.templates, main: template, data, assets: &[], at, lang: "vi" };
        self.typesetter.typeset(&job).map(|p| p.pdf)
    }
}

/// Whether somebody is waiting for a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A person has asked for it.
    Now,
    /// A job makes it: acts and pages go first.
    Later,
}

impl Desk {
    /// Sets a paper of a matter, seals it where papers are sealed, keeps it, and gives back what is kept. Running twice gives the same
    /// paper: a seal tells its moment, so of two that were made at once the first that is kept is the paper.
    pub(crate) async fn set_paper(
        &self,
        agency: &str,
        matter: &str,
        index: usize,
        wanted: Wanted,
    ) -> Result<Vec<u8>, DeskError> {
        let agency = self.packs.library.agencies.get(agency).cloned();
        let agency = agency.ok_or_else(|| DeskError::Paper("the agency is gone".into()))?;
        let case = self.any_case(&agency, matter).await?;
        let case = case.ok_or_else(|| DeskError::Paper("the matter is gone".into()))?;
        let Some(paper) = case.matter.papers.get(index).cloned() else {
            return Err(DeskError::Paper("the matter has no such paper".into()));
        };
        let setting = self.setting(&agency, &case, &paper).await?;
        let pdf = self.typeset(setting, wanted).await?;
        let pdf = self.sealed(&agency, &paper, pdf).await?;
        self.keep(&agency, &case.matter, &paper, pdf).await
    }

    /// A paper by the code printed on it.
    ///
    /// # Errors
    /// The store cannot be read, or the paper cannot be set.
    pub async fn paper(
        &self,
        agency: &Agency,
        case: &Case,
        code: &str,
    ) -> Result<Option<PaperFile>, DeskError> {
        let Some(index) = case.matter.papers.iter().position(|p| p.code == code) else { return Ok(None) };
        let pdf = match self.kept(agency, &document_id(&case.matter.id, code)).await? {
            Some(pdf) => pdf,
            None => self.set_paper(agency.id(), &case.matter.id, index, Wanted::Now).await?,
        };
        let number = case.matter.code.as_deref().unwrap_or("paper");
        let key = case.matter.papers.get(index).map_or("paper", |p| p.key.as_str());
        Ok(Some(PaperFile { pdf, name: format!("{number}-{key}.pdf") }))
    }

    /// Whether a paper can be handed out. Where papers are sealed, one that is not kept yet is set and sealed now; when that fails it is not
    /// issued yet.
    ///
    /// # Errors
    /// The store cannot be read, or the paper cannot be set.
    pub async fn is_issued(&self, agency: &Agency, case: &Case, code: &str) -> Result<bool, DeskError> {
        let id = document_id(&case.matter.id, code);
        if self.inner.sealer.get().is_none() || self.inner.store.document(agency.id(), &id).await?.is_some() {
            return Ok(true);
        }
        match self.paper(agency, case, code).await {
            Ok(paper) => Ok(paper.is_some()),
            Err(DeskError::Unsealed(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// A paper as it is kept.
    async fn kept(&self, agency: &Agency, id: &str) -> Result<Option<Vec<u8>>, DeskError> {
        let Some(row) = self.inner.store.document(agency.id(), id).await? else { return Ok(None) };
        let bytes = self.inner.store.files().get(&row.sha256).await;
        bytes.map(Some).map_err(|e| DeskError::Files(e.to_string()))
    }

    /// How the decision of a matter would look if it were signed with these inputs: a draft without number.
    ///
    /// # Errors
    /// The paper cannot be set; the procedure has none for the outcome.
    pub async fn preview(
        &self,
        agency: &Agency,
        case: &Case,
        outcome: &str,
    ) -> Result<Vec<u8>, PerformError> {
        let mut case = case.clone();
        // Before the decision is signed, a signature is that of another paper.
        let decided = case.matter.outcome.replace(outcome.to_owned()).is_some();
        let version = case.procedure(&self.packs.library).and_then(|(_, v)| v).cloned();
        let template = version.as_ref().and_then(|v| v.outcome.get(outcome)).and_then(|o| o.paper.clone());
        let template = template.ok_or_else(|| PerformError::Unknown {
            what: "paper for this outcome",
            id: outcome.to_owned(),
        })?;
        let paper = Paper {
            key: "outcome".to_owned(),
            act: "preview".to_owned(),
            template,
            form: None,
            number: None,
            notation: None,
            code: String::new(),
            at: self.inner.clock.now(),
            input: case.matter.said.get("sign").cloned().unwrap_or_default(),
            signature: case.matter.signature.clone().filter(|_| decided),
        };
        let mut setting = self.setting(agency, &case, &paper).await?;
        setting.draft = true;
        Ok(self.typeset(setting, Wanted::Now).await?)
    }

    async fn setting(&self, agency: &Agency, case: &Case, paper: &Paper) -> Result<Setting, DeskError> {
        let entry = match &case.matter.entry {
            Some(at) => self.entry(agency.id(), at).await?,
            None => None,
        };
        let before = match &entry {
            Some(entry) => self.entry_before(agency, entry, &case.matter.id).await?,
            None => None,
        };
        let people = self.packs.library.people.paper(&paper.key).is_some();
        let book = if people { Some(self.positions(agency).await?) } else { None };
        Ok(Setting {
            book,
            library: std::sync::Arc::clone(&self.packs.library),
            agency: agency.clone(),
            case: case.clone(),
            paper: paper.clone(),
            entry,
            before,
            verify_url: format!("{}/{}/v/{}", self.inner.base_url, agency.id(), paper.code),
            demo: self.inner.demo,
            draft: false,
        })
    }

    /// The version of an entry that a matter changed, for "old" and "new" on its paper.
    async fn entry_before(
        &self,
        agency: &Agency,
        entry: &congvu_register::Entry,
        matter: &str,
    ) -> Result<Option<congvu_register::Entry>, DeskError> {
        let rows = self.inner.store.entry_versions(agency.id(), &entry.register, &entry.number).await?;
        let versions = rows.iter().map(crate::entries::read).collect::<Result<Vec<_>, _>>()?;
        let made = versions.iter().filter(|e| e.matter == matter).map(|e| e.version).min();
        let before = made.map_or(entry.version, |v| v.saturating_sub(1));
        Ok(versions.into_iter().find(|e| e.version == before))
    }

    /// Typesetting is work for the processor: it must not hold up the tasks that wait for the network.
    async fn typeset(&self, setting: Setting, wanted: Wanted) -> Result<Vec<u8>, DeskError> {
        let inner = std::sync::Arc::clone(&self.inner);
        let work = move || inner.set(&setting.paper.template, &data::of(&setting), setting.paper.at);
        let set = match wanted {
            Wanted::Now => tokio::task::spawn_blocking(work).await.ok(),
            Wanted::Later => self.inner.setters.run(work).await,
        };
        let set = set.ok_or_else(|| DeskError::Paper("the typesetter stopped".into()))?;
        set.map_err(|e| DeskError::Paper(e.to_string()))
    }

    async fn keep(
        &self,
        agency: &Agency,
        matter: &Matter,
        paper: &Paper,
        pdf: Vec<u8>,
    ) -> Result<Vec<u8>, DeskError> {
        let id = document_id(&matter.id, &paper.code);
        let store = &self.inner.store;
        if let Some(first) = self.kept(agency, &id).await? {
            return Ok(first);
        }
        // The code of a paper that changed a register leads to the entry already, and a code leads to one thing.
        let of_entry = store.entry_by_verify_code(agency.id(), &paper.code).await?.is_some();
        let limits = FileLimits { max_bytes: MAX_PAPER_BYTES, allow: &["application/pdf"] };
        let name = format!("{}.pdf", paper.key);
        let stored = self.inner.store.files().put(pdf.clone(), &name, &limits).await;
        let stored = stored.map_err(|e| DeskError::Files(e.to_string()))?;
        let row = DocumentRow {
            id: id.clone(),
            matter: matter.id.clone(),
            kind: paper.key.clone(),
            number: Some(paper.cited()).filter(|n| !n.is_empty()),
            sha256: stored.sha256,
            media_type: stored.media_type,
            title: paper.form.as_ref().map(|f| f.title.clone()).unwrap_or_default(),
            at_ms: crate::to_ms(paper.at),
            verify_code: (!of_entry).then(|| paper.code.clone()),
        };
        let work = Work {
            agency: agency.id().to_owned(),
            idempotency: None,
            expect: Vec::new(),
            series: Vec::new(),
            finish: Box::new(move |_| Ok(Writes { documents: vec![row.clone()], ..Writes::default() })),
        };
        match self.inner.store.commit(work).await {
            Ok(_) => Ok(pdf),
            // Another was quicker.
            Err(error) => match self.kept(agency, &id).await? {
                Some(first) => Ok(first),
                None => Err(DeskError::Paper(error.to_string())),
            },
        }
    }
}

/// Identifier under which a paper of a matter is kept.
fn document_id(matter: &str, code: &str) -> String {
    format!("{matter}/{code}")
}

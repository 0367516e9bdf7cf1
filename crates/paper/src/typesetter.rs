//! From a template and data to a PDF.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::DateTime;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::error::PaperError;
use crate::fonts::{FontSource, Fonts};
use crate::qr::qr_svg;
use crate::templates::{RESERVED, TemplateSet, file_id, virtual_path};
use crate::text::{PageText, pages_text};
use crate::world::PaperWorld;

/// Data of one paper, as JSON.
const MAX_DATA_BYTES: usize = 1024 * 1024;

/// Pictures and the like for one paper: how many, and how large all together.
const MAX_ASSETS: usize = 32;
const MAX_ASSET_BYTES: usize = 20 * 1024 * 1024;

/// Pages of one paper.
const MAX_PAGES: usize = 500;

/// Vietnam has one time zone all year; written into the document's creation date.
const VIETNAM_OFFSET_MINUTES: i32 = 7 * 60;

/// The compiler keeps what it computed. After this many papers its cache is swept, and what no paper asked for during
/// [`CACHE_SWEEPS`] sweeps is dropped: templates stay, the text of single papers goes.
const PAPERS_PER_SWEEP: usize = 16;
const CACHE_SWEEPS: usize = 2;

/// Sets papers. Make one and share it: fonts and the compiler's library are loaded once, and any number of threads may
/// use it at the same time.
pub struct Typesetter {
    pub(crate) library: LazyHash<Library>,
    pub(crate) fonts: Fonts,
    standards: PdfStandards,
    papers: AtomicUsize,
}

/// One paper to be set.
#[derive(Debug, Clone, Copy)]
pub struct PaperJob<'a> {
    /// The templates, from the packs.
    pub templates: &'a TemplateSet,
    /// The template to set, such as `licence.typ`.
    pub main: &'a str,
    /// Offered to the template as `data.json`. If it has `verify.url`, the QR code of that address is offered as `qr.svg`.
    pub data: &'a serde_json::Value,
    /// Further files by name, such as the picture of a signature.
    pub assets: &'a [(String, Vec<u8>)],
    /// Date and time of the document, Vietnam time: its creation date, and "today" for the template. No clock is read.
    pub at: DateTime,
    /// Language of the document (BCP 47 primary tag), `vi` for all official papers.
    pub lang: &'a str,
}

/// A typeset paper.
#[derive(Debug, Clone)]
pub struct Paper {
    /// PDF 1.7, PDF/A-2a and PDF/UA-1: tagged, fonts embedded. Not signed yet.
    pub pdf: Vec<u8>,
    /// Number of pages, at least 1.
    pub pages: usize,
    /// What the compiler found odd, each with its place in the template.
    pub warnings: Vec<String>,
}

impl Typesetter {
    /// Loads the fonts.
    ///
    /// # Errors
    /// When a font folder cannot be read.
    pub fn new(source: &FontSource) -> Result<Self, PaperError> {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|e| PaperError::new(e.message().to_string()))?;
        Ok(Self {
            library: LazyHash::new(Library::default()),
            fonts: Fonts::load(source)?,
            standards,
            papers: AtomicUsize::new(0),
        })
    }

    /// Sets a paper. The same job gives the same bytes, on every machine that has the same fonts.
    ///
    /// # Errors
    /// A fault in the template or missing data, with file, line and column; data, assets or pages beyond the limits;
    /// a paper that would not conform to PDF/A-2a and PDF/UA-1, such as a picture without a description.
    pub fn typeset(&self, job: &PaperJob<'_>) -> Result<Paper, PaperError> {
        let data =
            serde_json::to_vec(job.data).map_err(|e| PaperError::in_file("data.json", e.to_string()))?;
        let ident = format!("{}\n{}", job.main, String::from_utf8_lossy(&data));
        let world = self.world(job, data)?;
        let result = self.compile(&world).and_then(|(document, warnings)| {
            let options = PdfOptions {
                ident: Smart::Custom(ident),
                creator: Smart::Custom(Some("Công Vụ".to_owned())),
                timestamp: world.today.and_then(|at| Timestamp::new_local(at, VIETNAM_OFFSET_MINUTES)),
                page_ranges: None,
                standards: self.standards.clone(),
                tagged: true,
                pretty: false,
            };
            let pdf = typst_pdf::pdf(&document, &options)
                .map_err(|diagnostics| PaperError::from_diagnostics(&world, &diagnostics))?;
            Ok(Paper { pdf, pages: document.pages().len(), warnings })
        });
        self.sweep();
        result
    }

    /// The text of each page with its place, without making a PDF: for tests, and to compare a paper with an earlier one.
    ///
    /// # Errors
    /// As [`Typesetter::typeset`].
    pub fn text(&self, job: &PaperJob<'_>) -> Result<Vec<PageText>, PaperError> {
        let data =
            serde_json::to_vec(job.data).map_err(|e| PaperError::in_file("data.json", e.to_string()))?;
        let world = self.world(job, data)?;
        let result = self.compile(&world).map(|(document, _)| pages_text(&document));
        self.sweep();
        result
    }

    pub(crate) fn compile(&self, world: &PaperWorld<'_>) -> Result<(PagedDocument, Vec<String>), PaperError> {
        let compiled = typst::compile::<PagedDocument>(world);
        let document =
            compiled.output.map_err(|diagnostics| PaperError::from_diagnostics(world, &diagnostics))?;
        if document.pages().len() > MAX_PAGES {
            return Err(PaperError::new(format!("the paper has more than {MAX_PAGES} pages")));
        }
        let warnings =
            compiled.warnings.iter().map(|w| PaperError::from_diagnostic(world, w).to_string()).collect();
        Ok((document, warnings))
    }

    fn world<'a>(&'a self, job: &PaperJob<'a>, data: Vec<u8>) -> Result<PaperWorld<'a>, PaperError> {
        if !job.templates.contains(job.main) {
            return Err(PaperError::in_file(job.main, "no such template in the set"));
        }
        if data.len() > MAX_DATA_BYTES {
            return Err(PaperError::in_file("data.json", format!("larger than {MAX_DATA_BYTES} bytes")));
        }
        if !(2..=3).contains(&job.lang.len()) || !job.lang.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(PaperError::new(format!("`{}` is not a language; write `vi`", job.lang)));
        }
        let settings = serde_json::json!({ "lang": job.lang, "fonts": self.fonts.families }).to_string();
        let mut files = vec![
            ("data.json".to_owned(), Bytes::new(data)),
            ("typesetter.json".to_owned(), Bytes::from_string(settings)),
        ];
        if let Some(url) = job.data.pointer("/verify/url").and_then(serde_json::Value::as_str) {
            files.push(("qr.svg".to_owned(), Bytes::from_string(qr_svg(url)?)));
        }
        files.extend(assets(job.assets)?);
        Ok(PaperWorld {
            library: &self.library,
            fonts: &self.fonts,
            templates: job.templates,
            main: file_id(virtual_path(job.main)?),
            files,
            today: datetime(job.at),
        })
    }

    pub(crate) fn sweep(&self) {
        if self.papers.fetch_add(1, Ordering::Relaxed) % PAPERS_PER_SWEEP == PAPERS_PER_SWEEP - 1 {
            typst::comemo::evict(CACHE_SWEEPS);
        }
    }
}

/// The job's assets within their limits.
fn assets(assets: &[(String, Vec<u8>)]) -> Result<Vec<(String, Bytes)>, PaperError> {
    let total: usize = assets.iter().map(|(_, bytes)| bytes.len()).sum();
    if assets.len() > MAX_ASSETS || total > MAX_ASSET_BYTES {
        return Err(PaperError::new(format!(
            "at most {MAX_ASSETS} files of {MAX_ASSET_BYTES} bytes in all can go into one paper"
        )));
    }
    assets
        .iter()
        .map(|(name, bytes)| {
            let path = virtual_path(name)?;
            let name = path.get_without_slash().to_owned();
            if RESERVED.contains(&name.as_str()) {
                return Err(PaperError::in_file(
                    name,
                    "the name is filled in for every paper; choose another",
                ));
            }
            Ok((name, Bytes::new(bytes.clone())))
        })
        .collect()
}

pub(crate) fn datetime(at: DateTime) -> Option<Datetime> {
    let small = |part: i8| u8::try_from(part).ok();
    Datetime::from_ymd_hms(
        i32::from(at.year()),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
}

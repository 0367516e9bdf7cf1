//! Scans bound into one PDF: pictures and pages of PDFs, each turned as asked, in the order given.
//!
//! Only what a page shows goes along: scripts, forms, attachments and links of the sources do not. The result is plain
//! PDF 1.7, because PDF/A forbids pages of other PDFs inside a page; it is a copy of papers, not a paper of ours.

use jiff::civil::DateTime;
use typst::foundations::{Bytes, Smart};
use typst_pdf::{PdfOptions, PdfStandards};

use crate::error::PaperError;
use crate::templates::{TemplateSet, file_id, virtual_path};
use crate::typesetter::{Typesetter, datetime};
use crate::world::PaperWorld;

/// Most pages of one binding.
const MAX_LEAVES: usize = 500;
/// Most sources of one binding, and their size all together.
const MAX_SOURCES: usize = 60;
const MAX_SOURCE_BYTES: usize = 64 * 1024 * 1024;
/// A picture is put on A4, with a little room around it. Millimetres.
const A4_MM: (f64, f64) = (210.0, 297.0);
/// Longest side of a page, in points: that of A0.
const MAX_SIDE_PT: f64 = 3_400.0;

const TEMPLATE: &str = r#"
#let data = json("/data.json")
#set document(title: data.title)
#set page(margin: 0pt)
#for leaf in data.leaves {
  page(width: leaf.width * 1pt, height: leaf.height * 1pt, align(center + horizon, rotate(
    leaf.turn * 1deg, reflow: true,
    image(leaf.file, page: leaf.page, width: leaf.w * 1pt, height: leaf.h * 1pt, fit: "contain", alt: leaf.alt),
  )))
}
"#;

/// How large a page is before it is turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sheet {
    /// A picture of this many pixels, upright; it is put on A4.
    Picture {
        /// Width, pixels.
        width: u32,
        /// Height, pixels.
        height: u32,
    },
    /// A page of a PDF, in points; it keeps its size.
    Page {
        /// Width, points.
        width: f32,
        /// Height, points.
        height: f32,
    },
}

/// One page of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaf {
    /// Which source, from 0.
    pub source: usize,
    /// Which page of it, from 1; 1 for a picture.
    pub page: usize,
    /// Turned clockwise by 0, 90, 180 or 270 degrees.
    pub turn: u16,
    /// How large it is.
    pub sheet: Sheet,
}

/// What is to be bound.
#[derive(Debug, Clone)]
pub struct Binding {
    /// Title of the document.
    pub title: String,
    /// The files: JPEG, PNG or PDF.
    pub sources: Vec<Vec<u8>>,
    /// The pages.
    pub leaves: Vec<Leaf>,
    /// Date of the document.
    pub at: DateTime,
}

/// A bound document.
#[derive(Debug, Clone)]
pub struct Bound {
    /// PDF 1.7.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

impl Typesetter {
    /// Binds pages into one PDF. The same binding gives the same bytes.
    ///
    /// # Errors
    /// Nothing to bind, more than 500 pages, 60 sources or 64 MiB; a turn that is none of 0, 90, 180, 270; a source
    /// that cannot be read.
    pub fn bind(&self, binding: &Binding) -> Result<Bound, PaperError> {
        limits(binding)?;
        let leaves = binding.leaves.iter().enumerate().map(|(n, leaf)| placed(binding, n, leaf));
        let leaves = leaves.collect::<Result<Vec<_>, _>>()?;
        let data = serde_json::json!({ "title": binding.title, "leaves": leaves }).to_string();
        let templates = TemplateSet::new([("binding.typ", TEMPLATE)])?;
        let mut files = vec![("data.json".to_owned(), Bytes::from_string(data.clone()))];
        for (n, source) in binding.sources.iter().enumerate() {
            files.push((name(n, source), Bytes::new(source.clone())));
        }
        let world = PaperWorld {
            library: &self.library,
            fonts: &self.fonts,
            templates: &templates,
            main: file_id(virtual_path("binding.typ")?),
            files,
            today: datetime(binding.at),
        };
        let bound = self.compile(&world).and_then(|(document, _)| {
            let options = PdfOptions {
                ident: Smart::Custom(data),
                creator: Smart::Custom(Some("Công Vụ".to_owned())),
                timestamp: None,
                page_ranges: None,
                standards: PdfStandards::default(),
                tagged: false,
                pretty: false,
            };
            let pdf = typst_pdf::pdf(&document, &options)
                .map_err(|diagnostics| PaperError::from_diagnostics(&world, &diagnostics))?;
            Ok(Bound { pdf, pages: document.pages().len() })
        });
        self.sweep();
        bound
    }
}

fn limits(binding: &Binding) -> Result<(), PaperError> {
    let bytes: usize = binding.sources.iter().map(Vec::len).sum();
    if binding.leaves.is_empty() {
        return Err(PaperError::new("there is no page to bind"));
    }
    if binding.leaves.len() > MAX_LEAVES || binding.sources.len() > MAX_SOURCES || bytes > MAX_SOURCE_BYTES {
        return Err(PaperError::new(format!(
            "at most {MAX_LEAVES} pages of {MAX_SOURCES} files, {MAX_SOURCE_BYTES} bytes in all, can be bound"
        )));
    }
    Ok(())
}

/// A leaf as the template needs it, everything in points.
fn placed(binding: &Binding, number: usize, leaf: &Leaf) -> Result<serde_json::Value, PaperError> {
    let source = binding.sources.get(leaf.source);
    let source = source.ok_or_else(|| PaperError::new(format!("there is no source {}", leaf.source)))?;
    if !matches!(leaf.turn, 0 | 90 | 180 | 270) {
        return Err(PaperError::new(format!(
            "a page is turned by 0, 90, 180 or 270 degrees, not {}",
            leaf.turn
        )));
    }
    let across = matches!(leaf.turn, 90 | 270);
    let turned = |(w, h): (f64, f64)| if across { (h, w) } else { (w, h) };
    let (size, page) = match leaf.sheet {
        Sheet::Page { width, height } => {
            let side = |s: f32| f64::from(s).clamp(1.0, MAX_SIDE_PT);
            let size = (side(width), side(height));
            (size, turned(size))
        }
        Sheet::Picture { width, height } => {
            on_a4((f64::from(width.max(1)), f64::from(height.max(1))), turned)
        }
    };
    Ok(serde_json::json!({
        "file": format!("/{}", name(leaf.source, source)), "page": leaf.page.max(1), "turn": leaf.turn,
        "w": size.0, "h": size.1, "width": page.0, "height": page.1, "alt": format!("{}", number.saturating_add(1)),
    }))
}

type Size = (f64, f64);

/// Size of a picture, and of the A4 page, upright or across, that it fits best once it is turned.
fn on_a4(pixels: Size, turned: impl Fn(Size) -> Size) -> (Size, Size) {
    let shown = turned(pixels);
    let (short, long) = (A4_MM.0 * 72.0 / 25.4, A4_MM.1 * 72.0 / 25.4);
    let page = if shown.0 > shown.1 { (long, short) } else { (short, long) };
    let scale = (page.0 / shown.0).min(page.1 / shown.1);
    ((pixels.0 * scale, pixels.1 * scale), page)
}

fn name(number: usize, source: &[u8]) -> String {
    let kind = match source {
        [0xff, 0xd8, ..] => "jpg",
        [0x89, b'P', ..] => "png",
        _ => "pdf",
    };
    format!("source-{number}.{kind}")
}

#![doc = include_str!("../README.md")]

mod archive;
mod kind;
mod pdf;
mod picture;
mod tail;
mod unfit;

pub use kind::Kind;
pub use unfit::Unfit;

/// Most pages of one file.
pub const MAX_PAGES: usize = 500;

/// What a file is.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// By its content.
    pub kind: Kind,
    /// Its pages in order; a picture is one page, a text document has none that can be told.
    pub pages: Vec<Page>,
    /// What it could do by itself when it is opened; nothing of it survives binding.
    pub active: Vec<Active>,
}

/// One page, upright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// Width: points (1/72 inch) in a PDF, pixels in a picture.
    pub width: f32,
    /// Height, in the same unit.
    pub height: f32,
    /// Dots an inch of the picture that the page is: of a picture, once it fills a page of A4, as it is bound. None for pages that are
    /// no picture, or have words beside it: they are read as they are.
    pub dots: Option<u32>,
}

/// Something in a PDF that acts by itself, or hides something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Active {
    /// A script.
    Script,
    /// Starts a program.
    Launch,
    /// Other files inside.
    Attachment,
    /// A form with a program of its own (XFA).
    Form,
}

/// Looks at a file and its declared name.
///
/// # Errors
/// Why it cannot be taken.
pub fn look(bytes: &[u8], name: &str) -> Result<Look, Unfit> {
    if bytes.is_empty() {
        return Err(Unfit::Empty);
    }
    let kind = Kind::of(bytes).ok_or_else(|| tail::stranger(bytes))?;
    if !kind.fits_name(name) {
        return Err(Unfit::Name { found: kind });
    }
    tail::only_one_file(bytes, kind)?;
    match kind {
        Kind::Pdf => pdf::look(bytes),
        Kind::Jpeg | Kind::Png => picture::look(bytes, kind),
        Kind::Docx => archive::look(bytes),
        Kind::Heic => Err(Unfit::Heic),
        Kind::Doc => Ok(Look { kind, pages: Vec::new(), active: Vec::new() }),
    }
}

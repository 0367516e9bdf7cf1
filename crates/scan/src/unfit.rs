//! Why a file cannot be taken.

use crate::kind::Kind;

/// Why a file cannot be taken; nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// Nothing in it.
    #[error("the file is empty; choose it again")]
    Empty,
    /// None of the kinds that are known.
    #[error("the file is of a kind that is not known here; send PDF, JPEG or PNG")]
    Unknown,
    /// The name says another kind than the content.
    #[error("the file is {found:?}, its name says another kind; give it its right name")]
    Name {
        /// By its content.
        found: Kind,
    },
    /// Another file is hidden in front of it, behind it or inside.
    #[error("the file holds another file; save it anew and send only that")]
    TwoInOne,
    /// Unpacks to far more than it is.
    #[error("the file unpacks to more than can be taken")]
    Bomb,
    /// Encrypted.
    #[error("the file is locked; save it without a password")]
    Locked,
    /// More pages than can be taken.
    #[error("the file has {pages} pages, at most {max} can be taken; split it")]
    Pages {
        /// How many it has.
        pages: usize,
        /// How many can be taken.
        max: usize,
    },
    /// A picture too large to open.
    #[error(
        "the picture has {width} × {height} pixels, which is too large; scan with 200 to 300 dots an inch"
    )]
    Picture {
        /// Width, pixels.
        width: u32,
        /// Height, pixels.
        height: u32,
    },
    /// A photograph of a telephone in a format that most programs cannot open.
    #[error("photographs in HEIC cannot be taken; send JPEG")]
    Heic,
    /// A document with macros.
    #[error("the document holds macros; save it as PDF")]
    Macros,
    /// Cannot be read.
    #[error("the file is damaged; save it anew")]
    Damaged,
}

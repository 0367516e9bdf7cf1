//! A PDF that was found fit to be read.

use crate::fault::Fault;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, FromBytes, ObjectIdentifier};
use std::sync::Arc;

/// Largest PDF that is signed or checked, bytes.
pub const MAX_PDF_BYTES: usize = 20 * 1024 * 1024;
/// How far from the end the place of the table of objects is looked for, bytes.
const TAIL_BYTES: usize = 2_048;

/// A PDF with its bytes.
pub(crate) struct Document {
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) pdf: Pdf,
}

impl Document {
    /// Reads a file; one that unpacks to too much, or is locked, is not.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, Fault> {
        if bytes.len() > MAX_PDF_BYTES {
            return Err(Fault::TooLarge { size_bytes: bytes.len(), max_bytes: MAX_PDF_BYTES });
        }
        let look = congvu_scan::look(&bytes, "paper.pdf").map_err(Fault::Unfit)?;
        if look.kind != congvu_scan::Kind::Pdf {
            return Err(Fault::Unfit(congvu_scan::Unfit::Unknown));
        }
        Self::known(bytes)
    }

    /// Reads a file that was looked at before, or part of one.
    pub(crate) fn known(bytes: Vec<u8>) -> Result<Self, Fault> {
        let bytes = Arc::new(bytes);
        let pdf = Pdf::new(Arc::clone(&bytes)).map_err(|_| Fault::Damaged("its objects are not found"))?;
        Ok(Self { bytes, pdf })
    }

    pub(crate) fn root_id(&self) -> ObjectIdentifier {
        self.pdf.xref().root_id()
    }

    pub(crate) fn root(&self) -> Result<Dict<'_>, Fault> {
        self.pdf.xref().get(self.root_id()).ok_or(Fault::Damaged("it has no catalogue"))
    }

    /// Where the newest table of objects begins, and the dictionary after it.
    pub(crate) fn trailer(&self) -> Result<(usize, Dict<'_>), Fault> {
        let tail = self.bytes.len().saturating_sub(TAIL_BYTES);
        let end = self.bytes.get(tail..).unwrap_or_default();
        let word = b"startxref";
        let at = end.windows(word.len()).rposition(|w| w == word);
        let after = at.and_then(|at| end.get(at.saturating_add(word.len())..));
        let after = after.ok_or(Fault::Damaged("its end is missing"))?.trim_ascii_start();
        let digits: Vec<u8> = after.iter().copied().take_while(u8::is_ascii_digit).take(12).collect();
        let start: usize =
            std::str::from_utf8(&digits).ok().and_then(|d| d.parse().ok()).unwrap_or(usize::MAX);
        let table = self.bytes.get(start..).ok_or(Fault::Damaged("its table lies outside"))?;
        if !table.trim_ascii_start().starts_with(b"xref") {
            return Err(Fault::Unsupported("its table of objects is packed"));
        }
        let word = b"trailer";
        let at = table.windows(word.len()).position(|w| w == word);
        let dict = at.and_then(|at| table.get(at.saturating_add(word.len())..)).map(<[u8]>::trim_ascii_start);
        let dict = dict.and_then(Dict::from_bytes).ok_or(Fault::Damaged("it has no trailer"))?;
        Ok((start, dict))
    }
}

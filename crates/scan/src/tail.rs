//! One file, and nothing in front of it, behind it or around it: what is one thing to us must be the same to every
//! other program.

use crate::kind::Kind;
use crate::unfit::Unfit;

/// Readers look for a PDF header within this many bytes.
const HEADER_WITHIN: usize = 1024;
/// A ZIP archive ends with a record that may be followed by a comment of up to 64 KiB (APPNOTE 4.3.16).
const ZIP_END_WITHIN: usize = 22 + 65_535;
const ZIP_END: &[u8] = b"PK\x05\x06";
const PDF_HEADER: &[u8] = b"%PDF-";
/// What may follow the end of a PDF: line ends, and the padding that some scanners write.
const PDF_TAIL: usize = 4096;

/// Why bytes that begin like nothing known cannot be taken.
pub(crate) fn stranger(bytes: &[u8]) -> Unfit {
    if head_has_pdf(bytes) { Unfit::TwoInOne } else { Unfit::Unknown }
}

/// Whether the file is one file only.
pub(crate) fn only_one_file(bytes: &[u8], kind: Kind) -> Result<(), Unfit> {
    let zip = kind != Kind::Docx && find(last(bytes, ZIP_END_WITHIN), ZIP_END).is_some();
    let pdf = kind != Kind::Pdf && head_has_pdf(bytes);
    let more = match kind {
        Kind::Pdf => after_pdf(bytes),
        Kind::Png => after_png(bytes),
        // Cameras write previews and films behind a JPEG; what a browser would take for a page is none of that.
        Kind::Jpeg => has_markup(last(bytes, HEADER_WITHIN)),
        Kind::Heic | Kind::Docx | Kind::Doc => false,
    };
    if zip || pdf || more { Err(Unfit::TwoInOne) } else { Ok(()) }
}

fn head_has_pdf(bytes: &[u8]) -> bool {
    find(bytes.get(..HEADER_WITHIN.min(bytes.len())).unwrap_or_default(), PDF_HEADER).is_some()
}

/// A PDF ends with its last `%%EOF`; a little may follow, another file may not.
fn after_pdf(bytes: &[u8]) -> bool {
    let Some(end) = rfind(bytes, b"%%EOF") else { return false };
    let rest = bytes.get(end.saturating_add(5)..).unwrap_or_default();
    let blank = |b: &u8| b.is_ascii_whitespace() || *b == 0;
    (rest.len() > PDF_TAIL && !rest.iter().all(blank)) || has_markup(rest)
}

/// A PNG ends with its chunk IEND (12 bytes, RFC 2083 §4.1.4).
fn after_png(bytes: &[u8]) -> bool {
    let end = rfind(bytes, b"IEND\xae\x42\x60\x82");
    end.is_some_and(|at| bytes.len() > at.saturating_add(8))
}

fn has_markup(bytes: &[u8]) -> bool {
    let small = bytes.to_ascii_lowercase();
    [b"<script".as_slice(), b"<html", b"<!doctype", b"<?php"].iter().any(|m| find(&small, m).is_some())
}

fn last(bytes: &[u8], most: usize) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(most)..).unwrap_or_default()
}

/// First place of a word.
pub(crate) fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|w| w == word)
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|w| w == word)
}

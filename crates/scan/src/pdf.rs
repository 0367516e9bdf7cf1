//! PDF: what its streams unpack to is counted first, then it is read.

use crate::kind::Kind;
use crate::unfit::Unfit;
use crate::{Active, Look, MAX_PAGES, Page, tail};
use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object};
use hayro_syntax::{LoadPdfError, Pdf};
use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;

/// What all compressed streams may unpack to together, bytes: 500 pages of black and white at 300 dots an inch.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;
/// A single stream beyond this that shrinks to less than a 500th is no scan.
const MAX_STREAM: u64 = 96 * 1024 * 1024;
const MAX_RATIO: u64 = 500;
/// Most objects that are looked at for what acts by itself.
const MAX_OBJECTS: usize = 200_000;
/// Most objects that stand in the open, and most where the table of objects is missing and each must be looked for.
const MAX_OPEN_OBJECTS: usize = 100_000;
const MAX_LOST_OBJECTS: usize = 5_000;
/// How deep dictionaries in dictionaries are followed.
const DEPTH: usize = 12;

pub(crate) fn look(bytes: &[u8]) -> Result<Look, Unfit> {
    if is_locked(bytes) {
        return Err(Unfit::Locked);
    }
    few_enough(bytes)?;
    unpacks_to_little(bytes)?;
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(|e| match e {
        LoadPdfError::Decryption(_) => Unfit::Locked,
        LoadPdfError::Invalid => Unfit::Damaged,
    })?;
    let pages = pdf.pages();
    let count = pages.len();
    if count == 0 {
        return Err(Unfit::Damaged);
    }
    if count > MAX_PAGES {
        return Err(Unfit::Pages { pages: count, max: MAX_PAGES });
    }
    let pages = pages
        .iter()
        .map(|page| {
            let (width, height) = page.render_dimensions();
            Page { width, height, dots: dots(page, (width, height)) }
        })
        .collect();
    let mut active = BTreeSet::new();
    for object in pdf.objects().into_iter().take(MAX_OBJECTS) {
        of_object(&object, &mut active, DEPTH);
    }
    Ok(Look { kind: Kind::Pdf, pages, active: active.into_iter().collect() })
}

/// Most things drawn on a page that are looked at.
const MAX_DRAWN: usize = 200;

/// Dots an inch of the largest picture of a page that has no words of its own.
fn dots(page: &hayro_syntax::page::Page<'_>, size: (f32, f32)) -> Option<u32> {
    let resources = page.resources();
    if resources.fonts.entries().next().is_some() {
        return None;
    }
    let side = |dict: &Dict<'_>, name: &str| dict.get::<u32>(name).unwrap_or(0);
    let drawn = resources.x_objects.entries().take(MAX_DRAWN);
    let pictures = drawn.filter_map(|(name, _)| {
        let stream = resources.x_objects.get::<hayro_syntax::object::Stream<'_>>(name.as_ref())?;
        let dict = stream.dict();
        let is_picture = dict.get::<Name<'_>>("Subtype").is_some_and(|n| n.as_ref() == b"Image");
        let pixels = (side(dict, "Width"), side(dict, "Height"));
        (is_picture && pixels.0 > 0 && pixels.1 > 0).then_some(pixels)
    });
    let largest = pictures.max_by_key(|(w, h)| u64::from(*w).saturating_mul(u64::from(*h)))?;
    Some(crate::picture::dots(largest, size))
}

/// The trailer of a locked file names its dictionary of encryption (ISO 32000-2, 7.5.5); it is never packed itself.
fn is_locked(bytes: &[u8]) -> bool {
    let word = b"/Encrypt";
    let mut rest = bytes;
    while let Some(at) = tail::find(rest, word) {
        rest = rest.get(at.saturating_add(word.len())..).unwrap_or_default();
        if rest.first().is_some_and(|b| !b.is_ascii_alphanumeric()) {
            return true;
        }
    }
    false
}

/// Counts pages and objects that stand in the open before anything is read: reading takes longer than in proportion.
fn few_enough(bytes: &[u8]) -> Result<(), Unfit> {
    let name_ends = |rest: &[u8]| !rest.first().is_some_and(u8::is_ascii_alphanumeric);
    let is_page = |rest: &[u8]| rest.trim_ascii_start().strip_prefix(b"/Page").is_some_and(name_ends);
    // A file that was changed keeps its old pages beside the new ones.
    let pages = places(bytes, b"/Type").filter(|rest| is_page(rest)).count();
    if pages > MAX_PAGES.saturating_mul(2) {
        return Err(Unfit::Pages { pages, max: MAX_PAGES });
    }
    let has_table = tail::find(bytes, b"startxref").is_some();
    let most = if has_table { MAX_OPEN_OBJECTS } else { MAX_LOST_OBJECTS };
    if places(bytes, b" obj").take(most.saturating_add(1)).count() > most { Err(Unfit::Bomb) } else { Ok(()) }
}

/// What follows each place of a word.
fn places<'b>(bytes: &'b [u8], word: &'static [u8]) -> impl Iterator<Item = &'b [u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let at = tail::find(rest, word)?;
        rest = rest.get(at.saturating_add(word.len())..)?;
        Some(rest)
    })
}

/// Unpacks every stream into nowhere, counting.
fn unpacks_to_little(bytes: &[u8]) -> Result<(), Unfit> {
    let mut all = 0_u64;
    let mut rest = bytes;
    while let Some(at) = tail::find(rest, b"stream") {
        let dictionary = rest.get(at.saturating_sub(400)..at).unwrap_or_default();
        let is_end = rest.get(..at).is_some_and(|b| b.ends_with(b"end"));
        rest = rest.get(at.saturating_add(6)..).unwrap_or_default();
        if is_end {
            continue;
        }
        // Packed twice: nobody who makes documents does that.
        if dictionary.windows(12).filter(|w| *w == b"/FlateDecode").count() > 1 && packed_twice(dictionary) {
            return Err(Unfit::Bomb);
        }
        let data = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        // The first byte of a zlib stream (RFC 1950): method 8, window of up to 32 KiB.
        if data.first().is_some_and(|b| b & 0x0f == 8) {
            all = all.saturating_add(unpacked(data)?);
        }
        if all > MAX_UNPACKED {
            return Err(Unfit::Bomb);
        }
    }
    Ok(())
}

/// Whether the filters of one stream name the same packing one after the other.
fn packed_twice(dictionary: &[u8]) -> bool {
    let Some(open) = dictionary.iter().rposition(|b| *b == b'[') else { return false };
    let filters = dictionary.get(open..).unwrap_or_default();
    filters.windows(12).filter(|w| *w == b"/FlateDecode").count() > 1
}

fn unpacked(data: &[u8]) -> Result<u64, Unfit> {
    let mut decoder = ZlibDecoder::new(data);
    let mut piece = vec![0_u8; 64 * 1024];
    let mut counted = 0_u64;
    // What is not packed after all, or ends early, is the reader's affair.
    while let Ok(n @ 1..) = decoder.read(&mut piece) {
        counted = counted.saturating_add(n as u64);
        let packed = decoder.total_in().max(1);
        if counted > MAX_UNPACKED || (counted > MAX_STREAM && counted.checked_div(packed) > Some(MAX_RATIO)) {
            return Err(Unfit::Bomb);
        }
    }
    Ok(counted)
}

fn of_object(object: &Object<'_>, found: &mut BTreeSet<Active>, depth: usize) {
    match object {
        Object::Dict(dict) => of_dict(dict, found, depth),
        Object::Stream(stream) => of_dict(stream.dict(), found, depth),
        Object::Array(array) => of_array(array, found, depth),
        _ => {}
    }
}

fn of_array(array: &Array<'_>, found: &mut BTreeSet<Active>, depth: usize) {
    if depth == 0 {
        return;
    }
    for item in array.raw_iter().filter_map(direct) {
        of_object(&item, found, depth.saturating_sub(1));
    }
}

fn of_dict(dict: &Dict<'_>, found: &mut BTreeSet<Active>, depth: usize) {
    if depth == 0 {
        return;
    }
    for (key, value) in dict.entries() {
        let what = match key.as_ref() {
            b"JS" | b"JavaScript" => Some(Active::Script),
            b"XFA" => Some(Active::Form),
            b"EmbeddedFiles" | b"EF" | b"RichMediaContent" => Some(Active::Attachment),
            b"S" if dict.get::<Name<'_>>("S").is_some_and(|n| n.as_ref() == b"Launch") => {
                Some(Active::Launch)
            }
            _ => None,
        };
        found.extend(what);
        if let Some(value) = direct(value) {
            of_object(&value, found, depth.saturating_sub(1));
        }
    }
}

/// What stands there itself: what is referred to is an object of its own and looked at as such.
fn direct<'a>(value: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
    match value {
        MaybeRef::NotRef(object) => Some(object),
        MaybeRef::Ref(_) => None,
    }
}

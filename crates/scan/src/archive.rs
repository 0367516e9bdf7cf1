//! Text documents are ZIP archives: everything in them is counted while it is unpacked, into nowhere.

use crate::kind::Kind;
use crate::unfit::Unfit;
use crate::{Look, tail};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most entries.
const MAX_ENTRIES: usize = 2_000;
/// Largest content, unpacked, all entries together, bytes.
const MAX_UNPACKED: u64 = 120 * 1024 * 1024;
/// An archive in which this is reached counts as made to unpack: text seldom shrinks to less than a hundredth.
const MAX_RATIO: u64 = 200;
/// Below this size no ratio is looked at, bytes.
const SMALL: u64 = 4 * 1024 * 1024;

pub(crate) fn look(bytes: &[u8]) -> Result<Look, Unfit> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unfit::Damaged)?;
    if archive.len() > MAX_ENTRIES {
        return Err(Unfit::Bomb);
    }
    let most = MAX_UNPACKED.min((bytes.len() as u64).saturating_mul(MAX_RATIO).max(SMALL));
    let (mut unpacked, mut packed, mut document) = (0_u64, 0_u64, false);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| Unfit::Damaged)?;
        let name = entry.name().map(|n| n.into_owned()).map_err(|_| Unfit::Damaged)?;
        document |= name == "word/document.xml";
        if name.ends_with("vbaProject.bin") {
            return Err(Unfit::Macros);
        }
        packed = packed.saturating_add(entry.compressed_size());
        unpacked = unpacked.saturating_add(count(&mut entry, most.saturating_sub(unpacked))?);
    }
    // Entries that share their bytes are how the smallest bombs are made.
    if packed > bytes.len() as u64 {
        return Err(Unfit::Bomb);
    }
    if !document {
        return Err(Unfit::Unknown);
    }
    // A web page or a PDF in front of the archive would have been seen by its first bytes; inside it stands as text.
    if tail::find(bytes.get(..4096.min(bytes.len())).unwrap_or_default(), b"%PDF-").is_some() {
        return Err(Unfit::TwoInOne);
    }
    Ok(Look { kind: Kind::Docx, pages: Vec::new(), active: Vec::new() })
}

/// How much comes out; stops as soon as it is too much.
fn count(from: &mut impl Read, most: u64) -> Result<u64, Unfit> {
    let mut counted = 0_u64;
    let mut piece = [0_u8; 16 * 1024];
    loop {
        match from.read(&mut piece) {
            Ok(0) => return Ok(counted),
            Ok(n) => counted = counted.saturating_add(n as u64),
            Err(_) => return Err(Unfit::Damaged),
        }
        if counted > most {
            return Err(Unfit::Bomb);
        }
    }
}

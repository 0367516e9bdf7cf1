//! Fields of signatures.

use super::read::Document;
use super::write::read_text;
use crate::fault::Fault;
use hayro_syntax::object::{Array, Dict, Name, Number, String as Text};

/// How deep fields in fields are followed, and how many there may be.
const DEPTH: usize = 8;
const MAX_FIELDS: usize = 2_000;
/// Most signatures that are checked.
const MAX_SIGNATURES: usize = 50;

/// A signature as the file has it.
pub(crate) struct Field {
    /// Name of the field.
    pub(crate) name: String,
    /// `SubFilter`: what kind of signature it is.
    pub(crate) kind: String,
    /// Offset and length, twice.
    pub(crate) range: Vec<i64>,
    /// The signature with the room that was left for it.
    pub(crate) contents: Vec<u8>,
    /// Why it was signed.
    pub(crate) reason: Option<String>,
}

/// All signatures, in the order of the fields.
pub(crate) fn signatures(document: &Document) -> Result<Vec<Field>, Fault> {
    let Some(form) = document.root()?.get::<Dict<'_>>(b"AcroForm".as_slice()) else { return Ok(Vec::new()) };
    let Some(fields) = form.get::<Array<'_>>(b"Fields".as_slice()) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut left = MAX_FIELDS;
    walk(&fields, "", false, DEPTH, &mut left, &mut found)?;
    Ok(found)
}

fn walk(
    fields: &Array<'_>,
    under: &str,
    inherited: bool,
    depth: usize,
    left: &mut usize,
    found: &mut Vec<Field>,
) -> Result<(), Fault> {
    let deeper = depth.checked_sub(1).ok_or(Fault::Damaged("its fields go too deep"))?;
    for field in fields.iter::<Dict<'_>>() {
        *left = left.checked_sub(1).ok_or(Fault::Damaged("it has too many fields"))?;
        let own = field.get::<Text<'_>>(b"T".as_slice()).map(|t| read_text(t.as_bytes()));
        let name = match own {
            Some(own) if under.is_empty() => own,
            Some(own) => format!("{under}.{own}"),
            None => under.to_owned(),
        };
        let kind = field.get::<Name<'_>>(b"FT".as_slice());
        let is_signature = kind.as_ref().map_or(inherited, |kind| kind.as_ref() == b"Sig");
        if let Some(kids) = field.get::<Array<'_>>(b"Kids".as_slice()) {
            walk(&kids, &name, is_signature, deeper, left, found)?;
        }
        if is_signature && let Some(value) = field.get::<Dict<'_>>(b"V".as_slice()) {
            if found.len() >= MAX_SIGNATURES {
                return Err(Fault::Damaged("it has too many signatures"));
            }
            found.push(read(name, &value));
        }
    }
    Ok(())
}

fn read(name: String, value: &Dict<'_>) -> Field {
    let range = value.get::<Array<'_>>(b"ByteRange".as_slice());
    let range = range.map(|r| r.iter::<Number>().take(5).map(|n| n.as_i64()).collect()).unwrap_or_default();
    let kind = value.get::<Name<'_>>(b"SubFilter".as_slice());
    let contents = value.get::<Text<'_>>(b"Contents".as_slice());
    let reason = value.get::<Text<'_>>(b"Reason".as_slice());
    Field {
        name,
        kind: kind.map(|k| String::from_utf8_lossy(k.as_ref()).into_owned()).unwrap_or_default(),
        range,
        contents: contents.map(|c| c.as_bytes().to_vec()).unwrap_or_default(),
        reason: reason.map(|r| read_text(r.as_bytes())).filter(|r| !r.is_empty()),
    }
}

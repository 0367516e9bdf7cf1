//! Signing a paper: PAdES baseline (ETSI EN 319 142-1, 5), in two steps, so that the stamp may come from elsewhere.

use crate::cms::{Content, sign, stamped, wrapped};
use crate::credential::{Credential, der_of};
use crate::fault::Fault;
use crate::pdf::fields::signatures;
use crate::pdf::read::Document;
use crate::pdf::update::Update;
use crate::pdf::write;
use crate::stamp::{StampRequest, Token};
use cms::signed_data::SignedData;
use der::Encode;
use hayro_syntax::object::{Array, Dict, ObjectIdentifier};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use ring::digest::{Context, SHA256, digest};

/// Room for a time stamp with its certificates, and for what surrounds a signature, bytes.
const STAMP_ROOM: usize = 7 * 1024;
const AROUND: usize = 1_024;
/// Longest reason or place, characters.
const MAX_TEXT: usize = 300;
/// Digits of the longest offset.
const DIGITS: usize = 10;

/// What is said with a signature.
#[derive(Debug, Clone, Default)]
pub struct Said<'a> {
    /// When, milliseconds since 1970 in UTC: shown by readers, proved by the stamp alone.
    pub at_ms: i64,
    /// Who, in short; readers take it from the certificate otherwise.
    pub name: Option<&'a str>,
    /// Why, or as what.
    pub reason: Option<&'a str>,
    /// Where.
    pub place: Option<&'a str>,
}

/// A signed paper that waits for its time stamp.
#[derive(Debug)]
pub struct Signed {
    pdf: Vec<u8>,
    hole: std::ops::Range<usize>,
    signed: SignedData,
}

/// Signs a paper. What was there stays as it is, byte for byte; earlier signatures stay right.
///
/// # Errors
/// The PDF cannot be read or is of a kind that is not signed here; the key does not sign.
pub fn sign_paper(pdf: Vec<u8>, credential: &Credential, said: &Said<'_>) -> Result<Signed, Fault> {
    let document = Document::open(pdf)?;
    let before = signatures(&document)?.len();
    let chain = credential.shown().iter().map(der_of).collect::<Result<Vec<_>, _>>()?;
    let room = chain.iter().map(Vec::len).sum::<usize>().saturating_add(STAMP_ROOM).saturating_add(AROUND);
    let mut update = Update::of(&document)?;
    let (value, field, look) = (update.reserve(), update.reserve(), update.reserve());
    let (body, hole, range) = signature_object(said, room);
    update.put(value, body);
    let page = document.pdf.pages().first().and_then(|p| p.raw().obj_id());
    let page = page.ok_or(Fault::Damaged("it has no page"))?;
    update.put(field, widget(value, page, look, before));
    update.put(
        look,
        b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<>>/Length 0>>\nstream\n\nendstream".to_vec(),
    );
    onto_page(&document, &mut update, page, field)?;
    into_form(&document, &mut update, field)?;
    let (mut bytes, places) = update.finish(&document)?;
    let at = places.get(&value.obj_number).copied().ok_or(Fault::Damaged("an object is missing"))?;
    // After the line with the object's number.
    let line = format!("{} 0 obj\n", value.obj_number).len();
    let base = at.saturating_add(line);
    let shift = |r: std::ops::Range<usize>| r.start.saturating_add(base)..r.end.saturating_add(base);
    let (hole, range) = (shift(hole), shift(range));
    let covered = format!("0 {} {} {}", hole.start, hole.end, bytes.len().saturating_sub(hole.end));
    let covered = format!("{covered:<width$}", width = range.len());
    put(&mut bytes, range, covered.as_bytes())?;
    let signed = sign(credential, &Content::Detached(around(&bytes, &hole)), true)?;
    Ok(Signed { pdf: bytes, hole, signed })
}

impl Signed {
    /// What a time stamp is asked for: the SHA-256 of the signature.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn stamp_request(&self) -> Result<StampRequest, Fault> {
        let info = self.signed.signer_infos.0.as_slice().first().ok_or(Fault::Encoding("the signature"))?;
        let hash = digest(&SHA256, info.signature.as_bytes());
        StampRequest::new(hash.as_ref().try_into().map_err(|_| Fault::Encoding("a digest"))?)
    }

    /// The paper with its signature and the stamp on it (B-T).
    ///
    /// # Errors
    /// They need more room than was left.
    pub fn stamped(self, token: &Token) -> Result<Vec<u8>, Fault> {
        let signed = stamped(self.signed, &token.info)?;
        finish(self.pdf, self.hole, &signed)
    }

    /// The paper with its signature and no stamp (B-B): nobody else says when it was signed.
    ///
    /// # Errors
    /// It needs more room than was left.
    pub fn unstamped(self) -> Result<Vec<u8>, Fault> {
        finish(self.pdf, self.hole, &self.signed)
    }
}

fn finish(mut pdf: Vec<u8>, hole: std::ops::Range<usize>, signed: &SignedData) -> Result<Vec<u8>, Fault> {
    let der = wrapped(signed)?.to_der()?;
    let room_bytes = hole.len().saturating_sub(2) / 2;
    if der.len() > room_bytes {
        return Err(Fault::NoRoom { needed_bytes: der.len(), room_bytes });
    }
    let text = write::hexadecimal(&der);
    let digits = text.trim_matches(['<', '>']).as_bytes();
    let from = hole.start.saturating_add(1);
    put(&mut pdf, from..from.saturating_add(digits.len()), digits)?;
    Ok(pdf)
}

fn put(bytes: &mut [u8], at: std::ops::Range<usize>, what: &[u8]) -> Result<(), Fault> {
    let place = bytes.get_mut(at).filter(|place| place.len() == what.len());
    place.ok_or(Fault::Damaged("there is no room"))?.copy_from_slice(what);
    Ok(())
}

/// SHA-256 of all but the hole.
fn around(bytes: &[u8], hole: &std::ops::Range<usize>) -> [u8; 32] {
    let mut hash = Context::new(&SHA256);
    hash.update(bytes.get(..hole.start).unwrap_or_default());
    hash.update(bytes.get(hole.end..).unwrap_or_default());
    hash.finish().as_ref().try_into().unwrap_or_default()
}

/// The signature's dictionary, where in it the hole is, and where the numbers that say what is covered.
fn signature_object(
    said: &Said<'_>,
    room: usize,
) -> (Vec<u8>, std::ops::Range<usize>, std::ops::Range<usize>) {
    let short = |text: &str| write::text(&text.chars().take(MAX_TEXT).collect::<String>());
    let mut out = String::from("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached");
    out.push_str(&format!("/M({})", date(said.at_ms)));
    for (key, text) in [("Name", said.name), ("Reason", said.reason), ("Location", said.place)] {
        if let Some(text) = text {
            out.push_str(&format!("/{key} {}", short(text)));
        }
    }
    out.push_str("/ByteRange[");
    let from = out.len();
    let width = 1 + 3 * (DIGITS + 1);
    out.push_str(&" ".repeat(width));
    let range = from..out.len();
    out.push_str("]/Contents");
    let hole = out.len()..out.len().saturating_add(room.saturating_mul(2)).saturating_add(2);
    out.push('<');
    out.push_str(&"0".repeat(room.saturating_mul(2)));
    out.push_str(">>>");
    (out.into_bytes(), hole, range)
}

/// `D:20240304080000+07'00'`: civil time of Viet Nam (ISO 32000-1, 7.9.4).
fn date(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let local = at.to_zoned(TimeZone::fixed(Offset::constant(7)));
    local.strftime("D:%Y%m%d%H%M%S+07'00'").to_string()
}

/// The field and its place. A seal without a picture lies outside the page: PDF/A asks every annotation to be printable and to have a
/// look, PDF/UA asks every one on the page to be told to those who cannot see it.
fn widget(value: ObjectIdentifier, page: ObjectIdentifier, look: ObjectIdentifier, before: usize) -> Vec<u8> {
    let mut out = b"<</Type/Annot/Subtype/Widget/FT/Sig/F 132/Rect[-10 -10 -9 -9]/T".to_vec();
    out.extend(write::text(&format!("signature-{}", before.saturating_add(1))).bytes());
    for (key, id) in [("/V ", value), ("/P ", page)] {
        out.extend(key.bytes());
        write::reference(&mut out, id);
    }
    out.extend(b"/AP<</N ");
    write::reference(&mut out, look);
    out.extend(b">>>>");
    out
}

const TOO_DEEP: Fault = Fault::Damaged("its objects go too deep");

fn onto_page(
    document: &Document,
    update: &mut Update,
    page: ObjectIdentifier,
    field: ObjectIdentifier,
) -> Result<(), Fault> {
    let dict: Dict<'_> = document.pdf.xref().get(page).ok_or(Fault::Damaged("a page is missing"))?;
    let list = dict.get::<Array<'_>>(b"Annots".as_slice());
    let array = extended(list.as_ref(), field)?;
    if let Some(id) = dict.get_ref(b"Annots".as_slice()).filter(|_| list.is_some()) {
        update.put(id.into(), array);
        return Ok(());
    }
    let mut out = Vec::new();
    if !write::open_dict(&mut out, &dict, &[b"Annots"]) {
        return Err(TOO_DEEP);
    }
    out.extend(b"/Annots ");
    out.extend(array);
    out.extend(b">>");
    update.put(page, out);
    Ok(())
}

fn extended(list: Option<&Array<'_>>, field: ObjectIdentifier) -> Result<Vec<u8>, Fault> {
    let mut out = b"[".to_vec();
    if let Some(list) = list
        && !write::items(&mut out, list)
    {
        return Err(TOO_DEEP);
    }
    write::reference(&mut out, field);
    out.push(b']');
    Ok(out)
}

/// The form gets the field; where there is none, the catalogue gets a form.
fn into_form(document: &Document, update: &mut Update, field: ObjectIdentifier) -> Result<(), Fault> {
    let root = document.root()?;
    let form = root.get::<Dict<'_>>(b"AcroForm".as_slice());
    let fields = form.as_ref().and_then(|f| f.get::<Array<'_>>(b"Fields".as_slice()));
    let mut out = Vec::new();
    match &form {
        Some(form) if !write::open_dict(&mut out, form, &[b"Fields", b"SigFlags"]) => return Err(TOO_DEEP),
        Some(_) => {}
        None => out.extend(b"<<"),
    }
    out.extend(b"/Fields ");
    out.extend(extended(fields.as_ref(), field)?);
    // Signatures exist; append only (ISO 32000-1, table 219).
    out.extend(b"/SigFlags 3>>");
    if let Some(id) = root.get_ref(b"AcroForm".as_slice()).filter(|_| form.is_some()) {
        update.put(id.into(), out);
        return Ok(());
    }
    let id = update.reserve();
    update.put(id, out);
    let mut catalogue = Vec::new();
    if !write::open_dict(&mut catalogue, &root, &[b"AcroForm"]) {
        return Err(TOO_DEEP);
    }
    catalogue.extend(b"/AcroForm ");
    write::reference(&mut catalogue, id);
    catalogue.extend(b">>");
    update.put(document.root_id(), catalogue);
    Ok(())
}

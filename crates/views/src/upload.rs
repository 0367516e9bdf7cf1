//! Files that people hand in: whose upload it is, and what to do about a file that was not taken.

use congvu_desk::{Active, Kind, NotTaken, Unfit};
use congvu_pack::Agency;
use congvu_web::{PageCx, WebError, Words, fmt};
use sha2::{Digest, Sha256};

/// Name of the field that names a finished upload: `FIELD:ID`, the field of the form and the upload.
pub const RESUMED: &str = "_upload";
/// Session value with the secret of a visitor who is not signed in.
const GUEST: &str = "upload-guest";

/// Under which name the store keeps this visitor's uploads, where there are any.
#[must_use]
pub fn owner(cx: &PageCx, agency: &Agency) -> Option<String> {
    let here = cx.session().signed_in().filter(|who| who.agency.as_deref() == Some(agency.id()));
    if let Some(who) = here {
        return Some(format!("account:{}", who.person));
    }
    let secret: String = cx.session().get(GUEST)?;
    Some(format!("secret:{}", hex::encode(Sha256::digest(secret.as_bytes()))))
}

/// As [`owner`]; a visitor who has none yet gets a secret that the session keeps.
///
/// # Errors
/// The system has no randomness, or the session no room.
pub fn new_owner(cx: &PageCx, agency: &Agency) -> Result<String, WebError> {
    if let Some(owner) = owner(cx, agency) {
        return Ok(owner);
    }
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(WebError::fault)?;
    if !cx.session().set(GUEST, &hex::encode(bytes)) {
        return Err(WebError::fault("the session has no room for a visitor"));
    }
    owner(cx, agency).ok_or_else(|| WebError::fault("the session lost a visitor"))
}

/// What to do about a file that was not taken, in a sentence; the disk's faults are ours.
///
/// # Errors
/// The file could not be kept through no fault of its own.
pub fn not_taken(w: &Words, why: NotTaken) -> Result<String, WebError> {
    match why {
        NotTaken::Unfit(unfit) => Ok(unfit_text(w, &unfit)),
        NotTaken::TooLarge { max_bytes } => {
            let most = fmt::size(w.lang(), max_bytes as u64);
            Ok(w.with("views-file-large", &[("size", most.into())]))
        }
        NotTaken::Kind { found } => Ok(w.with("views-file-kind", &[("kind", kind(found).into())])),
        NotTaken::Desk(error) => Err(WebError::fault(error)),
    }
}

fn unfit_text(w: &Words, unfit: &Unfit) -> String {
    let n = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    match unfit {
        Unfit::Empty => w.t("views-file-empty"),
        Unfit::Unknown => w.t("views-file-unknown"),
        Unfit::Name { found } => w.with("views-file-name", &[("kind", kind(*found).into())]),
        Unfit::TwoInOne => w.t("views-file-two"),
        Unfit::Bomb => w.t("views-file-bomb"),
        Unfit::Locked => w.t("views-file-locked"),
        Unfit::Pages { pages, max } => {
            w.with("views-file-pages", &[("pages", n(*pages).into()), ("max", n(*max).into())])
        }
        Unfit::Picture { width, height } => {
            w.with("views-file-picture", &[("width", (*width).into()), ("height", (*height).into())])
        }
        Unfit::Heic => w.t("views-file-heic"),
        Unfit::Macros => w.t("views-file-macros"),
        _ => w.t("views-file-damaged"),
    }
}

/// A kind of file in a word.
#[must_use]
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Pdf => "PDF",
        Kind::Jpeg => "JPG",
        Kind::Png => "PNG",
        Kind::Heic => "HEIC",
        Kind::Docx => "DOCX",
        Kind::Doc => "DOC",
    }
}

/// Kinds of file that a pack may name: the word for people, the `accept` list, the kinds as found by looking. HEIC is in
/// no list: telephones then hand in JPEG by themselves.
const ACCEPTS: [(&str, &str, &str, &[Kind]); 3] = [
    ("pdf", "PDF", ".pdf,application/pdf", &[Kind::Pdf]),
    ("image", "JPG, PNG", ".jpg,.jpeg,.png,image/jpeg,image/png", &[Kind::Jpeg, Kind::Png]),
    ("word", "DOC, DOCX", ".doc,.docx", &[Kind::Doc, Kind::Docx]),
];

/// The kinds that a part of a dossier takes.
#[must_use]
pub fn kinds_of(accepts: &[String]) -> Vec<Kind> {
    let named = ACCEPTS.iter().filter(|(kind, ..)| accepts.iter().any(|a| a == kind));
    named.flat_map(|(.., kinds)| kinds.iter().copied()).collect()
}

/// Every kind that some part may take.
#[must_use]
pub fn all_kinds() -> Vec<Kind> {
    ACCEPTS.iter().flat_map(|(.., kinds)| kinds.iter().copied()).collect()
}

/// The kinds of a part for the field where a file is chosen: words for people, and the `accept` list.
#[must_use]
pub fn chooser(accepts: &[String]) -> (Vec<String>, String) {
    let named: Vec<_> = ACCEPTS.iter().filter(|(kind, ..)| accepts.iter().any(|a| a == kind)).collect();
    let words = named.iter().map(|(_, word, ..)| (*word).to_owned()).collect();
    (words, named.iter().map(|(_, _, accept, _)| *accept).collect::<Vec<_>>().join(","))
}

/// What a PDF could do by itself, in words.
#[must_use]
pub fn active_text(w: &Words, active: &[Active]) -> String {
    let word = |a: &Active| {
        w.t(match a {
            Active::Script => "views-file-script",
            Active::Launch => "views-file-launch",
            Active::Attachment => "views-file-attachment",
            Active::Form => "views-file-form",
        })
    };
    active.iter().map(word).collect::<Vec<_>>().join(", ")
}

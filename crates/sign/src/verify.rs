//! Checking the signatures of a paper.

use crate::fault::Fault;
use crate::names::{Name, named};
use crate::oids;
use crate::pdf::changes::only_signatures;
use crate::pdf::fields::{Field, signatures};
use crate::pdf::read::Document;
use crate::signer::{self, Problem};
use crate::stamp::Read;
use crate::trust::{Standing, Trust};
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerInfo};
use der::{Decode, Header, Reader, SliceReader};
use x509_cert::Certificate;

/// Kinds of signatures that are read: PAdES, and what was written before it.
const KINDS: [&str; 2] = ["ETSI.CAdES.detached", "adbe.pkcs7.detached"];
/// Largest signature, bytes.
const MAX_SIGNATURE_BYTES: usize = 256 * 1024;

/// What was found in a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its signatures, in the order of their fields.
    pub signatures: Vec<Seen>,
}

impl Report {
    /// Whether there are signatures and none of them is bad or unknown.
    #[must_use]
    pub fn is_good(&self) -> bool {
        !self.signatures.is_empty() && self.signatures.iter().all(|s| s.verdict() == Verdict::Good)
    }
}

/// The answer about one signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Right, by somebody who is trusted here.
    Good,
    /// Right, but by somebody of whom nothing is known here.
    Unknown,
    /// Not to be relied on.
    Bad,
}

/// A time stamp on a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// The time that it tells, milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// Who says so.
    pub by: Name,
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Name of its field.
    pub field: String,
    /// Who signed, where the certificate can be read.
    pub signer: Option<Name>,
    /// Why, in the signer's words.
    pub reason: Option<String>,
    /// When, where an authority that is trusted here says so.
    pub stamp: Option<Stamped>,
    /// Bytes that were added after it; zero where it covers the whole file.
    pub bytes_after: usize,
    /// How the signer's certificate stood when it was signed; without a stamp, how it stands now.
    pub then: Option<Standing>,
    /// How it stands now.
    pub now: Option<Standing>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl Seen {
    /// The answer about it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let unknown = [Problem::Unknown, Problem::StampUnknown];
        match self.problems.as_slice() {
            [] => Verdict::Good,
            some if some.iter().all(|p| unknown.contains(p)) => Verdict::Unknown,
            _ => Verdict::Bad,
        }
    }

    /// Whether it covers the file from the first byte to the last.
    #[must_use]
    pub fn covers_all(&self) -> bool {
        self.bytes_after == 0 && !self.problems.contains(&Problem::Range)
    }
}

/// Checks all signatures of a PDF as of `now_ms`, milliseconds since 1970 in UTC.
///
/// # Errors
/// The file is none that can be read.
pub fn verify(pdf: Vec<u8>, trust: &Trust, now_ms: i64) -> Result<Report, Fault> {
    // The reader of PDF is not ours: should it stop on some file, that file is damaged and nothing else happens.
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let document = Document::open(pdf)?;
        let fields = signatures(&document)?;
        Ok(Report { signatures: fields.into_iter().map(|f| one(&document, f, trust, now_ms)).collect() })
    }));
    read.unwrap_or(Err(Fault::Damaged("it cannot be read")))
}

fn one(document: &Document, field: Field, trust: &Trust, now_ms: i64) -> Seen {
    let mut seen = Seen {
        field: field.name.clone(),
        signer: None,
        reason: field.reason.clone(),
        stamp: None,
        bytes_after: 0,
        then: None,
        now: None,
        problems: Vec::new(),
    };
    if let Err(problem) = look(document, &field, trust, now_ms, &mut seen) {
        seen.problems.push(problem);
    }
    seen.problems.sort();
    seen.problems.dedup();
    seen
}

fn look(
    document: &Document,
    field: &Field,
    trust: &Trust,
    now_ms: i64,
    seen: &mut Seen,
) -> Result<(), Problem> {
    if !KINDS.contains(&field.kind.as_str()) {
        return Err(Problem::Kind);
    }
    let (covered, end) = covered(&document.bytes, field)?;
    seen.bytes_after = document.bytes.len().saturating_sub(end);
    let signed = signed_data(&field.contents)?;
    // Told even where something is wrong with it: who is said to have signed.
    seen.signer = first_certificate(&signed).as_ref().map(named);
    let (own, others, info) = signer::check(&signed, oids::DATA, &covered)?;
    seen.signer = Some(named(&own));
    if seen.bytes_after > 0 {
        let earlier = document.bytes.get(..end).unwrap_or_default().to_vec();
        let earlier = Document::known(earlier).map_err(|_| Problem::Range)?;
        if !only_signatures(&earlier, document).unwrap_or(false) {
            seen.problems.push(Problem::ChangedAfter);
        }
    }
    if let Err(problem) = signer::signs_papers(&own) {
        seen.problems.push(problem);
    }
    match stamp(&info, trust, now_ms) {
        None => {}
        Some(Ok(stamp)) => seen.stamp = Some(stamp),
        Some(Err(problem)) => seen.problems.push(problem),
    }
    let at_ms = seen.stamp.as_ref().map_or(now_ms, |stamp| stamp.at_ms);
    let then = trust.standing(&own, &others, at_ms);
    seen.problems.extend(then.problem());
    seen.now = Some(trust.standing(&own, &others, now_ms));
    seen.then = Some(then);
    Ok(())
}

/// The bytes that a signature covers, and where they end: from the first byte, around its own `Contents` and nothing else.
fn covered(bytes: &[u8], field: &Field) -> Result<(Vec<u8>, usize), Problem> {
    let numbers: Vec<usize> = field.range.iter().filter_map(|n| usize::try_from(*n).ok()).collect();
    let [0, first, second, length] = numbers.as_slice() else { return Err(Problem::Range) };
    if field.range.len() != 4 || second <= first {
        return Err(Problem::Range);
    }
    let end = second.checked_add(*length).ok_or(Problem::Range)?;
    let before = bytes.get(..*first).ok_or(Problem::Range)?;
    let hole = bytes.get(*first..*second).ok_or(Problem::Range)?;
    let after = bytes.get(*second..end).ok_or(Problem::Range)?;
    let digits = hole.strip_prefix(b"<").and_then(|h| h.strip_suffix(b">")).ok_or(Problem::Range)?;
    // What is left out must be exactly the signature that was read, or something could hide there.
    let same = digits.len() == field.contents.len().saturating_mul(2)
        && digits.chunks(2).zip(&field.contents).all(|(two, byte)| {
            std::str::from_utf8(two).ok().and_then(|two| u8::from_str_radix(two, 16).ok()) == Some(*byte)
        });
    if !same {
        return Err(Problem::Range);
    }
    Ok(([before, after].concat(), end))
}

/// Reads the signature and that nothing but zeros stands after it.
fn signed_data(contents: &[u8]) -> Result<SignedData, Problem> {
    let mut reader = SliceReader::new(contents).map_err(|_| Problem::Unreadable)?;
    let header = Header::decode(&mut reader).map_err(|_| Problem::Unreadable)?;
    let head = usize::try_from(reader.position()).map_err(|_| Problem::Unreadable)?;
    let body = usize::try_from(header.length).map_err(|_| Problem::Unreadable)?;
    let length = head.checked_add(body).filter(|l| *l <= MAX_SIGNATURE_BYTES).ok_or(Problem::Unreadable)?;
    let (own, rest) = contents.split_at_checked(length).ok_or(Problem::Unreadable)?;
    if rest.iter().any(|b| *b != 0) {
        return Err(Problem::Trailing);
    }
    let info = ContentInfo::from_der(own).map_err(|_| Problem::Unreadable)?;
    if info.content_type != oids::SIGNED_DATA {
        return Err(Problem::Kind);
    }
    let signed: SignedData = info.content.decode_as().map_err(|_| Problem::Unreadable)?;
    let content = &signed.encap_content_info;
    if content.econtent_type != oids::DATA || content.econtent.is_some() {
        Err(Problem::Kind)
    } else {
        Ok(signed)
    }
}

fn first_certificate(signed: &SignedData) -> Option<Certificate> {
    let all = signed.certificates.as_ref()?.0.as_slice();
    all.iter().find_map(|choice| match choice {
        cms::cert::CertificateChoices::Certificate(c) => Some(c.clone()),
        cms::cert::CertificateChoices::Other(_) => None,
    })
}

/// The stamp on a signature, judged by its own time: a stamp of an authority whose certificate ended later still tells when it was.
fn stamp(info: &SignerInfo, trust: &Trust, now_ms: i64) -> Option<Result<Stamped, Problem>> {
    let attributes = info.unsigned_attrs.as_ref()?;
    let attribute = attributes.iter().find(|a| a.oid == oids::TIME_STAMP_TOKEN)?;
    Some(read_stamp(attribute, info, trust, now_ms))
}

fn read_stamp(
    attribute: &x509_cert::attr::Attribute,
    info: &SignerInfo,
    trust: &Trust,
    now_ms: i64,
) -> Result<Stamped, Problem> {
    let token: ContentInfo =
        attribute.values.get(0).and_then(|v| v.decode_as().ok()).ok_or(Problem::Stamp)?;
    let read = Read::of(&token).map_err(|_| Problem::Stamp)?;
    if !read.is_about(info.signature.as_bytes()) {
        return Err(Problem::Stamp);
    }
    let standing = trust.standing(&read.by, &read.others, read.at_ms);
    // A stamp from the future proves nothing about the past; a minute is what clocks differ by.
    if standing != Standing::Good || read.at_ms > now_ms.saturating_add(60_000) {
        return Err(Problem::StampUnknown);
    }
    Ok(Stamped { at_ms: read.at_ms, by: named(&read.by) })
}

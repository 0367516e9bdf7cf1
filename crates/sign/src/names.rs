//! Names in certificates, for people.

use crate::oids;
use der::asn1::{Any, ObjectIdentifier};
use der::{Tag, Tagged};
use x509_cert::Certificate;
use x509_cert::name::RdnSequence;

/// Longest part of a name that is shown, characters.
const MAX_SHOWN: usize = 200;

/// Whom a certificate names, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Name of the person, office or service.
    pub name: String,
    /// Organisation.
    pub organization: Option<String>,
    /// Position of a person.
    pub title: Option<String>,
    /// Who issued the certificate.
    pub issuer: String,
    /// Its number, hexadecimal.
    pub serial: String,
    /// In force from, milliseconds since 1970 in UTC.
    pub from_ms: i64,
    /// In force until, milliseconds since 1970 in UTC.
    pub until_ms: i64,
}

pub(crate) fn named(certificate: &Certificate) -> Name {
    let tbs = &certificate.tbs_certificate;
    let serial: String = tbs.serial_number.as_bytes().iter().map(|b| format!("{b:02x}")).collect();
    let ms =
        |time: &x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_millis()).unwrap_or(i64::MAX);
    Name {
        name: best(&tbs.subject),
        organization: part(&tbs.subject, oids::ORGANIZATION),
        title: part(&tbs.subject, oids::TITLE),
        issuer: best(&tbs.issuer),
        serial,
        from_ms: ms(&tbs.validity.not_before),
        until_ms: ms(&tbs.validity.not_after),
    }
}

fn best(name: &RdnSequence) -> String {
    part(name, oids::COMMON_NAME).or_else(|| part(name, oids::ORGANIZATION)).unwrap_or_default()
}

fn part(name: &RdnSequence, id: ObjectIdentifier) -> Option<String> {
    let mut all = name.0.iter().flat_map(|rdn| rdn.0.iter());
    all.find(|part| part.oid == id).and_then(|part| text(&part.value))
}

/// Text of a name without what could mislead on a page: control characters and marks of direction.
fn text(value: &Any) -> Option<String> {
    let bytes = value.value();
    let text = match value.tag() {
        Tag::BmpString => {
            let units = bytes.chunks_exact(2).filter_map(|two| <[u8; 2]>::try_from(two).ok());
            String::from_utf16_lossy(&units.map(u16::from_be_bytes).collect::<Vec<_>>())
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    Some(plain(&text))
}

pub(crate) fn plain(text: &str) -> String {
    let odd = |c: &char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().filter(|c| !odd(c)).take(MAX_SHOWN).collect()
}

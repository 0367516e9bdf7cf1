//! A small certificate authority, for demonstrations, tests, and whoever runs a root of their own.

use crate::credential::{self, Credential};
use crate::fault::Fault;
use crate::key::Key;
use crate::oids;
use der::asn1::{
    Any, BitString, GeneralizedTime, ObjectIdentifier, OctetString, PrintableString, SetOfVec, Utf8StringRef,
};
use der::{DateTime, Encode};
use std::time::Duration;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::certificate::{CertificateInner, TbsCertificateInner, Version};
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::name::{RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};

/// Bytes of a serial number: RFC 5280 allows 20, CAs of browsers must use 8 random ones.
const SERIAL_BYTES: usize = 16;

/// Whom a certificate names.
#[derive(Debug, Clone, Default)]
pub struct Subject<'a> {
    /// Name of the person, office or service.
    pub name: &'a str,
    /// Organisation.
    pub organization: Option<&'a str>,
    /// Part of the organisation.
    pub unit: Option<&'a str>,
    /// Position of a person.
    pub title: Option<&'a str>,
    /// Country, two letters.
    pub country: Option<&'a str>,
}

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signing papers, for an organisation or a person.
    Papers,
    /// Stamping time (RFC 3161, section 2.3: this and nothing else, and critical).
    Stamps,
    /// Something else than papers: proving who a server is. Tests need a certificate that must not sign papers.
    Servers,
}

/// From when until when, milliseconds since 1970 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// From.
    pub from_ms: i64,
    /// Until, inclusive.
    pub until_ms: i64,
}

/// Issues certificates.
#[derive(Debug)]
pub struct Authority {
    credential: Credential,
}

impl Authority {
    /// A new authority with a root certificate of its own.
    ///
    /// # Errors
    /// There are no random numbers, or a name or time cannot be encoded.
    pub fn root(subject: &Subject<'_>, term: Term) -> Result<Self, Fault> {
        let key = Key::generate()?;
        let name = name(subject)?;
        let extensions = authority_extensions(&key)?;
        let root = issue(&key, &name, &key, name.clone(), term, extensions)?;
        Ok(Self { credential: Credential::new(key, vec![root])? })
    }

    /// An authority from its kept key and certificate.
    #[must_use]
    pub fn of(credential: Credential) -> Self {
        Self { credential }
    }

    /// Its key and certificate, to be kept.
    #[must_use]
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// A certificate for a key, with those of its issuers.
    ///
    /// # Errors
    /// A name or time cannot be encoded.
    pub fn issue(
        &self,
        key: Key,
        subject: &Subject<'_>,
        purpose: Purpose,
        term: Term,
    ) -> Result<Credential, Fault> {
        let own = self.credential.own()?;
        let extensions = extensions(&key, &self.credential.key, purpose)?;
        let issuer = &own.tbs_certificate.subject;
        let made = issue(&self.credential.key, issuer, &key, name(subject)?, term, extensions)?;
        let chain = std::iter::once(made).chain(self.credential.chain.iter().cloned()).collect();
        Credential::new(key, chain)
    }

    /// A list of revoked certificates in DER: of which credential, since when (milliseconds since 1970 in UTC).
    ///
    /// # Errors
    /// A time cannot be encoded.
    pub fn revoke(&self, revoked: &[(&Credential, i64)], term: Term) -> Result<Vec<u8>, Fault> {
        let entry = |(credential, at_ms): &(&Credential, i64)| {
            let serial_number = credential.own()?.tbs_certificate.serial_number.clone();
            Ok(RevokedCert { serial_number, revocation_date: time(*at_ms)?, crl_entry_extensions: None })
        };
        let entries = revoked.iter().map(entry).collect::<Result<Vec<_>, Fault>>()?;
        let number = u32::try_from(term.from_ms.div_euclid(1_000)).unwrap_or(1);
        let list = TbsCertList {
            version: Version::V2,
            signature: self.credential.key.algorithm(),
            issuer: self.credential.own()?.tbs_certificate.subject.clone(),
            this_update: time(term.from_ms)?,
            next_update: Some(time(term.until_ms)?),
            revoked_certificates: (!entries.is_empty()).then_some(entries),
            crl_extensions: Some(vec![
                extension(oids::AUTHORITY_KEY, false, &authority_key(&self.credential.key)?)?,
                extension(oids::CRL_NUMBER, false, &number)?,
            ]),
        };
        let signature = self.credential.key.sign(&list.to_der()?)?;
        let signed = CertificateList {
            tbs_cert_list: list,
            signature_algorithm: self.credential.key.algorithm(),
            signature: BitString::from_bytes(&signature)?,
        };
        Ok(signed.to_der()?)
    }

    /// The root's certificate in PEM, for lists of trust.
    ///
    /// # Errors
    /// It cannot be encoded.
    pub fn pem(&self) -> Result<String, Fault> {
        credential::pem(self.credential.own()?)
    }
}

fn issue(
    signer: &Key,
    issuer: &RdnSequence,
    key: &Key,
    subject: RdnSequence,
    term: Term,
    extensions: Vec<Extension>,
) -> Result<x509_cert::Certificate, Fault> {
    let tbs = TbsCertificateInner {
        version: Version::V3,
        serial_number: SerialNumber::new(&serial()?)?,
        signature: signer.algorithm(),
        issuer: issuer.clone(),
        validity: Validity { not_before: time(term.from_ms)?, not_after: time(term.until_ms)? },
        subject,
        subject_public_key_info: key.public()?,
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: Some(extensions),
    };
    let signature = signer.sign(&tbs.to_der()?)?;
    Ok(CertificateInner {
        tbs_certificate: tbs,
        signature_algorithm: signer.algorithm(),
        signature: BitString::from_bytes(&signature)?,
    })
}

/// Random and positive.
pub(crate) fn serial() -> Result<[u8; SERIAL_BYTES], Fault> {
    let mut bytes = [0_u8; SERIAL_BYTES];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes)
        .map_err(|_| Fault::Key("no random numbers"))?;
    if let Some(first) = bytes.first_mut() {
        *first = (*first & 0x7f) | 0x40;
    }
    Ok(bytes)
}

fn key_id(key: &Key) -> Result<OctetString, Fault> {
    let public = key.public()?;
    let bits = public.subject_public_key.raw_bytes();
    // RFC 7093, section 2, method 1: the first 160 bits of SHA-256.
    let digest = ring::digest::digest(&ring::digest::SHA256, bits);
    Ok(OctetString::new(digest.as_ref().get(..20).unwrap_or_default())?)
}

fn authority_key(key: &Key) -> Result<AuthorityKeyIdentifier, Fault> {
    Ok(AuthorityKeyIdentifier {
        key_identifier: Some(key_id(key)?),
        authority_cert_issuer: None,
        authority_cert_serial_number: None,
    })
}

fn extension(id: ObjectIdentifier, critical: bool, value: &impl Encode) -> Result<Extension, Fault> {
    Ok(Extension { extn_id: id, critical, extn_value: OctetString::new(value.to_der()?)? })
}

fn authority_extensions(key: &Key) -> Result<Vec<Extension>, Fault> {
    let usage = KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign);
    Ok(vec![
        extension(oids::BASIC_CONSTRAINTS, true, &BasicConstraints { ca: true, path_len_constraint: None })?,
        extension(oids::KEY_USAGE, true, &usage)?,
        extension(oids::SUBJECT_KEY, false, &SubjectKeyIdentifier(key_id(key)?))?,
    ])
}

fn extensions(key: &Key, issuer: &Key, purpose: Purpose) -> Result<Vec<Extension>, Fault> {
    let usage = match purpose {
        Purpose::Papers => KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation),
        Purpose::Stamps | Purpose::Servers => KeyUsage(KeyUsages::DigitalSignature.into()),
    };
    let mut all = vec![
        extension(oids::KEY_USAGE, true, &usage)?,
        extension(oids::SUBJECT_KEY, false, &SubjectKeyIdentifier(key_id(key)?))?,
        extension(oids::AUTHORITY_KEY, false, &authority_key(issuer)?)?,
    ];
    match purpose {
        Purpose::Papers => {}
        Purpose::Stamps => {
            all.push(extension(oids::EXTENDED_USAGE, true, &ExtendedKeyUsage(vec![oids::FOR_STAMPS]))?);
        }
        Purpose::Servers => {
            let server = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");
            all.push(extension(oids::EXTENDED_USAGE, false, &ExtendedKeyUsage(vec![server]))?);
        }
    }
    Ok(all)
}

fn name(subject: &Subject<'_>) -> Result<RdnSequence, Fault> {
    let mut parts = Vec::new();
    if let Some(country) = subject.country {
        parts.push((oids::COUNTRY, Any::encode_from(&PrintableString::new(country)?)?));
    }
    let texts = [
        (oids::ORGANIZATION, subject.organization),
        (oids::UNIT, subject.unit),
        (oids::TITLE, subject.title),
        (oids::COMMON_NAME, Some(subject.name)),
    ];
    for (id, text) in texts {
        if let Some(text) = text {
            parts.push((id, Any::encode_from(&Utf8StringRef::new(text)?)?));
        }
    }
    let part = |(oid, value)| {
        let one = SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value }])?;
        Ok(RelativeDistinguishedName(one))
    };
    Ok(RdnSequence(parts.into_iter().map(part).collect::<Result<Vec<_>, Fault>>()?))
}

/// RFC 5280, 4.1.2.5: UTCTime through 2049, whole seconds.
fn time(at_ms: i64) -> Result<Time, Fault> {
    let seconds = u64::try_from(at_ms.div_euclid(1_000)).map_err(|_| Fault::Encoding("a time"))?;
    let at = DateTime::from_unix_duration(Duration::from_secs(seconds))?;
    match at.year() {
        ..2050 => Ok(Time::UtcTime(der::asn1::UtcTime::from_date_time(at)?)),
        _ => Ok(Time::GeneralTime(GeneralizedTime::from_date_time(at))),
    }
}

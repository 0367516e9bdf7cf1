//! Who signed a CMS structure, and whether the signature is right. Whether the signer is trusted is asked elsewhere.

use crate::cms::{SigningCertificate, SigningCertificateV2};
use crate::credential::der_of;
use crate::key::rsa_bits;
use crate::oids;
use cms::cert::CertificateChoices;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use ring::digest as hashes;
use ring::signature as algorithms;
use ring::signature::{UnparsedPublicKey, VerificationAlgorithm};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages};

/// Most certificates that one signature may bring.
const MAX_CERTIFICATES: usize = 16;
/// Fewest bits of an RSA key.
const MIN_RSA_BITS: usize = 2_048;

/// What is wrong with a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Problem {
    /// The bytes that it says it covers are not those around it.
    Range,
    /// Something stands behind the signature in the room left for it.
    Trailing,
    /// Its encoding cannot be read.
    Unreadable,
    /// Of a kind that is not checked here.
    Kind,
    /// Its certificate does not go with it, or is not the one that it names.
    NoCertificate,
    /// The document is not what was signed.
    Changed,
    /// The signature is not by the key of the certificate.
    Wrong,
    /// A digest that can be forged, such as SHA-1.
    WeakDigest,
    /// A key that is too short.
    WeakKey,
    /// The certificate is not for signing papers.
    Usage,
    /// The certificate vouches for itself and is not trusted.
    SelfSigned,
    /// The certificate comes from nobody that is trusted here.
    Unknown,
    /// The certificate was not in force when it was signed.
    NotInForce,
    /// The certificate was revoked when it was signed.
    Revoked,
    /// The document was changed after it was signed, in more than a further signature.
    ChangedAfter,
    /// Its time stamp is about something else, or not signed as it must be.
    Stamp,
    /// Its time stamp comes from nobody that is trusted here.
    StampUnknown,
}

/// Checks the one signature in `signed` over `content`. Gives the signer's certificate, the others that came with it, and what the
/// signer said.
pub(crate) fn check(
    signed: &SignedData,
    kind: ObjectIdentifier,
    content: &[u8],
) -> Result<(Certificate, Vec<Certificate>, SignerInfo), Problem> {
    let infos = signed.signer_infos.0.as_slice();
    let [info] = infos else { return Err(Problem::Kind) };
    let certificates = certificates(signed)?;
    let own = certificates.iter().position(|c| is_named(c, &info.sid)).ok_or(Problem::NoCertificate)?;
    let others: Vec<_> =
        certificates.iter().enumerate().filter(|(i, _)| *i != own).map(|(_, c)| c.clone()).collect();
    let own = certificates.get(own).cloned().ok_or(Problem::NoCertificate)?;
    strong(&own, info)?;
    let attributes = info.signed_attrs.as_ref().ok_or(Problem::Kind)?;
    let one = |oid: ObjectIdentifier| {
        let mut found = attributes.iter().filter(|a| a.oid == oid);
        match (found.next(), found.next()) {
            (Some(attribute), None) if attribute.values.len() == 1 => attribute.values.get(0).cloned(),
            _ => None,
        }
    };
    let said: ObjectIdentifier =
        one(oids::CONTENT_TYPE).and_then(|v| v.decode_as().ok()).ok_or(Problem::Unreadable)?;
    if said != kind {
        return Err(Problem::Unreadable);
    }
    let hash: OctetString =
        one(oids::MESSAGE_DIGEST).and_then(|v| v.decode_as().ok()).ok_or(Problem::Unreadable)?;
    names(one(oids::SIGNING_CERTIFICATE_V2), one(oids::SIGNING_CERTIFICATE), &own)?;
    let bytes = attributes.to_der().map_err(|_| Problem::Unreadable)?;
    let public = own.tbs_certificate.subject_public_key_info.subject_public_key.raw_bytes();
    let algorithm = algorithm(&own, info)?;
    UnparsedPublicKey::new(algorithm, public)
        .verify(&bytes, info.signature.as_bytes())
        .map_err(|_| Problem::Wrong)?;
    if digest(info.digest_alg.oid, content)? != hash.as_bytes() {
        return Err(Problem::Changed);
    }
    Ok((own, others, info.clone()))
}

fn certificates(signed: &SignedData) -> Result<Vec<Certificate>, Problem> {
    let all = signed.certificates.as_ref().map(|set| set.0.as_slice()).unwrap_or_default();
    if all.len() > MAX_CERTIFICATES {
        return Err(Problem::Unreadable);
    }
    let known = all.iter().filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
        CertificateChoices::Other(_) => None,
    });
    Ok(known.collect())
}

fn is_named(certificate: &Certificate, id: &SignerIdentifier) -> bool {
    let tbs = &certificate.tbs_certificate;
    match id {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            tbs.issuer == id.issuer && tbs.serial_number == id.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            extension::<x509_cert::ext::pkix::SubjectKeyIdentifier>(certificate, oids::SUBJECT_KEY)
                .ok()
                .flatten()
                .is_some_and(|own| own.0 == id.0)
        }
    }
}

/// The signature must itself name the certificate by its digest: otherwise another for the same key could be put in its place
/// (RFC 5035, section 5).
fn names(v2: Option<Any>, v1: Option<Any>, own: &Certificate) -> Result<(), Problem> {
    let der = der_of(own).map_err(|_| Problem::Unreadable)?;
    let fits = match (v2, v1) {
        (Some(v2), _) => {
            let named: SigningCertificateV2 = v2.decode_as().map_err(|_| Problem::Unreadable)?;
            let id = named.certs.first().ok_or(Problem::NoCertificate)?;
            let algorithm = id.hash_algorithm.as_ref().map_or(oids::SHA256, |a| a.oid);
            digest(algorithm, &der)? == id.cert_hash.as_bytes()
        }
        (None, Some(v1)) => {
            let named: SigningCertificate = v1.decode_as().map_err(|_| Problem::Unreadable)?;
            let id = named.certs.first().ok_or(Problem::NoCertificate)?;
            let sha1 = hashes::digest(&hashes::SHA1_FOR_LEGACY_USE_ONLY, &der);
            sha1.as_ref() == id.cert_hash.as_bytes()
        }
        (None, None) => false,
    };
    if fits { Ok(()) } else { Err(Problem::NoCertificate) }
}

/// A digest; weak ones are refused.
pub(crate) fn digest(algorithm: ObjectIdentifier, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let algorithm = match algorithm {
        oids::SHA256 => &hashes::SHA256,
        oids::SHA384 => &hashes::SHA384,
        oids::SHA512 => &hashes::SHA512,
        oids::SHA1 | oids::MD5 => return Err(Problem::WeakDigest),
        _ => return Err(Problem::Kind),
    };
    Ok(hashes::digest(algorithm, bytes).as_ref().to_vec())
}

fn strong(own: &Certificate, info: &SignerInfo) -> Result<(), Problem> {
    let weak = [oids::SHA1, oids::MD5];
    if weak.contains(&info.digest_alg.oid)
        || [oids::SHA1_RSA, oids::ECDSA_SHA1].contains(&info.signature_algorithm.oid)
    {
        return Err(Problem::WeakDigest);
    }
    let public = &own.tbs_certificate.subject_public_key_info;
    if public.algorithm.oid == oids::RSA
        && rsa_bits(public.subject_public_key.raw_bytes()).is_none_or(|bits| bits < MIN_RSA_BITS)
    {
        return Err(Problem::WeakKey);
    }
    Ok(())
}

fn algorithm(own: &Certificate, info: &SignerInfo) -> Result<&'static dyn VerificationAlgorithm, Problem> {
    let key = &own.tbs_certificate.subject_public_key_info.algorithm;
    let curve: Option<ObjectIdentifier> = key.parameters.as_ref().and_then(|p| p.decode_as().ok());
    let signature = info.signature_algorithm.oid;
    let hash = match signature {
        oids::ECDSA_SHA256 | oids::SHA256_RSA => oids::SHA256,
        oids::ECDSA_SHA384 | oids::SHA384_RSA => oids::SHA384,
        oids::SHA512_RSA => oids::SHA512,
        // RFC 5652 lets RSA leave the digest to its own field.
        oids::RSA => info.digest_alg.oid,
        _ => return Err(Problem::Kind),
    };
    let elliptic = [oids::ECDSA_SHA256, oids::ECDSA_SHA384].contains(&signature);
    Ok(match (key.oid, curve, hash) {
        (oids::EC, Some(oids::P256), oids::SHA256) if elliptic => &algorithms::ECDSA_P256_SHA256_ASN1,
        (oids::EC, Some(oids::P256), oids::SHA384) if elliptic => &algorithms::ECDSA_P256_SHA384_ASN1,
        (oids::EC, Some(oids::P384), oids::SHA256) if elliptic => &algorithms::ECDSA_P384_SHA256_ASN1,
        (oids::EC, Some(oids::P384), oids::SHA384) if elliptic => &algorithms::ECDSA_P384_SHA384_ASN1,
        (oids::RSA, _, oids::SHA256) if !elliptic => &algorithms::RSA_PKCS1_2048_8192_SHA256,
        (oids::RSA, _, oids::SHA384) if !elliptic => &algorithms::RSA_PKCS1_2048_8192_SHA384,
        (oids::RSA, _, oids::SHA512) if !elliptic => &algorithms::RSA_PKCS1_2048_8192_SHA512,
        _ => return Err(Problem::Kind),
    })
}

/// One extension of a certificate.
fn extension<T: for<'a> Decode<'a>>(
    certificate: &Certificate,
    id: ObjectIdentifier,
) -> Result<Option<T>, Problem> {
    let all = certificate.tbs_certificate.extensions.as_deref().unwrap_or_default();
    let Some(found) = all.iter().find(|e| e.extn_id == id) else { return Ok(None) };
    T::from_der(found.extn_value.as_bytes()).map(Some).map_err(|_| Problem::Unreadable)
}

/// Purposes, as named in a certificate, that papers may be signed for: RFC 9336, two older names for the same, and mail, which is what
/// certificates for signing documents were long issued with.
const FOR_PAPERS: [ObjectIdentifier; 5] = [
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36"),
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.10.3.12"),
    ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.5"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4"),
    ObjectIdentifier::new_unwrap("2.5.29.37.0"),
];

/// Whether a certificate may sign papers.
pub(crate) fn signs_papers(certificate: &Certificate) -> Result<(), Problem> {
    let authority = extension::<BasicConstraints>(certificate, oids::BASIC_CONSTRAINTS)?;
    let usage = extension::<KeyUsage>(certificate, oids::KEY_USAGE)?;
    let purposes = extension::<ExtendedKeyUsage>(certificate, oids::EXTENDED_USAGE)?;
    let signs = usage.is_none_or(|usage| {
        usage.0.contains(KeyUsages::DigitalSignature) || usage.0.contains(KeyUsages::NonRepudiation)
    });
    let meant = purposes.is_none_or(|named| named.0.iter().any(|purpose| FOR_PAPERS.contains(purpose)));
    if authority.is_some_and(|a| a.ca) || !signs || !meant { Err(Problem::Usage) } else { Ok(()) }
}

/// RFC 3161, 2.3: exactly one purpose, and critical.
pub(crate) fn stamps_only(certificate: &Certificate) -> Result<(), Problem> {
    let all = certificate.tbs_certificate.extensions.as_deref().unwrap_or_default();
    let critical = all.iter().any(|e| e.extn_id == oids::EXTENDED_USAGE && e.critical);
    let purposes = extension::<ExtendedKeyUsage>(certificate, oids::EXTENDED_USAGE)?;
    if critical && purposes.is_some_and(|p| p.0 == [oids::FOR_STAMPS]) { Ok(()) } else { Err(Problem::Usage) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::{Authority, Purpose, Subject, Term};
    use crate::cms::{Content, sign};
    use crate::credential::certificates;
    use crate::key::Key;
    use x509_cert::spki::AlgorithmIdentifierOwned;

    #[test]
    fn what_can_be_forged_is_refused() {
        let term = Term { from_ms: 0, until_ms: 2_000_000_000_000 };
        let subject = Subject { name: "DEMO", ..Subject::default() };
        let root = Authority::root(&subject, term).expect("a root");
        let own = root.issue(Key::generate().expect("a key"), &subject, Purpose::Papers, term).expect("one");
        let signed = sign(&own, &Content::Detached([1; 32]), true).expect("signed");
        let good = signed.signer_infos.0.as_slice().first().expect("a signer").clone();
        let certificate = own.own().expect("a certificate");
        assert_eq!(strong(certificate, &good), Ok(()));
        let sha1 = AlgorithmIdentifierOwned { oid: oids::SHA1, parameters: None };
        for weak in [
            SignerInfo { digest_alg: sha1.clone(), ..good.clone() },
            SignerInfo {
                signature_algorithm: AlgorithmIdentifierOwned { oid: oids::SHA1_RSA, parameters: None },
                ..good.clone()
            },
        ] {
            assert_eq!(strong(certificate, &weak), Err(Problem::WeakDigest));
        }
        assert_eq!(digest(oids::SHA1, b""), Err(Problem::WeakDigest));
        let short = certificates(include_bytes!("../tests/data/short-key.pem")).expect("a certificate");
        let short = short.first().expect("one");
        assert_eq!(
            rsa_bits(short.tbs_certificate.subject_public_key_info.subject_public_key.raw_bytes()),
            Some(1_024)
        );
        assert_eq!(strong(short, &good), Err(Problem::WeakKey));
    }
}

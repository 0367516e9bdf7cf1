//! Signed data (RFC 5652) with the attributes of CAdES baseline (ETSI EN 319 122-1, 5.2).

use crate::credential::{Credential, der_of};
use crate::fault::Fault;
use crate::oids;
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Encode, Sequence};
use ring::digest::{SHA256, digest};
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::spki::AlgorithmIdentifierOwned;

/// RFC 5035, section 3.
#[derive(Debug, Sequence)]
pub(crate) struct SigningCertificateV2 {
    pub(crate) certs: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    pub(crate) policies: Option<Any>,
}

/// RFC 5035, section 4. Without an algorithm it is SHA-256.
#[derive(Debug, Sequence)]
pub(crate) struct EssCertIdV2 {
    #[asn1(optional = "true")]
    pub(crate) hash_algorithm: Option<AlgorithmIdentifierOwned>,
    pub(crate) cert_hash: OctetString,
    #[asn1(optional = "true")]
    pub(crate) issuer_serial: Option<Any>,
}

/// RFC 2634, section 5.4: the older attribute, always with SHA-1. Authorities of time still write it.
#[derive(Debug, Sequence)]
pub(crate) struct SigningCertificate {
    pub(crate) certs: Vec<EssCertId>,
    #[asn1(optional = "true")]
    pub(crate) policies: Option<Any>,
}

/// RFC 2634, section 5.4.1.
#[derive(Debug, Sequence)]
pub(crate) struct EssCertId {
    pub(crate) cert_hash: OctetString,
    #[asn1(optional = "true")]
    pub(crate) issuer_serial: Option<Any>,
}

/// What is signed.
pub(crate) enum Content<'a> {
    /// Something outside, by its SHA-256.
    Detached([u8; 32]),
    /// Something inside.
    Inside { kind: ObjectIdentifier, bytes: &'a [u8] },
}

/// Signs; `with_certificates`: whether they go with it.
pub(crate) fn sign(
    credential: &Credential,
    content: &Content<'_>,
    with_certificates: bool,
) -> Result<SignedData, Fault> {
    let own = credential.own()?;
    let sha256 = AlgorithmIdentifierOwned { oid: oids::SHA256, parameters: None };
    let (kind, hash, inside) = match content {
        Content::Detached(hash) => (oids::DATA, hash.to_vec(), None),
        Content::Inside { kind, bytes } => {
            let inside = Any::encode_from(&OctetString::new(*bytes)?)?;
            (*kind, digest(&SHA256, bytes).as_ref().to_vec(), Some(inside))
        }
    };
    let certificate = digest(&SHA256, &der_of(own)?);
    let id = EssCertIdV2 {
        hash_algorithm: None,
        cert_hash: OctetString::new(certificate.as_ref())?,
        issuer_serial: None,
    };
    let attributes = Attributes::try_from(vec![
        attribute(oids::CONTENT_TYPE, Any::encode_from(&kind)?)?,
        attribute(oids::MESSAGE_DIGEST, Any::encode_from(&OctetString::new(hash)?)?)?,
        attribute(
            oids::SIGNING_CERTIFICATE_V2,
            Any::encode_from(&SigningCertificateV2 { certs: vec![id], policies: None })?,
        )?,
    ])?;
    let signature = credential.key.sign(&attributes.to_der()?)?;
    let tbs = &own.tbs_certificate;
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer.clone(),
            serial_number: tbs.serial_number.clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: credential.key.algorithm(),
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let shown: Vec<_> = credential.shown().into_iter().map(CertificateChoices::Certificate).collect();
    let certificates = with_certificates.then(|| CertificateSet::try_from(shown)).transpose()?;
    Ok(SignedData {
        // RFC 5652, 5.1: version 3 where the content is something else than data.
        version: if kind == oids::DATA { CmsVersion::V1 } else { CmsVersion::V3 },
        digest_algorithms: SetOfVec::try_from(vec![sha256])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: kind, econtent: inside },
        certificates,
        crls: None,
        signer_infos: SignerInfos::try_from(vec![info])?,
    })
}

pub(crate) fn attribute(oid: ObjectIdentifier, value: Any) -> Result<Attribute, Fault> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

/// Puts a time stamp on the signature of the first signer (EN 319 122-1, 5.3).
pub(crate) fn stamped(mut signed: SignedData, token: &ContentInfo) -> Result<SignedData, Fault> {
    let mut infos = signed.signer_infos.0.into_vec();
    if let Some(info) = infos.first_mut() {
        let stamp = attribute(oids::TIME_STAMP_TOKEN, Any::encode_from(token)?)?;
        info.unsigned_attrs = Some(Attributes::try_from(vec![stamp])?);
    }
    signed.signer_infos = SignerInfos::try_from(infos)?;
    Ok(signed)
}

pub(crate) fn wrapped(signed: &SignedData) -> Result<ContentInfo, Fault> {
    Ok(ContentInfo { content_type: oids::SIGNED_DATA, content: Any::encode_from(signed)? })
}

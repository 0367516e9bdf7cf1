//! Object identifiers.

use der::asn1::ObjectIdentifier as Oid;

const fn oid(text: &str) -> Oid {
    Oid::new_unwrap(text)
}

// RFC 5652.
pub(crate) const DATA: Oid = oid("1.2.840.113549.1.7.1");
pub(crate) const SIGNED_DATA: Oid = oid("1.2.840.113549.1.7.2");
pub(crate) const ENCRYPTED_DATA: Oid = oid("1.2.840.113549.1.7.6");
pub(crate) const CONTENT_TYPE: Oid = oid("1.2.840.113549.1.9.3");
pub(crate) const MESSAGE_DIGEST: Oid = oid("1.2.840.113549.1.9.4");
// RFC 5035 and RFC 2634.
pub(crate) const SIGNING_CERTIFICATE: Oid = oid("1.2.840.113549.1.9.16.2.12");
pub(crate) const SIGNING_CERTIFICATE_V2: Oid = oid("1.2.840.113549.1.9.16.2.47");
// RFC 3161.
pub(crate) const TST_INFO: Oid = oid("1.2.840.113549.1.9.16.1.4");
pub(crate) const TIME_STAMP_TOKEN: Oid = oid("1.2.840.113549.1.9.16.2.14");
// Algorithms.
pub(crate) const SHA1: Oid = oid("1.3.14.3.2.26");
pub(crate) const MD5: Oid = oid("1.2.840.113549.2.5");
pub(crate) const SHA256: Oid = oid("2.16.840.1.101.3.4.2.1");
pub(crate) const SHA384: Oid = oid("2.16.840.1.101.3.4.2.2");
pub(crate) const SHA512: Oid = oid("2.16.840.1.101.3.4.2.3");
pub(crate) const RSA: Oid = oid("1.2.840.113549.1.1.1");
pub(crate) const SHA1_RSA: Oid = oid("1.2.840.113549.1.1.5");
pub(crate) const SHA256_RSA: Oid = oid("1.2.840.113549.1.1.11");
pub(crate) const SHA384_RSA: Oid = oid("1.2.840.113549.1.1.12");
pub(crate) const SHA512_RSA: Oid = oid("1.2.840.113549.1.1.13");
pub(crate) const EC: Oid = oid("1.2.840.10045.2.1");
pub(crate) const P256: Oid = oid("1.2.840.10045.3.1.7");
pub(crate) const P384: Oid = oid("1.3.132.0.34");
pub(crate) const ECDSA_SHA1: Oid = oid("1.2.840.10045.4.1");
pub(crate) const ECDSA_SHA256: Oid = oid("1.2.840.10045.4.3.2");
pub(crate) const ECDSA_SHA384: Oid = oid("1.2.840.10045.4.3.3");
// Names.
pub(crate) const COMMON_NAME: Oid = oid("2.5.4.3");
pub(crate) const COUNTRY: Oid = oid("2.5.4.6");
pub(crate) const ORGANIZATION: Oid = oid("2.5.4.10");
pub(crate) const UNIT: Oid = oid("2.5.4.11");
pub(crate) const TITLE: Oid = oid("2.5.4.12");
// Extensions of certificates and lists.
pub(crate) const SUBJECT_KEY: Oid = oid("2.5.29.14");
pub(crate) const KEY_USAGE: Oid = oid("2.5.29.15");
pub(crate) const BASIC_CONSTRAINTS: Oid = oid("2.5.29.19");
pub(crate) const CRL_NUMBER: Oid = oid("2.5.29.20");
pub(crate) const AUTHORITY_KEY: Oid = oid("2.5.29.35");
pub(crate) const EXTENDED_USAGE: Oid = oid("2.5.29.37");
/// What a certificate that names its purposes must name to stamp time (RFC 3161, section 2.3).
pub(crate) const FOR_STAMPS: Oid = oid("1.3.6.1.5.5.7.3.8");

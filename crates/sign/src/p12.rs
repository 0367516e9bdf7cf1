//! Keys with certificates in PKCS#12 (RFC 7292), as certificate authorities hand them out.

use crate::credential::Credential;
use crate::fault::Fault;
use crate::key::Key;
use crate::oids;
use cms::encrypted_data::EncryptedData;
use der::asn1::{ContextSpecific, OctetString};
use der::{Decode, Encode};
use pkcs5::EncryptionScheme;
use pkcs12::cert_type::CertBag;
use pkcs12::kdf::{Pkcs12KeyType, derive_key_utf8};
use pkcs12::pfx::Pfx;
use pkcs12::safe_bag::{SafeBag, SafeContents};
use ring::hmac;
use x509_cert::Certificate;
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

/// Largest file, bytes.
const MAX_FILE_BYTES: usize = 256 * 1024;
/// Most rounds by which a passphrase is stretched: more would only keep the start waiting.
const MAX_ROUNDS: i32 = 10_000_000;
/// Most things in a file.
const MAX_BAGS: usize = 32;

/// RFC 5958, 3: a key under a passphrase.
#[derive(der::Sequence)]
struct EncryptedKey {
    algorithm: AlgorithmIdentifierOwned,
    data: OctetString,
}

/// Reads a file: one key, its certificate, and others. Only what programs of today write is read (PBES2, HMAC with SHA-256); a file with
/// the old encryption (RC2, triple DES) is to be exported anew.
///
/// # Errors
/// The passphrase is wrong, the file is damaged, of an older kind, or holds no key with its certificate.
pub fn read_p12(file: &[u8], passphrase: &str) -> Result<Credential, Fault> {
    if file.len() > MAX_FILE_BYTES {
        return Err(Fault::TooLarge { size_bytes: file.len(), max_bytes: MAX_FILE_BYTES });
    }
    let pfx = Pfx::from_der(file).map_err(|_| Fault::Passphrase)?;
    if pfx.auth_safe.content_type != oids::DATA {
        return Err(Fault::Unsupported("a PKCS#12 file that is signed and not under a passphrase"));
    }
    let safe: OctetString = pfx.auth_safe.content.decode_as()?;
    check_mac(&pfx, safe.as_bytes(), passphrase)?;
    let parts = Vec::<cms::content_info::ContentInfo>::from_der(safe.as_bytes())?;
    let mut keys = Vec::new();
    let mut certificates = Vec::new();
    for part in parts.iter().take(MAX_BAGS) {
        let plain = opened(part, passphrase)?;
        for bag in SafeContents::from_der(&plain)?.iter().take(MAX_BAGS) {
            sort(bag, passphrase, &mut keys, &mut certificates)?;
        }
    }
    let key = keys.pop().filter(|_| keys.is_empty()).ok_or(Fault::Key("the file must hold one key"))?;
    let mut own = None;
    for (place, certificate) in certificates.iter().enumerate() {
        if key.fits(certificate)? {
            own = Some(place);
        }
    }
    let own = own.ok_or(Fault::Certificate("the file holds none for its key"))?;
    let first = certificates.remove(own);
    Credential::new(key, std::iter::once(first).chain(certificates).collect())
}

fn check_mac(pfx: &Pfx, safe: &[u8], passphrase: &str) -> Result<(), Fault> {
    let mac = pfx.mac_data.as_ref().ok_or(Fault::Unsupported("a PKCS#12 file without a check"))?;
    if mac.mac.algorithm.oid != oids::SHA256 {
        return Err(Fault::Unsupported("a PKCS#12 file of an older kind: export it anew"));
    }
    if !(1..=MAX_ROUNDS).contains(&mac.iterations) {
        return Err(Fault::Unsupported("a PKCS#12 file that takes too long to open"));
    }
    let salt = mac.mac_salt.as_bytes();
    let kind = Pkcs12KeyType::Mac;
    let key = derive_key_utf8::<sha2_010::Sha256>(passphrase, salt, kind, mac.iterations, 32)
        .map_err(|_| Fault::Passphrase)?;
    let key = Zeroizing::new(key);
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    hmac::verify(&key, safe, mac.mac.digest.as_bytes()).map_err(|_| Fault::Passphrase)
}

fn opened(part: &cms::content_info::ContentInfo, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, Fault> {
    match part.content_type {
        oids::DATA => {
            let plain: OctetString = part.content.decode_as()?;
            Ok(Zeroizing::new(plain.into_bytes()))
        }
        oids::ENCRYPTED_DATA => {
            let sealed: EncryptedData = part.content.decode_as()?;
            let content = sealed.enc_content_info.encrypted_content.ok_or(Fault::Encoding("a part"))?;
            decrypted(&sealed.enc_content_info.content_enc_alg, content.as_bytes(), passphrase)
        }
        _ => Err(Fault::Unsupported("a PKCS#12 file sealed for a certificate")),
    }
}

fn decrypted(
    algorithm: &AlgorithmIdentifierOwned,
    data: &[u8],
    passphrase: &str,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let der = algorithm.to_der()?;
    let scheme = EncryptionScheme::try_from(der.as_slice())
        .map_err(|_| Fault::Unsupported("a PKCS#12 file of an older kind: export it anew"))?;
    if let EncryptionScheme::Pbes2(parameters) = &scheme
        && let Some(kdf) = parameters.kdf.pbkdf2()
        && kdf.iteration_count > MAX_ROUNDS.unsigned_abs()
    {
        return Err(Fault::Unsupported("a PKCS#12 file that takes too long to open"));
    }
    Ok(Zeroizing::new(scheme.decrypt(passphrase, data).map_err(|_| Fault::Passphrase)?))
}

/// Puts what is in a bag where it belongs; what is neither key nor certificate is left.
fn sort(
    bag: &SafeBag,
    passphrase: &str,
    keys: &mut Vec<Key>,
    certificates: &mut Vec<Certificate>,
) -> Result<(), Fault> {
    match bag.bag_id {
        pkcs12::PKCS_12_PKCS8_KEY_BAG_OID => {
            let bag: ContextSpecific<EncryptedKey> = ContextSpecific::from_der(&bag.bag_value)?;
            let plain = decrypted(&bag.value.algorithm, bag.value.data.as_bytes(), passphrase)?;
            keys.push(Key::read(&plain)?);
        }
        pkcs12::PKCS_12_CERT_BAG_OID => {
            let bag: ContextSpecific<CertBag> = ContextSpecific::from_der(&bag.bag_value)?;
            certificates.push(Certificate::from_der(bag.value.cert_value.as_bytes())?);
        }
        _ => {}
    }
    Ok(())
}

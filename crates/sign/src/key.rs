//! Private keys.

use crate::fault::Fault;
use crate::oids;
use der::asn1::{Any, BitString, UintRef};
use der::{Decode, Encode, Sequence};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use zeroize::Zeroizing;

/// Largest private key that is read, bytes: RSA of 8192 bits needs five thousand.
const MAX_KEY_BYTES: usize = 16 * 1024;

/// A private key that signs with SHA-256: ECDSA on P-256, or RSA from 2048 bits.
///
/// What it was read from is zeroed when it is dropped; the library that signs keeps its own copy as long as the key lives.
pub struct Key {
    pkcs8: Zeroizing<Vec<u8>>,
    pair: Pair,
}

enum Pair {
    Ec(Box<EcdsaKeyPair>),
    Rsa(Box<RsaKeyPair>),
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// RFC 8017, A.1.1.
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    #[allow(dead_code)]
    exponent: UintRef<'a>,
}

/// Bits of an RSA key by its public half; `None` where it is none.
pub(crate) fn rsa_bits(public: &[u8]) -> Option<usize> {
    let key = RsaPublicKey::from_der(public).ok()?;
    let bytes = key.modulus.as_bytes();
    let first = bytes.first().map_or(0, |b| b.leading_zeros());
    bytes.len().checked_mul(8)?.checked_sub(usize::try_from(first).ok()?)
}

impl Key {
    /// A new key on P-256.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn generate() -> Result<Self, Fault> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new());
        Self::read(made.map_err(|_| Fault::Key("no random numbers"))?.as_ref())
    }

    /// Reads a key in PKCS#8.
    ///
    /// # Errors
    /// It is neither ECDSA on P-256 nor RSA from 2048 bits.
    pub fn read(pkcs8: &[u8]) -> Result<Self, Fault> {
        if pkcs8.len() > MAX_KEY_BYTES {
            return Err(Fault::TooLarge { size_bytes: pkcs8.len(), max_bytes: MAX_KEY_BYTES });
        }
        let random = SystemRandom::new();
        let pair = match EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8, &random) {
            Ok(pair) => Pair::Ec(Box::new(pair)),
            Err(_) => match RsaKeyPair::from_pkcs8(pkcs8) {
                Ok(pair) => Pair::Rsa(Box::new(pair)),
                Err(_) => return Err(Fault::Key("neither ECDSA on P-256 nor RSA of 2048 bits or more")),
            },
        };
        Ok(Self { pkcs8: Zeroizing::new(pkcs8.to_vec()), pair })
    }

    /// The key in PKCS#8, to be kept where its owner alone reads.
    #[must_use]
    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Fault> {
        let random = SystemRandom::new();
        let failed = |_| Fault::Key("signing failed");
        match &self.pair {
            Pair::Ec(pair) => Ok(pair.sign(&random, message).map_err(failed)?.as_ref().to_vec()),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
        }
    }

    /// How signatures of this key say what they are.
    pub(crate) fn algorithm(&self) -> AlgorithmIdentifierOwned {
        match self.pair {
            Pair::Ec(_) => AlgorithmIdentifierOwned { oid: oids::ECDSA_SHA256, parameters: None },
            Pair::Rsa(_) => AlgorithmIdentifierOwned { oid: oids::SHA256_RSA, parameters: Some(Any::null()) },
        }
    }

    pub(crate) fn public(&self) -> Result<SubjectPublicKeyInfoOwned, Fault> {
        let (algorithm, bits) = match &self.pair {
            Pair::Ec(pair) => {
                let curve = Any::encode_from(&oids::P256)?;
                let algorithm = AlgorithmIdentifierOwned { oid: oids::EC, parameters: Some(curve) };
                (algorithm, pair.public_key().as_ref())
            }
            Pair::Rsa(pair) => {
                let algorithm = AlgorithmIdentifierOwned { oid: oids::RSA, parameters: Some(Any::null()) };
                (algorithm, pair.public_key().as_ref())
            }
        };
        Ok(SubjectPublicKeyInfoOwned { algorithm, subject_public_key: BitString::from_bytes(bits)? })
    }

    /// Whether a certificate is about this key.
    pub(crate) fn fits(&self, certificate: &x509_cert::Certificate) -> Result<bool, Fault> {
        let own = self.public()?.to_der()?;
        Ok(certificate.tbs_certificate.subject_public_key_info.to_der()? == own)
    }
}

//! The key from which all others follow. It lies in a file outside the database.

use crate::Fault;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use hpke::Kem;
use hpke::kem::X25519HkdfSha256;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Longest key file that is read, in bytes.
pub const KEY_FILE_BYTES: u64 = 256;
/// First word of a key file.
const MAGIC: &str = "congvu-seal-1";

pub(crate) type Pair = (<X25519HkdfSha256 as Kem>::PrivateKey, <X25519HkdfSha256 as Kem>::PublicKey);

/// The master key. Forgets itself when dropped; shows nothing in debug output.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Master([u8; 32]);

impl std::fmt::Debug for Master {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Master(…)")
    }
}

impl Master {
    /// From 32 random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the text of a key file.
    ///
    /// # Errors
    /// [`Fault::KeyFile`] when it is not one.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let mut words = text.split_ascii_whitespace();
        let (Some(MAGIC), Some(digits), None) = (words.next(), words.next(), words.next()) else {
            return Err(Fault::KeyFile);
        };
        let mut bytes = [0_u8; 32];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| Fault::KeyFile)?;
        Ok(Self(bytes))
    }

    /// The text of a key file.
    #[must_use]
    pub fn write(&self) -> Zeroizing<String> {
        let digits = Zeroizing::new(hex::encode(self.0));
        Zeroizing::new(format!("{MAGIC} {}\n", digits.as_str()))
    }

    fn derive(&self, info: &[&str]) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0_u8; 32]);
        let mut told = Vec::new();
        for part in info {
            told.extend_from_slice(&(part.len() as u64).to_be_bytes());
            told.extend_from_slice(part.as_bytes());
        }
        // Fails only for more than 255 blocks at once.
        let _ = Hkdf::<Sha256>::new(Some(b"congvu-seal/1"), &self.0).expand(&told, key.as_mut());
        key
    }

    /// The key pair of a position (RFC 9180, `DeriveKeyPair`).
    pub(crate) fn position(&self, agency: &str, position: &str) -> Pair {
        let material = self.derive(&["position", agency, position]);
        X25519HkdfSha256::derive_keypair(material.as_ref())
    }

    /// A keyed hash of `parts` (HMAC-SHA256): the same only for the same purpose and the same parts, and of no use to whoever
    /// lacks the key, however few the things are that it could be of.
    #[must_use]
    pub fn tag(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let key = self.derive(&["tag", purpose]);
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_ref()) else { return [0; 32] };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

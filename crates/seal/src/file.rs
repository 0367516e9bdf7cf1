//! The key of one envelope, and the padding and encryption under it.

use crate::{Fault, Place};
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Most files under one key.
pub const MAX_FILES: u32 = 1_000;
/// Least size of what is encrypted, in bytes: short content is all of one size.
const LEAST: usize = 8 * 1024;
/// Most that is encrypted in one piece, in bytes.
const MOST: usize = 256 * 1024 * 1024;
/// Bytes before the content: its length.
const HEAD: usize = 8;

/// The key of one envelope. Every piece under it has a number of its own, so that no nonce comes twice.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct DataKey(pub(crate) [u8; 32]);

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

impl DataKey {
    /// The key that [`seal`](crate::seal) uses with this seed, for files whose digests stand in the content.
    #[must_use]
    pub fn of(seed: &[u8; 32]) -> Self {
        Self(crate::random::Drawn::new(seed).bytes())
    }

    /// Encrypts a file under number `index`, which must be new for this key.
    ///
    /// # Errors
    /// [`Fault::TooLarge`].
    pub fn seal_file(&self, place: &Place<'_>, index: u32, content: &[u8]) -> Result<Vec<u8>, Fault> {
        if index >= MAX_FILES {
            return Err(Fault::TooLarge { size_bytes: content.len() });
        }
        self.encrypt(&place.bytes("file"), u64::from(index).saturating_add(1), content)
    }

    /// Decrypts the file that was encrypted under number `index`.
    ///
    /// # Errors
    /// [`Fault::Broken`].
    pub fn open_file(
        &self,
        place: &Place<'_>,
        index: u32,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Fault> {
        self.decrypt(&place.bytes("file"), u64::from(index).saturating_add(1), sealed)
    }

    pub(crate) fn encrypt(&self, told: &[u8], number: u64, content: &[u8]) -> Result<Vec<u8>, Fault> {
        if content.len() > MOST {
            return Err(Fault::TooLarge { size_bytes: content.len() });
        }
        let mut buffer = Vec::with_capacity(padded(content.len().saturating_add(HEAD)).saturating_add(16));
        buffer.extend_from_slice(&(content.len() as u64).to_be_bytes());
        buffer.extend_from_slice(content);
        buffer.resize(padded(buffer.len()), 0);
        let cipher = ChaCha20Poly1305::new(&Key::from(self.0));
        cipher.encrypt_in_place(&nonce(number), told, &mut buffer).map_err(|_| Fault::Broken)?;
        Ok(buffer)
    }

    pub(crate) fn decrypt(
        &self,
        told: &[u8],
        number: u64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let mut buffer = Zeroizing::new(sealed.to_vec());
        let cipher = ChaCha20Poly1305::new(&Key::from(self.0));
        cipher.decrypt_in_place(&nonce(number), told, &mut *buffer).map_err(|_| Fault::Broken)?;
        let (head, rest) = buffer.split_at_checked(HEAD).ok_or(Fault::Broken)?;
        let length = head.iter().fold(0_usize, |n, b| n.wrapping_mul(256).wrapping_add(usize::from(*b)));
        rest.get(..length).map(|content| Zeroizing::new(content.to_vec())).ok_or(Fault::Broken)
    }
}

fn nonce(number: u64) -> Nonce {
    let [a, b, c, d, e, f, g, h] = number.to_be_bytes();
    Nonce::from([0, 0, 0, 0, a, b, c, d, e, f, g, h])
}

/// The next size of few: at least [`LEAST`], above it such that only the first five bits of a size differ. What is added is
/// at most a sixteenth.
fn padded(size: usize) -> usize {
    if size <= LEAST {
        return LEAST;
    }
    let step = 1_usize << size.ilog2().saturating_sub(4);
    size.div_ceil(step).saturating_mul(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_few() {
        for (size, expected) in [
            (0, LEAST),
            (1, LEAST),
            (LEAST, LEAST),
            (LEAST + 1, 8_704),
            (100_000, 102_400),
            (1 << 20, 1 << 20),
        ] {
            assert_eq!(padded(size), expected, "{size}");
        }
        let different: std::collections::BTreeSet<usize> = (0..1_000_000).step_by(97).map(padded).collect();
        assert!(different.len() < 120, "{} sizes for a million", different.len());
    }
}

//! Randomness as a parameter: a seed from the caller, drawn out as far as needed.

use hkdf::Hkdf;
use rand_core::{TryCryptoRng, TryRng};
use sha2::Sha256;
use std::convert::Infallible;
use zeroize::Zeroize;

/// Bytes that follow from a seed which nobody can guess (HKDF-SHA256, RFC 5869, one block after the other).
pub(crate) struct Drawn {
    source: Hkdf<Sha256>,
    block: u64,
}

impl Drawn {
    pub(crate) fn new(seed: &[u8; 32]) -> Self {
        Self { source: Hkdf::new(Some(b"congvu-seal/1 randomness"), seed), block: 0 }
    }

    pub(crate) fn bytes(&mut self) -> [u8; 32] {
        let mut block = [0_u8; 32];
        let info = self.block.to_be_bytes();
        self.block = self.block.wrapping_add(1);
        // Fails only for more than 255 blocks at once.
        let _ = self.source.expand(&info, &mut block);
        block
    }
}

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut four = [0_u8; 4];
        self.try_fill_bytes(&mut four)?;
        Ok(u32::from_le_bytes(four))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut eight = [0_u8; 8];
        self.try_fill_bytes(&mut eight)?;
        Ok(u64::from_le_bytes(eight))
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        for chunk in to.chunks_mut(32) {
            let mut block = self.bytes();
            for (to, from) in chunk.iter_mut().zip(block.iter()) {
                *to = *from;
            }
            block.zeroize();
        }
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}

//! What the public log holds of an act: a commitment that tells nothing of it.

use crate::Hash;
use sha2::{Digest, Sha256};

const DOMAIN: &[u8] = b"congvu/act/1";

/// Random bytes that hide an act behind its commitment. Whoever erases an act erases these with it.
pub type Salt = [u8; 32];

/// The commitment to an act: `SHA-256("congvu/act/1" ‖ salt ‖ body)`.
///
/// Nobody finds another act with the same commitment, and without the salt nobody can try out what the act may have been. Acts
/// recorded before there were salts have none; their commitment binds all the same, and hides nothing.
#[must_use]
pub fn commitment(salt: Option<&Salt>, body: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(DOMAIN);
    if let Some(salt) = salt {
        hasher.update(salt);
    }
    hasher.update(body);
    hasher.finalize().into()
}

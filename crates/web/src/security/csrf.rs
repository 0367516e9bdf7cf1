//! Tokens that show that a form came from one of our own pages.
//!
//! The token is an HMAC of something only this browser's cookies hold: the session id, or for visitors who are not
//! signed in a random pre-session value. Nothing is stored. Each page shows it under a fresh mask, so that its
//! compressed size tells nothing about it (the BREACH attack).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Length of the token before masking, in bytes.
const TOKEN_BYTES: usize = 16;

/// Name of the form field that carries the token. In a multipart form it must be the first field.
pub const FIELD: &str = "_csrf";

/// Name of the header that may carry it instead.
pub const HEADER: &str = "x-csrf-token";

/// The server's key. Every node of one service must have the same.
#[derive(Clone)]
pub struct CsrfKey([u8; 32]);

impl std::fmt::Debug for CsrfKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CsrfKey(…)")
    }
}

impl CsrfKey {
    /// A key from 32 secret random bytes.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    fn mac(&self, binding: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(b"congvu csrf v1\0");
        mac.update(binding.as_bytes());
        Some(mac)
    }

    /// A token for a page, bound to a cookie value.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn token(&self, binding: &str) -> Result<String, getrandom::Error> {
        let mut mask = [0_u8; TOKEN_BYTES];
        getrandom::fill(&mut mask)?;
        let Some(mac) = self.mac(binding) else { return Ok(String::new()) };
        let full = mac.finalize().into_bytes();
        let masked: Vec<u8> = full.iter().zip(mask).map(|(a, b)| a ^ b).collect();
        Ok(hex::encode(mask) + &hex::encode(masked))
    }

    /// True when the token was made with this key for this binding. Takes the same time wherever it differs.
    pub fn accepts(&self, binding: &str, token: &str) -> bool {
        if binding.is_empty() || token.len() != TOKEN_BYTES * 4 {
            return false;
        }
        let Ok(bytes) = hex::decode(token) else { return false };
        let (mask, masked) = bytes.split_at(TOKEN_BYTES);
        let plain: Vec<u8> = mask.iter().zip(masked).map(|(a, b)| a ^ b).collect();
        self.mac(binding).is_some_and(|mac| mac.verify_truncated_left(&plain).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_token_fits_its_binding_and_key_only() {
        let (key, other) = (CsrfKey::new([1; 32]), CsrfKey::new([2; 32]));
        let token = key.token("session").unwrap();
        assert!(key.accepts("session", &token));
        assert_ne!(token, key.token("session").unwrap(), "the mask must be fresh");
        assert!(!key.accepts("sessiom", &token));
        assert!(!other.accepts("session", &token));
        assert!(!key.accepts("", &key.token("").unwrap()), "no cookie, no token");
        for bad in ["", "00", &token.chars().take(62).collect::<String>(), &"0".repeat(64), &"é".repeat(32)]
        {
            assert!(!key.accepts("session", bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_as_token_is_refused(text in "\\PC{0,80}") {
            prop_assert!(!CsrfKey::new([1; 32]).accepts("session", &text));
        }
    }
}

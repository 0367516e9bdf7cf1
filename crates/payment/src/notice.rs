//! What a payment gateway sends: is it really the gateway, and is it fresh?
//!
//! The signature is HMAC-SHA256 (RFC 2104, FIPS 180-4) in hexadecimal over the moment as sent, a full stop and the body as
//! sent. The moment is signed, too, so that nobody can send an old notice as a new one.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How far the gateway's clock may be from ours, milliseconds.
pub const WINDOW_MS: i64 = 5 * 60 * 1_000;
/// Largest notice, bytes.
pub const MAX_BYTES: usize = 16 * 1024;
/// Shortest secret, bytes.
pub const MIN_SECRET_BYTES: usize = 16;

/// Why a notice is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unbelieved {
    /// The moment is missing or no number.
    #[error("the header with the moment must hold milliseconds since 1970")]
    NoMoment,
    /// Too old or from the future.
    #[error("the moment is more than five minutes from now")]
    Stale,
    /// Missing or wrong.
    #[error("the signature does not fit")]
    Signature,
    /// The secret is too short to protect anything.
    #[error("the secret has fewer than 16 bytes")]
    Secret,
}

/// The signature of a body sent at a moment.
///
/// # Errors
/// [`Unbelieved::Secret`].
pub fn sign(secret: &[u8], moment: &str, body: &[u8]) -> Result<String, Unbelieved> {
    Ok(hex::encode(mac(secret, moment, body)?.finalize().into_bytes()))
}

fn mac(secret: &[u8], moment: &str, body: &[u8]) -> Result<Hmac<Sha256>, Unbelieved> {
    if secret.len() < MIN_SECRET_BYTES {
        return Err(Unbelieved::Secret);
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| Unbelieved::Secret)?;
    mac.update(moment.as_bytes());
    mac.update(b".");
    mac.update(body);
    Ok(mac)
}

/// Believes a notice, or says why not. The comparison takes the same time wherever the signatures differ.
///
/// # Errors
/// See [`Unbelieved`].
pub fn check(
    secret: &[u8],
    moment: &str,
    signature: &str,
    body: &[u8],
    now_ms: i64,
) -> Result<(), Unbelieved> {
    let given = hex::decode(signature).map_err(|_| Unbelieved::Signature)?;
    mac(secret, moment, body)?.verify_slice(&given).map_err(|_| Unbelieved::Signature)?;
    let sent: i64 = moment.parse().map_err(|_| Unbelieved::NoMoment)?;
    if now_ms.saturating_sub(sent).saturating_abs() > WINDOW_MS { Err(Unbelieved::Stale) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_gateway_is_believed_and_only_now() {
        const SECRET: &[u8] = b"sixteen bytes or";
        let now = 1_709_514_000_000_i64;
        let body = br#"{"transaction":"T1"}"#;
        let at = |ms: i64| (now + ms).to_string();
        let signed = |ms: i64| sign(SECRET, &at(ms), body).unwrap();
        let given =
            |secret, moment: &str, signature: &str, body: &[u8]| check(secret, moment, signature, body, now);
        assert_eq!(given(SECRET, &at(0), &signed(0), body), Ok(()));
        assert_eq!(given(SECRET, &at(-WINDOW_MS), &signed(-WINDOW_MS), body), Ok(()));
        assert_eq!(given(SECRET, &at(-WINDOW_MS - 1), &signed(-WINDOW_MS - 1), body), Err(Unbelieved::Stale));
        assert_eq!(given(SECRET, &at(WINDOW_MS + 1), &signed(WINDOW_MS + 1), body), Err(Unbelieved::Stale));
        assert_eq!(given(SECRET, &at(1), &signed(0), body), Err(Unbelieved::Signature), "another moment");
        assert_eq!(given(SECRET, &at(0), &signed(0), b"{}"), Err(Unbelieved::Signature), "another body");
        assert_eq!(given(b"another secret of", &at(0), &signed(0), body), Err(Unbelieved::Signature));
        assert_eq!(given(b"short", &at(0), &signed(0), body), Err(Unbelieved::Secret));
        assert_eq!(given(SECRET, &at(0), "zz", body), Err(Unbelieved::Signature));
        assert_eq!(given(SECRET, &at(0), "", body), Err(Unbelieved::Signature));
        let odd = sign(SECRET, "now", body).unwrap();
        assert_eq!(given(SECRET, "now", &odd, body), Err(Unbelieved::NoMoment));
    }

    /// RFC 4231, test case 2 has this key and data; ours are joined by a full stop, so it is checked on the parts.
    #[test]
    fn the_digest_is_hmac_sha256() {
        let mut mac = Hmac::<Sha256>::new_from_slice(b"Jefe").unwrap();
        mac.update(b"what do ya want for nothing?");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex::encode(mac.finalize().into_bytes()), expected);
    }
}

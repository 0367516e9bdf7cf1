//! Signatures of Standard Webhooks (version `v1`, symmetric): HMAC-SHA256 over identifier, moment and body.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use std::str::FromStr;

/// How far the moment of a request may lie from the receiver's, in seconds.
pub const TOLERANCE_S: i64 = 300;
/// Shortest and longest key, in bytes.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// Before the base64 of a secret.
const PREFIX: &str = "whsec_";
/// Most signatures looked at in one header: a provider that changes its secret sends two.
const MAX_SIGNATURES: usize = 8;

/// A key that both sides know.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a secret cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretFault {
    /// Not base64.
    #[error("a secret is `whsec_` and base64")]
    NotBase64,
    /// Too short to be safe, or too long.
    #[error("a secret has 24 to 64 bytes")]
    Length,
}

impl FromStr for Secret {
    type Err = SecretFault;

    fn from_str(text: &str) -> Result<Self, SecretFault> {
        let text = text.trim();
        let bytes = STANDARD.decode(text.strip_prefix(PREFIX).unwrap_or(text));
        let bytes = bytes.map_err(|_| SecretFault::NotBase64)?;
        if KEY_BYTES.contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(SecretFault::Length) }
    }
}

/// Why a request is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// The moment is no number.
    #[error("the timestamp is not a number of seconds")]
    Timestamp,
    /// The moment lies too far from now.
    #[error("the timestamp is too far from now")]
    Stale,
    /// No signature fits.
    #[error("no signature fits")]
    Signature,
}

fn mac(secret: &Secret, id: &str, timestamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret.0).ok()?;
    mac.update(id.as_bytes());
    mac.update(b".");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

/// The value of `webhook-signature`.
#[must_use]
pub fn sign(secret: &Secret, id: &str, now_s: i64, body: &[u8]) -> String {
    let signed = mac(secret, id, &now_s.to_string(), body).map(|mac| mac.finalize().into_bytes());
    format!("v1,{}", signed.map(|bytes| STANDARD.encode(bytes)).unwrap_or_default())
}

/// Whether a request was signed by somebody with the secret, not long ago. Takes the same time wherever a signature differs.
///
/// # Errors
/// See [`Unsigned`].
pub fn verify(
    secret: &Secret,
    id: &str,
    timestamp: &str,
    body: &[u8],
    signatures: &str,
    now_s: i64,
) -> Result<(), Unsigned> {
    let at: i64 = timestamp.parse().map_err(|_| Unsigned::Timestamp)?;
    // An identifier with a dot could lend its end to the moment.
    if id.is_empty() || id.contains('.') {
        return Err(Unsigned::Signature);
    }
    if now_s.checked_sub(at).is_none_or(|age| age.abs() > TOLERANCE_S) {
        return Err(Unsigned::Stale);
    }
    let fits = |signature: &str| {
        let bytes = signature.strip_prefix("v1,").and_then(|text| STANDARD.decode(text).ok());
        let mac = mac(secret, id, timestamp, body);
        mac.zip(bytes).is_some_and(|(mac, bytes)| mac.verify_slice(&bytes).is_ok())
    };
    if signatures.split(' ').take(MAX_SIGNATURES).any(fits) { Ok(()) } else { Err(Unsigned::Signature) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    #[test]
    fn secrets_are_read_or_refused() {
        for (text, expected) in [
            (SECRET, Ok(())),
            ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", Ok(())),
            ("whsec_!!", Err(SecretFault::NotBase64)),
            ("whsec_AAAA", Err(SecretFault::Length)),
            ("", Err(SecretFault::Length)),
        ] {
            assert_eq!(text.parse::<Secret>().map(drop), expected, "{text}");
        }
        assert!(!format!("{:?}", SECRET.parse::<Secret>().unwrap()).contains("Mf"));
    }

    #[test]
    fn what_was_changed_or_is_old_is_not_believed() {
        let secret: Secret = SECRET.parse().unwrap();
        let other: Secret = "whsec_AfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().unwrap();
        let good = sign(&secret, "m", 1_000, b"body");
        let both = format!("{} {good}", sign(&other, "m", 1_000, b"body"));
        for (id, at, body, signatures, now, expected) in [
            ("m", "1000", "body", good.as_str(), 1_000, Ok(())),
            ("m", "1000", "body", both.as_str(), 1_300, Ok(())),
            ("m", "1000", "body", good.as_str(), 1_301, Err(Unsigned::Stale)),
            ("m", "1000", "body", good.as_str(), 699, Err(Unsigned::Stale)),
            ("m", "1000", "body", good.as_str(), i64::MIN, Err(Unsigned::Stale)),
            ("m", "1001", "body", good.as_str(), 1_000, Err(Unsigned::Signature)),
            ("m", "x", "body", good.as_str(), 1_000, Err(Unsigned::Timestamp)),
            ("n", "1000", "body", good.as_str(), 1_000, Err(Unsigned::Signature)),
            ("m", "1000", "bodY", good.as_str(), 1_000, Err(Unsigned::Signature)),
            ("m", "1000", "body", "", 1_000, Err(Unsigned::Signature)),
            ("m", "1000", "body", "v1,", 1_000, Err(Unsigned::Signature)),
            ("", "1000", "body", good.as_str(), 1_000, Err(Unsigned::Signature)),
        ] {
            let found = verify(&secret, id, at, body.as_bytes(), signatures, now);
            assert_eq!(found, expected, "{id} {at} {body} {signatures} {now}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_signed_and_any_other_is_not(
            body in proptest::collection::vec(any::<u8>(), 0..200),
            other in proptest::collection::vec(any::<u8>(), 0..200),
            id in "[a-z0-9]{1,40}",
            at in 0_i64..4_000_000_000,
        ) {
            let secret: Secret = SECRET.parse().unwrap();
            let signed = sign(&secret, &id, at, &body);
            let at_text = at.to_string();
            prop_assert_eq!(verify(&secret, &id, &at_text, &body, &signed, at), Ok(()));
            if body != other {
                prop_assert_eq!(verify(&secret, &id, &at_text, &other, &signed, at), Err(Unsigned::Signature));
            }
        }
    }
}

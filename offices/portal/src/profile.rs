//! Signed requests: a strict profile of HTTP Message Signatures (RFC 9421) with Ed25519 (RFC 8032) and the digest of the body
//! (RFC 9530). `docs/portal-api.md` writes it down for those who program the other side.
//!
//! Strict because what signs here are programs: one signature, components in any order but all of those asked for, parameters
//! without escapes. Anything else is refused rather than guessed at.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// How far `created` may be from the time here, in seconds, either way.
pub const WINDOW_S: i64 = 300;
/// Longest header that is read, bytes.
const MAX_HEADER: usize = 2_000;
/// Longest identifier of a key, longest nonce, characters.
const MAX_TEXT: usize = 64;
/// What a signature must cover; `content-digest` besides when there is a body.
const COVERED: [&str; 4] = ["@method", "@authority", "@path", "@query"];
/// The digest of the body among the covered components.
const DIGEST: &str = "content-digest";

/// What is wrong with a signature; for programmers of the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// `Signature` or `Signature-Input` is missing, or not in the form of the profile.
    #[error("Signature-Input and Signature are not in the form of the profile")]
    Form,
    /// The algorithm is not `ed25519`.
    #[error("the algorithm must be ed25519")]
    Algorithm,
    /// Something that must be covered is not.
    #[error("the signature must cover @method, @authority, @path, @query and, with a body, content-digest")]
    Covered,
    /// It was made with another key, or over something else.
    #[error("the signature does not fit the key and the request")]
    Wrong,
}

/// A signature as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    components: Vec<String>,
    params: String,
    signature: [u8; 64],
    /// When it was made, seconds since 1970.
    pub created: i64,
    /// Whose key.
    pub keyid: String,
    /// Never used twice.
    pub nonce: String,
}

/// What of a request can be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Method, capital letters.
    pub method: &'a str,
    /// Host, and port unless it is the usual one: the address under which people reach the server.
    pub authority: &'a str,
    /// Path as sent.
    pub path: &'a str,
    /// Query without the question mark.
    pub query: &'a str,
    /// Header `Content-Digest`, where there is a body.
    pub digest: Option<&'a str>,
}

impl Signed {
    /// Reads the two headers.
    ///
    /// # Errors
    /// [`Fault::Form`], [`Fault::Algorithm`].
    pub fn read(input: &str, signature: &str) -> Result<Self, Fault> {
        if input.len() > MAX_HEADER || signature.len() > MAX_HEADER {
            return Err(Fault::Form);
        }
        let (label, params) = input.split_once('=').ok_or(Fault::Form)?;
        let bytes = signature
            .strip_prefix(label)
            .and_then(|s| s.strip_prefix("=:"))
            .and_then(|s| s.strip_suffix(':'))
            .and_then(|s| STANDARD.decode(s).ok())
            .and_then(|s| <[u8; 64]>::try_from(s).ok());
        let inner = params.strip_prefix('(').and_then(|p| p.split_once(')'));
        let (Some(bytes), Some((list, rest)), true) = (bytes, inner, is_label(label)) else {
            return Err(Fault::Form);
        };
        let components: Option<Vec<String>> = list.split(' ').map(|c| quoted(c).map(str::to_owned)).collect();
        let components = components.ok_or(Fault::Form)?;
        let mut signed = Self {
            components,
            params: params.to_owned(),
            signature: bytes,
            created: i64::MIN,
            keyid: String::new(),
            nonce: String::new(),
        };
        for param in rest.split(';').skip(1) {
            let (name, value) = param.split_once('=').ok_or(Fault::Form)?;
            match name {
                "created" => signed.created = value.parse().map_err(|_| Fault::Form)?,
                "keyid" => signed.keyid = quoted(value).ok_or(Fault::Form)?.to_owned(),
                "nonce" => signed.nonce = quoted(value).ok_or(Fault::Form)?.to_owned(),
                "alg" if value == "\"ed25519\"" => {}
                "alg" => return Err(Fault::Algorithm),
                _ => return Err(Fault::Form),
            }
        }
        let given = |text: &str| !text.is_empty() && text.len() <= MAX_TEXT;
        // What stands between the list and the first semicolon is nothing.
        let whole = rest.starts_with(';') && signed.created != i64::MIN;
        if whole && given(&signed.keyid) && given(&signed.nonce) { Ok(signed) } else { Err(Fault::Form) }
    }

    /// Whether it was made in time, at `now` (seconds since 1970).
    #[must_use]
    pub fn in_time(&self, now: i64) -> bool {
        now.saturating_sub(self.created).unsigned_abs() <= WINDOW_S.unsigned_abs()
    }

    /// Checks it against a key and a request.
    ///
    /// # Errors
    /// [`Fault::Covered`], [`Fault::Wrong`].
    pub fn check(&self, key: &[u8; 32], parts: &Parts<'_>) -> Result<(), Fault> {
        let covers = |name: &str| self.components.iter().any(|c| c == name);
        let twice = self
            .components
            .iter()
            .enumerate()
            .any(|(i, c)| self.components.iter().skip(i + 1).any(|d| c == d));
        if twice || !COVERED.iter().all(|c| covers(c)) || covers(DIGEST) != parts.digest.is_some() {
            return Err(Fault::Covered);
        }
        let base = base(&self.components, &self.params, parts).ok_or(Fault::Covered)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| Fault::Wrong)?;
        let signature = Signature::from_bytes(&self.signature);
        key.verify_strict(base.as_bytes(), &signature).map_err(|_| Fault::Wrong)
    }
}

fn is_label(label: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    label.starts_with(|c: char| c.is_ascii_lowercase()) && label.len() <= MAX_TEXT && label.chars().all(fits)
}

/// A string of RFC 8941 without escapes.
fn quoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | ';' | ')');
    inner.chars().all(plain).then_some(inner)
}

/// The signature base (RFC 9421 §2.5).
fn base(components: &[String], params: &str, parts: &Parts<'_>) -> Option<String> {
    let mut base = String::new();
    for name in components {
        let value = match name.as_str() {
            "@method" => parts.method.to_owned(),
            "@authority" => parts.authority.to_ascii_lowercase(),
            "@path" => parts.path.to_owned(),
            "@query" => format!("?{}", parts.query),
            DIGEST => parts.digest?.to_owned(),
            _ => return None,
        };
        base.push_str(&format!("\"{name}\": {value}\n"));
    }
    base.push_str(&format!("\"@signature-params\": {params}"));
    Some(base)
}

/// The header `Content-Digest` of a body.
#[must_use]
pub fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

/// Whether a `Content-Digest` header names the SHA-256 of a body; other algorithms beside it are passed over.
#[must_use]
pub fn digest_fits(header: &str, body: &[u8]) -> bool {
    let own = content_digest(body);
    header.split(',').any(|one| one.trim() == own)
}

/// The headers `Signature-Input` and `Signature` for a request of ours.
#[must_use]
pub fn sign(key: &[u8; 32], keyid: &str, created: i64, nonce: &str, parts: &Parts<'_>) -> (String, String) {
    let mut components: Vec<String> = COVERED.iter().map(|c| (*c).to_owned()).collect();
    components.extend(parts.digest.map(|_| DIGEST.to_owned()));
    let list: Vec<String> = components.iter().map(|c| format!("\"{c}\"")).collect();
    let params =
        format!("({});created={created};keyid=\"{keyid}\";nonce=\"{nonce}\";alg=\"ed25519\"", list.join(" "));
    let base = base(&components, &params, parts).unwrap_or_default();
    let signature = SigningKey::from_bytes(key).sign(base.as_bytes());
    (format!("sig1={params}"), format!("sig1=:{}:", STANDARD.encode(signature.to_bytes())))
}

/// Signs a text, for links.
#[must_use]
pub fn sign_text(key: &[u8; 32], text: &str) -> [u8; 64] {
    SigningKey::from_bytes(key).sign(text.as_bytes()).to_bytes()
}

/// Whether a text was signed with our own key.
#[must_use]
pub fn text_fits(key: &[u8; 32], text: &str, signature: &[u8; 64]) -> bool {
    let key = SigningKey::from_bytes(key).verifying_key();
    key.verify_strict(text.as_bytes(), &Signature::from_bytes(signature)).is_ok()
}

/// The public key of a secret one.
#[must_use]
pub fn public_key(key: &[u8; 32]) -> [u8; 32] {
    SigningKey::from_bytes(key).verifying_key().to_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [9; 32];

    fn parts<'a>() -> Parts<'a> {
        Parts {
            method: "POST",
            authority: "so.example.vn",
            path: "/x/portal/v1/dossiers",
            query: "",
            digest: Some("sha-256=:AA==:"),
        }
    }

    /// The published example of RFC 9421, appendix B.2.6, whose signature covers other components than ours: the key and the
    /// base are those of the text, so the arithmetic is checked against somebody else's numbers.
    #[test]
    fn the_published_signature_fits() {
        let key = STANDARD.decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=").unwrap();
        let base = "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\"@authority\": example.com\n\
                    \"content-type\": application/json\n\"content-length\": 18\n\"@signature-params\": (\"date\" \"@method\" \
                    \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
        let given = STANDARD
            .decode(
                "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==",
            )
            .unwrap();
        let key = VerifyingKey::from_bytes(&key.try_into().unwrap()).unwrap();
        let signature = Signature::from_bytes(&given.try_into().unwrap());
        assert!(key.verify_strict(base.as_bytes(), &signature).is_ok());
    }

    #[test]
    fn what_was_signed_is_accepted_and_nothing_else() {
        let (input, signature) = sign(&KEY, "national", 1_700_000_000, "n-1", &parts());
        let signed = Signed::read(&input, &signature).unwrap();
        assert_eq!(
            (signed.keyid.as_str(), signed.nonce.as_str(), signed.created),
            ("national", "n-1", 1_700_000_000)
        );
        assert_eq!(signed.check(&public_key(&KEY), &parts()), Ok(()));
        let others: [(&str, Parts<'_>, Fault); 6] = [
            ("method", Parts { method: "PUT", ..parts() }, Fault::Wrong),
            ("authority", Parts { authority: "other.vn", ..parts() }, Fault::Wrong),
            ("path", Parts { path: "/y/portal/v1/dossiers", ..parts() }, Fault::Wrong),
            ("query", Parts { query: "a=b", ..parts() }, Fault::Wrong),
            ("digest", Parts { digest: Some("sha-256=:AB==:"), ..parts() }, Fault::Wrong),
            ("no body", Parts { digest: None, ..parts() }, Fault::Covered),
        ];
        for (what, parts, fault) in others {
            assert_eq!(signed.check(&public_key(&KEY), &parts), Err(fault), "{what}");
        }
        assert_eq!(signed.check(&public_key(&[8; 32]), &parts()), Err(Fault::Wrong));
        assert!(signed.in_time(1_700_000_300) && signed.in_time(1_699_999_700));
        assert!(!signed.in_time(1_700_000_301) && !signed.in_time(1_699_999_699));
    }

    #[test]
    fn other_forms_are_refused() {
        let (input, signature) = sign(&KEY, "national", 1, "n", &parts());
        for (change, to) in [
            ("sig1=(", "sig1=["),
            ("sig1=", "Sig1="),
            (";created=1", ""),
            ("created=1", "created=x"),
            (";keyid=\"national\"", ""),
            ("\"national\"", "national"),
            (";nonce=\"n\"", ""),
            ("nonce=\"n\"", "nonce=\"\""),
            (";alg", ";x=1;alg"),
        ] {
            let changed = input.replacen(change, to, 1);
            assert_ne!(changed, input, "{change}");
            assert_eq!(Signed::read(&changed, &signature), Err(Fault::Form), "{changed}");
        }
        let other = input.replace("ed25519", "hmac-sha256");
        assert_eq!(Signed::read(&other, &signature), Err(Fault::Algorithm));
        for bad in ["", "sig1=", "sig1=::", "sig1=:AAAA:", "sig2=:AAAA:"] {
            assert_eq!(Signed::read(&input, bad), Err(Fault::Form), "{bad}");
        }
        // Less covered than asked for, however well signed.
        let few = input.replace(" \"@query\"", "");
        assert_eq!(
            Signed::read(&few, &signature).unwrap().check(&public_key(&KEY), &parts()),
            Err(Fault::Covered)
        );
    }

    #[test]
    fn digests() {
        // RFC 9530, appendix B.1 gives this digest for these bytes.
        let published = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
        assert_eq!(content_digest(b"{\"hello\": \"world\"}\n"), published);
        assert!(digest_fits(&format!("sha-512=:AAAA:, {published}"), b"{\"hello\": \"world\"}\n"));
        assert!(!digest_fits(published, b"{\"hello\": \"World\"}\n"));
    }
}

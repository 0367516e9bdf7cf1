//! Texts with signatures below them (C2SP signed-note), and cosignatures of witnesses (C2SP tlog-cosignature).

use super::Refused;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// Longest note that is read, bytes. Nothing is allocated for more.
pub const MAX_NOTE_BYTES: usize = 64 * 1024;
/// Most signatures that are read; the specification asks for 16 at least.
pub const MAX_SIGNATURES: usize = 64;
/// Longest name of a key, bytes.
const MAX_NAME_BYTES: usize = 255;

/// What a signature line begins with: an em dash.
const DASH: &str = "\u{2014} ";

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Notes (signature type 0x01).
    Log,
    /// Checkpoints of others, with a time (signature type 0x04).
    Witness,
}

impl KeyKind {
    fn byte(self) -> u8 {
        match self {
            KeyKind::Log => 1,
            KeyKind::Witness => 4,
        }
    }
}

fn key_id(name: &str, kind: KeyKind, public: &[u8; 32]) -> [u8; 4] {
    let mut hasher = Sha256::new();
    hasher.update(name);
    hasher.update([b'\n', kind.byte()]);
    hasher.update(public);
    let digest: [u8; 32] = hasher.finalize().into();
    let [a, b, c, d, ..] = digest;
    [a, b, c, d]
}

/// Whether this can be the name of a key: not empty, no spaces, no plus.
#[must_use]
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= MAX_NAME_BYTES
        && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

/// A key that signs.
#[derive(Clone)]
pub struct LogKey {
    name: String,
    kind: KeyKind,
    key: SigningKey,
}

impl std::fmt::Debug for LogKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogKey").field("name", &self.name).finish_non_exhaustive()
    }
}

impl LogKey {
    /// The key with this name, from 32 random bytes.
    ///
    /// # Errors
    /// [`Refused::Key`]: the name has spaces or a plus.
    pub fn new(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, Refused> {
        if !is_name(name) {
            return Err(Refused::Key);
        }
        Ok(Self { name: name.to_owned(), kind, key: SigningKey::from_bytes(seed) })
    }

    /// The other half, for those who check.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        let public = self.key.verifying_key().to_bytes();
        let id = key_id(&self.name, self.kind, &public);
        VerifierKey { name: self.name.clone(), kind: self.kind, id, key: self.key.verifying_key() }
    }

    /// The signature line below this text, which must end with a line's end; `time` in seconds since 1970 is only signed by witnesses.
    #[must_use]
    pub fn sign(&self, text: &str, time: u64) -> String {
        let verifier = self.verifier();
        let mut bytes = verifier.id.to_vec();
        let signature = match self.kind {
            KeyKind::Log => self.key.sign(text.as_bytes()),
            KeyKind::Witness => {
                bytes.extend(time.to_be_bytes());
                self.key.sign(cosigned(text, time).as_bytes())
            }
        };
        bytes.extend(signature.to_bytes());
        format!("{DASH}{} {}\n", self.name, BASE64.encode(bytes))
    }
}

fn cosigned(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// A key that checks signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: KeyKind,
    id: [u8; 4],
    key: VerifyingKey,
}

impl std::fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = vec![self.kind.byte()];
        bytes.extend(self.key.to_bytes());
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id), BASE64.encode(bytes))
    }
}

impl std::str::FromStr for VerifierKey {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Refused::Key);
        };
        if !is_name(name) || key.len() > 64 {
            return Err(Refused::Key);
        }
        let bytes = BASE64.decode(key).map_err(|_| Refused::Key)?;
        let (kind, public) = match bytes.split_first() {
            Some((1, public)) => (KeyKind::Log, public),
            Some((4, public)) => (KeyKind::Witness, public),
            _ => return Err(Refused::Key),
        };
        let public: [u8; 32] = public.try_into().map_err(|_| Refused::Key)?;
        let expected = key_id(name, kind, &public);
        if hex::decode(id).ok().as_deref() != Some(&expected) {
            return Err(Refused::Key);
        }
        let key = VerifyingKey::from_bytes(&public).map_err(|_| Refused::Key)?;
        Ok(Self { name: name.to_owned(), kind, id: expected, key })
    }
}

impl VerifierKey {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// When a witness signed, seconds since 1970; 0 for the key of a log.
    fn check(&self, text: &str, bytes: &[u8]) -> Result<u64, Refused> {
        let bad = || Refused::BadSignature { name: self.name.clone() };
        let (time, signature) = match self.kind {
            KeyKind::Log => (0, bytes),
            KeyKind::Witness => {
                let (time, signature) = bytes.split_first_chunk::<8>().ok_or_else(bad)?;
                (u64::from_be_bytes(*time), signature)
            }
        };
        let signature = Signature::from_slice(signature).map_err(|_| bad())?;
        let fits = match self.kind {
            KeyKind::Log => self.key.verify_strict(text.as_bytes(), &signature),
            KeyKind::Witness => self.key.verify_strict(cosigned(text, time).as_bytes(), &signature),
        };
        fits.map(|()| time).map_err(|_| bad())
    }
}

/// A signature as it stands below a note.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    name: String,
    id: [u8; 4],
    signature: Vec<u8>,
}

/// A text with signatures below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    lines: Vec<Line>,
    raw: String,
}

impl Note {
    /// Puts a note together from a text that ends with a line's end, and lines of [`LogKey::sign`].
    ///
    /// # Errors
    /// As [`Note::read`].
    pub fn signed(text: &str, lines: &[String]) -> Result<Self, Refused> {
        Self::read(&format!("{text}\n{}", lines.concat()))
    }

    /// Reads a note. No signature is checked yet.
    ///
    /// # Errors
    /// The text is longer than [`MAX_NOTE_BYTES`] or not a note.
    pub fn read(raw: &str) -> Result<Self, Refused> {
        if raw.len() > MAX_NOTE_BYTES {
            return Err(Refused::TooLong { max: MAX_NOTE_BYTES });
        }
        let fault = |line, what| Refused::Format { line, what };
        if let Some(line) = raw.split('\n').position(|line| line.bytes().any(|b| b < 0x20)) {
            return Err(fault(line + 1, "there is a control character"));
        }
        let Some(at) = raw.rfind("\n\n") else {
            return Err(fault(1, "no empty line stands before the signatures"));
        };
        let (text, below) = raw.split_at_checked(at + 1).unwrap_or((raw, ""));
        let first = text.matches('\n').count() + 2;
        let below = below.strip_prefix('\n').unwrap_or(below);
        let Some(below) = below.strip_suffix('\n') else {
            return Err(fault(first, "the last line does not end"));
        };
        let mut lines = Vec::new();
        for (n, line) in below.split('\n').enumerate() {
            if n >= MAX_SIGNATURES {
                return Err(fault(first + n, "there are too many signatures"));
            }
            lines.push(read_line(line).ok_or_else(|| fault(first + n, "this is no signature"))?);
        }
        Ok(Self { text: text.to_owned(), lines, raw: raw.to_owned() })
    }

    /// What is signed, with the last line's end.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole note.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.raw
    }

    /// Checks that this key signed the text; when, in seconds since 1970, for a witness.
    ///
    /// # Errors
    /// [`Refused::Unsigned`] where no signature names the key, [`Refused::BadSignature`] where one does and does not fit.
    pub fn check(&self, key: &VerifierKey) -> Result<u64, Refused> {
        let mut found = None;
        for line in self.lines.iter().filter(|l| l.name == key.name && l.id == key.id) {
            found = Some(key.check(&self.text, &line.signature)?);
        }
        found.ok_or_else(|| Refused::Unsigned { name: key.name.clone() })
    }

    /// The note with further signature lines below it.
    ///
    /// # Errors
    /// As [`Note::read`].
    pub fn with(&self, lines: &str) -> Result<Self, Refused> {
        Self::read(&format!("{}{lines}", self.raw))
    }
}

fn read_line(line: &str) -> Option<Line> {
    let (name, signature) = line.strip_prefix(DASH)?.split_once(' ')?;
    if !is_name(name) {
        return None;
    }
    let bytes = BASE64.decode(signature).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    (!signature.is_empty()).then(|| Line { name: name.to_owned(), id: *id, signature: signature.to_vec() })
}

//! What is said under a seal: checked like everything else that is said, kept by nobody who has no business with it.

use crate::declare::ActDef;
use crate::limits::{FILES, OBJECT_BYTES};
use crate::refused::InputFault;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is said with an act under a seal. Shows nothing in debug output.
#[derive(Clone, Default, PartialEq)]
pub struct Secret {
    /// The sealed inputs.
    pub said: Map<String, Value>,
    /// Files that belong to them.
    pub files: Vec<SecretFile>,
}

/// A file under a seal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretFile {
    /// Name shown; never a path.
    pub name: String,
    /// Sniffed media type.
    pub media_type: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl std::fmt::Debug for SecretFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretFile(…)")
    }
}

/// What stands in the record instead of what was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRef {
    /// The act that sealed it.
    pub act: String,
    /// Salted hash of the content, hexadecimal: whoever may open it can show what was committed to.
    pub commitment: String,
    /// SHA-256 of the ciphertext, hexadecimal.
    pub digest: String,
    /// Positions for which it was sealed.
    pub positions: Vec<String>,
    /// When.
    pub at: DateTime,
    /// Its keys were destroyed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

/// Keeps the sealed inputs of an act; everything else is a fault. Faults name inputs, never what was said.
///
/// # Errors
/// What is missing or wrong, input by input.
pub fn check(
    act: &ActDef,
    secret: &Secret,
    said: &Map<String, Value>,
) -> Result<Map<String, Value>, Vec<InputFault>> {
    let fault = |input: &str, fault: &str| InputFault { input: input.to_owned(), fault: fault.to_owned() };
    let mut faults: Vec<InputFault> = secret
        .said
        .keys()
        .filter(|n| !act.inputs.iter().any(|i| i.sealed && i.id == **n))
        .map(|n| fault(n, "unknown"))
        .collect();
    let mut kept = Map::new();
    // What decides whether something is required may stand on either side of the seal.
    let mut all = said.clone();
    all.extend(secret.said.clone());
    for input in act.inputs.iter().filter(|i| i.sealed) {
        match crate::input::one(input, &all) {
            Ok(Some(value)) => drop(kept.insert(input.id.clone(), value)),
            Ok(None) => {}
            Err(what) => faults.push(fault(&input.id, what)),
        }
    }
    if Value::Object(kept.clone()).to_string().len() > OBJECT_BYTES {
        faults.push(fault("sealed", "too-long"));
    }
    if secret.files.len() > if act.files { FILES } else { 0 } {
        faults.push(fault("files", "too-many"));
    }
    if faults.is_empty() { Ok(kept) } else { Err(faults) }
}

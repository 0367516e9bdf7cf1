//! What packs declare about a register.

use serde::{Deserialize, Serialize};

/// Words in two languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// A register as declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterDef {
    /// Stable identifier.
    pub id: String,
    /// Name.
    pub name: Words,
    /// What it tells.
    pub about: Words,
    /// Property of the content that names the holder.
    pub holder: String,
    /// Properties that anyone may see.
    pub public: Vec<String>,
    /// Properties that an entry is found by.
    pub search: Vec<String>,
    /// Whether anyone may see the register. One that is not listed is a book of the office: officers read it, the public is
    /// told that there is no such page.
    #[serde(default = "listed")]
    pub listed: bool,
    /// What the paper behind an entry is called where it is not a licence.
    #[serde(default)]
    pub paper: Option<Words>,
    /// Property that ties an entry to its holder in later procedures.
    pub owner: String,
}

fn listed() -> bool {
    true
}

//! Texts of law: their days of force, and why running cases keep the law of their filing day.

use congvu_matter::declare::Law;
use jiff::civil::Date;
use serde::Deserialize;

/// `vn/texts.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextsFile {
    /// Texts.
    #[serde(default, rename = "text")]
    pub texts: Vec<LegalText>,
}

/// A text of law and its days of force.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalText {
    /// Number, as packs cite it: `72/2013/NĐ-CP`.
    pub cite: String,
    /// First day of force, where it is known.
    #[serde(default)]
    pub from: Option<Date>,
    /// First day on which it is no longer in force.
    #[serde(default)]
    pub until: Option<Date>,
    /// The text by which it ended.
    #[serde(default)]
    pub ended_by: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// `vn/transition.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepsFile {
    /// Grounds, one after the other in time.
    #[serde(default)]
    pub keeps: Vec<Keeps>,
}

/// Why a running case keeps the law of its filing day where the new law says nothing of running cases.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keeps {
    /// First day.
    pub from: Date,
    /// First day on which it is no longer the ground.
    #[serde(default)]
    pub until: Option<Date>,
    /// The provision.
    pub ground: Law,
}

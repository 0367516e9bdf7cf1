//! How much of a list may be taken out at once.

use serde::{Deserialize, Serialize};

/// The file.
pub(crate) const EXPORTS: &str = "vn/exports.toml";
/// More rows than this are not held in memory for one file.
pub(crate) const MOST_ROWS: u32 = 50_000;

/// `exports.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exports {
    /// Most rows of one file, 1 to 50 000.
    pub most_rows: u32,
    /// Where it is laid down.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

//! Words in two languages.

use serde::{Deserialize, Serialize};

/// A sentence or a name in Vietnamese and English.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Vietnamese, the language of record.
    pub vi: String,
    /// English beside it.
    pub en: String,
}

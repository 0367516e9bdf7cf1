//! How an entry stands, in a word with its icon.

use congvu_register::Standing;
use congvu_web::components::{Tone, badge};
use congvu_web::{Html, Words};

/// Stable name, for JSON.
pub(crate) fn key(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "valid",
        Standing::Expired => "expired",
        Standing::Suspended => "suspended",
        Standing::Revoked => "revoked",
        Standing::Annulled => "annulled",
        Standing::Ended => "ended",
    }
}

/// The word.
pub(crate) fn word(w: &Words, standing: Standing) -> String {
    match standing {
        Standing::Valid => w.t("registers-valid"),
        Standing::Expired => w.t("registers-expired"),
        Standing::Suspended => w.t("registers-suspended"),
        Standing::Revoked => w.t("registers-revoked"),
        Standing::Annulled => w.t("registers-annulled"),
        Standing::Ended => w.t("registers-ended"),
    }
}

/// The word with its icon.
pub(crate) fn shown(w: &Words, standing: Standing) -> Html {
    let tone = match standing {
        Standing::Valid => Tone::Good,
        Standing::Expired | Standing::Suspended => Tone::Warn,
        Standing::Revoked => Tone::Bad,
        Standing::Annulled => Tone::Neutral,
        Standing::Ended => Tone::Neutral,
    };
    badge(tone, &word(w, standing))
}

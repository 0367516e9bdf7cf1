//! The one answer.

use super::find::{Found, OfEntry};
use congvu_register::{Entry, Standing};
use congvu_web::components::{Tone, Verdict as Big, answer, answer_with};
use congvu_web::{Html, Words};
use jiff::civil::DateTime;

/// The one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Issued here, in force, and the latest.
    Valid,
    /// Issued here; something later changed what it says.
    Changed,
    /// Its time has run out.
    Expired,
    /// Not in force for a time.
    Suspended,
    /// Taken back.
    Revoked,
    /// No longer needed: its purpose is reached or it was handed over.
    Ended,
    /// A receipt, a form, a letter: issued here, nothing to be in force.
    Genuine,
    /// Decided here; its seal is not on it yet, so it is not issued.
    NotYet,
    /// Not issued here.
    NotOurs,
}

impl Verdict {
    /// The answer about what was found.
    pub(crate) fn of(found: &Found, now: DateTime) -> Self {
        match found {
            Found::Nothing => Self::NotOurs,
            Found::Paper(_) => Self::Genuine,
            Found::Entry(of) => of_entry(of, now),
        }
    }

    /// Stable name, for JSON.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Changed => "changed",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Ended => "ended",
            Self::Genuine => "genuine",
            Self::NotYet => "not-yet",
            Self::NotOurs => "not-ours",
        }
    }

    /// The answer in large letters, with the detail under it.
    pub(crate) fn shown(self, w: &Words, detail: &Html) -> Html {
        let own = |tone, title: String, more: String| answer_with(tone, &title, &more, detail);
        match self {
            Self::Valid => answer(w, Big::Valid, detail),
            Self::Expired => answer(w, Big::Expired, detail),
            Self::Revoked => answer(w, Big::Revoked, detail),
            Self::Changed => own(Tone::Warn, w.t("registers-v-changed"), w.t("registers-v-changed-more")),
            Self::Suspended => {
                own(Tone::Warn, w.t("registers-v-suspended"), w.t("registers-v-suspended-more"))
            }
            Self::Ended => own(Tone::Warn, w.t("registers-v-ended"), w.t("registers-v-ended-more")),
            Self::Genuine => own(Tone::Good, w.t("registers-v-genuine"), w.t("registers-v-genuine-more")),
            Self::NotYet => own(Tone::Warn, w.t("registers-v-not-yet"), w.t("registers-v-not-yet-more")),
            Self::NotOurs => own(Tone::Bad, w.t("registers-v-not-ours"), w.t("registers-v-not-ours-more")),
        }
    }

    /// The answer as the title of the page.
    pub(crate) fn title(self, w: &Words) -> String {
        match self {
            Self::Valid => w.t("answer-valid"),
            Self::Expired => w.t("answer-expired"),
            Self::Revoked => w.t("answer-revoked"),
            Self::Changed => w.t("registers-v-changed"),
            Self::Suspended => w.t("registers-v-suspended"),
            Self::Ended => w.t("registers-v-ended"),
            Self::Genuine => w.t("registers-v-genuine"),
            Self::NotYet => w.t("registers-v-not-yet"),
            Self::NotOurs => w.t("registers-v-not-ours"),
        }
    }
}

fn of_entry(of: &OfEntry, now: DateTime) -> Verdict {
    let current = of.current(now);
    match current.standing(now) {
        Standing::Revoked | Standing::Annulled => Verdict::Revoked,
        Standing::Ended => Verdict::Ended,
        Standing::Expired => Verdict::Expired,
        Standing::Suspended => Verdict::Suspended,
        Standing::Valid if current.version > of.shown.version => Verdict::Changed,
        Standing::Valid => Verdict::Valid,
    }
}

impl OfEntry {
    /// The version that counts at a moment.
    pub(crate) fn current(&self, now: DateTime) -> &Entry {
        self.versions.iter().rfind(|(e, _)| e.since <= now).map_or(&self.shown, |(e, _)| e)
    }
}

//! Words that papers of every procedure share.

use serde::Deserialize;
use std::collections::BTreeMap;

/// `papers/words.toml`; placeholders in braces are filled in with [`fill`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained by its text in the file")]
pub struct PaperWords {
    pub desk: String,
    pub desk_in_text: String,
    pub result_at: String,
    pub follow: String,
    pub part_kind: String,
    pub form_part: String,
    pub form_on_paper: String,
    pub part_original: String,
    pub part_copy: String,
    pub no_fee: String,
    pub unknown_fee: String,
    pub no_term: String,
    pub counts_from: String,
    pub clock_stops: String,
    pub clock_restarts: String,
    pub applicant_title: String,
    pub payer_title: String,
    pub payee_title: String,
    pub cashier_title: String,
    pub paid_back_title: String,
    pub dong: String,
    pub by_transfer: String,
    pub by_system: String,
    pub officer_title: String,
    pub online: String,
    pub authority: String,
    pub law_ground: String,
    pub law_article: String,
    pub decision_ground: String,
    pub proposal_ground: String,
    pub ex_officio_ground: String,
    pub holder_must: String,
    pub in_force_until: String,
    pub in_force: String,
    pub carried_out_by: String,
    pub as_article: String,
    pub as_above: String,
    pub file_copy: String,
    pub original: String,
    pub guidance: String,
    pub correction_about: String,
    /// Subject of a letter that asks another body for its opinion, with `{procedure}`.
    pub consult_about: String,
    /// Before what a decision does not grant.
    pub except: String,
    pub day_month_year: String,
    /// Title of every decision.
    pub decision_title: String,
    /// Subject of a decision on people, with `{about}`.
    pub about_people: String,
    /// `{date}` from which it holds.
    pub people_from: String,
    /// `{date}` before which it ends.
    pub people_until: String,
    /// Where no substitute is named.
    pub people_nobody: String,
    /// Last article, with `{person}`.
    pub people_carried_out: String,
    pub law_kinds: BTreeMap<String, String>,
    /// Words of the slips that are printed on demand.
    pub prints: PrintWords,
}

/// Words of the control slip and of the book of files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained by its text in the file")]
pub struct PrintWords {
    pub ahead: String,
    pub on_time: String,
    pub late: String,
    pub open: String,
    pub drawn_up_by: String,
    pub head_of_desk: String,
    pub by_applicant: String,
    pub by_system: String,
    pub electronic: String,
    pub at_desk: String,
}

impl PaperWords {
    /// A text by what it is and its number: `Nghị định số 72/2013/NĐ-CP`.
    #[must_use]
    pub fn law(&self, cite: &str) -> String {
        let letters = cite.rsplit('/').next().unwrap_or(cite);
        let kind = self.law_kinds.iter().rev().find(|(key, _)| letters.starts_with(key.as_str()));
        kind.map_or_else(|| cite.to_owned(), |(_, words)| fill(words, &[("cite", cite)]))
    }
}

/// Fills placeholders such as `{agency}`.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

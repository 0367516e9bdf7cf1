//! Search words without diacritics.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no diacritics, `đ` as `d`: the form in which Vietnamese is searched.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, 'đ' | 'ð') { 'd' } else { c })
        .collect()
}

/// The distinct search words of a text in the order of first use; dots, dashes and slashes inside a word stay.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    fold(text)
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '/')))
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty() && seen.insert((*w).to_owned()))
        .map(str::to_owned)
        .collect()
}

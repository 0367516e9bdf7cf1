//! `scanning.toml`: from when on a scan can be read.

use jiff::civil::Date;
use serde::Deserialize;

/// Where it lies.
pub(crate) const SCANNING: &str = "vn/scanning.toml";

/// `scanning.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scanning {
    /// Rules through time, oldest first.
    #[serde(rename = "rule")]
    pub rules: Vec<ScanRule>,
    /// Other texts that point to the same values.
    #[serde(default)]
    pub also: Vec<ScanText>,
}

/// From how many dots an inch a scan can be read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanRule {
    /// First day in force.
    pub from: Date,
    /// Fewest dots an inch, 1 to 2400.
    pub least_dots: u32,
    /// The text.
    pub cite: String,
    /// Article.
    #[serde(default)]
    pub article: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// A text that points to the values.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanText {
    /// The text.
    pub cite: String,
    /// Article.
    #[serde(default)]
    pub article: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

impl Scanning {
    /// The rule in force on a day; none before the first.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&ScanRule> {
        self.rules.iter().rev().find(|r| r.from <= day)
    }

    /// Why it cannot be used; none where it can.
    pub(crate) fn wrong(&self) -> Option<String> {
        if !self.rules.iter().map(|r| r.from).is_sorted_by(|a, b| a < b) {
            return Some("rules stand in the order of their days, one for a day".to_owned());
        }
        let beyond = self.rules.iter().find(|r| !(1..=2400).contains(&r.least_dots));
        beyond.map(|r| format!("{} dots an inch: give 1 to 2400", r.least_dots))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

    use crate::{Files, Library};

    #[test]
    fn the_rule_of_the_day_is_found_and_wrong_ones_are_refused() {
        let library = Library::load(&Files::built_in()).unwrap();
        let on = |day: &str| library.scanning.on(day.parse().unwrap()).map(|r| r.least_dots);
        assert_eq!((on("2020-03-04"), on("2020-03-05"), on("2026-01-01")), (None, Some(200), Some(200)));
        for (from, to) in
            [("least_dots = 200", "least_dots = 0"), ("least_dots = 200", "least_dots = 200\nmost = 1")]
        {
            let mut files = Files::built_in();
            let text = String::from_utf8(files.by_path["vn/scanning.toml"].clone()).unwrap();
            files.by_path.insert("vn/scanning.toml".to_owned(), text.replace(from, to).into_bytes());
            let faults = Library::load(&files).unwrap_err();
            assert!(faults.to_string().contains("vn/scanning.toml"), "{faults}");
        }
    }
}

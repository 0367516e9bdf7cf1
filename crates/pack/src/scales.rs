//! Indicators that are scored in grades: each case by what happened in it, or the whole department by shares.

use crate::Part;
use congvu_matter::declare::Text;
use jiff::civil::Date;
use serde::Deserialize;

/// A set of indicators in grades, for the time in which its text was in force.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scales {
    /// Name.
    pub name: Text,
    /// First day in force.
    pub from: Date,
    /// Last day in force; none while it is.
    #[serde(default)]
    pub until: Option<Date>,
    /// Most cases of a period that are looked at one by one.
    pub most_cases: u32,
    /// The text.
    pub cite: String,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
    /// Its indicators.
    #[serde(rename = "scale")]
    pub scales: Vec<Scale>,
}

impl Scales {
    /// Whether any day from `from` on and before `to` lies in the time in which the text was in force.
    #[must_use]
    pub fn in_force(&self, from: Date, to: Date) -> bool {
        self.from < to && self.until.is_none_or(|until| from <= until)
    }
}

/// One indicator in grades.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Number.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Article.
    pub article: String,
    /// What is looked at in each case; absent where the department as a whole is scored.
    #[serde(default)]
    pub measure: Option<Measure>,
    /// What is looked at in the department as a whole.
    #[serde(default)]
    pub shares: Vec<Share>,
    /// Grades, the best first. What reaches none of them has no points.
    pub grades: Vec<Grade>,
    /// Points where there is nothing to count; absent: nothing is said.
    #[serde(default)]
    pub none: Option<u32>,
    /// What is left out, in words.
    #[serde(default)]
    pub exclusions: Vec<Text>,
}

/// What is looked at in a case: a number, the lower the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The whole time: 0 ended before the day on which it was due, 1 on that day, 2 later. Cases without a limit are left out.
    Time,
    /// The time of each step that has a share: 0 shorter, 1 equal, 2 longer.
    Steps,
    /// How often the applicant had to come back to complete the file.
    Contacts,
    /// How many bodies the applicant had to turn to for that.
    Bodies,
    /// As `time`, and 2 where somebody complained about conduct in this case and was not found to be wrong.
    Conduct,
    /// 0 where everything that must be public of its procedure is known, 1 where something is missing.
    Publication,
}

/// A share of the department as a whole, in per cent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// What is counted.
    pub numerator: Part,
    /// Of what.
    pub denominator: Part,
    /// A share of nothing at all is reached: where nothing was filed online, nothing filed online is late.
    #[serde(default)]
    pub or_none: bool,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Its points.
    pub points: u32,
    /// In words.
    pub about: Text,
    /// For cases: the highest number that reaches it.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// For the department: the per cent that each share must reach, in the order of the shares.
    #[serde(default)]
    pub at_least: Vec<u32>,
}

impl Scale {
    /// The points of a case.
    #[must_use]
    pub fn of_case(&self, value: u32) -> u32 {
        let reached = self.grades.iter().find(|g| g.at_most.is_some_and(|most| value <= most));
        reached.map_or(0, |g| g.points)
    }

    /// The points of the department, from numerators and denominators in the order of the shares. Where a share is one of nothing,
    /// nothing can be said but what the scale says of that.
    #[must_use]
    pub fn of_shares(&self, counted: &[(i64, i64)]) -> Option<u32> {
        if self.shares.iter().zip(counted).any(|(share, (_, of))| *of <= 0 && !share.or_none) {
            return self.none;
        }
        let reached = |grade: &&Grade| {
            grade.at_least.iter().zip(counted).all(|(least, (n, of))| {
                *of <= 0 || n.saturating_mul(100) >= of.saturating_mul(i64::from(*least))
            })
        };
        Some(self.grades.iter().find(reached).map_or(0, |g| g.points))
    }

    /// The most points that can be reached.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.grades.iter().map(|g| g.points).max().unwrap_or(0)
    }

    /// Why it cannot be used; none where it can.
    pub(crate) fn wrong(&self, unclear: impl Fn(&Part) -> Option<String>) -> Option<String> {
        if self.measure.is_none() == self.shares.is_empty() {
            return Some(
                "say what is looked at in a case (`measure`) or in the department (`shares`), not both"
                    .to_owned(),
            );
        }
        let falling = self.grades.iter().map(|g| std::cmp::Reverse(g.points)).is_sorted();
        if self.grades.is_empty() || !falling {
            return Some("give the grades, the best first".to_owned());
        }
        let of_cases = self.measure.is_some();
        let fits = |g: &Grade| g.at_most.is_some() == of_cases && g.at_least.len() == self.shares.len();
        if !self.grades.iter().all(fits) {
            return Some(
                "a grade of cases has `at_most`, one of shares has `at_least` for each share".to_owned(),
            );
        }
        if self.grades.iter().flat_map(|g| &g.at_least).any(|p| *p > 100) {
            return Some("`at_least` is a percentage, 0 to 100".to_owned());
        }
        self.shares.iter().find_map(|s| unclear(&s.numerator).or_else(|| unclear(&s.denominator)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use crate::{Files, Library};

    fn check_case(id: &str, value: u32, points: u32) {
        let library = Library::load(&Files::built_in()).unwrap();
        let scales = library.oversight.scales.as_ref().unwrap();
        let scale = scales.scales.iter().find(|s| s.id == id && s.measure.is_some()).unwrap();
        assert_eq!(scale.of_case(value), points, "{id} at {value}");
    }

    // conformance: TT01VPCP-13.1, TT01VPCP-13.2, TT01VPCP-13.3, TT01VPCP-13.4, TT01VPCP-13.7
    #[test]
    fn a_case_has_two_points_one_or_none() {
        for id in ["1", "2", "3", "4", "7"] {
            for (value, points) in [(0, 2), (1, 1), (2, 0), (9, 0)] {
                check_case(id, value, points);
            }
        }
    }

    // conformance: TT01VPCP-13.5, TT01VPCP-13.6, TT01VPCP-13.8, TT01VPCP-13.9
    #[test]
    fn the_department_is_scored_by_shares() {
        let library = Library::load(&Files::built_in()).unwrap();
        let scales = library.oversight.scales.as_ref().unwrap();
        let check = |id: &str, counted: &[(i64, i64)], points: Option<u32>| {
            let scale = scales.scales.iter().find(|s| s.id == id && s.measure.is_none()).unwrap();
            assert_eq!(scale.of_shares(counted), points, "{id} of {counted:?}");
        };
        check("5", &[(14, 70), (70, 70)], Some(2));
        check("5", &[(13, 70), (70, 70)], Some(1));
        check("5", &[(0, 70), (69, 70)], Some(0));
        check("6", &[(70, 70)], Some(1));
        check("6", &[(69, 70)], Some(0));
        check("8", &[(0, 0)], Some(2));
        check("8", &[(10, 10)], Some(2));
        check("8", &[(9, 10)], Some(1));
        check("8", &[(89, 100)], Some(0));
        check("9", &[(20, 100), (30, 100), (30, 30)], Some(2));
        check("9", &[(19, 100), (30, 100), (30, 30)], Some(1));
        check("9", &[(20, 100), (29, 100), (29, 29)], Some(1));
        check("9", &[(20, 100), (14, 100), (14, 14)], Some(0));
        check("9", &[(20, 100), (30, 100), (29, 30)], Some(0));
        check("9", &[(20, 100), (0, 100), (0, 0)], Some(0));
        check("9", &[(20, 100), (0, 0), (0, 0)], None);
    }

    // conformance: TT01VPCP-14
    #[test]
    fn some_are_of_cases_and_some_of_the_department() {
        let library = Library::load(&Files::built_in()).unwrap();
        let scales = library.oversight.scales.as_ref().unwrap();
        let ids = |cases: bool| {
            let of = scales.scales.iter().filter(|s| s.measure.is_some() == cases);
            of.map(|s| s.id.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(ids(true), ["1", "2", "3", "4", "6", "7"]);
        assert_eq!(ids(false), ["5", "6", "8", "9"]);
        let day = |text: &str| text.parse().unwrap();
        for (from, to, expected) in [
            ("2018-01-01", "2019-01-01", false),
            ("2018-12-15", "2019-01-07", true),
            ("2024-02-15", "2024-03-15", true),
            ("2025-09-14", "2025-10-15", true),
            ("2025-09-15", "2025-10-15", false),
        ] {
            assert_eq!(scales.in_force(day(from), day(to)), expected, "{from} to {to}");
        }
    }
}

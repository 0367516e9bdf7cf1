//! `oversight.toml`: periods of reports, how satisfaction is read, and the indicators by which the state judges a department.

use congvu_calendar::Limit;
use congvu_matter::declare::Text;
use jiff::Span;
use jiff::civil::Date;
use serde::Deserialize;

/// `oversight.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oversight {
    /// What falls due within this time is shown as due soon.
    pub soon: Limit,
    /// Lifecycle of feedback on how procedures are handled.
    pub feedback: String,
    /// The channel that counts as online.
    pub online: String,
    /// Acts that a leader is told of the morning after: lawful and seldom.
    pub unusual: Vec<String>,
    /// How satisfaction is read.
    pub satisfaction: Satisfaction,
    /// Periods of reports.
    #[serde(rename = "period")]
    pub periods: Vec<Period>,
    /// Groups of indicators.
    #[serde(rename = "group")]
    pub groups: Vec<IndicatorGroup>,
}

/// How satisfaction is read from the answers that are counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Satisfaction {
    /// The act by which it is said.
    pub act: String,
    /// The answer about the whole.
    pub overall: String,
    /// Answers of people who were not satisfied.
    pub dissatisfied: Vec<String>,
    /// Sums of fewer answers are not shown: they could tell who answered what.
    pub least_answers: u32,
}

/// A kind of reporting period.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Text,
    /// How many months it has.
    pub months: i8,
    /// In which months it may end, 1 to 12.
    pub ends_in: Vec<i8>,
    /// The last day of the month that still counts; the next day begins the next period. None: the month's own last day.
    #[serde(default)]
    pub last_day: Option<i8>,
    /// Article.
    #[serde(default)]
    pub article: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

impl Period {
    /// First day, and first day no longer in it, of the period that ends in this month; none where it does not end in it.
    #[must_use]
    pub fn ending_in(&self, year: i16, month: i8) -> Option<(Date, Date)> {
        if !self.ends_in.contains(&month) {
            return None;
        }
        let first = Date::new(year, month, 1).ok()?;
        let begins = first.checked_sub(Span::new().try_months(i64::from(self.months)).ok()?).ok()?;
        match self.last_day {
            Some(day) => {
                let next = |of: Date| Date::new(of.year(), of.month(), day).ok()?.tomorrow().ok();
                Some((next(begins)?, next(first)?))
            }
            None => Some((
                begins.checked_add(Span::new().months(1)).ok()?,
                first.checked_add(Span::new().months(1)).ok()?,
            )),
        }
    }

    /// The periods that had begun by this day, the latest first, at most `most`.
    #[must_use]
    pub fn begun_by(&self, day: Date, most: usize) -> Vec<(Date, Date)> {
        let mut found = Vec::new();
        // The latest to have begun may end as many months later as it has.
        let Some(mut month) = day
            .first_of_month()
            .checked_add(Span::new().months(i64::from(self.months.clamp(0, 24)) + 1))
            .ok()
        else {
            return found;
        };
        for _ in 0..MOST_MONTHS {
            if found.len() >= most {
                break;
            }
            if let Some(range) = self.ending_in(month.year(), month.month()).filter(|(from, _)| *from <= day)
            {
                found.push(range);
            }
            let Ok(before) = month.checked_sub(Span::new().months(1)) else { break };
            month = before;
        }
        found
    }
}

/// How far back periods are looked for.
const MOST_MONTHS: usize = 120;

/// A group of indicators with its points.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorGroup {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Points of the whole group.
    pub points: u32,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
    /// Its indicators.
    #[serde(rename = "indicator")]
    pub indicators: Vec<Indicator>,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Number in its group, for instance `2.1`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Points.
    pub points: u32,
    /// The percentage that gives all points; 100 when absent.
    #[serde(default)]
    pub full_at: Option<u32>,
    /// What is counted; absent where it is not measured here.
    #[serde(default)]
    pub numerator: Option<Part>,
    /// Of what.
    #[serde(default)]
    pub denominator: Option<Part>,
    /// What is left out, in words.
    #[serde(default)]
    pub exclusions: Vec<Text>,
    /// What it comes to when there is nothing to count.
    #[serde(default)]
    pub none: WithoutCases,
    /// Why it is not measured here.
    #[serde(default)]
    pub missing: Option<Text>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// One side of the fraction.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// In words.
    pub about: Text,
    /// What must be true of what is counted, all together.
    pub of: Vec<Figure>,
}

/// What an indicator comes to without anything to count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithoutCases {
    /// Nothing is said: missing data is not zero.
    #[default]
    Unknown,
    /// All points.
    Full,
    /// No points.
    Zero,
}

/// What can be counted. The first of a list may be one of the counts of procedures, which stand alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figure {
    /// Cases of procedures received in the period; those that the one-stop desk did not take in are not received.
    Received,
    /// Cases of procedures that got their result in the period.
    Resolved,
    /// Feedback that arrived in the period.
    Feedback,
    /// A time limit is known for it.
    HasLimit,
    /// Neither late nor asked for additions more than once.
    InTime,
    /// Every act with a time of its own was done in it, and nothing is late.
    ActsInTime,
    /// Came in online.
    Online,
    /// A file is in its dossier.
    HasFile,
    /// It has its result.
    HasResult,
    /// Its procedure gives a paper.
    GivesPaper,
    /// Nobody said of it that they were not satisfied.
    NotDisliked,
    /// Procedures that the department handles for others.
    Procedures,
    /// … of which everything that must be public is known.
    ProceduresComplete,
    /// … that can be filed online.
    ProceduresOnline,
    /// … for which something was filed online in the period.
    ProceduresFiledOnline,
}

impl Figure {
    /// Whether procedures are counted by it, not cases.
    #[must_use]
    pub fn is_of_procedures(self) -> bool {
        matches!(
            self,
            Self::Procedures
                | Self::ProceduresComplete
                | Self::ProceduresOnline
                | Self::ProceduresFiledOnline
        )
    }

    /// Whether it says which cases of which period are meant.
    #[must_use]
    pub fn is_population(self) -> bool {
        matches!(self, Self::Received | Self::Resolved | Self::Feedback)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use jiff::civil::date;

    fn period(months: i8, ends_in: &[i8], last_day: Option<i8>) -> Period {
        let name = Text { vi: String::new(), en: String::new() };
        let ends_in = ends_in.to_vec();
        Period {
            id: String::new(),
            name,
            months,
            ends_in,
            last_day,
            article: None,
            source: None,
            verified: false,
        }
    }

    // conformance: ND09-1
    #[test]
    fn a_june_report_ends_on_the_fourteenth() {
        let check = |p: &Period, year: i16, month: i8, expected: Option<(&str, &str)>| {
            let expected = expected.map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap()));
            assert_eq!(p.ending_in(year, month), expected, "{year}-{month}");
        };
        let month = period(1, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], Some(14));
        check(&month, 2024, 6, Some(("2024-05-15", "2024-06-15")));
        check(&month, 2024, 1, Some(("2023-12-15", "2024-01-15")));
        let quarter = period(3, &[3, 6, 9, 12], Some(14));
        check(&quarter, 2024, 3, Some(("2023-12-15", "2024-03-15")));
        check(&quarter, 2024, 4, None);
        let half = period(6, &[6, 12], Some(14));
        check(&half, 2024, 6, Some(("2023-12-15", "2024-06-15")));
        check(&half, 2024, 12, Some(("2024-06-15", "2024-12-15")));
        let year = period(12, &[12], Some(14));
        check(&year, 2024, 12, Some(("2023-12-15", "2024-12-15")));
        let plain = period(12, &[12], None);
        check(&plain, 2024, 12, Some(("2024-01-01", "2025-01-01")));
    }

    #[test]
    fn the_latest_period_comes_first() {
        let quarter = period(3, &[3, 6, 9, 12], Some(14));
        let check = |day: Date, expected: &[&str]| {
            let found = quarter.begun_by(day, 2);
            let found: Vec<String> = found.iter().map(|(from, _)| from.to_string()).collect();
            assert_eq!(found, expected, "{day}");
        };
        check(date(2024, 3, 4), &["2023-12-15", "2023-09-15"]);
        check(date(2024, 3, 14), &["2023-12-15", "2023-09-15"]);
        check(date(2024, 3, 15), &["2024-03-15", "2023-12-15"]);
    }
}

//! `people.toml`: what the law says of people who work in a department.

use congvu_calendar::Limit;
use jiff::civil::Date;
use serde::Deserialize;

/// The file.
pub(crate) const PEOPLE: &str = "vn/people.toml";

/// `people.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct People {
    /// Kinds of position that are held for a term.
    pub leaders: Vec<String>,
    /// Kinds of unit whose people are public employees; everybody else is a civil servant.
    pub public_employees: Vec<String>,
    /// How a number or a unit of the founding decision changes.
    pub amendment: Amendment,
    /// By which acts a look at a personal file is recorded.
    pub look: LookActs,
    /// The longest time of acts.
    #[serde(rename = "time")]
    pub times: Vec<LongestTime>,
    /// Within which time somebody may be disciplined, oldest rule first.
    #[serde(rename = "discipline")]
    pub disciplines: Vec<DisciplineRule>,
    /// After how long the next pay step is due.
    #[serde(rename = "raise")]
    pub raises: Vec<RaiseRule>,
    /// What puts the raise off.
    #[serde(rename = "late")]
    pub lates: Vec<LateRule>,
    /// What decisions on people say.
    #[serde(rename = "paper")]
    pub papers: Vec<PeoplePaper>,
}

/// How the founding decision changes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// By which act.
    pub act: String,
    /// Under which duty the department drafts it.
    pub duty: String,
}

/// By which acts a look at a personal file is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookActs {
    /// The lifecycle.
    pub lifecycle: String,
    /// At somebody else's file.
    pub others: String,
    /// At one's own.
    pub own: String,
}

/// The longest time that an act may give.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongestTime {
    /// The act.
    pub act: String,
    /// Only where the position is a leader's.
    #[serde(default)]
    pub leaders: bool,
    /// How long.
    pub longest: Limit,
    /// The statute, by its name in the authority table.
    pub cite: String,
}

/// Within which time somebody may be disciplined.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DisciplineRule {
    /// First day on which the rule applies.
    pub from: Date,
    /// Forms of discipline.
    pub forms: Vec<String>,
    /// After the breach.
    pub after_breach: Limit,
    /// After it became known.
    pub handling: Limit,
    /// After it became known, in a complex case.
    pub complex: Limit,
    /// The statute.
    pub cite: String,
}

/// After how long the next pay step is due.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RaiseRule {
    /// Group of grades.
    pub grade: String,
    /// Months.
    pub months: u16,
    /// The statute.
    pub cite: String,
}

/// What puts a raise off.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateRule {
    /// Form of discipline or grading.
    pub because: String,
    /// Months, for civil servants.
    pub months: u16,
    /// Months, for public employees.
    pub public: u16,
    /// The statute.
    pub cite: String,
}

/// What a decision on people says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeoplePaper {
    /// Key of the form.
    pub form: String,
    /// What it is about, after "Về việc".
    pub about: String,
    /// Its articles but the last two, which all decisions share.
    pub articles: Vec<String>,
}

impl People {
    /// Placeholders that papers may use.
    pub const PLACES: [&str; 8] = ["person", "position", "unit", "agency", "from", "until", "to", "reason"];

    /// The longest time of an act on a position of this kind.
    #[must_use]
    pub fn longest(&self, act: &str, kind: &str) -> Option<&LongestTime> {
        let leads = self.leaders.iter().any(|leader| leader == kind);
        self.times.iter().find(|time| time.act == act && (leads || !time.leaders))
    }

    /// The rule on a form of discipline on a day.
    #[must_use]
    pub fn discipline(&self, form: &str, day: Date) -> Option<&DisciplineRule> {
        self.disciplines.iter().rev().find(|rule| rule.from <= day && rule.forms.iter().any(|f| f == form))
    }

    /// The rule on raises for a group of grades.
    #[must_use]
    pub fn raise(&self, grade: &str) -> Option<&RaiseRule> {
        self.raises.iter().find(|rule| rule.grade == grade)
    }

    /// By how many months something puts the next raise off.
    #[must_use]
    pub fn late(&self, because: &str, public_employee: bool) -> u16 {
        let rule = self.lates.iter().find(|rule| rule.because == because);
        rule.map_or(0, |rule| if public_employee { rule.public } else { rule.months })
    }

    /// The words of a paper.
    #[must_use]
    pub fn paper(&self, form: &str) -> Option<&PeoplePaper> {
        self.papers.iter().find(|paper| paper.form == form)
    }
}

//! The same business twice in a year: over all plans and all inspections, shown before it happens.

use crate::access::Officer;
use congvu_desk::{Case, Desk, to_ms};
use congvu_store::{CaseOrder, Only};
use congvu_web::{ResultExt, WebError};
use jiff::civil::date;
use serde_json::Value;

/// The procedure of inspections and checks.
pub(crate) const INSPECTION: &str = "inspection.case";
/// The life of plans.
pub(crate) const PLAN: &str = "inspection-plan";
/// Most plans and cases that are looked at.
const MOST: u32 = 500;
/// States of plans.
const STATES: [&str; 3] = ["approved", "submitted", "drafting"];

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) field: String,
    pub(crate) month: String,
    pub(crate) topic: String,
}

impl Line {
    /// `code | name | field | month | what`; what is missing at the end is empty.
    pub(crate) fn read(text: &str) -> Self {
        let mut parts = text.split('|').map(|p| p.trim().to_owned());
        let mut next = || parts.next().unwrap_or_default();
        Self { code: next(), name: next(), field: next(), month: next(), topic: next() }
    }
}

/// Where a subject comes already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The plan or case.
    pub(crate) matter: String,
    /// Whether it is a plan.
    pub(crate) plan: bool,
    /// What it is called.
    pub(crate) what: String,
}

/// Codes as they are compared: people write them with spaces, dots and dashes.
pub(crate) fn folded(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// All plans, newest state first.
pub(crate) async fn plans(desk: &Desk, officer: &Officer<'_>) -> Result<Vec<Case>, WebError> {
    of_life(desk, officer.agency.id(), PLAN, &STATES).await
}

/// Matters of the house of one life, in these states.
pub(crate) async fn of_life(
    desk: &Desk,
    agency: &str,
    life: &str,
    states: &[&str],
) -> Result<Vec<Case>, WebError> {
    let mut all = Vec::new();
    for state in states {
        let rows = desk.store().matters_in_state(agency, life, "", state, MOST, "").await.or_fault()?;
        all.extend(desk.cases(&rows).or_fault()?);
    }
    Ok(all)
}

/// The lines of a plan.
pub(crate) fn lines(plan: &Case) -> Vec<Line> {
    let items = plan.matter.said.get("revise-plan").and_then(|s| s.get("items")).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_str).map(Line::read).collect()
}

/// The year of a plan, as said.
pub(crate) fn year(plan: &Case) -> String {
    let said = plan.matter.said.get("plan").and_then(|s| s.get("year")).and_then(Value::as_str);
    said.unwrap_or_default().trim().to_owned()
}

/// Everything in a year about a subject, except one matter.
pub(crate) async fn seen(
    desk: &Desk,
    officer: &Officer<'_>,
    code: &str,
    of: i16,
    except: &str,
) -> Result<Vec<Seen>, WebError> {
    let wanted = folded(code);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for plan in plans(desk, officer).await?.iter().filter(|p| year(p) == of.to_string()) {
        for line in lines(plan).iter().filter(|l| folded(&l.code) == wanted && plan.matter.id != except) {
            let what = format!("{} – {} – {}", year(plan), line.month, line.topic);
            found.push(Seen { matter: plan.matter.id.clone(), plan: true, what });
        }
    }
    let from = date(of, 1, 1).at(0, 0, 0, 0);
    let until = date(of.saturating_add(1), 1, 1).at(0, 0, 0, 0);
    let only = [Only::Procedures(vec![INSPECTION.to_owned()]), Only::Opened(to_ms(from), to_ms(until))];
    let rows =
        desk.store().cases_where(officer.agency.id(), &only, CaseOrder::Due, MOST, None).await.or_fault()?;
    for case in desk.cases(&rows).or_fault()? {
        let theirs = case.matter.form.get("subject_code").and_then(Value::as_str).unwrap_or_default();
        if folded(theirs) == wanted && case.matter.id != except && case.matter.state != "dropped" {
            let what = case.matter.code.clone().unwrap_or_default();
            found.push(Seen { matter: case.matter.id.clone(), plan: false, what });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_codes() {
        let line = Line::read("63.0000 0001 | Công ty Sao Mai | in | 5 | Lưu chiểu");
        assert_eq!((line.name.as_str(), line.month.as_str()), ("Công ty Sao Mai", "5"));
        for (a, b, same) in [
            ("63.0000 0001", "6300000001", true),
            ("6300000001-001", "6300000001001", true),
            ("6300000001", "6300000002", false),
        ] {
            assert_eq!(folded(a) == folded(b), same, "{a} {b}");
        }
        assert_eq!(Line::read("").code, "");
    }
}

//! Decisions on people: their words stand in `people.toml`, who and when in the matter.

use super::data::Setting;
use crate::titles::seat_name;
use congvu_pack::{PeoplePaper, fill};
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

/// The words of the paper, where it is a decision on people.
pub(crate) fn words(s: &Setting) -> Option<&PeoplePaper> {
    s.library.people.paper(&s.paper.key)
}

/// What it is about, as in "Về việc bổ nhiệm …".
pub(crate) fn about(s: &Setting) -> Option<String> {
    let words = words(s)?;
    let about = s.words().about_people.clone();
    Some(fill(&about, &[("about", &filled(s, &words.about))]))
}

/// All its articles.
pub(crate) fn articles(s: &Setting) -> Option<Vec<Value>> {
    let words = words(s)?;
    let mut all: Vec<Value> = words.articles.iter().map(|text| json!(filled(s, text))).collect();
    all.push(json!(s.words().in_force));
    all.push(json!(fill(&s.words().people_carried_out, &[("person", &person(s))])));
    Some(all)
}

/// The appointment that the matter is about, as it was asked for.
fn appointment(s: &Setting) -> Option<&Map<String, Value>> {
    let said = &s.case.matter.said;
    said.get("prepare").or_else(|| said.get("appoint"))?.get("appointment")?.as_object()
}

fn text<'v>(values: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    values.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn person(s: &Setting) -> String {
    let named = appointment(s).and_then(|a| text(a, "name")).map(str::to_owned);
    let holder =
        || Some(s.book.as_ref()?.holder(text(&s.paper.input, "position")?, s.paper.at)?.1.to_owned());
    named.or_else(holder).unwrap_or_default()
}

fn seat(s: &Setting, id: &str) -> String {
    let seat = s.book.as_ref().and_then(|book| book.position(id));
    seat.map(|seat| seat_name(&s.agency.rules, seat)).unwrap_or_default()
}

fn filled(s: &Setting, words: &str) -> String {
    let input = &s.paper.input;
    let asked = appointment(s);
    let of_appointment = asked.and_then(|a| a.get("position")?.get("id")?.as_str());
    let position = text(input, "position").or(of_appointment).map(|id| seat(s, id)).unwrap_or_default();
    let to = text(input, "to").or_else(|| text(input, "substitute")).map(|id| seat(s, id));
    let moment = |key: &str| {
        let said = text(input, key).or_else(|| text(asked?, if key == "until" { "to" } else { key }))?;
        said.parse::<DateTime>().ok()
    };
    let day = |id: &str, at: DateTime| {
        let at = at.max(s.paper.at);
        let (number, month) = (format!("{:02}", at.day()), format!("{:02}", at.month()));
        let date = fill(
            &s.words().day_month_year,
            &[("day", &number), ("month", &month), ("year", &at.year().to_string())],
        );
        fill(id, &[("date", &date)])
    };
    let from = day(&s.words().people_from, moment("from").unwrap_or(s.paper.at));
    let until = moment("until").map(|at| day(&s.words().people_until, at)).unwrap_or_default();
    let reason = text(input, "reason").unwrap_or_default().trim_end_matches('.').to_owned();
    let to = to.unwrap_or_else(|| s.words().people_nobody.clone());
    fill(
        words,
        &[
            ("person", &person(s)),
            ("position", &position),
            ("unit", ""),
            ("agency", &s.agency.file.name.vi),
            ("from", &from),
            ("until", &until),
            ("to", &to),
            ("reason", &reason),
        ],
    )
}

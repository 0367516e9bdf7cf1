//! The inputs of an act as fields of a form, and what was typed as the desk takes it.

use crate::access::Officer;
use congvu_desk::Desk;
use congvu_matter::declare::{ActDef, Input as Said, InputKind, Lifecycle};
use congvu_matter::{InputFault, Refused};
use congvu_web::components::{Choice, Field, FieldError, Input, field};
use congvu_web::form::FormValues;
use congvu_web::{Html, Words};
use jiff::civil::{Date, Time};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

/// All fields of an act, with what was typed and what is wrong.
pub(crate) fn html(
    w: &Words,
    desk: &Desk,
    officer: &Officer<'_>,
    act: &ActDef,
    values: &FormValues,
    errors: &[FieldError],
) -> Html {
    // Whose position it is says who it is.
    let by_position = act.inputs.iter().any(|i| i.id == "position");
    let asked = act.inputs.iter().filter(|i| !(by_position && i.id == "person"));
    Html::join(asked.map(|said| field(w, &one(w, desk, officer, said, values).errors(errors))))
}

fn one(w: &Words, desk: &Desk, officer: &Officer<'_>, said: &Said, values: &FormValues) -> Field {
    let hint = said.help.as_ref().map(|h| congvu_views::pick(w, h).to_owned()).unwrap_or_default();
    let input = match said.kind {
        InputKind::Items if said.id == "acts" => Input::Checkboxes(signed(w, desk, officer)),
        InputKind::LongText | InputKind::Items => Input::LongText { rows: 4 },
        InputKind::Date => Input::Date,
        InputKind::Moment => Input::Moment,
        InputKind::Choice => {
            let choices = said.choices.iter().map(|(v, t)| Choice::new(v, congvu_views::pick(w, t)));
            Input::Select(choices.collect())
        }
        InputKind::Position => Input::Select(seats(w, officer)),
        InputKind::Text if said.id == "unit" => Input::Select(units(officer)),
        _ => Input::Text,
    };
    let made = Field::new(&said.id, congvu_views::pick(w, &said.label))
        .hint(hint)
        .input(input)
        .value(values.get(&said.id));
    if said.required { made } else { made.optional() }
}

/// All open positions with the names of their holders.
pub(crate) fn seats(w: &Words, officer: &Officer<'_>) -> Vec<Choice> {
    let open = officer.book.roster.positions.iter().filter(|p| {
        let kind = officer.agency.rules.kind(&p.kind);
        officer.book.is_open(p.id.as_str(), officer.now) && kind.is_some_and(|kind| kind.body.is_none())
    });
    open.map(|p| Choice::new(p.id.as_str(), officer.seat(w, &p.id))).collect()
}

/// Acts by which something is signed, by their names.
pub(crate) fn signed(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Vec<Choice> {
    let signing =
        officer.agency.rules.powers().iter().filter(|p| p.signing.is_some() && p.targets.is_empty());
    let mut all: Vec<&String> = signing.flat_map(|p| &p.acts).collect();
    all.sort();
    all.dedup();
    let named = |id: &&String| {
        let act = desk.library().lifecycles.values().find_map(|life| life.act(id))?;
        Some(Choice::new(id.as_str(), congvu_views::pick(w, &act.name)))
    };
    all.iter().filter_map(named).collect()
}

/// The units of the department.
pub(crate) fn units(officer: &Officer<'_>) -> Vec<Choice> {
    let all = officer.agency.rules.units().iter();
    let own = all.filter(|unit| officer.table.unit_at(&unit.id, officer.now).as_ref() == Some(&unit.id));
    own.map(|unit| {
        let name = officer.table.unit_name_at(&unit.id, officer.now).unwrap_or(&unit.name);
        Choice::new(unit.id.as_str(), name)
    })
    .collect()
}

/// The inputs of an act; empty ones are left out. What cannot be read stays as it was typed, for the desk to refuse.
pub(crate) fn read(act: &ActDef, values: &FormValues) -> Map<String, Value> {
    let mut said = Map::new();
    for input in &act.inputs {
        let typed = clean(values.get(&input.id));
        if typed.is_empty() {
            continue;
        }
        let value = match input.kind {
            InputKind::Date => Value::from(date(&typed).unwrap_or(typed)),
            InputKind::Moment => Value::from(moment(&typed).unwrap_or(typed)),
            _ => Value::from(typed),
        };
        said.insert(input.id.clone(), value);
    }
    said
}

/// Faults of the desk at the fields of the form.
pub(crate) fn errors(
    w: &Words,
    life: Option<&Lifecycle>,
    act: &str,
    faults: &[InputFault],
) -> Vec<FieldError> {
    let all = faults.iter().map(|fault| {
        let one = Refused::Input { act: act.to_owned(), faults: vec![fault.clone()] };
        FieldError::new(&fault.input, congvu_views::not_now_text(w, life, &one).join(" "))
    });
    all.collect()
}

/// Trimmed, in NFC, without control characters.
pub(crate) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.nfc().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

/// `2024-03-04` or `4/3/2024` as `2024-03-04`.
fn date(text: &str) -> Option<String> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date.to_string());
    }
    let mut parts = text.split(['/', '-', '.']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && year.len() == 4;
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    date.filter(|_| whole).map(|date| date.to_string())
}

/// `2024-03-04T08:00`, `4/3/2024 08:00`, or a day, which means its beginning, as `2024-03-04T08:00:00`.
pub(crate) fn moment(text: &str) -> Option<String> {
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00"));
    let day = date(day)?;
    let mut parts = time.trim().split(':');
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let second = parts.next().map_or(Some(0), |s| s.parse().ok())?;
    let time = Time::new(hour, minute, second, 0).ok()?;
    Some(format!("{day}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second()))
}

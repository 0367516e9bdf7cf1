//! What was said with an act, to read.

use crate::access::Officer;
use askama::Template;
use congvu_matter::declare::{ActDef, Input, InputKind};
use congvu_web::components::key_values;
use congvu_web::{Html, Words, fmt};
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};

/// Label and value of every input that was given.
pub(crate) fn html(w: &Words, officer: &Officer<'_>, act: &ActDef, said: &Map<String, Value>) -> Html {
    let pairs: Vec<(String, Html)> = act
        .inputs
        .iter()
        .filter_map(|input| {
            let value = said.get(&input.id).filter(|v| !v.is_null())?;
            Some((congvu_views::pick(w, &input.label).to_owned(), lines(&texts(w, officer, input, value))))
        })
        .collect();
    if pairs.is_empty() { Html::EMPTY } else { key_values(&pairs) }
}

fn texts(w: &Words, officer: &Officer<'_>, input: &Input, value: &Value) -> Vec<String> {
    if let Some(lines) = appointed(w, officer, value) {
        return lines;
    }
    let text = match value {
        Value::String(text) => text,
        other => return flat(other),
    };
    match input.kind {
        InputKind::Choice => {
            vec![
                input.choices.get(text).map_or_else(|| text.clone(), |t| congvu_views::pick(w, t).to_owned()),
            ]
        }
        InputKind::Position => {
            let position = text.as_str().into();
            vec![congvu_views::title_of(w, officer.agency, &officer.book, &position, Some(officer.now))]
        }
        InputKind::Date => {
            vec![text.parse::<Date>().map_or_else(|_| text.clone(), |d| fmt::date(w.lang(), d))]
        }
        InputKind::Moment => vec![text.parse::<DateTime>().map_or_else(|_| text.clone(), |at| moment(w, at))],
        _ => text.lines().map(str::to_owned).collect(),
    }
}

/// An appointment as people read it: who, which position, from when until when.
fn appointed(w: &Words, officer: &Officer<'_>, value: &Value) -> Option<Vec<String>> {
    let position = value.get("position")?.get("id")?.as_str()?;
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let at = |key: &str| text(key)?.parse::<DateTime>().ok().map(|at| moment(w, at));
    let title = congvu_views::title_of(w, officer.agency, &officer.book, &position.into(), None);
    let title =
        if title == position { value.get("position")?.get("kind")?.as_str()?.to_owned() } else { title };
    let time = format!("{} – {}", at("from")?, at("to").unwrap_or_else(|| w.t("casework-open-end")));
    Some(vec![text("name")?.to_owned(), title, time])
}

/// Time and date as people write them.
pub(crate) fn moment(w: &Words, at: DateTime) -> String {
    format!("{}, {}", fmt::time(at.time()), fmt::date(w.lang(), at.date()))
}

fn flat(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(flat).collect(),
        Value::Object(map) => map.iter().map(|(k, v)| format!("{k}: {}", flat(v).join(", "))).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// Lines of text below one another.
pub(crate) fn lines(lines: &[String]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = "{% for l in lines %}{{ l }}{% if !loop.last %}<br>{% endif %}{% endfor %}"
    )]
    struct T<'a> {
        lines: &'a [String],
    }
    Html::render(&T { lines })
}

//! What was typed with an act, as the desk takes it.

use super::fields::{Asked, Property, name, property_name};
use congvu_matter::declare::InputKind;
use congvu_web::form::FormValues;
use jiff::civil::{Date, Time};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

/// The inputs of the act; empty ones are left out. What cannot be read stays as it was typed, for the desk to refuse.
pub(crate) fn input(asked: &Asked<'_>, values: &FormValues) -> Map<String, Value> {
    let act = asked.act.id.as_str();
    let mut said = Map::new();
    for input in &asked.act.inputs {
        if let Some((_, properties)) = asked.entry.as_ref().filter(|(id, _)| *id == input.id) {
            let changed = changed(act, &input.id, properties, values);
            if !changed.is_empty() {
                said.insert(input.id.clone(), Value::Object(changed));
            }
            continue;
        }
        let field = name(act, &input.id);
        let typed = clean(values.get(&field));
        if typed.is_empty() {
            continue;
        }
        let value = match input.kind {
            InputKind::Date => date(&typed).unwrap_or(typed),
            InputKind::Moment => moment(&typed).unwrap_or(typed),
            InputKind::Limit => format!("{typed} {}", clean(values.get(&format!("{field}.unit")))),
            _ => typed,
        };
        said.insert(input.id.clone(), Value::String(value));
    }
    said
}

/// The properties that differ from what the register says.
fn changed(act: &str, input: &str, properties: &[Property], values: &FormValues) -> Map<String, Value> {
    let mut changed = Map::new();
    for p in properties {
        let typed = clean(values.get(&property_name(act, input, &p.name)));
        if typed.is_empty() || typed == p.now {
            continue;
        }
        let value = if p.list {
            typed.lines().map(str::trim).filter(|l| !l.is_empty()).map(Value::from).collect::<Vec<_>>().into()
        } else {
            Value::from(typed)
        };
        changed.insert(p.name.clone(), value);
    }
    changed
}

/// Trimmed, in NFC, with `\n` line ends and without control characters.
pub(crate) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.nfc().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

/// `2024-03-04` or `4/3/2024` as `2024-03-04`.
pub(crate) fn date(text: &str) -> Option<String> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date.to_string());
    }
    let mut parts = text.split(['/', '-', '.']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().map(|d| d.to_string())
}

/// `2024-03-04T08:00`, `2024-03-04 08:00` or `4/3/2024 08:00` as `2024-03-04T08:00:00`.
pub(crate) fn moment(text: &str) -> Option<String> {
    let (day, time) = text.split_once(['T', ' '])?;
    let day = date(day)?;
    let mut parts = time.trim().split(':');
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let second = parts.next().map_or(Some(0), |s| s.parse().ok())?;
    let time = Time::new(hour, minute, second, 0).ok()?;
    Some(format!("{day}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_moments_in_several_habits() {
        for (text, expected) in [
            ("2024-03-04", Some("2024-03-04")),
            ("4/3/2024", Some("2024-03-04")),
            ("04.03.2024", Some("2024-03-04")),
            ("31/2/2024", None),
            ("4/3/24", None),
            ("mai", None),
        ] {
            assert_eq!(date(text).as_deref(), expected, "{text}");
        }
        for (text, expected) in [
            ("2024-03-04T08:00", Some("2024-03-04T08:00:00")),
            ("4/3/2024 17:30", Some("2024-03-04T17:30:00")),
            ("2024-03-04", None),
            ("2024-03-04T25:00", None),
        ] {
            assert_eq!(moment(text).as_deref(), expected, "{text}");
        }
    }
}

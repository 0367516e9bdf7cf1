//! Small values of paper data.

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};

pub(crate) fn date(day: Date) -> Value {
    json!({ "day": day.day(), "month": day.month(), "year": day.year() })
}

pub(crate) fn when(at: DateTime) -> Value {
    json!({ "date": date(at.date()), "time": at.strftime("%H:%M").to_string() })
}

/// A property as one line of text; empty when absent.
pub(crate) fn line(values: &Map<String, Value>, name: &str) -> String {
    match values.get(name) {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// A property as a list of texts.
pub(crate) fn list(values: &Map<String, Value>, name: &str) -> Vec<String> {
    match values.get(name) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(s)) if !s.is_empty() => vec![s.clone()],
        _ => Vec::new(),
    }
}

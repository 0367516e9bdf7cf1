//! What was typed, and the JSON it becomes.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use super::number;
use super::spec::{FieldKind, FieldSpec, FormSpec};
use crate::error::WebError;
use crate::i18n::Lang;

/// Most pairs that are read from one form.
const MAX_PAIRS: usize = 1_000;

/// What was typed, field by field, as it was typed. Extract it in a handler; it reads URL-encoded bodies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormValues(BTreeMap<String, Vec<String>>);

impl FormValues {
    /// Reads a URL-encoded body; pairs beyond the thousandth are left out.
    pub fn parse(body: &[u8]) -> Self {
        Self::from_pairs(form_urlencoded::parse(body).map(|(k, v)| (k.into_owned(), v.into_owned())))
    }

    /// From pairs of names and values, for instance the text fields of a multipart form.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut all = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in pairs.into_iter().take(MAX_PAIRS) {
            all.entry(name).or_default().push(value);
        }
        Self(all)
    }

    /// From a JSON value, to fill a form in with what is already known.
    pub fn from_json(spec: &FormSpec, lang: Lang, json: &Value) -> Self {
        let mut all = BTreeMap::new();
        for field in spec.fields() {
            let texts = match json.get(&field.name) {
                None | Some(Value::Null | Value::Object(_)) => continue,
                Some(Value::String(s)) => vec![s.clone()],
                Some(Value::Number(n)) => vec![number::shown(lang, n)],
                Some(Value::Bool(b)) => vec![b.to_string()],
                Some(Value::Array(items)) => {
                    let items: Vec<String> =
                        items.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                    if matches!(field.kind, FieldKind::ManyOf(_)) { items } else { vec![items.join("\n")] }
                }
            };
            all.insert(field.name.clone(), texts);
        }
        Self(all)
    }

    /// The first value of a field; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).and_then(|v| v.first()).map_or("", String::as_str)
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Puts a value in place of those that are there.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), vec![value.into()]);
    }

    /// True when nothing was typed at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The JSON object that the schema describes: types as they should be, empty fields left out, text trimmed and in
    /// NFC. What cannot be converted stays text, so that validation finds it. Names that the schema does not know are
    /// left out.
    pub fn to_json(&self, spec: &FormSpec, lang: Lang) -> Value {
        let mut map = Map::new();
        for field in spec.fields() {
            if let Some(value) = self.field_json(field, lang) {
                map.insert(field.name.clone(), value);
            }
        }
        Value::Object(map)
    }

    fn field_json(&self, field: &FieldSpec, lang: Lang) -> Option<Value> {
        match &field.kind {
            // An unticked box sends nothing; that is a "no".
            FieldKind::Checkbox => return Some(Value::Bool(self.get(&field.name) == "true")),
            FieldKind::ManyOf(_) => {
                let chosen: Vec<Value> =
                    self.all(&field.name).iter().map(|v| Value::from(clean(v))).collect();
                return (!chosen.is_empty()).then_some(Value::Array(chosen));
            }
            _ => {}
        }
        let text = clean(self.get(&field.name));
        if text.is_empty() {
            return None;
        }
        let as_text = || Value::from(text.clone());
        Some(match &field.kind {
            FieldKind::Integer => number::integer(&text).unwrap_or_else(as_text),
            FieldKind::Number => number::number(lang, &text).unwrap_or_else(as_text),
            FieldKind::YesNo => text.parse::<bool>().map_or_else(|_| as_text(), Value::Bool),
            FieldKind::Date => Value::from(iso_date(&text).unwrap_or(text)),
            FieldKind::Lines(_) => text
                .lines()
                .map(str::trim)
                .filter(|l| !l.is_empty())
                .map(Value::from)
                .collect::<Vec<_>>()
                .into(),
            FieldKind::LongText(_) => as_text(),
            _ => Value::from(text.replace('\n', " ")),
        })
    }
}

/// `21/11/2026`, `21-11-2026`, `21.11.2026` as `2026-11-21`; None when it is not such a date.
fn iso_date(text: &str) -> Option<String> {
    let mut parts = text.split(['/', '-', '.']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let date = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(date.to_string())
}

/// Trimmed, in NFC, with `\n` line ends and without control characters.
#[must_use]
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.nfc().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

impl<S: Send + Sync> FromRequest<S> for FormValues {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let kind = request.headers().get(header::CONTENT_TYPE).map(|v| v.as_bytes().to_ascii_lowercase());
        if !kind.is_some_and(|k| k.starts_with(b"application/x-www-form-urlencoded")) {
            return Err(WebError::Kind);
        }
        let bytes = axum::body::Bytes::from_request(request, state).await.map_err(|_| WebError::BadForm)?;
        Ok(Self::parse(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_several_habits() {
        for (text, expected) in [
            ("21/11/2026", Some("2026-11-21")),
            ("1-2-2024", Some("2024-02-01")),
            ("31/02/2024", None),
            ("2024-02-01", None),
            ("1/2/24", None),
            ("1/2/2024/3", None),
        ] {
            assert_eq!(iso_date(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn text_is_cleaned() {
        assert_eq!(clean("  a\r\nb\u{0}\u{7}\t \r"), "a\nb");
        assert_eq!(clean("Ha\u{302}\u{323}u"), "Hậu");
    }
}

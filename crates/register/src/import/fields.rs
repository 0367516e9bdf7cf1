//! The columns that a sheet may have: as the register and the form behind it declare them.

use crate::{RegisterDef, fold};
use serde_json::Value;

/// Keys of the columns that every register has: number, day of issue, last day, standing, page of the book.
pub const FIXED: [&str; 5] = ["_number", "_issued", "_last_day", "_status", "_page"];

/// One value of a choice, with the names that people write for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// Its names.
    pub names: Vec<String>,
}

/// What a cell of a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// One of these.
    Choice(Vec<Choice>),
    /// Several values, one a line or with semicolons between; of these choices where there are any.
    List(Vec<Choice>),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Property of the content, or one of [`FIXED`].
    pub key: String,
    /// Names under which the column goes; the first heads the empty sheet.
    pub names: Vec<String>,
    /// What it holds.
    pub kind: Kind,
    /// Must be filled in.
    pub required: bool,
    /// Longest text, characters.
    pub max_chars: usize,
}

impl Field {
    /// Whether the column goes under this name, however it is spelt.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let said = plain(name);
        !said.is_empty() && (said == plain(&self.key) || self.names.iter().any(|n| plain(n) == said))
    }
}

/// Letters and digits only, without diacritics: `Số / Number` and `so number` are the same name.
pub(super) fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The properties of a register that a sheet may give, in the order of the form: what is public, what an entry is found by,
/// and who holds it. Contacts that only a running case needs are not taken over from old books.
#[must_use]
pub fn fields(def: &RegisterDef, schema: Option<&Value>) -> Vec<Field> {
    let mut keys: Vec<&String> = Vec::new();
    for key in [&def.holder, &def.owner].into_iter().chain(&def.public).chain(&def.search) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let property = |key: &str| schema.and_then(|s| s.get("properties")?.get(key));
    let order = |key: &str| property(key).and_then(|p| p.get("x-order")?.as_i64()).unwrap_or(i64::MAX);
    keys.sort_by_key(|key| order(key));
    keys.into_iter()
        .map(|key| field(key, property(key).unwrap_or(&Value::Null), *key == def.holder))
        .collect()
}

fn field(key: &str, property: &Value, required: bool) -> Field {
    let said = |name: &str| property.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut names: Vec<String> = [said("x-vi"), said("x-en")].into_iter().filter(|n| !n.is_empty()).collect();
    if names.is_empty() {
        names.push(key.to_owned());
    }
    let max = property.get("maxLength").and_then(Value::as_u64).and_then(|m| usize::try_from(m).ok());
    Field { key: key.to_owned(), names, kind: kind(property), required, max_chars: max.unwrap_or(2_000) }
}

fn kind(property: &Value) -> Kind {
    let text = |name: &str| property.get(name).and_then(Value::as_str).unwrap_or_default();
    match text("type") {
        "integer" => Kind::Whole,
        "number" => Kind::Number,
        "boolean" => Kind::YesNo,
        "array" => {
            let items = property.get("items").unwrap_or(&Value::Null);
            let of_items = choices(items);
            Kind::List(if of_items.is_empty() { named(property, &values(items)) } else { of_items })
        }
        _ if text("format") == "date" => Kind::Date,
        _ => match choices(property) {
            none if none.is_empty() => Kind::Text,
            some => Kind::Choice(some),
        },
    }
}

fn values(property: &Value) -> Vec<String> {
    let all = property.get("enum").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn choices(property: &Value) -> Vec<Choice> {
    named(property, &values(property))
}

fn named(property: &Value, values: &[String]) -> Vec<Choice> {
    let labels = property.get("x-choices");
    values
        .iter()
        .map(|value| {
            let label = labels.and_then(|l| l.get(value));
            let said = |lang: &str| label.and_then(|l| l.get(lang)?.as_str()).map(str::to_owned);
            Choice { value: value.clone(), names: [said("vi"), said("en")].into_iter().flatten().collect() }
        })
        .collect()
}

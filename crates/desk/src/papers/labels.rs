//! What the properties of a form are called on paper.

use super::data::Setting;
use super::values::line;
use congvu_matter::declare::RegisterEffect;
use serde_json::{Map, Value, json};

/// One property as a paper shows it.
pub(crate) struct Label {
    pub(crate) name: String,
    pub(crate) label: String,
    choices: Map<String, Value>,
}

impl Label {
    /// The value as one line, a choice in words; empty when absent.
    pub(crate) fn line(&self, values: &Map<String, Value>) -> String {
        let text = line(values, &self.name);
        let words = self.choices.get(&text).and_then(|c| c.get("vi")).and_then(Value::as_str);
        words.map_or(text, str::to_owned)
    }

    /// The value, lists as lists; none when absent.
    pub(crate) fn value(&self, values: &Map<String, Value>) -> Option<Value> {
        match values.get(&self.name)? {
            Value::Array(items) if !items.is_empty() => Some(json!(items)),
            _ => Some(self.line(values)).filter(|t| !t.is_empty()).map(Value::String),
        }
    }
}

/// The properties in their order, from the form under which the content was filed; private ones stay off papers.
pub(crate) fn labels(s: &Setting) -> Vec<Label> {
    let register = s.entry.as_ref().map(|e| e.register.as_str());
    let adds = |effect: Option<&RegisterEffect>| match effect {
        Some(RegisterEffect::Add(to)) => register.is_none_or(|r| r == to),
        _ => false,
    };
    let grants = |p: &congvu_pack::Loaded| {
        p.declared.versions.iter().any(|v| v.outcome.values().any(|o| adds(o.register.as_ref())))
    };
    let own = s.library.procedures.get(&s.case.matter.procedure);
    let granting = s.library.procedures.values().find(|p| grants(p));
    let Some(loaded) = granting.or(own) else { return Vec::new() };
    let version = loaded.declared.version_on(s.paper.at.date());
    let schema = version.and_then(|v| v.form.as_ref()).and_then(|f| loaded.schemas.get(&f.schema));
    let properties = schema.and_then(|s| s.get("properties")).and_then(Value::as_object);
    let order = |v: &Value| v.get("x-order").and_then(Value::as_i64).unwrap_or(i64::MAX);
    let mut all: Vec<_> =
        properties.into_iter().flatten().filter(|(_, v)| v.get("x-private").is_none()).collect();
    all.sort_by_key(|(_, v)| order(v));
    all.into_iter().map(|(name, v)| label(name, v)).collect()
}

fn label(name: &str, property: &Value) -> Label {
    Label {
        name: name.to_owned(),
        label: property.get("x-vi").and_then(Value::as_str).unwrap_or(name).to_owned(),
        choices: property.get("x-choices").and_then(Value::as_object).cloned().unwrap_or_default(),
    }
}

//! What the properties of a form are called on paper.

use super::data::Setting;
use super::values::line;
use congvu_matter::declare::RegisterEffect;
use congvu_pack::Loaded;
use serde_json::{Map, Value, json};

/// One property as a paper shows it.
pub(crate) struct Label {
    pub(crate) name: String,
    pub(crate) label: String,
    choices: Map<String, Value>,
}

impl Label {
    /// The value as one line, choices in words; empty when absent.
    pub(crate) fn line(&self, values: &Map<String, Value>) -> String {
        match values.get(&self.name) {
            Some(Value::Array(items)) => self.in_words(items).join("; "),
            _ => self.words(line(values, &self.name)),
        }
    }

    fn words(&self, value: String) -> String {
        let words = self.choices.get(&value).and_then(|c| c.get("vi")).and_then(Value::as_str);
        words.map_or(value, str::to_owned)
    }

    fn in_words(&self, items: &[Value]) -> Vec<String> {
        items.iter().filter_map(Value::as_str).map(|item| self.words(item.to_owned())).collect()
    }

    /// The value, lists as lists; none when absent.
    pub(crate) fn value(&self, values: &Map<String, Value>) -> Option<Value> {
        match values.get(&self.name)? {
            Value::Array(items) if !items.is_empty() => Some(json!(self.in_words(items))),
            _ => Some(self.line(values)).filter(|t| !t.is_empty()).map(Value::String),
        }
    }
}

/// The properties in their order, from the form under which the content was filed; private ones stay off papers.
pub(crate) fn labels(s: &Setting) -> Vec<Label> {
    let Some(loaded) = filed_under(s) else { return Vec::new() };
    // Entries may come from forms of other days; a case's own form is that of the law that governs it.
    let own = s.case.procedure(&s.library).filter(|(p, _)| p.id == loaded.declared.id).and_then(|(_, v)| v);
    let version = own.or_else(|| loaded.declared.version_on(s.paper.at.date()));
    let schema = version.and_then(|v| v.form.as_ref()).and_then(|f| loaded.schemas.get(&f.schema));
    let properties = schema.and_then(|s| s.get("properties")).and_then(Value::as_object);
    let order = |v: &Value| v.get("x-order").and_then(Value::as_i64).unwrap_or(i64::MAX);
    let mut all: Vec<_> =
        properties.into_iter().flatten().filter(|(_, v)| v.get("x-private").is_none()).collect();
    all.sort_by_key(|(_, v)| order(v));
    all.into_iter().map(|(name, v)| label(name, v)).collect()
}

/// Properties of the case's own form that its result shows beside the entry that it is about, in the order declared.
pub(crate) fn shown(s: &Setting) -> Vec<Label> {
    let (Some(outcome), Some(version)) = (s.outcome(), s.version()) else { return Vec::new() };
    let schema = || {
        let loaded = s.library.procedure(&s.case.matter.agency, &s.case.matter.procedure)?;
        loaded.schemas.get(&version.form.as_ref()?.schema)?.get("properties")
    };
    let Some(properties) = schema() else { return Vec::new() };
    outcome.shows.iter().filter_map(|name| Some(label(name, properties.get(name)?))).collect()
}

/// The procedure whose form the content was filed with: for an entry of a register, one that adds to that register, this
/// matter's own before others; without an entry, this matter's own.
fn filed_under(s: &Setting) -> Option<&Loaded> {
    let own = s.library.procedure(&s.case.matter.agency, &s.case.matter.procedure).map(AsRef::as_ref);
    let Some(register) = s.entry.as_ref().map(|e| e.register.as_str()) else { return own };
    let adds = |p: &&Loaded| {
        let outcomes = p.declared.versions.iter().flat_map(|v| v.outcome.values());
        outcomes.filter_map(|o| o.register.as_ref()).any(|r| *r == RegisterEffect::Add(register.to_owned()))
    };
    let of_register = || s.library.procedures.values().map(AsRef::as_ref).find(adds);
    own.filter(adds).or_else(of_register).or(own)
}

fn label(name: &str, property: &Value) -> Label {
    Label {
        name: name.to_owned(),
        label: property.get("x-vi").and_then(Value::as_str).unwrap_or(name).to_owned(),
        choices: property.get("x-choices").and_then(Value::as_object).cloned().unwrap_or_default(),
    }
}

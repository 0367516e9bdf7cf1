//! What the properties of an entry are called: as in the form of the procedure that makes entries.

use congvu_matter::declare::RegisterEffect;
use congvu_pack::Library;
use congvu_web::{Words, fmt};
use jiff::civil::Date;
use serde_json::Value;

/// Labels of the properties of a register.
pub(crate) struct Labels<'l> {
    schema: Option<&'l Value>,
}

impl<'l> Labels<'l> {
    /// The labels in force on a day; without a form for that day, those of the latest.
    pub(crate) fn of(library: &'l Library, register: &str, day: Date) -> Self {
        let adds = |effect: &RegisterEffect| matches!(effect, RegisterEffect::Add(r) if r == register);
        let schema = library.procedures.values().find_map(|p| {
            let grants = |v: &&congvu_matter::declare::Version| {
                v.outcome.values().filter_map(|o| o.register.as_ref()).any(adds)
            };
            let version = p.declared.version_on(day).or(p.declared.versions.last()).filter(grants)?;
            p.schemas.get(&version.form.as_ref()?.schema)
        });
        Self { schema }
    }

    fn property(&self, name: &str) -> Option<&'l Value> {
        self.schema?.get("properties")?.get(name)
    }

    /// What a property is called; its key where no form knows it.
    pub(crate) fn label(&self, w: &Words, name: &str) -> String {
        let said = |key: &str| {
            self.property(name).and_then(|p| p.get(key)).and_then(Value::as_str).unwrap_or_default()
        };
        let label = w.pick(said("x-vi"), said("x-en"));
        if label.is_empty() { name.replace('_', " ") } else { label.to_owned() }
    }

    /// A value as people read it.
    pub(crate) fn value(&self, w: &Words, name: &str, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(true) => w.t("yes"),
            Value::Bool(false) => w.t("no"),
            Value::Number(n) => n.as_i64().map_or_else(|| n.to_string(), |n| fmt::number(w.lang(), n)),
            Value::Array(items) => {
                items.iter().map(|v| self.value(w, name, v)).collect::<Vec<_>>().join(", ")
            }
            Value::String(text) => self.text(w, name, text),
            Value::Object(_) => value.to_string(),
        }
    }

    fn text(&self, w: &Words, name: &str, text: &str) -> String {
        let property = self.property(name);
        let choice = property.and_then(|p| p.get("x-choices")).and_then(|c| c.get(text));
        if let Some(choice) = choice {
            let said = |key: &str| choice.get(key).and_then(Value::as_str).unwrap_or_default();
            return w.pick(said("vi"), said("en")).to_owned();
        }
        let dated = property.and_then(|p| p.get("format")).and_then(Value::as_str) == Some("date");
        match text.parse::<Date>() {
            Ok(day) if dated => fmt::date(w.lang(), day),
            _ => text.to_owned(),
        }
    }
}

//! Validation, and what to say to the person who filled the form in.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use super::spec::{FieldKind, FieldSpec, FormSpec};
use super::values::FormValues;
use crate::components::FieldError;
use crate::fmt;
use crate::i18n::Words;

impl FormSpec {
    /// The JSON of what was typed, or what is to be put right: one message a field, in the order of the form.
    ///
    /// # Errors
    /// When something does not fit the schema.
    pub fn check(&self, w: &Words, values: &FormValues) -> Result<Value, Vec<FieldError>> {
        let json = values.to_json(self, w.lang());
        self.check_json(w, &json)?;
        Ok(json)
    }

    /// Checks JSON that comes from elsewhere, for instance from a client of the API.
    ///
    /// # Errors
    /// When something does not fit the schema.
    pub fn check_json(&self, w: &Words, json: &Value) -> Result<(), Vec<FieldError>> {
        let mut errors: Vec<FieldError> = self.too_long(w, json);
        for error in self.validator.iter_errors(json) {
            let name = field_of(&error);
            if errors.iter().any(|e| e.field == name) {
                continue;
            }
            let message = match self.field(&name) {
                Some(field) => message(w, field, error.kind()),
                None => w.with("form-other", &[("label", name.as_str().into())]),
            };
            errors.push(FieldError { field: name, message });
        }
        if errors.is_empty() {
            return Ok(());
        }
        let place = |e: &FieldError| self.fields().position(|f| f.name == e.field).unwrap_or(usize::MAX);
        errors.sort_by_key(place);
        Err(errors)
    }

    /// Texts beyond the house's own limits, which the schema need not repeat.
    fn too_long(&self, w: &Words, json: &Value) -> Vec<FieldError> {
        let length = |v: &Value| match v {
            Value::String(s) => s.chars().count() as u64,
            Value::Array(items) => {
                items.iter().filter_map(Value::as_str).map(|s| s.chars().count() as u64 + 1).sum()
            }
            _ => 0,
        };
        self.fields()
            .filter(|f| json.get(&f.name).is_some_and(|v| length(v) > f.max_length))
            .map(|f| {
                let args = [("label", f.label.pick(w).into()), ("n", f.max_length.into())];
                FieldError::new(&f.name, w.with("form-max-length", &args))
            })
            .collect()
    }
}

/// The property an error is about: the first part of its path, or the one that is missing.
fn field_of(error: &ValidationError<'_>) -> String {
    let first = error.instance_path().segments().next().map(|s| s.to_string());
    match (first, error.kind()) {
        (Some(first), _) => first,
        (None, Kind::Required { property }) => property.as_str().unwrap_or_default().to_owned(),
        (None, Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected }) => {
            unexpected.first().cloned().unwrap_or_default()
        }
        (None, _) => String::new(),
    }
}

fn message(w: &Words, field: &FieldSpec, kind: &Kind) -> String {
    let label = || ("label", field.label.pick(w).to_owned().into());
    let plain = |id: &str| w.with(id, &[label()]);
    let count = |id: &str, n: u64| w.with(id, &[label(), ("n", n.into())]);
    let limit = |id: &str, n: &Value| {
        let text = n.as_f64().map_or_else(|| n.to_string(), |n| fmt::decimal(w.lang(), n));
        w.with(id, &[label(), ("n", text.into())])
    };
    let own = field.error.pick(w);
    match kind {
        Kind::Required { .. } if is_choice(field) => plain("form-required-choice"),
        Kind::Required { .. } => plain("form-required"),
        Kind::MinLength { limit: 1 } => plain("form-required"),
        Kind::MinLength { limit } => count("form-min-length", *limit),
        Kind::MaxLength { limit } => count("form-max-length", *limit),
        Kind::Pattern { .. } | Kind::Format { .. } if !own.is_empty() => own.to_owned(),
        Kind::Pattern { .. } => plain("form-pattern"),
        Kind::Format { format } => match format.as_str() {
            "email" | "idn-email" => w.t("form-email"),
            "phone" => w.t("form-phone"),
            "date" => w.t("form-date"),
            "uri" | "iri" => w.t("form-url"),
            _ => plain("form-format"),
        },
        Kind::Constant { .. } if field.kind == FieldKind::Checkbox => plain("form-must-agree"),
        Kind::Enum { .. } | Kind::Constant { .. } => plain("form-enum"),
        Kind::Type { kind: TypeKind::Single(t) } if t.to_string() == "integer" => plain("form-integer"),
        Kind::Type { .. } if matches!(field.kind, FieldKind::Number | FieldKind::Integer) => {
            plain("form-number")
        }
        Kind::Minimum { limit: n } => limit("form-minimum", n),
        Kind::Maximum { limit: n } => limit("form-maximum", n),
        Kind::ExclusiveMinimum { limit: n } => limit("form-more-than", n),
        Kind::ExclusiveMaximum { limit: n } => limit("form-less-than", n),
        Kind::MultipleOf { multiple_of } => limit("form-multiple-of", &Value::from(*multiple_of)),
        Kind::MinItems { limit } => count("form-min-items", *limit),
        Kind::MaxItems { limit } => count("form-max-items", *limit),
        Kind::UniqueItems => plain("form-unique-items"),
        _ => plain("form-other"),
    }
}

fn is_choice(field: &FieldSpec) -> bool {
    matches!(field.kind, FieldKind::OneOf { .. } | FieldKind::ManyOf(_) | FieldKind::YesNo)
}

//! Reading an annotated JSON Schema into fields.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::components::Choice;
use crate::i18n::Words;

/// Most fields of one form.
const MAX_FIELDS: usize = 200;

/// The annotations a field may have. Any other key that begins with `x-` is a spelling mistake.
const KNOWN: [&str; 14] = [
    "x-vi",
    "x-en",
    "x-help-vi",
    "x-help-en",
    "x-error-vi",
    "x-error-en",
    "x-order",
    "x-section",
    "x-widget",
    "x-rows",
    "x-autocomplete",
    "x-choices",
    // For the office, not for the field: where a value comes from, and that it stays off public papers.
    "x-prefill",
    "x-private",
];

/// Why a schema is no form. The path is a JSON Pointer (RFC 6901) into the schema.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("at `{path}`: {message}")]
pub struct FormError {
    /// Where in the schema.
    pub path: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl FormError {
    fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

/// A text in both languages; either may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text {
    fn read(map: &Map<String, Value>, stem: &str) -> Self {
        let get = |lang: &str| {
            map.get(&format!("{stem}{lang}")).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        Self { vi: get("vi"), en: get("en") }
    }

    /// The one for the page.
    pub fn pick<'a>(&'a self, w: &Words) -> &'a str {
        w.pick(&self.vi, &self.en)
    }
}

/// What a field holds and how it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines, this many shown.
    LongText(u8),
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Web address.
    Url,
    /// Day, month, year.
    Date,
    /// A number, whole or not.
    Number,
    /// A whole number.
    Integer,
    /// A box to tick.
    Checkbox,
    /// Yes or no, both to choose.
    YesNo,
    /// One of some; all shown, or in a drop-down list.
    OneOf {
        /// The values with their labels.
        choices: Vec<(String, Text)>,
        /// True for all shown.
        radios: bool,
    },
    /// Any of some.
    ManyOf(Vec<(String, Text)>),
    /// A list of texts, one a line, this many lines shown.
    Lines(u8),
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// Name of the property.
    pub name: String,
    /// Label.
    pub label: Text,
    /// Help.
    pub help: Text,
    /// What to say when a pattern or a format does not fit.
    pub error: Text,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it must be there.
    pub required: bool,
    /// HTML autofill token.
    pub autocomplete: String,
    /// Most characters: of the schema, or the house's own limit.
    pub max_length: u64,
    section: Option<String>,
    order: i64,
}

/// A part of the form with a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Its id in the schema; empty for fields without a section.
    pub id: String,
    /// Heading.
    pub title: Text,
    /// Help under the heading.
    pub help: Text,
    /// Its fields in order.
    pub fields: Vec<FieldSpec>,
}

/// A form: the schema, the fields read from it, the compiled validator. Make it once, at start.
#[derive(Debug)]
pub struct FormSpec {
    pub(super) schema: Value,
    pub(super) sections: Vec<Section>,
    pub(super) validator: jsonschema::Validator,
}

impl FormSpec {
    /// Reads a schema.
    ///
    /// # Errors
    /// When it is not a JSON Schema, or asks for something that a form cannot show (nested objects, `$ref`, a type
    /// missing, an unknown widget, section or annotation, a field without a label).
    pub fn new(schema: Value) -> Result<Self, FormError> {
        let root =
            schema.as_object().ok_or_else(|| FormError::new("", "the schema of a form must be an object"))?;
        let properties = root
            .get("properties")
            .and_then(Value::as_object)
            .ok_or_else(|| FormError::new("/properties", "the schema of a form must have `properties`"))?;
        if properties.len() > MAX_FIELDS {
            return Err(FormError::new(
                "/properties",
                format!("a form may have at most {MAX_FIELDS} fields; split it"),
            ));
        }
        let required: Vec<&str> = root
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if let Some(name) = required.iter().find(|name| !properties.contains_key(**name)) {
            return Err(FormError::new(
                "/required",
                format!("`{name}` is required but is not among the properties"),
            ));
        }
        let mut sections = read_sections(root)?;
        for (name, property) in properties {
            let field = read_field(name, property, required.contains(&name.as_str()))?;
            let wanted = field.section.clone().unwrap_or_default();
            let section = sections.iter_mut().find(|s| s.id == wanted).ok_or_else(|| {
                FormError::new(
                    format!("/properties/{name}/x-section"),
                    format!("there is no section `{wanted}`"),
                )
            })?;
            section.fields.push(field);
        }
        for section in &mut sections {
            section.fields.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
        }
        sections.retain(|s| !s.fields.is_empty());
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .with_format("phone", is_phone)
            .build(&schema)
            .map_err(|e| FormError::new(e.instance_path().as_str(), format!("not a valid schema: {e}")))?;
        Ok(Self { schema, sections, validator })
    }

    /// The schema.
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// The sections in order. Fields without a section come first.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// All fields in the order in which they are shown.
    pub fn fields(&self) -> impl Iterator<Item = &FieldSpec> {
        self.sections.iter().flat_map(|s| &s.fields)
    }

    pub(super) fn field(&self, name: &str) -> Option<&FieldSpec> {
        self.fields().find(|f| f.name == name)
    }
}

/// 9 to 15 digits (E.164 allows 15 at most), with an optional `+`, spaces, dots and hyphens.
fn is_phone(text: &str) -> bool {
    let rest = text.strip_prefix('+').unwrap_or(text);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    (9..=15).contains(&digits) && rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'.' | b'-'))
}

fn read_sections(root: &Map<String, Value>) -> Result<Vec<Section>, FormError> {
    let mut sections = vec![Section::default()];
    for (i, item) in root.get("x-sections").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let path = || format!("/x-sections/{i}");
        let map = item.as_object().ok_or_else(|| FormError::new(path(), "a section must be an object"))?;
        let id = map.get("id").and_then(Value::as_str).filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| FormError::new(path(), "a section must have an `id`"))?;
        let title = Text::read(map, "");
        if title.vi.is_empty() {
            return Err(FormError::new(path(), "a section must have a heading `vi`"));
        }
        sections.push(Section {
            id: id.to_owned(),
            title,
            help: Text::read(map, "help-"),
            fields: Vec::new(),
        });
    }
    Ok(sections)
}

fn read_field(name: &str, property: &Value, required: bool) -> Result<FieldSpec, FormError> {
    let path = format!("/properties/{name}");
    let fits = !name.is_empty() && name.len() <= 64 && !name.starts_with('_');
    if !fits || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        return Err(FormError::new(path, "name a field with letters, digits, `-` and `_`, at most 64"));
    }
    let map = property.as_object().ok_or_else(|| FormError::new(&path, "a field must be an object"))?;
    if let Some(key) = map.keys().find(|k| k.starts_with("x-") && !KNOWN.contains(&k.as_str())) {
        return Err(FormError::new(format!("{path}/{key}"), format!("there is no annotation `{key}`")));
    }
    let mut label = Text::read(map, "x-");
    if label.vi.is_empty() {
        label.vi = map.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
    }
    if label.vi.is_empty() {
        return Err(FormError::new(path, "a field must have a label `x-vi`"));
    }
    let kind = read_kind(map, &path)?;
    let house_limit =
        if matches!(kind, FieldKind::LongText(_) | FieldKind::Lines(_)) { 20_000 } else { 1_000 };
    let max_length = map.get("maxLength").and_then(Value::as_u64).unwrap_or(house_limit).min(20_000);
    let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(FieldSpec {
        name: name.to_owned(),
        label,
        help: Text::read(map, "x-help-"),
        error: Text::read(map, "x-error-"),
        kind,
        required,
        autocomplete: text("x-autocomplete").unwrap_or_default(),
        max_length,
        section: text("x-section"),
        order: map.get("x-order").and_then(Value::as_i64).unwrap_or(i64::MAX),
    })
}

fn read_kind(map: &Map<String, Value>, path: &str) -> Result<FieldKind, FormError> {
    let text = |key: &str| map.get(key).and_then(Value::as_str);
    let rows = |default: u8| {
        map.get("x-rows")
            .and_then(Value::as_u64)
            .and_then(|n| u8::try_from(n).ok())
            .unwrap_or(default)
            .clamp(2, 40)
    };
    let kind = text("type").ok_or_else(|| FormError::new(path, "a field must have one `type`"))?;
    let widget = text("x-widget").unwrap_or_default();
    let found = match (kind, widget) {
        ("string", "" | "radio" | "select") if map.contains_key("enum") => {
            let choices = read_choices(map, map, path)?;
            let radios = if widget.is_empty() { choices.len() <= 6 } else { widget == "radio" };
            FieldKind::OneOf { choices, radios }
        }
        ("string", "textarea") => FieldKind::LongText(rows(5)),
        ("string", "" | "date") => match text("format").unwrap_or_default() {
            "" => FieldKind::Text,
            "email" | "idn-email" => FieldKind::Email,
            "phone" => FieldKind::Phone,
            "uri" | "iri" => FieldKind::Url,
            "date" => FieldKind::Date,
            other => {
                return Err(FormError::new(path, format!("a form has no field for the format `{other}`")));
            }
        },
        ("number", "") => FieldKind::Number,
        ("integer", "") => FieldKind::Integer,
        ("boolean", "" | "checkbox") => FieldKind::Checkbox,
        ("boolean", "yes-no") => FieldKind::YesNo,
        ("array", "" | "lines" | "checkboxes") => {
            let items = map.get("items").and_then(Value::as_object);
            let items = items.filter(|i| i.get("type").and_then(Value::as_str) == Some("string"));
            let items =
                items.ok_or_else(|| FormError::new(path, "a list in a form must be one of strings"))?;
            if items.contains_key("enum") {
                FieldKind::ManyOf(read_choices(items, map, path)?)
            } else {
                FieldKind::Lines(rows(4))
            }
        }
        ("object" | "null", _) => {
            return Err(FormError::new(
                path,
                format!("a form has no field for the type `{kind}`; make it flat"),
            ));
        }
        _ => {
            return Err(FormError::new(path, format!("there is no widget `{widget}` for the type `{kind}`")));
        }
    };
    Ok(found)
}

/// The values of an `enum`, with their labels from `x-choices`.
fn read_choices(
    with_enum: &Map<String, Value>,
    with_labels: &Map<String, Value>,
    path: &str,
) -> Result<Vec<(String, Text)>, FormError> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    let labels = with_labels.get("x-choices").and_then(Value::as_object).unwrap_or(&NONE);
    let values = with_enum.get("enum").and_then(Value::as_array).into_iter().flatten();
    let choices: Vec<_> = values
        .map(|value| {
            let value =
                value.as_str().ok_or_else(|| FormError::new(path, "a choice in a form must be a string"))?;
            let mut text =
                labels.get(value).and_then(Value::as_object).map(|m| Text::read(m, "")).unwrap_or_default();
            if text.vi.is_empty() {
                text.vi = value.to_owned();
            }
            Ok((value.to_owned(), text))
        })
        .collect::<Result<_, FormError>>()?;
    let stray = labels.keys().find(|k| !choices.iter().any(|(v, _)| v == *k));
    match stray {
        Some(k) => {
            Err(FormError::new(format!("{path}/x-choices"), format!("`{k}` is not a value of the enum")))
        }
        None if choices.is_empty() => Err(FormError::new(path, "there is nothing to choose from")),
        None => Ok(choices),
    }
}

/// Choices in the page's language.
pub(super) fn choices(w: &Words, list: &[(String, Text)]) -> Vec<Choice> {
    list.iter().map(|(value, text)| Choice::new(value, text.pick(w))).collect()
}

//! Fills a form as a careful applicant would: every property, within its limits, checked by the schema itself.

use congvu_register::Entry;
use serde_json::{Map, Value, json};

/// Values to try for a text, until one fits the property.
const TEXTS: [&str; 16] = [
    "Nội dung mẫu",
    "0912345678",
    "lienhe@saomai.example.vn",
    "3700123456",
    "2027-06-07",
    "08:30",
    "saomai.example.vn",
    "https://saomai.example.vn",
    "01/GP-STTTT",
    "074012345678",
    "5",
    "2024",
    "A1",
    "ABC-123",
    "10.0.0.1",
    "12/2024",
];

/// A filled form that its schema accepts. What an existing entry knows is taken from it, as the pages do.
pub fn filled(schema: &Value, entry: Option<&Entry>) -> Map<String, Value> {
    let properties = schema["properties"].as_object().expect("a form has properties");
    let mut form = Map::new();
    for (name, property) in properties {
        let known = property["x-prefill"].as_str().and_then(|from| prefilled(from, entry?));
        let value = known.or_else(|| value(property));
        form.insert(name.clone(), value.unwrap_or_else(|| panic!("no sample fits `{name}`: {property}")));
    }
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let whole = Value::Object(form.clone());
    let faults: Vec<String> =
        validator.iter_errors(&whole).map(|e| format!("{} {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:?}");
    form
}

fn prefilled(from: &str, entry: &Entry) -> Option<Value> {
    match from {
        "entry.number" => {
            Some(json!(entry.number.split_once('/').map_or(entry.number.as_str(), |(_, cited)| cited)))
        }
        "entry.issued" => Some(json!(entry.issued.date().to_string())),
        _ => entry.content.get(from.strip_prefix("entry.content.")?).cloned(),
    }
}

fn value(property: &Value) -> Option<Value> {
    if let Some(choices) = property["enum"].as_array() {
        return choices.first().cloned();
    }
    match property["type"].as_str()? {
        "integer" | "number" => Some(property.get("minimum").cloned().unwrap_or(json!(1))),
        "boolean" => Some(json!(true)),
        "array" => value(&property["items"]).map(|item| json!([item])),
        _ => {
            let fits = jsonschema::validator_for(property).ok()?;
            TEXTS.iter().map(|text| json!(text)).find(|text| fits.is_valid(text))
        }
    }
}

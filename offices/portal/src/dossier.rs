//! A dossier as a portal writes it: the fields of the synchronisation schema that provincial systems exchange, with the names
//! they have there. What is not in the form stays beside the case as it came.

use congvu_desk::from_ms;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Longest text in a field that becomes part of a key, characters.
pub(crate) const MAX_ID: usize = 64;
/// Longest other text, characters.
pub(crate) const MAX_TEXT: usize = 300;
/// Most files of a dossier; an act takes no more.
pub(crate) const MAX_FILES: usize = 30;

/// A dossier that a portal files.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Dossier {
    /// The same at every repetition.
    pub(crate) message_id: String,
    #[serde(rename = "MaHoSo")]
    pub(crate) code: String,
    #[serde(rename = "MaTTHC")]
    pub(crate) procedure: String,
    #[serde(default, rename = "NgayNopHoSo")]
    pub(crate) filed: Option<String>,
    #[serde(default, rename = "KenhThucHien")]
    pub(crate) channel: Option<Value>,
    #[serde(default, rename = "DuocThanhToanTrucTuyen")]
    pub(crate) paid_online: Option<Value>,
    #[serde(default, rename = "ChuHoSo")]
    pub(crate) owner: Option<Person>,
    #[serde(default, rename = "TaiLieuNop")]
    pub(crate) files: Vec<FileIn>,
    #[serde(default)]
    pub(crate) form: Map<String, Value>,
}

/// Whose dossier it is.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Person {
    #[serde(default, rename = "HoTen")]
    pub(crate) name: String,
    #[serde(default, rename = "SoDienThoai")]
    pub(crate) phone: String,
}

/// A file of the dossier: its content, or the SHA-256 of one that was sent before.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct FileIn {
    #[serde(default, rename = "TenTepDinhKem")]
    pub(crate) name: String,
    #[serde(default, rename = "MaThanhPhanHoSo")]
    pub(crate) part: String,
    #[serde(default, rename = "IsDeleted")]
    pub(crate) deleted: Option<Value>,
    #[serde(default)]
    pub(crate) sha256: String,
    /// Base64.
    #[serde(default)]
    pub(crate) content: Option<String>,
}

/// Whether a flag is set: the schemas of different years write `1`, `"1"` and `true`.
pub(crate) fn is_set(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(b)) => *b,
        Some(Value::Number(n)) => n.as_i64() == Some(1),
        Some(Value::String(s)) => matches!(s.trim(), "1" | "true"),
        _ => false,
    }
}

/// A code that may be written as a number or as a text; empty for none.
pub(crate) fn code_text(value: Option<&Value>) -> String {
    match value {
        Some(Value::Number(n)) => n.to_string(),
        Some(Value::String(s)) => s.trim().chars().take(MAX_ID).collect(),
        _ => String::new(),
    }
}

/// An identifier that can stand in a path and in a key.
pub(crate) fn is_id(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    !text.is_empty() && text.len() <= MAX_ID && text.chars().all(fits)
}

/// A moment: civil time of the offices, or with an offset.
pub(crate) fn moment(text: &str) -> Option<DateTime> {
    match text.parse::<jiff::Timestamp>() {
        Ok(at) => Some(from_ms(at.as_millisecond())),
        Err(_) => text.parse().ok(),
    }
}

/// What is kept of a dossier beside the case: everything but the form, which the case has, and contents of files.
pub(crate) fn beside(mut whole: Value) -> Value {
    if let Some(fields) = whole.as_object_mut() {
        fields.remove("form");
        fields.remove("message_id");
        let files = fields.get_mut("TaiLieuNop").and_then(Value::as_array_mut);
        for file in files.into_iter().flatten().filter_map(Value::as_object_mut) {
            file.remove("content");
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn flags_and_codes_in_every_spelling() {
        for (value, set, code) in [
            (json!(1), true, "1"),
            (json!("1"), true, "1"),
            (json!(true), true, ""),
            (json!(0), false, "0"),
            (json!(" 2 "), false, "2"),
            (json!(null), false, ""),
            (json!([1]), false, ""),
        ] {
            assert_eq!((is_set(Some(&value)), code_text(Some(&value)).as_str()), (set, code), "{value}");
        }
    }

    #[test]
    fn identifiers_and_moments() {
        for (text, fits) in
            [("G22.99-240304-0001", true), ("", false), ("a/b", false), ("a b", false), ("đ", false)]
        {
            assert_eq!(is_id(text), fits, "{text}");
        }
        assert!(!is_id(&"x".repeat(65)));
        for (text, expected) in [
            ("2024-03-04T08:00", Some("2024-03-04T08:00:00")),
            ("2024-03-04T01:00:00Z", Some("2024-03-04T08:00:00")),
            ("2024-03-04T08:00:00+07:00", Some("2024-03-04T08:00:00")),
            ("yesterday", None),
        ] {
            assert_eq!(moment(text).map(|m| m.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn contents_and_the_form_do_not_stand_beside_the_case() {
        let whole = json!({ "message_id": "m", "MaHoSo": "1", "form": { "a": 1 }, "TaiLieuNop": [{ "content": "AA==", "sha256": "x" }] });
        assert_eq!(beside(whole), json!({ "MaHoSo": "1", "TaiLieuNop": [{ "sha256": "x" }] }));
    }
}

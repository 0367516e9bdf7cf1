//! Numbers as people type them.

use serde_json::{Number, Value};

use crate::i18n::Lang;

/// A whole number, with or without separators of thousands: `1.234.567`, `1 234 567`. None when it is not one.
pub(super) fn integer(text: &str) -> Option<Value> {
    let plain = ungroup(text, '.').or_else(|| ungroup(text, ','))?;
    plain.parse::<i64>().ok().map(Value::from)
}

/// A number in the habit of the language: `1.234,5` in Vietnamese, `1,234.5` in English; a lone mark that cannot
/// separate thousands is taken for the decimal one.
pub(super) fn number(lang: Lang, text: &str) -> Option<Value> {
    let (thousands, decimal) = if lang == Lang::Vi { ('.', ',') } else { (',', '.') };
    let (whole, part) = match text.split_once(decimal) {
        Some((whole, part)) => (ungroup(whole, thousands)?, part),
        None => match (ungroup(text, thousands), text.split_once(thousands)) {
            (Some(whole), _) => (whole, ""),
            (None, Some((whole, part))) => (whole.to_owned(), part),
            (None, None) => return None,
        },
    };
    if !part.bytes().all(|b| b.is_ascii_digit()) || part.len() > 12 {
        return None;
    }
    if part.is_empty() {
        return whole.parse::<i64>().ok().map(Value::from);
    }
    let value = format!("{whole}.{part}").parse::<f64>().ok()?;
    Number::from_f64(value).map(Value::Number)
}

/// A number as the field shows it again.
pub(super) fn shown(lang: Lang, n: &Number) -> String {
    let text = n.to_string();
    if lang == Lang::Vi { text.replace('.', ",") } else { text }
}

/// Takes the separators of thousands out, if they stand where they should.
fn ungroup(text: &str, mark: char) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let groups: Vec<&str> = digits.split([mark, ' ', '\u{a0}']).collect();
    let all_digits = groups.iter().all(|g| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit()));
    let placed = groups.iter().skip(1).all(|g| g.len() == 3)
        && (groups.len() == 1 || groups.first().is_some_and(|g| g.len() <= 3));
    (all_digits && placed).then(|| sign.to_owned() + &groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn integers() {
        for (text, expected) in [
            ("0", Some(json!(0))),
            ("1.234.567", Some(json!(1_234_567))),
            ("1,234,567", Some(json!(1_234_567))),
            ("1 234 567", Some(json!(1_234_567))),
            ("-12", Some(json!(-12))),
            ("1.23", None),
            ("1234.567", None),
            ("12a", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(integer(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers() {
        for (text, vi, en) in [
            ("1.234,5", Some(json!(1234.5)), None),
            ("1,234.5", None, Some(json!(1234.5))),
            ("1.234", Some(json!(1234)), Some(json!(1.234))),
            ("1.5", Some(json!(1.5)), Some(json!(1.5))),
            ("1,5", Some(json!(1.5)), Some(json!(1.5))),
            ("-0,5", Some(json!(-0.5)), Some(json!(-0.5))),
            ("abc", None, None),
            ("1,2,3", None, None),
            ("1e5", None, None),
        ] {
            assert_eq!((number(Lang::Vi, text), number(Lang::En, text)), (vi, en), "{text}");
        }
    }
}

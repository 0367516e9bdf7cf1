//! One cell.

use super::fields::{Choice, Field, Kind, plain};
use super::sheet::Why;
use jiff::civil::Date;
use serde_json::Value;

/// The value of a filled cell.
pub(super) fn value(field: &Field, text: &str) -> Result<Value, Why> {
    match &field.kind {
        Kind::Text => short(field, text).map(Value::from),
        Kind::Whole => whole(text).map(Value::from).ok_or(Why::NotANumber),
        Kind::Number => {
            let number: Option<f64> = text.replace(',', ".").parse().ok();
            let number = number.filter(|n| n.is_finite() && n.abs() < 1e15).ok_or(Why::NotANumber)?;
            serde_json::Number::from_f64(number).map(Value::Number).ok_or(Why::NotANumber)
        }
        Kind::Date => date(text).map(|d| Value::from(d.to_string())).ok_or(Why::NotADate),
        Kind::YesNo => match plain(text).as_str() {
            "co" | "yes" | "true" | "1" | "x" => Ok(Value::Bool(true)),
            "khong" | "no" | "false" | "0" => Ok(Value::Bool(false)),
            _ => Err(Why::NotAChoice),
        },
        Kind::Choice(choices) => chosen(choices, text).map(Value::from).ok_or(Why::NotAChoice),
        Kind::List(choices) => {
            let parts = text.split(['\n', ';']).map(str::trim).filter(|p| !p.is_empty());
            let parts: Result<Vec<Value>, Why> = parts
                .map(|part| {
                    if choices.is_empty() {
                        return short(field, part).map(Value::from);
                    }
                    chosen(choices, part).map(Value::from).ok_or(Why::NotAChoice)
                })
                .collect();
            parts.map(Value::Array)
        }
    }
}

/// The value that goes under a name, however it is spelt.
pub(super) fn chosen(choices: &[Choice], text: &str) -> Option<String> {
    let said = plain(text);
    let is = |c: &&Choice| plain(&c.value) == said || c.names.iter().any(|n| plain(n) == said);
    choices.iter().find(is).map(|c| c.value.clone())
}

fn short(field: &Field, text: &str) -> Result<String, Why> {
    if text.chars().count() > field.max_chars {
        return Err(Why::TooLong { max: field.max_chars });
    }
    // A line break inside a cell is a space in an entry; other signs that cannot be seen do not belong there.
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Ok(clean.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A whole number, also with dots or blanks between thousands.
fn whole(text: &str) -> Option<i64> {
    let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let groups: Vec<&str> = rest.split(['.', ' ', '\u{a0}']).collect();
    let grouped = groups.iter().skip(1).all(|g| g.len() == 3) && groups.first().is_some_and(|g| g.len() <= 3);
    if groups.len() > 1 && !grouped {
        return None;
    }
    let digits = groups.concat();
    let all = !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse::<i64>().ok().filter(|_| all).and_then(|n| n.checked_mul(sign))
}

/// A day as ISO 8601 has it (`2019-03-05`), or as people write it: `5/3/2019`, `05.03.2019`, `ngày 5 tháng 3 năm 2019`. Two
/// digits for a year are not guessed at.
pub(super) fn date(text: &str) -> Option<Date> {
    let known = |d: &Date| (1900..=2200).contains(&d.year());
    let text = text.trim();
    // A spreadsheet writes the time of day beside the day.
    let day = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    if let Some(day) = text.parse::<Date>().ok().or_else(|| day.parse::<Date>().ok()) {
        return Some(day).filter(known);
    }
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphabetic()).map(plain).filter(|w| !w.is_empty()).collect();
    let spelt = words.is_empty() || words == ["ngay", "thang", "nam"] || words == ["thang", "nam"];
    let [day, month, year] = numbers.as_slice() else { return None };
    if !spelt || year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().filter(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn days_as_people_write_them() {
        for (text, expected) in [
            ("2019-03-05", Some(day(2019, 3, 5))),
            ("2019-03-05 00:00:00", Some(day(2019, 3, 5))),
            ("2019-03-05T00:00:00", Some(day(2019, 3, 5))),
            ("5/3/2019", Some(day(2019, 3, 5))),
            ("05-03-2019", Some(day(2019, 3, 5))),
            (" 05.03.2019 ", Some(day(2019, 3, 5))),
            ("ngày 5 tháng 3 năm 2019", Some(day(2019, 3, 5))),
            ("Ngày 05 Tháng 03 Năm 2019", Some(day(2019, 3, 5))),
            ("5/3/19", None),
            ("31/02/2019", None),
            ("3/2019", None),
            ("1/2/3/2019", None),
            ("tháng 5 ngày 3 năm 2019", None),
            ("0005-01-01", None),
            ("43529", None),
            ("", None),
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
    }

    #[test]
    fn whole_numbers() {
        for (text, expected) in [
            ("12", Some(12)),
            ("-3", Some(-3)),
            ("1.000", Some(1000)),
            ("12 000 000", Some(12_000_000)),
            ("1.00", None),
            ("1000.000", None),
            ("1,5", None),
            ("", None),
            ("9999999999999999", None),
            ("một", None),
        ] {
            assert_eq!(whole(text), expected, "{text}");
        }
    }
}

//! Dates as decisions write them, complete or not.

/// Reads `19 tháng 5 năm 2023`, `01/7/2023` or `tháng 6 năm 2023` from the words after `ngày`.
///
/// Gives ISO 8601, as short as the text leaves it: `2023-05-19`, `2023-06`, `2023`. A day or month that
/// does not exist gives `None`.
pub(crate) fn after_day_word(words: &[&str]) -> Option<String> {
    let text = words.iter().take(12).copied().collect::<Vec<_>>().join(" ");
    let mut rest = text.trim_start_matches(is_blank);
    let (day, after) = number(rest);
    rest = after.trim_start_matches(is_blank);
    if let Some(after) = rest.strip_prefix('/') {
        let (month, after) = number(after.trim_start_matches(is_blank));
        let after = after.trim_start_matches(is_blank).strip_prefix('/')?;
        let (year, _) = number(after.trim_start_matches(is_blank));
        return iso(year, month, day);
    }
    let after = rest.strip_prefix("tháng")?;
    let (month, after) = number(after.trim_start_matches(is_blank));
    let after = after.trim_start_matches(is_blank).strip_prefix("năm")?;
    let (year, _) = number(after.trim_start_matches(is_blank));
    iso(year, month, day)
}

/// Dotted blanks to be filled by hand count as blanks.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '…' | '_' | '·')
}

fn number(text: &str) -> (Option<u32>, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.strip_suffix(rest).unwrap_or("");
    (if digits.len() > 4 { None } else { digits.parse().ok() }, rest)
}

fn iso(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> Option<String> {
    let year = year.filter(|year| (1945..=2200).contains(year))?;
    match (month, day) {
        (Some(month), Some(day)) if (1..=days(year, month)).contains(&day) => {
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        (Some(month), None) if (1..=12).contains(&month) => Some(format!("{year:04}-{month:02}")),
        (None, None) => Some(format!("{year:04}")),
        _ => None,
    }
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::after_day_word;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(after_day_word(&words).as_deref(), expected, "{text}");
    }

    #[test]
    fn complete_and_incomplete_dates() {
        check("19 tháng 5 năm 2023", Some("2023-05-19"));
        check("18 tháng 01 năm 2023", Some("2023-01-18"));
        check("01/7/2023 và thay thế", Some("2023-07-01"));
        check("18 / 01 /2023", Some("2023-01-18"));
        check("tháng 6 năm 2023", Some("2023-06"));
        check("… tháng … năm 2023", Some("2023"));
        check(".... tháng 6 năm 2023", Some("2023-06"));
        check("29 tháng 02 năm 2024", Some("2024-02-29"));
    }

    #[test]
    fn what_is_not_a_date() {
        check("29 tháng 02 năm 2023", None);
        check("31/4/2023", None);
        check("tháng 13 năm 2023", None);
        check("19 tháng năm 2023", None);
        check("ký", None);
        check("", None);
        check("1 tháng 1 năm 99999", None);
    }
}

//! Numbers of register entries as people write them, and as the register keeps them.
//!
//! A licence is cited `05/GP-STTTT`; numbers begin again every year, so the register keeps the year of issue before it:
//! `2024/05/GP-STTTT`.

use jiff::civil::Date;

/// The keys under which the register may have what somebody typed, likeliest first. `digits` is the least number of
/// digits in numbers of papers; a number typed without its leading zeros is found too.
#[must_use]
pub fn candidates(typed: &str, issued: Option<Date>, digits: usize) -> Vec<String> {
    let cited: String = typed.chars().filter(|c| !c.is_whitespace()).take(100).collect();
    let cited = cited.to_uppercase();
    let Some((first, rest)) = cited.split_once('/') else { return Vec::new() };
    if first.is_empty() || rest.is_empty() || !first.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut keys = Vec::new();
    // Typed with its year already: `2024/05/GP-STTTT`.
    if first.len() == 4 && rest.contains('/') {
        keys.push(cited.clone());
    }
    if let Some(day) = issued {
        let bare = first.trim_start_matches('0');
        let padded = format!("{bare:0>digits$}");
        for number in [padded.as_str(), first, bare] {
            let key = format!("{}/{number}/{rest}", day.year());
            if !number.is_empty() && !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

/// The number as cited, without the year: `05/GP-STTTT`.
#[must_use]
pub fn cited(key: &str) -> &str {
    match key.split_once('/') {
        Some((year, rest)) if year.len() == 4 && rest.contains('/') => rest,
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(typed: &str, issued: Option<Date>, expected: &[&str]) {
        assert_eq!(candidates(typed, issued, 2), expected, "{typed}");
    }

    #[test]
    fn typed_numbers_become_keys() {
        let day = Some(date(2024, 3, 14));
        check("05/GP-STTTT", day, &["2024/05/GP-STTTT", "2024/5/GP-STTTT"]);
        check("5/gp-stttt", day, &["2024/05/GP-STTTT", "2024/5/GP-STTTT"]);
        check(" 19 / GP-STTTT ", day, &["2024/19/GP-STTTT"]);
        check("005/GP-STTTT", day, &["2024/05/GP-STTTT", "2024/005/GP-STTTT", "2024/5/GP-STTTT"]);
        check("123/GP-STTTT", day, &["2024/123/GP-STTTT"]);
        check("2024/05/GP-STTTT", None, &["2024/05/GP-STTTT"]);
        check("05/GP-STTTT", None, &[]);
        for refused in ["", "05", "/GP-STTTT", "05/", "GP/05", "một/GP"] {
            check(refused, day, &[]);
        }
    }

    #[test]
    fn keys_become_citations() {
        for (key, expected) in [
            ("2024/05/GP-STTTT", "05/GP-STTTT"),
            ("05/GP-STTTT", "05/GP-STTTT"),
            ("2024/05", "2024/05"),
            ("x", "x"),
        ] {
            assert_eq!(cited(key), expected);
        }
    }
}

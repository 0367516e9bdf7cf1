//! Telephone numbers as people write them.

/// Digits only, the country code as a leading zero: what a case keeps and a follow-up is compared with.
#[must_use]
pub fn digits(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).take(15).collect();
    match digits.strip_prefix("84") {
        Some(rest) if typed.trim_start().starts_with('+') => format!("0{rest}"),
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn one_number_many_ways() {
        for (typed, expected) in [
            ("0912 345 678", "0912345678"),
            ("+84 912.345.678", "0912345678"),
            ("0912-345-678", "0912345678"),
            ("84", "84"),
            ("abc", ""),
        ] {
            assert_eq!(digits(typed), expected, "{typed}");
        }
    }
}

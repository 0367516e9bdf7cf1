//! Codes as people type them.

/// Longest code, in characters; those on papers have 16.
const MAX_LENGTH: usize = 64;

/// The code as it is stored: upper case, no spaces or dashes, and the letters that look like digits read as digits
/// (the codes themselves have no O, I or L). `None` for what cannot be a code.
pub(crate) fn read(typed: &str) -> Option<String> {
    let mut code = String::new();
    for c in typed.chars().take(4 * MAX_LENGTH) {
        match c.to_ascii_uppercase() {
            'O' => code.push('0'),
            'I' | 'L' => code.push('1'),
            c if c.is_ascii_alphanumeric() => code.push(c),
            c if c.is_whitespace()
                || matches!(c, '-' | '_' | '.' | '\u{ad}' | '\u{200b}' | '\u{2010}'..='\u{2015}') => {}
            _ => return None,
        }
    }
    (!code.is_empty() && code.len() <= MAX_LENGTH).then_some(code)
}

/// A code in groups of four, to be read out.
pub(crate) fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for (typed, expected) in [
            ("7K3M9QX2AB0C1DEF", Some("7K3M9QX2AB0C1DEF")),
            ("7k3m 9qx2-ab0c–1def", Some("7K3M9QX2AB0C1DEF")),
            ("7K3M9QX2ABOCIDEF", Some("7K3M9QX2AB0C1DEF")),
            ("7k3m9qx2abocldef", Some("7K3M9QX2AB0C1DEF")),
            (" ", None),
            ("", None),
            ("đ", None),
            ("../etc", None),
        ] {
            assert_eq!(read(typed).as_deref(), expected, "{typed}");
        }
        assert_eq!(read(&"A".repeat(65)), None);
        assert_eq!(grouped("7K3M9QX2A"), "7K3M 9QX2 A");
    }
}

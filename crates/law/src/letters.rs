//! Numbers and letters of Vietnamese legal texts.

/// Letters of points in their order: đ follows d; f, j, w and z are not used.
pub(crate) const ALPHABET: [char; 22] = [
    'a', 'b', 'c', 'd', 'đ', 'e', 'g', 'h', 'i', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v',
    'x',
];

/// The letter of a point's mark `a)`.
pub(crate) fn point_letter(word: &str) -> Option<char> {
    let mut chars = word.strip_suffix(')')?.chars();
    match (chars.next(), chars.next()) {
        (Some(letter), None) if letter.is_ascii_lowercase() || letter == 'đ' => Some(letter),
        _ => None,
    }
}

/// Position of a letter in [`ALPHABET`].
pub(crate) fn letter_index(letter: char) -> Option<usize> {
    ALPHABET.iter().position(|known| *known == letter)
}

/// The number of a paragraph's mark `8.`, at most three digits.
pub(crate) fn paragraph_number(word: &str) -> Option<u32> {
    let digits = word.strip_suffix('.')?;
    if digits.is_empty() || digits.len() > 3 || digits.starts_with('0') {
        return None;
    }
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// A number after a keyword (`3.`, `3a.`, `3:`, `IV`), as it is and as a value. Arabic or Roman.
pub(crate) fn numeral(word: &str) -> Option<(&str, u32)> {
    let bare = word.trim_end_matches(['.', ':']);
    let digits = bare.trim_end_matches(|c: char| c.is_lowercase());
    if bare.chars().count() - digits.chars().count() <= 1
        && (1..=6).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return digits.parse().ok().map(|value| (bare, value));
    }
    roman(bare).map(|value| (bare, value))
}

/// The value of a Roman numeral in capitals, up to 399.
pub(crate) fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    let mut total = 0u32;
    let mut last = 0u32;
    for c in text.chars().rev() {
        let value = match c {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            _ => return None,
        };
        total = if value < last { total.checked_sub(value)? } else { total + value };
        last = last.max(value);
    }
    Some(total)
}

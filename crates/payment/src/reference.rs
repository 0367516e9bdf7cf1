//! Case numbers in what payers write.

/// Longest text that is searched, in letters and digits.
const SEARCHED_CHARS: usize = 1_000;
/// Most numbers that are offered for one text.
const MOST: usize = 8;
/// How many digits more than usual a number may have.
const LONGER: usize = 3;

/// Letters and digits in capitals, everything else left out: what remains of a case number after banks have handled it.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Folded case numbers that may stand in a text: they begin with one of `heads` (the unit's identifier) and go on with
/// `digits` digits or a few more. The most likely stand first. What follows may be digits of something else, so each length
/// is a candidate of its own; only those that exist count.
#[must_use]
pub fn candidates(text: &str, heads: &[&str], digits: usize) -> Vec<String> {
    let text: String = fold(text).chars().take(SEARCHED_CHARS).collect();
    let mut found: Vec<String> = Vec::new();
    for head in heads.iter().map(|h| fold(h)).filter(|h| !h.is_empty()) {
        for (at, _) in text.match_indices(&head) {
            let after: String = text
                .chars()
                .skip(at.saturating_add(head.len()))
                .take_while(char::is_ascii_digit)
                .take(digits.saturating_add(LONGER))
                .collect();
            for length in digits..=after.len() {
                let number: String = after.chars().take(length).collect();
                let candidate = format!("{head}{number}");
                if found.len() < MOST && !found.contains(&candidate) {
                    found.push(candidate);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_whatever_banks_did_to_them() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(candidates(text, &["000.00.00.H30"], 10), expected, "{text}");
        };
        let one = ["0000000H302403040001"];
        check("000.00.00.H30-240304-0001", &one);
        check("000 00 00 h30 240304 0001 nop phi", &one);
        check("IBFT 0000000H302403040001", &one);
        check("CT tu 0123456789 ND 000.00.00.H30-240304-0001-FT24064", &one);
        check(
            "0000000H302403040001 09",
            &["0000000H302403040001", "0000000H3024030400010", "0000000H30240304000109"],
        );
        check("nộp phí bưu chính", &[]);
        check("0000000H30240304", &[]);
        check("", &[]);
        let two = "0000000H302403040001 va 0000000H302403040002";
        check(two, &["0000000H302403040001", "0000000H302403040002"]);
    }
}

//! An amount in Vietnamese words.

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// `10750000` is `Mười triệu bảy trăm năm mươi nghìn đồng`.
#[must_use]
pub fn dong(amount: u64) -> String {
    let text = format!("{} đồng", number(amount));
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A number as it is read aloud.
#[must_use]
pub fn number(n: u64) -> String {
    if n == 0 {
        return DIGITS.first().copied().unwrap_or_default().to_owned();
    }
    let mut parts = Vec::new();
    read(n, false, &mut parts);
    parts.join(" ")
}

/// `full`: something stands before, so that missing hundreds are said (`không trăm linh năm`).
fn read(n: u64, full: bool, parts: &mut Vec<&'static str>) {
    const BILLION: u64 = 1_000_000_000;
    let (billions, rest) = (n / BILLION, n % BILLION);
    if billions > 0 {
        read(billions, full, parts);
        parts.push("tỷ");
    }
    let mut full = full || billions > 0;
    for (unit, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] {
        let group = rest / unit % 1_000;
        if group == 0 {
            continue;
        }
        three(group, full, parts);
        if !name.is_empty() {
            parts.push(name);
        }
        full = true;
    }
}

fn digit(n: u64) -> &'static str {
    usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied().unwrap_or_default()
}

fn three(n: u64, full: bool, parts: &mut Vec<&'static str>) {
    let (hundreds, tens, ones) = (n / 100, n / 10 % 10, n % 10);
    if hundreds > 0 || full {
        parts.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && (hundreds > 0 || full) => parts.push("linh"),
        0 => {}
        1 => parts.push("mười"),
        tens => parts.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => parts.push("mốt"),
        (1.., 5) => parts.push("lăm"),
        (_, ones) => parts.push(digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_read_them() {
        for (n, words) in [
            (0, "không"),
            (5, "năm"),
            (10, "mười"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (24, "hai mươi bốn"),
            (55, "năm mươi lăm"),
            (101, "một trăm linh một"),
            (1_000, "một nghìn"),
            (1_005, "một nghìn không trăm linh năm"),
            (15_000, "mười lăm nghìn"),
            (500_000, "năm trăm nghìn"),
            (750_000, "bảy trăm năm mươi nghìn"),
            (1_000_001, "một triệu không trăm linh một"),
            (5_375_000, "năm triệu ba trăm bảy mươi lăm nghìn"),
            (10_750_000, "mười triệu bảy trăm năm mươi nghìn"),
            (2_000_000_000, "hai tỷ"),
            (1_000_000_000_000, "một nghìn tỷ"),
        ] {
            assert_eq!(number(n), words, "{n}");
        }
        assert_eq!(dong(10_750_000), "Mười triệu bảy trăm năm mươi nghìn đồng");
    }
}

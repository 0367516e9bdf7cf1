//! What positions are called in Vietnamese.

use congvu_authority::{Position, Rules, Title};

/// A position in a sentence: the title of a unit's head joins its unit's name, other kinds stand before it.
#[must_use]
pub fn seat_name(rules: &Rules, position: &Position) -> String {
    let kind = rules.kind(&position.kind);
    let name = kind.map_or(position.kind.as_str(), |kind| kind.name.vi.as_str());
    let Some(unit) = position.unit.as_ref().and_then(|unit| rules.unit(unit)) else { return name.to_owned() };
    let leads = kind.is_some_and(|kind| matches!(kind.title, Title::UnitHead | Title::UnitDeputy));
    match rules.title(position).filter(|_| leads) {
        Some(title) => joined(&sentence(&title.vi), &unit.name),
        None => format!("{name} {}", unit.name),
    }
}

/// Capitals as written above a signature, as they stand in a sentence: `TRƯỞNG PHÒNG` is `Trưởng phòng`.
#[must_use]
pub fn sentence(capitals: &str) -> String {
    let mut letters = capitals.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + &letters.as_str().to_lowercase()
}

/// A title and a unit, with what both say said once: `Trưởng phòng` and `Phòng Báo chí` are `Trưởng phòng Báo chí`.
#[must_use]
pub fn joined(title: &str, unit: &str) -> String {
    let (words, unit): (Vec<&str>, Vec<&str>) = (title.split(' ').collect(), unit.split(' ').collect());
    let lower = |list: &[&str]| list.join(" ").to_lowercase();
    let shared = (1..=words.len().min(unit.len())).rev().find(|n| {
        let end = words.get(words.len().saturating_sub(*n)..);
        end.zip(unit.get(..*n)).is_some_and(|(end, start)| lower(end) == lower(start))
    });
    let rest = unit.get(shared.unwrap_or(0)..).unwrap_or_default().join(" ");
    format!("{title} {rest}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_join_their_units() {
        for (title, unit, expected) in [
            (
                "TRƯỞNG PHÒNG",
                "Phòng Thông tin - Báo chí - Xuất bản",
                "Trưởng phòng Thông tin - Báo chí - Xuất bản",
            ),
            ("PHÓ TRƯỞNG PHÒNG", "Phòng Công nghệ thông tin", "Phó trưởng phòng Công nghệ thông tin"),
            ("CHÁNH VĂN PHÒNG", "Văn phòng", "Chánh văn phòng"),
            ("CHÁNH THANH TRA", "Thanh tra", "Chánh thanh tra"),
            ("GIÁM ĐỐC", "Trung tâm Thông tin điện tử", "Giám đốc Trung tâm Thông tin điện tử"),
            ("GIÁM ĐỐC", "", "Giám đốc"),
        ] {
            assert_eq!(joined(&sentence(title), unit), expected);
        }
    }
}

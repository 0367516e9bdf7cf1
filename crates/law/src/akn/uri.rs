//! FRBR identifiers after the Akoma Ntoso Naming Convention 1.0.

use crate::facts::Facts;

/// Stands where the text gives no number.
const NO_NUMBER: &str = "khong-so";
/// Stands where the text names no issuer.
const NO_ISSUER: &str = "khong-ro";
/// Stands where the text gives no date at all.
const NO_DATE: &str = "0001-01-01";

/// Work URI: `/akn/vn/act/quyet-dinh/ubnd-hai-phong/2023-02-28/13-2023-qd-ubnd`.
///
/// A missing date of issue is replaced by the date of entry into force, a missing number by `khong-so`;
/// both come from the text alone, so that reading it again gives the same URI.
pub(crate) fn work(facts: &Facts) -> String {
    let issuer = facts.issuer.as_deref().map_or_else(|| NO_ISSUER.to_owned(), issuer_slug);
    let date = facts.issued.as_deref().or(facts.in_force.as_deref()).unwrap_or(NO_DATE);
    let number = facts.number.as_deref().map_or_else(|| NO_NUMBER.to_owned(), slug);
    format!("/akn/vn/act/quyet-dinh/{issuer}/{date}/{number}")
}

/// Expression URI: the work in Vietnamese, as in force from its date.
pub(crate) fn expression(facts: &Facts) -> String {
    let at = facts.in_force.as_deref().map_or_else(String::new, |date| format!("@{date}"));
    format!("{}/vie{at}", work(facts))
}

/// A full date for attributes that demand one, with the name of what it is.
pub(crate) fn work_date(facts: &Facts) -> (&str, &'static str) {
    let full = |date: &&str| date.len() == 10;
    if let Some(date) = facts.issued.as_deref().filter(full) {
        return (date, "issued");
    }
    facts.in_force.as_deref().filter(full).map_or((NO_DATE, "unknown"), |date| (date, "in-force"))
}

/// `Ủy ban nhân dân tỉnh Bình Dương` gives `ubnd-binh-duong`.
pub(crate) fn issuer_slug(name: &str) -> String {
    let slug = slug(name);
    for (long, short) in [("uy-ban-nhan-dan", "ubnd"), ("hoi-dong-nhan-dan", "hdnd")] {
        if let Some(rest) = slug.strip_prefix(long) {
            let place = rest.trim_start_matches('-');
            let place =
                place.strip_prefix("tinh-").or_else(|| place.strip_prefix("thanh-pho-")).unwrap_or(place);
            return if place.is_empty() { short.to_owned() } else { format!("{short}-{place}") };
        }
    }
    if slug.starts_with(|c: char| c.is_ascii_digit()) { format!("n{slug}") } else { slug }
}

/// Lower case, without diacritics, words and number parts joined by hyphens.
pub(crate) fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::new();
    for c in text.nfd() {
        let c = match c {
            'đ' | 'Đ' => 'd',
            other => other.to_ascii_lowercase(),
        };
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !unicode_normalization::char::is_combining_mark(c)
            && !slug.is_empty()
            && !slug.ends_with('-')
        {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{issuer_slug, slug};

    #[test]
    fn slugs() {
        assert_eq!(slug("13/2023/QĐ-UBND"), "13-2023-qd-ubnd");
        assert_eq!(issuer_slug("Ủy ban nhân dân thành phố Hải Phòng"), "ubnd-hai-phong");
        assert_eq!(issuer_slug("Ủy ban nhân dân tỉnh Bình Dương"), "ubnd-binh-duong");
        assert_eq!(issuer_slug("Bộ Thông tin và Truyền thông"), "bo-thong-tin-va-truyen-thong");
        assert_eq!(issuer_slug("3 đơn vị"), "n3-don-vi");
    }
}

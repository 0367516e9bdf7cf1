//! What several pages of this office need.

use congvu_web::{Words, fmt};
use jiff::civil::{Date, DateTime, Time};

/// A segment of a path, percent-encoded (RFC 3986 §2.1): everything but unreserved characters.
pub(crate) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Several segments: slashes stay.
pub(crate) fn path(text: &str) -> String {
    text.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// A query from the pairs that say something, with its question mark; empty when none does.
pub(crate) fn query(pairs: &[(&str, &str)]) -> String {
    let mut made = form_urlencoded::Serializer::new(String::new());
    let said = pairs.iter().filter(|(_, v)| !v.is_empty());
    let made = made.extend_pairs(said).finish();
    if made.is_empty() { made } else { format!("?{made}") }
}

/// The day asked for, and the moment that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AsOf {
    pub(crate) day: Date,
    pub(crate) moment: DateTime,
    /// The text was not a day: today is shown.
    pub(crate) wrong: bool,
    /// Another day than today.
    pub(crate) other: bool,
}

/// Reads a day, ISO or as people write it. Today is this moment, another day its end.
pub(crate) fn as_of(asked: Option<&str>, now: DateTime) -> AsOf {
    let text = asked.unwrap_or_default().trim();
    let read = day_of(text);
    let day = read.unwrap_or(now.date());
    let other = day != now.date();
    let moment = if other { day.to_datetime(Time::MAX) } else { now };
    AsOf { day, moment, wrong: read.is_none() && !text.is_empty(), other }
}

fn day_of(text: &str) -> Option<Date> {
    let years = |d: &Date| (1900..=2200).contains(&d.year());
    if let Ok(day) = text.parse::<Date>() {
        return Some(day).filter(years);
    }
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let made = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(made).filter(years).filter(|_| parts.next().is_none())
}

/// The last day of a term, as the papers print it: the term ends in the course of the day after.
pub(crate) fn last_day(w: &Words, until: Option<DateTime>) -> String {
    match until {
        Some(until) => fmt::date(w.lang(), until.date().yesterday().unwrap_or(until.date())),
        None => w.t("registers-no-term"),
    }
}

/// A date as decisions give it: complete, or as it stands.
pub(crate) fn iso_date(w: &Words, iso: Option<&str>) -> String {
    match iso.map(|text| (text, text.parse::<Date>())) {
        Some((_, Ok(day))) => fmt::date(w.lang(), day),
        Some((text, Err(_))) => text.to_owned(),
        None => w.t("registers-not-said"),
    }
}

/// A query value as typed, without blanks around it and never longer than a person types.
pub(crate) fn typed(text: Option<&str>) -> String {
    text.unwrap_or_default().trim().chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_in_both_ways() {
        let now = date(2024, 3, 4).at(8, 0, 0, 0);
        for (text, day, wrong) in [
            ("", date(2024, 3, 4), false),
            ("2024-01-31", date(2024, 1, 31), false),
            ("31/01/2024", date(2024, 1, 31), false),
            ("31/02/2024", date(2024, 3, 4), true),
            ("1/2/2024/5", date(2024, 3, 4), true),
            ("0001-01-01", date(2024, 3, 4), true),
            ("hôm qua", date(2024, 3, 4), true),
        ] {
            let read = as_of(Some(text), now);
            assert_eq!((read.day, read.wrong), (day, wrong), "{text}");
        }
        assert_eq!(as_of(None, now).moment, now);
        assert_eq!(as_of(Some("2024-03-05"), now).moment.date(), date(2024, 3, 5));
    }

    #[test]
    fn paths_and_queries_are_encoded() {
        assert_eq!(path("2024/05/GP-Đ?"), "2024/05/GP-%C4%90%3F");
        assert_eq!(query(&[("q", "a b"), ("at", "")]), "?q=a+b");
        assert_eq!(query(&[("q", "")]), "");
    }
}

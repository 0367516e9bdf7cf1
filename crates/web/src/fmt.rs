//! Dates, numbers, money and sizes as people write them.

use jiff::civil::{Date, Time, Weekday};

use crate::i18n::Lang;

/// A whole number with separators: `1.234.567` in Vietnamese, `1,234,567` in English.
pub fn number(lang: Lang, n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('-');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(if lang == Lang::Vi { '.' } else { ',' });
        }
        out.push(c);
    }
    out
}

/// A number with at most two decimals: `1.234,5` in Vietnamese, `1,234.5` in English.
pub fn decimal(lang: Lang, n: f64) -> String {
    if !n.is_finite() || n.abs() >= 9e15 {
        return n.to_string();
    }
    let text = format!("{:.2}", n.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let whole = number(lang, whole.parse().unwrap_or(0));
    let part = part.trim_end_matches('0');
    let sign = if n < 0.0 && (whole != "0" || !part.is_empty()) { "-" } else { "" };
    if part.is_empty() {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}{}{part}", if lang == Lang::Vi { ',' } else { '.' })
}

/// An amount in đồng: `1.234.567 đ`. A no-break space keeps the two together.
pub fn money(lang: Lang, dong: i64) -> String {
    format!("{}\u{a0}đ", number(lang, dong))
}

/// A file size in the unit a person would say: `820 KB`, `3,2 MB`. One KB is 1024 bytes.
pub fn size(lang: Lang, bytes: u64) -> String {
    const KB: f64 = 1024.0;
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let n = bytes as f64;
    let (value, unit) = match n {
        n if n < KB => (n, "byte"),
        n if n < KB * KB => ((n / KB).round(), "KB"),
        n if n < KB * KB * KB => ((n / KB / KB * 10.0).round() / 10.0, "MB"),
        n => ((n / KB / KB / KB * 10.0).round() / 10.0, "GB"),
    };
    let plural = if lang == Lang::En && unit == "byte" && bytes != 1 { "s" } else { "" };
    format!("{}\u{a0}{unit}{plural}", decimal(lang, value))
}

/// `21/11/2026` in Vietnamese, `21 November 2026` in English (day and month cannot be mistaken for one another).
pub fn date(lang: Lang, d: Date) -> String {
    match lang {
        Lang::Vi => format!("{:02}/{:02}/{}", d.day(), d.month(), d.year()),
        Lang::En => format!("{} {} {}", d.day(), month_en(d.month()), d.year()),
    }
}

/// The date with its weekday: `Thứ Bảy, 21/11/2026`, `Saturday 21 November 2026`.
pub fn date_weekday(lang: Lang, d: Date) -> String {
    match lang {
        Lang::Vi => format!("{}, {}", weekday(lang, d.weekday()), date(lang, d)),
        Lang::En => format!("{} {}", weekday(lang, d.weekday()), date(lang, d)),
    }
}

/// The name of a day of the week.
pub fn weekday(lang: Lang, day: Weekday) -> &'static str {
    let (vi, en) = match day {
        Weekday::Monday => ("Thứ Hai", "Monday"),
        Weekday::Tuesday => ("Thứ Ba", "Tuesday"),
        Weekday::Wednesday => ("Thứ Tư", "Wednesday"),
        Weekday::Thursday => ("Thứ Năm", "Thursday"),
        Weekday::Friday => ("Thứ Sáu", "Friday"),
        Weekday::Saturday => ("Thứ Bảy", "Saturday"),
        Weekday::Sunday => ("Chủ Nhật", "Sunday"),
    };
    if lang == Lang::Vi { vi } else { en }
}

/// Hours and minutes, 24-hour clock: `08:05`.
pub fn time(t: Time) -> String {
    format!("{:02}:{:02}", t.hour(), t.minute())
}

/// Time and date in the time zone that `at` carries: `08:05, 21/11/2026`.
pub fn date_time(lang: Lang, at: &jiff::Zoned) -> String {
    format!("{}, {}", time(at.time()), date(lang, at.date()))
}

/// The machine-readable form for `<time datetime>`.
pub fn machine_date(d: Date) -> String {
    d.to_string()
}

/// A stretch of time, rounded to the largest two units: `2 giờ 5 phút`, `3 days 4 hours`.
pub fn duration(lang: Lang, seconds: u64) -> String {
    let units =
        [(86_400, "ngày", "day"), (3_600, "giờ", "hour"), (60, "phút", "minute"), (1, "giây", "second")];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (length, vi, en) in units {
        let n = rest / length;
        rest %= length;
        if n > 0 && parts.len() < 2 {
            let n_text = number(lang, i64::try_from(n).unwrap_or(i64::MAX));
            parts.push(match lang {
                Lang::Vi => format!("{n_text} {vi}"),
                Lang::En => format!("{n_text} {en}{}", if n == 1 { "" } else { "s" }),
            });
        } else if !parts.is_empty() {
            break;
        }
    }
    if parts.is_empty() {
        return if lang == Lang::Vi { "0 giây".to_owned() } else { "0 seconds".to_owned() };
    }
    parts.join(" ")
}

fn month_en(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1).ok().and_then(|i| NAMES.get(i)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as d;

    #[test]
    fn numbers() {
        for (n, vi, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1.000", "1,000"),
            (-1_234_567, "-1.234.567", "-1,234,567"),
            (i64::MIN, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!((number(Lang::Vi, n), number(Lang::En, n)), (vi.to_owned(), en.to_owned()));
        }
        for (n, vi, en) in
            [(1234.5, "1.234,5", "1,234.5"), (3.0, "3", "3"), (-0.001, "0", "0"), (-0.5, "-0,5", "-0.5")]
        {
            assert_eq!((decimal(Lang::Vi, n), decimal(Lang::En, n)), (vi.to_owned(), en.to_owned()));
        }
        assert_eq!(money(Lang::Vi, 1_234_567), "1.234.567\u{a0}đ");
    }

    #[test]
    fn sizes() {
        for (n, vi, en) in [
            (1, "1\u{a0}byte", "1\u{a0}byte"),
            (839_680, "820\u{a0}KB", "820\u{a0}KB"),
            (3_355_444, "3,2\u{a0}MB", "3.2\u{a0}MB"),
            (20 * 1024 * 1024, "20\u{a0}MB", "20\u{a0}MB"),
        ] {
            assert_eq!((size(Lang::Vi, n), size(Lang::En, n)), (vi.to_owned(), en.to_owned()));
        }
    }

    #[test]
    fn dates() {
        let day = d(2026, 11, 21);
        assert_eq!(date(Lang::Vi, day), "21/11/2026");
        assert_eq!(date(Lang::Vi, d(2024, 3, 4)), "04/03/2024");
        assert_eq!(date_weekday(Lang::Vi, day), "Thứ Bảy, 21/11/2026");
        assert_eq!(date_weekday(Lang::En, day), "Saturday 21 November 2026");
        assert_eq!(time(jiff::civil::time(8, 5, 59, 0)), "08:05");
    }

    #[test]
    fn durations() {
        for (s, vi, en) in [
            (0, "0 giây", "0 seconds"),
            (61, "1 phút 1 giây", "1 minute 1 second"),
            (7_500, "2 giờ 5 phút", "2 hours 5 minutes"),
            (86_400, "1 ngày", "1 day"),
            (86_401, "1 ngày", "1 day"),
        ] {
            assert_eq!((duration(Lang::Vi, s), duration(Lang::En, s)), (vi.to_owned(), en.to_owned()));
        }
    }
}

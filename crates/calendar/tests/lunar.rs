//! The lunar calendar against published dates, and against itself.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it stands"
)]

use congvu_calendar::lunar::{self, LunarDate, from_lunar, to_lunar};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn check_new_year(year: i16, month: i8, day: i8) {
    assert_eq!(lunar::new_year(year), Some(date(year, month, day)), "Tết {year}");
}

#[test]
fn new_years_1990_to_2050() {
    let table = include_str!("../testdata/tet.tsv");
    let mut seen = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let expected: Date = line.parse().unwrap();
        check_new_year(expected.year(), expected.month(), expected.day());
        seen += 1;
    }
    assert_eq!(seen, 61);
}

/// The years in which the hour between UTC+7 and UTC+8 moves the new year by a day or more.
#[test]
fn new_year_differs_from_china() {
    check_new_year(1985, 1, 21); // China: 20 February
    check_new_year(2007, 2, 17); // China: 18 February
    check_new_year(2030, 2, 2); // China: 3 February
    check_new_year(2053, 2, 18); // China: 19 February
}

#[test]
fn hung_kings_day() {
    let day = |year| from_lunar(LunarDate { year, month: 3, leap: false, day: 10 });
    assert_eq!(day(2007), Some(date(2007, 4, 26)));
    assert_eq!(day(2022), Some(date(2022, 4, 10)));
    assert_eq!(day(2023), Some(date(2023, 4, 29)));
    assert_eq!(day(2024), Some(date(2024, 4, 18)));
    assert_eq!(day(2025), Some(date(2025, 4, 7)));
    assert_eq!(day(2026), Some(date(2026, 4, 26)));
}

/// Leap months as Vietnamese almanacs print them.
#[test]
fn leap_months() {
    let expected = [
        (1987, 7),
        (1990, 5),
        (1993, 3),
        (1995, 8),
        (1998, 5),
        (2001, 4),
        (2004, 2),
        (2006, 7),
        (2009, 5),
        (2012, 4),
        (2014, 9),
        (2017, 6),
        (2020, 4),
        (2023, 2),
        (2025, 6),
        (2028, 5),
        (2031, 3),
        (2033, 11),
    ];
    for year in 1987..=2033 {
        let leap =
            (1..=12).find(|&month| from_lunar(LunarDate { year, month, leap: true, day: 1 }).is_some());
        let known = expected.iter().find(|(leap_year, _)| *leap_year == year).map(|(_, month)| *month);
        assert_eq!(leap, known, "leap month of {year}");
    }
}

#[test]
fn refuses_days_that_do_not_exist() {
    let none = |year, month, leap, day| assert_eq!(from_lunar(LunarDate { year, month, leap, day }), None);
    none(2024, 1, false, 0);
    none(2024, 1, false, 31);
    none(2024, 13, false, 1);
    none(2024, 2, true, 1); // 2024 has no leap month
    none(2024, 1, false, 30); // a month of 29 days
    none(1899, 1, false, 1);
    none(2101, 1, false, 1);
    none(i16::MAX, 1, false, 1);
    assert_eq!(to_lunar(date(1899, 6, 1)), None);
    assert_eq!(to_lunar(date(2102, 6, 1)), None);
    assert_eq!(to_lunar(Date::MAX), None);
    assert_eq!(to_lunar(Date::MIN), None);
}

/// Every day of three decades has one lunar date, and the days follow one another.
#[test]
fn every_day_comes_back() {
    let mut before: Option<LunarDate> = None;
    for day in date(2004, 1, 1).series(jiff::Span::new().days(1)).take_while(|day| day.year() <= 2034) {
        let lunar = to_lunar(day).unwrap();
        if let Some(before) = before {
            let follows = lunar.day == 1 && before.day >= 29 || lunar.day == before.day + 1;
            assert!(follows, "{before:?} then {lunar:?}");
        }
        before = Some(lunar);
    }
}

proptest! {
    #[test]
    fn round_trip(days in 0_i64..73_000) {
        let day = date(1900, 2, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let lunar = to_lunar(day).unwrap();
        prop_assert_eq!(from_lunar(lunar), Some(day));
    }

    #[test]
    fn never_panics(year: i16, month: u8, leap: bool, day: u8) {
        if let Some(date) = from_lunar(LunarDate { year, month, leap, day }) {
            prop_assert_eq!(to_lunar(date), Some(LunarDate { year, month, leap, day }));
        }
    }
}

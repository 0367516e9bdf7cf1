//! What each day is, and which calendar files are refused, with their place.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it stands"
)]

mod common;

use common::{TOML, at, calendar};
use congvu_calendar::{Calendar, DayKind, Limit, LimitError, Unit};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn kind(year: i16, month: i8, day: i8) -> DayKind {
    calendar().day(date(year, month, day)).unwrap().kind
}

fn holiday(id: &str) -> DayKind {
    DayKind::Holiday { id: id.to_owned() }
}

fn given_back(id: &str, year: i16, month: i8, day: i8) -> DayKind {
    DayKind::CompensatoryRest { id: id.to_owned(), r#for: date(year, month, day) }
}

#[test]
fn tet_2024() {
    assert_eq!(kind(2024, 2, 7), DayKind::Working);
    for day in 8..=12 {
        assert_eq!(kind(2024, 2, day), holiday("lunar-new-year"));
    }
    assert_eq!(kind(2024, 2, 13), given_back("lunar-new-year", 2024, 2, 10));
    assert_eq!(kind(2024, 2, 14), given_back("lunar-new-year", 2024, 2, 11));
    assert_eq!(kind(2024, 2, 15), DayKind::Working);
}

#[test]
fn a_day_names_its_text() {
    let day = calendar().day(date(2024, 2, 13)).unwrap();
    assert_eq!(day.name.unwrap().vi, "Tết Âm lịch");
    let source = day.source.unwrap();
    assert_eq!(
        (source.cite.as_str(), source.article.as_deref(), source.verified),
        ("45/2019/QH14", Some("111.3"), true)
    );
    let day = calendar().day(date(2024, 4, 29)).unwrap();
    assert_eq!(day.source.unwrap().cite, "2450/VPCP-KGVX");
    assert_eq!(calendar().day(date(2024, 3, 4)).unwrap().source, None);
    // The same holiday rests on another law before 2021.
    let source = calendar().day(date(2019, 5, 1)).unwrap().source.unwrap();
    assert_eq!((source.cite.as_str(), source.verified), ("10/2012/QH13", false));
}

#[test]
fn rules_follow_their_dates_of_force() {
    // Giỗ Tổ is a holiday since 2007: 10/3 lunar was 7 April in 2006 and 26 April in 2007.
    assert_eq!(kind(2006, 4, 7), DayKind::Working);
    assert_eq!(kind(2007, 4, 26), holiday("hung-kings"));
    // National Day has a second day since 2021, on the side that was announced.
    assert_eq!(kind(2020, 9, 2), holiday("national-day"));
    assert_eq!(kind(2020, 9, 1), DayKind::Working);
    assert_eq!(kind(2020, 9, 3), DayKind::Working);
    assert_eq!(kind(2021, 9, 3), holiday("national-day"));
    assert_eq!(kind(2022, 9, 1), holiday("national-day"));
    assert_eq!(kind(2024, 9, 3), holiday("national-day"));
    assert_eq!(kind(2025, 9, 1), holiday("national-day"));
    // Saturday is a rest day since October 1999.
    assert_eq!(kind(1999, 9, 25), DayKind::Working);
    assert_eq!(kind(1999, 10, 2), DayKind::WeeklyRest);
    // Tết had four days before May 2013. Mùng 1 of 2012 was Monday 23 January: eve on Sunday, given back on Thursday.
    assert_eq!(kind(2012, 1, 25), holiday("lunar-new-year"));
    assert_eq!(kind(2012, 1, 26), given_back("lunar-new-year", 2012, 1, 22));
    assert_eq!(kind(2012, 1, 27), DayKind::Working);
    // 24 November is not a holiday while the rule is switched off.
    assert_eq!(kind(2026, 11, 24), DayKind::Working);
}

#[test]
fn what_awaits_its_announcement_says_so() {
    let provisional = |year, month, day| calendar().day(date(year, month, day)).unwrap().provisional;
    assert!(provisional(2030, 2, 4));
    assert!(provisional(2030, 2, 5)); // given back for a provisional day
    assert!(provisional(2030, 9, 2));
    assert!(!provisional(2024, 2, 12));
    assert!(!provisional(2030, 4, 30));
}

#[test]
fn the_culture_day_can_be_switched_on() {
    let text = TOML.replace("enabled = false", "enabled = true");
    let calendar = Calendar::from_toml(&text).unwrap();
    assert_eq!(calendar.day(date(2026, 11, 24)).unwrap().kind, holiday("culture-day"));
    assert_eq!(calendar.day(date(2025, 11, 24)).unwrap().kind, DayKind::Working);
}

#[test]
fn outside_the_table_there_is_no_answer() {
    assert_eq!(calendar().day(date(1989, 12, 31)), None);
    assert_eq!(calendar().day(date(2101, 1, 1)), None);
    assert_eq!(calendar().day(Date::MAX), None);
    assert_eq!(calendar().day(Date::MIN), None);
    assert_eq!(calendar().last_day(), date(2100, 12, 31));
    assert_eq!(calendar().next_working_day(date(2100, 12, 31)), None);
}

#[test]
fn working_days_are_counted() {
    let between = |from, to| calendar().working_days_between(from, to).unwrap();
    assert_eq!(between(date(2024, 3, 4), date(2024, 3, 18)), 10);
    assert_eq!(between(date(2024, 2, 7), date(2024, 2, 15)), 1);
    assert_eq!(between(date(2024, 4, 26), date(2024, 5, 6)), 4);
    assert_eq!(between(date(2024, 5, 6), date(2024, 5, 6)), 0);
    assert_eq!(between(date(2024, 5, 6), date(2024, 4, 6)), 0);
    // 366 days, 104 of them at weekends, 11 holidays (those on weekends given back): 251 days of 2024 are worked.
    assert_eq!(between(date(2023, 12, 31), date(2024, 12, 31)), 251);
}

// conformance: ND61-18.2, HN-10
#[test]
fn from_the_cut_off_hour_on_it_is_the_next_working_day() {
    let check = |came: &str, by: &str| {
        let found = calendar().pass_on(at(came)).unwrap();
        assert_eq!((found.by, found.source.verified), (at(by), true), "{came}");
        assert_eq!(found.next_day, found.by.date() != at(came).date(), "{came}");
    };
    check("2024-03-04T08:00", "2024-03-04T17:00");
    check("2024-03-04T14:59", "2024-03-04T17:00");
    check("2024-03-04T15:00", "2024-03-05T08:00");
    check("2024-03-04T15:01", "2024-03-05T08:00");
    check("2024-03-04T23:30", "2024-03-05T08:00");
    check("2024-03-08T15:00", "2024-03-11T08:00");
    check("2024-02-07T14:59", "2024-02-07T17:00");
    check("2024-02-07T15:00", "2024-02-15T08:00");
    check("2024-05-03T16:00", "2024-05-04T08:00");
    check("2024-03-09T09:00", "2024-03-11T08:00");
    // What the other limits count from does not move with it.
    assert_eq!(calendar().receipt(at("2024-03-04T15:00")).unwrap().counts_from, at("2024-03-04T15:00"));
    // Before the decree nothing was said about an hour.
    assert_eq!(calendar().pass_on(at("2018-06-20T10:00")), None);
    let none = Calendar::from_toml(&TOML.replace("[[cut_off]]", "[[receipt_of_old]]"));
    assert!(none.is_err(), "unknown keys are refused");
    let twice = TOML.replace("to   = 2025-06-30\ntime", "to   = 2025-07-01\ntime");
    assert!(Calendar::from_toml(&twice).is_err(), "two rules on one day");
}

#[test]
fn a_filing_after_hours_counts_later() {
    let check = |came: &str, counts: &str| {
        assert_eq!(calendar().receipt(at(came)).unwrap().counts_from, at(counts), "{came}");
    };
    check("2024-03-04T10:00", "2024-03-04T10:00");
    check("2024-03-04T18:00", "2024-03-05T08:00");
    check("2024-03-08T18:00", "2024-03-11T08:00");
    check("2024-03-09T10:00", "2024-03-11T08:00");
    check("2024-02-07T17:00", "2024-02-15T08:00");
    check("2024-05-04T10:00", "2024-05-04T10:00");
    let same_day = TOML.replace("rest_day    = \"next-working-day\"", "rest_day = \"same-day\"");
    let calendar = Calendar::from_toml(&same_day).unwrap();
    assert_eq!(calendar.receipt(at("2024-03-09T10:00")).unwrap().counts_from, at("2024-03-09T10:00"));
}

#[test]
fn limits_are_read_and_refused() {
    let ok = |text: &str, amount, unit| assert_eq!(text.parse(), Ok(Limit { amount, unit }));
    ok("4 working-hour", 4, Unit::WorkingHour);
    ok("10 working-day", 10, Unit::WorkingDay);
    ok(" 1  year ", 1, Unit::Year);
    ok("1 same-day", 1, Unit::SameDay);
    let refused = |text: &str| text.parse::<Limit>().unwrap_err();
    assert!(matches!(refused("10 fortnight"), LimitError::Unit(unit) if unit == "fortnight"));
    for text in ["", "10", "working-day", "-1 day", "+1 day", "1.5 day", "ten day", "99999999999 day", "1day"]
    {
        assert!(matches!(refused(text), LimitError::Form(_)), "{text}");
    }
    for text in ["0 day", "51 year", "10001 hour", "2 same-day"] {
        assert!(matches!(refused(text), LimitError::Range { .. }), "{text}");
    }
    assert_eq!(refused("0 day").to_string(), "`0 day` is out of range; the amount is from 1 to 10000");
    let read = |json: &str| serde_json::from_str::<Limit>(json);
    assert_eq!(read(r#""4 working-hour""#).unwrap(), read(r#"{"amount":4,"unit":"working-hour"}"#).unwrap());
    assert!(read(r#"{"amount":4,"unit":"working-hour","more":1}"#).is_err());
    assert!(read(r#"{"amount":0,"unit":"day"}"#).is_err());
}

#[test]
fn shares_of_working_time_add_up() {
    let shares: Vec<Limit> = ["4 working-hour", "5 working-day", "1 working-day", "12 working-hour"]
        .iter()
        .map(|s| s.parse().unwrap())
        .collect();
    assert_eq!(Limit::sum_in_working_hours(&shares, calendar()), Some(64));
    assert_eq!("8 working-day".parse::<Limit>().unwrap().in_working_hours(calendar()), Some(64));
    let days = ["4 working-hour".parse().unwrap(), "1 day".parse().unwrap()];
    assert_eq!(Limit::sum_in_working_hours(&days, calendar()), None);
}

/// Changes the file in one place and expects it refused there.
fn check_refused(find: &str, replace: &str, message: &str) {
    assert!(TOML.contains(find), "the file has no `{find}`");
    let text = TOML.replacen(find, replace, 1);
    let error = Calendar::from_toml(&text).unwrap_err();
    assert!(error.to_string().contains(message), "{find} -> {replace}: {error}");
    let changed = TOML[..TOML.find(find).unwrap()].lines().count();
    assert!(
        error.line.abs_diff(changed) <= 15 || message.contains("missing"),
        "{error}, changed near line {changed}"
    );
}

#[test]
fn wrong_files_are_refused_with_their_place() {
    check_refused("format = 1", "format = 2", "format `2` is unknown");
    check_refused("first = 1990", "first = 1790", "cannot be computed");
    check_refused("days = [\"sunday\"]", "days = [\"someday\"]", "someday");
    check_refused("days = [\"sunday\"]", "dayz = [\"sunday\"]", "dayz");
    check_refused("from = 1999-10-02", "from = 1999-10-03", "no rule covers the days between");
    check_refused("from = 1999-10-02", "from = 1999-10-01", "overlaps the rule before it");
    check_refused("from = 1999-10-02", "from = \"1999-10-02\"", "invalid type");
    check_refused("from = 1999-10-02", "from = 1999-10-02T08:00:00", "is not a date");
    check_refused("solar = { month = 1, day = 1 }", "solar = { month = 2, day = 30 }", "is not a day of");
    check_refused("lunar = { month = 3, day = 10 }", "lunar = { month = 3, day = 30 }", "every lunar year");
    check_refused("lunar = { month = 3, day = 10 }", "", "exactly one of");
    check_refused("id   = \"victory\"", "id   = \"new-year\"", "declared twice");
    check_refused(
        "{ rest = 2024-04-29, work = 2024-05-04 }",
        "{ rest = 2024-04-30, work = 2024-05-04 }",
        "cannot be swapped off",
    );
    check_refused(
        "{ rest = 2024-04-29, work = 2024-05-04 }",
        "{ rest = 2024-04-29, work = 2024-05-03 }",
        "cannot be worked in exchange",
    );
    check_refused(
        "{ from = 2024-02-08, to = 2024-02-14 }",
        "{ from = 2024-02-08, to = 2024-02-15 }",
        "which the rules make a working day",
    );
    check_refused(
        "{ from = 2024-02-08, to = 2024-02-14 }",
        "{ from = 2024-02-08, to = 2024-02-13 }",
        "the break leaves out `2024-02-14`",
    );
    check_refused(
        "from = 2024-02-08, to = 2024-02-12",
        "from = 2024-02-12, to = 2024-02-08",
        "no stretch of 1 to 15 days",
    );
    check_refused(
        "holiday = \"national-day\", from = 2021-09-02",
        "holiday = \"independence\", from = 2021-09-02",
        "no holiday `independence`",
    );
    check_refused("hours_per_day = 8", "hours_per_day = 7", "the sessions have 480 minutes");
    check_refused("open = 08:00:00, close = 12:00:00", "open = 08:00:00, close = 14:00:00", "in order");
    check_refused("open = 08:00:00", "open = 08:00:30", "not a time to the minute");
    check_refused("after_close = \"next-working-day\"", "after_close = \"never\"", "never");
    let error = Calendar::from_toml("format = [").unwrap_err();
    assert_eq!(error.line, 1);
    assert!(Calendar::from_toml(&"#".repeat(1_000_001)).unwrap_err().message.contains("larger than"));
}

proptest! {
    #[test]
    fn every_day_of_the_table_is_something(days in 0_i64..40_542) {
        let date = calendar().first_day().checked_add(jiff::Span::new().days(days)).unwrap();
        let day = calendar().day(date).unwrap();
        prop_assert_eq!(Some(day.kind.is_working()), calendar().is_working(date));
        prop_assert_eq!(day.source.is_none(), day.kind == DayKind::Working);
        let next = calendar().next_working_day(date);
        prop_assert!(next.is_none_or(|next| next > date && calendar().is_working(next) == Some(true)));
    }

    #[test]
    fn text_that_is_no_calendar_is_refused(text in "\\PC{0,200}") {
        prop_assert!(Calendar::from_toml(&text).is_err());
    }
}

//! The shape of `calendar.toml`, exactly as written: unknown keys are refused, values keep their place in the file.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// A name in both languages of the house, Vietnamese first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// The text a rule rests on, and whether anyone has read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Number or name of the text, as `45/2019/QH14`.
    pub cite: String,
    /// Article, paragraph and point, as `111.3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Address of the page that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// True when the page says what the rule says; an unverified rule is shown as such to officers.
    pub verified: bool,
    /// What a reader should know besides, in Vietnamese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub format: Spanned<u32>,
    pub years: Spanned<Years>,
    pub weekly_rest: Vec<Spanned<WeeklyRest>>,
    pub holiday: Vec<Holiday>,
    pub compensation: Vec<Spanned<Compensation>>,
    #[serde(default)]
    pub announcement: Vec<Spanned<Announcement>>,
    pub office_hours: Vec<Spanned<OfficeHours>>,
    pub receipt: Vec<Spanned<ReceiptRule>>,
    #[serde(default)]
    pub cut_off: Vec<Spanned<CutOffRule>>,
    pub counting: Vec<Spanned<CountingRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Years {
    pub first: i16,
    pub last: i16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    pub(crate) fn of(date: Date) -> Self {
        match date.weekday() {
            jiff::civil::Weekday::Monday => Self::Monday,
            jiff::civil::Weekday::Tuesday => Self::Tuesday,
            jiff::civil::Weekday::Wednesday => Self::Wednesday,
            jiff::civil::Weekday::Thursday => Self::Thursday,
            jiff::civil::Weekday::Friday => Self::Friday,
            jiff::civil::Weekday::Saturday => Self::Saturday,
            jiff::civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeeklyRest {
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(default, deserialize_with = "optional_date")]
    pub to: Option<Date>,
    pub days: Vec<Weekday>,
    pub law: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Holiday {
    pub id: Spanned<String>,
    pub name: Text,
    #[serde(default = "yes")]
    pub enabled: bool,
    pub rule: Vec<Spanned<HolidayRule>>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HolidayRule {
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(default, deserialize_with = "optional_date")]
    pub to: Option<Date>,
    pub solar: Option<MonthDay>,
    pub lunar: Option<MonthDay>,
    pub lunar_new_year: Option<Around>,
    #[serde(default)]
    pub adjacent: BTreeMap<Weekday, Side>,
    #[serde(default)]
    pub awaits_announcement: bool,
    pub law: Source,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MonthDay {
    pub month: u8,
    pub day: u8,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Around {
    pub before: u8,
    pub after: u8,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Before,
    After,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Compensation {
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(default, deserialize_with = "optional_date")]
    pub to: Option<Date>,
    pub rule: CompensationRule,
    pub law: Source,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CompensationRule {
    None,
    NextWorkingDay,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Announcement {
    pub document: String,
    #[serde(default, deserialize_with = "optional_date")]
    pub on: Option<Date>,
    #[serde(default)]
    pub fixed: Vec<Spanned<Fixed>>,
    #[serde(default)]
    pub swap: Vec<Spanned<Swap>>,
    #[serde(default)]
    pub breaks: Vec<Spanned<Break>>,
    pub source: Option<String>,
    pub verified: bool,
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fixed {
    pub holiday: String,
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(deserialize_with = "date")]
    pub to: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Swap {
    #[serde(deserialize_with = "date")]
    pub rest: Date,
    #[serde(deserialize_with = "date")]
    pub work: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Break {
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(deserialize_with = "date")]
    pub to: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficeHours {
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(default, deserialize_with = "optional_date")]
    pub to: Option<Date>,
    pub sessions: Vec<Session>,
    pub hours_per_day: u32,
    pub law: Source,
}

/// One stretch of office hours within a day, `open` included, `close` not.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Session {
    #[serde(deserialize_with = "time")]
    pub open: Time,
    #[serde(deserialize_with = "time")]
    pub close: Time,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReceiptRule {
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(default, deserialize_with = "optional_date")]
    pub to: Option<Date>,
    pub after_close: ReceivedOn,
    pub rest_day: ReceivedOn,
    pub law: Source,
}

/// The hour from which a file is no longer passed on, nor answered, on the day it came.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CutOffRule {
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(default, deserialize_with = "optional_date")]
    pub to: Option<Date>,
    #[serde(deserialize_with = "time")]
    pub time: Time,
    pub law: Source,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ReceivedOn {
    SameDay,
    NextWorkingDay,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountingRule {
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(default, deserialize_with = "optional_date")]
    pub to: Option<Date>,
    pub first_day_counts: bool,
    pub stop_day_counts: bool,
    pub resume_day_counts: bool,
    pub last_day_on_rest: LastDay,
    pub last_day_ends: LastDayEnds,
    pub law: Source,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LastDay {
    NextWorkingDay,
    Stays,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LastDayEnds {
    DayEnd,
    OfficeClose,
}

fn civil_date<E: serde::de::Error>(value: toml::value::Datetime) -> Result<Date, E> {
    match (value.date, value.time, value.offset) {
        (Some(date), None, None) => {
            let parts = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
            if let (Ok(year), Ok(month), Ok(day)) = parts
                && let Ok(date) = Date::new(year, month, day)
            {
                return Ok(date);
            }
            Err(E::custom(format!("`{value}` is not a day of the calendar")))
        }
        _ => Err(E::custom(format!("`{value}` is not a date; write it as 2024-02-10"))),
    }
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    civil_date(toml::value::Datetime::deserialize(deserializer)?)
}

fn optional_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    date(deserializer).map(Some)
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
    use serde::de::Error;
    let value = toml::value::Datetime::deserialize(deserializer)?;
    if let (None, Some(time), None) = (value.date, value.time, value.offset)
        && let (Ok(hour), Ok(minute)) = (i8::try_from(time.hour), i8::try_from(time.minute))
        && time.second.unwrap_or(0) == 0
        && let Ok(time) = Time::new(hour, minute, 0, 0)
    {
        return Ok(time);
    }
    Err(D::Error::custom(format!("`{value}` is not a time to the minute; write it as 08:00:00")))
}

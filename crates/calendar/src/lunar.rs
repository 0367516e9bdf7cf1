//! The Vietnamese lunisolar calendar, computed for the meridian of UTC+7.
//!
//! Rules (the same in every published description of the calendar): a month begins on the local day of the true new
//! moon; month 11 holds the winter solstice; when thirteen months lie between two months 11, the first of them in
//! which the sun enters no new sector of 30° is the leap month and repeats the number of the month before it.
//!
//! Vietnam reckons at UTC+7 since 1968 (decision 121-CP of 8 August 1967), China at UTC+8: that one hour is why Tết of
//! 2007 and 2030 differs from the Chinese new year. For years before 1968 this is the calendar as the rules
//! give it at UTC+7, not what almanacs of the time printed.
//!
//! Compared with the new moons and solar longitudes of a separate ephemeris (libastro), all 2,486 months of 1900–2100 begin on the same
//! day but one: the new moon of 7 July 1967 falls two seconds after midnight there and before it here.

use crate::astronomy::{new_moon_day, sun_sector_at_midnight};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// First lunar year that [`from_lunar`] answers for.
pub const FIRST_YEAR: i16 = 1900;
/// Last lunar year that [`from_lunar`] answers for.
pub const LAST_YEAR: i16 = 2100;

/// A date in the Vietnamese lunar calendar. Months are 1–12, days 1–30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LunarDate {
    /// Lunar year, named after the Gregorian year in which it begins.
    pub year: i16,
    /// Month, 1–12.
    pub month: u8,
    /// True when this is the leap month that follows the month of the same number.
    pub leap: bool,
    /// Day of the month, 1–30.
    pub day: u8,
}

/// Days from 1 January 4713 BC (Julian day number) to the civil epoch 1970-01-01.
const JULIAN_DAY_OF_1970: i64 = 2_440_588;

fn to_julian_day(date: Date) -> i64 {
    JULIAN_DAY_OF_1970 + date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24
}

fn from_julian_day(day: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(day - JULIAN_DAY_OF_1970).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(span).ok()
}

/// One month of a lunar year as laid out by [`months_between_solstices`].
#[derive(Clone, Copy)]
struct Month {
    number: u8,
    leap: bool,
    first_day: i64,
}

/// Months beginning with the month 11 that holds the winter solstice of `year - 1`, up to and including the month 11 of
/// `year`: 13 or 14 entries.
fn months_between_solstices(year: i16) -> Option<Vec<Month>> {
    let first = solstice_lunation(year - 1)?;
    let last = solstice_lunation(year)?;
    let has_leap = last - first == 13;
    let mut months = Vec::with_capacity(14);
    let (mut number, mut leap_placed) = (11_u8, false);
    let mut start = new_moon_day(first);
    let mut sector = sun_sector_at_midnight(start);
    for lunation in first..=last {
        let next = new_moon_day(lunation + 1);
        let next_sector = sun_sector_at_midnight(next);
        let no_sector_entered = sector == next_sector;
        let leap = has_leap && !leap_placed && lunation > first && no_sector_entered;
        if leap {
            leap_placed = true;
        } else if lunation > first {
            number = number % 12 + 1;
        }
        months.push(Month { number, leap, first_day: start });
        (start, sector) = (next, next_sector);
    }
    Some(months)
}

/// The lunation (count of new moons since January 2000) that begins month 11 of `year`.
fn solstice_lunation(year: i16) -> Option<i64> {
    let end_of_year = to_julian_day(Date::new(year, 12, 31).ok()?);
    // A lunation lasts 29.53 days; the estimate is at most one off, the loop below settles it.
    #[expect(clippy::cast_possible_truncation, reason = "within ±2,500 lunations for the years answered for")]
    let mut lunation = ((end_of_year - 2_451_550) as f64 / 29.530_588_861).floor() as i64 + 1;
    while new_moon_day(lunation) > end_of_year {
        lunation -= 1;
    }
    // The solstice lies in sector 9 (270°–300°); its month is the last one that begins before the sun gets there.
    while sun_sector_at_midnight(new_moon_day(lunation)) >= 9 {
        lunation -= 1;
    }
    Some(lunation)
}

/// The lunar date of `date`, or `None` outside 1900–2100 (lunar years).
///
/// ```
/// use congvu_calendar::lunar::to_lunar;
/// let tet = to_lunar(jiff::civil::date(2024, 2, 10)).unwrap();
/// assert_eq!((tet.year, tet.month, tet.day), (2024, 1, 1));
/// ```
pub fn to_lunar(date: Date) -> Option<LunarDate> {
    if !(FIRST_YEAR..=LAST_YEAR + 1).contains(&date.year()) {
        return None;
    }
    let day = to_julian_day(date);
    // Month 11 of the year before may begin as late as 22 December, so December can belong to the next layout.
    for layout in [date.year() + 1, date.year()] {
        let Some(months) = months_between_solstices(layout) else { continue };
        let Some(index) = months.iter().rposition(|month| month.first_day <= day) else { continue };
        let month = months.get(index)?;
        let year = if index < 3 && month.number >= 11 { layout - 1 } else { layout };
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return None;
        }
        let day_of_month = u8::try_from(day - month.first_day + 1).ok()?;
        return Some(LunarDate { year, month: month.number, leap: month.leap, day: day_of_month });
    }
    None
}

/// The civil date of a lunar date, or `None` when there is no such day (no such leap month, no 30th day) or the year
/// is outside 1900–2100.
pub fn from_lunar(lunar: LunarDate) -> Option<Date> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&lunar.year) || !(1..=30).contains(&lunar.day) {
        return None;
    }
    for layout in [lunar.year, lunar.year + 1] {
        let Some(months) = months_between_solstices(layout) else { continue };
        for (index, pair) in months.windows(2).enumerate() {
            let [month, next] = pair else { continue };
            let year = if index < 3 && month.number >= 11 { layout - 1 } else { layout };
            if year != lunar.year || month.number != lunar.month || month.leap != lunar.leap {
                continue;
            }
            let day = month.first_day + i64::from(lunar.day) - 1;
            return if day < next.first_day { from_julian_day(day) } else { None };
        }
    }
    None
}

/// The first day of the lunar year (mùng 1 Tết) that begins in the Gregorian `year`.
pub fn new_year(year: i16) -> Option<Date> {
    from_lunar(LunarDate { year, month: 1, leap: false, day: 1 })
}

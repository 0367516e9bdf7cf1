//! From the calendar file to the table of days, refusing what does not hold together.

use crate::calendar::{
    Calendar, Cell, Counting, HolidayUnderRule, Hours, InForce, ReceiptPolicy, SwapEntry, index_from,
};
use crate::error::CalendarError;
use crate::file::{
    Announcement, Compensation, CompensationRule, File, Fixed, HolidayRule, MonthDay, Side, Source, Weekday,
};
use crate::lunar::{self, LunarDate};
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// Largest file read, in bytes; the one in use has about 25,000.
const MAX_FILE_BYTES: usize = 1_000_000;
/// Longest stretch, in days, searched for a working day to give back a holiday.
const MAX_COMPENSATION_SEARCH_DAYS: usize = 60;

struct Builder<'a> {
    text: &'a str,
    calendar: Calendar,
}

/// What is known of a holiday on a given day before it is put into the table.
#[derive(Clone, Copy)]
struct Placed {
    rule: u16,
    provisional: bool,
}

pub(crate) fn build(text: &str) -> Result<Calendar, CalendarError> {
    if text.len() > MAX_FILE_BYTES {
        return Err(CalendarError::at(text, None, format!("the file is larger than {MAX_FILE_BYTES} bytes")));
    }
    let file: File =
        toml::from_str(text).map_err(|error| CalendarError::at(text, error.span(), error.message()))?;
    if *file.format.get_ref() != 1 {
        let message = format!("format `{}` is unknown; this program reads format 1", file.format.get_ref());
        return Err(CalendarError::at(text, Some(file.format.span()), message));
    }
    let years = file.years.get_ref();
    if years.first < lunar::FIRST_YEAR || years.last > lunar::LAST_YEAR || years.first > years.last {
        let message = format!(
            "years `{}`–`{}` cannot be computed; choose years between {} and {}",
            years.first,
            years.last,
            lunar::FIRST_YEAR,
            lunar::LAST_YEAR
        );
        return Err(CalendarError::at(text, Some(file.years.span()), message));
    }
    let first = jiff::civil::date(years.first, 1, 1);
    let last = jiff::civil::date(years.last, 12, 31);
    let days = index_from(first, last).unwrap_or(0) + 1;
    let calendar = Calendar {
        first,
        days: vec![Cell::Working; days],
        weekly: Vec::new(),
        holidays: Vec::new(),
        compensation: Vec::new(),
        swaps: Vec::new(),
        hours: Vec::new(),
        receipt: Vec::new(),
        cut_off: Vec::new(),
        counting: Vec::new(),
    };
    let mut builder = Builder { text, calendar };
    builder.weekly_rest(&file)?;
    let placed = builder.holidays(&file)?;
    builder.swaps(&file.announcement, &placed)?;
    builder.compensate(&file.compensation, &placed)?;
    for (date, holiday) in &placed {
        builder.set(*date, Cell::Holiday { rule: holiday.rule, provisional: holiday.provisional });
    }
    builder.check_breaks(&file.announcement)?;
    builder.limits(&file)?;
    Ok(builder.calendar)
}

impl Builder<'_> {
    fn fail<T>(&self, span: Range<usize>, message: impl Into<String>) -> Result<T, CalendarError> {
        Err(CalendarError::at(self.text, Some(span), message))
    }

    fn set(&mut self, date: Date, cell: Cell) {
        if let Some(index) = self.calendar.index(date)
            && let Some(slot) = self.calendar.days.get_mut(index)
        {
            *slot = cell;
        }
    }

    /// Refuses rules that end before they begin, overlap, or leave a gap between them.
    fn check_dates(
        &self,
        dates: &[(Date, Option<Date>, Range<usize>)],
        gaps: bool,
    ) -> Result<(), CalendarError> {
        for (index, (from, to, span)) in dates.iter().enumerate() {
            if to.is_some_and(|to| to < *from) {
                return self.fail(span.clone(), format!("this rule ends before it begins on `{from}`"));
            }
            let Some((next, _, next_span)) = dates.get(index + 1) else { break };
            match to {
                Some(to) if to >= next => {
                    return self.fail(
                        next_span.clone(),
                        format!("`{next}` overlaps the rule before it; end that one earlier"),
                    );
                }
                None => {
                    return self.fail(next_span.clone(), "the rule before this one has no `to`; give it one");
                }
                Some(to) if gaps && to.tomorrow().ok() != Some(*next) => {
                    return self.fail(
                        next_span.clone(),
                        format!("no rule covers the days between `{to}` and `{next}`"),
                    );
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn weekly_rest(&mut self, file: &File) -> Result<(), CalendarError> {
        let dates: Vec<_> =
            file.weekly_rest.iter().map(|r| (r.get_ref().from, r.get_ref().to, r.span())).collect();
        self.check_dates(&dates, true)?;
        let mut date = self.calendar.first;
        for slot in &mut self.calendar.days {
            let rule = file.weekly_rest.iter().position(|rule| {
                let rule = rule.get_ref();
                rule.from <= date && rule.to.is_none_or(|to| date <= to)
            });
            if let Some(index) = rule
                && file.weekly_rest.get(index).is_some_and(|r| r.get_ref().days.contains(&Weekday::of(date)))
            {
                *slot = Cell::WeeklyRest { rule: small(index) };
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        self.calendar.weekly = file.weekly_rest.iter().map(|rule| rule.get_ref().law.clone()).collect();
        Ok(())
    }

    fn holidays(&mut self, file: &File) -> Result<BTreeMap<Date, Placed>, CalendarError> {
        let mut placed = BTreeMap::new();
        let mut fixed = self.fixed_days(file)?;
        let years = file.years.get_ref();
        let mut ids = std::collections::BTreeSet::new();
        for holiday in &file.holiday {
            if !ids.insert(holiday.id.get_ref().as_str()) {
                return self.fail(
                    holiday.id.span(),
                    format!("holiday `{}` is declared twice", holiday.id.get_ref()),
                );
            }
            let dates: Vec<_> =
                holiday.rule.iter().map(|r| (r.get_ref().from, r.get_ref().to, r.span())).collect();
            self.check_dates(&dates, false)?;
            for spanned in &holiday.rule {
                let rule = spanned.get_ref();
                let index = small(self.calendar.holidays.len());
                self.calendar.holidays.push(HolidayUnderRule {
                    id: holiday.id.get_ref().clone(),
                    name: holiday.name.clone(),
                    law: rule.law.clone(),
                });
                for year in years.first..=years.last {
                    // Lunar dates are dear to compute: only for years in which the rule is in force.
                    if year < rule.from.year() || rule.to.is_some_and(|to| year > to.year()) {
                        continue;
                    }
                    let Some(main) = self.main_day(rule, year, spanned.span())? else { continue };
                    if !holiday.enabled || main < rule.from || rule.to.is_some_and(|to| main > to) {
                        continue;
                    }
                    let decided = fixed.remove(&(holiday.id.get_ref().as_str(), year));
                    let provisional = rule.awaits_announcement && decided.is_none();
                    let days = match decided {
                        Some(days) => stretch(days.get_ref().from, days.get_ref().to),
                        None => nominal_days(rule, main),
                    };
                    for day in days {
                        placed.entry(day).or_insert(Placed { rule: index, provisional });
                    }
                }
            }
        }
        if let Some(((id, year), left)) = fixed.into_iter().next() {
            return self.fail(
                left.span(),
                format!("no holiday `{id}` is in force in {year}; check its id and its dates"),
            );
        }
        Ok(placed)
    }

    /// Days settled by announcement, by holiday and year.
    fn fixed_days<'f>(
        &self,
        file: &'f File,
    ) -> Result<BTreeMap<(&'f str, i16), &'f Spanned<Fixed>>, CalendarError> {
        let mut fixed = BTreeMap::new();
        for spanned in file.announcement.iter().flat_map(|a| &a.get_ref().fixed) {
            let entry = spanned.get_ref();
            if entry.to < entry.from || stretch(entry.from, entry.to).len() > 15 {
                return self.fail(
                    spanned.span(),
                    format!("`{}` to `{}` is no stretch of 1 to 15 days", entry.from, entry.to),
                );
            }
            if fixed.insert((entry.holiday.as_str(), entry.to.year()), spanned).is_some() {
                return self.fail(
                    spanned.span(),
                    format!("the days of `{}` in {} are settled twice", entry.holiday, entry.to.year()),
                );
            }
        }
        Ok(fixed)
    }

    /// The day a holiday is named after, in `year`.
    fn main_day(
        &self,
        rule: &HolidayRule,
        year: i16,
        span: Range<usize>,
    ) -> Result<Option<Date>, CalendarError> {
        match (rule.solar, rule.lunar, rule.lunar_new_year) {
            (Some(MonthDay { month, day }), None, None) => {
                let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
                match date.and_then(|(month, day)| Date::new(year, month, day).ok()) {
                    Some(date) => Ok(Some(date)),
                    None => self.fail(span, format!("`{day}/{month}` is not a day of {year}")),
                }
            }
            (None, Some(MonthDay { month, day }), None) => {
                if !(1..=12).contains(&month) || !(1..=29).contains(&day) {
                    return self.fail(span, format!("`{day}/{month}` is not a day of every lunar year"));
                }
                Ok(lunar::from_lunar(LunarDate { year, month, leap: false, day }))
            }
            (None, None, Some(around)) if around.before <= 10 && around.after <= 10 => {
                Ok(lunar::new_year(year))
            }
            (None, None, Some(_)) => {
                self.fail(span, "`lunar_new_year` spans at most ten days before and ten from mùng 1 on")
            }
            _ => self.fail(span, "a holiday rule needs exactly one of `solar`, `lunar`, `lunar_new_year`"),
        }
    }

    fn swaps(
        &mut self,
        announcements: &[Spanned<Announcement>],
        placed: &BTreeMap<Date, Placed>,
    ) -> Result<(), CalendarError> {
        for announcement in announcements {
            let announcement = announcement.get_ref();
            for spanned in &announcement.swap {
                let (rest, work) = (spanned.get_ref().rest, spanned.get_ref().work);
                if placed.contains_key(&rest) || self.calendar.cell(rest) != Some(Cell::Working) {
                    return self.fail(
                        spanned.span(),
                        format!("`{rest}` cannot be swapped off: it is not an ordinary working day"),
                    );
                }
                let is_weekly_rest = matches!(self.calendar.cell(work), Some(Cell::WeeklyRest { .. }));
                if placed.contains_key(&work) || !is_weekly_rest {
                    return self.fail(
                        spanned.span(),
                        format!(
                            "`{work}` cannot be worked in exchange: it is not an ordinary weekly rest day"
                        ),
                    );
                }
                let swap = small(self.calendar.swaps.len());
                self.calendar.swaps.push(SwapEntry { rest, work, source: announced(announcement) });
                self.set(rest, Cell::SwappedRest { swap });
                self.set(work, Cell::SwappedWork { swap });
            }
        }
        Ok(())
    }

    /// Gives back each holiday that fell on a weekly rest day, in order of date.
    fn compensate(
        &mut self,
        rules: &[Spanned<Compensation>],
        placed: &BTreeMap<Date, Placed>,
    ) -> Result<(), CalendarError> {
        let dates: Vec<_> = rules.iter().map(|r| (r.get_ref().from, r.get_ref().to, r.span())).collect();
        self.check_dates(&dates, true)?;
        for (&date, holiday) in placed {
            if !matches!(self.calendar.cell(date), Some(Cell::WeeklyRest { .. })) {
                continue;
            }
            let rule = rules.iter().position(|rule| {
                let rule = rule.get_ref();
                rule.from <= date
                    && rule.to.is_none_or(|to| date <= to)
                    && rule.rule == CompensationRule::NextWorkingDay
            });
            let Some(rule) = rule else { continue };
            let mut next = date;
            for _ in 0..MAX_COMPENSATION_SEARCH_DAYS {
                let Ok(tomorrow) = next.tomorrow() else { break };
                next = tomorrow;
                if !placed.contains_key(&next) && self.calendar.cell(next) == Some(Cell::Working) {
                    let cell = Cell::Compensatory {
                        rule: small(rule),
                        holiday: holiday.rule,
                        r#for: date,
                        provisional: holiday.provisional,
                    };
                    self.set(next, cell);
                    break;
                }
            }
        }
        self.calendar.compensation = rules.iter().map(|rule| rule.get_ref().law.clone()).collect();
        Ok(())
    }

    /// An announced break must be what the rules yield: rest throughout, work on either side.
    fn check_breaks(&self, announcements: &[Spanned<Announcement>]) -> Result<(), CalendarError> {
        for spanned in announcements.iter().flat_map(|a| &a.get_ref().breaks) {
            let announced = spanned.get_ref();
            let days = stretch(announced.from, announced.to);
            if days.is_empty() || days.len() > 31 {
                return self.fail(spanned.span(), "a break has 1 to 31 days");
            }
            for beside in [announced.from.yesterday(), announced.to.tomorrow()].into_iter().flatten() {
                if self.calendar.is_working(beside) == Some(false) {
                    return self.fail(
                        spanned.span(),
                        format!("the break leaves out `{beside}`, which the rules make a day off"),
                    );
                }
            }
            if let Some(day) = days.iter().find(|&&day| self.calendar.is_working(day) != Some(false)) {
                return self.fail(
                    spanned.span(),
                    format!("the break includes `{day}`, which the rules make a working day"),
                );
            }
        }
        Ok(())
    }

    /// Office hours, receipt and counting.
    fn limits(&mut self, file: &File) -> Result<(), CalendarError> {
        macro_rules! dates {
            ($list:expr) => {
                $list.iter().map(|r| (r.get_ref().from, r.get_ref().to, r.span())).collect::<Vec<_>>()
            };
        }
        self.check_dates(&dates!(file.office_hours), true)?;
        self.check_dates(&dates!(file.receipt), true)?;
        self.check_dates(&dates!(file.counting), true)?;
        // There need not be one on every day.
        self.check_dates(&dates!(file.cut_off), false)?;
        for spanned in &file.office_hours {
            let rule = spanned.get_ref();
            let sessions: Vec<(Time, Time)> = rule.sessions.iter().map(|s| (s.open, s.close)).collect();
            let ordered = sessions.iter().flat_map(|(open, close)| [open, close]).is_sorted_by(|a, b| a < b);
            let minutes: i64 = sessions
                .iter()
                .map(|(open, close)| {
                    i64::from(close.hour() - open.hour()) * 60 + i64::from(close.minute() - open.minute())
                })
                .sum();
            if sessions.is_empty() || sessions.len() > 8 || !ordered {
                return self
                    .fail(spanned.span(), "office hours need one to eight sessions, in order, none empty");
            }
            if minutes != i64::from(rule.hours_per_day) * 60 {
                return self.fail(
                    spanned.span(),
                    format!(
                        "the sessions have {minutes} minutes, but `hours_per_day` is `{}`",
                        rule.hours_per_day
                    ),
                );
            }
            self.calendar.hours.push(InForce {
                from: rule.from,
                to: rule.to,
                law: rule.law.clone(),
                rule: Hours { sessions, per_day: rule.hours_per_day },
            });
        }
        self.calendar.receipt = file
            .receipt
            .iter()
            .map(|spanned| {
                let rule = spanned.get_ref();
                let policy = ReceiptPolicy::new(rule.after_close, rule.rest_day);
                InForce { from: rule.from, to: rule.to, law: rule.law.clone(), rule: policy }
            })
            .collect();
        self.calendar.cut_off = file
            .cut_off
            .iter()
            .map(|spanned| {
                let rule = spanned.get_ref();
                InForce { from: rule.from, to: rule.to, law: rule.law.clone(), rule: rule.time }
            })
            .collect();
        self.calendar.counting = file
            .counting
            .iter()
            .map(|spanned| {
                let rule = spanned.get_ref();
                let mut counting = Counting {
                    first_day_counts: rule.first_day_counts,
                    stop_day_counts: rule.stop_day_counts,
                    resume_day_counts: rule.resume_day_counts,
                    last_day_moves: false,
                    ends_at_close: false,
                };
                counting.last_day(rule.last_day_on_rest, rule.last_day_ends);
                InForce { from: rule.from, to: rule.to, law: rule.law.clone(), rule: counting }
            })
            .collect();
        Ok(())
    }
}

/// The days a holiday takes when no announcement says otherwise.
fn nominal_days(rule: &HolidayRule, main: Date) -> Vec<Date> {
    let shift =
        |days: i64| jiff::Span::new().try_days(days).ok().and_then(|span| main.checked_add(span).ok());
    if let Some(around) = rule.lunar_new_year {
        return (-i64::from(around.before)..i64::from(around.after)).filter_map(shift).collect();
    }
    let beside = match rule.adjacent.get(&Weekday::of(main)) {
        Some(Side::Before) => shift(-1),
        Some(Side::After) => shift(1),
        None => None,
    };
    [Some(main), beside].into_iter().flatten().collect()
}

/// Days from `from` to `to`, both included; at most forty, so that a slip in a year cannot run away.
fn stretch(from: Date, to: Date) -> Vec<Date> {
    from.series(jiff::Span::new().days(1)).take_while(|&day| day <= to).take(40).collect()
}

fn announced(announcement: &Announcement) -> Source {
    let note = match (announcement.on, &announcement.note) {
        (Some(on), Some(note)) => Some(format!("{on}. {note}")),
        (Some(on), None) => Some(on.to_string()),
        (None, note) => note.clone(),
    };
    Source {
        cite: announcement.document.clone(),
        article: None,
        source: announcement.source.clone(),
        verified: announcement.verified,
        note,
    }
}

fn small(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

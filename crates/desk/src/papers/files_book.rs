//! The book of files, printed on demand for a stretch of time.

use super::PaperFile;
use super::data::agency_of;
use super::prints::merge;
use super::values::date;
use crate::Case;
use crate::clock::to_ms;
use crate::desk::Desk;
use crate::error::{DeskError, PerformError};
use congvu_matter::declare::Effect;
use congvu_pack::Agency;
use congvu_store::{CaseOrder, MatterRow, Only};
use jiff::civil::{Date, DateTime};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Most files in one print of the book; a longer stretch of time is printed in parts.
pub const MAX_BOOK_ROWS: u32 = 2_000;

/// What the book of a year comes to: for closing it, and for looking whether it is still what was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookOfYear {
    /// How many lines it has. They are numbered from 1 without gaps, so that this is the last number too.
    pub lines: i64,
    /// SHA-256 of the lines, hexadecimal: number, case number, day and moment of receipt, procedure and applicant of each.
    pub sha256: String,
}

/// Why a book cannot be printed as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookFault {
    /// The last day is before the first.
    Order,
    /// The days are in different years: numbers begin anew with the year.
    Years,
    /// More than [`MAX_BOOK_ROWS`] files.
    TooMany,
}

impl Desk {
    /// The book of files opened from one day to another, both included, in the order in which they came. `first` numbers
    /// continue those of the same year before, from 1 on the first of January.
    ///
    /// # Errors
    /// The days are not in order or not in one year, there are more than [`MAX_BOOK_ROWS`] files, no form is in force, the store cannot be
    /// read, the sheet cannot be set.
    pub async fn book_of_files(
        &self,
        agency: &Agency,
        from: Date,
        until: Date,
    ) -> Result<Result<PaperFile, BookFault>, PerformError> {
        if until < from {
            return Ok(Err(BookFault::Order));
        }
        if from.year() != until.year() {
            return Ok(Err(BookFault::Years));
        }
        let now = self.inner.clock.now();
        let form = self.form(now.date(), "book")?;
        let end = until.tomorrow().unwrap_or(Date::MAX).to_datetime(jiff::civil::Time::midnight());
        let start = from.to_datetime(jiff::civil::Time::midnight());
        let year = from.first_of_year().to_datetime(jiff::civil::Time::midnight());
        let store = &self.inner.store;
        let booked = self.booked(agency);
        let period = |a: DateTime, b: DateTime| {
            vec![Only::Opened(to_ms(a), to_ms(b)), Only::Procedures(booked.clone())]
        };
        let before = store.count_cases(agency.id(), &period(year, start), &[], &[]).await?;
        let before = before.first().map_or(0, |c| c.all);
        let wanted = MAX_BOOK_ROWS.saturating_add(1);
        let rows =
            store.cases_where(agency.id(), &period(start, end), CaseOrder::Opened, wanted, None).await?;
        if rows.len() > usize::try_from(MAX_BOOK_ROWS).unwrap_or(usize::MAX) {
            return Ok(Err(BookFault::TooMany));
        }
        let words = &self.packs.library.words;
        let lines = self.lines(agency.id(), &rows, before)?;
        let mut data = json!({
            "agency": agency_of(agency),
            "number": null, "notation": null, "date": date(now.date()),
            "title": form.title.to_uppercase(), "about": null, "grounds": [], "recipients": [],
            "signature": null, "verify": null, "case": null,
            "form": { "number": form.number, "circular": form.circular },
            "body": {},
            "demo": self.inner.demo,
        });
        merge(
            &mut data,
            json!({
                "unit": words.desk,
                "from": date(from), "until": date(until),
                "first": before.saturating_add(1), "count": lines.len(),
                "rows": lines,
                "signers": [
                    { "title": words.prints.drawn_up_by, "name": "" },
                    { "title": words.prints.head_of_desk, "name": "" },
                ],
            }),
        );
        let pdf = self.set_sheet(form.template, data, now).await?;
        Ok(Ok(PaperFile { pdf, name: format!("{}-{from}-{until}.pdf", agency.id()) }))
    }

    /// The book of a year, counted and digested. Reads every file of the year, a month at a time.
    ///
    /// # Errors
    /// The store cannot be read; `TooMany` where a month has more than [`MAX_BOOK_ROWS`] files.
    pub async fn book_of_year(
        &self,
        agency: &Agency,
        year: i16,
    ) -> Result<Result<BookOfYear, BookFault>, DeskError> {
        let booked = self.booked(agency);
        let (mut lines, mut hash) = (0_i64, Sha256::new());
        for month in 1..=12 {
            let Ok(first) = Date::new(year, month, 1) else { return Ok(Err(BookFault::Years)) };
            let next = first.last_of_month().tomorrow().unwrap_or(Date::MAX);
            let moment = |day: Date| to_ms(day.to_datetime(jiff::civil::Time::midnight()));
            let only = vec![Only::Opened(moment(first), moment(next)), Only::Procedures(booked.clone())];
            let wanted = MAX_BOOK_ROWS.saturating_add(1);
            let store = &self.inner.store;
            let rows = store.cases_where(agency.id(), &only, CaseOrder::Opened, wanted, None).await?;
            if rows.len() > usize::try_from(MAX_BOOK_ROWS).unwrap_or(usize::MAX) {
                return Ok(Err(BookFault::TooMany));
            }
            for case in self.cases(&rows)? {
                lines = lines.saturating_add(1);
                let m = &case.matter;
                let applicant = m.party.as_ref().map(|p| p.name.as_str()).unwrap_or_default();
                let line = json!([lines, m.code, m.opened.to_string(), m.procedure, applicant]);
                hash.update(line.to_string());
                hash.update(b"\n");
            }
        }
        Ok(Ok(BookOfYear { lines, sha256: hex::encode(hash.finalize()) }))
    }

    /// The procedures whose files stand in the book: those for which the one-stop gives a receipt. What the office opens itself,
    /// and complaints, have books of their own.
    fn booked(&self, agency: &Agency) -> Vec<String> {
        let library = &self.packs.library;
        let receipt = Effect::Paper("receipt".to_owned());
        let gives_receipt = |lifecycle: &str| {
            let life = library.lifecycles.get(lifecycle);
            life.is_some_and(|l| l.acts.iter().any(|a| a.from.is_empty() && a.effects.contains(&receipt)))
        };
        let handled = agency.procedures.iter().filter_map(|id| library.loaded(agency.id(), id));
        let booked = handled.filter(|p| {
            let own = p.declared.versions.iter().filter_map(|v| v.lifecycle.as_deref());
            own.chain([p.declared.lifecycle.as_str()]).any(gives_receipt)
        });
        booked.flat_map(|p| p.declared.former.iter().chain([&p.declared.id]).cloned()).collect()
    }

    fn lines(&self, agency: &str, rows: &[MatterRow], before: i64) -> Result<Vec<Value>, DeskError> {
        let library = &self.packs.library;
        let words = &library.words.prints;
        let cases = self.cases(rows)?;
        let line = |(i, case): (usize, &Case)| {
            let m = &case.matter;
            let nr = before.saturating_add(1).saturating_add(i64::try_from(i).unwrap_or(i64::MAX));
            let procedure = library.procedure(agency, &m.procedure).map(|p| p.declared.name.vi.clone());
            let done = m.closed.or_else(|| m.paper("outcome").map(|p| p.at)).map(DateTime::date);
            let way = if ["counter", "post"].contains(&m.channel.as_str()) {
                &words.at_desk
            } else {
                &words.electronic
            };
            json!({
                "nr": nr,
                "code": m.code.clone().unwrap_or_default(),
                "procedure": procedure.unwrap_or_default(),
                "applicant": m.party.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
                "phone": m.party.as_ref().map(|p| p.phone.clone()).unwrap_or_default(),
                "received": date(m.opened.date()),
                "due": case.clock.as_ref().and_then(|c| c.due).map(|d| date(d.date())),
                "done": done.map(date),
                "way": way,
                "note": case.state(library).map(|s| s.name.vi.clone()),
            })
        };
        Ok(cases.iter().enumerate().map(line).collect())
    }
}

//! Sheets printed on demand from what is stored: the control slip of a case and the book of files. They are no papers of a
//! matter: nothing is promised, numbered or kept, and printing again shows what is true then.

use super::PaperFile;
use super::data::{agency_of, of};
use super::values::{date, when};
use crate::Case;
use crate::book::Book;
use crate::clock::to_ms;
use crate::desk::Desk;
use crate::error::{DeskError, PerformError};
use crate::steps::{Stay, stays};
use congvu_matter::{FormInForce, Paper};
use congvu_pack::{Agency, Library, PrintWords};
use congvu_paper::{Binding, Leaf, PaperJob, Sheet};
use congvu_record::ActorRef;
use congvu_store::{CaseOrder, MatterRow, Only};
use jiff::civil::{Date, DateTime};
use serde_json::{Value, json};

/// Most files in one print of the book; a longer stretch of time is printed in parts.
pub const MAX_BOOK_ROWS: u32 = 2_000;

impl Desk {
    /// The control slip of a case: who gave it to whom, when, and whether each step kept its time.
    ///
    /// # Errors
    /// No form is in force today (the first day of the next is told), the store cannot be read, the sheet cannot be set.
    pub async fn control_slip(&self, agency: &Agency, case: &Case) -> Result<PaperFile, PerformError> {
        let now = self.inner.clock.now();
        let form = self.form(now.date(), "control")?;
        let history = self.history(agency, &case.matter.id).await?;
        let opened = self.book(agency).await?;
        let paper = Paper {
            key: "control".to_owned(),
            act: "print".to_owned(),
            template: form.template.clone(),
            form: Some(form),
            number: None,
            notation: None,
            code: case.matter.paper("receipt").map(|p| p.code.clone()).unwrap_or_default(),
            at: now,
            input: serde_json::Map::new(),
            signature: None,
        };
        let setting = self.setting(agency, case, &paper).await?;
        let library = std::sync::Arc::clone(&self.packs.library);
        let words = &library.words.prints;
        let all = stays(&library, case, &history, now);
        let steps: Vec<Value> = all.iter().map(|s| step(&library, case, &opened.book, words, s)).collect();
        let mut data = of(&setting);
        let received = all.first().map(|s| name(&opened.book, words, s.ended_by.as_ref().map(|(_, a)| a)));
        let extra = json!({
            "handler": setting.unit(),
            "steps": steps,
            "signers": [
                { "title": words.drawn_up_by, "name": received.unwrap_or_default() },
                { "title": words.head_of_desk, "name": "" },
            ],
        });
        merge(&mut data, extra);
        let pdf = self.set_sheet(paper.template, data, now).await?;
        let number = case.matter.code.as_deref().unwrap_or("case");
        Ok(PaperFile { pdf, name: format!("{number}-control.pdf") })
    }

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
        let period = |a: DateTime, b: DateTime| vec![Only::Opened(to_ms(a), to_ms(b)), Only::HasCode];
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

    /// The pages of a paper at half their area, so that what was set on A4 comes out on A5, as slips at a counter do (Circular
    /// 01/2018/TT-VPCP, Article 9.2). A print: what counts is the paper itself.
    ///
    /// # Errors
    /// The bytes are no PDF, or cannot be bound.
    pub async fn half_size(&self, pdf: Vec<u8>) -> Result<Vec<u8>, DeskError> {
        let look = congvu_scan::look(&pdf, "").map_err(|e| DeskError::Paper(e.to_string()))?;
        let half = std::f32::consts::FRAC_1_SQRT_2;
        let leaf = |(n, page): (usize, &congvu_scan::Page)| Leaf {
            source: 0,
            page: n.saturating_add(1),
            turn: 0,
            sheet: Sheet::Page { width: page.width * half, height: page.height * half },
        };
        let leaves = look.pages.iter().enumerate().map(leaf).collect();
        let at = self.inner.clock.now();
        let binding = Binding { title: "A5".to_owned(), sources: vec![pdf], leaves, at };
        Ok(self.bind(binding).await?.pdf)
    }

    fn form(&self, day: Date, key: &'static str) -> Result<FormInForce, PerformError> {
        let missing = |_| PerformError::Unknown { what: "form in force today", id: key.to_owned() };
        self.packs.library.form_on(key, day).map_err(missing)
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

    async fn set_sheet(&self, template: String, data: Value, at: DateTime) -> Result<Vec<u8>, DeskError> {
        let inner = std::sync::Arc::clone(&self.inner);
        let work = move || {
            let job = PaperJob {
                templates: &inner.templates,
                main: &template,
                data: &data,
                assets: &[],
                at,
                lang: "vi",
            };
            inner.typesetter.typeset(&job).map(|p| p.pdf)
        };
        let set = tokio::task::spawn_blocking(work).await.ok();
        let set = set.ok_or_else(|| DeskError::Paper("the typesetter stopped".into()))?;
        set.map_err(|e| DeskError::Paper(e.to_string()))
    }
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

/// Puts fields into the body of a paper's data, in place of those of the same name.
fn merge(data: &mut Value, fields: Value) {
    if let (Some(body), Value::Object(fields)) = (data.get_mut("body").and_then(Value::as_object_mut), fields)
    {
        body.extend(fields);
    }
}

/// One line of the control slip.
fn step(library: &Library, case: &Case, book: &Book, words: &PrintWords, stay: &Stay) -> Value {
    let life = case.lifecycle(library);
    let act = |id: &str| life.and_then(|l| l.act(id)).map(|a| a.name.vi.clone());
    let state = || life.and_then(|l| l.state(&stay.state)).map(|s| s.name.vi.clone());
    let wanted = stay.act.as_deref().and_then(act);
    let ended = stay.ended_by.as_ref();
    // Where another act than the one expected ended the step, the slip says which.
    let note = ended.filter(|(id, _)| stay.act.as_ref() != Some(id)).and_then(|(id, _)| act(id));
    let (by, other) = (ended.map(|(_, a)| a), case.matter.assigned.as_deref().filter(|_| stay.act.is_some()));
    let to = match (by, other) {
        (Some(actor), _) => Some(name(book, words, Some(actor))),
        (None, Some(position)) => book.holder(position, stay.from).map(|(_, name)| name.to_owned()),
        (None, None) => None,
    };
    json!({
        "name": wanted.or_else(state).unwrap_or_default(),
        "from": name(book, words, Some(&stay.given_by)),
        "to": to,
        "at": when(stay.from),
        "done": stay.until.map(when),
        "result": result(words, stay),
        "note": note,
    })
}

/// Ahead of its share of time, within the last hour of it, or beyond; nothing where no share is known.
fn result(words: &PrintWords, stay: &Stay) -> Option<String> {
    if stay.until.is_none() {
        return Some(words.open.clone());
    }
    let share = stay.share_min?;
    Some(match stay.used_min {
        used if used > share => words.late.clone(),
        used if used.saturating_add(60) >= share => words.on_time.clone(),
        _ => words.ahead.clone(),
    })
}

fn name(book: &Book, words: &PrintWords, actor: Option<&ActorRef>) -> String {
    match actor {
        Some(ActorRef::Position { person, .. }) => book.name_of(person),
        Some(ActorRef::Applicant { .. }) => words.by_applicant.clone(),
        Some(ActorRef::System) | None => words.by_system.clone(),
    }
}

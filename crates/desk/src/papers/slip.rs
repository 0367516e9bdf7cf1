//! The control slip of a case, printed on demand from the acts of the record.

use super::PaperFile;
use super::data::of;
use super::prints::merge;
use super::values::when;
use crate::Case;
use crate::book::Book;
use crate::desk::Desk;
use crate::error::PerformError;
use crate::steps::{Pace, Stay, stays};
use congvu_matter::Paper;
use congvu_pack::{Agency, Library, PrintWords};
use congvu_record::ActorRef;
use serde_json::{Value, json};

impl Desk {
    /// The control slip of a case: who gave it to whom, when, and whether each step kept its time.
    ///
    /// # Errors
    /// No form is in force today, the store cannot be read, the sheet cannot be set.
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

/// Ahead of its share of time, on time, or beyond it; nothing where no share is known.
fn result(words: &PrintWords, stay: &Stay) -> Option<String> {
    if stay.until.is_none() {
        return Some(words.open.clone());
    }
    Some(match stay.pace()? {
        Pace::Late => words.late.clone(),
        Pace::OnTime => words.on_time.clone(),
        Pace::Ahead => words.ahead.clone(),
    })
}

fn name(book: &Book, words: &PrintWords, actor: Option<&ActorRef>) -> String {
    match actor {
        Some(ActorRef::Position { person, .. }) => book.name_of(person),
        Some(ActorRef::Applicant { .. }) => words.by_applicant.clone(),
        Some(ActorRef::System) | None => words.by_system.clone(),
    }
}

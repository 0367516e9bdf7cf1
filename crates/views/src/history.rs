//! The history of a case and its papers.

use congvu_desk::{ActLine, Book, Case};
use congvu_matter::Paper;
use congvu_pack::{Agency, Library};
use congvu_record::{Act, ActorRef};
use congvu_web::components::{TimelineItem, bullets, paragraph};
use congvu_web::{Html, Words, fmt};
use jiff::tz::{TimeZone, offset};
use serde_json::Value;

/// For whom a history is shown.
#[derive(Debug, Clone, Copy)]
pub enum Reader<'b> {
    /// The applicant: which unit, not who.
    Citizen,
    /// An officer: who, in which position.
    Officer(&'b Book),
}

/// The acts of a case as the timeline shows them, in the order given.
#[must_use]
pub fn timeline_items(
    w: &Words,
    agency: &Agency,
    library: &Library,
    case: &Case,
    acts: &[ActLine],
    reader: Reader<'_>,
) -> Vec<TimelineItem> {
    let lifecycle = case.lifecycle(library);
    acts.iter()
        .map(|line| {
            let act = &line.act;
            let what = lifecycle.and_then(|l| l.act(&act.kind)).map(|a| crate::pick(w, &a.name).to_owned());
            TimelineItem {
                when: line.at.to_zoned(TimeZone::fixed(offset(7))).unwrap_or_default(),
                what: what.unwrap_or_else(|| act.kind.clone()),
                who: who(w, agency, library, case, &act.actor, &act.kind, reader),
                clauses: vec![crate::chip_of(w, agency, &act.clause)],
                detail: place_in_log(w, &proof_href(agency, case, act, reader), act.seq),
            }
        })
        .collect()
}

/// Where the proof of an act is had: with the act itself for the applicant who did it.
fn proof_href(agency: &Agency, case: &Case, act: &Act, reader: Reader<'_>) -> String {
    match (&act.actor, reader) {
        (ActorRef::Applicant { .. }, Reader::Citizen) => {
            format!("/{}/cases/{}/receipts/{}", agency.id(), case.matter.id, act.seq)
        }
        _ => log_href(agency, act.seq),
    }
}

/// The proof that an act stands in the public log, without the act.
#[must_use]
pub fn log_href(agency: &Agency, seq: i64) -> String {
    format!("/{}/log/acts/{seq}", agency.id())
}

/// "No. 1,234 in the public record", leading to its proof.
#[must_use]
pub fn place_in_log(w: &Words, href: &str, seq: i64) -> Html {
    Html::link(href, &w.with("views-in-log", &[("n", fmt::number(w.lang(), seq).into())]))
}

/// The act by which a paper went out.
#[must_use]
pub fn act_of_paper<'a>(acts: &'a [ActLine], code: &str) -> Option<&'a Act> {
    let is = |event: &Value, key: &str, value: &str| event.get(key).is_some_and(|v| v == value);
    let makes = |event: &Value| is(event, "event", "paper") && is(event, "code", code);
    acts.iter()
        .map(|line| &line.act)
        .find(|act| act.events.as_array().is_some_and(|all| all.iter().any(makes)))
}

fn who(
    w: &Words,
    agency: &Agency,
    library: &Library,
    case: &Case,
    actor: &ActorRef,
    act: &str,
    reader: Reader<'_>,
) -> String {
    match (actor, reader) {
        (ActorRef::System, _) => w.t("views-turn-system"),
        (ActorRef::Applicant { .. }, Reader::Citizen) => w.t("views-turn-applicant"),
        (ActorRef::Applicant { .. }, Reader::Officer(_)) => {
            case.matter.party.as_ref().map_or_else(|| w.t("views-turn-applicant"), |p| p.name.clone())
        }
        (ActorRef::Position { person, position }, Reader::Officer(book)) => {
            let title = crate::title_of(w, agency, book, &position.as_str().into(), None);
            let name = book.name_of(person);
            if name.is_empty() { title } else { format!("{name}, {title}") }
        }
        (ActorRef::Position { .. }, Reader::Citizen) => {
            let version = case.procedure(library).and_then(|(_, v)| v);
            match congvu_matter::holder_of(version, act) {
                Some(by) => crate::selector_text(w, agency, by),
                None => case
                    .procedure(library)
                    .and_then(|(p, _)| agency.rules.unit(&p.unit.as_str().into()))
                    .map_or_else(|| w.t("views-turn-department"), |u| u.name.clone()),
            }
        }
    }
}

/// Links to the papers of a case under `base`, for instance `/binh-duong/cases/…/papers`; newest last.
#[must_use]
pub fn papers(w: &Words, library: &Library, case: &Case, base: &str) -> Html {
    if case.matter.papers.is_empty() {
        return paragraph(&w.t("views-papers-none"));
    }
    let items: Vec<Html> = case
        .matter
        .papers
        .iter()
        .map(|p| {
            let day = fmt::date(w.lang(), p.at.date());
            let about = format!(" ({}, PDF)", day);
            Html::link(&format!("{base}/{}", p.code), &paper_name(w, library, case, p))
                .then(&Html::text(&about))
        })
        .collect();
    bullets(&items)
}

/// What a paper of a case is called, with its number where it has one.
#[must_use]
pub fn paper_name(w: &Words, library: &Library, case: &Case, paper: &Paper) -> String {
    let outcome = || {
        let (_, version) = case.procedure(library)?;
        let outcome = version?.outcome.get(case.matter.outcome.as_deref()?)?;
        Some(crate::pick(w, &outcome.name).to_owned())
    };
    let form = || {
        let versions = &library.forms.get(&paper.key)?.versions;
        let found = versions.iter().rev().find(|v| v.from <= paper.at.date()).or(versions.first())?;
        Some(crate::pick(w, &found.name).to_owned())
    };
    let name = if paper.key == "outcome" { outcome() } else { form() };
    let name = name.unwrap_or_else(|| w.t("views-paper"));
    let cited = paper.cited();
    if cited.is_empty() {
        name
    } else {
        w.with("views-paper-numbered", &[("name", name.into()), ("number", cited.into())])
    }
}

/// Turns what went wrong with a paper into a page: one that waits for its seal says so.
pub trait OrNotSealed<T> {
    /// The value, [`congvu_web::WebError::NotSealed`], or a fault.
    ///
    /// # Errors
    /// When there was one before.
    fn or_not_sealed(self) -> Result<T, congvu_web::WebError>;
}

impl<T> OrNotSealed<T> for Result<T, congvu_desk::DeskError> {
    fn or_not_sealed(self) -> Result<T, congvu_web::WebError> {
        self.map_err(|error| match error {
            congvu_desk::DeskError::Unsealed(_) => congvu_web::WebError::NotSealed,
            other => congvu_web::WebError::fault(other),
        })
    }
}

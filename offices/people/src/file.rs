//! Personal files: shown to whom the table lets look, and each look is an act of the record.

use crate::access::{Officer, Stop, enter};
use crate::frame::{self, moment};
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{ActLine, Case, Desk, On, Opening, PerformError, Request};
use congvu_matter::Command;
use congvu_matter::declare::{ActDef, InputKind, Lifecycle};
use congvu_pack::Library;
use congvu_store::{MatterRow, StoreError};
use congvu_web::components::{
    Column, Field, Row, Table, Tone, bullets, field, hidden, key_values, lead, notice, paragraph, post_form,
    section, table,
};
use congvu_web::form::FormValues;
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::Span;
use jiff::civil::Date;
use serde_json::{Map, Value};

const FILES: &str = "person-file";
const OPEN: &str = "open-file";
/// Most files that one page lists.
const MOST: usize = 500;
const PAGE: u32 = 500;

/// All personal files of the department.
async fn all(desk: &Desk, officer: &Officer<'_>) -> Result<Vec<MatterRow>, StoreError> {
    let mut found = Vec::new();
    for state in ["kept", "closed"] {
        let rows = desk.store().matters_in_state(officer.agency.id(), FILES, "", state, PAGE, "").await?;
        found.extend(rows);
    }
    found.truncate(MOST);
    Ok(found)
}

fn of_row(row: &MatterRow) -> Option<congvu_matter::Matter> {
    serde_json::from_str(&row.body).ok()
}

fn said<'m>(matter: &'m congvu_matter::Matter, key: &str) -> &'m str {
    matter.said.get(OPEN).and_then(|said| said.get(key)).and_then(Value::as_str).unwrap_or_default()
}

/// `GET /{agency}/desk/people/files`
pub(crate) async fn list(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let rule = &desk.library().people.look;
    let others = desk.may(officer.agency, &officer.actor(), &rule.others, None).await.or_fault()?.is_ok();
    let mut rows = Vec::new();
    for row in all(&desk, &officer).await.or_fault()? {
        let Some(matter) = of_row(&row) else { continue };
        let own = said(&matter, "person") == officer.who.person;
        if !own && !others {
            continue;
        }
        let purpose =
            if own { Html::EMPTY } else { field(w, &Field::new("reason", w.t("people-file-purpose"))) };
        let action = officer.at(&format!("/files/{}", row.id));
        let inside = hidden("_key", &new_key()?).then(&purpose);
        let look = post_form(&cx.csrf(), &action, &inside, &w.t("people-file-look"));
        let name = officer.book.name_of(said(&matter, "person"));
        let seat = officer.seat(w, &said(&matter, "position").into());
        rows.push(Row::new(vec![Html::text(&name), Html::text(&seat), look]));
    }
    let list = Table {
        caption: w.t("people-files"),
        columns: ["who", "unit", "look"]
            .iter()
            .map(|c| Column::new(w.t(&format!("people-column-{c}"))))
            .collect(),
        rows,
        empty: w.t("people-files-none"),
        keys: false,
        hide_caption: true,
    };
    let open = Html::link(&officer.at("/open/person-file/open-file"), &w.t("people-file-open"));
    Ok(frame::page(
        &cx,
        &officer,
        &w.t("people-files"),
        [lead(&w.t("people-files-lead")), open, table(w, &list)],
    ))
}

/// `POST /{agency}/desk/people/files/{matter}`: the look is put on record, then the file is shown.
pub(crate) async fn look(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let case = desk.case(officer.agency, &matter).await.or_fault()?.ok_or(WebError::NotFound)?;
    let life = case.lifecycle(desk.library()).filter(|l| l.id == FILES).ok_or(WebError::NotFound)?;
    let rule = &desk.library().people.look;
    let own = said(&case.matter, "person") == officer.who.person;
    let act = if own { &rule.own } else { &rule.others };
    let looks = desk.library().lifecycles.get(&rule.lifecycle).map(AsRef::as_ref);
    let declared = looks.and_then(|l| l.act(act)).ok_or(WebError::NotFound)?;
    let mut input = crate::fields::read(declared, &values);
    input.insert("file".to_owned(), Value::String(matter.clone()));
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::New(Opening::Lifecycle(rule.lifecycle.clone())),
        seen: None,
        idempotency_key: key(&values),
        command: Command { act: act.clone(), input, channel: "office".to_owned(), ..Command::default() },
    };
    if let Err(error) = desk.perform(request).await {
        let name = congvu_views::pick(w, &declared.name);
        let back = officer.at("/files");
        // What was not said is said here, not beside a field: the list has one field for each file.
        if let PerformError::NotNow(congvu_matter::Refused::Input { faults, .. }) = &error {
            let lines: Vec<Html> = crate::fields::errors(w, looks, act, faults)
                .into_iter()
                .map(|e| Html::text(&e.message))
                .collect();
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            let parts = [notice(Tone::Warn, name, &bullets(&lines)), Html::link(&back, &w.t("people-back"))];
            return Ok(frame::page_with(status, &cx, &officer, name, parts));
        }
        return frame::stopped(&desk, &cx, &officer, looks, name, &back, error, Html::EMPTY).await;
    }
    let history = desk.history(officer.agency, &matter).await.or_fault()?;
    let parts = [
        notice(Tone::Info, &w.t("people-file-recorded"), &Html::EMPTY),
        raise(w, desk.library(), &officer, &case, &history),
        section(&w.t("people-file-entries"), &entries(w, &officer, life, &history)),
        section(&w.t("people-file-acts"), &offered(w, &desk, &officer, &case).await?),
    ];
    let name = officer.book.name_of(said(&case.matter, "person"));
    Ok(frame::page(&cx, &officer, &name, parts))
}

/// When the next pay step is due, and why.
fn raise(w: &Words, library: &Library, officer: &Officer<'_>, case: &Case, history: &[ActLine]) -> Html {
    let text = |line: &ActLine, key: &str| {
        line.act.input.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let mut steps = history.iter().filter(|l| l.act.kind == OPEN || l.act.kind == "raise-pay");
    let Some(last) = steps.next_back() else { return Html::EMPTY };
    let Ok(since) = text(last, "since").parse::<Date>() else { return Html::EMPTY };
    let Some(rule) = library.people.raise(said(&case.matter, "grade")) else { return Html::EMPTY };
    let seat = officer.book.position(said(&case.matter, "position"));
    let unit = seat.and_then(|s| s.unit.as_ref()).and_then(|key| officer.agency.rules.unit(key));
    let public = unit.is_some_and(|unit| library.people.public_employees.contains(&unit.kind));
    let after = history.iter().filter(|line| line.act.seq > last.act.seq);
    let late: u16 = after
        .map(|line| match line.act.kind.as_str() {
            "discipline" => library.people.late(&text(line, "form"), public),
            "evaluate" => library.people.late(&text(line, "grading"), public),
            _ => 0,
        })
        .fold(0, u16::saturating_add);
    let months = i64::from(rule.months.saturating_add(late));
    let due = Span::new().try_months(months).ok().and_then(|span| since.checked_add(span).ok());
    let Some(due) = due else { return Html::EMPTY };
    let statute = officer.agency.rules.statute(&rule.cite, officer.now);
    let cited = statute.map(|s| format!("{}, {}", s.number, s.article)).unwrap_or_default();
    let values = [
        ("due", fmt::date(w.lang(), due).into()),
        ("since", fmt::date(w.lang(), since).into()),
        ("months", i64::from(rule.months).into()),
        ("late", i64::from(late).into()),
        ("cite", cited.into()),
    ];
    let mut line = paragraph(&w.with("people-raise-due", &values));
    if statute.is_some_and(|s| !s.verified) {
        line = line.then(&paragraph(&w.t("people-raise-unverified")));
    }
    section(&w.t("people-raise"), &line)
}

fn entries(w: &Words, officer: &Officer<'_>, life: &Lifecycle, history: &[ActLine]) -> Html {
    Html::join(history.iter().rev().filter_map(|line| {
        let act = life.act(&line.act.kind)?;
        let title = format!("{} – {}", congvu_views::pick(w, &act.name), moment(w, line.at));
        let empty = Map::new();
        let input = line.act.input.as_object().unwrap_or(&empty);
        Some(section(&title, &key_values(&pairs(w, officer, act, input))))
    }))
}

fn pairs(w: &Words, officer: &Officer<'_>, act: &ActDef, said: &Map<String, Value>) -> Vec<(String, Html)> {
    let shown = act.inputs.iter().filter_map(|input| {
        let text = said.get(&input.id)?.as_str()?;
        let value = match input.kind {
            InputKind::Choice => input
                .choices
                .get(text)
                .map_or_else(|| text.to_owned(), |t| congvu_views::pick(w, t).to_owned()),
            InputKind::Position => officer.seat(w, &text.into()),
            InputKind::Date => {
                text.parse::<Date>().map_or_else(|_| text.to_owned(), |d| fmt::date(w.lang(), d))
            }
            _ => text.to_owned(),
        };
        Some((congvu_views::pick(w, &input.label).to_owned(), Html::text(&value)))
    });
    shown.collect()
}

/// The acts that may be done on the file now, as links to their forms.
async fn offered(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Result<Html, WebError> {
    let offers = desk.offers(officer.agency, &officer.actor(), &case.matter).await.or_fault()?;
    let may = offers.iter().filter(|offer| offer.may.is_ok());
    let links: Vec<Html> = may
        .map(|offer| {
            let path = format!("/matters/{}/{}", case.matter.id, offer.act.id);
            Html::link(&officer.at(&path), congvu_views::pick(w, &offer.act.name))
        })
        .collect();
    Ok(if links.is_empty() { paragraph(&w.t("people-file-no-acts")) } else { bullets(&links) })
}

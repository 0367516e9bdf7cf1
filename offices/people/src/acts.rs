//! Acts that open a matter of this office, and acts on one: forms made from what the lifecycle declares.

use crate::access::{Officer, Stop, enter};
use crate::{fields, frame};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, Done, On, Opening, PerformError, Request};
use congvu_matter::declare::{ActDef, InputKind, Lifecycle};
use congvu_matter::{Command, Refused};
use congvu_web::components::{FieldError, Tone, error_summary, hidden, notice, paragraph, post_form};
use congvu_web::form::FormValues;
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, ResultExt, WebError};

/// Lifecycles whose matters are opened here.
const OPENED: [&str; 6] = ["delegation", "leave", "substitute", "quota", "functions", "person-file"];
/// Lifecycles whose acts are done here.
const ACTED: [&str; 5] = ["leave", "substitute", "appointment", "person-file", "structure"];

fn declared<'d>(desk: &'d Desk, life: &str, act: &str) -> Option<(&'d Lifecycle, &'d ActDef)> {
    let life = desk.library().lifecycles.get(life)?;
    let act = life.act(act)?;
    // What has a structure has a page of its own.
    (!act.inputs.iter().any(|i| i.kind == InputKind::Object)).then_some((life, act))
}

/// `GET /{agency}/desk/people/open/{lifecycle}/{act}`
pub(crate) async fn opening(
    State(desk): State<Desk>,
    Path((agency, life, act)): Path<(String, String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let found =
        declared(&desk, &life, &act).filter(|(l, a)| OPENED.contains(&l.id.as_str()) && a.from.is_empty());
    let (_, act) = found.ok_or(WebError::NotFound)?;
    Ok(form(&desk, &cx, &officer, act, &FormValues::default(), &[], StatusCode::OK)?)
}

/// `POST /{agency}/desk/people/open/{lifecycle}/{act}`
pub(crate) async fn open(
    State(desk): State<Desk>,
    Path((agency, life, act)): Path<(String, String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let found =
        declared(&desk, &life, &act).filter(|(l, a)| OPENED.contains(&l.id.as_str()) && a.from.is_empty());
    let (life, act) = found.ok_or(WebError::NotFound)?;
    let mut asked = request(&officer, On::New(Opening::Lifecycle(life.id.clone())), act, &values);
    let position = values.get("position");
    if !position.is_empty() {
        asked.command.subject = officer.seat(cx.words(), &position.into());
        let holder = officer.table.holders_of(&position.into(), officer.now).next();
        if let Some(held) = holder.filter(|_| act.inputs.iter().any(|i| i.id == "person")) {
            asked.command.input.insert("person".to_owned(), held.person.to_string().into());
        }
    }
    answer(&desk, &cx, &officer, life, act, values, asked).await
}

/// `GET /{agency}/desk/people/matters/{matter}/{act}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter, act)): Path<(String, String, String)>,
    Query(given): Query<Vec<(String, String)>>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let case = desk.case(officer.agency, &matter).await.or_fault()?.ok_or(WebError::NotFound)?;
    let found = declared(&desk, &case.matter.lifecycle, &act).filter(|(l, _)| ACTED.contains(&l.id.as_str()));
    let (_, act) = found.ok_or(WebError::NotFound)?;
    let given = FormValues::from_pairs(given);
    Ok(form(&desk, &cx, &officer, act, &given, &[], StatusCode::OK)?)
}

/// `POST /{agency}/desk/people/matters/{matter}/{act}`
pub(crate) async fn perform(
    State(desk): State<Desk>,
    Path((agency, matter, act)): Path<(String, String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let case = desk.case(officer.agency, &matter).await.or_fault()?.ok_or(WebError::NotFound)?;
    let found = declared(&desk, &case.matter.lifecycle, &act).filter(|(l, _)| ACTED.contains(&l.id.as_str()));
    let (life, act) = found.ok_or(WebError::NotFound)?;
    let asked = request(&officer, On::Matter(matter), act, &values);
    answer(&desk, &cx, &officer, life, act, values, asked).await
}

/// The request of a form.
pub(crate) fn request(officer: &Officer<'_>, on: On, act: &ActDef, values: &FormValues) -> Request {
    let mut input = fields::read(act, values);
    for said in act.inputs.iter().filter(|i| i.kind == InputKind::Items) {
        // Boxes give a value each, a text one a line.
        let boxes = values.all(&said.id);
        if boxes.len() > 1 {
            input.insert(said.id.clone(), boxes.to_vec().into());
        } else if let Some(serde_json::Value::String(text)) = input.get(&said.id) {
            let items: Vec<_> =
                text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
            input.insert(said.id.clone(), items.into());
        }
    }
    Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on,
        seen: None,
        idempotency_key: key(values),
        command: Command { act: act.id.clone(), input, channel: "office".to_owned(), ..Command::default() },
    }
}

fn form(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    act: &ActDef,
    values: &FormValues,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response, WebError> {
    let w = cx.words();
    let title = congvu_views::pick(w, &act.name).to_owned();
    let inside = hidden("_key", &new_key()?).then(&fields::html(w, desk, officer, act, values, errors));
    let warning = act
        .warning
        .as_ref()
        .map_or(Html::EMPTY, |text| notice(Tone::Warn, &title, &paragraph(congvu_views::pick(w, text))));
    let path = cx.path().split('?').next().unwrap_or_default().to_owned();
    let parts = [error_summary(w, errors), warning, post_form(&cx.csrf(), &path, &inside, &title)];
    Ok(frame::page_with(status, cx, officer, &title, parts))
}

async fn answer(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    life: &Lifecycle,
    act: &ActDef,
    values: FormValues,
    asked: Request,
) -> Result<Response, Stop> {
    let w = cx.words();
    let name = congvu_views::pick(w, &act.name);
    match desk.perform(asked).await {
        Ok(done) => Ok(carried_out(cx, officer, name, &done, &officer.at(""))),
        Err(PerformError::NotNow(Refused::Input { faults, .. })) => {
            let errors = fields::errors(w, Some(life), &act.id, &faults);
            Ok(form(desk, cx, officer, act, &values, &errors, StatusCode::UNPROCESSABLE_ENTITY)?)
        }
        Err(error) => {
            frame::stopped(desk, cx, officer, Some(life), name, &officer.at(""), error, Html::EMPTY).await
        }
    }
}

/// Onwards, with a sentence that names the clause.
pub(crate) fn carried_out(cx: &PageCx, officer: &Officer<'_>, act: &str, done: &Done, to: &str) -> Response {
    let w = cx.words();
    let clause = congvu_views::chip_at(w, officer.agency, &done.clause).title;
    let text = w.with("people-done", &[("act", act.to_owned().into()), ("clause", clause.into())]);
    cx.session().flash(Tone::Good, &text);
    Redirect::to(to).into_response()
}

//! Performing an act on a change.

use crate::access::{Officer, Stop, change, enter};
use crate::frame;
use crate::panel::{self, Again};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Case, Desk, Done, On, Opening, PerformError, Request};
use congvu_matter::declare::{ActDef, InputKind};
use congvu_matter::{Command, Refused};
use congvu_web::components::{FieldError, Tone, bullets, button_link, notice, refusal_panel};
use congvu_web::form::FormValues;
use congvu_web::form::key;
use congvu_web::{Html, PageCx, WebError};
use serde_json::{Map, Value};

/// `POST /{agency}/desk/packs/changes/{matter}/acts/{act}`
pub(crate) async fn perform(
    State(desk): State<Desk>,
    Path((agency, matter, act)): Path<(String, String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let back = format!("/{agency}/desk/packs/changes/{matter}");
    let officer = enter(&desk, &cx, &agency, &back).await?;
    let case = change(&desk, &officer, &matter).await?;
    let def = case.lifecycle(desk.library()).and_then(|l| l.act(&act)).cloned();
    let def = def.ok_or(WebError::NotFound)?;
    let command = Command { act: def.id.clone(), input: said(&def, &values), ..Command::default() };
    let error = match desk.perform(request(&officer, On::Matter(matter), &values, command)).await {
        Ok(done) => return Ok(done_page(&cx, &officer, &def, &done)),
        Err(error) => error,
    };
    if let PerformError::NotNow(Refused::Input { faults, .. }) = &error {
        let w = cx.words();
        let errors = faults.iter().map(|fault| {
            let one = Refused::Input { act: def.id.clone(), faults: vec![fault.clone()] };
            let text = congvu_views::not_now_text(w, case.lifecycle(desk.library()), &one).join(" ");
            FieldError::new(panel::name(&def.id, &fault.input), text)
        });
        let again = Again { act: def.id.clone(), errors: errors.collect(), values };
        return crate::change::show(&desk, &cx, &officer, &case, &again, StatusCode::UNPROCESSABLE_ENTITY)
            .await;
    }
    stopped(&desk, &cx, &officer, Some(&case), &def, error).await
}

fn said(act: &ActDef, values: &FormValues) -> Map<String, Value> {
    let mut said = Map::new();
    for input in act.inputs.iter().filter(|i| i.kind != InputKind::Object) {
        let typed = values.get(&panel::name(&act.id, &input.id)).replace("\r\n", "\n");
        let typed: String = typed.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let read = || frame::read_day(&typed).map(|day| day.to_string());
        let value = if input.kind == InputKind::Date { read().unwrap_or(typed) } else { typed };
        if !value.trim().is_empty() {
            said.insert(input.id.clone(), Value::String(value.trim().to_owned()));
        }
    }
    said
}

/// What is asked of the desk, with the version that was on the screen.
pub(crate) fn request(officer: &Officer<'_>, on: On, values: &FormValues, command: Command) -> Request {
    let seen = values.get("_seen").parse::<i64>().ok().filter(|_| !matches!(on, On::New(_)));
    Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on,
        seen,
        idempotency_key: key(values),
        command,
    }
}

/// What opens a change.
pub(crate) fn opening() -> On {
    On::New(Opening::Lifecycle(crate::access::LIFECYCLE.to_owned()))
}

/// Back to the change, with a sentence that names the clause.
pub(crate) fn done_page(cx: &PageCx, officer: &Officer<'_>, act: &ActDef, done: &Done) -> Response {
    let w = cx.words();
    let name = congvu_views::pick(w, &act.name).to_owned();
    let clause = congvu_views::chip_at(w, officer.agency, &done.clause).title;
    cx.session().flash(Tone::Good, &w.with("packs-done", &[("act", name.into()), ("clause", clause.into())]));
    Redirect::to(&officer.change(&done.matter, "")).into_response()
}

/// The page when an act was not performed: the reasons, and the way back.
pub(crate) async fn stopped(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    case: Option<&Case>,
    act: &ActDef,
    error: PerformError,
) -> Result<Response, Stop> {
    let w = cx.words();
    let conflict = matches!(error, PerformError::NotNow(_));
    let lifecycle = desk.library().lifecycles.get(crate::access::LIFECYCLE).map(AsRef::as_ref);
    let name = congvu_views::pick(w, &act.name);
    let error = congvu_views::perform_error(w, desk, officer.agency, lifecycle, name, error).await;
    let WebError::Refused(view) = error else { return Err(error.into()) };
    let title = w.t("error-refused");
    let back = case.map_or_else(|| officer.at("/packs"), |c| officer.change(&c.matter.id, ""));
    let why: Vec<Html> = view.missing.iter().map(|m| Html::text(m)).collect();
    let body = if conflict { notice(Tone::Warn, name, &bullets(&why)) } else { refusal_panel(w, &view) };
    let status = if conflict { StatusCode::CONFLICT } else { StatusCode::FORBIDDEN };
    let link = button_link(&back, &w.t("packs-back"), false);
    Ok(frame::page(cx, officer, status, &title, Some(&[]), [body, link]))
}

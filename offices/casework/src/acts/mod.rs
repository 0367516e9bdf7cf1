//! Performing an act on a case.

pub(crate) mod fields;
pub(crate) mod read;

use crate::access::{Officer, Stop, enter};
use crate::case::{Again, show};
use crate::outcome;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Case, Desk, Done, On, PerformError, Request};
use congvu_matter::declare::ActDef;
use congvu_matter::{Command, InputFault, Refused};
use congvu_web::components::{FieldError, Tone};
use congvu_web::form::FormValues;
use congvu_web::form::key;
use congvu_web::{PageCx, WebError, Words};

/// `POST /{agency}/desk/cases/{matter}/acts/{act}`
pub(crate) async fn perform(
    State(desk): State<Desk>,
    Path((agency, matter, act)): Path<(String, String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, &format!("/{agency}/desk/cases/{matter}")).await?;
    let case = crate::access::matter(&desk, &officer, &matter).await?;
    let w = cx.words();
    let def = case.lifecycle(desk.library()).and_then(|l| l.act(&act)).cloned().ok_or(WebError::NotFound)?;
    let asked = fields::gather(w, &desk, &officer, &case.matter, &def).await?;
    let input = read::input(&asked, &values);
    let seen = values.get("_seen").parse::<i64>().ok();
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::Matter(case.matter.id.clone()),
        seen,
        idempotency_key: key(&values),
        command: Command { act: def.id.clone(), input, ..Command::default() },
    };
    let error = match desk.perform(request).await {
        Ok(done) => return Ok(back(w, &cx, &officer, &def, &done)),
        Err(error) => error,
    };
    match error {
        PerformError::NotNow(Refused::Input { faults, .. }) => {
            let errors = errors(w, &case, &desk, &asked, &faults);
            let again = Again { act: def.id.clone(), values, errors };
            show(&desk, &cx, &officer, &case, Some(&again), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        PerformError::Changed { .. } => {
            outcome::changed(&desk, &cx, &officer, &case, seen.unwrap_or(0)).await
        }
        error => {
            let back = officer.case(&case.matter.id);
            let lifecycle = case.lifecycle(desk.library());
            let name = congvu_views::pick(w, &def.name);
            outcome::stopped(&desk, &cx, &officer, lifecycle, name, &back, error).await
        }
    }
}

/// Back to the case, with a sentence that names the clause.
fn back(w: &Words, cx: &PageCx, officer: &Officer<'_>, act: &ActDef, done: &Done) -> Response {
    let name = congvu_views::pick(w, &act.name).to_owned();
    let clause = congvu_views::chip_at(w, officer.agency, &done.clause).title;
    cx.session()
        .flash(Tone::Good, &w.with("casework-done", &[("act", name.into()), ("clause", clause.into())]));
    Redirect::to(&officer.case(&done.matter)).into_response()
}

/// Faults of the desk at the fields of the form.
fn errors(
    w: &Words,
    case: &Case,
    desk: &Desk,
    asked: &fields::Asked<'_>,
    faults: &[InputFault],
) -> Vec<FieldError> {
    let act = &asked.act.id;
    let lifecycle = case.lifecycle(desk.library());
    faults
        .iter()
        .map(|fault| {
            let one = Refused::Input { act: act.clone(), faults: vec![fault.clone()] };
            let structured = asked.entry.as_ref().filter(|(input, _)| *input == fault.input);
            let field = match structured.and_then(|(_, properties)| properties.first()) {
                Some(first) => fields::property_name(act, &fault.input, &first.name),
                None => fields::name(act, &fault.input),
            };
            FieldError::new(field, congvu_views::not_now_text(w, lifecycle, &one).join(" "))
        })
        .collect()
}

//! The form of a draft.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::Desk;
use congvu_views::pick;
use congvu_web::components::{FieldError, heading, paragraph};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, WebError};
use serde_json::Value;

use super::Draft;
use crate::specs::{Specs, with_defaults};

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let draft = Draft::open(&desk, &specs, &cx, &agency, &id).await?;
    let Some(spec) = &draft.spec else { return Ok(Redirect::to(&draft.href("/files")).into_response()) };
    let values = FormValues::from_json(spec, cx.lang(), &Value::Object(draft.body.form.clone()));
    Ok(page(&cx, &draft, &values, &[]))
}

/// Keeps what was typed, right or wrong, then goes on if it is right.
pub(crate) async fn save(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, WebError> {
    let mut draft = Draft::open(&desk, &specs, &cx, &agency, &id).await?;
    let Some(spec) = draft.spec.clone() else { return Err(WebError::NotFound) };
    let w = cx.words();
    if let Value::Object(mut form) = typed.to_json(&spec, cx.lang()) {
        with_defaults(&spec, &mut form);
        draft.body.form = form;
    }
    draft.save(&desk).await?;
    if let Err(errors) = spec.check_json(w, &Value::Object(draft.body.form.clone())) {
        return Ok(page(&cx, &draft, &typed, &errors));
    }
    let next = if draft.version.dossier.is_empty() { "/check" } else { "/files" };
    Ok(Redirect::to(&draft.href(next)).into_response())
}

/// The form; 422 with errors.
pub(super) fn page(cx: &PageCx, draft: &Draft<'_>, values: &FormValues, errors: &[FieldError]) -> Response {
    let w = cx.words();
    let form = draft.spec.as_ref().map_or(Html::EMPTY, |spec| {
        spec.whole(w, &cx.csrf(), &draft.href(""), &w.t("continue"), values, errors)
    });
    let body =
        heading(1, pick(w, &draft.procedure.name)).then(&paragraph(&w.t("licensing-form-lead"))).then(&form);
    let shell = draft.shell(cx, w.t("licensing-form"));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page_with(status, shell, body)
}

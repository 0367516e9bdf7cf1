//! The terms of use.

use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_views::{agency_of, agency_shell, pick};
use congvu_web::components::{Tone, heading, notice, paragraph, section_at};
use congvu_web::{Html, PageCx, WebError};

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let terms = &desk.library().help.terms;
    // Terms that no department adopted bind nobody, and the page must not pretend that they do.
    let whose = if terms.verified {
        terms.source.as_ref().map_or(Html::EMPTY, |s| paragraph(s))
    } else {
        notice(Tone::Info, &w.t("licensing-terms-of-program"), &Html::EMPTY)
    };
    let sections =
        terms.terms.iter().map(|t| section_at(&t.id, pick(w, &t.title), &paragraph(pick(w, &t.text))));
    let body = heading(1, &w.t("licensing-terms")).then(&whose).then(&Html::join(sections));
    let shell = agency_shell(&cx, agency, w.t("licensing-terms"))
        .crumb(format!("/{id}"), w.t("licensing-start"))
        .crumb("", w.t("licensing-terms"));
    Ok(cx.page(shell, body))
}

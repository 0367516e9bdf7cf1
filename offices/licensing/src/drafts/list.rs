//! The drafts of a visitor.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, from_ms};
use congvu_views::{agency_of, agency_shell, pick};
use congvu_web::components::{Column, PostButton, Row, Table, Tone, heading, paragraph, post_button, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, fmt};

use super::MAX_DRAFTS;
use crate::visitor::Visitor;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let rows = match Visitor::known(&cx, agency) {
        Some(visitor) => {
            desk.store().drafts_of(agency.id(), &visitor.draft_owner(), MAX_DRAFTS).await.or_fault()?
        }
        None => Vec::new(),
    };
    let csrf = cx.csrf();
    let rows = rows.iter().map(|row| {
        let declared = desk.library().loaded(agency.id(), &row.procedure).map(|p| pick(w, &p.declared.name));
        let at = from_ms(row.updated_ms);
        let discard =
            PostButton::new(format!("/{id}/drafts/{}/discard", row.id), w.t("licensing-draft-discard"));
        Row::new(vec![
            Html::link(&format!("/{id}/drafts/{}", row.id), declared.unwrap_or(row.procedure.as_str())),
            Html::text(&format!("{}, {}", fmt::time(at.time()), fmt::date(w.lang(), at.date()))),
            post_button(&csrf, &discard.danger()),
        ])
    });
    let table = table(
        w,
        &Table {
            caption: w.t("licensing-drafts"),
            columns: ["licensing-draft-procedure", "licensing-draft-changed", "licensing-draft-act"]
                .map(|id| Column::new(w.t(id)))
                .to_vec(),
            rows: rows.collect(),
            empty: w.t("licensing-drafts-none"),
            hide_caption: true,
            ..Table::default()
        },
    );
    let body =
        heading(1, &w.t("licensing-drafts")).then(&paragraph(&w.t("licensing-drafts-about"))).then(&table);
    Ok(cx.page(agency_shell(&cx, agency, w.t("licensing-drafts")), body))
}

pub(crate) async fn discard(
    State(desk): State<Desk>,
    Path((id, draft)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let visitor = Visitor::known(&cx, agency).ok_or(WebError::NotFound)?;
    if desk.store().delete_draft(agency.id(), &visitor.draft_owner(), &draft).await.or_fault()? {
        cx.session().flash(Tone::Info, &cx.words().t("licensing-draft-discarded"));
    }
    Ok(Redirect::to(&format!("/{id}/drafts")).into_response())
}

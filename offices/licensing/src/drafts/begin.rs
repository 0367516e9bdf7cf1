//! Starting a draft.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::Desk;
use congvu_store::DraftRow;
use congvu_views::{agency_of, agency_shell, pick};
use congvu_web::components::{Tone, bullets, heading, hidden, notice, paragraph, post_form};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError};
use serde::Deserialize;

use super::{Body, MAX_DRAFTS, in_force, subject};
use crate::route;
use crate::specs::{Specs, with_defaults};
use crate::visitor::Visitor;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct About {
    /// Register entry that the application is about: `register/number`.
    #[serde(default)]
    entry: String,
}

/// Says what comes, and has the button that starts: a link that is only looked at makes nothing.
pub(crate) async fn confirm(
    State(desk): State<Desk>,
    Path((id, procedure)): Path<(String, String)>,
    Query(about): Query<About>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let (loaded, version) = in_force(&desk, agency, &procedure)?;
    route::own_pages(w, &desk, agency, loaded, version)?;
    let name = pick(w, &loaded.declared.name);
    let mut coming = vec![Html::text(&w.t("licensing-begin-form"))];
    if !version.dossier.is_empty() {
        coming.push(Html::text(&w.t("licensing-begin-files")));
    }
    coming.push(Html::text(&w.t("licensing-begin-check")));
    coming.push(Html::text(&w.t("licensing-begin-receipt")));
    let keep = if congvu_views::citizen_of(&cx, agency).is_some() {
        paragraph(&w.t("licensing-begin-kept-account"))
    } else {
        notice(
            Tone::Info,
            &w.t("licensing-begin-kept-browser"),
            &Html::link(&format!("/{id}/sign-in"), &w.t("sign-in")),
        )
    };
    let action = format!("/{id}/apply/{procedure}");
    let form = post_form(&cx.csrf(), &action, &hidden("entry", &about.entry), &w.t("licensing-begin"));
    let body = heading(1, name)
        .then(&paragraph(&w.t("licensing-begin-lead")))
        .then(&bullets(&coming))
        .then(&keep)
        .then(&form);
    let shell = agency_shell(&cx, agency, name)
        .crumb(format!("/{id}"), w.t("licensing-start"))
        .crumb(format!("/{id}/procedures/{procedure}"), name)
        .crumb("", w.t("licensing-begin"));
    Ok(cx.page(shell, body))
}

pub(crate) async fn begin(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((id, procedure)): Path<(String, String)>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (loaded, version) = in_force(&desk, agency, &procedure)?;
    route::own_pages(cx.words(), &desk, agency, loaded, version)?;
    let visitor = Visitor::of(&cx, agency)?;
    let owner = visitor.draft_owner();
    let store = desk.store();
    let kept = store.drafts_of(agency.id(), &owner, MAX_DRAFTS).await.or_fault()?;
    if kept.len() >= usize::try_from(MAX_DRAFTS).unwrap_or(usize::MAX) {
        cx.session()
            .flash(Tone::Warn, &cx.words().with("licensing-drafts-full", &[("n", MAX_DRAFTS.into())]));
        return Ok(Redirect::to(&format!("/{id}/drafts")).into_response());
    }
    let mut body = Body::default();
    if let Some(spec) = specs.of(loaded, version)? {
        with_defaults(&spec, &mut body.form);
        subject::prefill(
            &desk,
            agency,
            &loaded.declared,
            &spec,
            &visitor,
            typed.get("entry"),
            &mut body.form,
        )
        .await?;
        subject::from_account(&desk, agency, &spec, &visitor, &mut body.form).await?;
    }
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).or_fault()?;
    let row = DraftRow {
        id: hex::encode(bytes),
        owner,
        procedure,
        body: serde_json::to_string(&body).or_fault()?,
        updated_ms: desk.clock().now_ms(),
    };
    store.put_draft(agency.id(), &row).await.or_fault()?;
    Ok(Redirect::to(&format!("/{id}/drafts/{}", row.id)).into_response())
}

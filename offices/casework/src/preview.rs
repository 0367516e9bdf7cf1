//! The paper as it would be signed, beside the draft.

use crate::access::{Officer, Stop, enter_page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::{Case, Desk, Offer, PerformError};
use congvu_web::components::section;
use congvu_web::download::handed_out;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde::Deserialize;

/// Which outcome to show.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    outcome: String,
}

/// `GET /{agency}/desk/cases/{matter}/preview?outcome=`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let case = crate::access::matter(&desk, &officer, &matter).await?;
    let offers = desk.offers(officer.agency, &officer.actor(), &case.matter).await.or_fault()?;
    if !is_drafting(&case, &offers) {
        return Err(WebError::NotFound.into());
    }
    match desk.preview(officer.agency, &case, &asked.outcome).await {
        Ok(pdf) => Ok(handed_out(pdf, "application/pdf", "du-thao.pdf")),
        Err(PerformError::Unknown { .. }) => Err(WebError::NotFound.into()),
        Err(error) => Err(WebError::fault(error).into()),
    }
}

/// Whether the decision is still to be made and this person has a part in it: some act of the case is theirs now.
fn is_drafting(case: &Case, offers: &[Offer]) -> bool {
    case.matter.paper("outcome").is_none() && offers.iter().any(|o| o.may.is_ok())
}

/// Links to the drafts, each with the paper unfolding beneath. Nothing for those who have no part in them.
pub(crate) fn drafts(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case, offers: &[Offer]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% for (name, href) in list %}<details class="draft no-print"><summary>{{ name }}</summary><iframe src="{{ href }}" title="{{ name }}" width="100%" height="640" loading="lazy"></iframe></details><p><a href="{{ href }}" target="_blank" rel="noopener">{{ open }}<span class="vh">: {{ name }}</span></a></p>{% endfor %}"#
    )]
    struct T {
        list: Vec<(String, String)>,
        open: String,
    }
    let Some(version) =
        case.procedure(desk.library()).and_then(|(_, v)| v).filter(|_| is_drafting(case, offers))
    else {
        return Html::EMPTY;
    };
    let list: Vec<(String, String)> = version
        .outcome
        .iter()
        .filter(|(id, o)| o.paper.is_some() && case.matter.outcome.as_ref().is_none_or(|done| done == *id))
        .map(|(id, o)| {
            let name = congvu_views::pick(w, &o.name).to_owned();
            let href = officer.case(&format!("{}/preview?outcome={id}", case.matter.id));
            (w.with("casework-draft", &[("name", name.into())]), href)
        })
        .collect();
    if list.is_empty() {
        return Html::EMPTY;
    }
    section(&w.t("casework-drafts"), &Html::render(&T { list, open: w.t("casework-draft-open") }))
}

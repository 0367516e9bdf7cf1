//! The form in which a code is typed.

use crate::common::{path, typed};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::Desk;
use congvu_views::{agency_of, agency_shell};
use congvu_web::components::{Tone, heading, lead, notice};
use congvu_web::{Html, PageCx, WebError, Words};
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    code: Option<String>,
}

/// `GET /{agency}/verify`, and on to the answer once there is a code.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(wanted): Query<Wanted>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let w = cx.words();
    let code = typed(wanted.code.as_deref());
    let read = super::code::read(&code);
    if let Some(read) = &read {
        return Ok(Redirect::to(&format!("/{}/v/{}", agency.id(), path(read))).into_response());
    }
    let title = w.t("registers-verify-title");
    let wrong = match code.is_empty() {
        true => Html::EMPTY,
        false => notice(Tone::Bad, &w.t("registers-verify-wrong"), &Html::EMPTY),
    };
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("registers-verify-lead")),
        wrong,
        form(w, agency.id(), &code),
        Html::link(&format!("/{}/trust", agency.id()), &w.t("registers-verify-file")),
    ]);
    let shell = agency_shell(&cx, agency, title.as_str())
        .crumb(format!("/{}", agency.id()), w.t("registers-start"))
        .crumb("#", title);
    Ok(cx.page(shell, body))
}

/// The field for a code with its button.
pub(super) fn form(w: &Words, agency: &str, code: &str) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form class="search" method="get" action="/{{ agency }}/verify"><label for="f-code">{{ w.t("registers-verify-code") }}</label><p class="hint" id="f-code-hint">{{ w.t("registers-verify-hint") }}</p><div class="search-row"><input type="text" id="f-code" name="code" value="{{ code }}" maxlength="100" autocapitalize="characters" autocomplete="off" spellcheck="false" aria-describedby="f-code-hint"><button class="button" type="submit">{{ w.t("registers-verify-button") }}</button></div></form>"#
    )]
    struct T<'a> {
        w: &'a Words,
        agency: &'a str,
        code: &'a str,
    }
    Html::render(&T { w, agency, code })
}

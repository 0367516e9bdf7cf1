//! A file of the packs to read, line by line.

use crate::access::{Stop, enter};
use crate::frame;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::change::may_change;
use congvu_web::components::{lead, paragraph};
use congvu_web::{Html, PageCx, WebError};
use serde::Deserialize;

/// Which file.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) path: String,
    /// For the editor: begin again from what is in force now.
    pub(crate) again: Option<String>,
}

/// `GET /{agency}/desk/packs/file?path=…`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, cx.path()).await?;
    let w = cx.words();
    if !may_change(desk.library(), officer.agency, &asked.path) {
        return Err(WebError::NotFound.into());
    }
    let text = desk.pack_text(officer.agency, &asked.path).ok_or(WebError::NotFound)?;
    let own = desk.shelf(officer.agency).files.get(&asked.path).map(|own| {
        let said = w.with("packs-file-own", &[("date", frame::day(w, own.from).into())]);
        paragraph(&said).then(&Html::link(&officer.change(&own.change, ""), &w.t("packs-file-own-change")))
    });
    let name = asked.path.rsplit('/').next().unwrap_or(&asked.path);
    let parts = [lead(&asked.path), own.unwrap_or(Html::EMPTY), lines(&text)];
    Ok(frame::page(&cx, &officer, StatusCode::OK, name, Some(&[]), parts))
}

/// A text with line numbers that addresses can lead to.
pub(crate) fn lines(text: &str) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ol class="code">{% for l in lines %}<li id="L{{ loop.index }}"><code>{{ l }}</code></li>{% endfor %}</ol>"#
    )]
    struct T<'a> {
        lines: Vec<&'a str>,
    }
    Html::render(&T { lines: text.lines().collect() })
}

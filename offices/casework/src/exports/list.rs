//! The lists that were taken out: who, when, how much, what was looked for.

use super::LIFECYCLE;
use crate::access::{Officer, Stop, enter_page};
use crate::{frame, said, search};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::{ActLine, Desk};
use congvu_record::ActorRef;
use congvu_store::{After, Asked};
use congvu_web::components::{Column, Row, Table, button_link, chip, lead, table};
use congvu_web::{Html, PageCx, ResultExt, Words};
use serde::Deserialize;
use serde_json::Value;

/// Exports on a page.
const PAGE: u32 = 50;

/// Where the page begins.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct From {
    at: Option<i64>,
    id: Option<String>,
}

/// `GET /{agency}/desk/exports`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(from): Query<From>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let w = cx.words();
    let after = from.at.zip(from.id).map(|(at_ms, reference)| After { at_ms, reference });
    let asked = Asked { kind: LIFECYCLE, ..Asked::default() };
    let found = desk.store().find(officer.agency.id(), &asked, after.as_ref(), PAGE).await.or_fault()?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for listed in &found.rows {
        let history = desk.history(officer.agency, &listed.reference).await.or_fault()?;
        rows.extend(history.first().map(|line| row(w, &officer, line)));
    }
    let columns = ["when", "who", "list", "rows", "format", "filter", "clause"];
    let list = Table {
        caption: w.t("casework-exports"),
        columns: columns.iter().map(|c| Column::new(w.t(&format!("casework-export-{c}")))).collect(),
        rows,
        empty: w.t("casework-exports-none"),
        hide_caption: true,
        ..Table::default()
    };
    let more = found.next.map_or(Html::EMPTY, |next| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("at", &next.at_ms.to_string())
            .append_pair("id", &next.reference)
            .finish();
        button_link(&officer.desk(&format!("/exports?{query}")), &w.t("casework-more"), false)
    });
    let title = w.t("casework-exports");
    let body = frame::body(&title, [lead(&w.t("casework-exports-about")), table(w, &list), more]);
    Ok(cx.page(frame::shell(&cx, &officer, &title), body))
}

fn row(w: &Words, officer: &Officer<'_>, line: &ActLine) -> Row {
    let said = |name: &str| line.act.input.get(name).and_then(Value::as_str).unwrap_or_default();
    let who = match &line.act.actor {
        ActorRef::Position { position, .. } => {
            // The position with whoever held it then.
            let position = position.as_str().into();
            congvu_views::title_of(w, officer.agency, &officer.book, &position, Some(line.at))
        }
        _ => String::new(),
    };
    let list = match said("list") {
        "entries" => w.t("casework-entries"),
        _ => w.t("casework-cases"),
    };
    let filter = said("filter");
    let words = match search::in_words(w, filter) {
        text if text.is_empty() => w.t("casework-filter-none"),
        text => text,
    };
    Row::new(vec![
        Html::text(&said::moment(w, line.at)),
        Html::text(&who),
        Html::text(&list),
        Html::text(said("rows")),
        Html::text(&said("format").to_uppercase()),
        Html::link(&officer.desk(&format!("/search?{filter}")), &words),
        chip(w, &congvu_views::chip_at(w, officer.agency, &line.act.clause.eid)),
    ])
}

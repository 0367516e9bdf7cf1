//! The cash desk: find a case, see what is owed.

use crate::access::{Officer, Stop, body, dong, enter, shell};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::Desk;
use congvu_payment::reference::fold;
use congvu_store::ChargeRow;
use congvu_web::components::{Column, Row, Search, Table, Tone, notice, search_box, section, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde::Deserialize;

/// Most cases of one state that are listed.
const ROWS: u32 = 100;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

/// `GET /{agency}/desk/fees`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let code = asked.q.trim();
    let mut found = Html::EMPTY;
    if !code.is_empty() {
        match find(&desk, &officer, code).await? {
            Some(matter) => return Ok(Redirect::to(&officer.at(&format!("/cases/{matter}"))).into_response()),
            None => {
                let text = w.with("fees-not-found", &[("code", code.to_owned().into())]);
                found = notice(Tone::Warn, &text, &Html::EMPTY);
            }
        }
    }
    let search = Search {
        action: officer.at(""),
        name: "q".to_owned(),
        value: code.to_owned(),
        label: w.t("fees-find"),
        hint: w.t("fees-find-hint"),
    };
    let mut parts = vec![search_box(w, &search), found];
    for (state, title) in
        [("over", "fees-list-over"), ("partly", "fees-list-partly"), ("due", "fees-list-due")]
    {
        let rows = desk.store().charges_in_state(officer.agency.id(), state, ROWS, None).await.or_fault()?;
        if !rows.is_empty() || state == "due" {
            parts.push(section(&w.t(title), &list(w, &desk, &officer, &w.t(title), &rows)));
        }
    }
    let title = w.t("fees-title");
    Ok(cx.page(shell(&cx, &officer, &title), body(&title, parts)))
}

/// The case with a number, however it is written.
pub(crate) async fn find(desk: &Desk, officer: &Officer<'_>, code: &str) -> Result<Option<String>, WebError> {
    let agency = officer.agency;
    if let Some(case) = desk.case_by_code(agency, code).await.or_fault()? {
        return Ok(Some(case.matter.id));
    }
    let folded = fold(code);
    if folded.is_empty() || folded.len() > 100 {
        return Ok(None);
    }
    let rows = desk.store().charges_by_reference(agency.id(), &[folded]).await.or_fault()?;
    Ok(rows.into_iter().next().map(|r| r.matter))
}

fn list(w: &Words, desk: &Desk, officer: &Officer<'_>, caption: &str, rows: &[ChargeRow]) -> Html {
    let rows = rows.iter().map(|r| {
        let procedure = desk.library().loaded(officer.agency.id(), &r.procedure);
        let name = procedure.map_or(r.procedure.as_str(), |p| congvu_views::pick(w, &p.declared.name));
        let since = congvu_desk::from_ms(r.raised_ms).date();
        Row::new(vec![
            Html::link(&officer.at(&format!("/cases/{}", r.matter)), &r.code),
            Html::text(name),
            Html::text(&fmt::date(w.lang(), since)),
            dong(w, r.amount),
            dong(w, r.held),
        ])
    });
    table(
        w,
        &Table {
            caption: caption.to_owned(),
            columns: vec![
                Column::new(w.t("fees-column-case")),
                Column::new(w.t("fees-column-procedure")),
                Column::new(w.t("fees-column-since")),
                Column::number(w.t("fees-column-amount")),
                Column::number(w.t("fees-column-held")),
            ],
            rows: rows.collect(),
            empty: w.t("fees-list-empty"),
            hide_caption: true,
            ..Table::default()
        },
    )
}

//! The cases behind a number.

use crate::access::{Leader, Stop, enter};
use crate::choice::Choice;
use crate::overview::{about, case_link, over};
use crate::{csv, indicators, seat};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::{Case, Desk, from_ms};
use congvu_store::{CaseOrder, MatterRow, Only};
use congvu_web::components::{Column, Row, Table, Tone, button_link, heading, keys_help, paragraph, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde::Deserialize;

/// Rows on one page.
const PAGE_ROWS: u32 = 100;
/// Most rows in a file.
const MAX_FILE_ROWS: usize = 20_000;

/// What besides the choice stands in the address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// An indicator and its side, `2.1/numerator`, with the period in `choice`.
    #[serde(default)]
    indicator: String,
    /// `csv` for a file.
    #[serde(default, rename = "as")]
    as_: String,
    due: Option<i64>,
    id: Option<String>,
}

/// `GET /{agency}/desk/overview/cases?standing=…`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(choice): Query<Choice>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let leader = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let (title, only) = meant(w, &desk, &leader, &choice, &asked)?;
    if asked.as_ == "csv" {
        return Ok(file(w, &desk, &leader, &only).await?);
    }
    let total = desk.store().count_cases(leader.agency.id(), &only, &[], &[]).await.or_fault()?;
    let total = total.first().map_or(0, |c| c.all);
    let after = asked.id.as_deref().map(|id| (asked.due.unwrap_or(i64::MAX), id));
    let rows = desk
        .store()
        .cases_where(leader.agency.id(), &only, CaseOrder::Due, PAGE_ROWS, after)
        .await
        .or_fault()?;
    let cases = desk.cases(&rows).or_fault()?;
    let here = address(&leader, &choice, &asked);
    let body = Html::join([
        heading(1, &title),
        paragraph(&w.with("oversight-list-count", &[("n", total.into())])),
        cases_table(w, &desk, &leader, &rows, &cases),
        Html::literal("<p class=\"buttons\">"),
        more(w, &here, &rows),
        button_link(&format!("{here}&as=csv"), &w.t("oversight-csv"), false),
        Html::literal("</p>"),
        keys_help(w),
    ]);
    let shell = leader
        .shell(&cx, &title)
        .crumb(leader.at("/overview"), w.t("oversight-overview"))
        .crumb("", title.clone());
    Ok(cx.page(shell, body))
}

/// What is listed, in words and as conditions.
fn meant(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    choice: &Choice,
    asked: &Asked,
) -> Result<(String, Vec<Only>), WebError> {
    if let Some((id, side)) = asked.indicator.split_once('/') {
        let (Some(from), Some(to)) = (choice.from, choice.to) else { return Err(WebError::NotFound) };
        let found = indicators::cases(w, desk, leader, id, side, from, to);
        return found.ok_or(WebError::NotFound);
    }
    Ok((title(w, desk, leader, choice), choice.conditions(desk, leader)))
}

fn address(leader: &Leader<'_>, choice: &Choice, asked: &Asked) -> String {
    let base = leader.at(&format!("/overview/cases{}", choice.query()));
    if asked.indicator.is_empty() {
        return base;
    }
    let more =
        form_urlencoded::Serializer::new(String::new()).append_pair("indicator", &asked.indicator).finish();
    format!("{base}&{more}")
}

/// What is listed: how it stands, then what narrows it.
fn title(w: &Words, desk: &Desk, leader: &Leader<'_>, choice: &Choice) -> String {
    let mut parts = vec![w.t(&format!("oversight-standing-{}", choice.standing.as_str()))];
    let library = desk.library();
    if let Some(procedure) = library.loaded(leader.agency.id(), &choice.procedure) {
        parts.push(congvu_views::pick(w, &procedure.declared.name).to_owned());
    }
    if let Some(field) = library.fields.iter().find(|f| f.id == choice.field) {
        parts.push(congvu_views::pick(w, &field.name).to_owned());
    }
    if !choice.unit.is_empty() {
        parts.push(seat::unit(leader, &choice.unit));
    }
    if let Some(turn) = choice.turn.split(',').next().filter(|t| !t.is_empty()) {
        parts.push(seat::turn(w, leader, turn));
    }
    if !choice.channel.is_empty() {
        parts.push(channel(w, &choice.channel));
    }
    if let (Some(from), Some(to)) = (choice.from, choice.to) {
        parts.push(crate::period::text(w, from, to));
    }
    parts.join(" – ")
}

/// A way in which cases come in, in words.
pub(crate) fn channel(w: &Words, id: &str) -> String {
    match id {
        "online" => w.t("oversight-channel-online"),
        "counter" => w.t("oversight-channel-counter"),
        "post" => w.t("oversight-channel-post"),
        _ => w.t("oversight-channel-none"),
    }
}

fn cases_table(w: &Words, desk: &Desk, leader: &Leader<'_>, rows: &[MatterRow], cases: &[Case]) -> Html {
    let columns = ["number", "about", "state", "has", "opened", "due", "left"];
    let shown = rows.iter().zip(cases).map(|(row, case)| {
        let late = case.clock.as_ref().is_some_and(|c| c.overdue);
        let has =
            if case.matter.closed.is_some() { String::new() } else { seat::turn(w, leader, &case.turn) };
        let cells = vec![
            case_link(w, leader, case),
            Html::text(&about(w, desk, case)),
            congvu_views::state_badge(w, desk.library(), case),
            Html::text(&has),
            Html::text(&fmt::date(w.lang(), case.matter.opened.date())),
            Html::text(&day(w, row.due_ms)),
            over(w, case),
        ];
        Row { cells, tone: if late { Tone::Bad } else { Tone::Neutral } }
    });
    table(
        w,
        &Table {
            caption: w.t("oversight-cases"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("oversight-list-{c}")))).collect(),
            rows: shown.collect(),
            empty: w.t("oversight-list-empty"),
            keys: true,
            hide_caption: true,
        },
    )
}

fn day(w: &Words, ms: Option<i64>) -> String {
    ms.map(|ms| fmt::date(w.lang(), from_ms(ms).date())).unwrap_or_default()
}

fn more(w: &Words, here: &str, rows: &[MatterRow]) -> Html {
    let full = u32::try_from(rows.len()).is_ok_and(|n| n >= PAGE_ROWS);
    let Some(last) = rows.last().filter(|_| full) else { return Html::EMPTY };
    let due = last.due_ms.unwrap_or(i64::MAX);
    let after = form_urlencoded::Serializer::new(String::new()).append_pair("id", &last.id).finish();
    button_link(&format!("{here}&due={due}&{after}"), &w.t("oversight-more"), false)
}

/// The same list as a file: numbers and times, no names.
async fn file(w: &Words, desk: &Desk, leader: &Leader<'_>, only: &[Only]) -> Result<Response, WebError> {
    let columns = ["number", "procedure", "state", "has", "channel", "opened", "due", "ended"];
    let mut lines = vec![columns.map(|c| w.t(&format!("oversight-list-{c}"))).to_vec()];
    let mut after: Option<(i64, String)> = None;
    loop {
        let from = after.as_ref().map(|(due, id)| (*due, id.as_str()));
        let rows = desk
            .store()
            .cases_where(leader.agency.id(), only, CaseOrder::Due, PAGE_ROWS, from)
            .await
            .or_fault()?;
        let Some(last) = rows.last() else { break };
        after = Some((last.due_ms.unwrap_or(i64::MAX), last.id.clone()));
        lines.extend(rows.iter().map(|row| line(w, desk, leader, row)));
        if lines.len() > MAX_FILE_ROWS {
            break;
        }
    }
    Ok(csv::file(&format!("{}-{}.csv", leader.agency.id(), leader.now.date()), &lines))
}

fn line(w: &Words, desk: &Desk, leader: &Leader<'_>, row: &MatterRow) -> Vec<String> {
    let library = desk.library();
    let procedure = library.loaded(leader.agency.id(), &row.procedure);
    let state = library.lifecycles.get(&row.kind).and_then(|l| l.state(&row.state));
    vec![
        row.code.clone().unwrap_or_default(),
        procedure.map_or(row.procedure.as_str(), |p| congvu_views::pick(w, &p.declared.name)).to_owned(),
        state.map_or(row.state.as_str(), |s| congvu_views::pick(w, &s.name)).to_owned(),
        if row.closed_ms.is_some() { String::new() } else { seat::turn(w, leader, &row.turn) },
        channel(w, &row.channel),
        day(w, Some(row.opened_ms)),
        day(w, row.due_ms),
        day(w, row.ended_ms),
    ]
}

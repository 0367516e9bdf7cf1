//! Closing the book of files of a year: lines, last number and a digest, by an act; and whether a closed book is still what it was.

use crate::access::{Officer, Stop, asking, enter, permitted};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{BookOfYear, Case, Desk, On, Opening, Request};
use congvu_matter::Command;
use congvu_matter::declare::{ActDef, Lifecycle};
use congvu_views::{chip_of, perform_error, pick};
use congvu_web::components::{
    Column, PostButton, Row, Table, Tone, badge, chip, heading, notice, paragraph, post_button, section,
    table,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::civil::{Date, DateTime};
use serde_json::{Value, json};

/// The lifecycle, its act, and the state in which a closing stands.
const LIFECYCLE: &str = "book-closing";
const ACT: &str = "close-book";
const CLOSED: &str = "closed";
/// Most closings, one for each year.
const MOST: u32 = 100;
/// How many years back a book can still be closed.
const YEARS: i16 = 3;

fn life(desk: &Desk) -> Option<&Lifecycle> {
    desk.library().lifecycles.get(LIFECYCLE).map(AsRef::as_ref)
}

fn act(desk: &Desk) -> Result<&ActDef, WebError> {
    life(desk).and_then(|l| l.act(ACT)).ok_or(WebError::NotFound)
}

/// What was said with a closing.
fn said<'c>(case: &'c Case, input: &str) -> &'c str {
    case.matter.said.get(ACT).and_then(|s| s.get(input)).and_then(Value::as_str).unwrap_or_default()
}

/// `GET /{agency}/desk/counter/book/closings`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let may = desk.may(officer.agency, &officer.actor(), ACT, None).await.or_fault()?;
    if may.is_err() {
        // Whoever keeps the book sees it closed; nobody else does.
        let mut all = officer.agency.procedures.iter().filter_map(|id| asking(&desk, officer.agency, id));
        let first = all.next().ok_or(WebError::NotFound)?;
        permitted(&desk, &cx, &officer, &first).await?;
    }
    let closings = closings(&desk, &officer).await?;
    let title = w.t("counter-closing");
    let clause = match &may {
        Ok(permit) => chip(w, &chip_of(w, officer.agency, &permit.clause)),
        Err(_) => Html::EMPTY,
    };
    let body = Html::join([
        heading(1, &title),
        paragraph(&w.t("counter-closing-lead")),
        section(&w.t("counter-closing-done"), &listed(w, &desk, &officer, &closings).await?),
        section(
            &w.t("counter-closing-open"),
            &clause.then(&open(&cx, &desk, &officer, &closings, may.is_ok()).await?),
        ),
    ]);
    Ok(cx.page(officer.shell(&cx, &title), body))
}

async fn closings(desk: &Desk, officer: &Officer<'_>) -> Result<Vec<Case>, WebError> {
    desk.kept_since(officer.agency, LIFECYCLE, CLOSED, DateTime::default(), MOST).await.or_fault()
}

/// The closed books: each counted again, so that a line that changed since shows.
async fn listed(w: &Words, desk: &Desk, officer: &Officer<'_>, closings: &[Case]) -> Result<Html, WebError> {
    let mut rows = Vec::new();
    for case in closings {
        let year: Option<i16> = said(case, "year").parse().ok();
        let now = match year {
            Some(year) => desk.book_of_year(officer.agency, year).await.or_fault()?.ok(),
            None => None,
        };
        let same = now
            .is_some_and(|b| b.sha256 == said(case, "sha256") && b.lines.to_string() == said(case, "lines"));
        let state = if same {
            badge(Tone::Good, &w.t("counter-closing-same"))
        } else {
            badge(Tone::Bad, &w.t("counter-closing-changed"))
        };
        let lines = case.matter.signature.as_ref().map(|s| s.lines.join(", ")).unwrap_or_default();
        rows.push(Row::new(vec![
            Html::text(said(case, "year")),
            Html::text(said(case, "lines")),
            Html::text(&format!("{} {lines}", fmt::date(w.lang(), case.matter.opened.date()))),
            Html::literal("<code>").then(&Html::text(said(case, "sha256"))).then(&Html::literal("</code>")),
            state,
        ]));
    }
    let columns = ["year", "lines", "when", "digest", "state"];
    let list = Table {
        caption: w.t("counter-closing-done"),
        columns: columns.iter().map(|c| Column::new(w.t(&format!("counter-closing-{c}")))).collect(),
        rows,
        empty: w.t("counter-closing-none"),
        hide_caption: true,
        ..Table::default()
    };
    Ok(table(w, &list))
}

/// The years that are over and not closed, with a button for whoever may.
async fn open(
    cx: &PageCx,
    desk: &Desk,
    officer: &Officer<'_>,
    closings: &[Case],
    may: bool,
) -> Result<Html, WebError> {
    let w = cx.words();
    let act = act(desk)?;
    let mut parts = Vec::new();
    for year in years(desk.clock().now().date(), closings) {
        let Ok(book) = desk.book_of_year(officer.agency, year).await.or_fault()? else {
            parts.push(paragraph(&w.t("counter-closing-many")));
            continue;
        };
        if book.lines == 0 {
            continue;
        }
        let told = [("year", year.to_string().into()), ("n", book.lines.into())];
        parts.push(paragraph(&w.with("counter-closing-year-lines", &told)));
        if may {
            let label = format!("{} {year}", pick(w, &act.name));
            let button = PostButton::new(officer.at("/book/closings"), &label);
            parts.push(post_button(&cx.csrf(), &button.hidden("year", year.to_string())));
        }
    }
    if parts.is_empty() {
        return Ok(paragraph(&w.t("counter-closing-nothing")));
    }
    let warning = act.warning.as_ref().filter(|_| may).map(|t| notice(Tone::Warn, pick(w, t), &Html::EMPTY));
    Ok(warning.unwrap_or_default().then(&Html::join(parts)))
}

/// Years that are over and whose book is not closed, the latest first.
fn years(today: Date, closings: &[Case]) -> Vec<i16> {
    let last = today.year().saturating_sub(1);
    let closed = |year: &i16| closings.iter().any(|c| said(c, "year") == year.to_string());
    (0..YEARS).map(|back| last.saturating_sub(back)).filter(|y| !closed(y)).collect()
}

/// `POST /{agency}/desk/counter/book/closings`
pub(crate) async fn close(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let act = act(&desk)?;
    let year: i16 = typed.get("year").parse().map_err(|_| WebError::BadForm)?;
    let closings = closings(&desk, &officer).await?;
    let back = officer.at("/book/closings");
    if !years(desk.clock().now().date(), &closings).contains(&year) {
        // Not over yet, or closed already.
        cx.session().flash(Tone::Warn, &w.with("counter-closing-not", &[("year", year.to_string().into())]));
        return Ok(Redirect::to(&back).into_response());
    }
    let Ok(BookOfYear { lines, sha256 }) = desk.book_of_year(officer.agency, year).await.or_fault()? else {
        return Err(WebError::BadForm.into());
    };
    let input = json!({ "year": year.to_string(), "lines": lines.to_string(), "sha256": sha256 });
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::New(Opening::Lifecycle(LIFECYCLE.to_owned())),
        seen: None,
        // A year is closed once, however often the button is pressed.
        idempotency_key: Some(format!("close-book-{year}")),
        command: Command {
            act: ACT.to_owned(),
            input: input.as_object().cloned().unwrap_or_default(),
            ..Command::default()
        },
    };
    match desk.perform(request).await {
        Ok(_) => {
            cx.session()
                .flash(Tone::Good, &w.with("counter-closing-now", &[("year", year.to_string().into())]));
            Ok(Redirect::to(&back).into_response())
        }
        Err(error) => {
            Err(perform_error(w, &desk, officer.agency, life(&desk), pick(w, &act.name), error).await.into())
        }
    }
}

//! One day at the cash desk: by cashier, by procedure, and every movement.

use crate::access::{Officer, Stop, body, dong, enter, shell};
use crate::case::method;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::{Desk, to_ms};
use congvu_store::MoneyRow;
use congvu_web::components::{
    Column, Field, Input, Row, Table, button_link, field, paragraph, section, table,
};
use congvu_web::download::{private, saved};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Movements that are read at a time, and all that a day may have.
const PAGE: u32 = 500;
const MOST: usize = 20_000;
/// Movements that the page shows; the file has all.
const SHOWN: usize = 200;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    day: String,
}

/// `GET /{agency}/desk/fees/report?day=2024-03-04`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let day = day(&asked, &officer);
    let rows = of_day(&desk, &officer, day).await?;
    let total = rows.iter().fold(0_i64, |sum, r| sum.saturating_add(r.amount));
    let title = w.with("fees-report-of", &[("day", fmt::date(w.lang(), day).into())]);
    let sum = w.with("fees-report-total", &[("amount", fmt::money(w.lang(), total).into())]);
    let csv = officer.at(&format!("/report.csv?day={day}"));
    let parts = [
        choose(w, &officer, day),
        paragraph(&sum),
        section(
            &w.t("fees-by-cashier"),
            &sums(w, &w.t("fees-by-cashier"), &rows, |r| cashier(w, &officer, r)),
        ),
        section(
            &w.t("fees-by-procedure"),
            &sums(w, &w.t("fees-by-procedure"), &rows, |r| procedure(w, &desk, officer.agency.id(), r)),
        ),
        section(&w.t("fees-by-method"), &sums(w, &w.t("fees-by-method"), &rows, |r| method(w, &r.method))),
        section(&w.t("fees-movements"), &movements(w, &officer, &rows)),
        button_link(&csv, &w.t("fees-report-csv"), false),
    ];
    Ok(cx.page(shell(&cx, &officer, &title), body(&title, parts)))
}

/// `GET /{agency}/desk/fees/report.csv?day=2024-03-04`
pub(crate) async fn csv(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let day = day(&asked, &officer);
    let rows = of_day(&desk, &officer, day).await?;
    let heads = [
        "fees-column-when",
        "fees-column-case",
        "fees-column-procedure",
        "fees-column-method",
        "fees-column-by",
        "fees-column-number",
        "fees-column-reference",
        "fees-column-money",
    ];
    // Spreadsheets take UTF-8 for what it is only when it says so.
    let mut out = String::from("\u{feff}");
    line(&mut out, heads.map(|id| w.t(id)));
    for r in &rows {
        let at = congvu_desk::from_ms(r.at_ms);
        line(
            &mut out,
            [
                at.strftime("%Y-%m-%d %H:%M").to_string(),
                r.code.clone(),
                procedure(w, &desk, officer.agency.id(), r),
                method(w, &r.method),
                cashier(w, &officer, r),
                r.number.clone(),
                r.reference.clone(),
                r.amount.to_string(),
            ],
        );
    }
    Ok(private(saved(out, "text/csv; charset=utf-8", &format!("thu-phi-{day}.csv"))))
}

fn line<const N: usize>(out: &mut String, cells: [String; N]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        // What a spreadsheet would take for a formula is text; a plain number stays one.
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<i64>().is_err();
        let guard = if formula { "'" } else { "" };
        out.push_str(&format!("\"{guard}{}\"", cell.replace('"', "\"\"")));
    }
    out.push_str("\r\n");
}

/// The day that was asked for, or today.
fn day(asked: &Asked, officer: &Officer<'_>) -> Date {
    asked.day.parse().unwrap_or_else(|_| officer.now.date())
}

async fn of_day(desk: &Desk, officer: &Officer<'_>, day: Date) -> Result<Vec<MoneyRow>, WebError> {
    let Ok(next) = day.tomorrow() else { return Ok(Vec::new()) };
    let (from, until) = (to_ms(day.at(0, 0, 0, 0)), to_ms(next.at(0, 0, 0, 0)));
    let mut all: Vec<MoneyRow> = Vec::new();
    loop {
        let after = all.last().map(|r| (r.at_ms, r.id.as_str()));
        let some =
            desk.store().money_between(officer.agency.id(), from, until, PAGE, after).await.or_fault()?;
        let full = u32::try_from(some.len()).is_ok_and(|n| n >= PAGE);
        all.extend(some);
        if !full || all.len() >= MOST {
            return Ok(all);
        }
    }
}

fn choose(w: &Words, officer: &Officer<'_>, day: Date) -> Html {
    use askama::Template;
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form method="get" action="{{ action }}">{{ field }}<p class="buttons"><button class="button" type="submit">{{ label }}</button></p></form>"#
    )]
    struct T {
        action: String,
        field: Html,
        label: String,
    }
    let field =
        field(w, &Field::new("day", w.t("fees-report-day")).input(Input::Date).value(day.to_string()));
    Html::render(&T { action: officer.at("/report"), field, label: w.t("fees-report-show") })
}

fn cashier(w: &Words, officer: &Officer<'_>, row: &MoneyRow) -> String {
    if row.position.is_empty() {
        return w.t("fees-by-system");
    }
    congvu_views::title_of(w, officer.agency, &officer.book, &row.position.as_str().into(), Some(officer.now))
}

fn procedure(w: &Words, desk: &Desk, agency: &str, row: &MoneyRow) -> String {
    let found = desk.library().loaded(agency, &row.procedure);
    found.map_or_else(|| row.procedure.clone(), |p| congvu_views::pick(w, &p.declared.name).to_owned())
}

/// What came, what went and what is left, by some key.
fn sums(w: &Words, caption: &str, rows: &[MoneyRow], key: impl Fn(&MoneyRow) -> String) -> Html {
    let mut by: BTreeMap<String, (i64, i64, i64)> = BTreeMap::new();
    for row in rows {
        let (count, came, went) = by.entry(key(row)).or_default();
        *count = count.saturating_add(1);
        let side = if row.amount > 0 { came } else { went };
        *side = side.saturating_add(row.amount);
    }
    let lines = by.into_iter().map(|(name, (count, came, went))| {
        Row::new(vec![
            Html::text(&name),
            Html::text(&fmt::number(w.lang(), count)),
            dong(w, came),
            dong(w, went),
            dong(w, came.saturating_add(went)),
        ])
    });
    table(
        w,
        &Table {
            caption: caption.to_owned(),
            columns: vec![
                Column::new(caption),
                Column::number(w.t("fees-column-count")),
                Column::number(w.t("fees-column-came")),
                Column::number(w.t("fees-column-went")),
                Column::number(w.t("fees-column-left")),
            ],
            rows: lines.collect(),
            empty: w.t("fees-report-empty"),
            hide_caption: true,
            ..Table::default()
        },
    )
}

fn movements(w: &Words, officer: &Officer<'_>, rows: &[MoneyRow]) -> Html {
    let lines = rows.iter().rev().take(SHOWN).map(|r| {
        let at = congvu_desk::from_ms(r.at_ms);
        Row::new(vec![
            Html::text(&fmt::time(at.time())),
            Html::link(&officer.at(&format!("/cases/{}", r.matter)), &r.code),
            dong(w, r.amount),
            Html::text(&method(w, &r.method)),
            Html::text(&r.number),
        ])
    });
    table(
        w,
        &Table {
            caption: w.t("fees-movements"),
            columns: vec![
                Column::new(w.t("fees-column-when")),
                Column::new(w.t("fees-column-case")),
                Column::number(w.t("fees-column-money")),
                Column::new(w.t("fees-column-method")),
                Column::new(w.t("fees-column-number")),
            ],
            rows: lines.collect(),
            empty: w.t("fees-report-empty"),
            hide_caption: true,
            ..Table::default()
        },
    )
}

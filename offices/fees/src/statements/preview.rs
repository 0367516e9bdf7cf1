//! What each line of a statement is, before and after it is taken in.

use super::matching::{Class, classify};
use super::read;
use crate::access::{Officer, Stop, body, dong, enter, shell};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_payment::statement::{Entry, Fault, Statement};
use congvu_store::StatementRow;
use congvu_web::components::{
    Column, PostButton, Row, Table, Tone, badge, bullets, key_values, notice, paragraph, post_button,
    section, table,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};

/// Lines of each kind that the page shows; the numbers count all.
const SHOWN: usize = 200;

/// `GET /{agency}/desk/fees/statements/{id}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let (row, bytes) =
        desk.store().statement(officer.agency.id(), &id).await.or_fault()?.ok_or(WebError::NotFound)?;
    let found = read(desk.library(), officer.agency, &row.format, &bytes).ok_or(WebError::NotFound)?;
    let title = w.with("fees-statement", &[("name", row.name.clone().into())]);
    let (status, parts) = match found {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, vec![faulty(w, &faults)]),
        Ok(_) if row.state == "taken" => (StatusCode::OK, taken(&desk, &cx, &officer, &row).await?),
        Ok(statement) => (StatusCode::OK, preview(&desk, &cx, &officer, &row, &statement).await?),
    };
    let shell = shell(&cx, &officer, &title)
        .crumb(officer.at("/statements"), w.t("fees-statements"))
        .crumb("", row.name);
    Ok(cx.page_with(status, shell, body(&title, parts)))
}

/// A statement with a fault is not taken in at all.
fn faulty(w: &Words, faults: &[Fault]) -> Html {
    let lines: Vec<Html> = faults.iter().map(|f| Html::text(&fault(w, f))).collect();
    notice(Tone::Bad, &w.t("fees-faulty"), &bullets(&lines))
}

fn fault(w: &Words, fault: &Fault) -> String {
    let what = w.t(&format!("fees-fault-{}", fault.what.as_str()));
    let value = if fault.value.is_empty() { String::new() } else { format!(" ({})", fault.value) };
    if fault.line == 0 {
        return format!("{what}{value}");
    }
    let line = i64::try_from(fault.line).unwrap_or(i64::MAX);
    format!("{} {what}{value}", w.with("fees-fault-line", &[("line", line.into())]))
}

async fn preview(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    row: &StatementRow,
    statement: &Statement,
) -> Result<Vec<Html>, WebError> {
    let w = cx.words();
    let lines = classify(desk, officer.agency, statement).await?;
    let kinds = [
        "fees-class-matched",
        "fees-class-wrong",
        "fees-class-unknown",
        "fees-class-known",
        "fees-class-outgoing",
    ];
    let counts = kinds.map(|kind| {
        let n = lines.iter().filter(|(_, c)| class_id(c) == kind).count();
        (w.t(kind), Html::text(&fmt::number(w.lang(), i64::try_from(n).unwrap_or(i64::MAX))))
    });
    let button = PostButton {
        action: officer.at(&format!("/statements/{}/take", row.id)),
        label: w.t("fees-statement-take"),
        primary: true,
        ..PostButton::default()
    };
    let mut parts =
        vec![paragraph(&w.t("fees-preview-about")), key_values(&counts), post_button(&cx.csrf(), &button)];
    for kind in kinds {
        let of: Vec<&(&Entry, Class)> = lines.iter().filter(|(_, c)| class_id(c) == kind).collect();
        if !of.is_empty() {
            parts.push(section(&w.t(kind), &listed(w, officer, &w.t(kind), &of)));
        }
    }
    Ok(parts)
}

fn class_id(class: &Class) -> &'static str {
    match class {
        Class::Matched(_) => "fees-class-matched",
        Class::Wrong(..) => "fees-class-wrong",
        Class::Unknown => "fees-class-unknown",
        Class::Known => "fees-class-known",
        Class::Outgoing => "fees-class-outgoing",
    }
}

fn listed(w: &Words, officer: &Officer<'_>, caption: &str, lines: &[&(&Entry, Class)]) -> Html {
    let rows = lines.iter().take(SHOWN).map(|(entry, class)| {
        let (case, owed) = match class {
            Class::Matched(charge) => (Some(charge), charge.owed),
            Class::Wrong(charge, owed) => (Some(charge), *owed),
            _ => (None, 0),
        };
        let link = case.map(|c| Html::link(&officer.at(&format!("/cases/{}", c.matter)), &c.code));
        let owed = case.map_or(Html::EMPTY, |_| dong(w, owed));
        Row::new(vec![
            Html::text(&entry.line.to_string()),
            Html::text(&fmt::date(w.lang(), entry.date)),
            dong(w, entry.amount),
            Html::text(&entry.text),
            Html::text(&entry.reference),
            link.unwrap_or(Html::EMPTY),
            owed,
        ])
    });
    table(
        w,
        &Table {
            caption: caption.to_owned(),
            columns: vec![
                Column::number(w.t("fees-column-line")),
                Column::new(w.t("fees-column-day")),
                Column::number(w.t("fees-column-money")),
                Column::new(w.t("fees-column-text")),
                Column::new(w.t("fees-column-reference")),
                Column::new(w.t("fees-column-case")),
                Column::number(w.t("fees-column-owed")),
            ],
            rows: rows.collect(),
            hide_caption: true,
            ..Table::default()
        },
    )
}

/// What became of the lines.
async fn taken(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    row: &StatementRow,
) -> Result<Vec<Html>, WebError> {
    let w = cx.words();
    let counts = desk.store().statement_counts(officer.agency.id(), &row.id).await.or_fault()?;
    let facts: Vec<(String, Html)> = counts
        .iter()
        .map(|(state, n)| (w.t(state_id(state)), Html::text(&fmt::number(w.lang(), *n))))
        .collect();
    let waiting = counts.iter().any(|(state, n)| state == "matched" && *n > 0);
    let open = counts.iter().any(|(state, n)| state == "open" && *n > 0);
    let mut parts = vec![badge(Tone::Good, &w.t("fees-statement-is-taken")), key_values(&facts)];
    if waiting {
        let button = PostButton {
            action: officer.at(&format!("/statements/{}/take", row.id)),
            label: w.t("fees-statement-go-on"),
            primary: true,
            ..PostButton::default()
        };
        parts.push(post_button(&cx.csrf(), &button));
    }
    if open {
        parts.push(Html::link(&officer.at("/open"), &w.t("fees-to-open")));
    }
    Ok(parts)
}

fn state_id(state: &str) -> &'static str {
    match state {
        "matched" => "fees-line-matched",
        "booked" => "fees-line-booked",
        "open" => "fees-line-open",
        _ => "fees-line-aside",
    }
}

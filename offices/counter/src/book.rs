//! The book of files: what was taken in between two days, as a sheet to print, sign and bind.

use crate::access::{Stop, asking, enter, permitted};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{BookFault, Desk, MAX_BOOK_ROWS};
use congvu_web::components::{Field, FieldError, Input, error_summary, field, heading, paragraph};
use congvu_web::download::handed_out;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

/// `GET /{agency}/desk/counter/book`: the form; with both days the book as PDF.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let mut all = officer.agency.procedures.iter().filter_map(|id| asking(&desk, officer.agency, id));
    let first = all.next().ok_or(WebError::NotFound)?;
    permitted(&desk, &cx, &officer, &first).await?;
    let w = cx.words();
    let mut errors = Vec::new();
    if !asked.from.is_empty() || !asked.until.is_empty() {
        let from = day(w, "from", &asked.from, &mut errors);
        let until = day(w, "until", &asked.until, &mut errors);
        if let (Some(from), Some(until)) = (from, until) {
            match desk.book_of_files(officer.agency, from, until).await.or_fault()? {
                Ok(book) => return Ok(handed_out(book.pdf, "application/pdf", &book.name)),
                Err(fault) => errors.push(FieldError::new("until", told(w, fault))),
            }
        }
    }
    let today = desk.clock().now().date();
    let or = |given: &str, day: Date| if given.is_empty() { day.to_string() } else { given.to_owned() };
    let title = w.t("counter-book");
    let body = Html::join([
        heading(1, &title),
        error_summary(w, &errors),
        paragraph(&w.t("counter-book-lead")),
        form(
            w,
            &officer.at("/book"),
            &or(&asked.from, today.first_of_month()),
            &or(&asked.until, today),
            &errors,
        ),
    ]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(cx.page_with(status, officer.shell(&cx, &title), body))
}

fn day(w: &Words, name: &str, given: &str, errors: &mut Vec<FieldError>) -> Option<Date> {
    let parsed = given.trim().parse::<Date>().ok();
    if parsed.is_none() {
        errors.push(FieldError::new(name, w.t("counter-book-day")));
    }
    parsed
}

fn told(w: &Words, fault: BookFault) -> String {
    match fault {
        BookFault::Order => w.t("counter-book-order"),
        BookFault::Years => w.t("counter-book-years"),
        BookFault::TooMany => w.with("counter-book-many", &[("n", i64::from(MAX_BOOK_ROWS).into())]),
    }
}

fn form(w: &Words, action: &str, from: &str, until: &str, errors: &[FieldError]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form method="get" action="{{ action }}">{{ fields }}<p class="buttons"><button class="button button-primary" type="submit">{{ button }}</button></p></form>"#
    )]
    struct T<'a> {
        action: &'a str,
        fields: Html,
        button: String,
    }
    let one = |name: &str, label: &str, value: &str| {
        field(w, &Field::new(name, w.t(label)).input(Input::Date).value(value).errors(errors))
    };
    let fields = one("from", "counter-book-from", from).then(&one("until", "counter-book-until", until));
    Html::render(&T { action, fields, button: w.t("counter-book-print") })
}

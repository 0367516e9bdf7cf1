//! Lines of statements that nobody could place: given to a case by hand, or set aside, always with a reason.

use crate::access::{Officer, Stop, body, enter, shell};
use crate::fields::clean;
use crate::{home, statements};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, PerformError};
use congvu_matter::Refused;
use congvu_store::StatementLineRow;
use congvu_web::components::{
    Choice, Field, FieldError, Input, Tone, button_link, error_summary, field, hidden, key_values, paragraph,
    post_form, section,
};
use congvu_web::form::FormValues;
use congvu_web::form::new_key;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde::Deserialize;

/// Lines on one page; each has a form.
const ROWS: u32 = 25;
/// Longest reason, in characters.
const REASON_CHARS: usize = 300;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    statement: String,
    #[serde(default)]
    line: i64,
}

/// What was typed for one line and is to be put right.
struct Again {
    reference: String,
    typed: FormValues,
    errors: Vec<FieldError>,
}

/// `GET /{agency}/desk/fees/open`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(after): Query<After>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    show(&desk, &cx, &officer, &after, None, StatusCode::OK).await
}

async fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    after: &After,
    again: Option<&Again>,
    status: StatusCode,
) -> Result<Response, Stop> {
    let w = cx.words();
    let agency = officer.agency.id();
    let at = (after.statement.as_str(), after.line);
    let mut lines = desk.store().statement_lines(agency, "open", "", ROWS, at).await.or_fault()?;
    let more = lines.last().filter(|_| u32::try_from(lines.len()).is_ok_and(|n| n >= ROWS)).cloned();
    if let Some(again) = again {
        // The one to be put right comes first.
        lines.sort_by_key(|l| l.reference != again.reference);
    }
    // The line to be put right comes first on the page: its fields have the index 0.
    let faults = again.map_or([].as_slice(), |a| a.errors.as_slice());
    let on_page: Vec<FieldError> =
        faults.iter().map(|e| FieldError::new(format!("{}_0", e.field), &e.message)).collect();
    let mut parts = vec![
        error_summary(w, &on_page),
        paragraph(&w.t(if lines.is_empty() { "fees-open-none" } else { "fees-open-about" })),
    ];
    for (index, line) in lines.iter().enumerate() {
        let again = again.filter(|a| a.reference == line.reference);
        parts.push(one(cx, desk, officer, line, index, again).await?);
    }
    if let Some(last) = more {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("statement", &last.statement)
            .append_pair("line", &last.line.to_string())
            .finish();
        parts.push(button_link(&officer.at(&format!("/open?{query}")), &w.t("fees-more"), false));
    }
    let title = w.t("fees-open");
    Ok(cx.page_with(status, shell(cx, officer, &title), body(&title, parts)))
}

async fn one(
    cx: &PageCx,
    desk: &Desk,
    officer: &Officer<'_>,
    line: &StatementLineRow,
    index: usize,
    again: Option<&Again>,
) -> Result<Html, WebError> {
    let w = cx.words();
    let mut facts = vec![
        (w.t("fees-column-day"), Html::text(&line.day)),
        (w.t("fees-column-text"), Html::text(&line.text)),
        (w.t("fees-column-reference"), Html::text(&line.reference)),
    ];
    if !line.payer.is_empty() {
        facts.push((w.t("fees-column-payer"), Html::text(&line.payer)));
    }
    if !line.reason.is_empty() {
        facts.push((w.t("fees-open-why"), Html::text(&line.reason)));
    }
    let suggested = match line.matter.as_str() {
        "" => None,
        id => desk.case(officer.agency, id).await.or_fault()?.and_then(|c| c.matter.code),
    };
    let none = FormValues::default();
    let (typed, errors) = again.map_or((&none, [].as_slice()), |a| (&a.typed, a.errors.as_slice()));
    // Forms of one page must not share the names of their fields.
    let name = |what: &str| format!("{what}_{index}");
    let value = |what: &str, usual: &str| typed.all(what).first().map_or(usual.to_owned(), Clone::clone);
    let errors: Vec<FieldError> =
        errors.iter().map(|e| FieldError::new(name(&e.field), &e.message)).collect();
    let what =
        vec![Choice::new("assign", w.t("fees-open-assign")), Choice::new("aside", w.t("fees-open-aside"))];
    let usual = if suggested.is_some() { "assign" } else { "" };
    let fields = Html::join([
        hidden("reference", &line.reference),
        hidden("index", &index.to_string()),
        hidden("_key", &new_key()?),
        field(
            w,
            &Field::new(name("what"), w.t("fees-open-what"))
                .input(Input::Radios(what))
                .value(value("what", usual))
                .errors(&errors),
        ),
        field(
            w,
            &Field::new(name("code"), w.t("fees-column-case"))
                .hint(w.t("fees-open-code-hint"))
                .value(value("code", suggested.as_deref().unwrap_or_default()))
                .errors(&errors)
                .optional(),
        ),
        field(
            w,
            &Field::new(name("reason"), w.t("fees-open-reason")).value(value("reason", "")).errors(&errors),
        ),
    ]);
    let title = fmt::money(w.lang(), line.amount);
    let title = w.with("fees-open-line", &[("amount", title.into()), ("day", line.day.clone().into())]);
    let form = post_form(&cx.csrf(), &officer.at("/open"), &fields, &w.t("fees-open-settle"));
    Ok(section(&title, &key_values(&facts).then(&form)))
}

/// `POST /{agency}/desk/fees/open`
pub(crate) async fn settle(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let index = values.get("index");
    let get = |what: &str| clean(values.get(&format!("{what}_{index}")));
    let (what, code, reason) = (get("what"), get("code"), get("reason"));
    let found = desk.store().statement_line(officer.agency.id(), values.get("reference")).await.or_fault()?;
    let line = found.filter(|l| l.state == "open").ok_or(WebError::NotFound)?;
    let mut errors = Vec::new();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS {
        errors.push(FieldError::new("reason", w.t("fees-open-reason-missing")));
    }
    let may = desk.empowered(officer.agency, &officer.actor(), statements::BOOK).await.or_fault()?;
    if let Err(refusal) = may {
        let act = w.t("fees-open-settle");
        let view = congvu_views::refusal_view(w, officer.agency, &officer.book, &act, &refusal, officer.now);
        return Err(WebError::refused(view).into());
    }
    let mut settled =
        StatementLineRow { reason: reason.clone(), actor: officer.who.position.clone(), ..line.clone() };
    match what.as_str() {
        "aside" if errors.is_empty() => settled.state = "aside".to_owned(),
        "assign" if errors.is_empty() => match assign(&desk, &officer, w, &line, &code, &reason).await? {
            Ok(matter) => {
                settled.state = "booked".to_owned();
                settled.matter = matter;
            }
            Err(error) => errors.push(error),
        },
        "aside" | "assign" => {}
        _ => errors.push(FieldError::new("what", w.t("fees-open-what-missing"))),
    }
    if !errors.is_empty() {
        let typed = [("what", what), ("code", code), ("reason", reason)];
        let typed = FormValues::from_pairs(typed.map(|(k, v)| (k.to_owned(), v)));
        let again = Again { reference: line.reference.clone(), typed, errors };
        return show_again(&desk, &cx, &officer, again).await;
    }
    desk.store().settle_line(officer.agency.id(), "open", &settled).await.or_fault()?;
    cx.session().flash(Tone::Good, &w.t("fees-open-settled"));
    Ok(Redirect::to(&officer.at("/open")).into_response())
}

async fn show_again(desk: &Desk, cx: &PageCx, officer: &Officer<'_>, again: Again) -> Result<Response, Stop> {
    let line = desk.store().statement_line(officer.agency.id(), &again.reference).await.or_fault()?;
    let from = line
        .map_or_else(After::default, |l| After { statement: l.statement, line: l.line.saturating_sub(1) });
    show(desk, cx, officer, &from, Some(&again), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Records the line for the case with this number; an error that can be put right otherwise.
async fn assign(
    desk: &Desk,
    officer: &Officer<'_>,
    w: &Words,
    line: &StatementLineRow,
    code: &str,
    reason: &str,
) -> Result<Result<String, FieldError>, Stop> {
    let wrong = |text: String| Ok(Err(FieldError::new("code", text)));
    let Some(matter) = home::find(desk, officer, code).await? else {
        return wrong(w.with("fees-not-found", &[("code", code.to_owned().into())]));
    };
    match statements::record(desk, officer, line, &matter, reason).await {
        Ok(()) => Ok(Ok(matter)),
        // Recorded a moment ago, by somebody else or by the same click.
        Err(PerformError::NotNow(Refused::KnownPayment { .. })) => Ok(Ok(matter)),
        Err(PerformError::NotNow(refused)) => wrong(congvu_views::not_now_text(w, None, &refused).join(" ")),
        Err(error) => {
            let act = w.t("fees-open-settle");
            Err(congvu_views::perform_error(w, desk, officer.agency, None, &act, error).await.into())
        }
    }
}

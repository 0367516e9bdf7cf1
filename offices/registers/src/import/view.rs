//! The pages of an import.

use super::{ACT, Desired, MAX_BYTES, SHEET, Sheet, grid};
use crate::officer::who_may;
use axum::http::StatusCode;
use axum::response::Response;
use congvu_register::import::{Fault, MAX_ROWS, Preview, Row as Found, Why};
use congvu_views::officer_shell;
use congvu_web::components::{
    Column, Field, FieldError, Input, Row, Table, Tone, Upload, bullets, button_link, error_summary, field,
    heading, hidden, lead, notice, paragraph, post_form, section, table, upload_field, upload_form,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, Shell, WebError, Words, fmt};

/// Good lines that are shown.
const SHOWN: usize = 20;

fn shell(cx: &PageCx, d: &Desired<'_>, title: &str) -> Shell {
    let w = cx.words();
    let base = format!("/{}/registers", d.agency.id());
    officer_shell(cx, d.agency, title)
        .crumb(base.as_str(), w.t("registers-title"))
        .crumb(format!("{base}/{}", d.def.id), w.pick(&d.def.name.vi, &d.def.name.en))
        .crumb("#", w.t("registers-i-title"))
}

/// The first page: the empty sheet, and where to hand in the filled one.
pub(super) fn start(cx: &PageCx, d: &Desired<'_>, errors: &[FieldError], status: StatusCode) -> Response {
    let w = cx.words();
    let name = w.pick(&d.def.name.vi, &d.def.name.en);
    let title = w.with("registers-i-of", &[("register", name.to_owned().into())]);
    let upload = Upload {
        name: SHEET.to_owned(),
        label: w.t("registers-i-sheet"),
        hint: w.t("registers-i-sheet-hint"),
        kinds: vec!["XLSX".to_owned(), "CSV".to_owned()],
        accept: ".xlsx,.csv,text/csv".to_owned(),
        max_bytes: MAX_BYTES as u64,
        required: true,
        ..Upload::default()
    };
    let most = fmt::number(w.lang(), i64::try_from(MAX_ROWS).unwrap_or(i64::MAX));
    let steps = [
        Html::link(&d.href("/sheet.csv"), &w.t("registers-i-template")),
        Html::text(&w.with("registers-i-fill", &[("n", most.into())])),
        Html::text(&w.t("registers-i-look")),
    ];
    let body = Html::join([
        error_summary(w, errors),
        heading(1, &title),
        lead(&w.t("registers-i-lead")),
        bullets(&steps),
        upload_form(
            w,
            &cx.csrf(),
            &d.href(""),
            &upload_field(w, &upload.errors(errors)),
            &w.t("registers-i-send"),
        ),
    ]);
    cx.page_with(status, shell(cx, d, &title), body)
}

/// What a sheet says, and the act where it can be done.
pub(super) fn preview(
    cx: &PageCx,
    d: &Desired<'_>,
    sha256: &str,
    sheet: &Sheet,
    values: &FormValues,
    errors: &[FieldError],
) -> Result<Response, WebError> {
    let w = cx.words();
    let title = w.t("registers-i-check");
    let again = button_link(&d.href(""), &w.t("registers-i-other"), false);
    let mut parts = vec![error_summary(w, errors), heading(1, &title)];
    let mut status = StatusCode::OK;
    match &sheet.read {
        Err(fault) => {
            let text = match fault {
                grid::Fault::NotASheet => w.t("registers-i-not-a-sheet"),
                grid::Fault::TooMuch => w.t("registers-i-too-much"),
            };
            status = StatusCode::UNPROCESSABLE_ENTITY;
            parts.extend([notice(Tone::Bad, &text, &Html::EMPTY), again]);
        }
        Ok(preview) => {
            parts.push(summary(w, preview));
            if let Some(matter) = &sheet.before {
                let href = format!("/{}/desk/cases/{matter}", d.agency.id());
                let link = Html::link(&href, &w.t("registers-i-before-link"));
                parts.push(notice(Tone::Warn, &w.t("registers-i-before"), &link));
            }
            if preview.fault_count > 0 {
                status = StatusCode::UNPROCESSABLE_ENTITY;
                parts.extend([faults(w, preview), again]);
            } else if sheet.before.is_none() {
                parts.push(enter(cx, d, sha256, values, errors)?);
            }
            parts.push(rows(w, d, preview));
        }
    }
    if !errors.is_empty() {
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(cx.page_with(status, shell(cx, d, &title), Html::join(parts)))
}

fn count(w: &Words, n: usize) -> String {
    fmt::number(w.lang(), i64::try_from(n).unwrap_or(i64::MAX))
}

fn summary(w: &Words, preview: &Preview) -> Html {
    let wrong = preview.fault_count;
    let said = [("n", count(w, preview.lines).into()), ("wrong", count(w, wrong).into())];
    let unknown = if preview.unknown.is_empty() {
        Html::EMPTY
    } else {
        let names = preview.unknown.join(", ");
        paragraph(&w.with("registers-i-unknown", &[("columns", names.into())]))
    };
    let (tone, text) = if wrong == 0 {
        (Tone::Good, w.with("registers-i-all-right", &said))
    } else {
        (Tone::Bad, w.with("registers-i-wrong", &said))
    };
    notice(tone, &text, &unknown)
}

fn faults(w: &Words, preview: &Preview) -> Html {
    let columns = ["registers-i-line", "registers-i-column", "registers-i-value", "registers-i-why"];
    let rows = preview.faults.iter().map(|f| {
        Row::new(vec![
            Html::text(&f.line.to_string()),
            Html::text(&f.column),
            Html::text(&f.value),
            Html::text(&why(w, f)),
        ])
    });
    let shown = table(
        w,
        &Table {
            caption: w.t("registers-i-faults"),
            columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
            rows: rows.collect(),
            hide_caption: true,
            ..Table::default()
        },
    );
    let more = preview.fault_count.saturating_sub(preview.faults.len());
    let more = if more == 0 {
        Html::EMPTY
    } else {
        paragraph(&w.with("registers-i-more", &[("n", count(w, more).into())]))
    };
    section(&w.t("registers-i-faults"), &shown.then(&more))
}

fn why(w: &Words, fault: &Fault) -> String {
    match &fault.why {
        Why::MissingColumn => w.t("registers-i-missing-column"),
        Why::TwiceColumn => w.t("registers-i-twice-column"),
        Why::Required => w.t("registers-i-required"),
        Why::NotADate => w.t("registers-i-not-a-date"),
        Why::Future => w.t("registers-i-future"),
        Why::BeforeIssue => w.t("registers-i-before-issue"),
        Why::NotANumber => w.t("registers-i-not-a-number"),
        Why::NotAChoice => w.t("registers-i-not-a-choice"),
        Why::TooLong { max } => w.with("registers-i-too-long", &[("n", count(w, *max).into())]),
        Why::Form => w.t("registers-i-form"),
        Why::TwiceInSheet { line } => w.with("registers-i-twice", &[("line", line.to_string().into())]),
        Why::Exists => w.t("registers-i-exists"),
        Why::TooMany { max } => w.with("registers-i-too-many", &[("n", count(w, *max).into())]),
        Why::Nothing => w.t("registers-i-nothing"),
    }
}

fn rows(w: &Words, d: &Desired<'_>, preview: &Preview) -> Html {
    if preview.rows.is_empty() {
        return Html::EMPTY;
    }
    let columns = ["registers-i-line", "registers-number", "registers-issued", "registers-i-holder"];
    let row = |r: &Found| {
        let holder = r.content.get(&d.def.holder).and_then(serde_json::Value::as_str).unwrap_or_default();
        Row::new(vec![
            Html::text(&r.line.to_string()),
            Html::text(&r.number),
            Html::text(&fmt::date(w.lang(), r.issued)),
            Html::text(holder),
        ])
    };
    let shown = table(
        w,
        &Table {
            caption: w.t("registers-i-rows"),
            columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
            rows: preview.rows.iter().take(SHOWN).map(row).collect(),
            hide_caption: true,
            ..Table::default()
        },
    );
    section(&w.t("registers-i-rows"), &shown)
}

/// The act for whom it is, or who may do it.
fn enter(
    cx: &PageCx,
    d: &Desired<'_>,
    sha256: &str,
    values: &FormValues,
    errors: &[FieldError],
) -> Result<Html, WebError> {
    let w = cx.words();
    let title = w.t("registers-i-enter");
    if !d.may() {
        let who = who_may(w, d.desk, d.agency, &d.officer.book, ACT, &d.def.id);
        let who: Vec<Html> = who.iter().map(|name| Html::text(name)).collect();
        let body = paragraph(&w.t("registers-i-pass-on")).then(&bullets(&who));
        return Ok(section(&title, &notice(Tone::Info, &w.t("registers-i-not-yours"), &body)));
    }
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|e| WebError::Unavailable(e.to_string()))?;
    let fields = Html::join([
        hidden("_key", &hex::encode(bytes)),
        field(
            w,
            &Field::new("book", w.t("registers-i-book"))
                .hint(w.t("registers-i-book-hint"))
                .value(values.get("book"))
                .errors(errors),
        ),
        field(
            w,
            &Field::new("note", w.t("registers-i-note"))
                .input(Input::LongText { rows: 3 })
                .value(values.get("note"))
                .optional(),
        ),
        paragraph(&w.t("registers-i-warning")),
    ]);
    let form = post_form(&cx.csrf(), &d.href(&format!("/{sha256}")), &fields, &w.t("registers-i-enter"));
    Ok(section(&title, &form))
}

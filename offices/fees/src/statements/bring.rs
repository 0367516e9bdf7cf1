//! Bringing a statement.

use super::{CAMT, read};
use crate::access::{Officer, Stop, body, enter, shell};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::Desk;
use congvu_payment::statement::{MAX_BYTES, is_xml};
use congvu_store::StatementRow;
use congvu_views::pick;
use congvu_web::components::{
    Choice, Column, Field, FieldError, Input, Row, Table, Upload, error_summary, field, paragraph, section,
    table, upload_field, upload_form,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, fmt};
use sha2::{Digest, Sha256};

/// Statements that are listed.
const LISTED: u32 = 50;

/// `GET /{agency}/desk/fees/statements`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    show(&desk, &cx, &officer, &[], StatusCode::OK).await
}

async fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response, Stop> {
    let w = cx.words();
    let mut formats = vec![Choice::new(CAMT, w.t("fees-format-camt"))];
    formats.extend(desk.library().statements.iter().map(|f| Choice::new(&f.id, pick(w, &f.name))));
    let format =
        Field::new("format", w.t("fees-format")).input(Input::Radios(formats)).value(CAMT).errors(errors);
    let file = Upload {
        name: "statement".to_owned(),
        label: w.t("fees-statement-file"),
        kinds: vec!["CSV".to_owned(), "XML".to_owned()],
        accept: ".csv,.xml,text/csv,application/xml".to_owned(),
        max_bytes: MAX_BYTES as u64,
        required: true,
        ..Upload::default()
    };
    let fields = field(w, &format).then(&upload_field(w, &file.errors(errors)));
    let form = upload_form(w, &cx.csrf(), &officer.at("/statements"), &fields, &w.t("fees-statement-look"));
    let title = w.t("fees-statements");
    let parts = [
        error_summary(w, errors),
        paragraph(&w.t("fees-statements-about")),
        form,
        section(&w.t("fees-statements-taken"), &taken(desk, cx, officer).await?),
    ];
    Ok(cx.page_with(status, shell(cx, officer, &title), body(&title, parts)))
}

async fn taken(desk: &Desk, cx: &PageCx, officer: &Officer<'_>) -> Result<Html, WebError> {
    let w = cx.words();
    let rows = desk.store().statements(officer.agency.id(), LISTED).await.or_fault()?;
    let rows = rows.iter().map(|s| {
        Row::new(vec![
            Html::link(&officer.at(&format!("/statements/{}", s.id)), &s.name),
            Html::text(&fmt::date(w.lang(), congvu_desk::from_ms(s.at_ms).date())),
            Html::text(&fmt::number(w.lang(), s.lines)),
        ])
    });
    let listed = Table {
        caption: w.t("fees-statements-taken"),
        columns: vec![
            Column::new(w.t("fees-column-file")),
            Column::new(w.t("fees-column-when")),
            Column::number(w.t("fees-column-lines")),
        ],
        rows: rows.collect(),
        hide_caption: true,
        ..Table::default()
    };
    Ok(table(w, &listed))
}

/// `POST /{agency}/desk/fees/statements`: keeps the file to be looked at; nothing is recorded yet.
pub(crate) async fn bring(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    mut form: Multipart,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let (mut format, mut name, mut bytes) = (String::new(), String::new(), Vec::new());
    while let Some(part) = form.next_field().await.map_err(|_| WebError::BadForm)? {
        match part.name().unwrap_or_default() {
            "format" => format = part.text().await.map_err(|_| WebError::BadForm)?,
            "statement" => {
                name = congvu_store::display_name(part.file_name().unwrap_or_default());
                bytes = part.bytes().await.map_err(|_| WebError::BadForm)?.to_vec();
            }
            _ => {}
        }
    }
    let wrong = |field: &str, id: &str| vec![FieldError::new(field, w.t(id))];
    let errors = if bytes.is_empty() {
        wrong("statement", "fees-statement-none")
    } else if bytes.len() > MAX_BYTES {
        wrong("statement", "fees-fault-too-large")
    } else if is_xml(&bytes) != (format == CAMT) {
        wrong("format", "fees-format-other")
    } else {
        Vec::new()
    };
    if !errors.is_empty() {
        return show(&desk, &cx, &officer, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let Some(found) = read(desk.library(), officer.agency, &format, &bytes) else {
        return show(
            &desk,
            &cx,
            &officer,
            &wrong("format", "fees-format-unknown"),
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    };
    let row = StatementRow {
        id: hex::encode(Sha256::digest(&bytes)),
        name,
        format,
        actor: officer.who.position.clone(),
        lines: i64::try_from(found.map_or(0, |s| s.entries.len())).unwrap_or(i64::MAX),
        at_ms: desk.clock().now_ms(),
        ..StatementRow::default()
    };
    desk.store().put_statement(officer.agency.id(), &row, &bytes).await.or_fault()?;
    Ok(Redirect::to(&officer.at(&format!("/statements/{}", row.id))).into_response())
}

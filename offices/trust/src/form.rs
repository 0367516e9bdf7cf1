//! The form that takes a file, and the answer about it.

use crate::Office;
use crate::known::known;
use crate::told::{Whole, lines, unread};
use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_sign::{Fault, MAX_PDF_BYTES, Report, verify};
use congvu_views::{agency_of, agency_shell};
use congvu_web::components::{
    FieldError, Tone, Upload, answer_with, bullets, button_link, error_summary, heading, key_values, lead,
    paragraph, section, upload_field, upload_form,
};
use congvu_web::download::saved;
use congvu_web::{Html, PageCx, ResultExt, WebError, fmt};
use std::sync::Arc;
use std::time::Duration;

/// Name of the file in the form.
const FILE: &str = "paper";
/// Window of the limit on tries, milliseconds, and tries of all visitors in it.
const WINDOW_MS: i64 = 60_000;
const MAX_TRIES: i64 = 120;
/// Longest wait for others' files to be read.
const WAIT: Duration = Duration::from_secs(10);

/// `GET /{agency}/trust`
pub(crate) async fn page(
    State(office): State<Office>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let desk = office.desk.clone();
    let agency = agency_of(&desk, &agency)?;
    Ok(form(&cx, &office, agency, StatusCode::OK, &[]))
}

/// `GET /{agency}/trust/roots.pem`
pub(crate) async fn roots(
    State(office): State<Office>,
    Path(agency): Path<String>,
) -> Result<Response, WebError> {
    let desk = office.desk.clone();
    agency_of(&desk, &agency)?;
    let pem = office.trust.pem().or_fault()?;
    Ok(saved(pem, "application/x-pem-file", "roots.pem"))
}

fn form(
    cx: &PageCx,
    office: &Office,
    agency: &Agency,
    status: StatusCode,
    errors: &[FieldError],
) -> Response {
    let w = cx.words();
    let title = w.t("trust-title");
    let upload = Upload {
        name: FILE.to_owned(),
        label: w.t("trust-file"),
        hint: w.t("trust-file-hint"),
        kinds: vec!["PDF".to_owned()],
        accept: ".pdf,application/pdf".to_owned(),
        max_bytes: MAX_PDF_BYTES as u64,
        required: true,
        ..Upload::default()
    };
    let base = format!("/{}/trust", agency.id());
    let names: Vec<Html> = office.trust.roots().iter().map(|root| Html::text(&root.name)).collect();
    let trusted = match names.is_empty() {
        true => paragraph(&w.t("trust-roots-none")),
        false => paragraph(&w.t("trust-roots-more"))
            .then(&bullets(&names))
            .then(&Html::link(&format!("{base}/roots.pem"), &w.t("trust-roots-file"))),
    };
    let body = Html::join([
        error_summary(w, errors),
        heading(1, &title),
        lead(&w.t("trust-lead")),
        upload_form(w, &cx.csrf(), &base, &upload_field(w, &upload.errors(errors)), &w.t("trust-check")),
        paragraph(&w.t("trust-forgotten")),
        Html::link(&format!("/{}/verify", agency.id()), &w.t("trust-by-code")),
        section(&w.t("trust-roots"), &trusted),
        section(&w.t("log-title"), &Html::link(&format!("/{}/log", agency.id()), &w.t("log-lead"))),
    ]);
    let shell = agency_shell(cx, agency, title.as_str())
        .crumb(format!("/{}", agency.id()), w.t("trust-start"))
        .crumb("#", title);
    cx.page_with(status, shell, body)
}

/// `POST /{agency}/trust`: reads the file and forgets it.
pub(crate) async fn check(
    State(office): State<Office>,
    Path(agency): Path<String>,
    cx: PageCx,
    upload: Multipart,
) -> Result<Response, WebError> {
    let desk = office.desk.clone();
    let agency = agency_of(&desk, &agency)?;
    let now_ms = desk.clock().now_ms();
    let tries = desk.store().throttle(agency.id(), "trust", WINDOW_MS, now_ms).await.or_fault()?;
    if tries > MAX_TRIES {
        return Err(WebError::TooMany { retry_after_s: 60 });
    }
    let pdf = received(upload).await?;
    let turn = tokio::time::timeout(WAIT, Arc::clone(&office.readers).acquire_owned()).await;
    let Ok(Ok(turn)) = turn else { return Err(WebError::TooMany { retry_after_s: 10 }) };
    let known = known(&desk, agency, &pdf).await?;
    let trust = Arc::clone(&office.trust);
    let read = tokio::task::spawn_blocking(move || {
        let read = verify(pdf, &trust, now_ms);
        drop(turn);
        read
    });
    let read = read.await.unwrap_or(Err(Fault::Damaged("it cannot be read")));
    let w = cx.words();
    let report = match read {
        Ok(report) => report,
        Err(fault) => {
            let errors = [FieldError::new(FILE, unread(w, &fault))];
            return Ok(form(&cx, &office, agency, StatusCode::UNPROCESSABLE_ENTITY, &errors));
        }
    };
    shown(&cx, &desk, agency, &report, known).await
}

async fn received(mut form: Multipart) -> Result<Vec<u8>, WebError> {
    let mut found = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| WebError::BadForm)? {
        if field.name() == Some(FILE) {
            found = field.bytes().await.map_err(|_| too_large())?.to_vec();
        }
    }
    if found.len() > MAX_PDF_BYTES { Err(too_large()) } else { Ok(found) }
}

fn too_large() -> WebError {
    WebError::TooLarge { limit_bytes: MAX_PDF_BYTES as u64 }
}

async fn shown(
    cx: &PageCx,
    desk: &Desk,
    agency: &Agency,
    report: &Report,
    known: Option<crate::known::Known>,
) -> Result<Response, WebError> {
    let w = cx.words();
    let whole = Whole::of(report);
    let (title, more) = whole.words(w);
    let tone = match whole {
        Whole::Good => Tone::Good,
        Whole::Unknown | Whole::None => Tone::Warn,
        Whole::Bad => Tone::Bad,
    };
    let mut parts = Vec::new();
    match known {
        Some(known) => {
            let mut body = paragraph(&w.t("trust-ours-more"));
            body = body.then(&key_values(&known.lines(w, desk, agency).await?));
            let href = format!("/{}/v/{}", agency.id(), known.code);
            body = body.then(&button_link(&href, &w.t("trust-ours-register"), true));
            parts.push(section(&w.t("trust-ours"), &body));
        }
        None => parts.push(section(&w.t("trust-not-ours"), &paragraph(&w.t("trust-not-ours-more")))),
    }
    for (n, seen) in report.signatures.iter().enumerate() {
        let pairs: Vec<_> = lines(w, seen).into_iter().map(|(k, v)| (k, Html::text(&v))).collect();
        let n = fmt::number(w.lang(), i64::try_from(n).unwrap_or(0).saturating_add(1));
        parts.push(section(&w.with("trust-nth", &[("n", n.into())]), &key_values(&pairs)));
    }
    parts.push(button_link(&format!("/{}/trust", agency.id()), &w.t("trust-again"), false));
    let body = answer_with(tone, &title, &more, &Html::join(parts));
    Ok(cx.page(agency_shell(cx, agency, title.as_str()), body))
}

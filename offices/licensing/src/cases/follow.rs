//! Following a case: one's own, or by number and telephone.

use std::net::SocketAddr;

use axum::Extension;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Case, Desk};
use congvu_pack::Agency;
use congvu_views::{agency_of, agency_shell, state_badge};
use congvu_web::components::{
    Column, Field, FieldError, Input, Row, Table, clock_short, error_summary, field, heading, paragraph,
    post_form, section, table,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use sha2::{Digest, Sha256};

use crate::{phone, visitor};

/// Window in which attempts are counted, milliseconds.
const WINDOW_MS: i64 = 10 * 60 * 1000;
/// Most attempts at one case number in a window.
const MAX_PER_CASE: i64 = 10;
/// Most attempts from one address in a window; offices and schools share one.
const MAX_PER_ADDRESS: i64 = 30;
/// Longest case number that is read, in characters.
const MAX_CODE_CHARS: usize = 60;
/// Most own cases shown.
const MAX_OWN: u32 = 50;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    page(&cx, &desk, agency, &FormValues::default(), &[]).await
}

pub(crate) async fn look_up(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let code: String =
        typed.get("code").chars().filter(|c| !c.is_whitespace()).take(MAX_CODE_CHARS).collect();
    let code = code.to_uppercase();
    let phone = phone::digits(typed.get("phone"));
    let address = peer.map_or_else(|| "unknown".to_owned(), |p| p.0.0.ip().to_string());
    count(&desk, agency, &format!("follow/from/{}", digest(&address)), MAX_PER_ADDRESS).await?;
    count(&desk, agency, &format!("follow/case/{}", digest(&code)), MAX_PER_CASE).await?;
    let case = desk.case_by_code(agency, &code).await.or_fault()?;
    // The number alone tells how far the case has come and nothing else.
    if typed.get("phone").trim().is_empty() {
        if let Some(case) = case.as_ref().filter(|c| c.matter.party.is_some()) {
            return Ok(super::progress::page(&cx, &desk, agency, case));
        }
        let errors = [FieldError::new("code", cx.words().t("licensing-follow-unknown"))];
        return page(&cx, &desk, agency, &typed, &errors).await;
    }
    let fits = |c: &Case| c.matter.party.as_ref().is_some_and(|p| !phone.is_empty() && p.phone == phone);
    match case.filter(fits) {
        Some(case) => {
            visitor::remember(&cx, agency, &case.matter.id);
            Ok(Redirect::to(&format!("/{id}/cases/{}", case.matter.id)).into_response())
        }
        // One answer for a number that does not exist and for a wrong telephone: it tells nothing.
        None => {
            let errors = [FieldError::new("code", cx.words().t("licensing-follow-wrong"))];
            page(&cx, &desk, agency, &typed, &errors).await
        }
    }
}

/// Keys in the store's counters do not show what was typed.
fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

async fn count(desk: &Desk, agency: &Agency, key: &str, most: i64) -> Result<(), WebError> {
    let now = desk.clock().now_ms();
    let count = desk.store().throttle(agency.id(), key, WINDOW_MS, now).await.or_fault()?;
    if count <= most {
        return Ok(());
    }
    let left_s = WINDOW_MS.saturating_sub(now.rem_euclid(WINDOW_MS)) / 1000;
    Err(WebError::TooMany { retry_after_s: u32::try_from(left_s).unwrap_or(60).max(1) })
}

async fn page(
    cx: &PageCx,
    desk: &Desk,
    agency: &Agency,
    values: &FormValues,
    errors: &[FieldError],
) -> Result<Response, WebError> {
    let w = cx.words();
    let id = agency.id();
    let fields = field(
        w,
        &Field::new("code", w.t("licensing-follow-code"))
            .hint(w.t("licensing-follow-code-hint"))
            .value(values.get("code"))
            .errors(errors),
    )
    .then(&field(
        w,
        &Field::new("phone", w.t("licensing-follow-phone"))
            .hint(w.t("licensing-follow-phone-hint"))
            .optional()
            .input(Input::Tel)
            .autocomplete("tel")
            .value(values.get("phone"))
            .errors(errors),
    ));
    let form = post_form(&cx.csrf(), &format!("/{id}/cases"), &fields, &w.t("licensing-follow-go"));
    let own = own(cx, desk, agency).await?;
    let mine = if own.is_empty() {
        Html::EMPTY
    } else {
        section(&w.t("licensing-own-cases"), &own_table(w, desk, agency, &own))
    };
    let body = heading(1, &w.t("licensing-follow")).then(&error_summary(w, errors)).then(&mine).then(
        &section(&w.t("licensing-follow-by-number"), &paragraph(&w.t("licensing-follow-lead")).then(&form)),
    );
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(cx.page_with(status, agency_shell(cx, agency, w.t("licensing-follow")), body))
}

/// The visitor's own cases, newest first.
async fn own(cx: &PageCx, desk: &Desk, agency: &Agency) -> Result<Vec<Case>, WebError> {
    let mut all = Vec::new();
    for account in visitor::accounts(cx, agency) {
        let rows =
            desk.store().matters_by_applicant(agency.id(), &account, MAX_OWN, None).await.or_fault()?;
        all.extend(desk.cases(&rows).or_fault()?);
    }
    all.sort_by_key(|c| std::cmp::Reverse(c.matter.opened));
    Ok(all)
}

fn own_table(w: &Words, desk: &Desk, agency: &Agency, cases: &[Case]) -> Html {
    let rows = cases.iter().map(|case| {
        let code = case.matter.code.as_deref().unwrap_or("…");
        let clock = case.clock.as_ref().map(|r| clock_short(w, &congvu_views::clock(w, r)));
        Row::new(vec![
            Html::link(&format!("/{}/cases/{}", agency.id(), case.matter.id), code),
            Html::text(&case.matter.subject),
            state_badge(w, desk.library(), case),
            clock.unwrap_or_default(),
        ])
    });
    table(
        w,
        &Table {
            caption: w.t("licensing-own-cases"),
            columns: [
                "licensing-follow-code",
                "licensing-case-subject",
                "licensing-case-state",
                "licensing-case-due",
            ]
            .map(|id| Column::new(w.t(id)))
            .to_vec(),
            rows: rows.collect(),
            hide_caption: true,
            ..Table::default()
        },
    )
}

//! Signing in and out.

use crate::{Accounts, DemoLogin, OFFICER, PeerAddress, StoredThrottles};
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_pack::Agency;
use congvu_store::AccountRow;
use congvu_views::agency_shell;
use congvu_web::components::{
    Column, Field, Input, Row, Table, Tone, field, heading, lead, notice, paragraph, post_form, table,
};
use congvu_web::context::safe_next;
use congvu_web::security::password::Checked;
use congvu_web::security::throttle::{Decision, Policy, ThrottleStore, address_key, login_key};
use congvu_web::{Html, PageCx, SignedIn, WebError};
use jiff::Timestamp;
use serde::Deserialize;

/// Where to go after signing in.
#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    next: Option<String>,
}

/// What is typed.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    login: String,
    password: String,
    next: Option<String>,
}

pub(crate) async fn show(
    State(office): State<Accounts>,
    Path(agency): Path<String>,
    Query(next): Query<Next>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = office.desk.agency(&agency).ok_or(WebError::NotFound)?;
    page(&office, agency, &cx, next.next.as_deref(), "", Html::EMPTY, StatusCode::OK).await
}

pub(crate) async fn submit(
    State(office): State<Accounts>,
    Path(agency): Path<String>,
    PeerAddress(peer): PeerAddress,
    cx: PageCx,
    Form(typed): Form<Credentials>,
) -> Result<Response, WebError> {
    let agency = office.desk.agency(&agency).ok_or(WebError::NotFound)?;
    let throttles = StoredThrottles(office.desk.store().clone());
    let keys = (login_key(agency.id(), &typed.login), address_key(peer));
    let before = (
        throttles.failures(&keys.0).await.map_err(WebError::fault)?,
        throttles.failures(&keys.1).await.map_err(WebError::fault)?,
    );
    let (policy, now) = (Policy::default(), Timestamp::now());
    if let Decision::Wait { seconds } = policy.decide(before.0, before.1, now) {
        return Err(WebError::TooMany { retry_after_s: seconds });
    }
    match check(&office, agency, &typed).await? {
        Some(account) => {
            throttles.forget(&keys.0).await.map_err(WebError::fault)?;
            enter(&office, agency, &cx, &account, typed.next.as_deref()).await
        }
        None => {
            throttles.set_failures(&keys.0, policy.failed(before.0, now)).await.map_err(WebError::fault)?;
            throttles.set_failures(&keys.1, policy.failed(before.1, now)).await.map_err(WebError::fault)?;
            let w = cx.words();
            let wrong = notice(Tone::Bad, &w.t("accounts-wrong"), &paragraph(&w.t("accounts-wrong-help")));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&office, agency, &cx, typed.next.as_deref(), &typed.login, wrong, status).await
        }
    }
}

/// The account, when login and password fit. An unknown login costs as much time as a wrong password.
async fn check(
    office: &Accounts,
    agency: &Agency,
    typed: &Credentials,
) -> Result<Option<AccountRow>, WebError> {
    let login = typed.login.trim().to_lowercase();
    let store = office.desk.store();
    let account = store.account_by_login(agency.id(), &login).await.map_err(WebError::fault)?;
    let account = account.filter(|a| a.closed_ms.is_none());
    let stored = account.as_ref().map(|a| a.password_hash.as_str());
    let checked = office.passwords.check(&typed.password, stored).await.map_err(WebError::fault)?;
    match (checked, account) {
        (Checked::Right { rehash }, Some(mut account)) => {
            if let Some(hash) = rehash {
                account.password_hash = hash;
                store.put_account(agency.id(), &account).await.map_err(WebError::fault)?;
            }
            Ok(Some(account))
        }
        _ => Ok(None),
    }
}

/// Opens the session: an officer in the first position that the record says the person holds today.
async fn enter(
    office: &Accounts,
    agency: &Agency,
    cx: &PageCx,
    account: &AccountRow,
    next: Option<&str>,
) -> Result<Response, WebError> {
    let mut who = SignedIn {
        person: account.id.clone(),
        name: account.name.clone(),
        agency: Some(agency.id().to_owned()),
        ..SignedIn::default()
    };
    let mut home = format!("/{}/cases", agency.id());
    if account.kind == OFFICER {
        let book = office.desk.positions(agency).await.map_err(WebError::fault)?;
        let person = account.person.clone().unwrap_or_default();
        let held = book.positions_of(&person, office.desk.clock().now());
        who.person = person;
        if let Some(position) = held.first() {
            who.position_title = Some(congvu_views::title_of(cx.words(), agency, &book, position, None));
            who.position = Some(position.as_str().to_owned());
            home = format!("/{}/desk", agency.id());
        }
    }
    cx.session().sign_in(who, cx.now());
    let target = match next {
        Some(_) => safe_next(next).to_owned(),
        None => home,
    };
    Ok(Redirect::to(&target).into_response())
}

pub(crate) async fn sign_out(cx: PageCx) -> Redirect {
    let home = cx
        .session()
        .signed_in()
        .and_then(|who| who.agency)
        .map_or_else(|| "/".to_owned(), |a| format!("/{a}"));
    cx.session().sign_out();
    Redirect::to(&home)
}

async fn page(
    office: &Accounts,
    agency: &Agency,
    cx: &PageCx,
    next: Option<&str>,
    login: &str,
    above: Html,
    status: StatusCode,
) -> Result<Response, WebError> {
    let w = cx.words();
    let name = Field::new("login", w.t("accounts-login")).value(login).autocomplete("username");
    let password = Field::new("password", w.t("accounts-password"))
        .input(Input::Password)
        .autocomplete("current-password");
    let mut fields = field(w, &name).then(&field(w, &password));
    if let Some(next) = next {
        fields = fields.then(&congvu_web::components::hidden("next", safe_next(Some(next))));
    }
    let action = format!("/{}/sign-in", agency.id());
    let register = format!("/{}/register-account", agency.id());
    let body = heading(1, &w.t("accounts-sign-in"))
        .then(&above)
        .then(&lead(&w.t("accounts-sign-in-lead")))
        .then(&post_form(&cx.csrf(), &action, &fields, &w.t("accounts-sign-in")))
        .then(&Html::literal("<p class=\"buttons\">"))
        .then(&congvu_web::components::button_link(&register, &w.t("accounts-register"), false))
        .then(&Html::literal("</p>"))
        .then(&demo(office, agency, cx).await?);
    let shell = agency_shell(cx, agency, w.t("accounts-sign-in"));
    Ok(cx.page_with(status, shell, body))
}

/// In a demo the accounts are written on the door: those of people who have a position in this department.
async fn demo(office: &Accounts, agency: &Agency, cx: &PageCx) -> Result<Html, WebError> {
    if office.demo.logins.is_empty() {
        return Ok(Html::EMPTY);
    }
    let w = cx.words();
    let book = office.desk.positions(agency).await.map_err(WebError::fault)?;
    let here = |l: &&DemoLogin| l.position.as_deref().is_none_or(|p| book.position(p).is_some());
    let rows = office.demo.logins.iter().filter(here);
    let rows = rows
        .map(|l| Row::new(vec![Html::text(&l.login), Html::text(w.pick(&l.who_vi, &l.who_en))]))
        .collect();
    let list = Table {
        caption: w.t("accounts-demo-caption"),
        columns: vec![Column::new(w.t("accounts-login")), Column::new(w.t("accounts-demo-who"))],
        rows,
        ..Table::default()
    };
    let text = w.with("accounts-demo", &[("password", office.demo.password.as_str().into())]);
    Ok(notice(Tone::Info, &w.t("accounts-demo-title"), &paragraph(&text)).then(&table(w, &list)))
}

//! A citizen's or a body's own account.

use crate::{Accounts, CITIZEN};
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_pack::Agency;
use congvu_store::{AccountRow, StoreError};
use congvu_views::agency_shell;
use congvu_web::components::{Field, FieldError, Input, error_summary, field, heading, lead, post_form};
use congvu_web::{Html, PageCx, SignedIn, WebError, Words};
use serde::Deserialize;

/// Shortest password, in characters (NIST SP 800-63B asks for at least 8; length is what counts).
const PASSWORD_CHARS: usize = 10;
/// Longest login, name and so on, in characters.
const TEXT_CHARS: usize = 200;

/// What is typed.
#[derive(Deserialize, Default)]
pub(crate) struct Registration {
    login: String,
    name: String,
    phone: String,
    email: String,
    password: String,
}

pub(crate) async fn show(
    State(office): State<Accounts>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = office.desk.agency(&agency).ok_or(WebError::NotFound)?;
    Ok(page(agency, &cx, &Registration::default(), &[]))
}

pub(crate) async fn submit(
    State(office): State<Accounts>,
    Path(agency): Path<String>,
    cx: PageCx,
    Form(typed): Form<Registration>,
) -> Result<Response, WebError> {
    let agency = office.desk.agency(&agency).ok_or(WebError::NotFound)?;
    let errors = faults(cx.words(), &typed);
    if !errors.is_empty() {
        return Ok(page(agency, &cx, &typed, &errors));
    }
    let login = typed.login.trim().to_lowercase();
    let account = AccountRow {
        id: format!("citizen:{login}"),
        login,
        password_hash: office.passwords.hash(&typed.password).await.map_err(WebError::fault)?,
        name: typed.name.trim().to_owned(),
        phone: typed.phone.chars().filter(char::is_ascii_digit).collect(),
        email: typed.email.trim().to_owned(),
        kind: CITIZEN.to_owned(),
        person: None,
        created_ms: office.desk.clock().now_ms(),
        closed_ms: None,
    };
    let store = office.desk.store();
    let taken = store.account_by_login(agency.id(), &account.login).await.map_err(WebError::fault)?.is_some();
    let put = if taken { Err(None) } else { store.put_account(agency.id(), &account).await.map_err(Some) };
    match put {
        Err(None | Some(StoreError::Duplicate { .. })) => {
            let errors = [FieldError::new("login", cx.words().t("accounts-login-taken"))];
            return Ok(page(agency, &cx, &typed, &errors));
        }
        Err(Some(error)) => return Err(WebError::fault(error)),
        Ok(()) => {}
    }
    let who = SignedIn {
        person: account.id,
        name: account.name,
        agency: Some(agency.id().to_owned()),
        ..SignedIn::default()
    };
    cx.session().sign_in(who, cx.now());
    Ok(Redirect::to(&format!("/{}", agency.id())).into_response())
}

fn faults(w: &Words, typed: &Registration) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut say = |name: &str, id: &str, wrong: bool| {
        if wrong {
            errors.push(FieldError::new(name, w.t(id)));
        }
    };
    let login_fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    let login = typed.login.trim();
    let length = |s: &str| s.trim().chars().count();
    say(
        "login",
        "accounts-login-bad",
        length(login) < 3 || length(login) > 64 || !login.chars().all(login_fits),
    );
    say("name", "accounts-name-bad", length(&typed.name) < 2 || length(&typed.name) > TEXT_CHARS);
    let digits = typed.phone.chars().filter(char::is_ascii_digit).count();
    say("phone", "accounts-phone-bad", !(9..=12).contains(&digits));
    let email = typed.email.trim();
    say(
        "email",
        "accounts-email-bad",
        !email.is_empty() && (!email.contains('@') || length(email) > TEXT_CHARS),
    );
    say("password", "accounts-password-bad", typed.password.chars().count() < PASSWORD_CHARS);
    errors
}

fn page(agency: &Agency, cx: &PageCx, typed: &Registration, errors: &[FieldError]) -> Response {
    let w = cx.words();
    let fields = [
        Field::new("name", w.t("accounts-name")).value(&typed.name).autocomplete("organization"),
        Field::new("phone", w.t("accounts-phone"))
            .hint(w.t("accounts-phone-hint"))
            .input(Input::Tel)
            .value(&typed.phone)
            .autocomplete("tel"),
        Field::new("email", w.t("accounts-email"))
            .input(Input::Email)
            .value(&typed.email)
            .autocomplete("email")
            .optional(),
        Field::new("login", w.t("accounts-login"))
            .hint(w.t("accounts-login-hint"))
            .value(&typed.login)
            .autocomplete("username"),
        Field::new("password", w.t("accounts-password"))
            .hint(w.t("accounts-password-hint"))
            .input(Input::Password)
            .autocomplete("new-password"),
    ];
    let fields = Html::join(fields.into_iter().map(|f| field(w, &f.errors(errors))));
    let action = format!("/{}/register-account", agency.id());
    let body = error_summary(w, errors)
        .then(&heading(1, &w.t("accounts-register")))
        .then(&lead(&w.t("accounts-register-lead")))
        .then(&post_form(&cx.csrf(), &action, &fields, &w.t("accounts-register")));
    let shell = agency_shell(cx, agency, w.t("accounts-register"));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page_with(status, shell, body)
}

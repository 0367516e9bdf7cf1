//! By which channels a citizen wants to be told.

use crate::Notices;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_pack::notices::Channel;
use congvu_store::AccountRow;
use congvu_views::door::to_sign_in;
use congvu_views::{agency_of, agency_shell, citizen_of};
use congvu_web::components::{
    Choice, Field, FieldError, Input, Tone, error_summary, field, heading, lead, post_form,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};

/// Longest address, in characters (RFC 5321, section 4.5.3.1.3).
const MAX_EMAIL_CHARS: usize = 254;
/// Fewest and most digits of a telephone number.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 9..=12;

/// What stands in the form.
#[derive(Debug, Default)]
struct Typed {
    email: String,
    phone: String,
    channels: Vec<String>,
}

/// `GET /{agency}/notices/choices`
pub(crate) async fn show(
    State(office): State<Notices>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let desk = &office.desk;
    let agency = agency_of(desk, &agency)?;
    let Some(account) = account(desk, &cx, agency).await? else { return Ok(to_sign_in(agency, cx.path())) };
    let chosen = desk.store().notice_choices(agency.id(), &account.id).await.or_fault()?;
    let typed = Typed {
        email: account.email,
        phone: account.phone,
        channels: chosen.into_iter().map(|(channel, _)| channel).collect(),
    };
    Ok(page(&cx, desk, agency, &typed, &[]))
}

/// `POST /{agency}/notices/choices`
pub(crate) async fn save(
    State(office): State<Notices>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, WebError> {
    let desk = &office.desk;
    let agency = agency_of(desk, &agency)?;
    let Some(account) = account(desk, &cx, agency).await? else { return Ok(to_sign_in(agency, cx.path())) };
    let outside = Channel::OUTSIDE.map(Channel::as_str);
    let typed = Typed {
        email: values.get("email").trim().to_owned(),
        phone: values.get("phone").chars().filter(char::is_ascii_digit).collect(),
        channels: values.all("channels").iter().filter(|c| outside.contains(&c.as_str())).cloned().collect(),
    };
    let errors = faults(cx.words(), &typed);
    if !errors.is_empty() {
        return Ok(page(&cx, desk, agency, &typed, &errors));
    }
    let store = desk.store();
    let account = AccountRow { email: typed.email, phone: typed.phone, ..account };
    store.put_account(agency.id(), &account).await.or_fault()?;
    let channels: Vec<&str> = typed.channels.iter().map(String::as_str).collect();
    store.put_notice_choices(agency.id(), &account.id, &channels, desk.clock().now_ms()).await.or_fault()?;
    cx.session().flash(Tone::Good, &cx.words().t("notices-choices-saved"));
    Ok(Redirect::to(&format!("/{}/notices", agency.id())).into_response())
}

/// The account of the citizen who is signed in.
async fn account(desk: &Desk, cx: &PageCx, agency: &Agency) -> Result<Option<AccountRow>, WebError> {
    let Some(who) = citizen_of(cx, agency) else { return Ok(None) };
    let found = desk.store().account(agency.id(), &who.person).await.or_fault()?;
    Ok(found.filter(|a| a.closed_ms.is_none()))
}

fn faults(w: &Words, typed: &Typed) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let chose = |channel: Channel| typed.channels.iter().any(|c| c == channel.as_str());
    let email_needed = chose(Channel::Email) || !typed.email.is_empty();
    let email_fits =
        typed.email.chars().count() <= MAX_EMAIL_CHARS && congvu_notice::is_address(&typed.email);
    if email_needed && !email_fits {
        errors.push(FieldError::new("email", w.t("notices-email-bad")));
    }
    let phone_needed = chose(Channel::Sms) || chose(Channel::Zalo) || !typed.phone.is_empty();
    if phone_needed && !PHONE_DIGITS.contains(&typed.phone.len()) {
        errors.push(FieldError::new("phone", w.t("notices-phone-bad")));
    }
    errors
}

fn page(cx: &PageCx, desk: &Desk, agency: &Agency, typed: &Typed, errors: &[FieldError]) -> Response {
    let w = cx.words();
    let title = w.t("notices-choices");
    let choices = Channel::OUTSIDE.map(|channel| {
        let mut choice = Choice::new(channel.as_str(), w.t(&format!("views-channel-{channel}")));
        if !desk.outlets().contains(&channel) {
            choice.hint = w.t("notices-not-set-up");
        }
        choice
    });
    let mut channels = Field::new("channels", w.t("notices-channels"))
        .hint(w.t("notices-channels-hint"))
        .input(Input::Checkboxes(choices.to_vec()))
        .errors(errors)
        .optional();
    channels.values.clone_from(&typed.channels);
    let email = Field::new("email", w.t("notices-email"))
        .input(Input::Email)
        .autocomplete("email")
        .value(&typed.email)
        .errors(errors)
        .optional();
    let phone = Field::new("phone", w.t("notices-phone"))
        .input(Input::Tel)
        .autocomplete("tel")
        .value(&typed.phone)
        .errors(errors)
        .optional();
    let fields = Html::join([field(w, &channels), field(w, &email), field(w, &phone)]);
    let action = format!("/{}/notices/choices", agency.id());
    let body = Html::join([
        error_summary(w, errors),
        heading(1, &title),
        lead(&w.t("notices-choices-lead")),
        post_form(&cx.csrf(), &action, &fields, &w.t("notices-save")),
    ]);
    let shell = agency_shell(cx, agency, title.as_str())
        .crumb(format!("/{}", agency.id()), w.t("notices-start"))
        .crumb(format!("/{}/notices", agency.id()), w.t("views-nav-notices"))
        .crumb("", title);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page_with(status, shell, body)
}

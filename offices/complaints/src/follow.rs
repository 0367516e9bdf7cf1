//! Following by the code alone, and asking to withdraw.

use crate::limits::{self, Peer};
use crate::{fields, unkept};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_authority::Actor;
use congvu_desk::{Case, Desk, On, Request};
use congvu_matter::Command;
use congvu_matter::declare::{ActDef, Lifecycle};
use congvu_pack::Agency;
use congvu_views::{agency_of, agency_shell, pick, state_badge};
use congvu_web::components::{
    Field, FieldError, Tone, error_summary, field, heading, hidden, key_values, notice, paragraph, post_form,
    section,
};
use congvu_web::form::FormValues;
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, ResultExt, WebError, fmt};
use serde_json::{Map, Value};

/// The field with the code.
const CODE: &str = "code";
/// The act by which one asks to withdraw.
const WITHDRAW: &str = "withdraw";

/// `GET /{agency}/complaints/follow`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    crate::send::life(desk.library(), agency)?;
    Ok(ask(&cx, agency, &[]))
}

fn ask(cx: &PageCx, agency: &Agency, errors: &[FieldError]) -> Response {
    let w = cx.words();
    let id = agency.id();
    let code = Field::new(CODE, w.t("complaints-code")).hint(w.t("complaints-code-hint")).autocomplete("off");
    let form = post_form(
        &cx.csrf(),
        &format!("/{id}/complaints/follow"),
        &field(w, &code.errors(errors)),
        &w.t("complaints-follow"),
    );
    let title = w.t("complaints-follow");
    let body = heading(1, &title)
        .then(&error_summary(w, errors))
        .then(&paragraph(&w.t("complaints-follow-lead")))
        .then(&form);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = agency_shell(cx, agency, &title)
        .crumb(format!("/{id}/complaints"), w.t("complaints-title"))
        .crumb("", title);
    unkept(cx.page_with(status, shell, body))
}

/// The matter of the code that was typed. One answer for every code that is none.
async fn found(
    desk: &Desk,
    cx: &PageCx,
    agency: &Agency,
    values: &FormValues,
    peer: &Peer,
) -> Result<Result<Case, Response>, WebError> {
    crate::send::life(desk.library(), agency)?;
    limits::count(desk, agency, "follow", peer).await?;
    let case = desk.case_of_code(agency, values.get(CODE)).await.or_fault()?;
    let wrong = || ask(cx, agency, &[FieldError::new(CODE, cx.words().t("complaints-code-wrong"))]);
    Ok(case.ok_or_else(wrong))
}

/// `POST /{agency}/complaints/follow`
pub(crate) async fn look_up(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    peer: Peer,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    match found(&desk, &cx, agency, &values, &peer).await? {
        Ok(case) => show(&desk, &cx, agency, &case, values.get(CODE), &[], None).await,
        Err(answer) => Ok(answer),
    }
}

/// `POST /{agency}/complaints/withdraw`
pub(crate) async fn withdraw(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    peer: Peer,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let code = values.get(CODE);
    let case = match found(&desk, &cx, agency, &values, &peer).await? {
        Ok(case) => case,
        Err(answer) => return Ok(answer),
    };
    let w = cx.words();
    let (life, _) = crate::send::life(desk.library(), agency)?;
    let act = life.act(WITHDRAW).ok_or(WebError::NotFound)?;
    let mut input = Map::new();
    for asked in &act.inputs {
        input.insert(asked.id.clone(), Value::from(values.get(&asked.id)));
    }
    let request = Request {
        agency: agency.id().to_owned(),
        actor: Actor::Applicant { account: desk.account_of_code(agency, code).or_fault()?.as_str().into() },
        on: On::Matter(case.matter.id.clone()),
        seen: None,
        idempotency_key: key(&values),
        command: Command { act: act.id.clone(), input, ..Command::default() },
    };
    match desk.perform(request).await {
        Ok(_) => {
            let case = desk.case_of_code(agency, code).await.or_fault()?.ok_or(WebError::NotFound)?;
            show(&desk, &cx, agency, &case, code, &[], Some(w.t("complaints-withdraw-asked"))).await
        }
        Err(congvu_desk::PerformError::NotNow(refused)) => {
            let errors = crate::send::faults(w, life, act, &refused);
            show(&desk, &cx, agency, &case, code, &errors, None).await
        }
        Err(error) => {
            let name = pick(w, &act.name);
            Err(congvu_views::perform_error(w, &desk, agency, Some(life), name, error).await)
        }
    }
}

async fn show(
    desk: &Desk,
    cx: &PageCx,
    agency: &Agency,
    case: &Case,
    code: &str,
    errors: &[FieldError],
    done: Option<String>,
) -> Result<Response, WebError> {
    let w = cx.words();
    let library = desk.library();
    let lines = desk.history(agency, &case.matter.id).await.or_fault()?;
    let last = lines.iter().rev().find(|l| l.act.kind != "look").map(|l| fmt::date(w.lang(), l.at.date()));
    let mut facts = vec![
        (w.t("complaints-number"), Html::text(case.matter.code.as_deref().unwrap_or_default())),
        (w.t("complaints-state"), state_badge(w, library, case)),
        (w.t("complaints-opened"), Html::text(&fmt::date(w.lang(), case.matter.opened.date()))),
        (w.t("complaints-moved"), Html::text(&last.unwrap_or_default())),
    ];
    if let Some(due) = case.clock.as_ref().and_then(|c| c.due).filter(|_| case.matter.closed.is_none()) {
        facts.push((w.t("complaints-due"), Html::text(&fmt::date_weekday(w.lang(), due.date()))));
    }
    let told = case.state(library).map(|s| pick(w, &s.told).to_owned()).unwrap_or_default();
    let title = w.t("complaints-follow");
    let body = Html::join([
        heading(1, &title),
        error_summary(w, errors),
        done.map_or(Html::EMPTY, |text| notice(Tone::Good, &text, &Html::EMPTY)),
        paragraph(&told),
        key_values(&facts),
        asking_to_withdraw(desk, cx, agency, case, code, errors).await?,
    ]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(unkept(cx.page_with(status, agency_shell(cx, agency, title), body)))
}

/// The form, where one may withdraw now.
async fn asking_to_withdraw(
    desk: &Desk,
    cx: &PageCx,
    agency: &Agency,
    case: &Case,
    code: &str,
    errors: &[FieldError],
) -> Result<Html, WebError> {
    let Some(act) = offered(case.lifecycle(desk.library()), case) else { return Ok(Html::EMPTY) };
    let w = cx.words();
    let inputs = Html::join([
        hidden(CODE, code),
        hidden("_key", &new_key()?),
        fields::html(w, act, &FormValues::default(), errors, |_| true),
    ]);
    let action = format!("/{}/complaints/withdraw", agency.id());
    let form = post_form(&cx.csrf(), &action, &inputs, pick(w, &act.name));
    Ok(section(pick(w, &act.name), &paragraph(&w.t("complaints-withdraw-more")).then(&form)))
}

fn offered<'l>(life: Option<&'l Lifecycle>, case: &Case) -> Option<&'l ActDef> {
    life?.act(WITHDRAW).filter(|a| a.from.contains(&case.matter.state))
}

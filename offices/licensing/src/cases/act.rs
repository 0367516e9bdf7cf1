//! What an applicant does with a case: send what was missing, withdraw.

use axum::extract::{FromRequest, Multipart, Path, Request as HttpRequest, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Case, Desk, On, PerformError, Request};
use congvu_matter::declare::{ActDef, Dossier, Input, InputKind, Text};
use congvu_matter::{Attachment, Command, Refused};
use congvu_pack::Agency;
use congvu_views::{agency_of, agency_shell, chip_of, perform_error, pick};
use congvu_web::components::{
    Choice, Field, FieldError, Input as Widget, Tone, chip, error_summary, field, heading, notice, post_form,
    resumable_form,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde_json::{Map, Value};

use super::{applicant, open, open_to};
use crate::drafts::files;
use crate::visitor::Access;

/// Part under which files that are not of one part of the dossier are kept, and its field's name.
const OTHER: &str = "other";

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path((id, matter, act)): Path<(String, String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (case, access) = open(&desk, &cx, agency, &matter).await?;
    let act = act_of(&desk, &case, access, &act)?;
    page(&cx, &desk, agency, &case, &act, &FormValues::default(), &[]).await
}

/// Takes the form, with files or without.
pub(crate) async fn submit(
    State(desk): State<Desk>,
    Path((id, matter, act)): Path<(String, String, String)>,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (case, access) = open(&desk, &cx, agency, &matter).await?;
    let act = act_of(&desk, &case, access, &act)?;
    let w = cx.words();
    let (typed, sent, mut errors) = read(&cx, &desk, agency, &case, request).await?;
    let files = if act.files { sent } else { Vec::new() };
    if errors.is_empty() {
        let command = Command { act: act.id.clone(), input: said(&act, &typed), files, ..Command::default() };
        let asked = Request {
            agency: agency.id().to_owned(),
            actor: applicant(&case),
            on: On::Matter(case.matter.id.clone()),
            seen: None,
            idempotency_key: Some(typed.get("key").to_owned()).filter(|k| (1..=100).contains(&k.len())),
            command,
        };
        match desk.perform(asked).await {
            Ok(_) => {
                let done = w.with("licensing-act-done", &[("act", pick(w, &act.name).to_owned().into())]);
                cx.session().flash(Tone::Good, &done);
                return Ok(Redirect::to(&format!("/{id}/cases/{matter}")).into_response());
            }
            Err(error) => errors = put_right(&cx, &desk, agency, &case, &act, error).await?,
        }
    }
    page(&cx, &desk, agency, &case, &act, &typed, &errors).await
}

/// What can be put right in the form; anything else is a page of its own.
async fn put_right(
    cx: &PageCx,
    desk: &Desk,
    agency: &Agency,
    case: &Case,
    act: &ActDef,
    error: PerformError,
) -> Result<Vec<FieldError>, WebError> {
    let w = cx.words();
    let lifecycle = case.lifecycle(desk.library());
    let in_form = matches!(error, PerformError::NotNow(Refused::Input { .. } | Refused::MissingParts { .. }));
    match perform_error(w, desk, agency, lifecycle, pick(w, &act.name), error).await {
        WebError::Invalid(errors) if in_form => Ok(errors),
        other => Err(other),
    }
}

/// The act, if it is one for applicants who came this way.
fn act_of(desk: &Desk, case: &Case, access: Access, id: &str) -> Result<ActDef, WebError> {
    let act = case.lifecycle(desk.library()).and_then(|l| l.act(id));
    act.filter(|a| open_to(access, a) && !a.from.is_empty()).cloned().ok_or(WebError::NotFound)
}

/// Parts that files may be sent for: those of the dossier, and one for what is none of them.
fn parts(w: &Words, desk: &Desk, case: &Case) -> Vec<Dossier> {
    let declared = case.procedure(desk.library()).and_then(|(_, v)| v);
    let mut parts = declared.map(|v| v.dossier.clone()).unwrap_or_default();
    let name = Text { vi: w.t("licensing-other-files"), en: w.t("licensing-other-files") };
    parts.push(Dossier {
        id: OTHER.to_owned(),
        name,
        required: false,
        accepts: ["pdf", "image", "word"].map(str::to_owned).to_vec(),
        copies: 1,
        help: None,
        source: None,
        verified: true,
    });
    parts
}

async fn read(
    cx: &PageCx,
    desk: &Desk,
    agency: &Agency,
    case: &Case,
    request: HttpRequest,
) -> Result<(FormValues, Vec<Attachment>, Vec<FieldError>), WebError> {
    let w = cx.words();
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Ok((FormValues::from_request(request, &()).await?, Vec::new(), Vec::new()));
    }
    let form = Multipart::from_request(request, &()).await.map_err(|_| WebError::BadForm)?;
    let (mut files, mut texts) = (Vec::new(), Vec::new());
    let parts = parts(w, desk, case);
    let mut errors = files::receive(w, desk, form, &parts, &mut files, &mut texts).await?;
    errors.extend(files::resumed(cx, desk, agency, &texts, &parts, &mut files).await?);
    for file in files.iter_mut().filter(|f: &&mut Attachment| f.part == OTHER) {
        file.part = String::new();
    }
    Ok((FormValues::from_pairs(texts), files, errors))
}

fn said(act: &ActDef, typed: &FormValues) -> Map<String, Value> {
    let value = |input: &Input| {
        let text = typed.get(&input.id).replace("\r\n", "\n").trim().to_owned();
        match input.kind {
            InputKind::Items => text
                .lines()
                .map(str::trim)
                .filter(|l| !l.is_empty())
                .map(Value::from)
                .collect::<Vec<_>>()
                .into(),
            _ => Value::from(text),
        }
    };
    act.inputs
        .iter()
        .filter(|i| !typed.get(&i.id).trim().is_empty())
        .map(|i| (i.id.clone(), value(i)))
        .collect()
}

async fn page(
    cx: &PageCx,
    desk: &Desk,
    agency: &Agency,
    case: &Case,
    act: &ActDef,
    values: &FormValues,
    errors: &[FieldError],
) -> Result<Response, WebError> {
    let w = cx.words();
    let name = pick(w, &act.name);
    let offers = desk.offers(agency, &applicant(case), &case.matter).await.or_fault()?;
    let permit = offers.into_iter().find(|o| o.act.id == act.id).and_then(|o| o.may.ok());
    let mut body = heading(1, name).then(&error_summary(w, errors));
    let Some(permit) = permit else {
        let body = body.then(&notice(Tone::Warn, &w.t("licensing-act-not-now"), &Html::EMPTY));
        let shell = agency_shell(cx, agency, name);
        return Ok(cx.page_with(StatusCode::CONFLICT, shell, body));
    };
    body = body.then(&Html::literal("<p>")).then(&chip(w, &chip_of(w, agency, &permit.clause)));
    body = body.then(&Html::literal("</p>"));
    if let Some(warning) = &act.warning {
        body = body.then(&notice(Tone::Warn, pick(w, warning), &Html::EMPTY));
    }
    let mut fields = Html::join(act.inputs.iter().map(|i| field(w, &input(w, i, values, errors))));
    // A second press of the button, or a reload, is the same request.
    let key = format!("{}-{}-{}", act.id, case.matter.id, case.matter.version);
    fields = fields.then(&congvu_web::components::hidden("key", &key));
    let base = format!("/{}/cases/{}", agency.id(), case.matter.id);
    let action = format!("{base}/acts/{}", act.id);
    let form = if act.files {
        let uploads = Html::join(parts(w, desk, case).iter().map(|p| files::field(w, p, false, errors)));
        let resume = format!("/{}/uploads", agency.id());
        resumable_form(w, &cx.csrf(), &action, &resume, &fields.then(&uploads), name)
    } else {
        post_form(&cx.csrf(), &action, &fields, name)
    };
    let body = body.then(&form).then(&Html::link(&base, &w.t("licensing-back-case")));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = agency_shell(cx, agency, name)
        .crumb(format!("/{}/cases", agency.id()), w.t("licensing-follow"))
        .crumb(base, case.matter.code.clone().unwrap_or_default())
        .crumb("", name);
    Ok(cx.page_with(status, shell, body))
}

fn input(w: &Words, input: &Input, values: &FormValues, errors: &[FieldError]) -> Field {
    let widget = match input.kind {
        InputKind::LongText | InputKind::Items => Widget::LongText { rows: 4 },
        InputKind::Money => Widget::Number,
        InputKind::Date => Widget::Date,
        InputKind::Choice => {
            let choices = input.choices.iter().map(|(value, label)| Choice::new(value, pick(w, label)));
            Widget::Radios(choices.collect())
        }
        _ => Widget::Text,
    };
    let hint = input.help.as_ref().map(|h| pick(w, h).to_owned()).unwrap_or_default();
    let made = Field::new(&input.id, pick(w, &input.label))
        .hint(hint)
        .input(widget)
        .value(values.get(&input.id))
        .errors(errors);
    if input.required { made } else { made.optional() }
}

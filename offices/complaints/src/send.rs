//! Telling of a breach without an account: everything that is said is sealed before it is stored, and a code is given to follow.

use crate::limits::{self, Peer};
use crate::read::{self, Sent};
use crate::{LIFECYCLE, fields, unkept};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_authority::Actor;
use congvu_desk::{Desk, On, Opening, PerformError, Request};
use congvu_matter::declare::{ActDef, Lifecycle};
use congvu_matter::{Command, Party, Refused};
use congvu_pack::{Agency, Library};
use congvu_views::{agency_of, agency_shell, chip_of, pick};
use congvu_web::components::{
    Choice, Field, FieldError, Input, Tone, big_number, bullets, button_link, chip, error_summary, field,
    heading, hidden, notice, paragraph, section, upload_form,
};
use congvu_web::form::FormValues;
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};

/// The input that says whom it is about, and its answer for the leadership, which is another act.
const ABOUT: &str = "about";
const LEADERSHIP: &str = "leadership";
/// The acts of the page.
const ACT: &str = "denounce";
const ACT_LEADERSHIP: &str = "denounce-leadership";

/// The procedure by which a department takes denunciations.
pub(crate) fn procedure<'l>(library: &'l Library, agency: &Agency) -> Option<&'l congvu_pack::Loaded> {
    let mut all = agency.procedures.iter().filter_map(|id| library.procedures.get(id));
    all.find(|p| p.declared.lifecycle == LIFECYCLE).map(AsRef::as_ref)
}

/// What is declared, where the department takes denunciations.
pub(crate) fn life<'l>(library: &'l Library, agency: &Agency) -> Result<(&'l Lifecycle, String), WebError> {
    let id = procedure(library, agency).ok_or(WebError::NotFound)?.declared.id.clone();
    let life = library.lifecycles.get(LIFECYCLE).ok_or(WebError::NotFound)?;
    Ok((life, id))
}

fn act_of<'l>(life: &'l Lifecycle, about: &str) -> Result<&'l ActDef, WebError> {
    life.act(if about == LEADERSHIP { ACT_LEADERSHIP } else { ACT }).ok_or(WebError::NotFound)
}

/// `GET /{agency}/complaints/denounce`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (life, _) = life(desk.library(), agency)?;
    let mut values = FormValues::default();
    values.set("_key", new_key()?);
    show(&cx, agency, life, &values, &[])
}

/// `POST /{agency}/complaints/denounce`
pub(crate) async fn send(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    peer: Peer,
    cx: PageCx,
    form: Multipart,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (life, procedure) = life(desk.library(), agency)?;
    limits::count(&desk, agency, "denounce", &peer).await?;
    let Sent { values, files } = read::form(form).await?;
    let act = act_of(life, values.get(ABOUT))?;
    let (files, mut errors) = read::files(&desk, &cx, files).await?;
    let Some(key) = key(&values) else { return Err(WebError::BadForm) };
    let (mut open, secret) = read::said(act, &values, files);
    open.retain(|_, v| v.as_str() != Some(LEADERSHIP));
    if errors.is_empty() {
        let code = desk.follow_code(agency, &key).or_fault()?;
        let account = desk.account_of_code(agency, &code).or_fault()?;
        let request = Request {
            agency: agency.id().to_owned(),
            actor: Actor::Applicant { account: account.as_str().into() },
            on: On::New(Opening::Procedure(procedure)),
            seen: None,
            idempotency_key: Some(key),
            command: Command {
                act: act.id.clone(),
                input: open,
                party: Some(Party { account, name: String::new(), phone: String::new() }),
                channel: "online".to_owned(),
                secret: Some(secret),
                ..Command::default()
            },
        };
        match desk.perform(request).await {
            Ok(_) => return Ok(done(&cx, agency, life, &code)),
            Err(PerformError::NotNow(refused)) => errors = faults(cx.words(), life, act, &refused),
            Err(error) => {
                let name = pick(cx.words(), &act.name);
                return Err(
                    congvu_views::perform_error(cx.words(), &desk, agency, Some(life), name, error).await
                );
            }
        }
    }
    show(&cx, agency, life, &values, &errors)
}

/// What is to be put right, at its fields. The words name fields, never what was typed.
pub(crate) fn faults(w: &Words, life: &Lifecycle, act: &ActDef, refused: &Refused) -> Vec<FieldError> {
    let Refused::Input { faults, .. } = refused else {
        return vec![FieldError::new("_form", congvu_views::not_now_text(w, Some(life), refused).join(" "))];
    };
    let one = |fault: &congvu_matter::InputFault| {
        let one = Refused::Input { act: act.id.clone(), faults: vec![fault.clone()] };
        FieldError::new(fault.input.clone(), congvu_views::not_now_text(w, Some(life), &one).join(" "))
    };
    faults.iter().map(one).collect()
}

fn show(
    cx: &PageCx,
    agency: &Agency,
    life: &Lifecycle,
    values: &FormValues,
    errors: &[FieldError],
) -> Result<Response, WebError> {
    let w = cx.words();
    let act = act_of(life, "")?;
    let about = act.inputs.iter().find(|i| i.id == ABOUT).ok_or(WebError::NotFound)?;
    let mut choices = fields::choices(w, about);
    choices.insert(0, Choice::new(LEADERSHIP, w.t("complaints-about-leadership")));
    let mut whom = Field::new(ABOUT, pick(w, &about.label)).input(Input::Radios(choices));
    whom.values = values.all(ABOUT).to_vec();
    whom.hint = w.t("complaints-about-hint");
    let what =
        |i: &congvu_matter::declare::Input| i.sealed && ["accused", "content"].contains(&i.id.as_str());
    let who =
        |i: &congvu_matter::declare::Input| i.sealed && !["accused", "content"].contains(&i.id.as_str());
    let inputs = Html::join([
        hidden("_key", values.get("_key")),
        field(w, &whom.errors(errors)),
        fields::html(w, act, values, errors, what),
        fields::files(w, "complaints-files", errors),
        section(
            &w.t("complaints-who"),
            &paragraph(&w.t("complaints-who-more")).then(&fields::html(w, act, values, errors, who)),
        ),
    ]);
    let id = agency.id();
    let form =
        upload_form(w, &cx.csrf(), &format!("/{id}/complaints/denounce"), &inputs, &w.t("complaints-send"));
    let title = w.t("complaints-denounce");
    let told =
        ["complaints-told-letter", "complaints-told-seal", "complaints-told-code", "complaints-told-truth"];
    let told: Vec<Html> = told.iter().map(|id| Html::text(&w.t(id))).collect();
    let duty = agency.duty("31").map_or(Html::EMPTY, |c| chip(w, &chip_of(w, agency, &c)));
    let body = Html::join([
        heading(1, &title),
        error_summary(w, errors),
        notice(Tone::Info, &w.t("complaints-before"), &bullets(&told)),
        duty,
        form,
    ]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = agency_shell(cx, agency, &title)
        .crumb(format!("/{id}/complaints"), w.t("complaints-title"))
        .crumb("", title);
    Ok(unkept(cx.page_with(status, shell, body)))
}

/// The code, shown in the answer itself: it stands in no address that a browser would remember.
fn done(cx: &PageCx, agency: &Agency, life: &Lifecycle, code: &str) -> Response {
    let w = cx.words();
    let title = w.t("complaints-sent");
    let told = life.state("information").map(|s| pick(w, &s.told).to_owned()).unwrap_or_default();
    let body = Html::join([
        heading(1, &title),
        paragraph(&told),
        section(&w.t("complaints-code"), &big_number(code).then(&paragraph(&w.t("complaints-code-more")))),
        section(&w.t("complaints-next"), &paragraph(&w.t("complaints-next-more"))),
        button_link(&format!("/{}/complaints/follow", agency.id()), &w.t("complaints-follow"), false),
    ]);
    unkept(cx.page(agency_shell(cx, agency, title), body))
}

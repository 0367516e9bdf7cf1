//! Letters and people at the desk: what they say is sealed by whoever takes it in, who cannot open it again.

use crate::access::{Officer, Stop, enter};
use crate::read::{self, Sent};
use crate::{fields, unkept};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Desk, On, Opening, PerformError, Request};
use congvu_matter::declare::{ActDef, Lifecycle};
use congvu_matter::{Command, Party};
use congvu_views::pick;
use congvu_web::components::{
    Choice, Field, FieldError, Input, Tone, big_number, button_link, error_summary, field, heading, hidden,
    notice, paragraph, section, upload_form,
};
use congvu_web::form::FormValues;
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, ResultExt, WebError};

/// The field with the way it came.
const CHANNEL: &str = "_channel";

/// What is to be taken in: a new matter, or more for one that is there.
struct Asking<'d> {
    officer: Officer<'d>,
    life: &'d Lifecycle,
    act: &'d ActDef,
    procedure: String,
    /// The matter, where it is there already.
    matter: Option<String>,
}

impl<'d> Asking<'d> {
    async fn open(
        desk: &'d Desk,
        cx: &PageCx,
        agency: &str,
        act: &str,
        matter: Option<String>,
    ) -> Result<Self, Stop> {
        let officer = enter(desk, cx, agency).await?;
        let (life, procedure) = crate::send::life(desk.library(), officer.agency)?;
        let fits =
            |a: &&ActDef| a.is_sealing() && a.by != "applicant" && a.from.is_empty() == matter.is_none();
        let act = life.act(act).filter(fits).ok_or(WebError::NotFound)?;
        if let Some(matter) = &matter {
            let case = desk.case_for(officer.agency, &officer.actor(), matter).await.or_fault()?;
            case.ok_or(WebError::NotFound)?;
        }
        Ok(Self { officer, life, act, procedure, matter })
    }

    fn action(&self) -> String {
        match &self.matter {
            None => self.officer.at(&format!("/take/{}", self.act.id)),
            Some(matter) => self.officer.at(&format!("/{matter}/add/{}", self.act.id)),
        }
    }
}

/// `GET /{agency}/desk/complaints/take/{act}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, act)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let asking = Asking::open(&desk, &cx, &agency, &act, None).await?;
    if let Err(error) =
        desk.may_open(asking.officer.agency, &asking.officer.actor(), &asking.procedure, &asking.act.id).await
    {
        return Err(refused(&desk, &cx, &asking, error).await.into());
    }
    Ok(show(&cx, &asking, &fresh()?, &[]))
}

/// `GET /{agency}/desk/complaints/{matter}/add/{act}`
pub(crate) async fn add_page(
    State(desk): State<Desk>,
    Path((agency, matter, act)): Path<(String, String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let asking = Asking::open(&desk, &cx, &agency, &act, Some(matter)).await?;
    Ok(show(&cx, &asking, &fresh()?, &[]))
}

fn fresh() -> Result<FormValues, WebError> {
    let mut values = FormValues::default();
    values.set("_key", new_key()?);
    Ok(values)
}

/// `POST /{agency}/desk/complaints/take/{act}`
pub(crate) async fn take(
    State(desk): State<Desk>,
    Path((agency, act)): Path<(String, String)>,
    cx: PageCx,
    form: Multipart,
) -> Result<Response, Stop> {
    let asking = Asking::open(&desk, &cx, &agency, &act, None).await?;
    submit(&desk, &cx, &asking, form).await
}

/// `POST /{agency}/desk/complaints/{matter}/add/{act}`
pub(crate) async fn add(
    State(desk): State<Desk>,
    Path((agency, matter, act)): Path<(String, String, String)>,
    cx: PageCx,
    form: Multipart,
) -> Result<Response, Stop> {
    let asking = Asking::open(&desk, &cx, &agency, &act, Some(matter)).await?;
    submit(&desk, &cx, &asking, form).await
}

async fn submit(desk: &Desk, cx: &PageCx, asking: &Asking<'_>, form: Multipart) -> Result<Response, Stop> {
    let Sent { values, files } = read::form(form).await?;
    let (files, errors) = read::files(desk, cx, files).await?;
    let key = key(&values).ok_or(WebError::BadForm)?;
    if !errors.is_empty() {
        return Ok(show(cx, asking, &values, &errors));
    }
    let agency = asking.officer.agency;
    let code = desk.follow_code(agency, &key).or_fault()?;
    let account = desk.account_of_code(agency, &code).or_fault()?;
    let (input, secret) = read::said(asking.act, &values, files);
    let new = asking.matter.is_none();
    let request = Request {
        agency: agency.id().to_owned(),
        actor: asking.officer.actor(),
        on: asking
            .matter
            .clone()
            .map_or_else(|| On::New(Opening::Procedure(asking.procedure.clone())), On::Matter),
        seen: None,
        idempotency_key: Some(key),
        command: Command {
            act: asking.act.id.clone(),
            input,
            party: new.then(|| Party { account, name: String::new(), phone: String::new() }),
            channel: if new { values.get(CHANNEL).to_owned() } else { String::new() },
            secret: Some(secret),
            ..Command::default()
        },
    };
    match desk.perform(request).await {
        Ok(done) => {
            let number = done.code.unwrap_or_default();
            Ok(taken(cx, asking, &number, new.then_some(code.as_str())))
        }
        Err(PerformError::NotNow(refused)) => {
            let errors = crate::send::faults(cx.words(), asking.life, asking.act, &refused);
            Ok(show(cx, asking, &values, &errors))
        }
        Err(error) => Err(refused(desk, cx, asking, error).await.into()),
    }
}

async fn refused(desk: &Desk, cx: &PageCx, asking: &Asking<'_>, error: PerformError) -> WebError {
    let w = cx.words();
    let name = pick(w, &asking.act.name);
    congvu_views::perform_error(w, desk, asking.officer.agency, Some(asking.life), name, error).await
}

fn show(cx: &PageCx, asking: &Asking<'_>, values: &FormValues, errors: &[FieldError]) -> Response {
    let w = cx.words();
    let title = pick(w, &asking.act.name).to_owned();
    let channels = asking.act.channels.iter();
    let channels: Vec<Choice> =
        channels.map(|c| Choice::new(c, w.t(&format!("views-channel-{c}")))).collect();
    let channel = if channels.is_empty() {
        Html::EMPTY
    } else {
        let mut asked = Field::new(CHANNEL, w.t("views-channel")).input(Input::Radios(channels));
        asked.values = values.all(CHANNEL).to_vec();
        let of_channel: Vec<FieldError> = errors
            .iter()
            .filter(|e| e.field == "channel")
            .map(|e| FieldError::new(CHANNEL, e.message.clone()))
            .collect();
        field(w, &asked.errors(&of_channel))
    };
    let inputs = Html::join([
        hidden("_key", values.get("_key")),
        channel,
        fields::html(w, asking.act, values, errors, |i| !i.sealed),
        section(
            &w.t("complaints-under-seal"),
            &paragraph(&w.t("complaints-under-seal-more"))
                .then(&fields::html(w, asking.act, values, errors, |i| i.sealed))
                .then(&fields::files(w, "complaints-scans", errors)),
        ),
    ]);
    let form = upload_form(w, &cx.csrf(), &asking.action(), &inputs, &title);
    let body = Html::join([heading(1, &title), error_summary(w, errors), form]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    unkept(cx.page_with(status, asking.officer.shell(cx, &title), body))
}

/// The slip for whoever came: the code, and nothing else that would tell what it is about.
fn taken(cx: &PageCx, asking: &Asking<'_>, number: &str, code: Option<&str>) -> Response {
    let w = cx.words();
    let title = w.t("complaints-taken");
    let slip = code.map_or(Html::EMPTY, |code| {
        section(&w.t("complaints-code"), &big_number(code).then(&paragraph(&w.t("complaints-code-slip"))))
    });
    let body = Html::join([
        heading(1, &title),
        notice(
            Tone::Good,
            &w.with("complaints-taken-number", &[("number", number.to_owned().into())]),
            &Html::EMPTY,
        ),
        slip,
        button_link(&asking.officer.at(""), &w.t("complaints-list"), true),
    ]);
    unkept(cx.page(asking.officer.shell(cx, &title), body))
}

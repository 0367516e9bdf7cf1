//! The seal of a matter: who may open it, who has, and opening it, which is an act.

use crate::access::{Officer, Stop, enter};
use crate::{fields, unkept};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Case, Desk, On, PerformError, Request, Unsealed, UnsealedFile};
use congvu_matter::Command;
use congvu_matter::declare::{ActDef, Effect, Lifecycle};
use congvu_views::pick;
use congvu_web::components::{
    FieldError, Tone, bullets, button_link, error_summary, heading, hidden, key_values, notice, paragraph,
    post_form, section,
};
use congvu_web::download::saved;
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde_json::Value;

/// The input that says what is looked at, and its answers.
const WHAT: &str = "what";
const IDENTITY: &str = "identity";
const FILE: &str = "file";
/// The field with the place of a file.
const PLACE: &str = "_file";

struct Looking<'d> {
    officer: Officer<'d>,
    life: &'d Lifecycle,
    act: &'d ActDef,
    case: Case,
}

async fn looking<'d>(desk: &'d Desk, cx: &PageCx, agency: &str, matter: &str) -> Result<Looking<'d>, Stop> {
    let officer = enter(desk, cx, agency).await?;
    let (life, _) = crate::send::life(desk.library(), officer.agency)?;
    let act = life.acts.iter().find(|a| a.effects.contains(&Effect::Look)).ok_or(WebError::NotFound)?;
    let case = desk.case_for(officer.agency, &officer.actor(), matter).await.or_fault()?;
    let case = case.filter(|c| c.matter.lifecycle == life.id).ok_or(WebError::NotFound)?;
    Ok(Looking { officer, life, act, case })
}

/// `GET /{agency}/desk/complaints/{matter}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let looking = looking(&desk, &cx, &agency, &matter).await?;
    Ok(show(&desk, &cx, &looking, &FormValues::default(), &[]).await?)
}

/// `POST /{agency}/desk/complaints/{matter}`: the act, then the content, in the answer to this one request.
pub(crate) async fn look(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let looking = looking(&desk, &cx, &agency, &matter).await?;
    let mut command = Command { act: looking.act.id.clone(), ..Command::default() };
    for input in &looking.act.inputs {
        let typed = congvu_web::form::clean(values.get(&input.id));
        command.input.insert(input.id.clone(), Value::from(typed));
    }
    let request = Request {
        agency: looking.officer.agency.id().to_owned(),
        actor: looking.officer.actor(),
        on: On::Matter(looking.case.matter.id.clone()),
        seen: None,
        idempotency_key: None,
        command,
    };
    let error = if values.get(WHAT) == FILE {
        let place = values.get(PLACE).parse().map_err(|_| WebError::BadForm)?;
        match desk.look_at_file(request, place).await {
            Ok((_, file)) => return Ok(unkept(download(file))),
            Err(error) => error,
        }
    } else {
        match desk.look(request).await {
            Ok((_, opened)) => return Ok(opened_page(&desk, &cx, &looking, &opened).await?),
            Err(error) => error,
        }
    };
    let w = cx.words();
    match error {
        PerformError::NotNow(refused @ congvu_matter::Refused::Input { .. }) => {
            let errors = crate::send::faults(w, looking.life, looking.act, &refused);
            Ok(show(&desk, &cx, &looking, &values, &errors).await?)
        }
        error => {
            let (agency, name) = (looking.officer.agency, pick(w, &looking.act.name));
            Err(congvu_views::perform_error(w, &desk, agency, Some(looking.life), name, error).await.into())
        }
    }
}

/// A file to be saved by whoever looked; the name is not the one that it was handed in under.
fn download(file: UnsealedFile) -> Response {
    let ending = file.media_type.rsplit(['/', '.']).next().unwrap_or_default();
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    saved(file.bytes, "application/octet-stream", &format!("niem-phong.{ending}"))
}

async fn show(
    desk: &Desk,
    cx: &PageCx,
    looking: &Looking<'_>,
    values: &FormValues,
    errors: &[FieldError],
) -> Result<Response, WebError> {
    let w = cx.words();
    let title = w.t("complaints-seal");
    let body = Html::join([
        heading(1, &title),
        error_summary(w, errors),
        facts(w, looking),
        form(desk, cx, looking, values, errors).await?,
        looks(w, desk, looking).await?,
        adding(w, desk, looking).await?,
        back(w, looking),
    ]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(unkept(cx.page_with(status, looking.officer.shell(cx, &title), body)))
}

fn back(w: &Words, looking: &Looking<'_>) -> Html {
    let href = format!("/{}/desk/cases/{}", looking.officer.agency.id(), looking.case.matter.id);
    Html::join([
        Html::literal("<p class=\"buttons\">"),
        button_link(&href, &w.t("complaints-work"), false),
        Html::literal("</p>"),
    ])
}

/// What everybody concerned may know of the seal: when, by which act, for which positions.
fn facts(w: &Words, looking: &Looking<'_>) -> Html {
    let m = &looking.case.matter;
    let mut facts = vec![(w.t("complaints-number"), Html::text(m.code.as_deref().unwrap_or_default()))];
    for seal in &m.sealed {
        let act = looking.life.act(&seal.act).map_or(seal.act.as_str(), |a| pick(w, &a.name));
        let titles: Vec<String> = seal.positions.iter().map(|p| looking.officer.title(w, p)).collect();
        let id = if seal.erased { "complaints-seal-erased" } else { "complaints-seal-for" };
        let said = [
            ("at", fmt::date(w.lang(), seal.at.date()).into()),
            ("who", titles.join(", ").into()),
            ("commitment", seal.commitment.chars().take(16).collect::<String>().into()),
        ];
        facts.push((act.to_owned(), Html::text(&w.with(id, &said))));
    }
    key_values(&facts)
}

/// The form, for a position that it is sealed for; for others, a sentence.
async fn form(
    desk: &Desk,
    cx: &PageCx,
    looking: &Looking<'_>,
    values: &FormValues,
    errors: &[FieldError],
) -> Result<Html, WebError> {
    let w = cx.words();
    let m = &looking.case.matter;
    let mine = m.sealed.iter().any(|s| !s.erased && s.positions.contains(&looking.officer.who.position));
    let offers = desk.offers(looking.officer.agency, &looking.officer.actor(), m).await.or_fault()?;
    let may = offers.iter().any(|o| o.act.id == looking.act.id && o.may.is_ok());
    if !mine || !may {
        return Ok(notice(Tone::Neutral, &w.t("complaints-seal-not-yours"), &Html::EMPTY));
    }
    let inputs = hidden(WHAT, IDENTITY).then(&fields::html(w, looking.act, values, errors, |i| i.id != WHAT));
    let form = post_form(
        &cx.csrf(),
        &looking.officer.at(&format!("/{}", m.id)),
        &inputs,
        pick(w, &looking.act.name),
    );
    Ok(section(pick(w, &looking.act.name), &paragraph(&w.t("complaints-seal-warning")).then(&form)))
}

/// Who has looked, when and why: for everybody concerned to see.
async fn looks(w: &Words, desk: &Desk, looking: &Looking<'_>) -> Result<Html, WebError> {
    let lines = desk.history(looking.officer.agency, &looking.case.matter.id).await.or_fault()?;
    let items: Vec<Html> = lines
        .iter()
        .filter(|l| l.act.kind == looking.act.id)
        .map(|line| {
            let position = match &line.act.actor {
                congvu_desk::ActorRef::Position { position, .. } => looking.officer.title(w, position),
                _ => String::new(),
            };
            let why = line.act.input.get("reason").and_then(Value::as_str).unwrap_or_default();
            let said = [
                (
                    "at",
                    format!("{} {}", fmt::time(line.at.time()), fmt::date(w.lang(), line.at.date())).into(),
                ),
                ("who", position.into()),
                ("why", why.to_owned().into()),
            ];
            Html::text(&w.with("complaints-looked", &said))
        })
        .collect();
    let list = if items.is_empty() { paragraph(&w.t("complaints-nobody-looked")) } else { bullets(&items) };
    Ok(section(&w.t("complaints-looks"), &list))
}

/// What may be added under the seal now.
async fn adding(w: &Words, desk: &Desk, looking: &Looking<'_>) -> Result<Html, WebError> {
    let offers = desk
        .offers(looking.officer.agency, &looking.officer.actor(), &looking.case.matter)
        .await
        .or_fault()?;
    let may = offers.iter().filter(|o| o.act.is_sealing() && o.may.is_ok());
    let links = may.map(|o| {
        let href = looking.officer.at(&format!("/{}/add/{}", looking.case.matter.id, o.act.id));
        Html::link(&href, pick(w, &o.act.name))
    });
    let links: Vec<Html> = links.collect();
    Ok(if links.is_empty() { Html::EMPTY } else { bullets(&links) })
}

/// What was opened. Shown in this answer and nowhere else.
async fn opened_page(
    desk: &Desk,
    cx: &PageCx,
    looking: &Looking<'_>,
    opened: &[Unsealed],
) -> Result<Response, WebError> {
    let w = cx.words();
    let title = w.t("complaints-opened-seal");
    let (mut parts, mut place) = (Vec::new(), 0_usize);
    for one in opened {
        let Some(act) = looking.life.act(&one.act) else { continue };
        let said = act.inputs.iter().filter_map(|i| Some((i, one.said.get(&i.id)?.as_str()?)));
        let pairs: Vec<(String, Html)> = said
            .map(|(i, text)| (pick(w, &i.label).to_owned(), Html::join(text.lines().map(paragraph))))
            .collect();
        let files: Vec<Html> = one
            .files
            .iter()
            .map(|file| {
                let html = file_form(cx, looking, file, place);
                place = place.saturating_add(1);
                html
            })
            .collect();
        let same = same(w, desk, looking, one).await?;
        let name = pick(w, &act.name);
        parts.push(section(name, &key_values(&pairs).then(&Html::join(files)).then(&same)));
    }
    let body = Html::join([
        heading(1, &title),
        notice(Tone::Warn, &w.t("complaints-once"), &Html::EMPTY),
        Html::join(parts),
        back(w, looking),
    ]);
    Ok(unkept(cx.page(looking.officer.shell(cx, &title), body)))
}

/// Getting a file is a look of its own.
fn file_form(cx: &PageCx, looking: &Looking<'_>, file: &UnsealedFile, place: usize) -> Html {
    let w = cx.words();
    let size = fmt::size(w.lang(), file.size_bytes);
    let label = w.with("complaints-file", &[("name", file.name.clone().into()), ("size", size.into())]);
    let inputs = Html::join([
        hidden(WHAT, FILE),
        hidden(PLACE, &place.to_string()),
        hidden("reason", &w.t("complaints-file-reason")),
    ]);
    post_form(&cx.csrf(), &looking.officer.at(&format!("/{}", looking.case.matter.id)), &inputs, &label)
}

/// Other matters in which the same was said, as far as they are this officer's business.
async fn same(w: &Words, desk: &Desk, looking: &Looking<'_>, one: &Unsealed) -> Result<Html, WebError> {
    let act = looking.life.act(&one.act);
    let mut items = Vec::new();
    for (matter, inputs) in &one.same {
        let case =
            desk.case_for(looking.officer.agency, &looking.officer.actor(), matter).await.or_fault()?;
        let Some(case) = case else { continue };
        let labels = inputs.iter().filter_map(|id| act?.inputs.iter().find(|i| i.id == *id));
        let labels: Vec<&str> = labels.map(|i| pick(w, &i.label)).collect();
        let said = [
            ("number", case.matter.code.clone().unwrap_or_default().into()),
            ("what", labels.join(", ").into()),
        ];
        items.push(Html::link(&looking.officer.at(&format!("/{matter}")), &w.with("complaints-same", &said)));
    }
    Ok(if items.is_empty() {
        Html::EMPTY
    } else {
        notice(Tone::Info, &w.t("complaints-same-title"), &bullets(&items))
    })
}

//! Planned stops of the service: announced by leaders, shown on every page until they are over, told to programs.

use crate::access::{Leader, Stop, enter};
use axum::Json;
use axum::extract::{Path, Request as HttpRequest, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, On, Opening, PlannedStop, Request};
use congvu_matter::Command;
use congvu_matter::declare::{ActDef, Input as Said, InputKind, Lifecycle, Text};
use congvu_pack::Agency;
use congvu_views::{agency_of, officer_of, perform_error, pick};
use congvu_web::components::{
    Column, Field, Input, PostButton, Row, Table, Tone, chip, field, heading, hidden, lead, paragraph,
    post_button, post_form, section, table,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

/// The lifecycle, and its acts.
const LIFECYCLE: &str = "stop";
const ANNOUNCE: &str = "announce-stop";
const WITHDRAW: &str = "withdraw-stop";
/// Most announcements over a page.
const MOST_SHOWN: usize = 3;
/// Longest idempotency key that is taken, in characters.
const KEY_CHARS: usize = 64;

/// `GET /{agency}/desk/stops`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let leader = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let title = w.t("oversight-stops");
    let stops = desk.stops(leader.agency).await.or_fault()?;
    let actor = officer_of(&cx, leader.agency)?.actor();
    let may = desk.may(leader.agency, &actor, ANNOUNCE, None).await.or_fault()?;
    let form = match (&may, life(&desk).and_then(|l| l.act(ANNOUNCE))) {
        (Ok(permit), Some(act)) => {
            let clause = chip(w, &congvu_views::chip_of(w, leader.agency, &permit.clause));
            let csrf = cx.csrf();
            let fields = Html::join(act.inputs.iter().map(|i| input(w, i)))
                .then(&hidden("_key", &format!("stop-{}", cx.request_id())));
            rule(w, &desk, &leader)
                .then(&Html::literal("<p>"))
                .then(&clause)
                .then(&Html::literal("</p>"))
                .then(&post_form(&csrf, &leader.at("/stops"), &fields, pick(w, &act.name)))
        }
        _ => paragraph(&w.t("oversight-stops-not-yours")),
    };
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("oversight-stops-lead")),
        listed(&cx, &desk, &leader, &stops, may.is_ok()),
        section(&w.t("oversight-stops-new"), &form),
    ]);
    Ok(cx.page(leader.shell(&cx, &title), body))
}

fn life(desk: &Desk) -> Option<&Lifecycle> {
    desk.library().lifecycles.get(LIFECYCLE).map(AsRef::as_ref)
}

/// How long beforehand, by which text, and so from which day on.
fn rule(w: &Words, desk: &Desk, leader: &Leader<'_>) -> Html {
    let Some((first, rule)) = desk.first_stop_day(leader.agency, leader.now) else {
        return paragraph(&w.t("oversight-stops-no-rule"));
    };
    let cite = rule.article.as_ref().map_or_else(|| rule.cite.clone(), |a| format!("{a}, {}", rule.cite));
    let args = [
        ("n", rule.working_days.into()),
        ("cite", cite.into()),
        ("day", fmt::date_weekday(w.lang(), first).into()),
    ];
    paragraph(&w.with("oversight-stops-rule", &args))
}

fn input(w: &Words, said: &Said) -> Html {
    let label = pick(w, &said.label);
    let asked = Field::new(&said.id, label);
    field(w, &if said.kind == InputKind::Moment { asked.input(Input::Moment) } else { asked })
}

fn when(w: &Words, at: DateTime) -> String {
    format!("{} {}", fmt::time(at.time()), fmt::date_weekday(w.lang(), at.date()))
}

fn listed(cx: &PageCx, desk: &Desk, leader: &Leader<'_>, stops: &[PlannedStop], may: bool) -> Html {
    let w = cx.words();
    let name = life(desk).and_then(|l| l.act(WITHDRAW)).map(|a| pick(w, &a.name)).unwrap_or_default();
    let rows = stops.iter().map(|stop| {
        let action = leader.at(&format!("/stops/{}/withdraw", stop.matter));
        let button = if may {
            let version = stop.version.to_string();
            post_button(&cx.csrf(), &PostButton::new(action, name).hidden("_seen", &version).danger())
        } else {
            Html::EMPTY
        };
        Row::new(vec![
            Html::text(&when(w, stop.from)),
            Html::text(&when(w, stop.until)),
            Html::text(&stop.why),
            button,
        ])
    });
    let columns = ["from", "until", "why", "act"];
    let list = Table {
        caption: w.t("oversight-stops-planned"),
        columns: columns.iter().map(|c| Column::new(w.t(&format!("oversight-stops-{c}")))).collect(),
        rows: rows.collect(),
        empty: w.t("oversight-stops-none"),
        hide_caption: true,
        ..Table::default()
    };
    section(&w.t("oversight-stops-planned"), &table(w, &list))
}

/// `POST /{agency}/desk/stops`
pub(crate) async fn announce(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, Stop> {
    let Some(act) = life(&desk).and_then(|l| l.act(ANNOUNCE)) else { return Err(WebError::NotFound.into()) };
    let said = act.inputs.iter().map(|i| (i.id.clone(), Value::from(typed.get(&i.id))));
    let said = said.filter(|(_, v)| v.as_str().is_some_and(|t| !t.trim().is_empty())).collect();
    let key: String = typed.get("_key").chars().take(KEY_CHARS).collect();
    let on = On::New(Opening::Lifecycle(LIFECYCLE.to_owned()));
    perform(&desk, &cx, &agency, on, None, Some(key).filter(|k| !k.is_empty()), act, said).await
}

/// `POST /{agency}/desk/stops/{matter}/withdraw`
pub(crate) async fn withdraw(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, Stop> {
    let Some(act) = life(&desk).and_then(|l| l.act(WITHDRAW)) else { return Err(WebError::NotFound.into()) };
    let known = desk.stops(agency_of(&desk, &agency)?).await.or_fault()?;
    if !known.iter().any(|stop| stop.matter == matter) {
        return Err(WebError::NotFound.into());
    }
    let seen = typed.get("_seen").parse().ok();
    perform(&desk, &cx, &agency, On::Matter(matter), seen, None, act, Map::new()).await
}

#[expect(clippy::too_many_arguments, reason = "the parts of one request, named where they are known")]
async fn perform(
    desk: &Desk,
    cx: &PageCx,
    agency: &str,
    on: On,
    seen: Option<i64>,
    idempotency_key: Option<String>,
    act: &ActDef,
    input: Map<String, Value>,
) -> Result<Response, Stop> {
    let found = agency_of(desk, agency)?;
    let w = cx.words();
    let request = Request {
        agency: agency.to_owned(),
        actor: officer_of(cx, found)?.actor(),
        on,
        seen,
        idempotency_key,
        command: Command { act: act.id.clone(), input, ..Command::default() },
    };
    match desk.perform(request).await {
        Ok(_) => {
            let name: &Text = &act.name;
            cx.session().flash(Tone::Good, &w.with("oversight-stops-done", &[("act", pick(w, name).into())]));
            Ok(Redirect::to(&format!("/{agency}/desk/stops")).into_response())
        }
        Err(error) => Err(perform_error(w, desk, found, life(desk), pick(w, &act.name), error).await.into()),
    }
}

/// One announcement in a sentence: what is coming, or what is going on.
fn sentence(w: &Words, stop: &PlannedStop, now: DateTime) -> String {
    let id = if stop.is_on(now) { "oversight-stops-now" } else { "oversight-stops-coming" };
    let args = [
        ("from", when(w, stop.from).into()),
        ("until", when(w, stop.until).into()),
        ("why", stop.why.clone().into()),
    ];
    w.with(id, &args)
}

/// Puts what is announced over the pages of a department: one look into an index for each page.
pub async fn alert(State(desk): State<Desk>, request: HttpRequest, next: Next) -> Response {
    let first = request.uri().path().split('/').nth(1).unwrap_or_default();
    if request.method() == Method::GET
        && let Some(cx) = request.extensions().get::<PageCx>()
        && !cx.wants_json()
        && let Some(agency) = desk.agency(first)
    {
        let now = desk.clock().now();
        // A page without the announcement is better than no page.
        match desk.stops(agency).await {
            Ok(stops) => {
                let shown = stops.iter().take(MOST_SHOWN).map(|s| sentence(cx.words(), s, now));
                cx.set_alerts(shown.collect());
            }
            Err(error) => tracing::warn!(%error, "planned stops could not be read"),
        }
    }
    next.run(request).await
}

/// `GET /{agency}/api/v1/stops`
pub(crate) async fn read(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
) -> Result<Json<Value>, WebError> {
    let found: &Agency = agency_of(&desk, &agency)?;
    let now = desk.clock().now();
    let stops = desk.stops(found).await.or_fault()?;
    let stops: Vec<Value> = stops
        .iter()
        .map(|s| json!({ "from": s.from, "until": s.until, "why": s.why, "now": s.is_on(now) }))
        .collect();
    Ok(Json(json!({ "stops": stops })))
}

//! The page that works without a network, with what a browser needs to keep it: script, worker, manifest.

use crate::access::{Officer, Stop, enter};
use crate::duplicates::INSPECTION;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use congvu_desk::{Case, Desk};
use congvu_store::{CaseOrder, Only};
use congvu_web::components::{heading, lead};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde::Deserialize;
use serde_json::{Value, json};

/// Most inspections offered.
const MOST: u32 = 50;
/// States in which evidence is taken.
const STATES: [&str; 2] = ["on-site", "closed"];
/// A worker may fetch from here alone.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'";

/// What the script says, by its own names.
const SAID: [&str; 26] = [
    "number-new",
    "number-ask",
    "number-wrong",
    "number-short",
    "enrol-first",
    "enrolled",
    "revoked",
    "offline",
    "online",
    "none",
    "waiting",
    "handed",
    "sealed",
    "sending",
    "sent",
    "failed",
    "sign-in",
    "kept",
    "item-note",
    "item-photo",
    "item-statement",
    "item-signature",
    "item-close",
    "clock",
    "no-case",
    "refused",
];

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<div id="minutes" data-base="{{ base }}" data-words="{{ words }}"><noscript><p>{{ no_script }}</p></noscript>
<p id="m-line" role="status" aria-live="polite"></p>
<form id="m-lock" hidden novalidate><label for="m-number">{{ number }}</label><input id="m-number" type="password" inputmode="numeric" autocomplete="off" minlength="6" required><p class="buttons"><button class="button button-primary" type="submit">{{ unlock }}</button></p></form>
<div id="m-work" hidden>
<p class="buttons"><button class="button" type="button" id="m-enrol">{{ enrol }}</button><button class="button button-primary" type="button" id="m-send">{{ send }}</button></p>
<p><label for="m-case">{{ case }}</label><select id="m-case"></select></p>
<form id="m-note"><p><label for="m-kind">{{ kind }}</label><select id="m-kind"><option value="note">{{ kind_note }}</option><option value="statement">{{ kind_statement }}</option><option value="close">{{ kind_close }}</option></select></p>
<p><label for="m-text">{{ text }}</label><textarea id="m-text" rows="5" maxlength="9000" required></textarea></p><p class="buttons"><button class="button" type="submit">{{ keep }}</button></p></form>
<p><label for="m-photo">{{ photo }}</label><input id="m-photo" type="file" accept="image/jpeg,image/png" capture="environment"></p>
<p id="m-sign-label">{{ sign }}</p><canvas id="m-pad" width="300" height="120" role="img" aria-labelledby="m-sign-label" tabindex="0"></canvas>
<p class="buttons"><button class="button" type="button" id="m-pad-keep">{{ sign_keep }}</button><button class="button" type="button" id="m-pad-clear">{{ sign_clear }}</button></p>
<h2>{{ held }}</h2><ul id="m-list"></ul></div></div><script type="module" src="{{ script }}"></script>"#
)]
struct Body<'a> {
    base: String,
    script: String,
    words: String,
    no_script: &'a str,
    number: &'a str,
    unlock: &'a str,
    enrol: &'a str,
    send: &'a str,
    case: &'a str,
    kind: &'a str,
    kind_note: &'a str,
    kind_statement: &'a str,
    kind_close: &'a str,
    text: &'a str,
    keep: &'a str,
    photo: &'a str,
    sign: &'a str,
    sign_keep: &'a str,
    sign_clear: &'a str,
    held: &'a str,
}

/// `GET /{agency}/desk/supervision/minutes`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let t = |id: &str| w.t(&format!("supervision-m-{id}"));
    let said: serde_json::Map<String, Value> =
        SAID.iter().map(|id| ((*id).to_owned(), Value::String(t(&format!("say-{id}"))))).collect();
    let texts = [
        "no-script",
        "number",
        "unlock",
        "enrol",
        "send",
        "case",
        "kind",
        "say-item-note",
        "say-item-statement",
        "say-item-close",
        "text",
        "keep",
        "photo",
        "sign",
        "sign-keep",
        "sign-clear",
        "held",
    ]
    .map(t);
    let [
        no_script,
        number,
        unlock,
        enrol,
        send,
        case,
        kind,
        kind_note,
        kind_statement,
        kind_close,
        text,
        keep,
        photo,
        sign,
        sign_keep,
        sign_clear,
        held,
    ] = &texts;
    let body = Body {
        base: officer.at(""),
        script: officer.at("/minutes.js"),
        words: Value::Object(said).to_string(),
        no_script,
        number,
        unlock,
        enrol,
        send,
        case,
        kind,
        kind_note,
        kind_statement,
        kind_close,
        text,
        keep,
        photo,
        sign,
        sign_keep,
        sign_clear,
        held,
    };
    let title = w.t("supervision-minutes");
    let body = Html::join([heading(1, &title), lead(&w.t("supervision-minutes-lead")), Html::render(&body)]);
    let shell = officer.shell(&cx, &title).crumb(officer.at(""), w.t("supervision-home")).crumb("", title);
    Ok(cx.page(shell, body))
}

/// The inspections under way, for the script.
async fn under_way(desk: &Desk, officer: &Officer<'_>) -> Result<Vec<Case>, WebError> {
    let library = desk.library();
    let life = library
        .loaded(officer.agency.id(), INSPECTION)
        .map(|p| p.declared.lifecycle.clone())
        .unwrap_or_default();
    let states = STATES.map(|s| (life.clone(), s.to_owned())).to_vec();
    let rows = desk
        .store()
        .cases_where(officer.agency.id(), &[Only::States(states)], CaseOrder::Due, MOST, None)
        .await
        .or_fault()?;
    desk.cases(&rows).or_fault()
}

/// Which device asks.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asks {
    #[serde(default)]
    device: String,
}

/// `GET …/minutes/session`: a fresh token, the server's time, inspections under way, and how the device stands.
pub(crate) async fn session(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asks): Query<Asks>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let cases = under_way(&desk, &officer).await?;
    let w = cx.words();
    let shown: Vec<Value> = cases.iter().map(|c| json!({ "id": c.matter.id, "name": named(w, c) })).collect();
    let device = match asks.device.is_empty() {
        true => None,
        false => crate::devices::state(&desk, &officer, &asks.device).await?,
    };
    let answer = json!({
        "csrf": cx.csrf(), "now": desk.clock().now_ms(), "cases": shown, "device": device,
    });
    Ok(axum::Json(answer).into_response())
}

fn named(_: &Words, case: &Case) -> String {
    format!("{} – {}", case.matter.code.clone().unwrap_or_default(), case.matter.subject)
}

/// `GET …/minutes.js`
pub(crate) async fn script() -> Response {
    let kind =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (kind, include_str!("../assets/minutes.js")).into_response()
}

/// `GET …/minutes-sw.js`: kept by the browser, answers for the page when there is no network.
pub(crate) async fn worker() -> Response {
    let kind = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, WORKER_POLICY),
    ];
    (kind, include_str!("../assets/minutes-sw.js")).into_response()
}

/// `GET …/minutes.webmanifest`
pub(crate) async fn manifest(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let answer = json!({
        "name": w.t("supervision-minutes"), "short_name": w.t("supervision-minutes"), "start_url": officer.at("/minutes"),
        "scope": officer.at("/"), "display": "standalone", "lang": w.lang().code(),
        "icons": [{ "src": congvu_web::assets::mark(), "sizes": "any", "type": "image/svg+xml" }],
    });
    let kind = [(header::CONTENT_TYPE, "application/manifest+json")];
    Ok((kind, answer.to_string()).into_response())
}

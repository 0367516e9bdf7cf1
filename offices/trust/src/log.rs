//! The public log: for programs that read it (C2SP tlog-tiles), and in words for everybody.

use crate::Office;
use crate::told::moment;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use congvu_desk::witness::Unseen;
use congvu_desk::{Attested, LogState, TileAt, tiles};
use congvu_views::{agency_of, agency_shell};
use congvu_web::components::{bullets, heading, key_values, lead, paragraph, section};
use congvu_web::download::saved;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");
/// Not `text/plain`: that would be made a page for people.
const WHY: HeaderValue = HeaderValue::from_static("text/x.tlog.refused; charset=utf-8");
const SIZE: HeaderValue = HeaderValue::from_static("text/x.tlog.size");
/// Window of the limit on what a witness is asked, milliseconds, and requests in it: ten logs that grow every second.
const WINDOW_MS: i64 = 60_000;
const MAX_TRIES: i64 = 1_200;
/// Changes every second.
const FRESH: HeaderValue = HeaderValue::from_static("no-cache");
/// Never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

fn answer(bytes: impl IntoResponse, kind: HeaderValue, keep: HeaderValue) -> Response {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)]);
    (headers, bytes).into_response()
}

/// `GET /{agency}/log/checkpoint`
pub(crate) async fn checkpoint(
    State(office): State<Office>,
    Path(agency): Path<String>,
) -> Result<Response, WebError> {
    let desk = office.desk.clone();
    let agency = agency_of(&desk, &agency)?;
    let state = desk.log_state(agency.id()).await.or_fault()?.ok_or(WebError::NotFound)?;
    Ok(answer(state.note.as_str().to_owned(), TEXT, FRESH))
}

/// `GET /{agency}/log/tile/{level}/{path}`
pub(crate) async fn tile(
    State(office): State<Office>,
    Path((agency, level, path)): Path<(String, String, String)>,
) -> Result<Response, WebError> {
    let desk = office.desk.clone();
    let agency = agency_of(&desk, &agency)?;
    let (number, width) = tiles::read_path(&path).ok_or(WebError::NotFound)?;
    let bytes = if level == "entries" {
        desk.log_entries(agency.id(), number, width).await.or_fault()?
    } else {
        let level = level.parse().ok().filter(|n: &u8| *n <= tiles::MAX_LEVEL && n.to_string() == level);
        let at = TileAt { level: level.ok_or(WebError::NotFound)?, number };
        desk.log_tile(agency.id(), at, width).await.or_fault()?
    };
    Ok(answer(bytes.ok_or(WebError::NotFound)?, BYTES, FOR_EVER))
}

/// `GET /{agency}/log/acts/{seq}`: the proof that an act stands in the record, without the act.
pub(crate) async fn proof(
    State(office): State<Office>,
    Path((agency, seq)): Path<(String, i64)>,
) -> Result<Response, WebError> {
    let desk = office.desk.clone();
    let agency = agency_of(&desk, &agency)?;
    let receipt = desk.receipt(agency.id(), seq, false).await.or_fault()?.ok_or(WebError::NotFound)?;
    Ok(saved(receipt.write().or_fault()?, "text/plain", &format!("{}-{seq}.tlog-proof", agency.id())))
}

/// `POST /{agency}/witness/add-checkpoint`: the department as a witness of another log (C2SP tlog-witness).
pub(crate) async fn add_checkpoint(
    State(office): State<Office>,
    Path(agency): Path<String>,
    body: String,
) -> Result<Response, WebError> {
    let desk = office.desk.clone();
    let agency = agency_of(&desk, &agency)?;
    let tries =
        desk.store().throttle(agency.id(), "witness", WINDOW_MS, desk.clock().now_ms()).await.or_fault()?;
    if tries > MAX_TRIES {
        return Err(WebError::TooMany { retry_after_s: 60 });
    }
    let unseen = match desk.add_checkpoint(agency.id(), &body).await.or_fault()? {
        Ok(lines) => return Ok(answer(lines, TEXT, FRESH)),
        Err(unseen) => unseen,
    };
    let status = StatusCode::from_u16(unseen.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let answered = match unseen {
        Unseen::Seen { size } => answer(format!("{size}\n"), SIZE, FRESH),
        other => answer(format!("{other}\n"), WHY, FRESH),
    };
    Ok((status, answered).into_response())
}

/// `GET /{agency}/log`
pub(crate) async fn page(
    State(office): State<Office>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let desk = office.desk.clone();
    let agency = agency_of(&desk, &agency)?;
    let w = cx.words();
    let title = w.t("log-title");
    let state = desk.log_state(agency.id()).await.or_fault()?;
    let now = state.as_ref().map_or_else(|| paragraph(&w.t("log-none")), |s| signed(&cx, agency.id(), s));
    let attested = desk.attested(agency.id()).await.or_fault()?;
    let steps: Vec<Html> =
        ["log-check-1", "log-check-2", "log-check-3"].iter().map(|key| Html::text(&w.t(key))).collect();
    let own = desk.witness_verifier(agency.id()).await.or_fault()?;
    let own = own.map_or(Html::EMPTY, |key| paragraph(&w.t("log-own-more")).then(&pre(&key.to_string())));
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("log-lead")),
        section(&w.t("log-now"), &now),
        witnesses(w, &attested),
        section(&w.t("log-hidden"), &paragraph(&w.t("log-hidden-more"))),
        section(&w.t("log-check"), &bullets(&steps)),
        if own.is_empty() { Html::EMPTY } else { section(&w.t("log-own"), &own) },
    ]);
    let shell = agency_shell(&cx, agency, title.as_str())
        .crumb(format!("/{}", agency.id()), w.t("trust-start"))
        .crumb("#", title);
    Ok(cx.page(shell, body))
}

fn signed(cx: &PageCx, agency: &str, state: &LogState) -> Html {
    let w = cx.words();
    let size = i64::try_from(state.checkpoint.size).unwrap_or(i64::MAX);
    let base = format!("/{agency}/log");
    let pairs = [
        (w.t("log-size"), Html::text(&fmt::number(w.lang(), size))),
        (w.t("log-signed"), Html::text(&moment(w, state.at_ms))),
        (w.t("log-key"), pre(&state.verifier)),
        (w.t("log-checkpoint"), pre(state.note.as_str())),
    ];
    key_values(&pairs).then(&Html::link(&format!("{base}/checkpoint"), &w.t("log-checkpoint-file")))
}

/// Who attests that the log has only grown, and who has not yet.
fn witnesses(w: &Words, attested: &[Attested]) -> Html {
    if attested.is_empty() {
        return section(&w.t("log-witnesses"), &paragraph(&w.t("log-witnesses-none")));
    }
    let lines: Vec<Html> = attested
        .iter()
        .map(|(key, time)| {
            let at_ms = time.and_then(|s| i64::try_from(s).ok()?.checked_mul(1_000));
            let said = match at_ms {
                Some(at_ms) => w.with("log-witness-at", &[("time", moment(w, at_ms).into())]),
                None => w.t("log-witness-not"),
            };
            pre(&key.to_string()).then(&Html::text(&said))
        })
        .collect();
    let more = paragraph(&w.t("log-witnesses-more"));
    section(&w.t("log-witnesses"), &more.then(&bullets(&lines)))
}

/// A text that programs read, as it is.
fn pre(text: &str) -> Html {
    Html::literal("<pre class=\"code\"><code>")
        .then(&Html::text(text.trim_end()))
        .then(&Html::literal("</code></pre>"))
}

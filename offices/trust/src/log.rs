//! The public log: for programs that read it (C2SP tlog-tiles), and in words for everybody.

use crate::Office;
use crate::told::moment;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use congvu_desk::{LogState, TileAt, tiles};
use congvu_views::{agency_of, agency_shell};
use congvu_web::components::{bullets, heading, key_values, lead, paragraph, section};
use congvu_web::download::saved;
use congvu_web::{Html, PageCx, ResultExt, WebError, fmt};

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");
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
    let now = match &state {
        None => paragraph(&w.t("log-none")),
        Some(state) => signed(&cx, agency.id(), state),
    };
    let steps: Vec<Html> =
        ["log-check-1", "log-check-2", "log-check-3"].iter().map(|key| Html::text(&w.t(key))).collect();
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("log-lead")),
        section(&w.t("log-now"), &now),
        section(&w.t("log-hidden"), &paragraph(&w.t("log-hidden-more"))),
        section(&w.t("log-check"), &bullets(&steps)),
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

/// A text that programs read, as it is.
fn pre(text: &str) -> Html {
    Html::literal("<pre class=\"code\"><code>")
        .then(&Html::text(text.trim_end()))
        .then(&Html::literal("</code></pre>"))
}

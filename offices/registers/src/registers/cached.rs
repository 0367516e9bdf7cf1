//! What programs need around an answer: validators for caches (RFC 9110 §8.8, §13), links to other forms (RFC 8288).

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// How long an answer may be used without asking again, seconds: changes of a register are published at once.
const FRESH: &str = "max-age=60, must-revalidate";

/// Letters of an entity tag.
const TAG_LETTERS: usize = 32;

/// An answer for programs, with what a cache needs; 304 when the asker has it already. `changed` is when anything in it last
/// changed, where that is known. What only an officer may see is for that officer's own cache.
pub(super) fn answer(
    asked: &HeaderMap,
    media_type: &'static str,
    open: bool,
    changed: Option<Timestamp>,
    body: String,
) -> Response {
    let digest = hex::encode(Sha256::digest(body.as_bytes()));
    let tag = format!("\"{}\"", digest.get(..TAG_LETTERS).unwrap_or(&digest));
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, text: &str| {
        if let Ok(value) = HeaderValue::from_str(text) {
            headers.insert(name, value);
        }
    };
    set(header::ETAG, &tag);
    set(header::CACHE_CONTROL, &format!("{}, {FRESH}", if open { "public" } else { "private" }));
    set(header::VARY, "Accept, Accept-Language, Cookie");
    if open {
        // Anyone may use open data from a page of their own.
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    }
    if let Some(at) = changed.and_then(http_date) {
        set(header::LAST_MODIFIED, &at);
    }
    if is_known(asked, &tag, changed) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    (headers, body).into_response()
}

/// Whether the asker has this already. An entity tag counts before a date (RFC 9110 §13.2.2).
fn is_known(asked: &HeaderMap, tag: &str, changed: Option<Timestamp>) -> bool {
    let text = |name: &HeaderName| asked.get(name).and_then(|v| v.to_str().ok());
    if let Some(tags) = text(&header::IF_NONE_MATCH) {
        let weak = |t: &str| t.trim().trim_start_matches("W/") == tag || t.trim() == "*";
        return tags.split(',').any(weak);
    }
    let since = text(&header::IF_MODIFIED_SINCE)
        .and_then(|t| jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(t.trim()).ok());
    match (since, changed) {
        (Some(since), Some(changed)) => changed.as_second() <= since.as_second(),
        _ => false,
    }
}

fn http_date(at: Timestamp) -> Option<String> {
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}

/// Other forms of a register, in the headers of its page.
pub(super) fn alternates(page: &mut Response, base: &str) {
    let forms = [
        (".json", "application/json"),
        (".csv", "text/csv"),
        (".atom", "application/atom+xml"),
        (".jsonld", "application/ld+json"),
    ];
    for (end, kind) in forms {
        link(page, &format!("<{base}{end}>; rel=\"alternate\"; type=\"{kind}\""));
    }
}

/// The entry as JSON, in the headers of its page.
pub(super) fn json_of(page: &mut Response, href: &str) {
    link(page, &format!("<{href}>; rel=\"alternate\"; type=\"application/json\""));
}

fn link(page: &mut Response, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        page.headers_mut().append(header::LINK, value);
    }
}

//! Files as answers.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

const PLAIN: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// A file to be saved under this name, or opened by the browser where that does no harm: PDF, and pictures other than SVG.
#[must_use]
pub fn handed_out(bytes: impl IntoResponse, media_type: &str, name: &str) -> Response {
    let shown = media_type == "application/pdf"
        || (media_type.starts_with("image/") && media_type != "image/svg+xml");
    answer(bytes, media_type, name, if shown { "inline" } else { "attachment" })
}

/// A file to be saved under this name, whatever it is.
#[must_use]
pub fn saved(bytes: impl IntoResponse, media_type: &str, name: &str) -> Response {
    answer(bytes, media_type, name, "attachment")
}

/// Not in caches that others may share: for files about somebody.
#[must_use]
pub fn private(mut answer: Response) -> Response {
    let no_store = HeaderValue::from_static("private, no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, no_store);
    answer
}

/// Not in the lists of search engines.
#[must_use]
pub fn unlisted(mut answer: Response) -> Response {
    let noindex = HeaderValue::from_static("noindex");
    answer.headers_mut().insert(HeaderName::from_static("x-robots-tag"), noindex);
    answer
}

fn answer(bytes: impl IntoResponse, media_type: &str, name: &str, how: &'static str) -> Response {
    // RFC 6266 with RFC 8187 for names outside ASCII.
    let disposition = format!("{how}; filename*=UTF-8''{}", percent(name));
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static(how));
    let kind = HeaderValue::from_str(media_type).unwrap_or(PLAIN);
    let headers =
        HeaderMap::from_iter([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)]);
    (headers, bytes).into_response()
}

/// RFC 8187 §3.2.1.
fn percent(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_header_and_only_harmless_types_open() {
        for (media_type, name, expected) in [
            ("application/pdf", "Đề án.pdf", "inline; filename*=UTF-8''%C4%90%E1%BB%81%20%C3%A1n.pdf"),
            ("image/png", "a.png", "inline; filename*=UTF-8''a.png"),
            ("image/svg+xml", "a.svg", "attachment; filename*=UTF-8''a.svg"),
            ("text/html", "a\"\r\nb.html", "attachment; filename*=UTF-8''a%22%0D%0Ab.html"),
        ] {
            let answer = handed_out(Vec::new(), media_type, name);
            assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], expected);
        }
    }

    #[test]
    fn what_is_saved_is_never_opened() {
        let answer = private(saved("a", "application/pdf", "a.pdf"));
        assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], "attachment; filename*=UTF-8''a.pdf");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/pdf");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "private, no-store");
    }

    #[test]
    fn a_kind_that_is_no_header_is_a_plain_file() {
        let answer = handed_out("a", "text/\nhtml", "a");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/octet-stream");
    }
}

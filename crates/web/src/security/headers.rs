//! Headers that every answer carries unless the handler set its own.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The content security policy of pages: everything from here, no inline script or style, never inside a frame.
///
/// `form_targets` are further origins that a form may end at after redirects, for instance a payment gateway.
pub fn content_security_policy(form_targets: &[String]) -> String {
    let mut policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; frame-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; \
                      frame-ancestors 'none'; form-action 'self'"
            .to_owned();
    for origin in form_targets {
        policy.push(' ');
        policy.push_str(origin);
    }
    policy
}

/// For a PDF: the viewers of browsers wrap it in a page of their own, which a stricter policy would break. Our own pages
/// may show it in a frame, beside a draft.
const PDF_POLICY: &str = "frame-ancestors 'self'";

/// For everything else, above all for files that someone handed in: whatever it is, it can do nothing.
const OTHER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// Adds the headers. `page_policy` is for HTML.
pub fn add(headers: &mut HeaderMap, page_policy: &HeaderValue, https: bool) {
    let kind =
        headers.get(header::CONTENT_TYPE).map(|v| v.as_bytes().to_ascii_lowercase()).unwrap_or_default();
    let (policy, frames) = if kind.is_empty() || kind.starts_with(b"text/html") {
        (page_policy.clone(), "DENY")
    } else if kind.starts_with(b"application/pdf") {
        (HeaderValue::from_static(PDF_POLICY), "SAMEORIGIN")
    } else {
        (HeaderValue::from_static(OTHER_POLICY), "DENY")
    };
    let mut set = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    set(header::X_FRAME_OPTIONS, HeaderValue::from_static(frames));
    set(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        ),
    );
    set(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    set(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    if https {
        set(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
}

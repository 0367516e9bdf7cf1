//! Headers that every answer carries unless the handler set its own.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The content security policy: everything from here, no inline script or style, never inside a frame.
///
/// `form_targets` are further origins that a form may end at after redirects, for instance a payment gateway.
pub fn content_security_policy(form_targets: &[String]) -> String {
    let mut policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; \
                      frame-ancestors 'none'; form-action 'self'"
            .to_owned();
    for origin in form_targets {
        policy.push(' ');
        policy.push_str(origin);
    }
    policy
}

/// Adds the headers.
pub fn add(headers: &mut HeaderMap, policy: &HeaderValue, https: bool) {
    let mut set = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    set(header::CONTENT_SECURITY_POLICY, policy.clone());
    set(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    set(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    set(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        ),
    );
    set(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    set(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    if https {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}

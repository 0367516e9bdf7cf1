//! Reading and writing cookies (RFC 6265).

use axum::http::{HeaderMap, HeaderValue, header};

/// How long a cookie stays with the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Until the browser is closed.
    Session,
    /// This many seconds.
    Seconds(u32),
    /// Not at all: it is taken away.
    Gone,
}

/// The value of a cookie of the request, if it is there and short (at most 200 bytes).
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';').take(64))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && value.len() <= 200)
        .map(|(_, value)| value)
}

/// The name a cookie has: with the `__Host-` prefix over HTTPS, which ties it to this host.
pub fn name(base: &str, https: bool) -> String {
    if https { format!("__Host-{base}") } else { base.to_owned() }
}

/// A `Set-Cookie` header: for the whole site, SameSite=Lax, Secure over HTTPS. `http_only` hides it from scripts.
///
/// None when the value would not fit into a header.
pub fn write(name: &str, value: &str, life: Life, https: bool, http_only: bool) -> Option<HeaderValue> {
    let mut text = format!("{name}={value}; Path=/; SameSite=Lax");
    match life {
        Life::Session => {}
        Life::Seconds(n) => text.push_str(&format!("; Max-Age={n}")),
        Life::Gone => text.push_str("; Max-Age=0"),
    }
    if http_only {
        text.push_str("; HttpOnly");
    }
    if https {
        text.push_str("; Secure");
    }
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("acv=1; cv=2;lang=en ; long="));
        for (name, expected) in [("cv", Some("2")), ("lang", Some("en")), ("v", None), ("long", Some(""))] {
            assert_eq!(read(&headers, name), expected, "{name}");
        }
    }

    #[test]
    fn a_value_cannot_smuggle_in_a_header() {
        assert!(write("cv", "a\r\nSet-Cookie: x=1", Life::Session, true, true).is_none());
        let cookie = write("__Host-cv", "a", Life::Session, true, true).unwrap();
        assert_eq!(cookie, "__Host-cv=a; Path=/; SameSite=Lax; HttpOnly; Secure");
    }
}

//! A browser in a few lines: it keeps cookies.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

pub struct Browser {
    app: Router,
    cookies: Vec<(String, String)>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub fn token(&self) -> String {
        let start =
            self.text.split("name=\"_csrf\" value=\"").nth(1).unwrap_or_else(|| panic!("{}", self.text));
        start.split('"').next().unwrap().to_owned()
    }

    pub fn says(&self, what: &str) {
        assert!(self.text.contains(what), "`{what}` in {}", self.text);
    }
}

impl Browser {
    pub fn new(app: &Router) -> Self {
        Self { app: app.clone(), cookies: Vec::new() }
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let line: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request = request.header(header::COOKIE, line.join("; "));
        }
        let response = self.app.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.retain(|(k, _)| k != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", "text/html")], Body::empty()).await
    }

    /// Posts a form with the token of the page `from`.
    pub async fn post(&mut self, from: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let token = self.get(from).await.token();
        let encoded: Vec<String> = std::iter::once(("_csrf", token.as_str()))
            .chain(pairs.iter().copied())
            .map(|(k, v)| format!("{k}={}", encode(v)))
            .collect();
        let headers = [("accept", "text/html"), ("content-type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, path, &headers, encoded.join("&")).await
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}

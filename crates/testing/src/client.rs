//! A browser in a few lines: it keeps cookies, sends forms with files, and pieces of files.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

const BOUNDARY: &str = "----congvu-test";

/// A browser of one visitor.
#[derive(Debug, Clone)]
pub struct Client {
    /// What it talks to.
    pub app: Router,
    cookies: Vec<(String, String)>,
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
    /// The body as text.
    pub text: String,
}

/// A file of a form: field, name, content.
pub type Sent<'a> = (&'a str, &'a str, &'a [u8]);

impl Answer {
    /// A header; empty where it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// Whether the page has a field with this name.
    pub fn offers(&self, name: &str) -> bool {
        self.text.contains(&format!("name=\"{name}\""))
    }

    /// The value of the first hidden field with this name.
    pub fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.text.split(&start).nth(1).unwrap_or_else(|| panic!("no `{name}` in {}", self.text));
        rest.split('"').next().unwrap().to_owned()
    }

    /// Fails where the text is not in the page.
    pub fn has(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "`{text}` is not in the page ({}):\n{}", self.status, self.text);
        self
    }

    /// Fails where the text is in the page.
    pub fn has_not(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "`{text}` is in the page:\n{}", self.text);
        self
    }

    /// Fails where the status is another.
    pub fn is(&self, status: StatusCode) -> &Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

impl Client {
    /// A browser that has been nowhere yet.
    pub fn new(app: Router) -> Self {
        Self { app, cookies: Vec::new() }
    }

    /// Sends what it is given; as a browser, unless `accept` is among the headers.
    pub async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "accept") {
            request = request.header("accept", "text/html");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let line: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request = request.header(header::COOKIE, line.join("; "));
        }
        let request = request.body(body).unwrap();
        let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.retain(|(k, _)| k != name);
            if !rest.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, bytes, text }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, path, &kind, Body::from(body)).await
    }

    /// Opens a page and posts a form of it, with the hidden fields that the page gave.
    pub async fn submit(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.text);
        // A page that offers nothing has no form; what is tried all the same comes from elsewhere.
        let mut all: Vec<(&str, String)> = vec![("_csrf", shown.hidden("_csrf"))];
        let given = |name: &str| fields.iter().any(|(field, _)| *field == name);
        for name in ["_key", "_seen"].into_iter().filter(|name| !given(name)) {
            all.push((name, if shown.offers(name) { shown.hidden(name) } else { String::new() }));
        }
        all.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.post(action, &all).await
    }

    /// Sends a form with files; the first field must be the token.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[Sent<'_>]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (name, file, bytes) in files {
            let part = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(part.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, &[("content-type", &kind)], Body::from(body)).await
    }

    /// Posts bytes with headers of one's own, as a program does.
    pub async fn raw(&mut self, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        self.send(Method::POST, path, headers, Body::from(body)).await
    }

    /// As the script of a page asks.
    pub async fn json(&mut self, path: &str) -> Value {
        let answer = self.send(Method::GET, path, &[("accept", "application/json")], Body::empty()).await;
        serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{path}: {}", answer.text))
    }

    /// As the script of a page sends.
    pub async fn post_json(&mut self, path: &str, csrf: &str, body: &Value) -> Answer {
        let headers =
            [("accept", "application/json"), ("content-type", "application/json"), ("x-csrf-token", csrf)];
        self.send(Method::POST, path, &headers, Body::from(body.to_string())).await
    }
}

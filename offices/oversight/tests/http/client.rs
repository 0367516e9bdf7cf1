//! A browser in a few lines: it keeps cookies.

use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

pub struct Client {
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

    pub fn has(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "`{text}` is not in the page ({}):\n{}", self.status, self.text);
        self
    }

    pub fn has_not(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "`{text}` is in the page:\n{}", self.text);
        self
    }
}

impl Client {
    pub fn new(app: Router) -> Self {
        Self { app, cookies: Vec::new() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::builder().uri(path), Body::empty()).await
    }

    /// Posts a form with the token of the page `from`.
    pub async fn post(&mut self, from: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let page = self.get(from).await.text;
        let token = page.split("name=\"_csrf\" value=\"").nth(1).expect("a token").split('"').next().unwrap();
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("_csrf", token).extend_pairs(pairs);
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.finish())).await
    }

    async fn send(&mut self, request: Builder, body: Body) -> Answer {
        let mut request = request.header("accept", "text/html");
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
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

//! A browser in a few lines: it keeps cookies.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

pub struct Client {
    app: Router,
    pub cookies: Vec<(String, String)>,
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

    /// The token of the first form on the page.
    pub fn token(&self) -> String {
        let start = self.text.split("name=\"_csrf\" value=\"").nth(1).expect("a token on the page");
        start.split('"').next().unwrap().to_owned()
    }
}

impl Client {
    pub fn new() -> Self {
        Self::with(super::super::app::config())
    }

    pub fn with(config: congvu_web::WebConfig) -> Self {
        Self { app: super::super::app::app(config).unwrap(), cookies: Vec::new() }
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
            if !rest.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", "text/html")], Body::empty()).await
    }

    pub async fn post(&mut self, path: &str, body: &str) -> Answer {
        let headers = [("accept", "text/html"), ("content-type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, path, &headers, body.to_owned()).await
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    pub async fn sign_in(&mut self) {
        let token = self.get("/sign-in").await.token();
        let answer = self.post("/sign-in", &format!("_csrf={token}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
}

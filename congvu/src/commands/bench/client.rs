//! A client: one connection that stays open, and the people who speak over it.

use super::AGENCY;
use anyhow::{Context, bail};
use axum::body::Bytes;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;

/// Password of the demo's people.
const PASSWORD: &str = "congvu-demo";
/// A file that really is a PDF by its beginning.
const FILE: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";

/// One connection.
pub struct Client {
    send: SendRequest<Full<Bytes>>,
    host: String,
}

/// An answer, read to its end.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Body.
    pub body: Bytes,
    cookies: Vec<String>,
}

/// Somebody with a session.
#[derive(Debug, Clone, Default)]
pub struct Person {
    cookie: String,
    csrf: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> anyhow::Result<Value> {
        Ok(serde_json::from_slice(&self.body)?)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn cookie(&self) -> Option<String> {
        let pair = self.cookies.first()?.split(';').next()?;
        Some(pair.to_owned())
    }

    /// An error with the beginning of the body, unless the status is among those of success.
    pub fn good(self) -> anyhow::Result<Self> {
        if self.status.is_success() || self.status.is_redirection() {
            return Ok(self);
        }
        bail!("the server answered {}: {}", self.status, self.text().chars().take(600).collect::<String>())
    }
}

impl Client {
    /// Connects.
    pub async fn connect(to: SocketAddr) -> anyhow::Result<Self> {
        let stream = tokio::net::TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        let (send, connection) = handshake(TokioIo::new(stream)).await?;
        // Ends by itself when the sender is dropped or the server closes.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Self { send, host: to.to_string() })
    }

    /// Sends a request and reads the answer.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> anyhow::Result<Answer> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send.ready().await?;
        let answer = self.send.send_request(request.body(Full::new(body.into()))?).await?;
        let (parts, body) = answer.into_parts();
        let cookies = parts.headers.get_all(header::SET_COOKIE).iter();
        let cookies = cookies.filter_map(|c| c.to_str().ok().map(str::to_owned)).collect();
        Ok(Answer { status: parts.status, body: body.collect().await?.to_bytes(), cookies })
    }

    /// A page.
    pub async fn page(&mut self, who: &Person, path: &str) -> anyhow::Result<Answer> {
        self.send(Method::GET, path, &[("cookie", &who.cookie)], Bytes::new()).await?.good()
    }

    /// Sends JSON in somebody's name; `key` makes a repetition harmless, `seen` is the version that they saw.
    pub async fn post(
        &mut self,
        who: &Person,
        path: &str,
        key: &str,
        seen: Option<i64>,
        body: Bytes,
    ) -> anyhow::Result<Answer> {
        let seen = seen.map(|version| format!("\"{version}\""));
        let mut headers = vec![
            ("content-type", "application/json"),
            ("cookie", who.cookie.as_str()),
            ("x-csrf-token", who.csrf.as_str()),
            ("idempotency-key", key),
        ];
        headers.extend(seen.as_deref().map(|version| ("if-match", version)));
        self.send(Method::POST, path, &headers, body).await
    }

    async fn person(&mut self, cookie: String) -> anyhow::Result<Person> {
        let mut person = Person { cookie, csrf: String::new() };
        let token = self.page(&person, &format!("/{AGENCY}/api/v1/token")).await?.json()?;
        person.csrf = token.get("csrf").and_then(Value::as_str).context("no token")?.to_owned();
        Ok(person)
    }

    /// An officer signs in by the page.
    pub async fn officer(&mut self, login: &str) -> anyhow::Result<Person> {
        let path = format!("/{AGENCY}/sign-in");
        let page = self.send(Method::GET, &path, &[], Bytes::new()).await?.good()?;
        let text = page.text();
        let after = text.split("name=\"_csrf\"").nth(1).context("the page for signing in has no token")?;
        let csrf = after.split('"').nth(1).context("the page for signing in has no token")?;
        let typed = format!("_csrf={csrf}&login={login}&password={PASSWORD}");
        let visit = page.cookie().unwrap_or_default();
        let form = "application/x-www-form-urlencoded";
        let headers = [("content-type", form), ("cookie", visit.as_str())];
        let answer = self.send(Method::POST, &path, &headers, typed).await?.good()?;
        self.person(answer.cookie().context("signing in gave no session")?).await
    }

    /// Somebody without an account, who has handed in a file; gives its digest too.
    pub async fn applicant(&mut self) -> anyhow::Result<(Person, String)> {
        let headers = [("content-type", "application/pdf"), ("x-file-name", "mau.pdf")];
        let path = format!("/{AGENCY}/api/v1/files");
        let answer = self.send(Method::POST, &path, &headers, Bytes::from_static(FILE)).await?.good()?;
        let file = answer.json()?;
        let sha256 = file.get("sha256").and_then(Value::as_str).context("no digest")?.to_owned();
        let person = self.person(answer.cookie().context("no session for the applicant")?).await?;
        Ok((person, sha256))
    }
}

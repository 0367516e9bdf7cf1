//! Text messages and Zalo messages: a signed request to whoever delivers them.

use crate::config::Hook;
use crate::senders::{Outcome, Outgoing};
use crate::signature::{Secret, sign};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Method, Request, StatusCode, header};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Serialize;
use std::time::Duration;

/// Sends to one provider. Cheap to clone; connections are kept and used again.
#[derive(Clone)]
pub struct HookSender {
    channel: &'static str,
    hook: Hook,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl std::fmt::Debug for HookSender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HookSender").field("channel", &self.channel).finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Body<'b> {
    id: &'b str,
    channel: &'b str,
    to: &'b str,
    text: &'b str,
    #[serde(skip_serializing_if = "str::is_empty")]
    sender: &'b str,
    report_to: &'b str,
}

impl HookSender {
    /// A sender; connects to nothing yet.
    ///
    /// # Errors
    /// The system has no certificates.
    pub fn new(channel: &'static str, hook: &Hook) -> Result<Self, String> {
        let builder = hyper_rustls::HttpsConnectorBuilder::new();
        let is_plain = hook.url.starts_with("http://");
        // A provider on this machine needs no certificates; a system without any is no reason to do without it.
        let builder = match builder.with_native_roots() {
            Ok(builder) => builder,
            Err(error) => return Err(format!("the certificates of the system cannot be read: {error}")),
        };
        let connector = if is_plain {
            builder.https_or_http().enable_http1().build()
        } else {
            builder.https_only().enable_http1().build()
        };
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { channel, hook: hook.clone(), client })
    }

    /// The secret that signs messages and reports.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.hook.secret
    }

    /// Hands a message over.
    pub async fn send(&self, message: &Outgoing<'_>) -> Outcome {
        let body = Body {
            id: message.id,
            channel: self.channel,
            to: message.to,
            text: message.vi,
            sender: &self.hook.sender,
            report_to: message.report_to,
        };
        let Ok(body) = serde_json::to_vec(&body) else { return Outcome::Never("not-json".to_owned()) };
        let request = Request::builder()
            .method(Method::POST)
            .uri(self.hook.url.as_str())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, concat!("congvu/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.now_s)
            .header("webhook-signature", sign(&self.hook.secret, message.id, message.now_s, &body))
            .body(Full::new(Bytes::from(body)));
        let Ok(request) = request else { return Outcome::Never("not-http".to_owned()) };
        let wait = Duration::from_secs(self.hook.timeout_s);
        match tokio::time::timeout(wait, self.client.request(request)).await {
            Err(_) => Outcome::Later("timeout".to_owned()),
            Ok(Err(error)) if error.is_connect() => Outcome::Later("no-connection".to_owned()),
            Ok(Err(_)) => Outcome::Later("broken-connection".to_owned()),
            Ok(Ok(response)) => outcome(response.status()),
        }
    }
}

fn outcome(status: StatusCode) -> Outcome {
    let code = format!("http-{}", status.as_u16());
    match status.as_u16() {
        200..=299 => Outcome::Taken,
        408 | 425 | 429 | 500..=599 => Outcome::Later(code),
        _ => Outcome::Never(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_means() {
        for (status, expected) in [
            (200, Outcome::Taken),
            (202, Outcome::Taken),
            (301, Outcome::Never("http-301".to_owned())),
            (400, Outcome::Never("http-400".to_owned())),
            (401, Outcome::Never("http-401".to_owned())),
            (408, Outcome::Later("http-408".to_owned())),
            (429, Outcome::Later("http-429".to_owned())),
            (503, Outcome::Later("http-503".to_owned())),
        ] {
            assert_eq!(outcome(StatusCode::from_u16(status).unwrap()), expected);
        }
    }
}

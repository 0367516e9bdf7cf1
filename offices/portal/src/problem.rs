//! What a partner is told when a request did not end as asked: problem details (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use congvu_web::{WebError, Words};
use serde_json::{Map, Value, json};

/// Why a request of a partner ends early.
#[derive(Debug)]
pub(crate) enum Fail {
    /// An error that the house words.
    Web(WebError),
    /// One that only partners meet.
    Problem(Box<Response>),
}

impl From<WebError> for Fail {
    fn from(error: WebError) -> Self {
        Self::Web(error)
    }
}

impl From<Problem> for Fail {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem.into_response()))
    }
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        match self {
            Self::Web(error) => error.into_response(),
            Self::Problem(response) => *response,
        }
    }
}

/// A problem of the portal interface. The kinds are listed in `docs/portal-api.md`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    status: StatusCode,
    fields: Map<String, Value>,
}

impl Problem {
    /// A problem with its words: `portal-problem-KIND` is the title, `portal-problem-KIND-more` the explanation.
    pub(crate) fn new(w: &Words, status: StatusCode, kind: &str) -> Self {
        let fields = json!({
            "type": format!("/problems/portal/{kind}"),
            "title": w.t(&format!("portal-problem-{kind}")),
            "status": status.as_u16(),
            "detail": w.t(&format!("portal-problem-{kind}-more")),
            // Partners of the older interfaces look at this number alone: anything but zero is no success.
            "error_code": status.as_u16(),
        });
        Self { status, fields: fields.as_object().cloned().unwrap_or_default() }
    }

    /// Adds a member.
    pub(crate) fn and(mut self, name: &str, value: Value) -> Self {
        self.fields.insert(name.to_owned(), value);
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Value::Object(self.fields).to_string();
        let mut response =
            (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            // RFC 9110 §11.6.1: an answer 401 says how to do better.
            let how = HeaderValue::from_static("Signature alg=\"ed25519\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
        }
        response
    }
}

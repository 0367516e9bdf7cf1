//! What goes wrong, as pages with plain words or as `application/problem+json` (RFC 9457).

use std::fmt::Display;
use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{FieldError, RefusalView, refusal_panel};
use crate::context::PageCx;
use crate::fmt;
use crate::html::Html;
use crate::i18n::Words;
use crate::shell::page_with;

/// Why a request did not end as asked. Handlers return it; the house around them turns it into a page in the visitor's
/// language, or into JSON.
#[derive(Debug)]
pub enum WebError {
    /// There is no such page or thing, or the visitor may not know of it.
    NotFound,
    /// Somebody must sign in first; a page leads to where that happens and back.
    SignIn,
    /// An act was refused; the panel says why and who may.
    Refused(Box<RefusalView>),
    /// Someone else changed the thing in the meantime; what changed, a sentence each.
    Conflict(Vec<String>),
    /// More than this many bytes.
    TooLarge {
        /// The limit in bytes.
        limit_bytes: u64,
    },
    /// Too many attempts.
    TooMany {
        /// Seconds until the next one is looked at.
        retry_after_s: u32,
    },
    /// The request could not be read.
    BadForm,
    /// The values of a request are wrong (for clients of the API; a page shows its form again instead).
    Invalid(Vec<FieldError>),
    /// The token against forged requests is missing or old.
    StaleForm,
    /// The method is not for this page.
    Method,
    /// The media type is not for this page.
    Kind,
    /// It took too long.
    Timeout,
    /// Something that we need does not answer; trying again later helps.
    Unavailable(String),
    /// A paper is being signed: it is not issued yet, and will be.
    NotSealed,
    /// A fault of ours. The text goes into the log, without what stands in backticks, and never to the visitor.
    Fault(String),
}

impl WebError {
    /// A fault of ours.
    pub fn fault(error: impl Display) -> Self {
        Self::Fault(error.to_string())
    }

    /// A refusal.
    pub fn refused(view: RefusalView) -> Self {
        Self::Refused(Box::new(view))
    }

    /// The status (RFC 9110 §15).
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Refused(_) | Self::StaleForm => StatusCode::FORBIDDEN,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::BadForm => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Kind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::Unavailable(_) | Self::NotSealed => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The error that a bare status stands for, as axum's own rejections give it.
    pub(crate) fn from_status(status: StatusCode, limit_bytes: u64) -> Self {
        match status {
            StatusCode::NOT_FOUND | StatusCode::GONE => Self::NotFound,
            StatusCode::UNAUTHORIZED => Self::SignIn,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge { limit_bytes },
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::Kind,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany { retry_after_s: 60 },
            StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => Self::Timeout,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable("a handler answered 503".to_owned()),
            s if s.is_server_error() => Self::Fault(format!("a handler answered {s}")),
            _ => Self::BadForm,
        }
    }

    /// Short name, for the `type` of problem details and for logs.
    fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::SignIn => "sign-in",
            Self::Refused(_) => "refused",
            Self::Conflict(_) => "conflict",
            Self::TooLarge { .. } => "too-large",
            Self::TooMany { .. } => "too-many",
            Self::BadForm => "bad-form",
            Self::Invalid(_) => "invalid",
            Self::StaleForm => "stale-form",
            Self::Method => "method",
            Self::Kind => "kind",
            Self::Timeout => "timeout",
            Self::Unavailable(_) => "unavailable",
            Self::NotSealed => "not-sealed",
            Self::Fault(_) => "fault",
        }
    }

    /// Title and explanation in the visitor's language.
    fn text(&self, w: &Words) -> (String, String) {
        let wait = |s: &u32| fmt::duration(w.lang(), u64::from(*s));
        match self {
            Self::NotFound => (w.t("error-not-found"), w.t("error-not-found-more")),
            Self::SignIn => (w.t("error-sign-in"), w.t("error-sign-in-more")),
            Self::Refused(r) => (w.t("error-refused"), r.missing.join(" ")),
            Self::Conflict(_) => (w.t("error-conflict"), w.t("error-conflict-more")),
            Self::TooLarge { limit_bytes } => (
                w.t("error-too-large"),
                w.with("error-too-large-more", &[("size", fmt::size(w.lang(), *limit_bytes).into())]),
            ),
            Self::TooMany { retry_after_s } => (
                w.t("error-too-many"),
                w.with("error-too-many-more", &[("wait", wait(retry_after_s).into())]),
            ),
            Self::BadForm | Self::Invalid(_) => (w.t("error-bad-form"), w.t("error-bad-form-more")),
            Self::StaleForm => (w.t("error-stale-form"), w.t("error-stale-form-more")),
            Self::Method => (w.t("error-method"), w.t("error-method-more")),
            Self::Kind => (w.t("error-kind"), w.t("error-kind-more")),
            Self::Timeout => (w.t("error-timeout"), w.t("error-timeout-more")),
            Self::NotSealed => (w.t("error-not-sealed"), w.t("error-not-sealed-more")),
            Self::Unavailable(_) => (w.t("error-unavailable"), w.t("error-unavailable-more")),
            Self::Fault(_) => (w.t("error-fault"), w.t("error-fault-more")),
        }
    }

    fn log(&self, request_id: &str) {
        let kind = self.name();
        match self {
            Self::Fault(text) => {
                tracing::error!(request_id, kind, cause = %redacted(text), "a request failed")
            }
            Self::Unavailable(text) => {
                tracing::warn!(request_id, kind, cause = %redacted(text), "a request failed")
            }
            _ => tracing::debug!(request_id, kind, "a request was turned down"),
        }
    }

    /// The answer as the visitor gets it.
    pub(crate) fn render(&self, cx: &PageCx) -> Response {
        self.log(cx.request_id());
        let mut response = if cx.wants_json() {
            self.problem(cx)
        } else if matches!(self, Self::SignIn) && cx.is_safe_method() && !cx.sign_in_path().is_empty() {
            return Redirect::to(&cx.sign_in_link()).into_response();
        } else {
            self.page(cx)
        };
        if let Self::TooMany { retry_after_s } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after_s));
        }
        response
    }

    fn page(&self, cx: &PageCx) -> Response {
        #[derive(Template)]
        #[template(path = "error.html")]
        struct T<'a> {
            w: &'a Words,
            title: &'a str,
            more: &'a str,
            panel: Html,
            changes: &'a [String],
            reference: Option<&'a str>,
            sign_in: Option<String>,
            home: String,
        }
        let w = cx.words();
        let (title, more) = self.text(w);
        let shell = cx.shell(title.clone());
        let body = Html::render(&T {
            w,
            title: &title,
            more: if matches!(self, Self::Refused(_)) { "" } else { &more },
            panel: if let Self::Refused(r) = self { refusal_panel(w, r) } else { Html::EMPTY },
            changes: if let Self::Conflict(list) = self { list } else { &[] },
            reference: matches!(self, Self::Fault(_) | Self::Unavailable(_)).then(|| cx.request_id()),
            sign_in: matches!(self, Self::SignIn).then(|| cx.sign_in_link()),
            home: shell.agency.as_ref().map_or_else(|| shell.home.clone(), |a| a.href.clone()),
        });
        page_with(self.status(), &shell, body)
    }

    fn problem(&self, cx: &PageCx) -> Response {
        let (title, detail) = self.text(cx.words());
        let mut problem = serde_json::json!({
            "type": format!("/problems/{}", self.name()),
            "title": title,
            "status": self.status().as_u16(),
            "detail": detail,
            "instance": format!("urn:congvu:request:{}", cx.request_id()),
        });
        if let Some(fields) = problem.as_object_mut() {
            match self {
                Self::Refused(r) => {
                    fields.insert("act".to_owned(), r.act.clone().into());
                    fields.insert("who".to_owned(), r.who.clone().into());
                    fields.insert("missing".to_owned(), r.missing.clone().into());
                    fields.insert("may".to_owned(), r.may.clone().into());
                    let clauses: Vec<_> = r
                        .consulted
                        .iter()
                        .map(|c| serde_json::json!({ "label": c.label, "href": c.href, "title": c.title }))
                        .collect();
                    fields.insert("consulted".to_owned(), clauses.into());
                }
                Self::Conflict(changes) => {
                    fields.insert("changes".to_owned(), changes.clone().into());
                }
                Self::Invalid(errors) => {
                    let list: Vec<_> = errors
                        .iter()
                        .map(|e| serde_json::json!({ "pointer": format!("#/{}", e.field), "detail": e.message }))
                        .collect();
                    fields.insert("errors".to_owned(), list.into());
                }
                _ => {}
            }
        }
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (self.status(), kind, problem.to_string()).into_response()
    }
}

impl IntoResponse for WebError {
    /// Carries the error to the house around the handler, which knows the language.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Turns an error that a visitor can do nothing about into a fault page.
pub trait ResultExt<T> {
    /// The value, or [`WebError::Fault`].
    ///
    /// # Errors
    /// When there was one before.
    fn or_fault(self) -> Result<T, WebError>;
}

impl<T, E: Display> ResultExt<T> for Result<T, E> {
    fn or_fault(self) -> Result<T, WebError> {
        self.map_err(WebError::fault)
    }
}

/// Messages of this project put what a user typed into backticks; the log must not hold it.
fn redacted(text: &str) -> String {
    text.split('`').enumerate().map(|(i, part)| if i % 2 == 0 { part } else { "`…`" }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_do_not_repeat_what_a_user_typed() {
        for (input, expected) in [
            ("no such login `nguyen.van.a@x.vn`; try again", "no such login `…`; try again"),
            ("`a` and `b`", "`…` and `…`"),
            ("odd ` one", "odd `…`"),
            ("plain", "plain"),
        ] {
            assert_eq!(redacted(input), expected);
        }
    }
}

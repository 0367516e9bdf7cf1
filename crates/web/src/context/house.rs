//! The one middleware around all handlers: language, session, token, error pages, headers.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::Instrument;

use super::{PageCx, Web, guard};
use crate::assets;
use crate::error::WebError;
use crate::security::cookie::{self, Life};
use crate::security::headers;
use crate::security::session::CookieChange;

/// A year: how long the choice of language is remembered.
const LANG_LIFE_S: u32 = 31_536_000;

/// Put into the extensions of an answer whose body is to stay as it is, although its status is an error and its type
/// plain text. For protocols with error texts of their own.
#[derive(Debug, Clone, Copy)]
pub struct KeepBody;

impl Web {
    /// Puts the house around the routes of all offices: assets, language, sessions, tokens, limits, time, panics,
    /// error pages, headers, compression. Routes added afterwards are outside.
    pub fn wrap(&self, routes: Router) -> Router {
        let config = self.config();
        let inside = routes
            .fallback(|| async { WebError::NotFound })
            .method_not_allowed_fallback(|| async { WebError::Method })
            .layer(CatchPanicLayer::custom(on_panic))
            .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, config.timeout))
            .layer(DefaultBodyLimit::max(config.request_max_bytes))
            .layer(RequestBodyLimitLayer::new(config.request_max_bytes))
            .layer(from_fn_with_state(self.clone(), house));
        let outside = assets::router().layer(from_fn_with_state(self.clone(), only_headers));
        inside.merge(outside).layer(CompressionLayer::new())
    }
}

fn on_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    WebError::fault("a handler panicked").into_response()
}

async fn only_headers(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    headers::add(response.headers_mut(), &web.0.policy, web.0.config.https);
    response
}

async fn house(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (cx, fault) = PageCx::open(&web, &parts).await;
    parts.extensions.insert(cx.clone());
    // The pattern, not the path: a path may hold the number of somebody's case.
    let route = parts.extensions.get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = cx.request_id(), method = %parts.method, route);
    async move {
        let request = Request::from_parts(parts, body);
        let response = match fault {
            Some(fault) => WebError::Unavailable(fault.to_string()).into_response(),
            None => match guard::check(&cx, request).await {
                Ok(request) => next.run(request).await,
                Err(error) => error.into_response(),
            },
        };
        let response = finish(&web, &cx, response).await;
        tracing::info!(status = response.status().as_u16(), "answered");
        response
    }
    .instrument(span)
    .await
}

/// Error page, cookies, headers.
async fn finish(web: &Web, cx: &PageCx, response: Response) -> Response {
    let mut response = with_error_page(web, cx, response);
    let closed = cx.session().close(&*web.0.sessions, web.0.config.session_life, cx.now()).await;
    let session_change = match closed {
        Ok(change) => change,
        Err(fault) => {
            response = WebError::Unavailable(fault.to_string()).render(cx);
            CookieChange::Keep
        }
    };
    set_cookies(web, cx, &mut response, session_change);
    let caching = if cx.session().signed_in().is_some() { "no-store" } else { "private, no-cache" };
    let map = response.headers_mut();
    map.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(caching));
    if let Ok(id) = HeaderValue::from_str(cx.request_id()) {
        map.insert("x-request-id", id);
    }
    headers::add(map, &web.0.policy, web.0.config.https);
    response
}

/// Turns the error of a handler, or the bare status of a rejection, into a page. Anything else passes.
fn with_error_page(web: &Web, cx: &PageCx, response: Response) -> Response {
    if let Some(error) = response.extensions().get::<Arc<WebError>>() {
        return keep_allow(&response, error.render(cx));
    }
    let status = response.status();
    let bare =
        response.headers().get(header::CONTENT_TYPE).is_none_or(|v| v.as_bytes().starts_with(b"text/plain"));
    // A challenge (RFC 9110 §11.6.1) is for clients that answer it, not for people.
    let own = response.extensions().get::<KeepBody>().is_some()
        || response.headers().contains_key(header::WWW_AUTHENTICATE);
    if status.as_u16() < 400 || !bare || own {
        return response;
    }
    let limit = web.0.config.request_max_bytes as u64;
    keep_allow(&response, WebError::from_status(status, limit).render(cx))
}

/// RFC 9110 §15.5.6: an answer 405 must name the methods that are allowed.
fn keep_allow(from: &Response, mut to: Response) -> Response {
    if let Some(allow) = from.headers().get(header::ALLOW) {
        to.headers_mut().insert(header::ALLOW, allow.clone());
    }
    to
}

fn set_cookies(web: &Web, cx: &PageCx, response: &mut Response, session: CookieChange) {
    let https = web.0.config.https;
    let session_life = Life::Seconds(web.0.config.session_life.absolute_s);
    let mut cookies = vec![match session {
        CookieChange::Keep => None,
        CookieChange::Set(id) => cookie::write(&web.0.session_cookie, &id, session_life, https, true),
        CookieChange::Remove => cookie::write(&web.0.session_cookie, "", Life::Gone, https, true),
    }];
    if cx.0.csrf_used.load(Ordering::Relaxed)
        && let Some(visit) = cx.0.new_visit.get()
    {
        cookies.push(cookie::write(&web.0.visit_cookie, visit, Life::Session, https, true));
    }
    if let Some(lang) = cx.0.lang_asked {
        cookies.push(cookie::write("lang", lang.code(), Life::Seconds(LANG_LIFE_S), https, false));
    }
    for value in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

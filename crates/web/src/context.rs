//! What surrounds every request: the house ([`Web`]) and what a handler gets of it ([`PageCx`]).

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use jiff::Timestamp;

use crate::components::notice;
use crate::error::WebError;
use crate::html::Html;
use crate::i18n::{I18n, Lang, Words};
use crate::security::csrf::CsrfKey;
use crate::security::headers::content_security_policy;
use crate::security::session::{Session, SessionLife, SessionStore, SignedIn, StoreFault};
use crate::security::{cookie, random_hex};
use crate::shell::{PersonView, Shell, page, page_with};

mod guard;
mod house;

pub use house::KeepBody;

/// Adds to every shell, also to those of error pages: department, navigation, banner.
pub type ShellHook = Arc<dyn Fn(&PageCx, &mut Shell) + Send + Sync>;

/// Tells the time.
pub type ClockFn = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Settings of the house.
#[derive(Clone)]
pub struct WebConfig {
    /// True when visitors come over HTTPS (also when a proxy in front ends it).
    pub https: bool,
    /// Secret of this service for tokens; 32 random bytes, the same on every node.
    pub secret: [u8; 32],
    /// Largest form without files, in bytes.
    pub form_max_bytes: usize,
    /// Largest request of any kind, in bytes.
    pub request_max_bytes: usize,
    /// Longest time for an answer.
    pub timeout: Duration,
    /// How long sessions last.
    pub session_life: SessionLife,
    /// Page for signing in, for instance `/sign-in`; empty when there is none.
    pub sign_in_path: String,
    /// Origins besides our own that a form may end at, for instance a payment gateway.
    pub form_targets: Vec<String>,
    /// Adds to every shell.
    pub shell: ShellHook,
    /// Tells the time for sessions.
    pub clock: ClockFn,
}

impl WebConfig {
    /// Usual settings: 256 KiB forms, 32 MiB requests, 30 seconds.
    pub fn new(secret: [u8; 32], https: bool) -> Self {
        Self {
            https,
            secret,
            form_max_bytes: 256 * 1024,
            request_max_bytes: 32 * 1024 * 1024,
            timeout: Duration::from_secs(30),
            session_life: SessionLife::default(),
            sign_in_path: String::new(),
            form_targets: Vec::new(),
            shell: Arc::new(|_, _| {}),
            clock: Arc::new(Timestamp::now),
        }
    }
}

impl std::fmt::Debug for WebConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebConfig").field("https", &self.https).finish_non_exhaustive()
    }
}

/// The house: put around the routes of all offices with [`Web::wrap`].
#[derive(Clone)]
pub struct Web(Arc<WebInner>);

struct WebInner {
    config: WebConfig,
    i18n: Arc<I18n>,
    sessions: Arc<dyn SessionStore>,
    csrf: CsrfKey,
    policy: HeaderValue,
    session_cookie: String,
    visit_cookie: String,
}

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Web").field(&self.0.config).finish()
    }
}

impl Web {
    /// Puts the house together.
    pub fn new(config: WebConfig, i18n: Arc<I18n>, sessions: Arc<dyn SessionStore>) -> Self {
        let policy = content_security_policy(&config.form_targets);
        let policy = HeaderValue::from_str(&policy).unwrap_or_else(|_| {
            tracing::error!("a form target is not an origin; all of them are left out");
            HeaderValue::from_str(&content_security_policy(&[]))
                .unwrap_or(HeaderValue::from_static("default-src 'none'"))
        });
        Self(Arc::new(WebInner {
            i18n,
            sessions,
            csrf: CsrfKey::new(config.secret),
            policy,
            session_cookie: cookie::name("congvu", config.https),
            visit_cookie: cookie::name("congvu-visit", config.https),
            config,
        }))
    }

    /// The settings.
    pub fn config(&self) -> &WebConfig {
        &self.0.config
    }

    /// The words in a language, for text that is not a page (mail, papers).
    pub fn words(&self, lang: Lang) -> Words {
        self.0.i18n.words(lang)
    }
}

/// What a handler knows about its request. Extract it; clones are cheap.
#[derive(Clone)]
pub struct PageCx(Arc<Cx>);

struct Cx {
    web: Web,
    words: Words,
    session: Session,
    path: String,
    request_id: String,
    now: Timestamp,
    json: bool,
    safe_method: bool,
    lang_asked: Option<Lang>,
    session_cookie: Option<String>,
    visit_cookie: Option<String>,
    /// Made when a page of a visitor without cookies needs a token.
    new_visit: OnceLock<String>,
    csrf_used: AtomicBool,
    /// How many notices the visitor has not read.
    unread: AtomicU32,
    /// What everybody must know now.
    alerts: Mutex<Vec<String>>,
}

impl std::fmt::Debug for PageCx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageCx").field("request_id", &self.0.request_id).finish_non_exhaustive()
    }
}

impl PageCx {
    async fn open(web: &Web, parts: &Parts) -> (Self, Option<StoreFault>) {
        let inner = &web.0;
        let now = (inner.config.clock)();
        let headers = &parts.headers;
        let query = parts.uri.query().unwrap_or_default();
        let asked = query.split('&').find_map(|p| p.strip_prefix("lang=")).and_then(|code| code.parse().ok());
        let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let lang = asked.unwrap_or_else(|| Lang::choose(None, cookie::read(headers, "lang"), accept));
        let session_cookie = cookie::read(headers, &inner.session_cookie).map(str::to_owned);
        let opened =
            Session::open(&*inner.sessions, session_cookie.as_deref(), inner.config.session_life, now).await;
        let (session, fault) = match opened {
            Ok(session) => (session, None),
            Err(fault) => (Session::empty(now), Some(fault)),
        };
        let cx = Self(Arc::new(Cx {
            web: web.clone(),
            words: inner.i18n.words(lang),
            session,
            path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            request_id: random_hex::<6>().unwrap_or_default(),
            now,
            json: wants_json(headers, parts.uri.path()),
            safe_method: is_safe(&parts.method),
            lang_asked: asked,
            session_cookie,
            visit_cookie: cookie::read(headers, &inner.visit_cookie).map(str::to_owned),
            new_visit: OnceLock::new(),
            csrf_used: AtomicBool::new(false),
            unread: AtomicU32::new(0),
            alerts: Mutex::default(),
        }));
        (cx, fault)
    }

    /// The words in the visitor's language.
    pub fn words(&self) -> &Words {
        &self.0.words
    }

    /// The visitor's language.
    pub fn lang(&self) -> Lang {
        self.0.words.lang()
    }

    /// The session.
    pub fn session(&self) -> &Session {
        &self.0.session
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// [`WebError::SignIn`], which leads to the sign-in page and back, when nobody is.
    pub fn signed_in(&self) -> Result<SignedIn, WebError> {
        self.0.session.signed_in().ok_or(WebError::SignIn)
    }

    /// Path and query of the request.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Identifies the request in the log.
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// When the request came in, by the server's clock.
    pub fn now(&self) -> Timestamp {
        self.0.now
    }

    /// True when the client asks for JSON rather than a page.
    pub fn wants_json(&self) -> bool {
        self.0.json
    }

    /// A token for the forms of this page: the value of a hidden field `_csrf`.
    pub fn csrf(&self) -> String {
        self.0.csrf_used.store(true, Ordering::Relaxed);
        let binding = self.0.session_cookie.as_deref().or(self.0.visit_cookie.as_deref());
        let fresh = || self.0.new_visit.get_or_init(|| random_hex::<16>().unwrap_or_default()).as_str();
        let binding = binding.filter(|b| !b.is_empty()).unwrap_or_else(fresh);
        self.0.web.0.csrf.token(binding).unwrap_or_default()
    }

    /// How many notices the visitor has not read; 0 where nobody has counted.
    pub fn unread(&self) -> u32 {
        self.0.unread.load(Ordering::Relaxed)
    }

    /// Says how many notices the visitor has not read, for the navigation of the page.
    pub fn set_unread(&self, notices: u32) {
        self.0.unread.store(notices, Ordering::Relaxed);
    }

    /// Says what everybody must know now: it stands over the page, also over an error page.
    pub fn set_alerts(&self, alerts: Vec<String>) {
        *self.0.alerts.lock().unwrap_or_else(PoisonError::into_inner) = alerts;
    }

    /// A shell for this request, with everything in it that does not depend on the page.
    pub fn shell(&self, title: impl Into<String>) -> Shell {
        let mut shell = Shell::new(&self.0.words, title, &self.0.path);
        shell.sign_in.clone_from(&self.0.web.0.config.sign_in_path);
        if let Some(who) = self.0.session.signed_in() {
            shell.person = Some(PersonView { name: who.name, position: who.position_title });
            shell.csrf = self.csrf();
        }
        shell.alerts.clone_from(&self.0.alerts.lock().unwrap_or_else(PoisonError::into_inner));
        (self.0.web.0.config.shell)(self, &mut shell);
        shell
    }

    /// The page, with the sentence left by the page before it, if any.
    pub fn page(&self, mut shell: Shell, body: Html) -> Response {
        self.put_flash(&mut shell);
        page(&shell, body)
    }

    /// The page with another status: 422 for a form with errors.
    pub fn page_with(&self, status: axum::http::StatusCode, mut shell: Shell, body: Html) -> Response {
        self.put_flash(&mut shell);
        page_with(status, &shell, body)
    }

    fn put_flash(&self, shell: &mut Shell) {
        if let Some((tone, text)) = self.0.session.take_flash() {
            shell.flash = notice(tone, &text, &Html::EMPTY);
        }
    }

    pub(crate) fn is_safe_method(&self) -> bool {
        self.0.safe_method
    }

    pub(crate) fn sign_in_path(&self) -> &str {
        &self.0.web.0.config.sign_in_path
    }

    /// The sign-in page, which comes back here if this was a page to look at.
    pub(crate) fn sign_in_link(&self) -> String {
        let next = if self.0.safe_method { self.0.path.as_str() } else { "/" };
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        format!("{}?{query}", self.sign_in_path())
    }
}

/// A `next` parameter that stays on this site; `/` for anything else.
pub fn safe_next(next: Option<&str>) -> &str {
    let fits = |n: &&str| {
        n.len() <= 2_000
            && n.starts_with('/')
            && !n.starts_with("//")
            && !n.contains('\\')
            && !n.chars().any(|c| c.is_control() || c.is_whitespace())
    };
    next.filter(fits).unwrap_or("/")
}

impl<S: Send + Sync> FromRequestParts<S> for PageCx {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| WebError::fault("the route is outside Web::wrap"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        PageCx::from_request_parts(parts, state).await.map(|cx| cx.lang())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Session {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        PageCx::from_request_parts(parts, state).await.map(|cx| cx.session().clone())
    }
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// `/api/…`, or an interface of a department for programs: `/{agency}/api/…`, `/{agency}/portal/…`.
fn is_api(path: &str) -> bool {
    path.starts_with("/api/") || path.split('/').nth(2).is_some_and(|part| matches!(part, "api" | "portal"))
}

/// True for the API and for clients that take JSON but not HTML.
fn wants_json(headers: &HeaderMap, path: &str) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let json = accept.contains("application/json") || accept.contains("+json");
    (json || is_api(path)) && !accept.contains("text/html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_stays_here() {
        for good in ["/", "/a/b?c=d&e=%20"] {
            assert_eq!(safe_next(Some(good)), good);
        }
        for bad in ["", "a", "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", "/a b"] {
            assert_eq!(safe_next(Some(bad)), "/", "{bad}");
        }
        assert_eq!(safe_next(None), "/");
    }
}

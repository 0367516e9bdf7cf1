//! Who may look at these pages: whom the authority table lets see the work of the inspectorate.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Actor, Permit};
use congvu_desk::{Book, Desk, On, PerformError, Request};
use congvu_matter::Command;
use congvu_matter::declare::Lifecycle;
use congvu_pack::Agency;
use congvu_web::components::{Chip, Link, Tone, bullets, heading, notice, refusal_panel};
use congvu_web::{Html, PageCx, ResultExt, Shell, WebError, Words};
use jiff::civil::DateTime;

/// The power that the authority table knows for it.
const SEE: &str = "see-supervision";

/// Why a handler ends early.
#[derive(Debug)]
pub(crate) struct Stop(Box<Response>);

impl From<WebError> for Stop {
    fn from(error: WebError) -> Self {
        Self(Box::new(error.into_response()))
    }
}

impl From<Response> for Stop {
    fn from(answer: Response) -> Self {
        Self(Box::new(answer))
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// Somebody who works with these pages.
#[derive(Debug)]
pub(crate) struct Officer<'d> {
    pub(crate) agency: &'d Agency,
    pub(crate) actor: Actor,
    pub(crate) book: Book,
    pub(crate) now: DateTime,
    permit: Permit,
}

impl Officer<'_> {
    /// An address among these pages.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("/{}/desk/supervision{path}", self.agency.id())
    }

    /// The page of a case with all its acts.
    pub(crate) fn case(&self, matter: &str) -> String {
        format!("/{}/desk/cases/{matter}", self.agency.id())
    }

    /// The chip of the clause that lets this person see it.
    pub(crate) fn clause(&self, w: &Words) -> Chip {
        congvu_views::chip_of(w, self.agency, &self.permit.clause)
    }

    /// The frame of these pages.
    pub(crate) fn shell(&self, cx: &PageCx, title: &str) -> Shell {
        let w = cx.words();
        let mut shell = congvu_views::officer_shell(cx, self.agency, title);
        let more = [("/plans", "supervision-plans"), ("/minutes", "supervision-minutes")];
        shell.nav.extend(more.map(|(path, text)| Link::new(self.at(path), w.t(text))));
        shell
    }

    /// A request of this person.
    pub(crate) fn request(&self, on: On, command: Command, key: Option<String>) -> Request {
        Request {
            agency: self.agency.id().to_owned(),
            actor: self.actor.clone(),
            on,
            seen: None,
            idempotency_key: key,
            command,
        }
    }
}

/// Lets an officer in; whoever is not signed in goes to the sign-in page and comes back.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    let agency = congvu_views::agency_of(desk, agency)?;
    let Ok(who) = congvu_views::officer_of(cx, agency) else {
        if cx.wants_json() {
            return Err((StatusCode::UNAUTHORIZED, axum::Json(serde_json::json!({ "fault": "sign-in" })))
                .into_response()
                .into());
        }
        let next = congvu_web::context::safe_next(Some(cx.path()));
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        return Err(Redirect::to(&format!("/{}/sign-in?{query}", agency.id())).into_response().into());
    };
    let book = desk.positions(agency).await.or_fault()?;
    let now = desk.clock().now();
    let actor = who.actor();
    match desk.may(agency, &actor, SEE, None).await.or_fault()? {
        Ok(permit) => Ok(Officer { agency, actor, book, now, permit }),
        Err(refusal) => {
            let w = cx.words();
            let act = w.t("supervision-see");
            Err(WebError::refused(congvu_views::refusal_view(w, agency, &book, &act, &refusal, now)).into())
        }
    }
}

/// A key against repetition, for a form.
pub(crate) fn new_key() -> Result<String, WebError> {
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|e| WebError::Unavailable(e.to_string()))?;
    Ok(hex::encode(bytes))
}

/// The page for an act that was not performed.
pub(crate) async fn stopped(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    lifecycle: Option<&Lifecycle>,
    act: &str,
    error: PerformError,
) -> Result<Response, Stop> {
    let w = cx.words();
    let conflict = matches!(error, PerformError::NotNow(_));
    let error = congvu_views::perform_error(w, desk, officer.agency, lifecycle, act, error).await;
    let title = w.t("error-refused");
    let (status, said) = match error {
        WebError::Refused(view) if !conflict => (StatusCode::FORBIDDEN, refusal_panel(w, &view)),
        WebError::Refused(view) => {
            let why: Vec<Html> = view.missing.iter().map(|m| Html::text(m)).collect();
            (StatusCode::CONFLICT, notice(Tone::Warn, act, &bullets(&why)))
        }
        WebError::Invalid(errors) => {
            let why: Vec<Html> = errors.iter().map(|e| Html::text(&e.message)).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, notice(Tone::Warn, act, &bullets(&why)))
        }
        other => return Err(other.into()),
    };
    let body = heading(1, &title).then(&said);
    Ok(cx.page_with(status, officer.shell(cx, &title), body))
}

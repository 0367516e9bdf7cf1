//! Who may look at these pages: a person signed in for this department, in a position held now.

use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Actor, PositionId};
use congvu_desk::{Book, Case, Desk};
use congvu_pack::Agency;
use congvu_web::components::RefusalView;
use congvu_web::{PageCx, ResultExt, WebError};
use jiff::civil::{Date, DateTime};

/// The lifecycle of a change.
pub(crate) const LIFECYCLE: &str = "pack-change";

/// Why a handler ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// An error page of the house.
    Web(WebError),
    /// Another answer, for instance a redirect to the sign-in page.
    Answer(Box<Response>),
}

impl From<WebError> for Stop {
    fn from(error: WebError) -> Self {
        Self::Web(error)
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::Web(error) => error.into_response(),
            Self::Answer(answer) => *answer,
        }
    }
}

/// An officer at work.
#[derive(Debug)]
pub(crate) struct Officer<'d> {
    pub(crate) agency: &'d Agency,
    pub(crate) who: congvu_views::Officer,
    pub(crate) book: Book,
    pub(crate) now: DateTime,
}

impl Officer<'_> {
    /// The officer as the desk knows them.
    pub(crate) fn actor(&self) -> Actor {
        self.who.actor()
    }

    pub(crate) fn today(&self) -> Date {
        self.now.date()
    }

    /// An address among the officers' pages: `path` begins with `/`.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("/{}/desk{path}", self.agency.id())
    }

    /// The address of a change, or of a page of it: `path` begins with `/` or is empty.
    pub(crate) fn change(&self, matter: &str, path: &str) -> String {
        self.at(&format!("/packs/changes/{matter}{path}"))
    }

    /// The address of a page about a file of a change.
    pub(crate) fn change_file(&self, matter: &str, page: &str, path: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("path", path).finish();
        self.change(matter, &format!("/{page}?{query}"))
    }

    pub(crate) fn title(&self, w: &congvu_web::Words, position: &PositionId) -> String {
        congvu_views::title_of(w, self.agency, &self.book, position, None)
    }
}

/// Lets an officer in; anybody else goes to the sign-in page and comes back to `next`.
pub(crate) async fn enter<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &str,
    next: &str,
) -> Result<Officer<'d>, Stop> {
    let agency = congvu_views::agency_of(desk, agency)?;
    let Ok(who) = congvu_views::officer_of(cx, agency) else {
        let next = congvu_web::context::safe_next(Some(next));
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let answer = Redirect::to(&format!("/{}/sign-in?{query}", agency.id())).into_response();
        return Err(Stop::Answer(Box::new(answer)));
    };
    let book = desk.positions(agency).await.or_fault()?;
    let now = desk.clock().now();
    if !book.positions_of(&who.person, now).iter().any(|p| p.as_str() == who.position) {
        let w = cx.words();
        return Err(Stop::Web(WebError::refused(RefusalView {
            act: w.t("packs-work-here"),
            who: who.name.clone(),
            missing: vec![w.t("packs-not-in-office")],
            ..RefusalView::default()
        })));
    }
    Ok(Officer { agency, who, book, now })
}

/// A change by its identifier; anything else is not found here.
pub(crate) async fn change(desk: &Desk, officer: &Officer<'_>, matter: &str) -> Result<Case, WebError> {
    let case = desk.case(officer.agency, matter).await.or_fault()?;
    case.filter(|c| c.matter.lifecycle == LIFECYCLE).ok_or(WebError::NotFound)
}

/// A new key against repetition.
pub(crate) fn new_key() -> Result<String, WebError> {
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|e| WebError::Unavailable(e.to_string()))?;
    Ok(hex::encode(bytes))
}

/// The key against repetition that a form carried.
pub(crate) fn key(values: &congvu_web::form::FormValues) -> Option<String> {
    let key = values.get("_key");
    let fits = (1..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| key.to_owned())
}

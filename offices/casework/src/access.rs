//! Who may look at the pages of officers: a person signed in for this department, in a position held now.

use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Actor, PersonId, PositionId};
use congvu_desk::{Book, Case, Desk};
use congvu_pack::Agency;
use congvu_web::components::RefusalView;
use congvu_web::{PageCx, ResultExt, WebError, Words};
use jiff::civil::DateTime;

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

impl From<Response> for Stop {
    fn from(answer: Response) -> Self {
        Self::Answer(Box::new(answer))
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
    pub(crate) person: PersonId,
    pub(crate) position: PositionId,
    pub(crate) book: Book,
    pub(crate) now: DateTime,
}

impl Officer<'_> {
    /// The officer as the desk knows them.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Position { person: self.person.clone(), position: self.position.clone() }
    }

    /// The officer's name and position.
    pub(crate) fn who(&self, w: &Words) -> String {
        let title = self.title(w, &self.position);
        let name = self.book.name_of(self.person.as_str());
        if name.is_empty() { title } else { format!("{name} ({title})") }
    }

    /// What a position is called.
    pub(crate) fn title(&self, w: &Words, position: &PositionId) -> String {
        congvu_views::title_of(w, self.agency, &self.book, position, None)
    }

    /// A position with the name of its holder, for lists to choose from.
    pub(crate) fn seat(&self, w: &Words, position: &PositionId, name: &str) -> String {
        let title = self.title(w, position);
        if name.is_empty() { title } else { format!("{name} ({title})") }
    }

    /// An address among the officers' pages: `path` begins with `/` or is empty for the inbox.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("/{}/desk{path}", self.agency.id())
    }

    /// The address of a case.
    pub(crate) fn case(&self, matter: &str) -> String {
        self.at(&format!("/cases/{matter}"))
    }
}

/// Lets an officer in; anybody else goes to the sign-in page and comes back to `next`.
///
/// The position is looked up in the book each time: whose appointment has ended reads nothing more.
pub(crate) async fn enter<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &str,
    next: &str,
) -> Result<Officer<'d>, Stop> {
    let agency = congvu_views::agency_of(desk, agency)?;
    let Ok(who) = congvu_views::officer_of(cx, agency) else {
        return Err(to_sign_in(agency, next).into());
    };
    let book = desk.positions(agency).await.or_fault()?;
    let now = desk.clock().now();
    let held = book.positions_of(&who.person, now).iter().any(|p| p.as_str() == who.position);
    let officer = Officer { agency, person: who.person.into(), position: who.position.into(), book, now };
    if held { Ok(officer) } else { Err(not_in_office(cx, &officer).into()) }
}

/// Enters and comes back to the page that was asked for.
pub(crate) async fn enter_page<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    enter(desk, cx, agency, cx.path()).await
}

fn to_sign_in(agency: &Agency, next: &str) -> Response {
    let next = congvu_web::context::safe_next(Some(next));
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    Redirect::to(&format!("/{}/sign-in?{query}", agency.id())).into_response()
}

fn not_in_office(cx: &PageCx, officer: &Officer<'_>) -> WebError {
    let w = cx.words();
    WebError::refused(RefusalView {
        act: w.t("casework-work-here"),
        who: officer.who(w),
        missing: vec![w.t("casework-not-in-office")],
        ..RefusalView::default()
    })
}

/// A matter that this office may show: what is private is shown by its own office alone.
pub(crate) async fn matter(desk: &Desk, officer: &Officer<'_>, id: &str) -> Result<Case, WebError> {
    let case = desk.case_for(officer.agency, &officer.actor(), id).await.or_fault()?;
    let case = case.ok_or(WebError::NotFound)?;
    let private = case.lifecycle(desk.library()).is_some_and(|life| life.private);
    if private { Err(WebError::NotFound) } else { Ok(case) }
}

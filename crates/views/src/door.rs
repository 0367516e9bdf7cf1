//! The door of the officers' pages: who is signed in for a department, and holds the position now.

use crate::{Officer, agency_of, officer_of, title_of};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Actor, PersonId, PositionId};
use congvu_desk::{Book, Desk};
use congvu_pack::Agency;
use congvu_web::components::RefusalView;
use congvu_web::{PageCx, ResultExt, WebError, Words};
use jiff::civil::{Date, DateTime};

/// Why a handler ends early.
#[derive(Debug)]
pub enum Stop {
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

/// An officer who is signed in for a department, with its positions as they are now.
#[derive(Debug)]
pub struct AtWork<'d> {
    /// The department.
    pub agency: &'d Agency,
    /// Who it is, and in which position.
    pub who: Officer,
    /// Who holds which position.
    pub book: Book,
    /// Time of the desk at which this was looked up.
    pub now: DateTime,
}

impl AtWork<'_> {
    /// As the authority table knows the officer.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.who.actor()
    }

    /// The person.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.who.person.as_str().into()
    }

    /// The position in which the officer acts.
    #[must_use]
    pub fn position(&self) -> PositionId {
        self.who.position.as_str().into()
    }

    /// The day.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// An address among the officers' pages: `path` begins with `/` or is empty for the inbox.
    #[must_use]
    pub fn desk(&self, path: &str) -> String {
        format!("/{}/desk{path}", self.agency.id())
    }

    /// The page of a matter, with all its acts.
    #[must_use]
    pub fn case(&self, matter: &str) -> String {
        self.desk(&format!("/cases/{matter}"))
    }

    /// What a position is called.
    #[must_use]
    pub fn title(&self, w: &Words, position: &PositionId) -> String {
        title_of(w, self.agency, &self.book, position, None)
    }

    /// A position with the name of its holder, for lists to choose from.
    #[must_use]
    pub fn seat(&self, w: &Words, position: &PositionId, name: &str) -> String {
        named(self.title(w, position), name)
    }

    /// The officer's name and position.
    #[must_use]
    pub fn name(&self, w: &Words) -> String {
        let title = self.title(w, &self.position());
        let name = self.book.name_of(&self.who.person);
        if name.is_empty() { title } else { named(name, &title) }
    }

    fn holds_position(&self) -> bool {
        self.book.positions_of(&self.who.person, self.now).iter().any(|p| p.as_str() == self.who.position)
    }
}

fn named(first: String, second: &str) -> String {
    if second.is_empty() { first } else { format!("{first} ({second})") }
}

/// Whoever is signed in as an officer of the department; anybody else goes to the sign-in page and comes back to `next`.
///
/// Whether the position is still held is not asked: this is for pages that ask the authority table, which knows.
///
/// # Errors
/// [`WebError::NotFound`] for a department that does not exist; the way to the sign-in page, or 401 for programs.
pub async fn signed_in<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &str,
    next: &str,
) -> Result<AtWork<'d>, Stop> {
    let agency = agency_of(desk, agency)?;
    let Ok(who) = officer_of(cx, agency) else {
        return Err(if cx.wants_json() { WebError::SignIn.into() } else { to_sign_in(agency, next).into() });
    };
    let book = desk.positions(agency).await.or_fault()?;
    Ok(AtWork { agency, who, book, now: desk.clock().now() })
}

/// As [`signed_in`], for whoever holds the position now. `work` is what the page is for, as the refusal calls it.
///
/// The position is looked up in the book each time: whose appointment has ended reads nothing more.
///
/// # Errors
/// As [`signed_in`]; the refusal when the position is held no more.
pub async fn in_office<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &str,
    next: &str,
    work: &str,
) -> Result<AtWork<'d>, Stop> {
    let officer = signed_in(desk, cx, agency, next).await?;
    if officer.holds_position() {
        return Ok(officer);
    }
    let w = cx.words();
    let view = RefusalView {
        act: w.t(work),
        who: officer.name(w),
        missing: vec![w.t("views-not-in-office")],
        ..RefusalView::default()
    };
    Err(WebError::refused(view).into())
}

/// The officer who is signed in here and still holds the position; none for anybody else.
///
/// # Errors
/// When the positions cannot be read.
pub async fn officer_here<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &'d Agency,
) -> Result<Option<AtWork<'d>>, WebError> {
    let Ok(who) = officer_of(cx, agency) else { return Ok(None) };
    let book = desk.positions(agency).await.or_fault()?;
    let officer = AtWork { agency, who, book, now: desk.clock().now() };
    Ok(officer.holds_position().then_some(officer))
}

/// The way to the department's sign-in page, and back to `next` where that is an address of this site.
#[must_use]
pub fn to_sign_in(agency: &Agency, next: &str) -> Response {
    let next = congvu_web::context::safe_next(Some(next));
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    Redirect::to(&format!("/{}/sign-in?{query}", agency.id())).into_response()
}

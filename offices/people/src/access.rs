//! Who may look at these pages: a person signed in for this department, in a position held now.

use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Actor, Authority, PersonId, PositionId};
use congvu_desk::{Book, Desk};
use congvu_pack::Agency;
use congvu_web::components::RefusalView;
use congvu_web::{PageCx, ResultExt, WebError, Words};
use jiff::civil::DateTime;
use std::sync::Arc;

/// Why a handler ends early.
#[derive(Debug)]
pub(crate) struct Stop(Box<Response>);

impl From<WebError> for Stop {
    fn from(error: WebError) -> Self {
        Self(Box::new(error.into_response()))
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// An officer at work, with the table as it is now.
#[derive(Debug)]
pub(crate) struct Officer<'d> {
    pub(crate) agency: &'d Agency,
    pub(crate) person: PersonId,
    pub(crate) position: PositionId,
    pub(crate) book: Book,
    pub(crate) table: Authority,
    pub(crate) now: DateTime,
}

impl Officer<'_> {
    pub(crate) fn actor(&self) -> Actor {
        Actor::Position { person: self.person.clone(), position: self.position.clone() }
    }

    /// What a position is called, with the name of its holder.
    pub(crate) fn seat(&self, w: &Words, position: &PositionId) -> String {
        congvu_views::title_of(w, self.agency, &self.book, position, Some(self.now))
    }

    /// An address among these pages: `path` begins with `/` or is empty.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("/{}/desk/people{path}", self.agency.id())
    }

    /// The page of a matter among the officers' cases.
    pub(crate) fn case(&self, matter: &str) -> String {
        format!("/{}/desk/cases/{matter}", self.agency.id())
    }
}

/// Lets an officer in; anybody else goes to the sign-in page and comes back.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    let agency = congvu_views::agency_of(desk, agency)?;
    let Ok(who) = congvu_views::officer_of(cx, agency) else {
        let next = congvu_web::context::safe_next(Some(cx.path()));
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        return Err(Stop(Box::new(
            Redirect::to(&format!("/{}/sign-in?{query}", agency.id())).into_response(),
        )));
    };
    let book = desk.positions(agency).await.or_fault()?;
    let now = desk.clock().now();
    let table = Authority::new(Arc::clone(&agency.rules), book.roster.clone()).or_fault()?;
    let held = book.positions_of(&who.person, now).iter().any(|p| p.as_str() == who.position);
    if !held {
        let w = cx.words();
        let missing = vec![w.t("people-not-in-office")];
        let view = RefusalView { act: w.t("people-title"), who: who.name, missing, ..RefusalView::default() };
        return Err(WebError::refused(view).into());
    }
    Ok(Officer { agency, person: who.person.into(), position: who.position.into(), book, table, now })
}

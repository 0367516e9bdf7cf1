//! Who may look at these pages: a person signed in for this department, in a position held now.

use congvu_desk::{Case, Desk};
use congvu_views::door::{AtWork, in_office};
use congvu_web::{PageCx, ResultExt, WebError};
use std::ops::Deref;

pub(crate) use congvu_views::door::Stop;

/// The lifecycle of a change.
pub(crate) const LIFECYCLE: &str = "pack-change";

/// An officer at work.
#[derive(Debug)]
pub(crate) struct Officer<'d>(AtWork<'d>);

impl<'d> Deref for Officer<'d> {
    type Target = AtWork<'d>;

    fn deref(&self) -> &AtWork<'d> {
        &self.0
    }
}

impl Officer<'_> {
    /// An address among the officers' pages: `path` begins with `/`.
    pub(crate) fn at(&self, path: &str) -> String {
        self.desk(path)
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
}

/// Lets an officer in; anybody else goes to the sign-in page and comes back to `next`.
pub(crate) async fn enter<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &str,
    next: &str,
) -> Result<Officer<'d>, Stop> {
    in_office(desk, cx, agency, next, "packs-work-here").await.map(Officer)
}

/// A change by its identifier; anything else is not found here.
pub(crate) async fn change(desk: &Desk, officer: &Officer<'_>, matter: &str) -> Result<Case, WebError> {
    let case = desk.case(officer.agency, matter).await.or_fault()?;
    case.filter(|c| c.matter.lifecycle == LIFECYCLE).ok_or(WebError::NotFound)
}

//! Who may look at these pages: a person signed in for this department, in a position held now.

use congvu_authority::{Authority, PositionId};
use congvu_desk::Desk;
use congvu_views::door::{AtWork, in_office};
use congvu_web::{PageCx, ResultExt, Words};
use std::ops::Deref;
use std::sync::Arc;

pub(crate) use congvu_views::door::Stop;

/// An officer at work, with the table as it is now.
#[derive(Debug)]
pub(crate) struct Officer<'d> {
    here: AtWork<'d>,
    pub(crate) table: Authority,
}

impl<'d> Deref for Officer<'d> {
    type Target = AtWork<'d>;

    fn deref(&self) -> &AtWork<'d> {
        &self.here
    }
}

impl Officer<'_> {
    /// What a position is called, with the name of its holder.
    pub(crate) fn seat(&self, w: &Words, position: &PositionId) -> String {
        congvu_views::title_of(w, self.agency, &self.book, position, Some(self.now))
    }

    /// An address among these pages: `path` begins with `/` or is empty.
    pub(crate) fn at(&self, path: &str) -> String {
        self.desk(&format!("/people{path}"))
    }
}

/// Lets an officer in; anybody else goes to the sign-in page and comes back.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    let here = in_office(desk, cx, agency, cx.path(), "people-title").await?;
    let table = Authority::new(Arc::clone(&here.agency.rules), here.book.roster.clone()).or_fault()?;
    Ok(Officer { here, table })
}

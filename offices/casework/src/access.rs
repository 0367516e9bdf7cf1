//! Who may look at the pages of officers: a person signed in for this department, in a position held now.

use congvu_desk::{Case, Desk};
use congvu_web::{PageCx, ResultExt, WebError};

pub(crate) use congvu_views::door::{AtWork as Officer, Stop};

/// Lets an officer in; anybody else goes to the sign-in page and comes back to `next`.
pub(crate) async fn enter<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &str,
    next: &str,
) -> Result<Officer<'d>, Stop> {
    congvu_views::door::in_office(desk, cx, agency, next, "casework-work-here").await
}

/// Enters and comes back to the page that was asked for.
pub(crate) async fn enter_page<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    enter(desk, cx, agency, cx.path()).await
}

/// A matter that this office may show: what is private is shown by its own office alone.
pub(crate) async fn matter(desk: &Desk, officer: &Officer<'_>, id: &str) -> Result<Case, WebError> {
    let case = desk.case_for(officer.agency, &officer.actor(), id).await.or_fault()?;
    let case = case.ok_or(WebError::NotFound)?;
    let private = case.lifecycle(desk.library()).is_some_and(|life| life.private);
    if private { Err(WebError::NotFound) } else { Ok(case) }
}

//! How many notices the visitor has not read, for the navigation of every page.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_web::{PageCx, SignedIn};

/// Whom notices are addressed to.
pub(crate) fn recipient(who: &SignedIn) -> String {
    let kind = if who.position.is_some() { "person" } else { "account" };
    format!("{kind}:{}", who.person)
}

/// Counts before the page is made: one look into an index, for pages of signed-in people only.
pub async fn count_unread(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    if request.method() == Method::GET
        && let Some(cx) = request.extensions().get::<PageCx>()
        && let Some(who) = cx.session().signed_in()
        && let Some(agency) = who.agency.as_deref()
        && request.uri().path().split('/').nth(1) == Some(agency)
    {
        // A page without the number is better than no page.
        match desk.store().unread(agency, &recipient(&who)).await {
            Ok(unread) => cx.set_unread(u32::try_from(unread).unwrap_or_default()),
            Err(error) => tracing::warn!(%error, "unread notices could not be counted"),
        }
    }
    next.run(request).await
}

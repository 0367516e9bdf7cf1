//! What an officer sees when an act was not performed.

use crate::access::{Officer, Stop};
use crate::frame;
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Case, Desk, PerformError};
use congvu_matter::declare::Lifecycle;
use congvu_views::Reader;
use congvu_web::components::{Tone, bullets, button_link, heading, notice, refusal_panel};
use congvu_web::{Html, PageCx, ResultExt, WebError};

/// A page for a refusal, an error page of the house for everything else. `act` is the act in words, `back` the page to
/// go on from.
pub(crate) async fn stopped(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    lifecycle: Option<&Lifecycle>,
    act: &str,
    back: &str,
    error: PerformError,
) -> Result<Response, Stop> {
    let w = cx.words();
    let conflict = matches!(error, PerformError::NotNow(_));
    let error = congvu_views::perform_error(w, desk, officer.agency, lifecycle, act, error).await;
    let WebError::Refused(view) = error else { return Err(error.into()) };
    if cx.wants_json() {
        return Err(WebError::Refused(view).into());
    }
    let title = w.t("error-refused");
    let link = button_link(back, &w.t("casework-back"), false);
    let body = if conflict {
        // Not a question of authority: it is not the matter's turn.
        let why: Vec<Html> = view.missing.iter().map(|m| Html::text(m)).collect();
        frame::body(&title, [notice(Tone::Warn, act, &bullets(&why)), link])
    } else {
        frame::body(&title, [refusal_panel(w, &view), link])
    };
    let status = if conflict { StatusCode::CONFLICT } else { StatusCode::FORBIDDEN };
    Ok(cx.page_with(status, frame::shell(cx, officer, &title), body))
}

/// The page after somebody else changed the case: what was done since the version that was seen.
pub(crate) async fn changed(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    seen: i64,
) -> Result<Response, Stop> {
    let w = cx.words();
    let history = desk.history(officer.agency, &case.matter.id).await.or_fault()?;
    let since: Vec<_> = history.into_iter().filter(|l| l.act.version > seen).collect();
    let reader = Reader::Officer(&officer.book);
    let items = congvu_views::timeline_items(w, officer.agency, desk.library(), case, &since, reader);
    let changes: Vec<String> = items
        .iter()
        .zip(&since)
        .map(|(i, l)| format!("{} – {} ({})", i.who, i.what, crate::said::moment(w, l.at)))
        .collect();
    if cx.wants_json() {
        return Err(WebError::Conflict(changes).into());
    }
    let title = w.t("error-conflict");
    let list: Vec<Html> = changes.iter().map(|c| Html::text(c)).collect();
    let body = Html::join([
        heading(1, &title),
        notice(Tone::Warn, &w.t("error-conflict-more"), &bullets(&list)),
        button_link(&officer.case(&case.matter.id), &w.t("casework-back"), true),
    ]);
    Ok(cx.page_with(StatusCode::CONFLICT, frame::shell(cx, officer, &title), body))
}

//! The frame of these pages, and answers that are not a page of their own.

use crate::access::{Officer, Stop};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Desk, PerformError};
use congvu_matter::declare::Lifecycle;
use congvu_web::components::{Link, Tone, bullets, button_link, heading, notice, refusal_panel};
use congvu_web::{Html, PageCx, Shell, WebError, Words, fmt};
use jiff::civil::DateTime;

/// The shell of an officers' page.
pub(crate) fn shell(cx: &PageCx, officer: &Officer<'_>, title: &str) -> Shell {
    let w = cx.words();
    let mut shell = congvu_views::officer_shell(cx, officer.agency, title);
    let after = shell.nav.iter().position(|l| l.href.ends_with("/desk/delegation"));
    let after = after.map_or(shell.nav.len(), |i| i.saturating_add(1));
    shell.nav.insert(after, Link::new(officer.at(""), w.t("people-title")));
    shell
}

/// A page among these.
pub(crate) fn page(
    cx: &PageCx,
    officer: &Officer<'_>,
    title: &str,
    parts: impl IntoIterator<Item = Html>,
) -> Response {
    page_with(StatusCode::OK, cx, officer, title, parts)
}

pub(crate) fn page_with(
    status: StatusCode,
    cx: &PageCx,
    officer: &Officer<'_>,
    title: &str,
    parts: impl IntoIterator<Item = Html>,
) -> Response {
    let w = cx.words();
    let shell = shell(cx, officer, title).crumb(officer.at(""), w.t("people-title")).crumb(cx.path(), title);
    cx.page_with(status, shell, Html::join(std::iter::once(heading(1, title)).chain(parts)))
}

/// Time and date as people write them.
pub(crate) fn moment(w: &Words, at: DateTime) -> String {
    format!("{}, {}", fmt::time(at.time()), fmt::date(w.lang(), at.date()))
}

/// The page of an act that was not performed; `remedy` says what would make it possible.
#[expect(clippy::too_many_arguments, reason = "one page, put together by its two callers")]
pub(crate) async fn stopped(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    lifecycle: Option<&Lifecycle>,
    act: &str,
    back: &str,
    error: PerformError,
    remedy: Html,
) -> Result<Response, Stop> {
    let w = cx.words();
    let conflict = matches!(error, PerformError::NotNow(_));
    let error = congvu_views::perform_error(w, desk, officer.agency, lifecycle, act, error).await;
    let WebError::Refused(view) = error else { return Err(error.into()) };
    if cx.wants_json() {
        return Err(WebError::Refused(view).into());
    }
    let link = button_link(back, &w.t("people-back"), false);
    let (status, first) = if conflict {
        let why: Vec<Html> = view.missing.iter().map(|m| Html::text(m)).collect();
        (StatusCode::CONFLICT, notice(Tone::Warn, act, &bullets(&why)))
    } else {
        (StatusCode::FORBIDDEN, refusal_panel(w, &view))
    };
    Ok(page_with(status, cx, officer, &w.t("error-refused"), [first, remedy, link]))
}

//! Finding cases and register entries, without minding diacritics; narrowing; lists that are kept.

mod filters;
mod people;
mod results;
mod saved;
mod wanted;

pub(crate) use results::{register, standing};
pub(crate) use saved::{forget, keep};
pub(crate) use wanted::{List, MAX_QUERY_BYTES, Narrow, Wanted};

use crate::access::{Officer, Stop, enter, enter_page};
use crate::{exports, frame};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_store::Listed;
use congvu_web::components::{Tone, keys_help, notice, paragraph};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};

/// Rows on a page.
const PAGE: u32 = 50;

/// `GET /{agency}/desk/search?q=…`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(wanted): Query<Wanted>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let wanted = wanted.cut();
    let w = cx.words();
    let title = w.t("casework-search");
    let mut parts =
        vec![filters::form(w, &desk, &officer, &wanted), saved::lists(&desk, &cx, &officer).await?];
    if !wanted.wrong_days().is_empty() {
        parts.push(notice(Tone::Warn, &w.t("casework-search-wrong-day"), &Html::EMPTY));
    }
    if wanted.is_nothing() && wanted.list.is_empty() {
        parts.push(paragraph(&w.t("casework-search-begin")));
    } else {
        for list in [List::Cases, List::Entries].into_iter().filter(|l| wanted.shows(*l)) {
            let found = find(&desk, &officer, &wanted, list, PAGE).await?;
            parts.push(results::section(w, &desk, &officer, &wanted, list, &found));
        }
        if wanted.list.is_empty() {
            parts.push(people::found(w, &officer, &wanted.q));
        }
        parts.push(exports::offer(&desk, &cx, &officer, &wanted)?);
        parts.push(saved::keep_form(&cx, &officer, &wanted));
    }
    parts.push(keys_help(w));
    let body = frame::body(&title, parts);
    Ok(cx.page(frame::shell(&cx, &officer, &title), body))
}

/// A page of one list.
pub(crate) async fn find(
    desk: &Desk,
    officer: &Officer<'_>,
    wanted: &Wanted,
    list: List,
    limit: u32,
) -> Result<Listed, WebError> {
    let narrow = narrow(desk, officer, wanted, list);
    let words = narrow.words();
    if words.is_empty() && !wanted.q.is_empty() {
        // Only signs were typed: no word has them.
        return Ok(Listed::default());
    }
    // A place in one list is none in the other.
    let after = wanted.after().filter(|_| wanted.list == list.word());
    let agency = officer.agency.id();
    desk.store().find(agency, &narrow.asked(list, &words), after.as_ref(), limit).await.or_fault()
}

/// What is wanted of one list.
pub(crate) fn narrow(desk: &Desk, officer: &Officer<'_>, wanted: &Wanted, list: List) -> Narrow {
    match list {
        List::Cases => wanted.cases(desk, officer),
        List::Entries => wanted.entries(officer.now),
    }
}

/// An officer who sent a form of the search page, and would come back to it.
async fn enter_form<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    enter(desk, cx, agency, &format!("/{agency}/desk/search")).await
}

/// A search in words, for those who read what was exported.
pub(crate) fn in_words(w: &Words, query: &str) -> String {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let said: Vec<String> = pairs
        .map(|(name, value)| {
            format!("{}: {value}", w.t(&format!("casework-filter-{}", name.replace('_', "-"))))
        })
        .collect();
    said.join("; ")
}

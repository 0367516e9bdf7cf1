//! The frame of these pages.

use crate::access::Officer;
use axum::http::StatusCode;
use axum::response::Response;
use congvu_web::components::heading;
use congvu_web::{Html, PageCx, Words};
use jiff::civil::{Date, DateTime};

/// A page with its title; `crumbs` are the pages between the list and it, none for the list itself.
pub(crate) fn page(
    cx: &PageCx,
    officer: &Officer<'_>,
    status: StatusCode,
    title: &str,
    crumbs: Option<&[(String, String)]>,
    parts: impl IntoIterator<Item = Html>,
) -> Response {
    let w = cx.words();
    let mut shell = congvu_views::officer_shell(cx, officer.agency, title);
    if let Some(crumbs) = crumbs {
        shell = shell.crumb(officer.at("/packs"), w.t("packs-title"));
        for (href, text) in crumbs {
            shell = shell.crumb(href.clone(), text.clone());
        }
        shell = shell.crumb("", title);
    }
    cx.page_with(status, shell, Html::join(std::iter::once(heading(1, title)).chain(parts)))
}

pub(crate) fn day(w: &Words, day: Date) -> String {
    congvu_web::fmt::date(w.lang(), day)
}

pub(crate) fn moment(w: &Words, at: DateTime) -> String {
    format!("{}, {}", congvu_web::fmt::time(at.time()), day(w, at.date()))
}

/// `2024-03-04` or `4/3/2024`.
pub(crate) fn read_day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text.split(['/', '-', '.']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

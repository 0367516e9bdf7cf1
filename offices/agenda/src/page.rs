//! Five weeks of an officer's days.

use crate::days::{self, Item, Span, day_text};
use crate::feed;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_views::door::{AtWork, Stop, in_office};
use congvu_web::components::{
    PostButton, Tone, badge, bullets, button_link, heading, lead, notice, paragraph, post_button, section,
};
use congvu_web::{Html, PageCx, WebError, Words, fmt};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Days on a page.
const DAYS: i64 = 35;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    from: String,
}

/// The address of the page.
pub(crate) fn path(agency: &str) -> String {
    format!("/{agency}/desk/calendar")
}

/// `GET /{agency}/desk/calendar?from=2024-03-04`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = in_office(&desk, &cx, &agency, cx.path(), "agenda-title").await?;
    let from: Option<Date> = asked.from.parse().ok();
    Ok(show(&desk, &cx, &officer, from.unwrap_or(officer.today()), None).await?)
}

/// The page from a day on; with the address of a feed that was just made.
pub(crate) async fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &AtWork<'_>,
    from: Date,
    made: Option<&str>,
) -> Result<Response, WebError> {
    let w = cx.words();
    let title = w.t("agenda-title");
    let span = Span::of(from, DAYS);
    let mut items = days::of(w, desk, officer, span).await?;
    for item in &mut items {
        item.first = item.first.max(span.first);
    }
    let mut by_day: BTreeMap<Date, Vec<&Item>> = BTreeMap::new();
    for item in &items {
        by_day.entry(item.first).or_default().push(item);
    }
    let list = Html::join(by_day.iter().map(|(day, items)| one_day(w, officer, *day, items)));
    let empty = if items.is_empty() { paragraph(&w.t("agenda-nothing")) } else { Html::EMPTY };
    let told = w.with(
        "agenda-lead",
        &[("from", fmt::date(w.lang(), span.first).into()), ("to", fmt::date(w.lang(), span.last).into())],
    );
    let body = Html::join([
        heading(1, &title),
        lead(&told),
        others(w, officer, span),
        list,
        empty,
        feed_part(cx, officer, feed::exists(desk, officer).await?, made),
    ]);
    let shell = congvu_views::officer_shell(cx, officer.agency, &title)
        .crumb(officer.desk(""), w.t("views-nav-inbox"))
        .crumb("", &title);
    Ok(cx.page(shell, body))
}

fn others(w: &Words, officer: &AtWork<'_>, span: Span) -> Html {
    let at = |day: Date| officer.desk(&format!("/calendar?from={day}"));
    let before = span.first.saturating_sub(DAYS.days());
    let after = span.first.saturating_add(DAYS.days());
    let buttons = [
        button_link(&at(before), &w.t("agenda-before"), false),
        button_link(&officer.desk("/calendar"), &w.t("agenda-today"), false),
        button_link(&at(after), &w.t("agenda-after"), false),
    ];
    Html::literal("<p class=\"buttons\">").then(&Html::join(buttons)).then(&Html::literal("</p>"))
}

fn one_day(w: &Words, officer: &AtWork<'_>, day: Date, items: &[&Item]) -> Html {
    let lines: Vec<Html> = items.iter().map(|item| line(w, officer, item)).collect();
    let mut title = day_text(w, day);
    if day == officer.today() {
        title = w.with("agenda-is-today", &[("day", title.into())]);
    }
    section(&title, &bullets(&lines))
}

fn line(w: &Words, officer: &AtWork<'_>, item: &Item) -> Html {
    let tone = match item.kind {
        days::Kind::Due if item.last < officer.today() => Tone::Bad,
        days::Kind::Due => Tone::Warn,
        days::Kind::DayOff => Tone::Good,
        _ => Tone::Info,
    };
    let mut parts = vec![
        badge(tone, &w.t(&format!("agenda-kind-{}", item.kind.as_str()))),
        Html::literal(" "),
        Html::link(&item.path, &item.text),
    ];
    if !item.more.is_empty() {
        parts.push(Html::text(&format!(" – {}", item.more)));
    }
    if let Some((from, until)) = item.time {
        parts.push(Html::text(&format!(" ({} – {})", fmt::time(from.time()), fmt::time(until.time()))));
    } else if item.last == Date::MAX {
        parts.push(Html::text(&format!(" ({})", w.t("agenda-open-end"))));
    } else if item.last > item.first {
        let last = fmt::date(w.lang(), item.last);
        parts.push(Html::text(&format!(" ({})", w.with("agenda-until", &[("day", last.into())]))));
    }
    Html::join(parts)
}

fn feed_part(cx: &PageCx, officer: &AtWork<'_>, exists: bool, made: Option<&str>) -> Html {
    let w = cx.words();
    let mut parts = vec![paragraph(&w.t("agenda-feed-lead"))];
    if let Some(address) = made {
        let shown = Html::literal("<p><code>").then(&Html::text(address)).then(&Html::literal("</code></p>"));
        parts.push(notice(Tone::Good, &w.t("agenda-feed-made"), &shown));
    }
    let word = if exists { "agenda-feed-again" } else { "agenda-feed-make" };
    let mut buttons =
        vec![post_button(&cx.csrf(), &PostButton::new(officer.desk("/calendar/feed"), w.t(word)))];
    if exists {
        let end = PostButton::new(officer.desk("/calendar/feed/end"), w.t("agenda-feed-end")).danger();
        buttons.push(post_button(&cx.csrf(), &end));
    }
    parts.push(Html::literal("<div class=\"buttons\">"));
    parts.extend(buttons);
    parts.push(Html::literal("</div>"));
    section(&w.t("agenda-feed"), &Html::join(parts))
}

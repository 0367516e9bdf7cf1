//! How often the pages of a department are read: counted by the pattern of their address and by day, never by reader. There is no
//! address of a computer, no account, no cookie in it.
//!
//! Readings are put together in memory and written every few seconds; a server that is stopped in between loses these.

use crate::access::{Stop, enter};
use axum::extract::{MatchedPath, Path, Request as HttpRequest, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_store::{StoreError, VisitRow};
use congvu_web::components::{Column, Row, Table, heading, lead, paragraph, section, table};
use congvu_web::{Html, PageCx, ResultExt, Words, fmt};
use jiff::ToSpan;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many readings are put together, and for how long, before they are written.
const MOST_WAITING: i64 = 50;
const WAIT_MS: i64 = 5_000;
/// Most pages that are kept apart in memory: there are not more patterns of addresses.
const MOST_PAGES: usize = 2_000;
/// How many days are shown, and most rows that are read for it.
const DAYS: i64 = 30;
const MOST_ROWS: u32 = 20_000;

/// Agency, day, page.
type Key = (String, String, String);

#[derive(Debug, Default)]
struct Waiting {
    counts: BTreeMap<Key, i64>,
    sum: i64,
    since_ms: i64,
}

/// Readings that are not written yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visits(Arc<Mutex<Waiting>>);

impl Visits {
    /// Counts one; gives what is to be written now.
    fn add(&self, key: Key, now_ms: i64) -> BTreeMap<Key, i64> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.counts.is_empty() {
            waiting.since_ms = now_ms;
        }
        if waiting.counts.len() < MOST_PAGES || waiting.counts.contains_key(&key) {
            *waiting.counts.entry(key).or_default() += 1;
            waiting.sum = waiting.sum.saturating_add(1);
        }
        let due = waiting.sum >= MOST_WAITING || now_ms.saturating_sub(waiting.since_ms) >= WAIT_MS;
        if due { std::mem::take(&mut *waiting).counts } else { BTreeMap::new() }
    }

    fn take(&self) -> BTreeMap<Key, i64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).counts
    }
}

async fn write(desk: &Desk, counts: BTreeMap<Key, i64>) -> Result<(), StoreError> {
    let mut by_agency: BTreeMap<String, Vec<VisitRow>> = BTreeMap::new();
    for ((agency, day, page), count) in counts {
        by_agency.entry(agency).or_default().push(VisitRow { day, page, count });
    }
    for (agency, rows) in by_agency {
        desk.store().add_visits(&agency, &rows).await?;
    }
    Ok(())
}

/// Counts pages that were read; what programs ask for, papers and files are no pages.
pub(crate) async fn count(
    State((desk, visits)): State<(Desk, Visits)>,
    mut request: HttpRequest,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_owned());
    let agency = request.uri().path().split('/').nth(1).unwrap_or_default().to_owned();
    let reads = request.method() == Method::GET && desk.agency(&agency).is_some();
    request.extensions_mut().insert(visits.clone());
    let answer = next.run(request).await;
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let page = route.and_then(|r| r.strip_prefix("/{agency}").map(str::to_owned));
    if let (true, true, Some(page)) =
        (reads && answer.status().is_success(), kind.starts_with("text/html"), page)
    {
        let page = if page.is_empty() { "/".to_owned() } else { page };
        let day = desk.clock().now().date().to_string();
        let due = visits.add((agency, day, page), desk.clock().now_ms());
        // A page is worth more than the count of it.
        if let Err(error) = write(&desk, due).await {
            tracing::warn!(%error, "readings of pages could not be counted");
        }
    }
    answer
}

/// `GET /{agency}/desk/visits`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    visits: Option<axum::Extension<Visits>>,
) -> Result<Response, Stop> {
    let leader = enter(&desk, &cx, &agency).await?;
    if let Some(visits) = visits {
        write(&desk, visits.take()).await.or_fault()?;
    }
    let w = cx.words();
    let today = leader.now.date();
    let first = today.checked_sub((DAYS - 1).days()).unwrap_or(today);
    let id = leader.agency.id();
    let rows = desk.store().visits(id, &first.to_string(), &today.to_string(), MOST_ROWS).await.or_fault()?;
    let title = w.t("oversight-visits");
    let said = [("from", fmt::date(w.lang(), first).into()), ("to", fmt::date(w.lang(), today).into())];
    let sum: i64 = rows.iter().map(|r| r.count).sum();
    let body = Html::join([
        heading(1, &title),
        lead(&w.with("oversight-period", &said)),
        paragraph(&w.t("oversight-visits-about")),
        paragraph(&w.with("oversight-visits-sum", &[("n", fmt::number(w.lang(), sum).into())])),
        section(&w.t("oversight-visits-pages"), &by(w, "page", &rows, |r| r.page.clone(), true)),
        section(&w.t("oversight-visits-days"), &by(w, "day", &rows, |r| day(w, &r.day), false)),
    ]);
    Ok(cx.page(leader.shell(&cx, &title), body))
}

fn day(w: &Words, day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), |day| fmt::date(w.lang(), day))
}

/// Sums by page, the most read first, or by day in their order.
fn by(w: &Words, column: &str, rows: &[VisitRow], key: impl Fn(&VisitRow) -> String, most: bool) -> Html {
    let mut sums: Vec<(String, i64)> = Vec::new();
    for row in rows {
        let key = key(row);
        match sums.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sum)) => *sum = sum.saturating_add(row.count),
            None => sums.push((key, row.count)),
        }
    }
    if most {
        sums.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    }
    let lines =
        sums.iter().map(|(key, n)| Row::new(vec![Html::text(key), Html::text(&fmt::number(w.lang(), *n))]));
    let caption = w.t(&format!("oversight-visits-{column}s"));
    let columns = vec![
        Column::new(w.t(&format!("oversight-visits-{column}"))),
        Column::number(w.t("oversight-visits-count")),
    ];
    let empty = w.t("oversight-visits-none");
    table(
        w,
        &Table { caption, columns, rows: lines.collect(), empty, hide_caption: true, ..Table::default() },
    )
}

//! A procedure in figures, for everybody: this year so far.

use crate::choice::{self, Range};
use crate::grades;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::{Agency, Period};
use congvu_store::Only;
use congvu_views::{agency_of, agency_shell, pick};
use congvu_web::components::{heading, key_values, lead, paragraph, section};
use congvu_web::{Html, PageCx, ResultExt, WebError, fmt};
use jiff::civil::Date;

/// `GET /{agency}/procedures/{id}/figures`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let library = desk.library();
    let handled = agency.procedures.contains(&id);
    let loaded = library.loaded(agency.id(), &id).filter(|_| handled).ok_or(WebError::NotFound)?;
    let w = cx.words();
    let (now, now_ms) = (desk.clock().now(), desk.clock().now_ms());
    let (from, to) = this_year(&library.oversight.periods, now.date()).ok_or(WebError::NotFound)?;
    let range = Range::of(from, to, now_ms);
    let counts = counts(&desk, agency, &id, range).await?;
    let number = |n: i64| Html::text(&fmt::number(w.lang(), n));
    let facts = [
        ("oversight-figures-online", number(counts.online_received)),
        ("oversight-figures-online-resolved", number(counts.online_resolved)),
        ("oversight-figures-in-time", Html::text(&grades::percent(w, counts.in_time, counts.resolved))),
        ("oversight-figures-received", number(counts.received)),
        ("oversight-figures-resolved", number(counts.resolved)),
    ]
    .map(|(name, value)| (w.t(name), value));
    let sums = grades::of(&desk, agency, range, std::slice::from_ref(&id)).await?;
    let name = pick(w, &loaded.declared.name);
    let title = w.t("oversight-figures");
    let said = [
        ("from", fmt::date(w.lang(), from).into()),
        ("time", fmt::time(now.time()).into()),
        ("day", fmt::date(w.lang(), now.date()).into()),
    ];
    let body = Html::join([
        heading(1, &title),
        lead(name),
        paragraph(&w.with("oversight-figures-when", &said)),
        key_values(&facts),
        section(&w.t("oversight-satisfaction"), &grades::html(w, library, &sums)),
    ]);
    let base = format!("/{}/procedures", agency.id());
    let shell = agency_shell(&cx, agency, format!("{title}: {name}"))
        .crumb(format!("{base}/{id}"), name)
        .crumb("", title);
    Ok(cx.page(shell, body))
}

/// The year that began last among the periods that run to the end of a month: the calendar year.
fn this_year(periods: &[Period], today: Date) -> Option<(Date, Date)> {
    periods.iter().filter(|p| p.last_day.is_none()).find_map(|p| p.begun_by(today, 1).first().copied())
}

struct Counts {
    online_received: i64,
    online_resolved: i64,
    received: i64,
    resolved: i64,
    in_time: i64,
}

/// Two passes over the cases of the year.
async fn counts(desk: &Desk, agency: &Agency, id: &str, range: Range) -> Result<Counts, WebError> {
    let library = desk.library();
    let online = vec![Only::Channels(vec![library.oversight.online.clone()])];
    let of_it = vec![Only::Procedures(vec![id.to_owned()]), choice::taken_in(library)];
    let received = [of_it.clone(), vec![Only::Opened(range.from_ms, range.to_ms)]].concat();
    let resolved = [of_it, vec![Only::Ended(range.from_ms, range.to_ms)]].concat();
    let in_time = vec![Only::Not(vec![Only::LateAt(range.cut_ms)])];
    let store = desk.store();
    let first = |counted: Vec<congvu_store::Count>| counted.into_iter().next();
    let came =
        store.count_cases(agency.id(), &received, &[], std::slice::from_ref(&online)).await.or_fault()?;
    let went = store.count_cases(agency.id(), &resolved, &[], &[online, in_time]).await.or_fault()?;
    let (came, went) = (first(came), first(went));
    let part = |count: &Option<congvu_store::Count>, at: usize| {
        count.as_ref().and_then(|c| c.of.get(at)).copied().unwrap_or(0)
    };
    Ok(Counts {
        online_received: part(&came, 0),
        online_resolved: part(&went, 0),
        received: came.as_ref().map_or(0, |c| c.all),
        resolved: went.as_ref().map_or(0, |c| c.all),
        in_time: part(&went, 1),
    })
}

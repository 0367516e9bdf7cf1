//! What was found.

use super::PAGE;
use super::wanted::{List, Wanted};
use crate::access::Officer;
use crate::{open, rows};
use congvu_desk::{Desk, from_ms};
use congvu_matter::declare::Procedure;
use congvu_store::{Listed, ListingRow};
use congvu_web::components::{Column, Row, Table, Tone, badge, button_link, paragraph, table};
use congvu_web::{Html, Words, fmt};
use std::collections::BTreeMap;

/// A list with its heading, its rows, and where it goes on.
pub(super) fn section(
    w: &Words,
    desk: &Desk,
    officer: &Officer<'_>,
    wanted: &Wanted,
    list: List,
    found: &Listed,
) -> Html {
    let (title, rows) = match list {
        List::Cases => {
            ("casework-cases", rows::cases(w, desk, officer, &found.rows, w.t("casework-search-none")))
        }
        List::Entries => ("casework-entries", entries(w, desk, officer, &found.rows)),
    };
    let mut parts = vec![rows];
    if found.unfinished {
        parts.push(paragraph(&w.t("casework-search-unfinished")));
    }
    let at = |query: String| officer.desk(&format!("/search?{query}"));
    if wanted.after().is_some() {
        let first = at(wanted.query_of(Some(list), None));
        parts.push(button_link(&first, &w.t("casework-search-first"), false));
    }
    if let Some(next) = &found.next {
        let next = at(wanted.query_of(Some(list), Some(next)));
        parts.push(button_link(&next, &w.with("casework-search-next", &[("n", PAGE.into())]), false));
    }
    congvu_web::components::section(&w.t(title), &Html::join(parts))
}

fn entries(w: &Words, desk: &Desk, officer: &Officer<'_>, found: &[ListingRow]) -> Html {
    let columns = ["entry", "holder", "register", "until", "standing", "do"];
    let mut may_open: BTreeMap<&str, Vec<&Procedure>> = BTreeMap::new();
    for row in found {
        may_open.entry(&row.class).or_insert_with(|| openings(desk, officer, &row.class));
    }
    let may = |row: &ListingRow| may_open.get(row.class.as_str()).map_or(&[][..], Vec::as_slice);
    table(
        w,
        &Table {
            caption: w.t("casework-entries"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("casework-entry-{c}")))).collect(),
            rows: found.iter().map(|r| entry(w, desk, officer, r, may(r))).collect(),
            empty: w.t("casework-search-no-entries"),
            hide_caption: true,
            ..Table::default()
        },
    )
}

fn entry(w: &Words, desk: &Desk, officer: &Officer<'_>, row: &ListingRow, may: &[&Procedure]) -> Row {
    let (tone, standing) = standing(officer, row);
    let until = row.due_ms.map(|ms| fmt::date(w.lang(), from_ms(ms).date())).unwrap_or_default();
    let number = row.reference.split_once('/').map_or(row.code.as_str(), |(_, number)| number);
    let href = format!("/{}/registers/{}/{number}", officer.agency.id(), row.class);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("entry", number).finish();
    let links = may.iter().map(|p| {
        let href = officer.desk(&format!("/open/{}?{query}", p.id));
        Html::link(&href, congvu_views::pick(w, &p.name)).then(&Html::literal(" "))
    });
    Row::new(vec![
        Html::link(&href, number),
        Html::text(&row.subject),
        Html::text(&register(w, desk, &row.class)),
        Html::text(&until),
        badge(tone, &w.t(standing)),
        Html::join(links),
    ])
}

/// The name of a register.
pub(crate) fn register(w: &Words, desk: &Desk, id: &str) -> String {
    let found = desk.library().registers.get(id);
    found.map_or_else(|| id.to_owned(), |r| w.pick(&r.name.vi, &r.name.en).to_owned())
}

/// How an entry stands now.
pub(crate) fn standing(officer: &Officer<'_>, row: &ListingRow) -> (Tone, &'static str) {
    let over = row.due_ms.is_some_and(|until| from_ms(until) <= officer.now);
    match row.state.as_str() {
        "revoked" => (Tone::Bad, "casework-standing-revoked"),
        "annulled" => (Tone::Neutral, "casework-standing-annulled"),
        "suspended" => (Tone::Warn, "casework-standing-suspended"),
        _ if over => (Tone::Warn, "casework-standing-expired"),
        _ => (Tone::Good, "casework-standing-valid"),
    }
}

/// What this person may open about entries of a register.
fn openings<'d>(desk: &'d Desk, officer: &Officer<'_>, register: &str) -> Vec<&'d Procedure> {
    let about = |p: &Procedure| p.subject.as_ref().is_some_and(|s| s.register == register);
    let procedures =
        officer.agency.procedures.iter().filter_map(|id| desk.library().loaded(officer.agency.id(), id));
    procedures.map(|p| &p.declared).filter(|p| about(p) && open::may(desk, officer, p)).collect()
}

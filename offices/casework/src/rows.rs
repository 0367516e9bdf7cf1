//! Cases as rows of a table: the inbox and what a search finds.

use crate::access::Officer;
use congvu_desk::{Case, Desk};
use congvu_store::ListingRow;
use congvu_web::components::{Clock, Column, Row, Table, Tone, badge, clock_short, table};
use congvu_web::{Html, Words, fmt};

/// The table of cases, in the order given. Only what is listed is read, never a case.
pub(crate) fn cases(
    w: &Words,
    desk: &Desk,
    officer: &Officer<'_>,
    cases: &[ListingRow],
    empty: String,
) -> Html {
    let columns = ["number", "subject", "procedure", "state", "left", "due"];
    table(
        w,
        &Table {
            caption: w.t("casework-cases"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("casework-column-{c}")))).collect(),
            rows: cases.iter().map(|c| row(w, desk, officer, c)).collect(),
            empty,
            keys: true,
            hide_caption: true,
        },
    )
}

fn row(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &ListingRow) -> Row {
    let clock = desk.clock_of(case).map(|c| congvu_views::clock(w, &c));
    let late = clock.as_ref().is_some_and(|c| c.left < 0 && !c.finished);
    let due = clock.as_ref().and_then(|c| c.due);
    // The day stands in its own column.
    let left = clock.map_or(Html::EMPTY, |c| clock_short(w, &Clock { due: None, ..c }));
    let number = if case.code.is_empty() { w.t("casework-no-number") } else { case.code.clone() };
    let cells = vec![
        Html::link(&officer.case(&case.reference), &number),
        Html::text(&listed_subject(case)),
        Html::text(&kind(w, desk, officer.agency.id(), &case.class, &case.life)),
        badge(
            congvu_views::tone_of(desk.library(), &case.life, &case.state, &case.outcome),
            &state(w, desk, case),
        ),
        left,
        Html::text(&due.map(|d| fmt::date(w.lang(), d)).unwrap_or_default()),
    ];
    Row { cells, tone: if late { Tone::Bad } else { Tone::Neutral } }
}

fn joined(parts: [&str; 2]) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    parts.join(" – ")
}

/// What a case is about and for whom.
pub(crate) fn subject(case: &Case) -> String {
    let party = case.matter.party.as_ref().map(|p| p.name.as_str()).unwrap_or_default();
    joined([case.matter.subject.as_str(), party])
}

fn listed_subject(case: &ListingRow) -> String {
    joined([case.subject.as_str(), case.party.as_str()])
}

/// The procedure of a case, or the kind of matter where it has none.
pub(crate) fn kind(w: &Words, desk: &Desk, agency: &str, procedure: &str, life: &str) -> String {
    let library = desk.library();
    let procedure = library.loaded(agency, procedure).map(|p| &p.declared.name);
    let name = procedure.or_else(|| library.lifecycles.get(life).map(|l| &l.name));
    name.map_or_else(String::new, |n| congvu_views::pick(w, n).to_owned())
}

/// The state of a case by its name.
pub(crate) fn state(w: &Words, desk: &Desk, case: &ListingRow) -> String {
    let state = desk.library().lifecycles.get(&case.life).and_then(|l| l.state(&case.state));
    state.map_or(case.state.as_str(), |s| congvu_views::pick(w, &s.name)).to_owned()
}

/// How a case came in, in words where there are some.
pub(crate) fn channel(w: &Words, case: &ListingRow) -> String {
    match case.channel.as_str() {
        known @ ("online" | "portal" | "counter" | "office" | "post") => {
            w.t(&format!("casework-channel-{known}"))
        }
        other => other.to_owned(),
    }
}

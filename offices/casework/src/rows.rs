//! Cases as rows of a table: the inbox and what a search finds.

use crate::access::Officer;
use congvu_desk::{Case, Desk};
use congvu_web::components::{Clock, Column, Row, Table, Tone, clock_short, table};
use congvu_web::{Html, Words, fmt};

/// The table of cases, in the order given.
pub(crate) fn cases(w: &Words, desk: &Desk, officer: &Officer<'_>, cases: &[Case], empty: String) -> Html {
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

fn row(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Row {
    let library = desk.library();
    let matter = &case.matter;
    let clock = case.clock.as_ref().map(|c| congvu_views::clock(w, c));
    let late = clock.as_ref().is_some_and(|c| c.left < 0 && !c.finished);
    let due = clock.as_ref().and_then(|c| c.due);
    // The day stands in its own column.
    let left = clock.map_or(Html::EMPTY, |c| clock_short(w, &Clock { due: None, ..c }));
    let number = matter.code.clone().unwrap_or_else(|| w.t("casework-no-number"));
    let cells = vec![
        Html::link(&officer.case(&matter.id), &number),
        Html::text(&subject(case)),
        Html::text(&kind(w, desk, case)),
        congvu_views::state_badge(w, library, case),
        left,
        Html::text(&due.map(|d| fmt::date(w.lang(), d)).unwrap_or_default()),
    ];
    Row { cells, tone: if late { Tone::Bad } else { Tone::Neutral } }
}

/// What a case is about and for whom.
pub(crate) fn subject(case: &Case) -> String {
    let party = case.matter.party.as_ref().map(|p| p.name.as_str()).unwrap_or_default();
    let parts = [case.matter.subject.as_str(), party];
    let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    parts.join(" – ")
}

/// The procedure of a case, or the kind of matter where it has none.
pub(crate) fn kind(w: &Words, desk: &Desk, case: &Case) -> String {
    let library = desk.library();
    let name =
        case.procedure(library).map(|(p, _)| &p.name).or_else(|| case.lifecycle(library).map(|l| &l.name));
    name.map_or_else(String::new, |n| congvu_views::pick(w, n).to_owned())
}

//! Lists as sheets: what the lists on the screen show, with dates and times as such.

use crate::access::Officer;
use crate::rows;
use crate::search::{List, register, standing};
use congvu_desk::{Desk, from_ms};
use congvu_sheet::{Cell, Column, Sheet};
use congvu_store::ListingRow;
use congvu_web::Words;

/// Columns of cases, each with its width in characters.
const CASES: [(&str, u8); 11] = [
    ("casework-column-number", 26),
    ("casework-column-subject", 34),
    ("casework-column-party", 34),
    ("casework-column-procedure", 40),
    ("casework-column-state", 18),
    ("casework-column-filed", 17),
    ("casework-column-due", 17),
    ("casework-column-closed", 17),
    ("casework-column-late-days", 14),
    ("casework-column-officer", 28),
    ("casework-column-channel", 16),
];
/// Columns of register entries.
const ENTRIES: [(&str, u8); 6] = [
    ("casework-entry-entry", 22),
    ("casework-entry-holder", 40),
    ("casework-entry-register", 40),
    ("casework-entry-issued", 13),
    ("casework-entry-until", 13),
    ("casework-entry-standing", 16),
];

/// A list with its heading.
pub(super) fn empty(w: &Words, list: List) -> Sheet {
    let (title, columns) = match list {
        List::Cases => ("casework-cases", &CASES[..]),
        List::Entries => ("casework-entries", &ENTRIES[..]),
    };
    let columns = columns.iter().map(|(id, width)| Column::new(w.t(id), *width)).collect();
    Sheet::new(&w.t(title), columns)
}

/// One row of it.
pub(super) fn row(w: &Words, desk: &Desk, officer: &Officer<'_>, list: List, row: &ListingRow) -> Vec<Cell> {
    match list {
        List::Cases => case(w, desk, officer, row),
        List::Entries => entry(w, desk, officer, row),
    }
}

fn moment(ms: Option<i64>) -> Cell {
    ms.map_or(Cell::Empty, |ms| Cell::Moment(from_ms(ms)))
}

fn case(w: &Words, desk: &Desk, officer: &Officer<'_>, row: &ListingRow) -> Vec<Cell> {
    let charge = match row.officer.as_str() {
        "" => String::new(),
        position => officer.title(w, &position.into()),
    };
    vec![
        Cell::text(&row.code),
        Cell::text(&row.subject),
        Cell::text(&row.party),
        Cell::text(rows::kind(w, desk, officer.agency.id(), &row.class, &row.life)),
        Cell::text(rows::state(w, desk, row)),
        moment(Some(row.ord_ms)),
        moment(row.due_ms),
        moment(row.closed_ms),
        late_days(officer, row),
        Cell::text(charge),
        Cell::text(rows::channel(w, row)),
    ]
}

/// Days of the calendar past the due moment: until it was closed, or until now.
fn late_days(officer: &Officer<'_>, row: &ListingRow) -> Cell {
    let end = row.closed_ms.map_or(officer.now, from_ms);
    let Some(due) = row.due_ms.map(from_ms).filter(|due| *due < end) else { return Cell::Empty };
    let days = due.date().until(end.date()).map(|span| span.get_days()).unwrap_or_default();
    Cell::Number(days.max(1))
}

fn entry(w: &Words, desk: &Desk, officer: &Officer<'_>, row: &ListingRow) -> Vec<Cell> {
    let number = row.reference.split_once('/').map_or(row.code.as_str(), |(_, number)| number);
    vec![
        Cell::text(number),
        Cell::text(&row.subject),
        Cell::text(register(w, desk, &row.class)),
        Cell::Date(from_ms(row.ord_ms).date()),
        Cell::day(row.due_ms.map(|ms| from_ms(ms).date())),
        Cell::text(w.t(standing(officer, row).1)),
    ]
}

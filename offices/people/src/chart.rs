//! The chart of the department as of a day, drawn on the server, with a table that says the same.

use crate::access::{Officer, Stop, enter};
use crate::as_of::{self, On};
use crate::frame;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_authority::{Authority, Position, Title, UnitId};
use congvu_desk::{Book, Desk};
use congvu_pack::Agency;
use congvu_web::components::{Column, Row, Table, heading, lead, section, table};
use congvu_web::{Html, PageCx, ResultExt, Words, fmt};
use jiff::civil::DateTime;
use std::sync::Arc;

/// Letters on one line of a box of full width.
const LETTERS: usize = 50;
/// Letters that a step inwards costs.
const STEP_LETTERS: usize = 4;
const WIDTH: usize = 478;
const STEP: usize = 32;
const LINE: usize = 20;

/// One box: somebody, or a unit.
#[derive(Debug, PartialEq, Eq)]
struct Node {
    depth: usize,
    title: String,
    more: String,
    vacant: bool,
}

/// What a chart is drawn from.
struct Seen<'a> {
    w: &'a Words,
    agency: &'a Agency,
    book: &'a Book,
    table: &'a Authority,
    at: DateTime,
}

impl Seen<'_> {
    fn exists(&self, position: &Position) -> bool {
        let above = self.agency.rules.kind(&position.kind).is_some_and(|kind| kind.body.is_some());
        !above && self.book.is_open(position.id.as_str(), self.at)
    }

    fn holder(&self, position: &Position) -> Option<String> {
        let held = self.table.holders_of(&position.id, self.at).next()?;
        Some(self.book.name_of(held.person.as_str()))
    }

    fn nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        // Whoever is in no unit leads: the kinds stand in the table in their order of rank.
        let leads = self.book.roster.positions.iter().filter(|p| p.unit.is_none() && self.exists(p));
        let mut kinds: Vec<&str> = Vec::new();
        for seat in leads {
            if !kinds.contains(&seat.kind.as_str()) {
                kinds.push(&seat.kind);
            }
            let depth = kinds.iter().position(|kind| *kind == seat.kind).unwrap_or(0).min(1);
            nodes.push(self.person(seat, depth));
        }
        nodes.sort_by_key(|node| node.depth);
        for unit in self.agency.rules.units() {
            if self.table.unit_at(&unit.id, self.at).as_ref() == Some(&unit.id) {
                nodes.push(self.unit(&unit.id, &unit.name));
            }
        }
        nodes
    }

    fn person(&self, seat: &Position, depth: usize) -> Node {
        let title = congvu_views::title_of(self.w, self.agency, self.book, &seat.id, None);
        let holder = self.holder(seat);
        let vacant = holder.is_none();
        Node { depth, title, more: holder.unwrap_or_else(|| self.w.t("people-vacant")), vacant }
    }

    fn unit(&self, unit: &UnitId, name: &str) -> Node {
        let seats = self.book.roster.positions.iter().filter(|p| {
            let here = p.unit.as_ref().and_then(|key| self.table.unit_at(key, self.at));
            here.as_ref() == Some(unit) && self.exists(p)
        });
        let (mut head, mut held) = (None, 0_i64);
        for seat in seats {
            let Some(name) = self.holder(seat) else { continue };
            held = held.saturating_add(1);
            if self.agency.rules.kind(&seat.kind).is_some_and(|kind| kind.title == Title::UnitHead) {
                head = Some(name);
            }
        }
        let count = self.w.with("people-count", &[("held", held.into())]);
        let vacant = head.is_none();
        let head = head.unwrap_or_else(|| self.w.t("people-no-head"));
        let title = self.table.unit_name_at(unit, self.at).unwrap_or(name).to_owned();
        Node { depth: 1, title, more: format!("{head}; {count}"), vacant }
    }
}

struct Line {
    y: usize,
    text: String,
    bold: bool,
}

struct Drawn {
    depth: usize,
    y: usize,
    up: usize,
    height: usize,
    vacant: bool,
    lines: Vec<Line>,
}

impl Drawn {
    fn x(&self) -> usize {
        self.depth.saturating_mul(STEP).saturating_add(1)
    }
    fn width(&self) -> usize {
        WIDTH.saturating_sub(self.depth.saturating_mul(STEP))
    }
    fn text_x(&self) -> usize {
        self.x().saturating_add(10)
    }
    fn line_x(&self) -> usize {
        self.depth.saturating_sub(1).saturating_mul(STEP).saturating_add(16)
    }
    fn middle(&self) -> usize {
        self.y.saturating_add(self.height / 2)
    }
}

/// Words broken into lines of at most so many letters; a longer word stands alone.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count().saturating_add(word.chars().count()) < letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn svg(title: String, nodes: &[Node]) -> Html {
    #[derive(Template)]
    #[template(path = "chart.svg.html")]
    struct T {
        title: String,
        height: usize,
        boxes: Vec<Drawn>,
    }
    let (mut boxes, mut y, mut root) = (Vec::new(), 1_usize, 1_usize);
    for node in nodes {
        let letters = LETTERS.saturating_sub(node.depth.saturating_mul(STEP_LETTERS));
        let texts = wrapped(&node.title, letters).into_iter().map(|text| (text, true));
        let texts = texts.chain(wrapped(&node.more, letters).into_iter().map(|text| (text, false)));
        let mut at = y.saturating_add(4);
        let lines: Vec<Line> = texts
            .map(|(text, bold)| {
                at = at.saturating_add(LINE);
                Line { y: at, text, bold }
            })
            .collect();
        let height = lines.len().saturating_mul(LINE).saturating_add(14);
        boxes.push(Drawn { depth: node.depth, y, up: root, height, vacant: node.vacant, lines });
        // The line goes down from the last box before, so that no part is drawn twice.
        root = if node.depth == 0 { y.saturating_add(height) } else { y.saturating_add(height / 2) };
        y = y.saturating_add(height).saturating_add(10);
    }
    Html::render(&T { title, height: y, boxes })
}

fn drawn(w: &Words, agency: &Agency, book: &Book, at: DateTime) -> Result<Html, congvu_web::WebError> {
    let made = Authority::new(Arc::clone(&agency.rules), book.roster.clone()).or_fault()?;
    let seen = Seen { w, agency, book, table: &made, at };
    let nodes = seen.nodes();
    let title = w.with(
        "people-chart-of",
        &[
            ("agency", congvu_views::pick(w, &agency.file.name).to_owned().into()),
            ("day", fmt::date(w.lang(), at.date()).into()),
        ],
    );
    let rows =
        nodes.iter().map(|node| Row::new(vec![Html::text(&node.title), Html::text(&node.more)])).collect();
    let list = Table {
        caption: title.clone(),
        columns: vec![Column::new(w.t("people-column-unit")), Column::new(w.t("people-column-who"))],
        rows,
        empty: w.t("people-none"),
        keys: false,
        hide_caption: true,
    };
    let beside = section(&w.t("people-chart-table"), &table(w, &list));
    Ok(lead(&title).then(&svg(title, &nodes)).then(&beside))
}

/// `GET /{agency}/organisation`
pub(crate) async fn public(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(on): Query<On>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let agency = congvu_views::agency_of(&desk, &agency)?;
    let book = desk.positions(agency).await.or_fault()?;
    let w = cx.words();
    let at = on.moment(desk.clock().now());
    let title = w.t("people-chart");
    let chooser = as_of::chooser(w, &format!("/{}/organisation", agency.id()), at, &Html::EMPTY);
    let body = Html::join([heading(1, &title), chooser, drawn(w, agency, &book, at)?]);
    Ok(cx.page(congvu_views::agency_shell(&cx, agency, &title), body))
}

/// `GET /{agency}/desk/people/chart`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(on): Query<On>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer: Officer<'_> = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let at = on.moment(officer.now);
    let chooser = as_of::chooser(w, &officer.at("/chart"), at, &Html::EMPTY);
    let parts = [chooser, drawn(w, officer.agency, &officer.book, at)?];
    Ok(frame::page(&cx, &officer, &w.t("people-chart"), parts))
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_are_no_longer_than_asked() {
        assert_eq!(
            wrapped("Trung tâm Giám sát, điều hành đô thị", 20),
            ["Trung tâm Giám sát,", "điều hành đô thị"]
        );
        assert_eq!(wrapped("", 20), Vec::<String>::new());
        assert_eq!(wrapped("mộttừrấtdàikhôngngắtđược hai", 5), ["mộttừrấtdàikhôngngắtđược", "hai"]);
    }
}

//! What is late, where, and why: one page.
//!
//! One grouped query over the open cases gives every number of the page; the late cases that are listed are read with their
//! acts. So the page costs O(open cases) in the index and O(cases listed × their acts) in rows, however many cases were ever
//! closed.

use crate::access::{Leader, Stop, enter};
use crate::choice::{Choice, Standing};
use crate::{seat, why};
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{Case, Desk};
use congvu_store::{By, CaseOrder, Count, Only};
use congvu_web::components::{
    Column, Row, Table, Tone, button_link, chip, clock_short, heading, lead, notice, paragraph, section,
    section_at, table,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};

/// Most late cases shown with their reasons.
const MAX_LATE: u32 = 25;

/// The columns, in their order; the first is what `count_cases` counts itself.
const COLUMNS: [Standing; 5] =
    [Standing::Open, Standing::Late, Standing::Today, Standing::Soon, Standing::Stopped];

/// `GET /{agency}/desk/overview`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let leader = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let groups = counted(&desk, &leader).await?;
    let title = w.t("oversight-overview");
    let whose = match leader.own_unit() {
        Some(unit) => w.with("oversight-own-unit", &[("unit", unit.to_owned().into())]),
        None => w.t("oversight-whole"),
    };
    let at = w.with("oversight-at", &[("time", moment(w, &leader).into())]);
    let by = Tables { w, desk: &desk, leader: &leader, groups: &groups };
    let body = Html::join([
        heading(1, &title),
        lead(&format!("{whose} {at}")),
        Html::literal("<p>"),
        chip(w, &leader.clause(w)),
        Html::literal("</p>"),
        totals(w, &desk, &leader, &groups),
        section_at("late", &w.t("oversight-late-cases"), &late(w, &desk, &leader).await?),
        section_at("units", &w.t("oversight-by-unit"), &by.units()),
        section_at("people", &w.t("oversight-by-turn"), &by.turns()),
        section_at("procedures", &w.t("oversight-by-procedure"), &by.procedures()),
    ]);
    Ok(cx.page(leader.shell(&cx, &title), body))
}

fn moment(w: &Words, leader: &Leader<'_>) -> String {
    format!("{} {}", fmt::time(leader.now.time()), fmt::date(w.lang(), leader.now.date()))
}

/// Every number of the page, by unit, turn and procedure.
async fn counted(desk: &Desk, leader: &Leader<'_>) -> Result<Vec<Count>, WebError> {
    let conditions = |standing| Choice { standing, ..Choice::default() }.conditions(desk, leader);
    let of: Vec<Vec<Only>> = COLUMNS.iter().skip(1).map(|s| conditions(*s)).collect();
    let by = [By::Unit, By::Turn, By::Procedure];
    desk.store().count_cases(leader.agency.id(), &conditions(Standing::Open), &by, &of).await.or_fault()
}

/// One row's numbers, in the order of the columns.
fn numbers(count: &Count) -> Vec<i64> {
    std::iter::once(count.all).chain(count.of.iter().copied()).collect()
}

fn totals(w: &Words, desk: &Desk, leader: &Leader<'_>, groups: &[Count]) -> Html {
    let mut sums = vec![0_i64; COLUMNS.len()];
    for group in groups {
        for (sum, n) in sums.iter_mut().zip(numbers(group)) {
            *sum = sum.saturating_add(n);
        }
    }
    let cells = COLUMNS.iter().zip(&sums).map(|(standing, n)| {
        let choice = Choice { standing: *standing, ..Choice::default() };
        number(w, leader, &choice, *n)
    });
    let table = table(
        w,
        &Table {
            caption: w.t("oversight-totals"),
            columns: columns(w, "oversight-totals-whose"),
            rows: vec![Row::new(
                std::iter::once(Html::text(&w.t("oversight-totals-all"))).chain(cells).collect(),
            )],
            hide_caption: true,
            ..Table::default()
        },
    );
    let late = sums.get(1).copied().unwrap_or(0);
    let answer = if late == 0 {
        notice(Tone::Good, &w.t("oversight-nothing-late"), &Html::EMPTY)
    } else {
        notice(Tone::Warn, &w.with("oversight-late-count", &[("n", late.into())]), &Html::EMPTY)
    };
    let soon = paragraph(&w.with(
        "oversight-soon-means",
        &[("limit", congvu_views::limit_text(w, desk.library().oversight.soon).into())],
    ));
    section(&w.t("oversight-totals"), &answer.then(&table).then(&soon))
}

fn columns(w: &Words, first: &str) -> Vec<Column> {
    let numbers = COLUMNS.iter().map(|s| Column::number(w.t(&format!("oversight-standing-{}", s.as_str()))));
    std::iter::once(Column::new(w.t(first))).chain(numbers).collect()
}

/// A number that leads to the cases behind it; none needs no link.
pub(crate) fn number(w: &Words, leader: &Leader<'_>, choice: &Choice, n: i64) -> Html {
    let text = fmt::number(w.lang(), n);
    if n == 0 {
        return Html::text(&text);
    }
    Html::link(&leader.at(&format!("/overview/cases{}", choice.query())), &text)
}

/// The tables of the page, each a sum of the same groups.
struct Tables<'a> {
    w: &'a Words,
    desk: &'a Desk,
    leader: &'a Leader<'a>,
    groups: &'a [Count],
}

impl Tables<'_> {
    fn units(&self) -> Html {
        let key = |count: &Count| seat::unit_id(self.leader, &key(count, 0));
        let choice = |unit: &str, standing| Choice { standing, unit: unit.to_owned(), ..Choice::default() };
        self.table("oversight-by-unit", key, |unit| seat::unit(self.leader, unit), choice)
    }

    /// By who has it. Several selectors may mean the same people in words: they are one row.
    fn turns(&self) -> Html {
        let named = |turn: &str| seat::turn(self.w, self.leader, turn);
        let name = |count: &Count| named(&key(count, 1));
        let choice = |shown: &str, standing| {
            let same = |turn: &String| named(turn) == shown;
            let mut turns: Vec<String> = self.groups.iter().map(|g| key(g, 1)).filter(same).collect();
            turns.sort();
            turns.dedup();
            Choice { standing, turn: turns.join(","), ..Choice::default() }
        };
        self.table("oversight-by-turn", name, str::to_owned, choice)
    }

    fn procedures(&self) -> Html {
        let library = self.desk.library();
        let name = |id: &str| {
            let found = library
                .loaded(self.leader.agency.id(), id)
                .map(|p| congvu_views::pick(self.w, &p.declared.name));
            found.unwrap_or(id).to_owned()
        };
        let choice = |id: &str, standing| Choice { standing, procedure: id.to_owned(), ..Choice::default() };
        self.table("oversight-by-procedure", |count| key(count, 2), name, choice)
    }

    /// Late ones first.
    fn table(
        &self,
        caption: &str,
        key: impl Fn(&Count) -> String,
        name: impl Fn(&str) -> String,
        choice: impl Fn(&str, Standing) -> Choice,
    ) -> Html {
        let w = self.w;
        let mut sums: std::collections::BTreeMap<String, Vec<i64>> = std::collections::BTreeMap::new();
        for group in self.groups {
            let sum = sums.entry(key(group)).or_insert_with(|| vec![0; COLUMNS.len()]);
            for (sum, n) in sum.iter_mut().zip(numbers(group)) {
                *sum = sum.saturating_add(n);
            }
        }
        let mut sums: Vec<(String, Vec<i64>)> = sums.into_iter().collect();
        let late = |numbers: &[i64]| numbers.get(1).copied().unwrap_or(0);
        sums.sort_by_key(|(_, n)| std::cmp::Reverse((late(n), n.first().copied().unwrap_or(0))));
        let rows = sums.iter().map(|(key, numbers)| {
            let cells = COLUMNS
                .iter()
                .zip(numbers)
                .map(|(standing, n)| number(w, self.leader, &choice(key, *standing), *n));
            Row {
                cells: std::iter::once(Html::text(&name(key))).chain(cells).collect(),
                tone: if late(numbers) > 0 { Tone::Bad } else { Tone::Neutral },
            }
        });
        table(
            w,
            &Table {
                caption: w.t(caption),
                columns: columns(w, &format!("{caption}-one")),
                rows: rows.collect(),
                empty: w.t("oversight-nothing-open"),
                hide_caption: true,
                ..Table::default()
            },
        )
    }
}

fn key(count: &Count, at: usize) -> String {
    count.keys.get(at).cloned().unwrap_or_default()
}

/// The late cases, those due first at the top: where each stands, who has it, how late, why.
async fn late(w: &Words, desk: &Desk, leader: &Leader<'_>) -> Result<Html, WebError> {
    let choice = Choice { standing: Standing::Late, ..Choice::default() };
    let only = choice.conditions(desk, leader);
    let store = desk.store();
    let rows =
        store.cases_where(leader.agency.id(), &only, CaseOrder::Due, MAX_LATE, None).await.or_fault()?;
    let cases = desk.cases(&rows).or_fault()?;
    let mut shown = Vec::new();
    for case in &cases {
        shown.push(late_row(w, desk, leader, case).await?);
    }
    let columns = ["number", "about", "where", "over", "reason", "why"];
    let table = table(
        w,
        &Table {
            caption: w.t("oversight-late-cases"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("oversight-late-{c}")))).collect(),
            rows: shown,
            empty: w.t("oversight-nothing-late"),
            keys: true,
            hide_caption: true,
        },
    );
    let full = u32::try_from(rows.len()).is_ok_and(|n| n >= MAX_LATE);
    let more = if full {
        let href = leader.at(&format!("/overview/cases{}", choice.query()));
        button_link(&href, &w.t("oversight-late-all"), false)
    } else {
        Html::EMPTY
    };
    Ok(table.then(&more))
}

async fn late_row(w: &Words, desk: &Desk, leader: &Leader<'_>, case: &Case) -> Result<Row, WebError> {
    let library = desk.library();
    let acts = desk.history(leader.agency, &case.matter.id).await.or_fault()?;
    let uses = why::uses(library, case, &acts, leader.now);
    let state = why::state(library, case).map(|s| congvu_views::pick(w, s).to_owned()).unwrap_or_default();
    let has = seat::turn(w, leader, &case.turn);
    let reason = why::reason(library, case).unwrap_or_else(|| w.t("oversight-no-reason"));
    let cells = vec![
        case_link(w, leader, case),
        Html::text(&about(w, desk, case)),
        Html::text(&format!("{state} – {has}")),
        over(w, case),
        Html::text(&reason),
        Html::text(&why::text(w, library, case, &uses)),
    ];
    Ok(Row { cells, tone: Tone::Bad })
}

/// The number of a case, leading to it.
pub(crate) fn case_link(w: &Words, leader: &Leader<'_>, case: &Case) -> Html {
    let number = case.matter.code.clone().unwrap_or_else(|| w.t("oversight-no-number"));
    Html::link(&leader.at(&format!("/cases/{}", case.matter.id)), &number)
}

/// What a case is about.
pub(crate) fn about(w: &Words, desk: &Desk, case: &Case) -> String {
    let name =
        case.procedure(desk.library()).map(|(p, _)| congvu_views::pick(w, &p.name)).unwrap_or_default();
    let parts = [case.matter.subject.as_str(), name];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" – ")
}

/// How a case stands with its time.
pub(crate) fn over(w: &Words, case: &Case) -> Html {
    let clock = case.clock.as_ref().map(|reading| congvu_views::clock(w, reading));
    clock.map_or(Html::EMPTY, |c| clock_short(w, &c))
}

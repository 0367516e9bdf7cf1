//! Reports by period: received, resolved in time and late, still running, each number with the cases behind it.
//!
//! Three grouped queries, each over the cases of the period alone.

use crate::access::{Leader, Stop, enter};
use crate::choice::{Choice, NO_CHANNEL, Standing};
use crate::list::channel;
use crate::overview::number;
use crate::period::{self, Chosen};
use crate::{csv, grades};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_store::By;
use congvu_web::components::{
    Choice as Item, Column, Field, Input, Row, Table, button_link, field, heading, lead, paragraph, section,
    table,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The columns, in their order.
const COLUMNS: [Standing; 6] = [
    Standing::Received,
    Standing::Resolved,
    Standing::ResolvedInTime,
    Standing::ResolvedLate,
    Standing::Running,
    Standing::RunningLate,
];

/// What a report is by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Grouped {
    #[default]
    Procedure,
    Field,
    Channel,
    Unit,
}

impl Grouped {
    const ALL: [Self; 4] = [Self::Procedure, Self::Field, Self::Channel, Self::Unit];

    fn as_str(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Field => "field",
            Self::Channel => "channel",
            Self::Unit => "unit",
        }
    }
}

/// What was asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    period: String,
    #[serde(default)]
    by: Grouped,
    /// `csv` for a file.
    #[serde(default, rename = "as")]
    as_: String,
}

/// One line: its key, and its numbers in the order of the columns.
type Lines = BTreeMap<String, [i64; COLUMNS.len()]>;

/// `GET /{agency}/desk/reports?period=&by=`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let leader = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let chosen = period::chosen(&desk, leader.now.date(), &asked.period).ok_or(WebError::NotFound)?;
    let lines = counted(&desk, &leader, &chosen, asked.by).await?;
    if asked.as_ == "csv" {
        return Ok(file(w, &desk, &leader, &chosen, asked.by, &lines));
    }
    let title = w.t("oversight-reports");
    let here = leader.at("/reports");
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("period", &chosen.value())
        .append_pair("by", asked.by.as_str())
        .finish();
    let sums = grades::sums(&desk, &leader, &chosen).await?;
    let body = Html::join([
        heading(1, &title),
        lead(&period::text(w, chosen.from, chosen.to)),
        period::about(w, &leader, &chosen),
        period::form(w, &desk, &leader, &here, &chosen, &by_field(w, asked.by)),
        section(&w.t("oversight-cases"), &shown(w, &desk, &leader, &chosen, asked.by, &lines)),
        Html::literal("<p class=\"buttons\">"),
        button_link(&format!("{here}?{query}&as=csv"), &w.t("oversight-csv"), false),
        Html::literal(" "),
        button_link(&leader.at("/visits"), &w.t("oversight-visits"), false),
        Html::literal("</p>"),
        paragraph(&w.t("oversight-reports-means")),
        section(&w.t("oversight-satisfaction"), &grades::html(w, desk.library(), &sums)),
    ]);
    let shell = leader
        .shell(&cx, &title)
        .crumb(leader.at("/overview"), w.t("oversight-overview"))
        .crumb("", title.clone());
    Ok(cx.page(shell, body))
}

fn by_field(w: &Words, now: Grouped) -> Html {
    let choices =
        Grouped::ALL.map(|g| Item::new(g.as_str(), w.t(&format!("oversight-by-{}-one", g.as_str()))));
    let select =
        Field::new("by", w.t("oversight-by")).input(Input::Select(choices.to_vec())).value(now.as_str());
    field(w, &select)
}

/// The choice behind one number.
fn choice(chosen: &Chosen<'_>, by: Grouped, key: &str, standing: Standing) -> Choice {
    let mut choice = Choice { standing, from: Some(chosen.from), to: Some(chosen.to), ..Choice::default() };
    let key = key.to_owned();
    match by {
        Grouped::Procedure => choice.procedure = key,
        Grouped::Field => choice.field = key,
        Grouped::Unit => choice.unit = key,
        Grouped::Channel => choice.channel = if key.is_empty() { NO_CHANNEL.to_owned() } else { key },
    }
    choice
}

async fn counted(
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
    by: Grouped,
) -> Result<Lines, WebError> {
    let column = match by {
        Grouped::Procedure | Grouped::Field => By::Procedure,
        Grouped::Channel => By::Channel,
        Grouped::Unit => By::Unit,
    };
    let of = |standing| {
        let choice = Choice { standing, from: Some(chosen.from), to: Some(chosen.to), ..Choice::default() };
        choice.conditions(desk, leader)
    };
    // The population of each query, and the parts of it that are counted with it.
    let asked: [(Standing, &[Standing]); 3] = [
        (Standing::Received, &[]),
        (Standing::Resolved, &[Standing::ResolvedInTime, Standing::ResolvedLate]),
        (Standing::Running, &[Standing::RunningLate]),
    ];
    let mut lines = Lines::new();
    for (all, parts) in asked {
        let conditions: Vec<_> = parts.iter().map(|part| of(*part)).collect();
        let agency = leader.agency.id();
        let groups = desk.store().count_cases(agency, &of(all), &[column], &conditions).await.or_fault()?;
        for group in groups {
            let key = group.keys.first().cloned().unwrap_or_default();
            let line = lines.entry(line_key(desk, leader, by, key)).or_default();
            let standings = std::iter::once(&all).chain(parts);
            for (standing, n) in standings.zip(std::iter::once(group.all).chain(group.of)) {
                let place = COLUMNS.iter().position(|c| c == standing);
                if let Some(cell) = place.and_then(|p| line.get_mut(p)) {
                    *cell = cell.saturating_add(n);
                }
            }
        }
    }
    Ok(lines)
}

fn line_key(desk: &Desk, leader: &Leader<'_>, by: Grouped, key: String) -> String {
    match by {
        Grouped::Field => {
            desk.library().loaded(leader.agency.id(), &key).map_or(key, |p| p.declared.field.clone())
        }
        Grouped::Unit => crate::seat::unit_id(leader, &key),
        Grouped::Procedure | Grouped::Channel => key,
    }
}

fn name(w: &Words, desk: &Desk, leader: &Leader<'_>, by: Grouped, key: &str) -> String {
    let library = desk.library();
    match by {
        Grouped::Procedure => library
            .loaded(leader.agency.id(), key)
            .map_or(key, |p| congvu_views::pick(w, &p.declared.name))
            .to_owned(),
        Grouped::Field => {
            let field = library.fields.iter().find(|f| f.id == key);
            field.map_or(key, |f| congvu_views::pick(w, &f.name)).to_owned()
        }
        Grouped::Channel => channel(w, key),
        Grouped::Unit => crate::seat::unit(leader, key),
    }
}

fn shown(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
    by: Grouped,
    lines: &Lines,
) -> Html {
    let heads = COLUMNS.map(|s| Column::number(w.t(&format!("oversight-standing-{}", s.as_str()))));
    let first = Column::new(w.t(&format!("oversight-by-{}-one", by.as_str())));
    let mut rows: Vec<Row> = lines
        .iter()
        .map(|(key, numbers)| {
            let cells = COLUMNS
                .iter()
                .zip(numbers)
                .map(|(standing, n)| number(w, leader, &choice(chosen, by, key, *standing), *n));
            let first = Html::text(&name(w, desk, leader, by, key));
            Row::new(std::iter::once(first).chain(cells).collect())
        })
        .collect();
    if lines.len() > 1 {
        let all = sum(lines);
        let cells = COLUMNS.iter().zip(&all).map(|(standing, n)| {
            let choice = Choice {
                standing: *standing,
                from: Some(chosen.from),
                to: Some(chosen.to),
                ..Choice::default()
            };
            number(w, leader, &choice, *n)
        });
        rows.push(Row::new(std::iter::once(Html::text(&w.t("oversight-sum"))).chain(cells).collect()));
    }
    table(
        w,
        &Table {
            caption: w.t("oversight-cases"),
            columns: std::iter::once(first).chain(heads).collect(),
            rows,
            empty: w.t("oversight-reports-empty"),
            hide_caption: true,
            ..Table::default()
        },
    )
}

fn sum(lines: &Lines) -> [i64; COLUMNS.len()] {
    let mut all = [0_i64; COLUMNS.len()];
    for numbers in lines.values() {
        for (sum, n) in all.iter_mut().zip(numbers) {
            *sum = sum.saturating_add(*n);
        }
    }
    all
}

fn file(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
    by: Grouped,
    lines: &Lines,
) -> Response {
    let mut out = vec![vec![period::text(w, chosen.from, chosen.to)]];
    let heads = COLUMNS.map(|s| w.t(&format!("oversight-standing-{}", s.as_str())));
    let first = w.t(&format!("oversight-by-{}-one", by.as_str()));
    out.push(std::iter::once(first).chain(heads).collect());
    let line = |first: String, numbers: &[i64]| {
        std::iter::once(first).chain(numbers.iter().map(ToString::to_string)).collect::<Vec<_>>()
    };
    out.extend(lines.iter().map(|(key, numbers)| line(name(w, desk, leader, by, key), numbers)));
    out.push(line(w.t("oversight-sum"), &sum(lines)));
    let file = format!("{}-{}-{}-{}.csv", leader.agency.id(), chosen.kind.id, chosen.from, by.as_str());
    csv::file(&file, &out)
}

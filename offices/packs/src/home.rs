//! The procedures of the department with their versions, and the changes.

use crate::access::{LIFECYCLE, Officer, Stop, enter};
use crate::{change, frame};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_matter::declare::{Procedure, Version};
use congvu_store::Asked;
use congvu_views::pick;
use congvu_web::components::{Column, Row, Table, Tone, badge, bullets, lead, notice, section, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde_json::Value;

/// Changes that are listed, newest first.
const LISTED: u32 = 50;

/// `GET /{agency}/desk/packs`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, cx.path()).await?;
    let w = cx.words();
    let title = w.t("packs-title");
    let changes = changes(w, &desk, &officer).await?;
    let parts = [
        lead(&w.t("packs-about")),
        warnings(w, &desk, &officer),
        section(&w.t("packs-changes"), &changes.then(&change::propose_form(&cx, &officer, "")?)),
        section(&w.t("packs-procedures"), &procedures(w, &desk, &officer)),
    ];
    Ok(frame::page(&cx, &officer, StatusCode::OK, &title, None, parts))
}

/// What somebody must look at: changes left out at the start, own files whose common file the program has brought anew.
fn warnings(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Html {
    let left_out: Vec<Html> = desk
        .packs_left_out(officer.agency)
        .iter()
        .map(|id| Html::link(&officer.change(id, ""), &w.t("packs-change")))
        .collect();
    let overtaken: Vec<Html> = desk
        .packs_overtaken(officer.agency)
        .iter()
        .map(|path| Html::link(&officer.at(&format!("/packs/file?path={path}")), path))
        .collect();
    let told = |tone, id: &str, list: &[Html]| {
        if list.is_empty() { Html::EMPTY } else { notice(tone, &w.t(id), &bullets(list)) }
    };
    told(Tone::Bad, "packs-left-out", &left_out).then(&told(Tone::Warn, "packs-overtaken", &overtaken))
}

async fn changes(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Result<Html, WebError> {
    let asked = Asked { kind: LIFECYCLE, ..Asked::default() };
    let found = desk.store().find(officer.agency.id(), &asked, None, LISTED).await.or_fault()?;
    let lifecycle = desk.library().lifecycles.get(LIFECYCLE);
    let rows = found.rows.iter().map(|row| {
        let state = lifecycle.and_then(|l| l.state(&row.state));
        let tone = congvu_views::tone_of(desk.library(), LIFECYCLE, &row.state, "");
        Row::new(vec![
            named(&officer.change(&row.reference, ""), &row.subject),
            badge(tone, state.map_or(row.state.as_str(), |s| pick(w, &s.name))),
            Html::text(&officer.title(w, &row.officer.as_str().into())),
            Html::text(&frame::moment(w, congvu_desk::from_ms(row.ord_ms))),
        ])
    });
    let columns = ["packs-change", "packs-state", "packs-prepared-by", "packs-since"];
    let list = Table {
        caption: w.t("packs-changes"),
        columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
        rows: rows.collect(),
        empty: w.t("packs-changes-none"),
        hide_caption: true,
        ..Table::default()
    };
    Ok(table(w, &list))
}

fn procedures(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Html {
    let library = desk.library();
    let id = officer.agency.id();
    let own = library.own.get(id);
    let rows = officer.agency.procedures.iter().filter_map(|p| library.loaded(id, p)).map(|loaded| {
        let p = &loaded.declared;
        let mut name = named(&officer.at(&format!("/packs/procedures/{}", p.id)), pick(w, &p.name));
        if own.is_some_and(|own| own.contains_key(&p.id)) {
            name = name.then(&Html::text(" ")).then(&badge(Tone::Info, &w.t("packs-own")));
        }
        let (now, coming, past) = versions(p, officer.today());
        let day = |v: Option<&Version>| v.map(|v| frame::day(w, v.from)).unwrap_or_default();
        let share = now.map(verified).map(|(read, all)| format!("{read}/{all}"));
        Row::new(vec![
            name,
            Html::text(&day(now)),
            Html::text(&day(coming)),
            Html::text(&past.to_string()),
            Html::text(&share.unwrap_or_default()),
        ])
    });
    let columns = ["packs-procedure", "packs-in-force", "packs-coming", "packs-past", "packs-verified"];
    let list = Table {
        caption: w.t("packs-procedures"),
        columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
        rows: rows.collect(),
        keys: true,
        hide_caption: true,
        ..Table::default()
    };
    table(w, &list)
}

/// A link that may take several lines: names of procedures are long.
fn named(href: &str, text: &str) -> Html {
    Html::literal("<span class=\"wrap\">").then(&Html::link(href, text)).then(&Html::literal("</span>"))
}

/// The version in force, the next one, and how many are over.
pub(crate) fn versions(
    p: &Procedure,
    today: jiff::civil::Date,
) -> (Option<&Version>, Option<&Version>, usize) {
    let now = p.version_on(today);
    let coming = p.versions.iter().find(|v| v.from > today);
    let past = p.versions.iter().filter(|v| v.from <= today && Some(v.from) != now.map(|n| n.from)).count();
    (now, coming, past)
}

/// How many facts of a version somebody has read in their source, and how many there are.
pub(crate) fn verified(version: &Version) -> (usize, usize) {
    fn walk(value: &Value, read: &mut usize, all: &mut usize) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    match (key.as_str(), value) {
                        ("verified", Value::Bool(yes)) => {
                            *all = all.saturating_add(1);
                            *read = read.saturating_add(usize::from(*yes));
                        }
                        _ => walk(value, read, all),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|v| walk(v, read, all)),
            _ => {}
        }
    }
    let (mut read, mut all) = (0, 0);
    walk(&serde_json::to_value(version).unwrap_or_default(), &mut read, &mut all);
    (read, all)
}

//! The procedure and its form as they would be under a change, and what would have been different for past cases.

use crate::access::{Officer, Stop, change, enter};
use crate::{change, frame};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Desk, Difference, Tally};
use congvu_pack::{Library, Loaded};
use congvu_views::{pick, procedure_facts};
use congvu_web::components::{
    Column, Row, Table, Tone, button_link, heading, lead, notice, paragraph, section, table,
};
use congvu_web::form::{FormSpec, FormValues};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde::Deserialize;
use std::time::Duration;

/// How long past cases are looked through for a page, seconds.
const REPLAY_S: u64 = 12;
/// Differences that are listed; all are counted.
const LISTED: usize = 50;

/// What to show.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// On which day; by default the first on which something is different.
    on: Option<String>,
    /// Look through past cases as well.
    past: Option<String>,
}

/// `GET …/preview`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, cx.path()).await?;
    let case = change(&desk, &officer, &matter).await?;
    let w = cx.words();
    let files = desk.proposed(&case.matter).await.or_fault()?;
    let texts = files.into_iter().map(|(file, text)| (file.path, text)).collect();
    let found = desk.check_change(officer.agency, texts, officer.today()).await.or_fault()?;
    let crumbs = [(officer.change(&matter, ""), case.matter.subject.clone())];
    let title = w.t("packs-preview");
    let Some(library) = found.library.filter(|_| found.faults.is_empty()) else {
        let back = button_link(&officer.change(&matter, ""), &w.t("packs-back"), false);
        let body = notice(Tone::Bad, &w.t("packs-preview-faults"), &back);
        return Ok(frame::page(&cx, &officer, StatusCode::CONFLICT, &title, Some(&crumbs), [body]));
    };
    let first = change::first_day(&desk, &officer, &library);
    let day = asked.on.as_deref().and_then(frame::read_day).unwrap_or(first);
    let past = match asked.past {
        Some(_) => past(w, &desk, &officer, &library).await?,
        None => {
            let href = officer.change(&matter, "/preview?past=1");
            paragraph(&w.t("packs-past-about")).then(&button_link(&href, &w.t("packs-past-look"), false))
        }
    };
    let under = desk.under(library);
    let agency_then = under.agency(&agency).ok_or(WebError::NotFound)?;
    let mut parts = vec![
        lead(&w.with("packs-preview-on", &[("date", frame::day(w, day).into())])),
        notice(Tone::Info, &w.t("packs-preview-not-law"), &Html::EMPTY),
    ];
    for loaded in under.library().own.get(&agency).into_iter().flat_map(|own| own.values()) {
        if desk.library().loaded(&agency, &loaded.declared.id).is_some_and(|l| same(l, loaded)) {
            continue;
        }
        parts.push(shown(w, &under, agency_then, loaded, day)?);
    }
    parts.push(section(&w.t("packs-past-cases"), &past));
    Ok(frame::page(&cx, &officer, StatusCode::OK, &title, Some(&crumbs), parts))
}

fn same(a: &Loaded, b: &Loaded) -> bool {
    a.declared == b.declared && a.schemas == b.schemas
}

fn shown(
    w: &Words,
    under: &Desk,
    agency: &congvu_pack::Agency,
    loaded: &Loaded,
    day: jiff::civil::Date,
) -> Result<Html, WebError> {
    let p = &loaded.declared;
    let head = Html::join([heading(2, pick(w, &p.name)), lead(pick(w, &p.gives))]);
    let Some(version) = p.version_on(day) else {
        return Ok(head.then(&notice(Tone::Warn, &w.t("packs-preview-no-version"), &Html::EMPTY)));
    };
    let facts = procedure_facts(w, under, agency, p, version);
    let schema = version.form.as_ref().and_then(|f| loaded.schemas.get(&f.schema));
    let form = match schema.map(|s| FormSpec::new(s.clone())) {
        None => paragraph(&w.t("packs-preview-no-form")),
        Some(Err(error)) => notice(Tone::Bad, &error.to_string(), &Html::EMPTY),
        Some(Ok(spec)) => Html::join([
            Html::literal("<fieldset class=\"preview\" disabled>"),
            spec.render(w, &FormValues::default(), &[]),
            Html::literal("</fieldset>"),
        ]),
    };
    Ok(Html::join([head, facts, section(&w.t("packs-preview-form"), &form)]))
}

/// Past cases judged again by the changed packs: what would have been different.
async fn past(w: &Words, desk: &Desk, officer: &Officer<'_>, new: &Library) -> Result<Html, WebError> {
    let mut all: Vec<Difference> = Vec::new();
    let mut told = |difference: Difference| {
        if all.len() < LISTED {
            all.push(difference);
        }
    };
    let id = officer.agency.id();
    let work = congvu_desk::replay(desk.store(), desk.library(), new, id, &mut told);
    let Ok(found) = tokio::time::timeout(Duration::from_secs(REPLAY_S), work).await else {
        return Ok(notice(Tone::Warn, &w.t("packs-past-too-many"), &Html::EMPTY));
    };
    let found = found.or_fault()?;
    let sum = |count: fn(&Tally) -> u64| found.procedures.values().map(count).sum::<u64>();
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let said = w.with(
        "packs-past-found",
        &[("cases", number(sum(|t| t.cases)).into()), ("different", number(sum(|t| t.different)).into())],
    );
    let tone = if found.is_same() { Tone::Good } else { Tone::Info };
    let rows = all.iter().map(|d| {
        Row::new(vec![
            Html::link(&officer.at(&format!("/cases/{}", d.matter)), &d.procedure),
            Html::text(&format!("{} ({})", d.act, d.seq)),
            Html::text(d.what),
            Html::text(&d.was),
            Html::text(&d.would),
        ])
    });
    let columns =
        ["packs-procedure", "packs-past-act", "packs-past-what", "packs-past-was", "packs-past-would"];
    let list = Table {
        caption: w.t("packs-past-cases"),
        columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
        rows: rows.collect(),
        empty: w.t("packs-past-none"),
        hide_caption: true,
        ..Table::default()
    };
    Ok(notice(tone, &said, &Html::EMPTY).then(&table(w, &list)))
}

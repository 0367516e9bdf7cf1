//! Finding cases and register entries, without minding diacritics.

use crate::access::{Officer, Stop, enter_page};
use crate::{frame, inbox, open, rows};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_register::{Entry, RegisterDef, Standing};
use congvu_web::components::{Column, Row, Table, Tone, badge, keys_help, paragraph, section, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde::Deserialize;

/// Search kind of cases.
const CASES: &str = "case";
/// Most hits of each kind that are shown.
const MAX_HITS: u32 = 50;
/// Longest text that is looked for, in characters.
const MAX_CHARS: usize = 200;

/// What to look for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

/// `GET /{agency}/desk/search?q=`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let w = cx.words();
    let q: String = asked.q.chars().take(MAX_CHARS).collect();
    let words = congvu_register::words(&q);
    let title = w.t("casework-search");
    let mut parts = vec![inbox::search(w, &officer, &q)];
    if !words.is_empty() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        parts.push(cases(w, &desk, &officer, &words).await?);
        for register in desk.library().registers.values() {
            parts.push(entries(w, &desk, &officer, register, &words).await?);
        }
    }
    parts.push(keys_help(w));
    let body = frame::body(&title, parts);
    Ok(cx.page(frame::shell(&cx, &officer, &title), body))
}

async fn cases(w: &Words, desk: &Desk, officer: &Officer<'_>, words: &[&str]) -> Result<Html, WebError> {
    let agency = officer.agency.id();
    let found = desk.store().search(agency, CASES, words, MAX_HITS).await.or_fault()?;
    let mut hits = Vec::new();
    for id in &found.references {
        hits.extend(desk.case(officer.agency, id).await.or_fault()?);
    }
    let table = rows::cases(w, desk, officer, &hits, w.t("casework-search-none"));
    let more = if found.more { paragraph(&w.t("casework-search-more")) } else { Html::EMPTY };
    Ok(section(&w.t("casework-cases"), &table.then(&more)))
}

async fn entries(
    w: &Words,
    desk: &Desk,
    officer: &Officer<'_>,
    register: &RegisterDef,
    words: &[&str],
) -> Result<Html, WebError> {
    let agency = officer.agency.id();
    let kind = format!("entry/{}", register.id);
    let found = desk.store().search(agency, &kind, words, MAX_HITS).await.or_fault()?;
    let mut hits = Vec::new();
    for number in &found.references {
        let row = desk.store().entry_current(agency, &register.id, number).await.or_fault()?;
        hits.extend(row.and_then(|r| serde_json::from_str::<Entry>(&r.body).ok()));
    }
    if hits.is_empty() {
        return Ok(Html::EMPTY);
    }
    let columns = ["entry", "holder", "until", "standing", "do"];
    let table = table(
        w,
        &Table {
            caption: w.pick(&register.name.vi, &register.name.en).to_owned(),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("casework-entry-{c}")))).collect(),
            rows: hits.iter().map(|e| row(w, desk, officer, register, e)).collect(),
            hide_caption: true,
            ..Table::default()
        },
    );
    Ok(section(w.pick(&register.name.vi, &register.name.en), &table))
}

fn row(w: &Words, desk: &Desk, officer: &Officer<'_>, register: &RegisterDef, entry: &Entry) -> Row {
    let (tone, standing) = match entry.standing(officer.now) {
        Standing::Valid => (Tone::Good, "casework-standing-valid"),
        Standing::Expired => (Tone::Warn, "casework-standing-expired"),
        Standing::Suspended => (Tone::Warn, "casework-standing-suspended"),
        Standing::Revoked => (Tone::Bad, "casework-standing-revoked"),
        Standing::Ended => (Tone::Neutral, "casework-standing-ended"),
    };
    let until = entry.until.map(|u| fmt::date(w.lang(), u.date())).unwrap_or_default();
    let href = format!("/{}/registers/{}/{}", officer.agency.id(), entry.register, entry.number);
    Row::new(vec![
        Html::link(&href, &entry.number),
        Html::text(&entry.text(&register.holder)),
        Html::text(&until),
        badge(tone, &w.t(standing)),
        openings(w, desk, officer, entry),
    ])
}

/// What this person may open about the entry.
fn openings(w: &Words, desk: &Desk, officer: &Officer<'_>, entry: &Entry) -> Html {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("entry", &entry.number).finish();
    let about = |p: &congvu_matter::declare::Procedure| {
        p.subject.as_ref().is_some_and(|s| s.register == entry.register)
    };
    let links = officer
        .agency
        .procedures
        .iter()
        .filter_map(|id| desk.library().procedures.get(id))
        .filter(|p| about(&p.declared) && open::may(desk, officer, &p.declared))
        .map(|p| {
            let href = officer.at(&format!("/open/{}?{query}", p.declared.id));
            Html::link(&href, congvu_views::pick(w, &p.declared.name)).then(&Html::literal(" "))
        });
    Html::join(links)
}

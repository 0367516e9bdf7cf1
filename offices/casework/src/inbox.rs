//! The inbox: what waits for this position, what falls due first at the top.

use crate::access::{Officer, Stop, enter, enter_page};
use crate::{frame, open, rows};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, Waiting};
use congvu_web::components::{
    Choice, Field, Input, Search, badge, button_link, field, keys_help, post_form, search_box,
};
use congvu_web::components::{Tone, section};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Rows on one page of the inbox.
const PAGE_ROWS: u32 = 100;

/// Where the page begins: after this due moment and matter.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    due: Option<i64>,
    id: Option<String>,
}

/// `GET /{agency}/desk`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(after): Query<After>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let w = cx.words();
    let after = after.id.as_deref().map(|id| (after.due.unwrap_or(i64::MAX), id));
    let found = desk.waiting(officer.agency, &officer.actor(), PAGE_ROWS, after).await.or_fault()?;
    let late = found.rows.iter().filter(|row| desk.clock_of(row).is_some_and(|c| c.overdue)).count();
    let title = w.t("casework-inbox");
    let body = frame::body(
        &title,
        [
            position_switch(&cx, &officer),
            counts(w, &desk, &officer, late).await?,
            search(w, &officer, ""),
            counter(w, &desk, &officer).await,
            secret(w, &officer, &found),
            rows::cases(w, &desk, &officer, &found.rows, w.t("casework-inbox-empty")),
            more(w, &officer, &found),
            openings(w, &desk, &officer),
            keys_help(w),
        ],
    );
    Ok(cx.page(frame::shell(&cx, &officer, &title), body))
}

fn more(w: &Words, officer: &Officer<'_>, found: &Waiting) -> Html {
    let Some((due, id)) = &found.more else { return Html::EMPTY };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("due", &due.to_string())
        .append_pair("id", id)
        .finish();
    button_link(&officer.desk(&format!("?{query}")), &w.t("casework-more"), false)
}

/// Secret matters are counted here and shown by their own office alone.
fn secret(w: &Words, officer: &Officer<'_>, found: &Waiting) -> Html {
    let Ok(n @ 1..) = i64::try_from(found.secret) else { return Html::EMPTY };
    let link =
        Html::link(&officer.desk("/complaints"), &w.with("casework-secret-waiting", &[("n", n.into())]));
    Html::literal("<p>").then(&link).then(&Html::literal("</p>"))
}

/// The search box; the key `/` jumps to it.
pub(crate) fn search(w: &Words, officer: &Officer<'_>, value: &str) -> Html {
    let box_ = Search {
        action: officer.desk("/search"),
        name: "q".to_owned(),
        value: value.to_owned(),
        label: w.t("casework-search-label"),
        hint: w.t("casework-search-hint"),
    };
    search_box(w, &box_)
}

/// How many open cases the department has in each state, and how many of this inbox are late.
async fn counts(w: &Words, desk: &Desk, officer: &Officer<'_>, late: usize) -> Result<Html, WebError> {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% if !counts.is_empty() %}<p aria-label="{{ label }}"><span class="muted">{{ label }}:</span> {% for c in counts %}{{ c }} {% endfor %}</p>{% endif %}"#
    )]
    struct T {
        label: String,
        counts: Vec<Html>,
    }
    let library = desk.library();
    let rows = desk.store().open_by_state(officer.agency.id()).await.or_fault()?;
    let mut by_state: BTreeMap<usize, (Tone, String, i64)> = BTreeMap::new();
    for row in rows.iter().filter(|r| !r.procedure.is_empty()) {
        let Some(lifecycle) = library.lifecycles.get(&row.kind) else { continue };
        let Some((place, state)) = lifecycle.states.iter().enumerate().find(|(_, s)| s.id == row.state)
        else {
            continue;
        };
        if state.phase.is_closed() {
            continue;
        }
        let tone = match state.phase {
            congvu_matter::declare::Phase::Working => Tone::Info,
            congvu_matter::declare::Phase::Stopped => Tone::Warn,
            _ => Tone::Neutral,
        };
        // Lifecycles that share a name share a count.
        let name = congvu_views::pick(w, &state.name).to_owned();
        match by_state.values_mut().find(|(_, n, _)| *n == name) {
            Some((_, _, count)) => *count += row.count,
            None => {
                let free = (place..).find(|p| !by_state.contains_key(p)).unwrap_or(place);
                by_state.insert(free, (tone, name, row.count));
            }
        }
    }
    let mut counts: Vec<Html> = Vec::new();
    if late > 0 {
        let n = i64::try_from(late).unwrap_or(i64::MAX);
        counts.push(badge(Tone::Bad, &w.with("casework-late", &[("n", n.into())])));
    }
    counts.extend(
        by_state
            .values()
            .map(|(tone, name, n)| badge(*tone, &format!("{name}: {}", fmt::number(w.lang(), *n)))),
    );
    Ok(Html::render(&T { label: w.t("casework-counts"), counts }))
}

/// The way to the counter, for those who may take in files on paper.
async fn counter(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Html {
    let library = desk.library();
    let mut takes = officer.agency.procedures.iter().filter_map(|id| {
        let life = library.lifecycles.get(&library.loaded(officer.agency.id(), id)?.declared.lifecycle)?;
        Some((id, life.acts.iter().find(|a| a.from.is_empty() && a.paper_dossier.is_some())?))
    });
    let Some((procedure, act)) = takes.next() else { return Html::EMPTY };
    if desk.may_open(officer.agency, &officer.actor(), procedure, &act.id).await.is_err() {
        return Html::EMPTY;
    }
    let button = button_link(&officer.desk("/counter"), &w.t("casework-counter"), true);
    Html::literal("<p class=\"buttons\">").then(&button).then(&Html::literal("</p>"))
}

/// Matters that this position may open on the department's own initiative.
fn openings(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Html {
    let open: Vec<Html> = officer
        .agency
        .procedures
        .iter()
        .filter_map(|id| desk.library().loaded(officer.agency.id(), id))
        .filter(|p| open::may(desk, officer, &p.declared))
        .map(|p| {
            let href = officer.desk(&format!("/open/{}", p.declared.id));
            button_link(&href, congvu_views::pick(w, &p.declared.name), false)
        })
        .collect();
    if open.is_empty() { Html::EMPTY } else { section(&w.t("casework-open-title"), &Html::join(open)) }
}

/// For a person who holds several positions.
fn position_switch(cx: &PageCx, officer: &Officer<'_>) -> Html {
    let w = cx.words();
    let held = officer.book.positions_of(officer.who.person.as_str(), officer.now);
    if held.len() < 2 {
        return Html::EMPTY;
    }
    let choices = held.iter().map(|p| Choice::new(p.as_str(), officer.title(w, p))).collect();
    let select = Field::new("position", w.t("casework-act-as"))
        .input(Input::Select(choices))
        .value(officer.who.position.as_str());
    post_form(&cx.csrf(), &officer.desk("/position"), &field(w, &select), &w.t("casework-act-as-button"))
}

/// `POST /{agency}/desk/position`
pub(crate) async fn change_position(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, &format!("/{agency}/desk")).await?;
    let w = cx.words();
    let asked = values.get("position");
    let held = officer.book.positions_of(officer.who.person.as_str(), officer.now);
    let position = held.iter().find(|p| p.as_str() == asked).ok_or(WebError::BadForm)?;
    let title = officer.title(w, position);
    cx.session().act_as(officer.agency.id(), position.as_str(), &title);
    cx.session().flash(Tone::Good, &w.with("casework-acting-as", &[("title", title.into())]));
    Ok(Redirect::to(&officer.desk("")).into_response())
}

//! Who may sign what, for whom, as of a moment: every duty put to the table.

use crate::access::{Officer, Stop, enter};
use crate::as_of::{self, On};
use crate::frame;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use congvu_authority::{MatterFacts, Permit};
use congvu_desk::Desk;
use congvu_web::components::{Chip, Choice, Column, Field, Input, Row, Table, chips, field, lead, table};
use congvu_web::{Html, PageCx, Words};
use jiff::civil::DateTime;
use serde::Serialize;

/// The act that is asked about where none is named.
const SIGN: &str = "sign";

/// One way in which somebody may sign: on which duties.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Way {
    position: String,
    title: String,
    person: String,
    name: String,
    form: &'static str,
    lines: Vec<String>,
    on_behalf_of: Option<String>,
    in_place_of: Option<String>,
    row: String,
    delegation: Option<String>,
    basis: Vec<String>,
    duties: Vec<String>,
}

/// What the JSON page gives.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Answer {
    agency: String,
    act: String,
    at: DateTime,
    ways: Vec<Way>,
}

/// Acts by which something is signed.
fn acts(desk: &Desk, officer: &Officer<'_>) -> Vec<String> {
    let done = |id: &String| desk.library().lifecycles.values().any(|life| life.act(id).is_some());
    let signing =
        officer.agency.rules.powers().iter().filter(|p| p.signing.is_some() && p.targets.is_empty());
    let mut all: Vec<String> = signing.flat_map(|p| &p.acts).filter(|id| done(id)).cloned().collect();
    all.sort();
    all.dedup();
    all
}

/// Everybody who may, for each duty of the founding decision; duties with the same answer stand together.
fn ways(w: &Words, officer: &Officer<'_>, act: &str, at: DateTime) -> Vec<Way> {
    let mut all: Vec<(Permit, Way)> = Vec::new();
    let rules = &officer.agency.rules;
    let title = |id: &congvu_authority::PositionId| {
        congvu_views::title_of(w, officer.agency, &officer.book, id, None)
    };
    for duty in rules.duties().keys() {
        for (position, person, permit) in officer.table.who_may(act, &MatterFacts::of_duty(duty), at) {
            let same = |known: &&mut (Permit, Way)| {
                known.1.position == position.as_str()
                    && known.1.person == person.as_str()
                    && known.0.row == permit.row
                    && known.0.in_place_of == permit.in_place_of
                    && known.0.delegation == permit.delegation
            };
            if let Some((_, known)) = all.iter_mut().find(same) {
                known.duties.push(duty.clone());
                continue;
            }
            let way = Way {
                position: position.to_string(),
                title: title(&position),
                person: person.to_string(),
                name: officer.book.name_of(person.as_str()),
                form: permit.capacity.form.as_str(),
                lines: permit.capacity.signature_lines.clone(),
                on_behalf_of: permit.capacity.on_behalf_of.as_ref().map(&title),
                in_place_of: permit.in_place_of.as_ref().map(&title),
                row: permit.row.clone(),
                delegation: permit.delegation.as_ref().map(ToString::to_string),
                basis: permit.basis.iter().map(ToString::to_string).collect(),
                duties: vec![duty.clone()],
            };
            all.push((permit, way));
        }
    }
    all.into_iter().map(|(_, way)| way).collect()
}

/// Which act is asked about: one by which something is signed.
fn asked(desk: &Desk, officer: &Officer<'_>, on: &On) -> String {
    acts(desk, officer).into_iter().find(|act| *act == on.act).unwrap_or_else(|| SIGN.to_owned())
}

/// `GET /{agency}/desk/people/signing.json`
pub(crate) async fn json(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(on): Query<On>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let (at, act) = (on.moment(officer.now), asked(&desk, &officer, &on));
    let ways = ways(cx.words(), &officer, &act, at);
    Ok(Json(Answer { agency: officer.agency.id().to_owned(), act, at, ways }).into_response())
}

/// `GET /{agency}/desk/people/signing`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(on): Query<On>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let (at, act) = (on.moment(officer.now), asked(&desk, &officer, &on));
    let name = |id: &str| {
        let found = desk.library().lifecycles.values().find_map(|l| l.act(id));
        found.map_or_else(|| id.to_owned(), |a| congvu_views::pick(w, &a.name).to_owned())
    };
    let choices = acts(&desk, &officer).iter().map(|id| Choice::new(id, name(id))).collect();
    let which = Field::new("act", w.t("people-signing-act")).input(Input::Select(choices)).value(act.clone());
    let columns = ["who", "signs", "for", "duties"];
    let rows = ways(w, &officer, &act, at).into_iter().map(|way| row(w, &officer, way)).collect();
    let list = Table {
        caption: w.t("people-signing"),
        columns: columns.iter().map(|c| Column::new(w.t(&format!("people-signing-{c}")))).collect(),
        rows,
        empty: w.t("people-signing-nobody"),
        keys: false,
        hide_caption: true,
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("on", &at.to_string())
        .append_pair("act", &act)
        .finish();
    let parts =
        [
            lead(&w.with(
                "people-signing-lead",
                &[("at", frame::moment(w, at).into()), ("act", name(&act).into())],
            )),
            as_of::chooser(w, &officer.at("/signing"), at, &field(w, &which)),
            table(w, &list),
            Html::link(&officer.at(&format!("/signing.json?{query}")), &w.t("people-signing-json")),
        ];
    Ok(frame::page(&cx, &officer, &w.t("people-signing"), parts))
}

fn row(w: &Words, officer: &Officer<'_>, way: Way) -> Row {
    let who = format!("{} ({})", way.name, way.title);
    let mut signs = way.lines.join(" / ");
    if signs.is_empty() {
        signs = way.form.to_owned();
    }
    let mut whom = way.on_behalf_of.unwrap_or_else(|| w.t("people-signing-own"));
    if let Some(place) = way.in_place_of {
        whom = format!("{whom}; {}", w.with("people-in-place-of", &[("who", place.into())]));
    }
    Row::new(vec![Html::text(&who), Html::text(&signs), Html::text(&whom), duties(w, officer, &way.duties)])
}

/// All duties in a word, few as chips of their clauses.
fn duties(w: &Words, officer: &Officer<'_>, duties: &[String]) -> Html {
    let rules = &officer.agency.rules;
    if duties.len() == rules.duties().len() {
        return Html::text(&w.t("people-signing-all"));
    }
    // A khoản of which everything is there stands for its điểm.
    let whole = |duty: &str| duties.iter().any(|d| d == duty);
    let shown = duties.iter().filter(|duty| duty.split_once('.').is_none_or(|(khoan, _)| !whole(khoan)));
    let list: Vec<Chip> = shown
        .filter_map(|duty| rules.duty(duty))
        .map(|c| congvu_views::chip_of(w, officer.agency, c))
        .collect();
    chips(w, &list)
}

//! Guidance that the desk gave: kept by an act, listed and counted.

use crate::access::{Officer, Stop, enter};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Case, Desk, On, Opening, PerformError, Request};
use congvu_matter::declare::{ActDef, Input as Said, InputKind, Lifecycle};
use congvu_matter::{Command, Refused};
use congvu_views::{chip_of, not_now_text, perform_error, pick};
use congvu_web::components::{
    Choice, Column, Field, FieldError, Input, Row, Table, Tone, bullets, chip, error_summary, field, heading,
    hidden, paragraph, post_form, section, table,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::ToSpan;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The lifecycle, its act, and the state in which it is kept.
const LIFECYCLE: &str = "guidance";
const ACT: &str = "guide";
const GIVEN: &str = "given";
/// How far back it is listed and counted, in days, and most of what is shown and counted.
const DAYS: i64 = 30;
const MOST_COUNTED: u32 = 2_000;
const MOST_SHOWN: usize = 50;
/// Longest idempotency key that is taken, in characters.
const KEY_CHARS: usize = 64;

/// `GET /{agency}/desk/counter/guidance`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    shown(&desk, &cx, &officer, &FormValues::default(), &[]).await
}

fn life(desk: &Desk) -> Option<&Lifecycle> {
    desk.library().lifecycles.get(LIFECYCLE).map(AsRef::as_ref)
}

fn act(desk: &Desk) -> Result<&ActDef, WebError> {
    life(desk).and_then(|l| l.act(ACT)).ok_or(WebError::NotFound)
}

async fn shown(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    typed: &FormValues,
    errors: &[FieldError],
) -> Result<Response, Stop> {
    let w = cx.words();
    let act = act(desk)?;
    let permit = match desk.may(officer.agency, &officer.actor(), ACT, None).await.or_fault()? {
        Ok(permit) => permit,
        Err(refusal) => {
            let error = PerformError::Refused(refusal);
            return Err(perform_error(w, desk, officer.agency, life(desk), pick(w, &act.name), error)
                .await
                .into());
        }
    };
    let since = desk.clock().now().checked_sub(DAYS.days()).unwrap_or_default();
    let mut kept = desk.kept_since(officer.agency, LIFECYCLE, GIVEN, since, MOST_COUNTED).await.or_fault()?;
    kept.reverse();
    let key = format!("guide-{}", cx.request_id());
    let fields = Html::join(act.inputs.iter().map(|i| input(w, desk, officer, i, typed, errors)))
        .then(&hidden("_key", &key));
    let title = w.t("counter-guidance");
    let body = Html::join([
        heading(1, &title),
        error_summary(w, errors),
        paragraph(&w.t("counter-guidance-lead")),
        Html::literal("<p>"),
        chip(w, &chip_of(w, officer.agency, &permit.clause)),
        Html::literal("</p>"),
        post_form(&cx.csrf(), &officer.at("/guidance"), &fields, pick(w, &act.name)),
        section(&w.with("counter-guidance-counted", &[("n", DAYS.into())]), &counted(w, act, &kept)),
        section(&w.t("counter-guidance-last"), &listed(w, act, &kept)),
    ]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(cx.page_with(status, officer.shell(cx, &title), body))
}

fn input(
    w: &Words,
    desk: &Desk,
    officer: &Officer<'_>,
    said: &Said,
    typed: &FormValues,
    errors: &[FieldError],
) -> Html {
    let asked = Field::new(&said.id, pick(w, &said.label)).value(typed.get(&said.id)).errors(errors);
    let asked = match said.kind {
        InputKind::Choice => {
            let all = said.choices.iter().map(|(id, text)| Choice::new(id, pick(w, text)));
            asked.input(Input::Radios(all.collect()))
        }
        InputKind::LongText => asked.input(Input::LongText { rows: 5 }),
        _ if said.id == "about" => asked.input(Input::Select(procedures(w, desk, officer))),
        _ => asked,
    };
    field(w, &if said.required { asked } else { asked.optional() })
}

/// The procedures that the department handles today, and none.
fn procedures(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Vec<Choice> {
    let today = desk.clock().now().date();
    let all = officer.agency.procedures.iter();
    let loaded = all.filter_map(|id| desk.library().loaded(officer.agency.id(), id)).map(|l| &l.declared);
    let named = loaded.filter(|p| p.version_on(today).is_some() && !p.own_initiative);
    let mut choices = vec![Choice::new("", w.t("counter-guidance-any"))];
    choices.extend(named.map(|p| Choice::new(&p.id, pick(w, &p.name))));
    choices
}

/// What was said with the act.
fn said<'c>(case: &'c Case, input: &str) -> &'c str {
    let said = case.matter.said.get(ACT).and_then(|s| s.get(input));
    said.and_then(Value::as_str).unwrap_or_default()
}

/// The name of a choice of the act.
fn way<'a>(w: &Words, act: &'a ActDef, value: &'a str) -> &'a str {
    let choices = act.inputs.iter().find(|i| i.id == "way").map(|i| &i.choices);
    choices.and_then(|c| c.get(value)).map_or(value, |text| pick(w, text))
}

fn counted(w: &Words, act: &ActDef, kept: &[Case]) -> Html {
    let mut ways: BTreeMap<&str, i64> = BTreeMap::new();
    for case in kept {
        *ways.entry(said(case, "way")).or_default() += 1;
    }
    if ways.is_empty() {
        return paragraph(&w.t("counter-guidance-none"));
    }
    let line = |(id, n): (&&str, &i64)| Html::text(&format!("{}: {n}", way(w, act, id)));
    bullets(&ways.iter().map(line).collect::<Vec<_>>())
}

fn listed(w: &Words, act: &ActDef, kept: &[Case]) -> Html {
    let rows = kept.iter().take(MOST_SHOWN).map(|case| {
        let at = case.matter.opened;
        Row::new(vec![
            Html::text(&format!("{} {}", fmt::time(at.time()), fmt::date(w.lang(), at.date()))),
            Html::text(way(w, act, said(case, "way"))),
            Html::text(said(case, "who")),
            Html::text(said(case, "told")),
        ])
    });
    let columns = ["when", "way", "who", "told"];
    table(
        w,
        &Table {
            caption: w.t("counter-guidance-last"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("counter-guidance-{c}")))).collect(),
            rows: rows.collect(),
            empty: w.t("counter-guidance-none"),
            hide_caption: true,
            ..Table::default()
        },
    )
}

/// `POST /{agency}/desk/counter/guidance`
pub(crate) async fn keep(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let act = act(&desk)?;
    let w = cx.words();
    let input: Map<String, Value> = act
        .inputs
        .iter()
        .map(|i| (i.id.clone(), typed.get(&i.id).replace("\r\n", "\n").trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .map(|(id, text)| (id, Value::from(text)))
        .collect();
    let key: String = typed.get("_key").chars().take(KEY_CHARS).collect();
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::New(Opening::Lifecycle(LIFECYCLE.to_owned())),
        seen: None,
        idempotency_key: Some(key).filter(|k| !k.is_empty()),
        command: Command { act: ACT.to_owned(), input, ..Command::default() },
    };
    match desk.perform(request).await {
        Ok(_) => {
            cx.session().flash(Tone::Good, &w.t("counter-guidance-kept"));
            Ok(Redirect::to(&officer.at("/guidance")).into_response())
        }
        // What is wrong is said at its field, and what was typed stays.
        Err(PerformError::NotNow(Refused::Input { faults, act: id })) => {
            let told = |fault: congvu_matter::InputFault| {
                let name = fault.input.clone();
                let one = Refused::Input { act: id.clone(), faults: vec![fault] };
                FieldError::new(name, not_now_text(w, life(&desk), &one).join(" "))
            };
            let errors: Vec<FieldError> = faults.into_iter().map(told).collect();
            shown(&desk, &cx, &officer, &typed, &errors).await
        }
        Err(error) => {
            Err(perform_error(w, &desk, officer.agency, life(&desk), pick(w, &act.name), error).await.into())
        }
    }
}

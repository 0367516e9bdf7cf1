//! A change of structure: drawn up, rehearsed, put on record, decided.

use crate::access::{Officer, Stop, enter};
use crate::frame::moment;
use crate::{acts, fields, frame};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_authority::UnitId;
use congvu_desk::{
    Desk, On, Opening, PerformError, Plan, PlanFault, PositionPlan, Rehearsal, Request, UnitPlan,
};
use congvu_matter::{Command, Refused};
use congvu_web::components::{
    Choice, Field, FieldError, Input, Tone, bullets, error_summary, field, hidden, lead, notice, paragraph,
    post_form, section,
};
use congvu_web::form::FormValues;
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde_json::{Map, Value};

const LIFECYCLE: &str = "structure";
const PLAN: &str = "plan-structure";

/// `GET /{agency}/desk/people/structure`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    Ok(first(&cx, &officer, &FormValues::default(), &[], StatusCode::OK)?)
}

/// Units that are units of their own now.
fn units<'o>(officer: &'o Officer<'_>) -> Vec<(&'o UnitId, &'o str)> {
    let all = officer.agency.rules.units().iter();
    let own = all.filter(|unit| officer.table.unit_at(&unit.id, officer.now).as_ref() == Some(&unit.id));
    own.map(|unit| (&unit.id, officer.table.unit_name_at(&unit.id, officer.now).unwrap_or(&unit.name)))
        .collect()
}

/// When, which units, which positions close.
fn first(
    cx: &PageCx,
    officer: &Officer<'_>,
    values: &FormValues,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response, WebError> {
    let w = cx.words();
    let ask = |name: &str, label: String| Field::new(name, label).value(values.get(name)).errors(errors);
    let mut all = vec![
        field(w, &ask("at", w.t("people-structure-at")).input(Input::Moment)),
        field(w, &ask("reason", w.t("people-structure-reason"))),
    ];
    let listed = units(officer);
    for (unit, name) in &listed {
        let stays = Choice::new("", w.t("people-structure-stays"));
        let others =
            listed.iter().filter(|(id, _)| id != unit).map(|(id, name)| Choice::new(id.as_str(), *name));
        let choices = std::iter::once(stays).chain(others).collect();
        let into = ask(&format!("unit.{unit}"), (*name).to_owned()).input(Input::Select(choices)).optional();
        let label = w.with("people-structure-name", &[("unit", (*name).to_owned().into())]);
        all.push(field(w, &into));
        all.push(field(w, &ask(&format!("name.{unit}"), label).optional()));
    }
    let close = Field {
        values: values.all("close").to_vec(),
        ..Field::new("close", w.t("people-structure-close")).hint(w.t("people-structure-close-hint"))
    };
    all.push(field(w, &close.input(Input::Checkboxes(fields::seats(w, officer))).optional().errors(errors)));
    let inside = hidden("step", "1").then(&Html::join(all));
    let title = w.t("people-structure");
    let parts = [
        error_summary(w, errors),
        lead(&w.t("people-structure-lead")),
        post_form(&cx.csrf(), &officer.at("/structure"), &inside, &w.t("people-structure-next")),
    ];
    Ok(frame::page_with(status, cx, officer, &title, parts))
}

/// The plan as it was typed.
fn typed(officer: &Officer<'_>, values: &FormValues) -> Result<Plan, &'static str> {
    let at = fields::moment(&fields::clean(values.get("at"))).and_then(|at| at.parse().ok()).ok_or("at")?;
    let text = |name: String| Some(fields::clean(values.get(&name))).filter(|text| !text.is_empty());
    let mut plan = Plan { at, units: Vec::new(), positions: Vec::new() };
    for (unit, _) in units(officer) {
        let (into, name) = (text(format!("unit.{unit}")), text(format!("name.{unit}")));
        if into.is_some() || name.is_some() {
            let into = into.unwrap_or_else(|| unit.to_string());
            plan.units.push(UnitPlan { unit: unit.to_string(), into, name });
        }
    }
    for position in values.all("close") {
        plan.positions.push(PositionPlan {
            position: position.clone(),
            heir: text(format!("heir.{position}")).unwrap_or_default(),
            person_to: text(format!("to.{position}")),
        });
    }
    Ok(plan)
}

/// `POST /{agency}/desk/people/structure`
pub(crate) async fn draw(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let plan = match typed(&officer, &values) {
        Ok(plan) => plan,
        Err(missing) => {
            let errors = [FieldError::new(missing, w.t("people-structure-at-missing"))];
            return Ok(first(&cx, &officer, &values, &errors, StatusCode::UNPROCESSABLE_ENTITY)?);
        }
    };
    if values.get("step") == "1" && !plan.positions.is_empty() {
        return Ok(second(&cx, &officer, &values, &plan, &Html::EMPTY, StatusCode::OK, false)?);
    }
    if values.get("do") == "plan" {
        return record(&desk, &cx, &officer, &values, &plan).await;
    }
    let rehearsed = desk.rehearse(officer.agency, &plan).await.or_fault()?;
    let (shown, good) = outcome(w, &officer, &rehearsed);
    let status = if good { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(second(&cx, &officer, &values, &plan, &shown, status, good)?)
}

/// Who takes over from each position that closes; and, once rehearsed, what would happen.
fn second(
    cx: &PageCx,
    officer: &Officer<'_>,
    values: &FormValues,
    plan: &Plan,
    shown: &Html,
    status: StatusCode,
    ready: bool,
) -> Result<Response, WebError> {
    let w = cx.words();
    let mut kept =
        vec![hidden("step", "2"), hidden("at", values.get("at")), hidden("reason", values.get("reason"))];
    for (unit, _) in units(officer) {
        for name in [format!("unit.{unit}"), format!("name.{unit}")] {
            kept.push(hidden(&name, values.get(&name)));
        }
    }
    kept.extend(plan.positions.iter().map(|p| hidden("close", &p.position)));
    let mut asked = Vec::new();
    let seats = fields::seats(w, officer);
    for closing in &plan.positions {
        let title = officer.seat(w, &closing.position.as_str().into());
        let others = || seats.iter().filter(|c| c.value != closing.position).cloned().collect::<Vec<_>>();
        let label = |id: &str| w.with(id, &[("position", title.clone().into())]);
        let name = format!("heir.{}", closing.position);
        let heir = Field::new(&name, label("people-structure-heir")).input(Input::Select(others()));
        asked.push(field(w, &heir.value(values.get(&name))));
        let name = format!("to.{}", closing.position);
        let mut goes = others();
        goes.insert(0, Choice::new("", w.t("people-structure-leaves")));
        let to = Field::new(&name, label("people-structure-person")).input(Input::Select(goes)).optional();
        asked.push(field(w, &to.value(values.get(&name))));
    }
    let action = officer.at("/structure");
    let form = |more: &[Html], button: &str| {
        let inside = Html::join(kept.iter().chain(more).cloned());
        post_form(&cx.csrf(), &action, &inside, &w.t(button))
    };
    let mut parts = vec![shown.clone(), form(&asked, "people-structure-rehearse")];
    if ready {
        let answers = plan.positions.iter().flat_map(|p| {
            [format!("heir.{}", p.position), format!("to.{}", p.position)]
                .map(|name| hidden(&name, values.get(&name)))
        });
        let record: Vec<Html> = answers.chain([hidden("do", "plan"), hidden("_key", &new_key()?)]).collect();
        parts.push(form(&record, "people-structure-record"));
    }
    Ok(frame::page_with(status, cx, officer, &w.t("people-structure"), parts))
}

/// What a rehearsal found, and whether the plan works.
fn outcome(w: &Words, officer: &Officer<'_>, rehearsed: &Result<Rehearsal, Vec<PlanFault>>) -> (Html, bool) {
    match rehearsed {
        Err(faults) => {
            let lines: Vec<Html> =
                faults.iter().map(|fault| Html::text(&fault_line(w, officer, fault))).collect();
            (notice(Tone::Bad, &w.t("people-structure-faults"), &bullets(&lines)), false)
        }
        Ok(found) => {
            let good = found.lost_count == 0;
            let (tone, title) = if good {
                (Tone::Good, w.t("people-rehearsal-good"))
            } else {
                let lost = i64::try_from(found.lost_count).unwrap_or(i64::MAX);
                (Tone::Bad, w.with("people-rehearsal-lost", &[("count", lost.into())]))
            };
            (notice(tone, &title, &bullets(&lines(w, officer, found))), good)
        }
    }
}

fn fault_line(w: &Words, officer: &Officer<'_>, fault: &PlanFault) -> String {
    let one = Refused::Input {
        act: PLAN.to_owned(),
        faults: vec![congvu_matter::InputFault { input: "plan".to_owned(), fault: fault.word().to_owned() }],
    };
    let text = congvu_views::not_now_text(w, None, &one).join(" ");
    let about = fault.about();
    let unit = officer.table.unit_name_at(&about.into(), officer.now).map(str::to_owned);
    let named = unit.unwrap_or_else(|| officer.seat(w, &about.into()));
    if about.is_empty() { text } else { format!("{named}: {text}") }
}

fn lines(w: &Words, officer: &Officer<'_>, found: &Rehearsal) -> Vec<Html> {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let seat = |id: &str| officer.seat(w, &id.into());
    let mut lines =
        vec![Html::text(&w.with("people-rehearsal-cases", &[("count", number(found.cases).into())]))];
    for (unit, count) in &found.moving {
        let name = officer.table.unit_name_at(&unit.as_str().into(), officer.now).unwrap_or(unit).to_owned();
        let values = [("unit", name.into()), ("count", number(*count).into())];
        lines.push(Html::text(&w.with("people-rehearsal-moving", &values)));
    }
    for (position, count) in &found.inherited {
        let values = [("position", seat(position).into()), ("count", number(*count).into())];
        lines.push(Html::text(&w.with("people-rehearsal-inherited", &values)));
    }
    for (person, from, to) in &found.people {
        let from = congvu_views::title_of(w, officer.agency, &officer.book, &from.as_str().into(), None);
        let values = [("who", person.clone().into()), ("from", from.into())];
        let text = match to {
            Some(to) => {
                let to = congvu_views::title_of(w, officer.agency, &officer.book, &to.as_str().into(), None);
                w.with("people-rehearsal-goes", &[("who", person.clone().into()), ("to", to.into())])
            }
            None => w.with("people-rehearsal-leaves", &values),
        };
        lines.push(Html::text(&text));
    }
    if !found.delegations.is_empty() {
        let count = number(found.delegations.len() as u64);
        lines.push(Html::text(&w.with("people-rehearsal-delegations", &[("count", count.into())])));
    }
    lines.extend(found.lost.iter().map(|(id, code)| {
        Html::text(&w.t("people-rehearsal-lost-one"))
            .then(&Html::literal(" "))
            .then(&Html::link(&officer.case(id), code))
    }));
    lines
}

async fn record(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    values: &FormValues,
    plan: &Plan,
) -> Result<Response, Stop> {
    let w = cx.words();
    let life = desk.library().lifecycles.get(LIFECYCLE).map(AsRef::as_ref);
    let act = life.and_then(|l| l.act(PLAN)).ok_or(WebError::NotFound)?;
    let name = congvu_views::pick(w, &act.name);
    let mut input = Map::new();
    input.insert("plan".to_owned(), serde_json::to_value(plan).or_fault()?);
    let reason = fields::clean(values.get("reason"));
    input.insert("reason".to_owned(), Value::String(reason.clone()));
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::New(Opening::Lifecycle(LIFECYCLE.to_owned())),
        seen: None,
        idempotency_key: key(values),
        command: Command {
            act: PLAN.to_owned(),
            input,
            subject: reason,
            channel: "office".to_owned(),
            ..Command::default()
        },
    };
    match desk.perform(request).await {
        Ok(done) => {
            let to = officer.at(&format!("/structure/{}", done.matter));
            Ok(acts::carried_out(cx, officer, name, &done, &to))
        }
        Err(PerformError::NotNow(Refused::Input { faults, .. })) => {
            let errors = fields::errors(w, life, PLAN, &faults);
            Ok(first(cx, officer, values, &errors, StatusCode::UNPROCESSABLE_ENTITY)?)
        }
        Err(error) => {
            frame::stopped(desk, cx, officer, life, name, &officer.at("/structure"), error, Html::EMPTY).await
        }
    }
}

/// `GET /{agency}/desk/people/structure/{matter}`
pub(crate) async fn planned(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let case = desk.case(officer.agency, &matter).await.or_fault()?.ok_or(WebError::NotFound)?;
    let said = case.matter.said.get(PLAN).and_then(|said| said.get("plan")).ok_or(WebError::NotFound)?;
    let plan = Plan::read(said).or_fault()?;
    let state = congvu_views::state_badge(w, desk.library(), &case);
    let mut parts = vec![state, lead(&w.with("people-structure-when", &[("at", moment(w, plan.at).into())]))];
    parts.push(section(&w.t("people-structure-units"), &bullets(&named(w, &officer, &plan))));
    if case.matter.state == "planned" {
        let rehearsed = desk.rehearse(officer.agency, &plan).await.or_fault()?;
        parts.push(section(&w.t("people-rehearsal"), &outcome(w, &officer, &rehearsed).0));
        parts.push(paragraph(&w.t("people-structure-decide")));
        let links = ["restructure", "drop-plan"].map(|act| {
            let declared = desk.library().lifecycles.get(LIFECYCLE).and_then(|l| l.act(act));
            let name = declared.map_or(act, |a| congvu_views::pick(w, &a.name));
            Html::link(&officer.at(&format!("/matters/{matter}/{act}")), name)
        });
        parts.push(bullets(&links));
    }
    Ok(frame::page(&cx, &officer, &w.t("people-structure"), parts))
}

/// The plan in words.
fn named(w: &Words, officer: &Officer<'_>, plan: &Plan) -> Vec<Html> {
    let before = |key: &str| {
        let unit = officer.agency.rules.unit(&key.into());
        unit.map_or_else(|| key.to_owned(), |unit| unit.name.clone())
    };
    let mut all: Vec<Html> = Vec::new();
    for step in &plan.units {
        let values = [
            ("unit", before(&step.unit).into()),
            ("into", before(&step.into).into()),
            ("name", step.name.clone().unwrap_or_default().into()),
        ];
        let id = if step.unit == step.into { "people-structure-renamed" } else { "people-structure-merged" };
        let text = w.with(id, &values);
        let with_name = step.unit != step.into && step.name.is_some();
        let name = if with_name { w.with("people-structure-called", &values) } else { String::new() };
        all.push(Html::text(format!("{text} {name}").trim()));
    }
    for closing in &plan.positions {
        let title = |id: &str| congvu_views::title_of(w, officer.agency, &officer.book, &id.into(), None);
        let values = [("position", title(&closing.position).into()), ("heir", title(&closing.heir).into())];
        all.push(Html::text(&w.with("people-structure-closed", &values)));
    }
    all
}

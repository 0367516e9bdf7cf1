//! An appointment is prepared: checked as if it were signed now, by whoever may sign it.

use crate::access::{Officer, Stop, enter};
use crate::{acts, fields, frame, remedy};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_authority::Appointment;
use congvu_desk::{Desk, On, Opening, PerformError, Request};
use congvu_matter::{Command, Refused};
use congvu_web::components::{
    Choice, Field, FieldError, Input, error_summary, field, hidden, lead, post_form,
};
use congvu_web::form::FormValues;
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, WebError, Words};
use serde_json::{Map, Value, json};

const LIFECYCLE: &str = "appointment";
const PREPARE: &str = "prepare";
/// The choice of a position that does not exist yet.
const NEW: &str = "+";

/// `GET /{agency}/desk/people/prepare`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    Ok(form(&cx, &officer, &FormValues::default(), &[], StatusCode::OK)?)
}

fn form(
    cx: &PageCx,
    officer: &Officer<'_>,
    values: &FormValues,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response, WebError> {
    let w = cx.words();
    let rules = &officer.agency.rules;
    let mut positions = fields::seats(w, officer);
    positions.insert(0, Choice::new(NEW, w.t("people-prepare-new-position")));
    let kinds = rules.kinds().filter(|kind| kind.body.is_none());
    let kinds = kinds.map(|kind| Choice::new(&kind.id, w.pick(&kind.name.vi, &kind.name.en)));
    let mut people: Vec<Choice> = officer
        .book
        .people
        .iter()
        .filter(|(id, _)| officer.book.roster.appointments.iter().any(|a| a.person.as_str() == id.as_str()))
        .map(|(id, person)| Choice::new(id, &person.name))
        .collect();
    people.sort_by(|a, b| a.label.cmp(&b.label));
    people.insert(0, Choice::new(NEW, w.t("people-prepare-new-person")));
    let ask = |name: &str| Field::new(name, w.t(&format!("people-prepare-{name}"))).value(values.get(name));
    let all = [
        ask("person").input(Input::Select(people)),
        ask("name").hint(w.t("people-prepare-name-hint")).optional(),
        ask("position").input(Input::Select(positions)),
        ask("kind").input(Input::Select(kinds.collect())).hint(w.t("people-prepare-kind-hint")).optional(),
        ask("unit").input(Input::Select(fields::units(officer))).optional(),
        ask("from").input(Input::Moment),
        ask("to").input(Input::Moment).hint(w.t("people-prepare-to-hint")).optional(),
        ask("acting").input(Input::Checkbox).optional(),
        ask("reason").optional(),
    ];
    let inside = Html::join(all.into_iter().map(|f| field(w, &f.errors(errors))));
    let inside = hidden("_key", &new_key()?).then(&inside);
    let title = w.t("people-prepare");
    let parts = [
        error_summary(w, errors),
        lead(&w.t("people-prepare-lead")),
        post_form(&cx.csrf(), &officer.at("/prepare"), &inside, &w.t("people-prepare-button")),
    ];
    Ok(frame::page_with(status, cx, officer, &title, parts))
}

/// An identifier that no other draft has either: the stem and some letters.
fn unused(stem: &str) -> Result<String, WebError> {
    let key = new_key()?;
    Ok(format!("{stem}-{}", key.get(..8).unwrap_or(&key)))
}

/// What was typed, as the desk takes it.
fn asked(
    w: &Words,
    officer: &Officer<'_>,
    values: &FormValues,
) -> Result<Result<Map<String, Value>, Vec<FieldError>>, WebError> {
    let text = |name: &str| fields::clean(values.get(name));
    let mut errors = Vec::new();
    let position = match text("position").as_str() {
        NEW | "" if text("kind").is_empty() => {
            errors.push(FieldError::new("position", w.t("people-prepare-position-missing")));
            Value::Null
        }
        NEW | "" => {
            let (kind, unit) = (text("kind"), text("unit"));
            let stem = if unit.is_empty() { kind.clone() } else { format!("{unit}-{kind}") };
            let id = unused(&stem)?;
            json!({ "id": id, "kind": kind, "unit": Some(unit).filter(|u| !u.is_empty()) })
        }
        known => officer
            .book
            .position(known)
            .map_or(Value::Null, |p| json!({ "id": p.id, "kind": p.kind, "unit": p.unit })),
    };
    let typed = text("name");
    let (person, name) = match text("person").as_str() {
        NEW | "" if typed.is_empty() => {
            errors.push(FieldError::new("name", w.t("people-prepare-name-missing")));
            (String::new(), typed)
        }
        NEW | "" => (unused("person")?, typed),
        known => (known.to_owned(), officer.book.name_of(known)),
    };
    let moment = |name: &str| {
        let typed = text(name);
        fields::moment(&typed).unwrap_or(typed)
    };
    if text("from").is_empty() {
        errors.push(FieldError::new("from", w.t("people-prepare-from-missing")));
    }
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    let mut appointment = json!({
        "position": position, "person": person, "name": name, "from": moment("from"),
        "acting": !values.get("acting").is_empty(),
    });
    if let (Some(appointment), false) = (appointment.as_object_mut(), text("to").is_empty()) {
        appointment.insert("to".to_owned(), moment("to").into());
    }
    let mut input = Map::new();
    input.insert("appointment".to_owned(), appointment);
    let reason = text("reason");
    if !reason.is_empty() {
        input.insert("reason".to_owned(), reason.into());
    }
    Ok(Ok(input))
}

/// `POST /{agency}/desk/people/prepare`
pub(crate) async fn prepare(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let input = match asked(w, &officer, &values)? {
        Ok(input) => input,
        Err(errors) => return Ok(form(&cx, &officer, &values, &errors, StatusCode::UNPROCESSABLE_ENTITY)?),
    };
    let life = desk.library().lifecycles.get(LIFECYCLE).map(AsRef::as_ref);
    let act = life.and_then(|l| l.act(PREPARE)).ok_or(WebError::NotFound)?;
    let name = congvu_views::pick(w, &act.name);
    let said = |key: &str| input.get("appointment").and_then(|a| a.get(key)).cloned().unwrap_or_default();
    let subject = said("name").as_str().unwrap_or_default().to_owned();
    let wanted = wanted(&said);
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::New(Opening::Lifecycle(LIFECYCLE.to_owned())),
        seen: None,
        idempotency_key: key(&values),
        command: Command {
            act: PREPARE.to_owned(),
            input: input.clone(),
            subject,
            channel: "office".to_owned(),
            ..Command::default()
        },
    };
    match desk.perform(request).await {
        Ok(done) => Ok(acts::carried_out(&cx, &officer, name, &done, &officer.case(&done.matter))),
        Err(PerformError::NotNow(Refused::Input { faults, .. })) => {
            // The appointment is one thing for the desk; here its fault stands beside the field that it is about.
            let mut errors = fields::errors(w, life, PREPARE, &faults);
            for (error, fault) in errors.iter_mut().zip(&faults) {
                error.field = match fault.fault.as_str() {
                    "not-a-name" => "name",
                    "not-a-person" => "person",
                    "wrong-type" => "from",
                    _ => "position",
                }
                .to_owned();
            }
            Ok(form(&cx, &officer, &values, &errors, StatusCode::UNPROCESSABLE_ENTITY)?)
        }
        Err(error) => {
            let ways = match (&error, &wanted) {
                (PerformError::Refused(refusal), Some((wanted, kind))) => {
                    remedy::html(w, &desk, &officer, wanted, kind, refusal)
                }
                _ => Html::EMPTY,
            };
            frame::stopped(&desk, &cx, &officer, life, name, &officer.at("/prepare"), error, ways).await
        }
    }
}

/// The appointment that was asked for, and the kind of its position.
fn wanted(said: &dyn Fn(&str) -> Value) -> Option<(Appointment, String)> {
    let position = said("position");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let wanted = Appointment {
        person: text(&said("person"))?.into(),
        position: text(position.get("id")?)?.into(),
        from: text(&said("from"))?.parse().ok()?,
        to: text(&said("to")).and_then(|to| to.parse().ok()),
        acting: false,
        exception: None,
        basis: None,
        matter: None,
        annulled: None,
    };
    Some((wanted, text(position.get("kind")?)?))
}

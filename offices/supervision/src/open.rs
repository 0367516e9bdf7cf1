//! Opening a case: an inspection, a record of violation, a measure. A subject that comes twice in the year is shown first.

use crate::access::{Officer, Stop, enter, stopped};
use crate::duplicates::{self, INSPECTION, Seen};
use crate::home::{MEASURE, VIOLATION};
use crate::inputs;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, On, Opening, PerformError};
use congvu_matter::declare::{ActDef, Lifecycle};
use congvu_matter::{Command, EntryRef, Refused};
use congvu_pack::Loaded;
use congvu_web::components::{
    Field, FieldError, Tone, bullets, error_summary, field, heading, hidden, notice, paragraph, post_form,
};
use congvu_web::form::new_key;
use congvu_web::form::{FormSpec, FormValues};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// Field with the number of the licence that the case is about.
const ENTRY: &str = "_entry";
/// The input that says why a subject is visited again.
const AGAIN: &str = "seen-before";

/// What the address may carry: a field, to shorten the list of acts; a subject from a plan.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    field: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
}

struct Asking<'d> {
    loaded: &'d Arc<Loaded>,
    life: &'d Lifecycle,
    act: &'d ActDef,
    spec: FormSpec,
    subject: String,
}

fn asking<'d>(
    desk: &'d Desk,
    officer: &Officer<'_>,
    what: &str,
    field: &str,
) -> Result<Asking<'d>, WebError> {
    let id = match what {
        "inspection" => INSPECTION,
        "violation" => VIOLATION,
        "measure" => MEASURE,
        _ => return Err(WebError::NotFound),
    };
    let library = desk.library();
    let loaded = library.loaded(officer.agency.id(), id).ok_or(WebError::NotFound)?;
    let version = loaded.declared.version_on(officer.now.date()).ok_or(WebError::NotFound)?;
    let life =
        library.lifecycles.get(loaded.declared.lifecycle_of(Some(version))).ok_or(WebError::NotFound)?;
    let act = life.acts.iter().find(|a| a.from.is_empty()).ok_or(WebError::NotFound)?;
    let form = version.form.as_ref().ok_or(WebError::NotFound)?;
    let mut schema = loaded.schemas.get(&form.schema).cloned().ok_or(WebError::NotFound)?;
    if !field.is_empty() {
        // The list and the words of the list are shortened alike.
        let of = |id: &str| library.violations.behaviour(id).is_some_and(|b| b.field == field);
        if let Some(all) =
            schema.pointer_mut("/properties/behaviours/items/enum").and_then(Value::as_array_mut)
        {
            all.retain(|id| id.as_str().is_some_and(of));
            if all.is_empty() {
                return Err(WebError::NotFound);
            }
        }
        if let Some(all) =
            schema.pointer_mut("/properties/behaviours/x-choices").and_then(Value::as_object_mut)
        {
            all.retain(|id, _| of(id));
        }
    }
    let spec = FormSpec::new(schema).map_err(WebError::fault)?;
    Ok(Asking { loaded, life, act, spec, subject: form.subject.clone() })
}

#[derive(Default)]
struct Typed {
    values: FormValues,
    errors: Vec<FieldError>,
    seen: Vec<Seen>,
}

/// `GET /{agency}/desk/supervision/new/{what}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, what)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let asking = asking(&desk, &officer, &what, &wanted.field)?;
    let mut typed = Typed::default();
    for (name, value) in [("subject_code", &wanted.code), ("subject_name", &wanted.name)] {
        if !value.is_empty() {
            typed.values.set(name, value.clone());
        }
    }
    typed.seen = seen(&desk, &officer, &what, &typed.values).await?;
    show(&desk, &cx, &officer, &what, &asking, &typed, StatusCode::OK)
}

async fn seen(
    desk: &Desk,
    officer: &Officer<'_>,
    what: &str,
    values: &FormValues,
) -> Result<Vec<Seen>, WebError> {
    if what != "inspection" {
        return Ok(Vec::new());
    }
    duplicates::seen(desk, officer, values.get("subject_code"), officer.now.year(), "").await
}

fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    what: &str,
    asking: &Asking<'_>,
    typed: &Typed,
    status: StatusCode,
) -> Result<Response, Stop> {
    let w = cx.words();
    let title = congvu_views::pick(w, &asking.act.name).to_owned();
    let mut fields = vec![hidden("_key", &new_key()?), asking.spec.render(w, &typed.values, &typed.errors)];
    if what != "inspection" {
        let number =
            Field::new(ENTRY, w.t("supervision-entry")).hint(w.t("supervision-entry-hint")).optional();
        fields.push(field(w, &number.value(typed.values.get(ENTRY)).errors(&typed.errors)));
    }
    fields.push(inputs::fields(w, asking.act, &typed.values, &typed.errors));
    let body = Html::join([
        error_summary(w, &typed.errors),
        heading(1, &title),
        twice(w, officer, &typed.seen),
        if what == "violation" { choose(w, desk, officer) } else { Html::EMPTY },
        post_form(&cx.csrf(), &officer.at(&format!("/new/{what}")), &Html::join(fields), &title),
    ]);
    let shell = officer.shell(cx, &title).crumb(officer.at(""), w.t("supervision-home")).crumb("", title);
    Ok(cx.page_with(status, shell, body))
}

/// Where the subject comes already in the year; nothing where it does not.
pub(crate) fn twice(w: &Words, officer: &Officer<'_>, seen: &[Seen]) -> Html {
    if seen.is_empty() {
        return Html::EMPTY;
    }
    let items: Vec<Html> = seen
        .iter()
        .map(|s| {
            let href =
                if s.plan { officer.at(&format!("/plans/{}", s.matter)) } else { officer.case(&s.matter) };
            Html::link(&href, &s.what)
        })
        .collect();
    notice(Tone::Warn, &w.t("supervision-twice"), &bullets(&items))
}

/// The acts of one field only: there are many.
fn choose(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Html {
    let today = officer.now.date();
    let mut fields: Vec<&str> =
        desk.library().violations.behaviours_on(today).map(|b| b.field.as_str()).collect();
    fields.sort_unstable();
    fields.dedup();
    let links: Vec<Html> = fields
        .iter()
        .map(|f| {
            Html::link(
                &officer.at(&format!("/new/violation?field={f}")),
                &w.t(&format!("supervision-field-{f}")),
            )
        })
        .collect();
    paragraph(&w.t("supervision-choose-field")).then(&bullets(&links))
}

/// The entry with this number in any register: `2024/05/GP-STTTT` or as it stands on the paper of this year.
async fn entry(desk: &Desk, officer: &Officer<'_>, number: &str) -> Result<Option<EntryRef>, WebError> {
    let dated = format!("{}/{number}", officer.now.year());
    for register in desk.library().registers.keys() {
        for number in [number, dated.as_str()] {
            let at = EntryRef { register: register.clone(), number: number.to_owned() };
            if desk.entry(officer.agency.id(), &at).await.or_fault()?.is_some() {
                return Ok(Some(at));
            }
        }
    }
    Ok(None)
}

/// `POST /{agency}/desk/supervision/new/{what}`
pub(crate) async fn open(
    State(desk): State<Desk>,
    Path((agency, what)): Path<(String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let asking = asking(&desk, &officer, &what, "")?;
    let w = cx.words();
    let mut typed = Typed { values, ..Typed::default() };
    let form = match asking.spec.check(w, &typed.values) {
        Ok(Value::Object(form)) => form,
        Ok(_) => serde_json::Map::new(),
        Err(errors) => {
            typed.errors = errors;
            serde_json::Map::new()
        }
    };
    typed.seen = seen(&desk, &officer, &what, &typed.values).await?;
    let said = inputs::said(asking.act, &typed.values);
    if !typed.seen.is_empty() && !said.contains_key(AGAIN) {
        typed.errors.push(FieldError::new(inputs::name(AGAIN), w.t("supervision-twice-why")));
    }
    let number = typed.values.get(ENTRY).trim().to_owned();
    let concerned = if number.is_empty() { None } else { entry(&desk, &officer, &number).await? };
    if !number.is_empty() && concerned.is_none() {
        typed.errors.push(FieldError::new(ENTRY, w.t("supervision-entry-unknown")));
    }
    if !typed.errors.is_empty() {
        return show(&desk, &cx, &officer, &what, &asking, &typed, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let subject = form.get(&asking.subject).and_then(Value::as_str).unwrap_or_default().to_owned();
    let command = Command {
        act: asking.act.id.clone(),
        input: said,
        form,
        subject,
        entry: concerned,
        channel: "office".to_owned(),
        ..Command::default()
    };
    let key = Some(typed.values.get("_key").to_owned()).filter(|k| !k.is_empty());
    let on = On::New(Opening::Procedure(asking.loaded.declared.id.clone()));
    match desk.perform(officer.request(on, command, key)).await {
        Ok(done) => {
            let clause = congvu_views::chip_at(w, officer.agency, &done.clause).title;
            cx.session().flash(Tone::Good, &w.with("supervision-opened", &[("clause", clause.into())]));
            let page = if what == "violation" {
                officer.at(&format!("/cases/{}", done.matter))
            } else {
                officer.case(&done.matter)
            };
            Ok(Redirect::to(&page).into_response())
        }
        Err(PerformError::NotNow(Refused::Input { faults, .. })) => {
            typed.errors = inputs::errors(w, Some(asking.life), asking.act, &faults);
            show(&desk, &cx, &officer, &what, &asking, &typed, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => {
            let name = congvu_views::pick(w, &asking.act.name).to_owned();
            stopped(&desk, &cx, &officer, Some(asking.life), &name, error).await
        }
    }
}

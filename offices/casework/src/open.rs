//! Matters that the department opens of its own accord, such as revoking a licence.

use crate::access::{Officer, Stop, enter, enter_page};
use crate::acts::fields::Asked;
use crate::acts::{fields, read};
use crate::{frame, outcome};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Authority, MatterFacts, UnitId};
use congvu_desk::{Desk, On, Opening, PerformError, Request};
use congvu_matter::declare::{ActDef, Lifecycle, Procedure, Subject, Version};
use congvu_matter::{Command, EntryRef, Refused};
use congvu_pack::Loaded;
use congvu_register::Entry;
use congvu_web::components::{Field, FieldError, Tone, chip, error_summary, field, key_values, section};
use congvu_web::form::{FormSpec, FormValues};
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Name of the field with the number of the register entry.
const ENTRY: &str = "_entry";

/// What is declared about the matter to be opened.
struct Asking<'d> {
    loaded: &'d Arc<Loaded>,
    version: &'d Version,
    lifecycle: &'d Lifecycle,
    act: &'d ActDef,
    spec: FormSpec,
}

/// The entry chosen elsewhere.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    entry: String,
}

/// What the page shows besides the declaration.
#[derive(Default)]
struct Typed {
    values: FormValues,
    errors: Vec<FieldError>,
    entry: Option<Entry>,
}

/// Whether this person may open a matter of the procedure now.
pub(crate) fn may(desk: &Desk, officer: &Officer<'_>, procedure: &Procedure) -> bool {
    let version = procedure.version_on(officer.now.date()).filter(|_| procedure.own_initiative);
    let lifecycle = desk.library().lifecycles.get(procedure.lifecycle_of(version));
    let (Some(version), Some(act)) = (version, lifecycle.and_then(|l| opening(l))) else { return false };
    if lifecycle.is_some_and(|l| l.secret) {
        return false;
    }
    let facts = MatterFacts {
        duty: Some(procedure.duty.clone()),
        unit: Some(UnitId(procedure.unit.clone())),
        step: congvu_matter::holder_of(Some(version), &act.id).and_then(|by| by.parse().ok()),
        ..MatterFacts::default()
    };
    let authority = Authority::new(Arc::clone(&officer.agency.rules), officer.book.roster.clone());
    authority.is_ok_and(|a| a.may(&officer.actor(), &act.id, &facts, officer.now).is_ok())
}

fn opening(lifecycle: &Lifecycle) -> Option<&ActDef> {
    lifecycle.acts.iter().find(|a| a.from.is_empty())
}

fn asking<'d>(desk: &'d Desk, officer: &Officer<'_>, id: &str) -> Result<Asking<'d>, WebError> {
    let library = desk.library();
    let handled = officer.agency.procedures.iter().any(|p| p == id);
    let loaded = library.loaded(officer.agency.id(), id).filter(|p| handled && p.declared.own_initiative);
    let loaded = loaded.ok_or(WebError::NotFound)?;
    let version = loaded.declared.version_on(officer.now.date()).ok_or(WebError::NotFound)?;
    let lifecycle =
        library.lifecycles.get(loaded.declared.lifecycle_of(Some(version))).ok_or(WebError::NotFound)?;
    let act = opening(lifecycle).ok_or(WebError::NotFound)?;
    let schema = version.form.as_ref().and_then(|f| loaded.schemas.get(&f.schema));
    let schema = schema.cloned().unwrap_or_else(|| serde_json::json!({ "type": "object", "properties": {} }));
    let spec = FormSpec::new(schema).or_fault()?;
    Ok(Asking { loaded, version, lifecycle, act, spec })
}

/// `GET /{agency}/desk/open/{procedure}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, procedure)): Path<(String, String)>,
    Query(chosen): Query<Chosen>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let asking = asking(&desk, &officer, &procedure)?;
    let mut typed = Typed::default();
    if let (Some(subject), false) = (&asking.loaded.declared.subject, chosen.entry.is_empty()) {
        typed.entry = entry(&desk, &officer, subject, &chosen.entry).await?;
        typed.values = prefilled(&asking, &chosen.entry, typed.entry.as_ref());
    }
    show(&desk, &cx, &officer, &asking, &typed, StatusCode::OK)
}

async fn entry(
    desk: &Desk,
    officer: &Officer<'_>,
    subject: &Subject,
    number: &str,
) -> Result<Option<Entry>, WebError> {
    let at = EntryRef { register: subject.register.clone(), number: number.to_owned() };
    desk.entry(officer.agency.id(), &at).await.or_fault()
}

/// What the entry already says is not typed again: properties of the same name, and those that the schema says to take
/// from it.
fn prefilled(asking: &Asking<'_>, number: &str, entry: Option<&Entry>) -> FormValues {
    let mut values = FormValues::default();
    values.set(ENTRY, number);
    let Some(entry) = entry else { return values };
    let properties = asking.spec.schema().get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let from = property.get("x-prefill").and_then(Value::as_str).unwrap_or_default();
        let text = match from {
            "entry.number" => entry.cited().to_owned(),
            "entry.issued" => entry.issued.date().to_string(),
            _ => entry.text(name),
        };
        if !text.is_empty() {
            values.set(name.clone(), text);
        }
    }
    values
}

fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    asking: &Asking<'_>,
    typed: &Typed,
    status: StatusCode,
) -> Result<Response, Stop> {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form method="post" action="{{ action }}" novalidate><input type="hidden" name="_csrf" value="{{ csrf }}"><input type="hidden" name="_key" value="{{ key }}">{{ fields }}<p class="buttons"><button class="button button-primary" type="submit">{{ button }}</button></p></form>"#
    )]
    struct T {
        action: String,
        csrf: String,
        key: String,
        fields: Html,
        button: String,
    }
    let w = cx.words();
    let procedure = &asking.loaded.declared;
    let title = congvu_views::pick(w, &procedure.name).to_owned();
    let asked = Asked::plain(asking.act);
    let fields = Html::join([
        entry_field(w, procedure, typed),
        asking.spec.render(w, &typed.values, &typed.errors),
        fields::html(w, &asked, &typed.values, &typed.errors),
    ]);
    let form = Html::render(&T {
        action: officer.desk(&format!("/open/{}", procedure.id)),
        csrf: cx.csrf(),
        key: new_key()?,
        fields,
        button: congvu_views::pick(w, &asking.act.name).to_owned(),
    });
    let duty = officer.agency.duty(&procedure.duty);
    let clause = duty.map_or(Html::EMPTY, |c| chip(w, &congvu_views::chip_of(w, officer.agency, &c)));
    let body = frame::body(
        &title,
        [
            error_summary(w, &typed.errors),
            clause,
            conditions(w, asking.version),
            chosen(w, desk, officer, typed.entry.as_ref()),
            form,
        ],
    );
    Ok(cx.page_with(status, frame::shell(cx, officer, &title), body))
}

fn entry_field(w: &Words, procedure: &Procedure, typed: &Typed) -> Html {
    if procedure.subject.is_none() {
        return Html::EMPTY;
    }
    let number = Field::new(ENTRY, w.t("casework-open-entry"))
        .hint(w.t("casework-open-entry-hint"))
        .value(typed.values.get(ENTRY));
    field(w, &number.errors(&typed.errors))
}

fn conditions(w: &Words, version: &Version) -> Html {
    let texts: Vec<Html> =
        version.condition.iter().map(|c| Html::text(congvu_views::pick(w, &c.text))).collect();
    if texts.is_empty() {
        return Html::EMPTY;
    }
    section(&w.t("casework-open-conditions"), &congvu_web::components::bullets(&texts))
}

/// The entry that was chosen, to see that it is the right one.
fn chosen(w: &Words, desk: &Desk, officer: &Officer<'_>, entry: Option<&Entry>) -> Html {
    let Some(entry) = entry else { return Html::EMPTY };
    let Some(register) = desk.library().registers.get(&entry.register) else { return Html::EMPTY };
    let href = format!("/{}/registers/{}/{}", officer.agency.id(), entry.register, entry.number);
    let mut pairs = vec![(w.t("casework-entry"), Html::link(&href, &entry.number))];
    pairs.push((w.t("casework-holder"), Html::text(&entry.text(&register.holder))));
    section(w.pick(&register.name.vi, &register.name.en), &key_values(&pairs))
}

/// `POST /{agency}/desk/open/{procedure}`
pub(crate) async fn open(
    State(desk): State<Desk>,
    Path((agency, procedure)): Path<(String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let next = format!("/{agency}/desk/open/{procedure}");
    let officer = enter(&desk, &cx, &agency, &next).await?;
    let asking = asking(&desk, &officer, &procedure)?;
    let w = cx.words();
    let mut typed = Typed { values, ..Typed::default() };
    let form = match asking.spec.check(w, &typed.values) {
        Ok(form) => form,
        Err(errors) => {
            typed.errors = errors;
            Value::Null
        }
    };
    let number = read::clean(typed.values.get(ENTRY));
    let subject = asking.loaded.declared.subject.as_ref();
    if let Some(subject) = subject {
        typed.entry = entry(&desk, &officer, subject, &number).await?;
        if typed.entry.is_none() {
            typed.errors.insert(0, FieldError::new(ENTRY, w.t("casework-open-entry-unknown")));
        }
    }
    if !typed.errors.is_empty() {
        return show(&desk, &cx, &officer, &asking, &typed, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let request = request(&officer, &asking, &typed, form, number);
    match desk.perform(request).await {
        Ok(done) => {
            let name = congvu_views::pick(w, &asking.act.name).to_owned();
            let clause = congvu_views::chip_at(w, officer.agency, &done.clause).title;
            let text = w.with("casework-done", &[("act", name.into()), ("clause", clause.into())]);
            cx.session().flash(Tone::Good, &text);
            Ok(Redirect::to(&officer.case(&done.matter)).into_response())
        }
        Err(PerformError::NotNow(Refused::Input { faults, .. })) => {
            typed.errors = faults
                .iter()
                .map(|fault| {
                    let one = Refused::Input { act: asking.act.id.clone(), faults: vec![fault.clone()] };
                    let text = congvu_views::not_now_text(w, Some(asking.lifecycle), &one).join(" ");
                    FieldError::new(fields::name(&asking.act.id, &fault.input), text)
                })
                .collect();
            show(&desk, &cx, &officer, &asking, &typed, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => {
            let name = congvu_views::pick(w, &asking.act.name);
            outcome::stopped(&desk, &cx, &officer, Some(asking.lifecycle), name, &next, error).await
        }
    }
}

fn request(
    officer: &Officer<'_>,
    asking: &Asking<'_>,
    typed: &Typed,
    form: Value,
    number: String,
) -> Request {
    let procedure = &asking.loaded.declared;
    let form = match form {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    let named = asking.version.form.as_ref().and_then(|f| form.get(&f.subject)).and_then(Value::as_str);
    let subject = named.unwrap_or(&number).to_owned();
    let entry = procedure.subject.as_ref().map(|s| EntryRef { register: s.register.clone(), number });
    Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::New(Opening::Procedure(procedure.id.clone())),
        seen: None,
        idempotency_key: key(&typed.values),
        command: Command {
            act: asking.act.id.clone(),
            input: read::input(&Asked::plain(asking.act), &typed.values),
            form,
            subject,
            entry,
            channel: "office".to_owned(),
            ..Command::default()
        },
    }
}

//! The inputs of an act as fields of a form.

use crate::access::Officer;
use congvu_authority::PositionId;
use congvu_desk::Desk;
use congvu_matter::Matter;
use congvu_matter::declare::{ActDef, Effect, Input as Said, InputKind, RegisterEffect};
use congvu_pack::Library;
use congvu_register::Entry;
use congvu_web::components::{Choice, Field, FieldError, Input, field};
use congvu_web::form::FormValues;
use congvu_web::{Html, ResultExt, WebError, Words};
use serde_json::Value;
use std::collections::BTreeMap;

/// Lines shown of a long text.
const ROWS: u8 = 4;

/// One property of a register entry that can be put right.
#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) now: String,
    /// One value a line.
    pub(crate) list: bool,
}

/// An act with everything that its fields need besides its declaration.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) act: &'a ActDef,
    positions: BTreeMap<String, Vec<Choice>>,
    sendings: Vec<Choice>,
    /// Bodies that were asked for their opinion and have not answered.
    consulted: Vec<Choice>,
    /// For an input that puts a register entry right.
    pub(crate) entry: Option<(String, Vec<Property>)>,
}

impl<'a> Asked<'a> {
    /// An act that opens a matter: nothing to choose from yet.
    pub(crate) fn plain(act: &'a ActDef) -> Self {
        Self { act, positions: BTreeMap::new(), sendings: Vec::new(), consulted: Vec::new(), entry: None }
    }
}

/// The name of an input in the form; the act before it keeps the forms of one page apart.
pub(crate) fn name(act: &str, input: &str) -> String {
    format!("{act}_{input}")
}

/// The name of a property in an input with a structure.
pub(crate) fn property_name(act: &str, input: &str, property: &str) -> String {
    format!("{act}_{input}.{property}")
}

/// Looks up what the fields of an act offer to choose from.
pub(crate) async fn gather<'a>(
    w: &Words,
    desk: &Desk,
    officer: &Officer<'_>,
    matter: &Matter,
    act: &'a ActDef,
) -> Result<Asked<'a>, WebError> {
    let mut positions = BTreeMap::new();
    for input in act.inputs.iter().filter(|i| i.kind == InputKind::Position) {
        let held = match &input.of {
            Some(of) => desk.candidates(officer.agency, matter, of).await.or_fault()?,
            // Any position that exists, with its holder.
            None => everybody(officer),
        };
        let choices =
            held.iter().map(|(p, name)| Choice::new(p.as_str(), officer.seat(w, p, name))).collect();
        positions.insert(input.id.clone(), choices);
    }
    let mut sendings = Vec::new();
    if act.inputs.iter().any(|i| i.kind == InputKind::Sending) {
        let sent = desk.sendings(officer.agency, &matter.id).await.or_fault()?;
        let again = sent.iter().filter(|s| s.channel != "in-app");
        sendings.extend(again.map(|s| Choice::new(s.id.as_str(), congvu_views::sending_line(w, s))));
    }
    let corrects = act.effects.iter().find_map(|e| match e {
        Effect::CorrectEntry(input) => Some(input.clone()),
        _ => None,
    });
    let entry = match (corrects, &matter.entry) {
        (Some(input), Some(at)) => {
            let entry = desk.entry(officer.agency.id(), at).await.or_fault()?;
            entry.map(|e| (input, properties(w, desk.library(), &e)))
        }
        _ => None,
    };
    let consulted = matter.unanswered().map(|c| Choice::new(&c.body, c.body.clone())).collect();
    Ok(Asked { act, positions, sendings, consulted, entry })
}

/// All positions that are not closed, with the names of their holders.
fn everybody(officer: &Officer<'_>) -> Vec<(PositionId, String)> {
    let open =
        officer.book.roster.positions.iter().filter(|p| officer.book.is_open(p.id.as_str(), officer.now));
    let named = open.map(|p| {
        let holder = officer.book.holder(p.id.as_str(), officer.now);
        (p.id.clone(), holder.map(|(_, name)| name.to_owned()).unwrap_or_default())
    });
    named.collect()
}

/// What anyone may see of an entry, with the labels of the form that made it.
fn properties(w: &Words, library: &Library, entry: &Entry) -> Vec<Property> {
    let Some(register) = library.registers.get(&entry.register) else { return Vec::new() };
    let shown = |name: &String| {
        let value = entry.content.get(name)?;
        let (now, list) = match value {
            Value::String(s) => (s.clone(), false),
            Value::Array(items) if items.iter().all(Value::is_string) => {
                (items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"), true)
            }
            _ => return None,
        };
        let label = label(w, library, &entry.register, name);
        Some(Property { name: name.clone(), label, now, list })
    };
    register.public.iter().filter_map(shown).collect()
}

/// The label of a property in the form of the procedure that adds to the register.
fn label(w: &Words, library: &Library, register: &str, property: &str) -> String {
    let adds = |r: &Option<RegisterEffect>| matches!(r, Some(RegisterEffect::Add(to)) if to == register);
    let schemas = library
        .procedures
        .values()
        .filter(|p| p.declared.versions.iter().any(|v| v.outcome.values().any(|o| adds(&o.register))))
        .flat_map(|p| p.schemas.values());
    let text = |schema: &Value, key: &str| {
        schema.get("properties")?.get(property)?.get(key).and_then(Value::as_str).map(str::to_owned)
    };
    for schema in schemas {
        if let Some(vi) = text(schema, "x-vi") {
            let en = text(schema, "x-en").unwrap_or_default();
            return w.pick(&vi, &en).to_owned();
        }
    }
    property.to_owned()
}

/// The fields, with what was typed and what is wrong.
pub(crate) fn html(w: &Words, asked: &Asked<'_>, values: &FormValues, errors: &[FieldError]) -> Html {
    Html::join(asked.act.inputs.iter().map(|input| one(w, asked, input, values, errors)))
}

fn one(w: &Words, asked: &Asked<'_>, said: &Said, values: &FormValues, errors: &[FieldError]) -> Html {
    let act = asked.act.id.as_str();
    if let Some((_, properties)) = asked.entry.as_ref().filter(|(input, _)| *input == said.id) {
        return Html::join(properties.iter().map(|p| field(w, &property(act, &said.id, p, values, errors))));
    }
    let base = plain(w, act, said, values, errors);
    let field_of = |input| Field { input, ..base.clone() };
    match said.kind {
        InputKind::Text | InputKind::Object => field(w, &base),
        InputKind::LongText | InputKind::Items => field(w, &field_of(Input::LongText { rows: ROWS })),
        InputKind::Money => field(w, &field_of(Input::Number)),
        InputKind::Date => field(w, &field_of(Input::Date)),
        InputKind::Moment => field(w, &field_of(Input::Moment)),
        InputKind::Choice => {
            let choices =
                said.choices.iter().map(|(v, t)| Choice::new(v, congvu_views::pick(w, t))).collect();
            field(w, &field_of(Input::Radios(choices)))
        }
        InputKind::Position => {
            let choices = asked.positions.get(&said.id).cloned().unwrap_or_default();
            field(w, &field_of(Input::Select(choices)))
        }
        InputKind::Sending => field(w, &field_of(Input::Select(asked.sendings.clone()))),
        InputKind::Consulted => field(w, &field_of(Input::Select(asked.consulted.clone()))),
        InputKind::Limit => {
            let unit = format!("{}.unit", base.name);
            let units = ["working-day", "day", "month", "year"];
            let choices = units.iter().map(|u| Choice::new(*u, w.t(&format!("casework-unit-{u}")))).collect();
            let select = Field::new(unit.clone(), w.t("casework-unit"))
                .input(Input::Select(choices))
                .value(values.get(&unit));
            field(w, &field_of(Input::Number)).then(&field(w, &select))
        }
    }
}

fn plain(w: &Words, act: &str, said: &Said, values: &FormValues, errors: &[FieldError]) -> Field {
    let name = name(act, &said.id);
    let typed = values.get(&name).to_owned();
    let mut hint = said.help.as_ref().map(|h| congvu_views::pick(w, h).to_owned()).unwrap_or_default();
    if !said.required_when.is_empty() {
        hint = format!("{hint} {}", w.t("casework-required-when")).trim().to_owned();
    }
    let label = congvu_views::pick(w, &said.label);
    let field = Field::new(name, label).hint(hint).value(typed).errors(errors);
    // What some choices require is not called optional.
    if said.required || !said.required_when.is_empty() { field } else { field.optional() }
}

fn property(act: &str, input: &str, p: &Property, values: &FormValues, errors: &[FieldError]) -> Field {
    let name = property_name(act, input, &p.name);
    // Before anything was typed, the entry as it is.
    let typed = values.all(&name).first().unwrap_or(&p.now).clone();
    let shape = if p.list { Input::LongText { rows: ROWS } } else { Input::Text };
    Field::new(name, p.label.clone()).input(shape).value(typed).errors(errors).optional()
}

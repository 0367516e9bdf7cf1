//! The inputs of an act as fields of a form, and what was typed.

use congvu_matter::InputFault;
use congvu_matter::declare::{ActDef, Input as Said, InputKind, Lifecycle};
use congvu_web::components::{Choice, Field, FieldError, Input, field};
use congvu_web::form::FormValues;
use congvu_web::{Html, Words};
use serde_json::{Map, Value};

/// Lines shown of a long text.
const ROWS: u8 = 4;

/// Name of an input in a form: apart from the properties of the case's own form.
pub(crate) fn name(input: &str) -> String {
    format!("act.{input}")
}

/// The fields of an act; structures of their own are left to the page.
pub(crate) fn fields(w: &Words, act: &ActDef, values: &FormValues, errors: &[FieldError]) -> Html {
    let shown = act.inputs.iter().filter(|i| i.kind != InputKind::Object);
    Html::join(shown.map(|i| one(w, i, values, errors)))
}

fn one(w: &Words, said: &Said, values: &FormValues, errors: &[FieldError]) -> Html {
    let name = name(&said.id);
    let shape = match said.kind {
        InputKind::LongText | InputKind::Items => Input::LongText { rows: ROWS },
        InputKind::Date => Input::Date,
        InputKind::Moment => Input::Moment,
        InputKind::Money => Input::Number,
        InputKind::Choice => Input::Radios(
            said.choices.iter().map(|(v, t)| Choice::new(v, congvu_views::pick(w, t))).collect(),
        ),
        _ => Input::Text,
    };
    let help = said.help.as_ref().map(|h| congvu_views::pick(w, h).to_owned()).unwrap_or_default();
    let typed = values.get(&name).to_owned();
    let base = Field::new(name, congvu_views::pick(w, &said.label)).hint(help).value(typed).errors(errors);
    let base = if said.required { base } else { base.optional() };
    field(w, &base.input(shape))
}

/// What was typed; empty inputs are left out, what cannot be read stays for the desk to refuse.
pub(crate) fn said(act: &ActDef, values: &FormValues) -> Map<String, Value> {
    let typed = act.inputs.iter().filter(|i| i.kind != InputKind::Object).filter_map(|i| {
        let text = values.get(&name(&i.id)).trim().replace("\r\n", "\n");
        (!text.is_empty()).then(|| (i.id.clone(), Value::String(text)))
    });
    typed.collect()
}

/// Faults of the desk at their fields.
pub(crate) fn errors(
    w: &Words,
    life: Option<&Lifecycle>,
    act: &ActDef,
    faults: &[InputFault],
) -> Vec<FieldError> {
    let one = |fault: &InputFault| {
        let refused = congvu_matter::Refused::Input { act: act.id.clone(), faults: vec![fault.clone()] };
        let text = congvu_views::not_now_text(w, life, &refused).join(" ");
        let of_act = act.inputs.iter().any(|i| i.id == fault.input);
        FieldError::new(if of_act { name(&fault.input) } else { fault.input.clone() }, text)
    };
    faults.iter().map(one).collect()
}

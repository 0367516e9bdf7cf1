//! The form of an act on money.

use congvu_matter::declare::{ActDef, Input as Said, InputKind};
use congvu_views::pick;
use congvu_web::components::{Choice, Field, FieldError, Input, field};
use congvu_web::form::FormValues;
use congvu_web::{Html, Words};
use serde_json::{Map, Value};

/// Name of the field of an input; several forms share a page.
pub(crate) fn name(act: &str, input: &str) -> String {
    format!("{act}_{input}")
}

/// The fields of an act. `amount` is the amount that is most likely meant.
pub(crate) fn html(w: &Words, act: &ActDef, amount: u64, typed: &FormValues, errors: &[FieldError]) -> Html {
    Html::join(act.inputs.iter().map(|input| field(w, &one(w, act, input, amount, typed, errors))))
}

fn one(
    w: &Words,
    act: &ActDef,
    said: &Said,
    amount: u64,
    typed: &FormValues,
    errors: &[FieldError],
) -> Field {
    let name = name(&act.id, &said.id);
    let value = match typed.all(&name).first() {
        Some(value) => value.clone(),
        None if said.kind == InputKind::Money && amount > 0 => amount.to_string(),
        None => String::new(),
    };
    let input = match said.kind {
        InputKind::Money => Input::Number,
        InputKind::Choice => {
            Input::Radios(said.choices.iter().map(|(v, t)| Choice::new(v, pick(w, t))).collect())
        }
        InputKind::LongText | InputKind::Items => Input::LongText { rows: 4 },
        _ => Input::Text,
    };
    let mut field = Field::new(name, pick(w, &said.label)).input(input).value(value).errors(errors);
    if let Some(help) = &said.help {
        field = field.hint(pick(w, help));
    }
    if said.required { field } else { field.optional() }
}

/// What was typed, as the desk takes it; empty inputs are left out.
pub(crate) fn read(act: &ActDef, typed: &FormValues) -> Map<String, Value> {
    let mut said = Map::new();
    for input in &act.inputs {
        let value = clean(typed.get(&name(&act.id, &input.id)));
        if !value.is_empty() {
            said.insert(input.id.clone(), Value::String(value));
        }
    }
    said
}

/// One line without control characters.
pub(crate) fn clean(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

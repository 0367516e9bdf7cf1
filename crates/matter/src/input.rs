//! Checks what is said with an act against its declaration.

use crate::declare::{ActDef, Input, InputKind};
use crate::limits::{ITEMS, LONG_TEXT_CHARS, MONEY, OBJECT_BYTES, TEXT_CHARS};
use crate::refused::InputFault;
use congvu_calendar::Limit;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};

/// Keeps the declared inputs of an act; everything else is a fault.
pub(crate) fn check(act: &ActDef, said: &Map<String, Value>) -> Result<Map<String, Value>, Vec<InputFault>> {
    let mut faults = Vec::new();
    let mut kept = Map::new();
    for name in said.keys().filter(|n| !act.inputs.iter().any(|i| i.id == **n)) {
        faults.push(fault(name, "unknown"));
    }
    for input in act.inputs.iter().filter(|i| i.sealed && said.contains_key(&i.id)) {
        faults.push(fault(&input.id, "in-clear"));
    }
    for input in act.inputs.iter().filter(|i| !i.sealed) {
        match one(input, said) {
            Ok(Some(value)) => drop(kept.insert(input.id.clone(), value)),
            Ok(None) => {}
            Err(what) => faults.push(fault(&input.id, what)),
        }
    }
    if faults.is_empty() { Ok(kept) } else { Err(faults) }
}

/// The value of one input, as it is kept.
pub(crate) fn one(input: &Input, said: &Map<String, Value>) -> Result<Option<Value>, &'static str> {
    let Some(given) = said.get(&input.id).filter(|v| !is_empty(v)) else {
        return if is_required(input, said) { Err("required") } else { Ok(None) };
    };
    let value = check_one(input, given)?;
    let same = |other: &String| said.get(other).is_some_and(|o| *o == value);
    if input.differs.as_ref().is_some_and(same) { Err("not-different") } else { Ok(Some(value)) }
}

fn fault(input: &str, fault: &str) -> InputFault {
    InputFault { input: input.to_owned(), fault: fault.to_owned() }
}

fn is_required(input: &Input, said: &Map<String, Value>) -> bool {
    input.required
        || (!input.required_when.is_empty()
            && input.required_when.iter().all(|(k, v)| said.get(k).and_then(Value::as_str) == Some(v)))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        _ => false,
    }
}

fn check_one(input: &Input, value: &Value) -> Result<Value, &'static str> {
    match input.kind {
        InputKind::Object => object(value),
        InputKind::Items => items(value),
        InputKind::Money => money(value).map(Value::from).ok_or("not-money"),
        kind => {
            let text = value.as_str().ok_or("wrong-type")?.trim();
            one_text(kind, input, text)?;
            Ok(Value::String(text.to_owned()))
        }
    }
}

fn one_text(kind: InputKind, input: &Input, text: &str) -> Result<(), &'static str> {
    let longest = if kind == InputKind::LongText { LONG_TEXT_CHARS } else { TEXT_CHARS };
    if text.chars().count() > longest {
        return Err("too-long");
    }
    match kind {
        InputKind::Choice if !input.choices.contains_key(text) => Err("not-a-choice"),
        InputKind::Date => text.parse::<Date>().map(drop).map_err(|_| "not-a-date"),
        InputKind::Moment => text.parse::<DateTime>().map(drop).map_err(|_| "not-a-moment"),
        InputKind::Limit => text.parse::<Limit>().map(drop).map_err(|_| "not-a-limit"),
        _ => Ok(()),
    }
}

/// A number of whole đồng, or text as people write it: `1.250.000`, `1 250 000 đ`.
fn money(value: &Value) -> Option<u64> {
    let amount = match value {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => dong(text)?,
        _ => return None,
    };
    (1..=MONEY).contains(&amount).then_some(amount)
}

fn dong(text: &str) -> Option<u64> {
    let text = text.trim().trim_end_matches("đồng").trim_end_matches('đ').trim_end();
    let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '.' | ',')).collect();
    // Groups are of three digits: `12.50` is no way to write whole đồng.
    let groups = text.split([' ', '\u{a0}', '.', ',']).enumerate();
    let grouped = groups.clone().count() == 1 || groups.clone().all(|(i, g)| i == 0 || g.len() == 3);
    let digits = !kept.is_empty() && kept.len() <= 15 && kept.bytes().all(|b| b.is_ascii_digit());
    if grouped && digits { kept.parse().ok() } else { None }
}

fn items(value: &Value) -> Result<Value, &'static str> {
    let lines: Vec<String> = match value {
        Value::String(s) => s.lines().map(str::to_owned).collect(),
        Value::Array(a) => {
            a.iter().map(|v| v.as_str().map(str::to_owned)).collect::<Option<_>>().ok_or("wrong-type")?
        }
        _ => return Err("wrong-type"),
    };
    let lines: Vec<Value> = lines
        .iter()
        .map(|l| l.trim())
        .filter(|l| !l.is_empty())
        .map(|l| Value::String(l.to_owned()))
        .collect();
    if lines.len() > ITEMS {
        return Err("too-many");
    }
    let longest = lines.iter().filter_map(Value::as_str).map(|l| l.chars().count()).max().unwrap_or(0);
    if longest > LONG_TEXT_CHARS { Err("too-long") } else { Ok(Value::Array(lines)) }
}

fn object(value: &Value) -> Result<Value, &'static str> {
    if !value.is_object() {
        return Err("wrong-type");
    }
    if value.to_string().len() > OBJECT_BYTES { Err("too-long") } else { Ok(value.clone()) }
}

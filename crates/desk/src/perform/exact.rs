//! Numbers that the record can keep exactly. Canonical JSON (RFC 8785) writes every number as a double: `1.0` becomes
//! `1`, and an integer beyond 2^53 another one. What is decided on must be what is recorded, so numbers are put into that
//! form at the door, and those that have none are refused.

use congvu_matter::{Command, InputFault, Refused};
use serde_json::{Map, Number, Value};

/// Largest integer that a double keeps apart from its neighbours.
const MOST: i64 = (1 << 53) - 1;
/// Deepest nesting of a form or an input.
const DEPTH: usize = 32;

/// Puts all numbers of a command into their exact form.
pub(crate) fn numbers(command: &mut Command) -> Result<(), Refused> {
    let act = command.act.clone();
    for part in [&mut command.input, &mut command.form] {
        if let Some(name) = first_inexact(part, DEPTH) {
            let faults = vec![InputFault { input: name, fault: "wrong-type".to_owned() }];
            return Err(Refused::Input { act, faults });
        }
    }
    Ok(())
}

fn first_inexact(part: &mut Map<String, Value>, depth: usize) -> Option<String> {
    part.iter_mut().find_map(|(name, value)| (!is_exact(value, depth)).then(|| name.clone()))
}

fn is_exact(value: &mut Value, depth: usize) -> bool {
    if depth == 0 {
        return false;
    }
    match value {
        Value::Number(number) => match exact(number) {
            Some(exact) => {
                *number = exact;
                true
            }
            None => false,
        },
        Value::Array(items) => items.iter_mut().all(|v| is_exact(v, depth.saturating_sub(1))),
        Value::Object(members) => first_inexact(members, depth.saturating_sub(1)).is_none(),
        _ => true,
    }
}

fn exact(number: &Number) -> Option<Number> {
    if let Some(whole) = number.as_i64() {
        return (-MOST..=MOST).contains(&whole).then(|| whole.into());
    }
    let double = number.as_f64().filter(|d| d.abs() <= MOST as f64)?;
    if double.fract() == 0.0 {
        // The fraction is nothing and the range was checked: the text of the double is that of the integer.
        return format!("{double:.0}").parse::<i64>().ok().map(Number::from);
    }
    let again: f64 = serde_json::from_str(&double.to_string()).ok()?;
    (again == double).then(|| number.clone())
}

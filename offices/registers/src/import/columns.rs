//! The columns of a sheet, with their names in both languages, and the last word of the form on what stands in them.

use congvu_register::RegisterDef;
use congvu_register::import::{Choice, FIXED, Field, Kind, NUMBER_CHARS, fields as of_content};
use congvu_web::{Lang, Words};
use jsonschema::Validator;
use serde_json::Value;
use std::collections::BTreeMap;

/// All columns, those that every register has first.
pub(super) fn fields(w: &Words, def: &RegisterDef, schema: Option<&Value>) -> Vec<Field> {
    let (vi, en) = (w.of(Lang::Vi), w.of(Lang::En));
    let named = |id: &str| {
        let mut names = vec![vi.t(id), en.t(id)];
        names.sort_by_key(|name| *name != w.t(id));
        names
    };
    let status = |value: &str, id: &str| Choice { value: value.to_owned(), names: named(id) };
    // Whether a paper has expired follows from its last day: the book may say it, the register need not be told.
    let standings = vec![
        status("valid", "registers-valid"),
        status("valid", "registers-expired"),
        status("suspended", "registers-suspended"),
        status("revoked", "registers-revoked"),
    ];
    let fixed = [
        (named("registers-number"), Kind::Text, true),
        (named("registers-issued"), Kind::Date, true),
        (named("registers-until"), Kind::Date, false),
        (named("registers-standing"), Kind::Choice(standings), false),
        (named("registers-i-page"), Kind::Text, false),
    ];
    let fixed = FIXED.iter().zip(fixed).map(|(key, (names, kind, required))| Field {
        key: (*key).to_owned(),
        names,
        kind,
        required,
        max_chars: NUMBER_CHARS,
    });
    let content = of_content(def, schema).into_iter().map(|mut field| {
        if w.lang() == Lang::En {
            field.names.reverse();
        }
        field
    });
    fixed.chain(content).collect()
}

/// What the form asks of each property.
pub(super) struct Checks(BTreeMap<String, Validator>);

impl Checks {
    pub(super) fn of(fields: &[Field], schema: Option<&Value>) -> Self {
        let property = |key: &str| schema.and_then(|s| s.get("properties")?.get(key));
        let check = |f: &Field| Some((f.key.clone(), jsonschema::validator_for(property(&f.key)?).ok()?));
        Self(fields.iter().filter_map(check).collect())
    }

    pub(super) fn fits(&self, key: &str, value: &Value) -> bool {
        self.0.get(key).is_none_or(|check| check.is_valid(value))
    }
}

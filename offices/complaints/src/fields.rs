//! The inputs of a declared act as fields.

use crate::read::{FILES, MAX_FILE_BYTES};
use congvu_matter::declare::{ActDef, Input as Declared, InputKind};
use congvu_views::{pick, upload};
use congvu_web::components::{Choice, Field, FieldError, Input, Upload, field, upload_field};
use congvu_web::form::FormValues;
use congvu_web::{Html, Words};

/// Fields for all inputs that pass, in their order.
pub(crate) fn html(
    w: &Words,
    act: &ActDef,
    values: &FormValues,
    errors: &[FieldError],
    wanted: impl Fn(&Declared) -> bool,
) -> Html {
    Html::join(act.inputs.iter().filter(|i| wanted(i)).map(|i| one(w, i, values, errors)))
}

fn one(w: &Words, input: &Declared, values: &FormValues, errors: &[FieldError]) -> Html {
    let kind = match input.kind {
        InputKind::LongText | InputKind::Items => Input::LongText { rows: 10 },
        InputKind::Choice => Input::Radios(choices(w, input)),
        _ => Input::Text,
    };
    let mut made = Field::new(&input.id, pick(w, &input.label)).input(kind);
    made.hint = input.help.as_ref().map(|h| pick(w, h).to_owned()).unwrap_or_default();
    made.required = input.required;
    made.values = values.all(&input.id).to_vec();
    // A browser that several people use must not offer the name to the next one.
    if input.sealed {
        made = made.autocomplete("off");
    }
    field(w, &made.errors(errors))
}

/// The choices of an input.
pub(crate) fn choices(w: &Words, input: &Declared) -> Vec<Choice> {
    input.choices.iter().map(|(id, label)| Choice::new(id, pick(w, label))).collect()
}

/// The field for files.
pub(crate) fn files(w: &Words, label: &str, errors: &[FieldError]) -> Html {
    let accepts = ["pdf", "image", "word"].map(str::to_owned);
    let (kinds, accept) = upload::chooser(&accepts);
    let field = Upload {
        name: FILES.to_owned(),
        label: w.t(label),
        hint: w.t("complaints-files-hint"),
        kinds,
        accept,
        max_bytes: MAX_FILE_BYTES as u64,
        multiple: true,
        ..Upload::default()
    };
    upload_field(w, &field.errors(errors))
}

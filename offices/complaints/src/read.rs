//! A form with files, read in one piece: nothing of it waits anywhere in clear.

use axum::extract::Multipart;
use congvu_desk::Desk;
use congvu_matter::declare::ActDef;
use congvu_matter::{Secret, SecretFile};
use congvu_views::upload;
use congvu_web::components::FieldError;
use congvu_web::form::FormValues;
use congvu_web::{PageCx, WebError};
use serde_json::{Map, Value};

/// Field in which files are chosen.
pub(crate) const FILES: &str = "files";
/// Largest file, bytes. A scan of two hundred pages fits.
pub(crate) const MAX_FILE_BYTES: usize = 30 * 1024 * 1024;
/// Most files.
const MAX_FILES: usize = 20;
/// Most fields of the form.
const MAX_FIELDS: usize = 60;

/// What was sent. Shows nothing in debug output.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) values: FormValues,
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

/// Reads the form.
pub(crate) async fn form(mut form: Multipart) -> Result<Sent, WebError> {
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|_| WebError::BadForm)? {
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file) = field.file_name().map(str::to_owned) else {
            if texts.len() < MAX_FIELDS {
                texts.push((name, field.text().await.map_err(|_| WebError::BadForm)?));
            }
            continue;
        };
        let bytes = field.bytes().await.map_err(|_| WebError::BadForm)?.to_vec();
        // A file field that was left empty sends an empty file without a name.
        if !file.is_empty() || !bytes.is_empty() {
            files.push((file, bytes));
        }
    }
    Ok(Sent { values: FormValues::from_pairs(texts), files })
}

/// Looks at the files: each is taken as it is, or said to be unfit.
pub(crate) async fn files(
    desk: &Desk,
    cx: &PageCx,
    sent: Vec<(String, Vec<u8>)>,
) -> Result<(Vec<SecretFile>, Vec<FieldError>), WebError> {
    let w = cx.words();
    let (mut taken, mut errors) = (Vec::new(), Vec::new());
    if sent.len() > MAX_FILES {
        let most = [("max", i64::try_from(MAX_FILES).unwrap_or(i64::MAX).into())];
        errors.push(FieldError::new(FILES, w.with("complaints-files-many", &most)));
        return Ok((taken, errors));
    }
    for (name, bytes) in sent {
        match desk.examine(bytes, &name, &upload::all_kinds(), MAX_FILE_BYTES).await {
            Ok((bytes, look)) => taken.push(SecretFile {
                name: congvu_store::display_name(&name),
                media_type: look.kind.media_type().to_owned(),
                bytes,
            }),
            Err(why) => {
                errors.push(FieldError::new(FILES, format!("{name}: {}", upload::not_taken(w, why)?)))
            }
        }
    }
    Ok((taken, errors))
}

/// What was said with an act: in clear, and under the seal.
pub(crate) fn said(
    act: &ActDef,
    values: &FormValues,
    files: Vec<SecretFile>,
) -> (Map<String, Value>, Secret) {
    let (mut open, mut secret) = (Map::new(), Secret { said: Map::new(), files });
    for input in &act.inputs {
        let typed = clean(values.get(&input.id));
        if typed.is_empty() {
            continue;
        }
        let to = if input.sealed { &mut secret.said } else { &mut open };
        to.insert(input.id.clone(), Value::String(typed));
    }
    (open, secret)
}

/// Trimmed, in NFC, with `\n` line ends and without control characters.
fn clean(text: &str) -> String {
    congvu_web::form::clean(text)
}

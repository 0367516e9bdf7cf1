//! From what a portal files to an application: form, register entry, applicant, files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use congvu_desk::{Desk, Kind};
use congvu_matter::declare::Version;
use congvu_matter::{Attachment, EntryRef, Party};
use congvu_pack::{Agency, Loaded};
use congvu_store::FileError;
use congvu_views::upload;
use congvu_web::components::FieldError;
use congvu_web::form::FormSpec;
use congvu_web::{ResultExt, WebError, Words, fmt};
use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::dossier::{Dossier, FileIn, MAX_FILES, MAX_TEXT, is_set};

/// Largest file, bytes: as on our own pages.
pub(crate) const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;
/// Longest subject line, characters.
const MAX_SUBJECT: usize = 200;
/// Property of a form that holds the telephone.
const PHONE: &str = "phone";

/// The form of a version, what was left out filled in from its defaults.
pub(crate) fn form(
    w: &Words,
    loaded: &Loaded,
    version: &Version,
    given: &Map<String, Value>,
) -> Result<(Option<FormSpec>, Map<String, Value>), WebError> {
    let mut form = given.clone();
    let Some(declared) = &version.form else { return Ok((None, form)) };
    let schema = loaded.schemas.get(&declared.schema).cloned();
    let schema = schema.ok_or_else(|| WebError::fault("the schema of a form is not loaded"))?;
    let spec = FormSpec::new(schema).map_err(WebError::fault)?;
    for (name, default) in properties(&spec).filter_map(|(n, p)| Some((n, p.get("default")?))) {
        if !form.contains_key(name) {
            form.insert(name.clone(), default.clone());
        }
    }
    spec.check_json(w, &Value::Object(form.clone())).map_err(|errors| {
        let inside = |e: FieldError| FieldError::new(format!("form/{}", e.field), e.message);
        WebError::Invalid(errors.into_iter().map(inside).collect())
    })?;
    Ok((Some(spec), form))
}

fn properties(spec: &FormSpec) -> impl Iterator<Item = (&String, &Value)> {
    spec.schema().get("properties").and_then(Value::as_object).into_iter().flatten()
}

fn text(form: &Map<String, Value>, property: &str) -> String {
    match form.get(property) {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// The register entry that the form names, where the procedure is about one: a licence is cited by number and day of issue, the
/// register keeps the year before the number.
pub(crate) async fn entry(
    desk: &Desk,
    agency: &Agency,
    loaded: &Loaded,
    spec: Option<&FormSpec>,
    form: &Map<String, Value>,
) -> Result<Option<EntryRef>, WebError> {
    let (Some(subject), Some(spec)) = (&loaded.declared.subject, spec) else { return Ok(None) };
    let from = |place: &str| {
        let named = properties(spec).find(|(_, p)| p.get("x-prefill").and_then(Value::as_str) == Some(place));
        named.map(|(name, _)| text(form, name)).unwrap_or_default()
    };
    let issued = from("entry.issued").parse::<Date>().ok();
    let digits = usize::from(desk.library().numbering.paper.digits);
    for number in candidates(&from("entry.number"), issued, digits) {
        let at = EntryRef { register: subject.register.clone(), number };
        if desk.entry(agency.id(), &at).await.or_fault()?.is_some() {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn candidates(typed: &str, issued: Option<Date>, digits: usize) -> Vec<String> {
    let cited: String = typed.chars().filter(|c| !c.is_whitespace()).take(100).collect();
    let cited = cited.to_uppercase();
    let Some((first, rest)) = cited.split_once('/') else { return Vec::new() };
    if first.is_empty() || !first.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let bare = first.trim_start_matches('0');
    let of_year = |day: Date| {
        [format!("{}/{bare:0>digits$}/{rest}", day.year()), format!("{}/{first}/{rest}", day.year())]
    };
    std::iter::once(cited.clone()).chain(issued.into_iter().flat_map(of_year)).collect()
}

/// Who applies: the holder as the form names it, otherwise the owner that the portal names.
pub(crate) fn party(
    desk: &Desk,
    loaded: &Loaded,
    version: &Version,
    form: &Map<String, Value>,
    dossier: &Dossier,
    account: String,
) -> Party {
    let added = version.outcome.values().find_map(|o| o.register.as_ref()).map(|r| r.register());
    let register = loaded.declared.subject.as_ref().map(|s| s.register.as_str()).or(added);
    let holder = register.and_then(|r| desk.library().registers.get(r)).map(|d| text(form, &d.holder));
    let owner = dossier.owner.as_ref();
    let first = |all: [String; 2]| all.into_iter().find(|t| !t.is_empty()).unwrap_or_default();
    let digits = |t: String| t.chars().filter(char::is_ascii_digit).take(20).collect::<String>();
    Party {
        account,
        name: first([holder.unwrap_or_default(), owner.map(|o| o.name.clone()).unwrap_or_default()])
            .chars()
            .take(MAX_TEXT)
            .collect(),
        phone: first([digits(text(form, PHONE)), digits(owner.map(|o| o.phone.clone()).unwrap_or_default())]),
    }
}

/// What the matter is about, in a line.
pub(crate) fn subject_line(loaded: &Loaded, version: &Version, form: &Map<String, Value>) -> String {
    let named = version.form.as_ref().map(|f| text(form, &f.subject)).unwrap_or_default();
    let named = if named.is_empty() { loaded.declared.name.vi.clone() } else { named };
    named.chars().take(MAX_SUBJECT).collect()
}

/// Stores the files that came with their content and looks at those that were sent before. What the portal says about a file is
/// checked, not believed.
pub(crate) async fn attachments(
    desk: &Desk,
    w: &Words,
    version: Option<&Version>,
    asked: &[FileIn],
) -> Result<Vec<Attachment>, WebError> {
    let invalid = |place: String, text: String| WebError::Invalid(vec![FieldError::new(place, text)]);
    let living = asked.iter().enumerate().filter(|(_, f)| !is_set(f.deleted.as_ref()));
    let mut all = Vec::new();
    for (i, file) in living {
        let place = |field: &str| format!("TaiLieuNop/{i}/{field}");
        if all.len() >= MAX_FILES {
            return Err(invalid("TaiLieuNop".to_owned(), w.t("portal-files-many")));
        }
        let part = version.and_then(|v| v.dossier.iter().find(|p| p.id == file.part));
        if !file.part.is_empty() && part.is_none() {
            return Err(invalid(place("MaThanhPhanHoSo"), w.t("portal-part-unknown")));
        }
        let stored = match &file.content {
            Some(content) => {
                let bytes = STANDARD
                    .decode(content)
                    .map_err(|_| invalid(place("content"), w.t("portal-not-base64")))?;
                take(desk, w, &place("content"), bytes, &file.name, &kinds(part)).await?
            }
            None => kept(desk, w, &place("content"), file, &kinds(part)).await?,
        };
        if !file.sha256.is_empty() && file.sha256 != stored.sha256 {
            return Err(invalid(place("sha256"), w.t("portal-digest-differs")));
        }
        all.push(Attachment { part: file.part.clone(), ..stored });
    }
    Ok(all)
}

/// What a part may be, or any file of a dossier.
fn kinds(part: Option<&congvu_matter::declare::Dossier>) -> Vec<Kind> {
    part.map_or_else(upload::all_kinds, |p| upload::kinds_of(&p.accepts))
}

/// Looks at a file as closely as at one from our own pages, and keeps it.
pub(crate) async fn take(
    desk: &Desk,
    w: &Words,
    place: &str,
    bytes: Vec<u8>,
    name: &str,
    kinds: &[Kind],
) -> Result<Attachment, WebError> {
    let invalid = |text: String| WebError::Invalid(vec![FieldError::new(place, text)]);
    match desk.take_file(bytes, name, kinds, MAX_FILE_BYTES).await {
        Ok(taken) if !taken.look.active.is_empty() => {
            let what = upload::active_text(w, &taken.look.active);
            Err(invalid(w.with("views-file-active", &[("what", what.into())])))
        }
        Ok(taken) => Ok(Attachment {
            part: String::new(),
            name: taken.name,
            sha256: taken.sha256,
            size_bytes: taken.size_bytes,
            media_type: taken.media_type,
        }),
        Err(why) => Err(invalid(upload::not_taken(w, why)?)),
    }
}

/// A file that was sent before, and looked at then.
async fn kept(
    desk: &Desk,
    w: &Words,
    place: &str,
    file: &FileIn,
    kinds: &[Kind],
) -> Result<Attachment, WebError> {
    let stored = desk.store().files().describe(&file.sha256, &file.name).await;
    let stored = stored.map_err(|e| refused(w, place, &e))?;
    if !kinds.iter().any(|kind| kind.media_type() == stored.media_type) {
        return Err(WebError::Invalid(vec![FieldError::new(place, w.t("portal-file-kind"))]));
    }
    Ok(Attachment {
        part: String::new(),
        name: stored.name,
        sha256: stored.sha256,
        size_bytes: stored.size_bytes,
        media_type: stored.media_type,
    })
}

/// A file that cannot be taken.
pub(crate) fn refused(w: &Words, place: &str, error: &FileError) -> WebError {
    let text = match error {
        FileError::Empty => w.t("portal-file-empty"),
        FileError::TooLarge { max_bytes, .. } => {
            let size = fmt::size(w.lang(), u64::try_from(*max_bytes).unwrap_or(u64::MAX));
            w.with("portal-file-large", &[("size", size.into())])
        }
        FileError::TypeNotAllowed { .. } => w.t("portal-file-kind"),
        FileError::BadDigest(_) | FileError::NotFound(_) => w.t("portal-file-unknown"),
        other => return WebError::fault(other),
    };
    WebError::Invalid(vec![FieldError::new(place, text)])
}

#[cfg(test)]
mod tests {
    use super::candidates;
    use jiff::civil::date;

    #[test]
    fn numbers_as_the_register_keeps_them() {
        let day = Some(date(2024, 3, 14));
        for (typed, day, expected) in [
            ("5/gp-stttt", day, vec!["5/GP-STTTT", "2024/05/GP-STTTT", "2024/5/GP-STTTT"]),
            ("2024/05/GP-STTTT", None, vec!["2024/05/GP-STTTT"]),
            ("GP/5", day, vec![]),
            ("", day, vec![]),
        ] {
            assert_eq!(candidates(typed, day, 2), expected, "{typed}");
        }
    }
}

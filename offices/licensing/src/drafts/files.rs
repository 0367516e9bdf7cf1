//! The papers of a draft.

use axum::Extension;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, Taken};
use congvu_matter::Attachment;
use congvu_matter::declare::Dossier;
use congvu_pack::Agency;
use congvu_views::{pick, upload};
use congvu_web::components::{
    Choice, Field, FieldError, Input, PostButton, Tone, Upload, button_link, error_summary,
    field as web_field, heading, paragraph, post_button, post_form, resumable_form, section, upload_field,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};

use super::Draft;
use crate::papers;
use crate::specs::Specs;

/// Largest file, bytes.
pub(crate) const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;
/// All files of a draft together, bytes.
const MAX_TOTAL_BYTES: u64 = 60 * 1024 * 1024;
/// Most files of one part.
const MAX_PART_FILES: usize = 10;
/// Most papers of one's own to choose from.
const MAX_CHOICES: usize = 200;
/// Fields in which a paper of one's own is chosen.
const PAPER: &str = "own_paper";
const PART: &str = "own_part";
/// Most files of a draft; an act takes no more.
pub(crate) const MAX_FILES: usize = 30;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let draft = Draft::open(&desk, &specs, &cx, &agency, &id).await?;
    page_with_papers(&cx, &desk, &draft, &[]).await
}

/// The uploads page, for people with an account also with the papers that they have filed or were given before.
async fn page_with_papers(
    cx: &PageCx,
    desk: &Desk,
    draft: &Draft<'_>,
    errors: &[FieldError],
) -> Result<Response, WebError> {
    let mut choices = Vec::new();
    if let Some(account) = congvu_views::citizen_of(cx, draft.agency) {
        let all = papers::own(cx.words(), desk, draft.agency, &account.person).await?;
        choices = all.iter().take(MAX_CHOICES).map(|p| Choice::new(p.key(), p.title(cx.words()))).collect();
    }
    Ok(whole_page(cx, draft, &choices, errors))
}

/// Takes one of the account's own papers for a part: the same file, looked at again like any other.
pub(crate) async fn reuse(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, WebError> {
    let mut draft = Draft::open(&desk, &specs, &cx, &agency, &id).await?;
    let w = cx.words();
    let account = congvu_views::citizen_of(&cx, draft.agency).ok_or(WebError::NotFound)?;
    let mut missing = Vec::new();
    for (field, what) in [(PAPER, "licensing-reuse-paper-missing"), (PART, "licensing-reuse-part-missing")] {
        if typed.get(field).is_empty() {
            missing.push(FieldError::new(field, w.t(what)));
        }
    }
    if !missing.is_empty() {
        return page_with_papers(&cx, &desk, &draft, &missing).await;
    }
    let part = draft.version.dossier.iter().find(|p| p.id == typed.get(PART)).ok_or(WebError::NotFound)?;
    let found = papers::content(w, &desk, draft.agency, &account.person, typed.get(PAPER)).await?;
    let (paper, bytes) = found.ok_or(WebError::NotFound)?;
    let name = match &paper.kept {
        papers::Kept::Filed { .. } => paper.name.clone(),
        // The number of a licence has slashes, which no name of a file may have.
        papers::Kept::Result { .. } => format!("{}.pdf", paper.name.replace(['/', '\\'], "-")),
    };
    if let Err(message) = take(w, &desk, part, &name, bytes, &mut draft.body.files).await? {
        let errors = [FieldError::new(PAPER, format!("{name}: {message}"))];
        return page_with_papers(&cx, &desk, &draft, &errors).await;
    }
    draft.save(&desk).await?;
    cx.session().flash(Tone::Good, &w.t("licensing-reused"));
    Ok(Redirect::to(&draft.href("/files")).into_response())
}

pub(crate) async fn add(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
    form: Multipart,
) -> Result<Response, WebError> {
    let mut draft = Draft::open(&desk, &specs, &cx, &agency, &id).await?;
    let parts = draft.version.dossier.clone();
    let mut texts = Vec::new();
    let files = &mut draft.body.files;
    let mut errors = receive(cx.words(), &desk, form, &parts, files, &mut texts).await?;
    errors.extend(resumed(&cx, &desk, draft.agency, &texts, &parts, files).await?);
    draft.save(&desk).await?;
    if errors.is_empty() {
        return Ok(Redirect::to(&draft.href("/files")).into_response());
    }
    page_with_papers(&cx, &desk, &draft, &errors).await
}

pub(crate) async fn remove(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, WebError> {
    let mut draft = Draft::open(&desk, &specs, &cx, &agency, &id).await?;
    let (part, sha256) = (typed.get("part"), typed.get("sha256"));
    draft.body.files.retain(|f| f.part != part || f.sha256 != sha256);
    draft.save(&desk).await?;
    cx.session().flash(Tone::Info, &cx.words().t("licensing-file-removed"));
    Ok(Redirect::to(&draft.href("/files")).into_response())
}

/// Takes the files of a multipart form: fields named after a part go there; other text fields come back in `texts`.
/// What cannot be taken becomes an error at its part; the rest is kept.
pub(crate) async fn receive(
    w: &Words,
    desk: &Desk,
    mut form: Multipart,
    parts: &[Dossier],
    files: &mut Vec<Attachment>,
    texts: &mut Vec<(String, String)>,
) -> Result<Vec<FieldError>, WebError> {
    let mut errors: Vec<FieldError> = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| WebError::BadForm)? {
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            let text = field.text().await.map_err(|_| WebError::BadForm)?;
            texts.push((name, text));
            continue;
        };
        let bytes = field.bytes().await.map_err(|_| WebError::BadForm)?;
        let Some(part) = parts.iter().find(|p| p.id == name) else { continue };
        // A file field that was left empty sends an empty file without a name.
        if file_name.is_empty() && bytes.is_empty() {
            continue;
        }
        if let Err(message) = take(w, desk, part, &file_name, bytes.to_vec(), files).await? {
            errors.push(FieldError::new(&name, format!("{file_name}: {message}")));
        }
    }
    Ok(errors)
}

async fn take(
    w: &Words,
    desk: &Desk,
    part: &Dossier,
    name: &str,
    bytes: Vec<u8>,
    files: &mut Vec<Attachment>,
) -> Result<Result<(), String>, WebError> {
    let total: u64 = files.iter().map(|f| f.size_bytes).sum();
    let size = bytes.len() as u64;
    if total.saturating_add(size) > MAX_TOTAL_BYTES {
        let most = fmt::size(w.lang(), MAX_TOTAL_BYTES);
        return Ok(Err(w.with("licensing-files-total", &[("size", most.into())])));
    }
    let in_part = files.iter().filter(|f| f.part == part.id).count();
    if in_part >= MAX_PART_FILES || files.len() >= MAX_FILES {
        return Ok(Err(w.t("licensing-files-many")));
    }
    match desk.take_file(bytes, name, &upload::kinds_of(&part.accepts), MAX_FILE_BYTES).await {
        Ok(taken) if !taken.look.active.is_empty() => {
            let what = upload::active_text(w, &taken.look.active);
            Ok(Err(w.with("views-file-active", &[("what", what.into())])))
        }
        Ok(taken) => {
            if !files.iter().any(|f| f.part == part.id && f.sha256 == taken.sha256) {
                files.push(attachment(&part.id, taken));
            }
            Ok(Ok(()))
        }
        Err(why) => upload::not_taken(w, why).map(Err),
    }
}

/// Takes the files that came in pieces beforehand and are named in the form.
pub(crate) async fn resumed(
    cx: &PageCx,
    desk: &Desk,
    agency: &Agency,
    texts: &[(String, String)],
    parts: &[Dossier],
    files: &mut Vec<Attachment>,
) -> Result<Vec<FieldError>, WebError> {
    let (w, mut errors) = (cx.words(), Vec::new());
    let Some(owner) = upload::owner(cx, agency) else { return Ok(errors) };
    let named = texts.iter().filter(|(name, _)| name == upload::RESUMED).take(MAX_FILES);
    for (part, id) in named.filter_map(|(_, text)| text.rsplit_once(':')) {
        let Some(part) = parts.iter().find(|p| p.id == part) else { continue };
        let now_ms = desk.clock().now_ms();
        let Some((row, bytes)) = desk.store().uploaded(agency.id(), &owner, id, now_ms).await.or_fault()?
        else {
            errors.push(FieldError::new(&part.id, w.t("views-file-gone")));
            continue;
        };
        if let Err(message) = take(w, desk, part, &row.name, bytes, files).await? {
            errors.push(FieldError::new(&part.id, format!("{}: {message}", row.name)));
        }
        desk.store().delete_upload(agency.id(), &owner, id).await.or_fault()?;
    }
    Ok(errors)
}

/// A kept file as an act carries it.
pub(crate) fn attachment(part: &str, taken: Taken) -> Attachment {
    Attachment {
        part: part.to_owned(),
        name: taken.name,
        sha256: taken.sha256,
        size_bytes: taken.size_bytes,
        media_type: taken.media_type,
    }
}

/// The upload field of a part.
pub(crate) fn field(w: &Words, part: &Dossier, required: bool, errors: &[FieldError]) -> Html {
    let (kinds, accept) = upload::chooser(&part.accepts);
    upload_field(
        w,
        &Upload {
            name: part.id.clone(),
            label: pick(w, &part.name).to_owned(),
            hint: part.help.as_ref().map(|h| pick(w, h).to_owned()).unwrap_or_default(),
            kinds,
            accept,
            max_bytes: MAX_FILE_BYTES as u64,
            required,
            multiple: true,
            ..Upload::default()
        }
        .errors(errors),
    )
}

/// The uploads page; 422 with errors.
pub(super) fn page(cx: &PageCx, draft: &Draft<'_>, errors: &[FieldError]) -> Response {
    whole_page(cx, draft, &[], errors)
}

/// The form in which a paper of one's own is chosen; nothing where there are none.
fn from_papers(cx: &PageCx, draft: &Draft<'_>, choices: &[Choice], errors: &[FieldError]) -> Html {
    let w = cx.words();
    if choices.is_empty() || draft.version.dossier.is_empty() {
        return Html::EMPTY;
    }
    let parts = draft.version.dossier.iter().map(|p| Choice::new(&p.id, pick(w, &p.name))).collect();
    let paper = Field::new(PAPER, w.t("licensing-reuse-paper")).input(Input::Select(choices.to_vec()));
    let part = Field::new(PART, w.t("licensing-reuse-part")).input(Input::Select(parts));
    let fields = web_field(w, &paper.errors(errors)).then(&web_field(w, &part.errors(errors)));
    let form = post_form(&cx.csrf(), &draft.href("/reuse"), &fields, &w.t("licensing-reuse-button"));
    section(&w.t("licensing-reuse"), &paragraph(&w.t("licensing-reuse-about")).then(&form))
}

fn whole_page(cx: &PageCx, draft: &Draft<'_>, choices: &[Choice], errors: &[FieldError]) -> Response {
    let w = cx.words();
    let csrf = cx.csrf();
    let fields = Html::join(draft.version.dossier.iter().map(|part| field(w, part, part.required, errors)));
    let present = Html::join(draft.version.dossier.iter().map(|part| present(w, &csrf, draft, part)));
    let limits = w.with(
        "licensing-files-lead",
        &[
            ("n", u32::try_from(MAX_PART_FILES).unwrap_or(u32::MAX).into()),
            ("size", fmt::size(w.lang(), MAX_TOTAL_BYTES).into()),
        ],
    );
    let resume = format!("/{}/uploads", draft.agency.id());
    let button = w.t("licensing-files-send");
    let form = resumable_form(w, &csrf, &draft.href("/files"), &resume, &fields, &button);
    let body = Html::join([
        heading(1, &w.t("licensing-files")),
        error_summary(w, errors),
        paragraph(&limits),
        present,
        form,
        from_papers(cx, draft, choices, errors),
        Html::literal("<p class=\"buttons\">"),
        button_link(&draft.href("/check"), &w.t("licensing-go-check"), false),
        Html::literal(" "),
        Html::link(&draft.href(""), &w.t("licensing-back-form")),
        Html::literal("</p>"),
    ]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page_with(status, draft.shell(cx, w.t("licensing-files")), body)
}

fn present(w: &Words, csrf: &str, draft: &Draft<'_>, part: &Dossier) -> Html {
    let files: Vec<&Attachment> = draft.body.files.iter().filter(|f| f.part == part.id).collect();
    if files.is_empty() {
        return Html::EMPTY;
    }
    let items = files.iter().map(|f| {
        let button = PostButton::new(draft.href("/remove"), w.t("licensing-file-remove"))
            .hidden("part", &f.part)
            .hidden("sha256", &f.sha256);
        Html::join([
            Html::literal("<li>"),
            Html::text(&format!("{} ({})", f.name, fmt::size(w.lang(), f.size_bytes))),
            Html::literal(" "),
            post_button(csrf, &button),
            Html::literal("</li>"),
        ])
    });
    let items = Html::join(items);
    heading(2, pick(w, &part.name))
        .then(&Html::literal("<ul class=\"files\">"))
        .then(&items)
        .then(&Html::literal("</ul>"))
}

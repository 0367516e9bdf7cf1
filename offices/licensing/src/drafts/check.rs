//! Check your answers.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_views::pick;
use congvu_web::components::{
    FieldError, FileItem, Tone, file_list, heading, notice, paragraph, post_form, section,
};
use congvu_web::{Html, PageCx, WebError, Words};
use serde_json::Value;

use super::Draft;
use crate::specs::Specs;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let draft = Draft::open(&desk, &specs, &cx, &agency, &id).await?;
    if let Some(incomplete) = incomplete(&cx, &draft) {
        return Ok(incomplete);
    }
    Ok(page(&cx, &draft, &[]))
}

/// The page where something is still to be put right, if any.
pub(super) fn incomplete(cx: &PageCx, draft: &Draft<'_>) -> Option<Response> {
    let w = cx.words();
    if let Some(spec) = &draft.spec {
        let json = Value::Object(draft.body.form.clone());
        if let Err(errors) = spec.check_json(w, &json) {
            let values = congvu_web::form::FormValues::from_json(spec, cx.lang(), &json);
            return Some(super::form::page(cx, draft, &values, &errors));
        }
    }
    let missing: Vec<FieldError> = draft
        .version
        .dossier
        .iter()
        .filter(|part| part.required && !draft.body.files.iter().any(|f| f.part == part.id))
        .map(|part| {
            let name = pick(w, &part.name).to_owned();
            FieldError::new(&part.id, w.with("licensing-part-missing", &[("name", name.into())]))
        })
        .collect();
    if !missing.is_empty() {
        return Some(super::files::page(cx, draft, &missing));
    }
    None
}

/// Everything to be filed, to read once more; with what stood in the way, if something did.
pub(super) fn page(cx: &PageCx, draft: &Draft<'_>, problems: &[String]) -> Response {
    let w = cx.words();
    let answers = draft.spec.as_ref().map_or(Html::EMPTY, |spec| {
        spec.read_only(w, &Value::Object(draft.body.form.clone()), Some(&draft.href("")))
    });
    let mut body = heading(1, &w.t("licensing-check"));
    for problem in problems {
        body = body.then(&notice(Tone::Bad, problem, &Html::EMPTY));
    }
    body = body.then(&paragraph(&w.t("licensing-check-lead"))).then(&answers);
    if !draft.version.dossier.is_empty() {
        let change = Html::literal("<p class=\"no-print\">")
            .then(&Html::link(&draft.href("/files"), &w.t("licensing-change-files")))
            .then(&Html::literal("</p>"));
        body = body.then(&section(&w.t("licensing-files"), &files(w, draft).then(&change)));
    }
    let file = post_form(
        &cx.csrf(),
        &draft.href("/file"),
        &paragraph(&w.t("licensing-file-pledge")),
        &w.t("licensing-file"),
    );
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page_with(status, draft.shell(cx, w.t("licensing-check")), body.then(&file))
}

fn files(w: &Words, draft: &Draft<'_>) -> Html {
    let items: Vec<FileItem> = draft
        .body
        .files
        .iter()
        .map(|f| FileItem {
            name: f.name.clone(),
            kind: draft
                .version
                .dossier
                .iter()
                .find(|p| p.id == f.part)
                .map(|p| pick(w, &p.name).to_owned())
                .unwrap_or_default(),
            size_bytes: f.size_bytes,
            ..FileItem::default()
        })
        .collect();
    file_list(w, &items)
}

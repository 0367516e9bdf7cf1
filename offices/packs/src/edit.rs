//! The raw text of a file: checked as often as wanted, kept by an act. Nothing that was typed is lost on a fault.

use crate::access::{Officer, Stop, change, enter};
use crate::change::REVISE;
use crate::files::Asked;
use crate::{acts, faults, frame};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Case, Desk, NotProposed, On};
use congvu_matter::Command;
use congvu_matter::packs::{BASE, PackFile};
use congvu_pack::change::may_change;
use congvu_web::components::{Field, FieldError, Input, Tone, error_summary, field, lead, notice};
use congvu_web::form::FormValues;
use congvu_web::form::new_key;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde_json::{Map, Value};

/// Lines of the text field.
const ROWS: u8 = 30;

/// `GET …/edit?path=…`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, cx.path()).await?;
    let case = change(&desk, &officer, &matter).await?;
    if !may_change(desk.library(), officer.agency, &asked.path) {
        let w = cx.words();
        let error = FieldError::new("path", w.t("packs-bad-path"));
        let path =
            Field::new("path", w.t("packs-new-file")).value(asked.path).errors(std::slice::from_ref(&error));
        let parts = [error_summary(w, &[error]), lead(&w.t("packs-new-file-hint")), field(w, &path)];
        let title = w.t("packs-add-file");
        return Ok(frame::page(&cx, &officer, StatusCode::UNPROCESSABLE_ENTITY, &title, Some(&[]), parts));
    }
    let now = text_now(&desk, &officer, &case, &asked.path).await?;
    let newest = desk.pack_text(officer.agency, &asked.path).unwrap_or_default();
    let newest_digest = desk.pack_digest(officer.agency, &asked.path);
    let overtaken = now.base != newest_digest && now.text != newest;
    let found = if overtaken && asked.again.is_none() {
        overtaken_notice(&cx, &officer, &case, &asked.path)
    } else {
        Html::EMPTY
    };
    let (text, base) =
        if overtaken && asked.again.is_some() { (newest, newest_digest) } else { (now.text, now.base) };
    let shown = Shown { path: &asked.path, text: &text, base: &base, errors: Vec::new(), found };
    show(&cx, &officer, &case, shown, StatusCode::OK)
}

/// Another change of the file has come into force since it was taken up.
fn overtaken_notice(cx: &PageCx, officer: &Officer<'_>, case: &Case, path: &str) -> Html {
    let w = cx.words();
    let href = format!("{}&again=1", officer.change_file(&case.matter.id, "edit", path));
    notice(Tone::Warn, &w.t("packs-stale"), &Html::link(&href, &w.t("packs-take-up-again")))
}

/// A text and the digest of what it was written from.
pub(crate) struct Now {
    pub(crate) text: String,
    pub(crate) base: String,
}

/// The text of a file as the change has it, otherwise as the department reads it; empty for a new one.
pub(crate) async fn text_now(
    desk: &Desk,
    officer: &Officer<'_>,
    case: &Case,
    path: &str,
) -> Result<Now, WebError> {
    let files = desk.proposed(&case.matter).await.or_fault()?;
    let proposed = files.into_iter().find(|(file, _)| file.path == path);
    Ok(match proposed {
        Some((file, text)) => Now { text, base: file.base },
        None => Now {
            text: desk.pack_text(officer.agency, path).unwrap_or_default(),
            base: desk.pack_digest(officer.agency, path),
        },
    })
}

struct Shown<'a> {
    path: &'a str,
    text: &'a str,
    base: &'a str,
    errors: Vec<FieldError>,
    found: Html,
}

fn show(
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    shown: Shown<'_>,
    status: StatusCode,
) -> Result<Response, Stop> {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form class="editor" method="post" action="{{ action }}" novalidate><input type="hidden" name="_csrf" value="{{ csrf }}"><input type="hidden" name="_seen" value="{{ seen }}"><input type="hidden" name="_key" value="{{ key }}"><input type="hidden" name="path" value="{{ path }}"><input type="hidden" name="base" value="{{ base }}">{{ field }}<p class="buttons"><button class="button button-primary" type="submit" name="do" value="check">{{ w.t("packs-do-check") }}</button> <button class="button" type="submit" name="do" value="keep">{{ w.t("packs-do-keep") }}</button> <a href="{{ back }}">{{ w.t("packs-back") }}</a></p></form>"#
    )]
    struct T<'a> {
        w: &'a Words,
        action: String,
        back: String,
        csrf: String,
        seen: i64,
        key: String,
        path: &'a str,
        base: &'a str,
        field: Html,
    }
    let w = cx.words();
    let id = &case.matter.id;
    let text = Field::new("text", w.t("packs-text"))
        .hint(w.t("packs-text-hint"))
        .input(Input::LongText { rows: ROWS })
        .value(shown.text)
        .errors(&shown.errors);
    let form = Html::render(&T {
        w,
        action: officer.change(id, "/edit"),
        back: officer.change(id, ""),
        csrf: cx.csrf(),
        seen: case.matter.version,
        key: new_key()?,
        path: shown.path,
        base: shown.base,
        field: field(w, &text),
    });
    let title = shown.path.rsplit('/').next().unwrap_or(shown.path).to_owned();
    let crumbs = [(officer.change(id, ""), case.matter.subject.clone())];
    let parts = [lead(shown.path), error_summary(w, &shown.errors), shown.found, form];
    Ok(frame::page(cx, officer, status, &title, Some(&crumbs), parts))
}

/// `POST …/edit`: `do=check` only checks, `do=keep` is an act.
pub(crate) async fn keep(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let back = format!("/{agency}/desk/packs/changes/{matter}");
    let officer = enter(&desk, &cx, &agency, &back).await?;
    let case = change(&desk, &officer, &matter).await?;
    let (path, text) = (values.get("path"), values.get("text").replace("\r\n", "\n"));
    if values.get("do") != "check" {
        return kept(&desk, &cx, &officer, &case, path, &text, &values).await;
    }
    if !may_change(desk.library(), officer.agency, path) {
        return Err(WebError::NotFound.into());
    }
    if text.len() > congvu_pack::change::MAX_FILE_BYTES {
        let max_bytes = congvu_pack::change::MAX_FILE_BYTES;
        return not_kept(&cx, &officer, &case, path, &text, &values, NotProposed::TooLong { max_bytes });
    }
    let files = desk.proposed(&case.matter).await.or_fault()?;
    let mut texts: Vec<(String, String)> = files.into_iter().map(|(file, text)| (file.path, text)).collect();
    texts.retain(|(known, _)| known != path);
    texts.push((path.to_owned(), text.clone()));
    let checked = desk.check_change(officer.agency, texts.clone(), officer.today()).await.or_fault()?;
    let of = |file: &str| texts.iter().find(|(p, _)| p == file).map(|(_, t)| t.clone()).unwrap_or_default();
    let found = faults::found(cx.words(), &checked.faults, &checked.remarks, of);
    let shown = Shown { path, text: &text, base: values.get("base"), errors: Vec::new(), found };
    show(&cx, &officer, &case, shown, StatusCode::OK)
}

/// Keeps a text as an act of the change.
pub(crate) async fn kept(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    path: &str,
    text: &str,
    values: &FormValues,
) -> Result<Response, Stop> {
    let def = case.lifecycle(desk.library()).and_then(|l| l.act(REVISE)).cloned();
    let def = def.ok_or(WebError::NotFound)?;
    // Nothing is stored for whoever may not keep it.
    let offers = desk.offers(officer.agency, &officer.actor(), &case.matter).await.or_fault()?;
    let may = offers.iter().any(|o| o.act.id == REVISE && o.may.is_ok());
    let mut attached = Vec::new();
    if may {
        match desk.keep_pack_text(officer.agency, path, text).await {
            Ok(file) => attached.push(file),
            Err(error) => return not_kept(cx, officer, case, path, text, values, error),
        }
    }
    let files = desk.proposed(&case.matter).await.or_fault()?;
    let input = bases(desk, officer, &files, path, values.get("base"));
    let command = Command { act: REVISE.to_owned(), input, files: attached, ..Command::default() };
    let on = On::Matter(case.matter.id.clone());
    match desk.perform(acts::request(officer, on, values, command)).await {
        Ok(done) => Ok(acts::done_page(cx, officer, &def, &done)),
        Err(error) => acts::stopped(desk, cx, officer, Some(case), &def, error).await,
    }
}

/// From which content each file was written: files of the change keep what they had, unless this one was taken up again.
fn bases(
    desk: &Desk,
    officer: &Officer<'_>,
    files: &[(PackFile, String)],
    path: &str,
    base: &str,
) -> Map<String, Value> {
    let mut all: Map<String, Value> =
        files.iter().map(|(file, _)| (file.path.clone(), Value::String(file.base.clone()))).collect();
    let now = desk.pack_digest(officer.agency, path);
    if base == now || !all.contains_key(path) {
        all.insert(path.to_owned(), Value::String(now));
    }
    Map::from_iter([(BASE.to_owned(), Value::Object(all))])
}

fn not_kept(
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    path: &str,
    text: &str,
    values: &FormValues,
    error: NotProposed,
) -> Result<Response, Stop> {
    let w = cx.words();
    let said = match error {
        NotProposed::Path(_) => return Err(WebError::NotFound.into()),
        NotProposed::TooLong { max_bytes } => {
            let kib = i64::try_from(max_bytes / 1024).unwrap_or(i64::MAX);
            w.with("packs-too-long", &[("n", kib.into())])
        }
        NotProposed::NotText => w.t("packs-not-text"),
        NotProposed::Desk(error) => return Err(WebError::fault(error).into()),
    };
    let shown: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let errors = vec![FieldError::new("text", said)];
    let shown = Shown { path, text: &shown, base: values.get("base"), errors, found: Html::EMPTY };
    show(cx, officer, case, shown, StatusCode::UNPROCESSABLE_ENTITY)
}

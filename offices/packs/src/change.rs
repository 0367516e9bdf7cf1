//! A change: what is different, what is wrong with it, the acts and the history; and opening one.

use crate::access::{LIFECYCLE, Officer, Stop, change, enter};
use crate::panel::Again;
use crate::{acts, diff, faults, frame, panel};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Case, ChangeCheck, Desk, Offer, files_of};
use congvu_matter::Command;
use congvu_matter::packs::PackFile;
use congvu_pack::Library;
use congvu_store::Asked;
use congvu_views::{Reader, pick};
use congvu_web::components::{
    Column, Field, Input, Row, Table, Tone, badge, bullets, button_link, field, hidden, key_values, notice,
    post_form, section, table, timeline,
};
use congvu_web::form::FormValues;
use congvu_web::form::new_key;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The act that opens a change, and the one that keeps a text.
const PROPOSE: &str = "propose-pack";
pub(crate) const REVISE: &str = "revise-pack";
/// Most changes of a department that may be open at once.
const MOST_OPEN: usize = 40;

/// The form that opens a change; without a procedure, for a new one.
pub(crate) fn propose_form(cx: &PageCx, officer: &Officer<'_>, procedure: &str) -> Result<Html, WebError> {
    let w = cx.words();
    let about = if procedure.is_empty() { "packs-why-new" } else { "packs-why" };
    let why = Field::new("why", w.t(about)).hint(w.t("packs-why-hint")).input(Input::LongText { rows: 3 });
    let fields = Html::join([hidden("_key", &new_key()?), hidden("procedure", procedure), field(w, &why)]);
    let button = if procedure.is_empty() { "packs-propose-new" } else { "packs-propose" };
    Ok(post_form(&cx.csrf(), &officer.at("/packs/changes"), &fields, &w.t(button)))
}

/// `POST /{agency}/desk/packs/changes`
pub(crate) async fn propose(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, &format!("/{agency}/desk/packs")).await?;
    let w = cx.words();
    let def = desk.library().lifecycles.get(LIFECYCLE).and_then(|l| l.act(PROPOSE)).cloned();
    let def = def.ok_or(WebError::NotFound)?;
    let asked = Asked { kind: LIFECYCLE, closed: Some(false), ..Asked::default() };
    let open = desk.store().find(&agency, &asked, None, MOST_OPEN as u32).await.or_fault()?;
    if open.rows.len() >= MOST_OPEN {
        let n = i64::try_from(MOST_OPEN).unwrap_or(i64::MAX);
        let body = notice(Tone::Warn, &w.with("packs-too-many", &[("n", n.into())]), &Html::EMPTY);
        let link = button_link(&officer.at("/packs"), &w.t("packs-back"), false);
        let title = w.t("error-refused");
        return Ok(frame::page(&cx, &officer, StatusCode::CONFLICT, &title, Some(&[]), [body, link]));
    }
    let id = values.get("procedure");
    let handled = officer.agency.procedures.iter().any(|p| p == id);
    let loaded = desk.library().loaded(&agency, id).filter(|_| handled);
    if loaded.is_none() && !id.is_empty() {
        return Err(WebError::NotFound.into());
    }
    let mut input = Map::new();
    let why = values.get("why").replace("\r\n", "\n").trim().to_owned();
    if why.is_empty() {
        // Said at the page that asked, which is shown again by going back: nothing else was typed there.
        let body = notice(Tone::Warn, &w.t("packs-why-missing"), &Html::EMPTY);
        let form = propose_form(&cx, &officer, id)?;
        let title = w.t("packs-prepare");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(frame::page(&cx, &officer, status, &title, Some(&[]), [body, form]));
    }
    input.insert("why".to_owned(), Value::String(why));
    if let Some(loaded) = loaded {
        input.insert("procedure".to_owned(), Value::String(loaded.declared.id.clone()));
    }
    // In Vietnamese: what a matter is called stands in the record, whatever the language of the page.
    let subject = loaded.map_or("Thủ tục mới", |l| l.declared.name.vi.as_str()).chars().take(200).collect();
    let command = Command {
        act: PROPOSE.to_owned(),
        input,
        subject,
        channel: "office".to_owned(),
        ..Command::default()
    };
    match desk.perform(acts::request(&officer, acts::opening(), &values, command)).await {
        Ok(done) => Ok(acts::done_page(&cx, &officer, &def, &done)),
        Err(error) => acts::stopped(&desk, &cx, &officer, None, &def, error).await,
    }
}

/// `GET /{agency}/desk/packs/changes/{matter}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, cx.path()).await?;
    let case = change(&desk, &officer, &matter).await?;
    show(&desk, &cx, &officer, &case, &Again::default(), StatusCode::OK).await
}

/// The page, perhaps with a form that is shown again.
pub(crate) async fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    again: &Again,
    status: StatusCode,
) -> Result<Response, Stop> {
    let w = cx.words();
    let files = desk.proposed(&case.matter).await.or_fault()?;
    let offers = desk.offers(officer.agency, &officer.actor(), &case.matter).await.or_fault()?;
    let checked = check(desk, officer, case, &files).await?;
    let day = checked.as_ref().and_then(|c| c.library.as_ref()).map(|new| first_day(desk, officer, new));
    let day = day.unwrap_or_else(|| officer.today()).to_string();
    let mut parts = vec![head(w, desk, officer, case), stale(w, desk, officer, case, &files)];
    parts.extend(checked.as_ref().map(|found| checked_part(w, officer, case, found, &files)));
    parts.push(section(&w.t("packs-files"), &file_table(cx, desk, officer, case, &files, &offers).await?));
    parts.push(panel::acts(cx, desk, officer, case, &offers, again, &day)?);
    parts.push(differences(w, desk, officer, &files).await?);
    parts.push(section(&w.t("packs-history"), &history(w, desk, officer, case).await?));
    let title = case.matter.subject.clone();
    Ok(frame::page(cx, officer, status, &title, Some(&[]), parts))
}

/// What a check of an open change finds now.
async fn check(
    desk: &Desk,
    officer: &Officer<'_>,
    case: &Case,
    files: &[(PackFile, String)],
) -> Result<Option<ChangeCheck>, WebError> {
    if case.matter.closed.is_some() || files.is_empty() {
        return Ok(None);
    }
    let texts = files.iter().map(|(file, text)| (file.path.clone(), text.clone())).collect();
    desk.check_change(officer.agency, texts, officer.today()).await.or_fault().map(Some)
}

/// The first day on which something is different: that of the earliest version that is new or changed.
pub(crate) fn first_day(desk: &Desk, officer: &Officer<'_>, new: &Library) -> Date {
    let id = officer.agency.id();
    let changed = new.own.get(id).into_iter().flatten().flat_map(|(p, loaded)| {
        let known = desk.library().loaded(id, p).map(|l| l.declared.versions.as_slice()).unwrap_or_default();
        loaded.declared.versions.iter().filter(move |v| !known.contains(v)).map(|v| v.from)
    });
    changed.filter(|from| *from >= officer.today()).min().unwrap_or_else(|| officer.today())
}

fn head(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Html {
    let said = |name: &str| {
        case.matter.said.get(PROPOSE).and_then(|s| s.get(name)).and_then(Value::as_str).unwrap_or_default()
    };
    let state = case.state(desk.library()).map_or(case.matter.state.as_str(), |s| pick(w, &s.name));
    let procedure = said("procedure");
    let mut facts = vec![
        (w.t("packs-state"), badge(congvu_views::state_tone(desk.library(), case), state)),
        (w.t("packs-why-said"), Html::text(said("why"))),
    ];
    if !procedure.is_empty() {
        let href = officer.at(&format!("/packs/procedures/{procedure}"));
        facts.push((w.t("packs-procedure"), Html::link(&href, &case.matter.subject)));
    }
    if let Some(position) = &case.matter.assigned {
        facts.push((w.t("packs-prepared-by"), Html::text(&officer.title(w, &position.as_str().into()))));
    }
    for act in ["return-pack", "reject-pack"] {
        let reason = case.matter.said.get(act).and_then(|s| s.get("reason")).and_then(Value::as_str);
        facts.extend(reason.map(|r| (w.t(&format!("packs-said-{act}")), Html::text(r))));
    }
    key_values(&facts)
}

fn stale(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case, files: &[(PackFile, String)]) -> Html {
    let stale = if case.matter.closed.is_some() { Vec::new() } else { desk.stale(officer.agency, files) };
    if stale.is_empty() {
        return Html::EMPTY;
    }
    let items: Vec<Html> = stale.iter().map(|s| Html::text(s)).collect();
    notice(Tone::Warn, &w.t("packs-stale"), &bullets(&items))
}

fn checked_part(
    w: &Words,
    officer: &Officer<'_>,
    case: &Case,
    found: &ChangeCheck,
    files: &[(PackFile, String)],
) -> Html {
    let text =
        |path: &str| files.iter().find(|(f, _)| f.path == path).map(|(_, t)| t.clone()).unwrap_or_default();
    let part = faults::found(w, &found.faults, &found.remarks, text);
    if found.library.is_none() || !found.faults.is_empty() {
        return part;
    }
    let preview = button_link(&officer.change(&case.matter.id, "/preview"), &w.t("packs-preview"), false);
    part.then(&Html::literal("<p class=\"buttons\">")).then(&preview).then(&Html::literal("</p>"))
}

/// The files of the procedure and of the change, with what may be done with each.
async fn file_table(
    cx: &PageCx,
    desk: &Desk,
    officer: &Officer<'_>,
    case: &Case,
    files: &[(PackFile, String)],
    offers: &[Offer],
) -> Result<Html, WebError> {
    let w = cx.words();
    let may = offers.iter().any(|o| o.act.id == REVISE && o.may.is_ok());
    let procedure = case.matter.said.get(PROPOSE).and_then(|s| s.get("procedure")).and_then(Value::as_str);
    let loaded = procedure.and_then(|id| desk.library().loaded(officer.agency.id(), id));
    let mut paths: BTreeSet<String> = loaded.map(|l| files_of(l)).unwrap_or_default().into_iter().collect();
    paths.extend(files.iter().map(|(f, _)| f.path.clone()));
    let mut rows = Vec::new();
    for path in &paths {
        let changed = match files.iter().find(|(f, _)| f.path == *path) {
            Some((file, text)) => {
                let (added, gone) = diff::counts(&desk.base_text(file).await.or_fault()?, text);
                format!("+{added} −{gone}")
            }
            None => w.t("packs-unchanged"),
        };
        let mut doing = Html::EMPTY;
        if may {
            let id = &case.matter.id;
            doing = Html::link(&officer.change_file(id, "edit", path), &w.t("packs-edit"));
            if path.ends_with(".toml") {
                let quick = Html::link(&officer.change_file(id, "quick", path), &w.t("packs-quick"));
                doing = doing.then(&Html::text(" · ")).then(&quick);
            }
        }
        rows.push(Row::new(vec![Html::text(path), Html::text(&changed), doing]));
    }
    let columns = ["packs-file", "packs-changed-lines", "packs-do"];
    let list = Table {
        caption: w.t("packs-files"),
        columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
        rows,
        empty: w.t("packs-files-none"),
        hide_caption: true,
        ..Table::default()
    };
    let folder = loaded.and_then(|l| l.file.rsplit_once('/')).map_or("vn/", |(folder, _)| folder);
    let add = if may { add_form(w, officer, &case.matter.id, folder) } else { Html::EMPTY };
    Ok(table(w, &list).then(&add))
}

/// A way to a file that is not there yet.
fn add_form(w: &Words, officer: &Officer<'_>, matter: &str, folder: &str) -> Html {
    let folder = format!("{}/", folder.trim_end_matches('/'));
    let path = Field::new("path", w.t("packs-new-file")).hint(w.t("packs-new-file-hint")).value(folder);
    Html::join([
        Html::literal("<details><summary>"),
        Html::text(&w.t("packs-add-file")),
        Html::literal("</summary><form method=\"get\" action=\""),
        Html::text(&officer.change(matter, "/edit")),
        Html::literal("\">"),
        field(w, &path),
        Html::literal("<p class=\"buttons\"><button class=\"button\" type=\"submit\">"),
        Html::text(&w.t("packs-add-file-button")),
        Html::literal("</button></p></form></details>"),
    ])
}

async fn differences(
    w: &Words,
    desk: &Desk,
    officer: &Officer<'_>,
    files: &[(PackFile, String)],
) -> Result<Html, WebError> {
    let _ = officer;
    let mut all = Vec::new();
    for (file, text) in files {
        let old = desk.base_text(file).await.or_fault()?;
        if old != *text {
            all.push(section(
                &w.with("packs-diff", &[("file", file.path.clone().into())]),
                &diff::html(w, &old, text),
            ));
        }
    }
    Ok(Html::join(all))
}

async fn history(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Result<Html, WebError> {
    let lines = desk.history(officer.agency, &case.matter.id).await.or_fault()?;
    let reader = Reader::Officer(&officer.book);
    let items = congvu_views::timeline_items(w, officer.agency, desk.library(), case, &lines, reader);
    Ok(timeline(w, &items))
}

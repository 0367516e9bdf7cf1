//! Searches that an officer keeps under a name.

use super::enter_form;
use super::wanted::{MAX_QUERY_BYTES, Wanted};
use crate::access::{Officer, Stop};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, to_ms};
use congvu_store::SavedListRow;
use congvu_web::components::{Field, PostButton, Tone, field, hidden, post_button, post_form, section};
use congvu_web::form::FormValues;
use congvu_web::form::new_key;
use congvu_web::{Html, PageCx, ResultExt, WebError};

/// Most searches that one person keeps.
const MAX_KEPT: u32 = 30;
/// Longest name of one, in characters.
const MAX_NAME: usize = 80;

/// The searches that the officer keeps.
pub(super) async fn lists(desk: &Desk, cx: &PageCx, officer: &Officer<'_>) -> Result<Html, WebError> {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ul class="within">{% for (link, forget) in items %}<li>{{ link }} {{ forget }}</li>{% endfor %}</ul>"#
    )]
    struct T {
        items: Vec<(Html, Html)>,
    }
    let w = cx.words();
    let kept = desk.store().saved_lists(officer.agency.id(), officer.who.person.as_str(), MAX_KEPT);
    let kept = kept.await.or_fault()?;
    if kept.is_empty() {
        return Ok(Html::EMPTY);
    }
    let item = |list: &SavedListRow| {
        let link = Html::link(&officer.desk(&format!("/search?{}", list.query)), &list.name);
        let label = w.with("casework-saved-forget", &[("name", list.name.clone().into())]);
        let action = officer.desk(&format!("/search/saved/{}/forget", list.id));
        (link, post_button(&cx.csrf(), &PostButton::new(action, label)))
    };
    let items = kept.iter().map(item).collect();
    Ok(section(&w.t("casework-saved"), &Html::render(&T { items })))
}

/// The form that keeps the search on the page.
pub(super) fn keep_form(cx: &PageCx, officer: &Officer<'_>, wanted: &Wanted) -> Html {
    let w = cx.words();
    let mut name = Field::new("name", w.t("casework-saved-name"));
    name.max_length = Some(MAX_NAME as u64);
    let fields = field(w, &name).then(&hidden("query", &wanted.query()));
    let form = post_form(&cx.csrf(), &officer.desk("/search/saved"), &fields, &w.t("casework-saved-keep"));
    section(&w.t("casework-saved-title"), &form)
}

/// `POST /{agency}/desk/search/saved`
pub(crate) async fn keep(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter_form(&desk, &cx, &agency).await?;
    let w = cx.words();
    let query = Wanted::read(values.get("query")).query();
    let back = officer.desk(&format!("/search?{query}"));
    let name: String = values.get("name").trim().chars().filter(|c| !c.is_control()).take(MAX_NAME).collect();
    let person = officer.who.person.as_str();
    let kept = desk.store().saved_lists(officer.agency.id(), person, MAX_KEPT).await.or_fault()?;
    let (tone, said) = if name.is_empty() {
        (Tone::Warn, "casework-saved-no-name")
    } else if query.is_empty() || query.len() > MAX_QUERY_BYTES {
        (Tone::Warn, "casework-saved-no-search")
    } else if kept.len() >= usize::try_from(MAX_KEPT).unwrap_or(usize::MAX) {
        (Tone::Warn, "casework-saved-too-many")
    } else {
        let list = SavedListRow { id: new_key()?, name, query, created_ms: to_ms(officer.now) };
        desk.store().put_saved_list(officer.agency.id(), person, &list).await.or_fault()?;
        (Tone::Good, "casework-saved-done")
    };
    cx.session().flash(tone, &w.with(said, &[("n", MAX_KEPT.into())]));
    Ok(Redirect::to(&back).into_response())
}

/// `POST /{agency}/desk/search/saved/{id}/forget`
pub(crate) async fn forget(
    State(desk): State<Desk>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_form(&desk, &cx, &agency).await?;
    let person = officer.who.person.as_str();
    if !desk.store().delete_saved_list(officer.agency.id(), person, &id).await.or_fault()? {
        return Err(WebError::NotFound.into());
    }
    cx.session().flash(Tone::Good, &cx.words().t("casework-saved-forgotten"));
    Ok(Redirect::to(&officer.desk("/search")).into_response())
}

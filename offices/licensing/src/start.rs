//! The start page of a department.

use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_views::{agency_of, agency_shell, pick};
use congvu_web::components::{Link, Search, cards, heading, lead, search_box, section};
use congvu_web::{PageCx, WebError};

use crate::procedures::in_order;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let search = Search {
        action: format!("/{id}/procedures"),
        name: "q".to_owned(),
        label: w.t("licensing-search"),
        hint: w.t("licensing-search-hint"),
        ..Search::default()
    };
    let library = desk.library();
    let handled = in_order(library, agency, desk.clock().now().date());
    let fields = library.fields.iter().filter_map(|field| {
        let n = handled.iter().filter(|p| p.field == field.id && !p.own_initiative).count();
        let link = || Link::new(format!("/{id}/procedures#{}", field.id), pick(w, &field.name));
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        (n > 0).then(|| (link(), w.with("licensing-field-count", &[("n", n.into())])))
    });
    let fields: Vec<_> = fields.collect();
    let other = [
        ("cases", "licensing-go-cases"),
        ("registers", "licensing-go-registers"),
        ("verify", "licensing-go-verify"),
        ("decision", "licensing-go-decision"),
        ("drafts", "licensing-go-drafts"),
    ]
    .map(|(path, text)| (Link::new(format!("/{id}/{path}"), w.t(text)), w.t(&format!("{text}-about"))));
    let body = heading(1, pick(w, &agency.file.name))
        .then(&lead(&w.t("licensing-start-lead")))
        .then(&search_box(w, &search))
        .then(&section(&w.t("licensing-procedures"), &cards(&fields)))
        .then(&section(&w.t("licensing-other"), &cards(&other)));
    Ok(cx.page(agency_shell(&cx, agency, w.t("licensing-start")), body))
}

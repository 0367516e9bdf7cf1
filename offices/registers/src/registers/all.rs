//! The registers of a department.

use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_views::{agency_of, agency_shell};
use congvu_web::components::{Link, cards, heading, lead, paragraph};
use congvu_web::{Html, PageCx, WebError};

/// `GET /{agency}/registers`.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let w = cx.words();
    let mut found = super::of(desk.library(), agency);
    // The books of the office stand after the public registers, for those whom a clause lets read them.
    for def in super::kept(desk.library(), agency).into_iter().filter(|d| !d.listed) {
        if super::visible(&desk, &cx, agency, &def.id).await.is_ok() {
            found.push(def);
        }
    }
    let items: Vec<(Link, String)> = found
        .iter()
        .map(|def| {
            let link = Link::new(
                format!("/{}/registers/{}", agency.id(), def.id),
                w.pick(&def.name.vi, &def.name.en),
            );
            (link, w.pick(&def.about.vi, &def.about.en).to_owned())
        })
        .collect();
    let title = w.t("registers-title");
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("registers-lead")),
        if items.is_empty() { paragraph(&w.t("registers-none")) } else { cards(&items) },
        Html::link(&format!("/{}/verify", agency.id()), &w.t("registers-to-verify")),
    ]);
    let shell = agency_shell(&cx, agency, title.as_str())
        .crumb(format!("/{}", agency.id()), w.t("registers-start"))
        .crumb("#", title);
    Ok(cx.page(shell, body))
}

//! The first page: all departments of this server.

use axum::extract::State;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_web::components::{heading, lead};
use congvu_web::{Html, PageCx, WebError};

pub(crate) async fn show(State(desk): State<Desk>, cx: PageCx) -> Result<Response, WebError> {
    let w = cx.words();
    let cards = desk.library().agencies.values().map(|agency| {
        let id = agency.id();
        Html::join([
            Html::literal("<li><strong>"),
            Html::link(&format!("/{id}"), congvu_views::pick(w, &agency.file.name)),
            Html::literal("</strong><br>"),
            Html::link(&format!("/{id}/decision"), &w.t("licensing-from-decision")),
            Html::literal("</li>"),
        ])
    });
    let cards = Html::join(cards);
    let body = heading(1, &w.t("licensing-departments"))
        .then(&lead(&w.t("licensing-departments-lead")))
        .then(&Html::literal("<ul class=\"cards\">"))
        .then(&cards)
        .then(&Html::literal("</ul>"));
    Ok(cx.page(cx.shell(w.t("licensing-departments")), body))
}

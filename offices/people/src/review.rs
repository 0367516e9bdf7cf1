//! What was done under an appointment that was annulled: listed for review, never changed by itself.

use crate::access::{Stop, enter};
use crate::frame;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{Desk, from_ms};
use congvu_web::components::{Column, Row, Table, Tone, badge, lead, table};
use congvu_web::{Html, PageCx, ResultExt, WebError};
use std::collections::BTreeMap;

/// `GET /{agency}/desk/people/review/{matter}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    if !officer.book.made_by(&matter).any(|a| a.annulled.is_some()) {
        return Err(WebError::NotFound.into());
    }
    let acts = desk.acts_under(officer.agency, &matter).await.or_fault()?;
    let history = desk.history(officer.agency, &matter).await.or_fault()?;
    let mut reviewed: BTreeMap<String, String> = BTreeMap::new();
    for line in history.iter().filter(|line| line.act.kind == "review-act") {
        let said =
            |key: &str| line.act.input.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        reviewed.insert(said("reviewed"), said("finding"));
    }
    let life = desk.library().lifecycles.get("appointment");
    let finding = |id: &str| {
        let input =
            life.and_then(|l| l.act("review-act")).and_then(|a| a.inputs.iter().find(|i| i.id == "finding"));
        input
            .and_then(|i| i.choices.get(id))
            .map_or_else(|| id.to_owned(), |t| congvu_views::pick(w, t).to_owned())
    };
    let columns = ["when", "act", "matter", "review"];
    let rows = acts
        .iter()
        .map(|act| {
            let named = desk.library().lifecycles.values().find_map(|l| l.act(&act.kind));
            let name = named.map_or_else(|| act.kind.clone(), |a| congvu_views::pick(w, &a.name).to_owned());
            let review = match reviewed.get(&act.id) {
                Some(found) => badge(Tone::Good, &finding(found)),
                None => {
                    let path = format!("/matters/{matter}/review-act?reviewed={}", act.id);
                    Html::link(&officer.at(&path), &w.t("people-review-do"))
                }
            };
            Row::new(vec![
                Html::text(&frame::moment(w, from_ms(act.at_ms))),
                Html::text(&name),
                Html::link(&officer.case(&act.matter), &act.matter),
                review,
            ])
        })
        .collect();
    let list = Table {
        caption: w.t("people-review"),
        columns: columns.iter().map(|c| Column::new(w.t(&format!("people-review-{c}")))).collect(),
        rows,
        empty: w.t("people-review-none"),
        keys: false,
        hide_caption: true,
    };
    let parts = [lead(&w.t("people-review-lead")), table(w, &list)];
    Ok(frame::page(&cx, &officer, &w.t("people-review"), parts))
}

//! What one can do against a decision, an act or a breach; how long it takes; conclusions that were made public.

use crate::{FIELD, LIFECYCLE};
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_matter::declare::Lifecycle;
use congvu_pack::Agency;
use congvu_store::Asked;
use congvu_views::{agency_of, agency_shell, chip_of, limit_text, pick};
use congvu_web::components::{Link, bullets, button_link, cards, chip, heading, lead, paragraph, section};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde_json::Value;

/// Most conclusions shown.
const MOST: u32 = 50;
/// The act that makes a conclusion public, and what it says for everybody.
const PUBLISH: &str = "publish-denunciation";
const PUBLIC: [&str; 2] = ["public_question", "public_answer"];

/// `GET /{agency}/complaints`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let library = desk.library();
    let (life, _) = crate::send::life(library, agency)?;
    let w = cx.words();
    let title = w.t("complaints-title");
    let duty = agency.duty("31").map_or(Html::EMPTY, |c| chip(w, &chip_of(w, agency, &c)));
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("complaints-lead")),
        Html::literal("<p>"),
        Html::text(&w.t("complaints-duty")),
        Html::literal(" "),
        duty,
        Html::literal("</p>"),
        section(&w.t("complaints-filing"), &filing(w, &desk, agency)),
        section(&w.t("complaints-denounce"), &denouncing(w, agency)),
        section(&w.t("complaints-how-long"), &times(w, life)),
        section(&w.t("complaints-published"), &published(w, &desk, agency, life).await?),
    ]);
    let shell = agency_shell(&cx, agency, &title).crumb("", title);
    Ok(cx.page(shell, body))
}

/// Complaints and petitions are filed like any other application.
fn filing(w: &Words, desk: &Desk, agency: &Agency) -> Html {
    let library = desk.library();
    let today = desk.clock().now().date();
    let procedures =
        agency.procedures.iter().filter_map(|id| library.procedures.get(id)).map(|p| &p.declared);
    let open = procedures.filter(|p| p.field == FIELD && !p.own_initiative && p.version_on(today).is_some());
    let items: Vec<(Link, String)> = open
        .map(|p| {
            let href = format!("/{}/procedures/{}", agency.id(), p.id);
            (Link::new(href, pick(w, &p.name)), pick(w, &p.gives).to_owned())
        })
        .collect();
    cards(&items)
}

fn denouncing(w: &Words, agency: &Agency) -> Html {
    let id = agency.id();
    Html::join([
        paragraph(&w.t("complaints-denounce-lead")),
        Html::literal("<p class=\"buttons\">"),
        button_link(&format!("/{id}/complaints/denounce"), &w.t("complaints-denounce"), true),
        Html::literal(" "),
        button_link(&format!("/{id}/complaints/follow"), &w.t("complaints-follow"), false),
        Html::literal("</p>"),
    ])
}

/// The times that the acts on a denunciation have.
fn times(w: &Words, life: &Lifecycle) -> Html {
    let items = life.acts.iter().filter_map(|act| {
        let within = act.within.as_ref().filter(|within| within.verified)?;
        let said =
            [("act", pick(w, &act.name).to_owned().into()), ("limit", limit_text(w, within.limit).into())];
        Some(Html::text(&w.with("complaints-within", &said)))
    });
    bullets(&items.collect::<Vec<_>>())
}

/// Only what was written for the public: nothing else of the matter, not its number, not the day on which it came.
async fn published(w: &Words, desk: &Desk, agency: &Agency, life: &Lifecycle) -> Result<Html, WebError> {
    let states: Vec<&str> = life.act(PUBLISH).map(|a| vec![a.to.as_str()]).unwrap_or_default();
    let asked = Asked { kind: LIFECYCLE, states: Some(states), ..Asked::default() };
    let found = desk.store().find(agency.id(), &asked, None, MOST).await.or_fault()?;
    let mut items = Vec::new();
    for row in &found.rows {
        let Some(said) = desk.made_public(agency, &row.reference, PUBLISH).await.or_fault()? else {
            continue;
        };
        let [question, answer] =
            PUBLIC.map(|p| said.said.get(p).and_then(Value::as_str).unwrap_or_default().to_owned());
        items.push(Html::join([
            heading(3, question.lines().next().unwrap_or_default()),
            Html::join(question.lines().skip(1).filter(|l| !l.trim().is_empty()).map(paragraph)),
            Html::join(answer.lines().filter(|l| !l.trim().is_empty()).map(paragraph)),
            Html::literal("<p class=\"muted\">"),
            Html::text(
                &w.with("complaints-published-day", &[("day", fmt::date(w.lang(), said.at.date()).into())]),
            ),
            Html::literal("</p>"),
        ]));
    }
    Ok(if items.is_empty() { paragraph(&w.t("complaints-published-none")) } else { Html::join(items) })
}

//! One procedure, as the law in force today has it.

use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_matter::declare::{Procedure, Version};
use congvu_pack::Agency;
use congvu_views::{agency_of, agency_shell, chip_of, pick};
use congvu_web::components::{Tone, button_link, chip, heading, lead, notice};
use congvu_web::{Html, PageCx, WebError, Words};

use crate::route;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path((id, procedure)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let procedure = of(&desk, agency, &procedure)?;
    let name = pick(w, &procedure.name);
    let duty = agency.duty(&procedure.duty).map_or(Html::EMPTY, |c| chip(w, &chip_of(w, agency, &c)));
    let head = heading(1, name).then(&lead(pick(w, &procedure.gives))).then(&Html::join([
        Html::literal("<p>"),
        Html::text(&w.t("licensing-duty")),
        Html::literal(" "),
        duty,
        Html::literal("</p>"),
    ]));
    let body = match procedure.version_on(desk.clock().now().date()) {
        Some(version) => head.then(&about(w, &desk, agency, procedure, version)),
        None => head.then(&notice(Tone::Warn, &w.t("licensing-not-in-force"), &Html::EMPTY)),
    };
    let figures = format!("/{id}/procedures/{}/figures", procedure.id);
    let body = body.then(&Html::join([
        Html::literal("<p>"),
        Html::link(&figures, &w.t("licensing-figures")),
        Html::literal("</p>"),
    ]));
    let shell = agency_shell(&cx, agency, name)
        .crumb(format!("/{id}"), w.t("licensing-start"))
        .crumb(format!("/{id}/procedures"), w.t("licensing-procedures"))
        .crumb("", name);
    Ok(cx.page(shell, body))
}

/// A procedure that this department handles.
pub(crate) fn of<'d>(desk: &'d Desk, agency: &Agency, id: &str) -> Result<&'d Procedure, WebError> {
    let handled = agency.procedures.iter().any(|p| p == id);
    let loaded = desk.library().loaded(agency.id(), id).filter(|_| handled).ok_or(WebError::NotFound)?;
    Ok(&loaded.declared)
}

fn about(w: &Words, desk: &Desk, agency: &Agency, procedure: &Procedure, version: &Version) -> Html {
    let library = desk.library();
    let routed = library.loaded(agency.id(), &procedure.id).map(|l| route::of(desk, agency, l, version));
    let elsewhere = routed.as_ref().map_or(Html::EMPTY, |r| route::told(w, r));
    let apply = if procedure.own_initiative {
        notice(Tone::Info, &w.t("licensing-own-initiative-one"), &Html::EMPTY)
    } else if routed.is_some_and(|r| !r.to.own()) {
        elsewhere
    } else {
        let href = format!("/{}/apply/{}", agency.id(), procedure.id);
        Html::join([
            elsewhere,
            Html::literal("<p class=\"buttons\">"),
            button_link(&href, &w.t("licensing-apply"), true),
            Html::literal("</p>"),
        ])
    };
    apply.then(&congvu_views::procedure_facts(w, desk, agency, procedure, version))
}

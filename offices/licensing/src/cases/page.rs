//! A case as its applicant sees it; right after filing it is the receipt.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{Case, Desk};
use congvu_pack::{Agency, Library};
use congvu_views::{
    Reader, agency_of, agency_shell, chip_of, clock, next_act, pick, state_badge, timeline_items, turn_text,
};
use congvu_web::components::{
    Act, Tone, acts_panel, big_number, bullets, clock_line, heading, key_values, lead, notice, paragraph,
    section, timeline,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde_json::Value;

use super::{APPLICANT, applicant, open, open_to};
use crate::specs::Specs;
use crate::visitor::Access;

/// The paper by which the office asks for what is missing; what it says is shown until the case goes on.
const ASKED: &str = "supplement";

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((id, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (case, access) = open(&desk, &cx, agency, &matter).await?;
    let w = cx.words();
    let library = desk.library();
    let acts = acts(w, &desk, agency, &case, access).await?;
    let mut history = desk.history(agency, &case.matter.id).await.or_fault()?;
    history.reverse();
    let items = timeline_items(w, agency, library, &case, &history, Reader::Citizen);
    let base = format!("/{id}/cases/{matter}/papers");
    let code = case.matter.code.as_deref().unwrap_or_default();
    let name = case.procedure(library).map(|(p, _)| pick(w, &p.name).to_owned()).unwrap_or_default();
    let body = Html::join([
        heading(1, &w.t("licensing-case")),
        paragraph(&w.t("licensing-case-number")),
        big_number(code),
        lead(&name),
        standing(w, agency, library, &case),
        asked(w, library, &case),
        case.clock.as_ref().map_or(Html::EMPTY, |r| clock_line(w, &clock(w, r))),
        congvu_views::law_of_case(w, library, &case, congvu_views::Told::Citizen),
        if acts.is_empty() { Html::EMPTY } else { acts_panel(w, &cx.csrf(), &acts) },
        congvu_views::charge_for_citizen(w, &desk, agency, &case),
        section(&w.t("licensing-papers"), &congvu_views::papers(w, library, &case, &base)),
        section(&w.t("licensing-history"), &timeline(w, &items)),
        section(&w.t("licensing-notices"), &sendings(w, &desk, agency, &case).await?),
        filed(w, library, &specs, &case)?,
        paragraph(&w.t("licensing-keep-number")),
    ]);
    let shell =
        agency_shell(&cx, agency, w.with("licensing-case-title", &[("code", code.to_owned().into())]))
            .crumb(format!("/{id}"), w.t("licensing-start"))
            .crumb(format!("/{id}/cases"), w.t("licensing-follow"))
            .crumb("", code);
    Ok(cx.page(shell, body))
}

/// What the applicant was told; what officers are told is none of their business.
async fn sendings(w: &Words, desk: &Desk, agency: &Agency, case: &Case) -> Result<Html, WebError> {
    let sent = desk.sendings(agency, &case.matter.id).await.or_fault()?;
    let theirs: Vec<_> = sent.iter().filter(|s| s.recipient.starts_with("account:")).collect();
    Ok(congvu_views::sendings(w, &theirs, false))
}

/// Where it is, who has it, what comes next, when it is due.
fn standing(w: &Words, agency: &Agency, library: &Library, case: &Case) -> Html {
    let told = case.state(library).map(|s| pick(w, &s.told).to_owned()).unwrap_or_default();
    let mut facts = vec![
        (w.t("licensing-case-state"), state_badge(w, library, case)),
        (w.t("licensing-case-told"), Html::text(&told)),
    ];
    if case.matter.closed.is_none() {
        let who = turn_text(w, agency, library, case);
        if !who.is_empty() {
            facts.push((w.t("licensing-case-who"), Html::text(&who)));
        }
        if let Some(next) = next_act(library, case) {
            facts.push((w.t("licensing-case-next"), Html::text(pick(w, &next.name))));
        }
    }
    let due = case.clock.as_ref().and_then(|c| c.due).map(|d| fmt::date_weekday(w.lang(), d.date()));
    match due {
        Some(due) => facts.push((w.t("licensing-case-due"), Html::text(&due))),
        None if case.matter.limit.is_none() => {
            facts.push((w.t("licensing-case-due"), Html::text(&w.t("views-procedure-unpublished"))));
        }
        None => {}
    }
    facts.push((w.t("licensing-case-subject"), Html::text(&case.matter.subject)));
    key_values(&facts)
}

/// What the office has asked for, while it is the applicant's turn.
fn asked(w: &Words, library: &Library, case: &Case) -> Html {
    if case.turn != APPLICANT {
        return Html::EMPTY;
    }
    let said = case.matter.paper(ASKED).map(|p| &p.input);
    let items: Vec<Html> = said
        .and_then(|s| s.get("items"))
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(Html::text)
        .collect();
    let reason = said.and_then(|s| s.get("reason")).and_then(Value::as_str).unwrap_or_default();
    let told = case.state(library).map(|s| pick(w, &s.told)).unwrap_or_default();
    let body = if items.is_empty() { Html::EMPTY } else { bullets(&items) };
    notice(Tone::Warn, &w.t("licensing-your-turn"), &paragraph(told).then(&body).then(&paragraph(reason)))
}

/// What the applicant may do now; what is not possible is not shown.
async fn acts(
    w: &Words,
    desk: &Desk,
    agency: &Agency,
    case: &Case,
    access: Access,
) -> Result<Vec<Act>, WebError> {
    let offers = desk.offers(agency, &applicant(case), &case.matter).await.or_fault()?;
    Ok(offers
        .into_iter()
        .filter(|o| open_to(access, &o.act))
        .filter_map(|o| {
            let permit = o.may.ok()?;
            Some(Act::Open {
                href: format!("/{}/cases/{}/acts/{}", agency.id(), case.matter.id, o.act.id),
                label: pick(w, &o.act.name).to_owned(),
                key: None,
                clauses: vec![chip_of(w, agency, &permit.clause)],
            })
        })
        .collect())
}

/// What was filed, to read.
fn filed(w: &Words, library: &Library, specs: &Specs, case: &Case) -> Result<Html, WebError> {
    let Some((procedure, Some(version))) = case.procedure(library) else { return Ok(Html::EMPTY) };
    let Some(loaded) = library.loaded(&case.matter.agency, &procedure.id) else { return Ok(Html::EMPTY) };
    let form = match specs.of(loaded, version)? {
        Some(spec) => spec.read_only(w, &Value::Object(case.matter.form.clone()), None),
        None => Html::EMPTY,
    };
    let files: Vec<Html> = case
        .matter
        .files
        .iter()
        .map(|f| Html::text(&format!("{} ({})", f.name, fmt::size(w.lang(), f.size_bytes))))
        .collect();
    let files = if files.is_empty() { Html::EMPTY } else { bullets(&files) };
    Ok(section(&w.t("licensing-what-was-filed"), &form.then(&files)))
}

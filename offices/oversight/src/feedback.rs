//! Telling the department what is wrong or could be better, and what it has answered: without personal data.

use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{Case, Desk};
use congvu_matter::declare::{Lifecycle, Phase, Procedure, Since};
use congvu_pack::{Agency, Library};
use congvu_store::{CaseOrder, Only};
use congvu_views::{agency_of, agency_shell, chip_of, limit_text, pick};
use congvu_web::components::{bullets, button_link, chip, heading, lead, paragraph, section};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::civil::Date;
use serde_json::Value;

/// Most answers shown.
const MOST: u32 = 50;
/// What the specialist writes for the public.
const PUBLIC: [&str; 2] = ["public_question", "public_answer"];

/// `GET /{agency}/feedback`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let library = desk.library();
    let w = cx.words();
    let procedure = of(library, agency).ok_or(WebError::NotFound)?;
    let life = library.lifecycles.get(&procedure.lifecycle).ok_or(WebError::NotFound)?;
    let published: Vec<(String, String)> = life
        .states
        .iter()
        .filter(|s| s.phase == Phase::Done)
        .map(|s| (life.id.clone(), s.id.clone()))
        .collect();
    let store = desk.store();
    let rows = store
        .cases_where(agency.id(), &[Only::States(published)], CaseOrder::EndedLast, MOST, None)
        .await
        .or_fault()?;
    let cases = desk.cases(&rows).or_fault()?;
    let answers: Vec<Html> = cases.iter().filter_map(|case| answer(w, case)).collect();
    let duty = agency.duty(&procedure.duty).map_or(Html::EMPTY, |c| chip(w, &chip_of(w, agency, &c)));
    let title = w.t("oversight-feedback");
    let answered =
        if answers.is_empty() { paragraph(&w.t("oversight-feedback-none")) } else { Html::join(answers) };
    let body = Html::join([
        heading(1, &title),
        lead(pick(w, &procedure.gives)),
        Html::literal("<p class=\"buttons\">"),
        button_link(
            &format!("/{}/apply/{}", agency.id(), procedure.id),
            &w.t("oversight-feedback-write"),
            true,
        ),
        Html::literal("</p><p>"),
        Html::text(&w.t("oversight-feedback-duty")),
        Html::literal(" "),
        duty,
        Html::literal("</p>"),
        section(
            &w.t("oversight-feedback-how-long"),
            &limits(w, life, &agency.file.province, desk.clock().now().date()),
        ),
        section(&w.t("oversight-feedback-answers"), &answered),
    ]);
    let shell = agency_shell(&cx, agency, &title)
        .crumb(format!("/{}", agency.id()), w.t("oversight-start"))
        .crumb("", title);
    Ok(cx.page(shell, body))
}

/// The procedure by which a department takes feedback.
fn of<'l>(library: &'l Library, agency: &Agency) -> Option<&'l Procedure> {
    let mut all =
        agency.procedures.iter().filter_map(|id| library.loaded(agency.id(), id)).map(|p| &p.declared);
    all.find(|p| p.lifecycle == library.oversight.feedback)
}

/// The times that acts have of their own; what was not read in its source says so.
fn limits(w: &Words, life: &Lifecycle, province: &str, today: Date) -> Html {
    let items = life.acts.iter().filter_map(|act| {
        let within = act.within.as_ref()?;
        let id = match &within.since {
            Since::Opened => "oversight-feedback-within",
            Since::ClockEnd | Since::Act(_) => "oversight-feedback-within-answer",
        };
        let said = [
            ("act", pick(w, &act.name).to_owned().into()),
            ("limit", limit_text(w, within.limit_in(province, today)).into()),
        ];
        Some(Html::text(&w.with(id, &said)))
    });
    let list = bullets(&items.collect::<Vec<_>>());
    let unread = life.acts.iter().filter_map(|a| a.within.as_ref()).any(|within| !within.verified);
    if unread { list.then(&paragraph(&w.t("oversight-feedback-unread"))) } else { list }
}

/// What was published of a case.
fn answer(w: &Words, case: &Case) -> Option<Html> {
    let said = case.matter.said.values().find(|said| PUBLIC.iter().all(|p| said.contains_key(*p)))?;
    let [question, answer] = PUBLIC.map(|p| said.get(p).and_then(Value::as_str).unwrap_or_default());
    let day = case.matter.closed.map(|at| fmt::date(w.lang(), at.date())).unwrap_or_default();
    Some(Html::join([
        heading(3, question.lines().next().unwrap_or_default()),
        Html::join(question.lines().skip(1).filter(|l| !l.trim().is_empty()).map(paragraph)),
        Html::join(answer.lines().filter(|l| !l.trim().is_empty()).map(paragraph)),
        Html::literal("<p class=\"muted\">"),
        Html::text(&w.with("oversight-feedback-day", &[("day", day.into())])),
        Html::literal("</p>"),
    ]))
}

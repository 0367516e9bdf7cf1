//! What the number of a case alone tells: the number and how far it has come. Whose it is, what it is about and what was said stay
//! with those who know the telephone that was given, or have signed in.

use axum::response::Response;
use congvu_desk::{Case, Desk};
use congvu_pack::{Agency, Library};
use congvu_views::{agency_shell, state_badge};
use congvu_web::components::{big_number, heading, key_values, paragraph};
use congvu_web::{Html, PageCx};

/// The page of a case that was looked up by its number alone.
pub(crate) fn page(cx: &PageCx, desk: &Desk, agency: &Agency, case: &Case) -> Response {
    let (w, library) = (cx.words(), desk.library());
    let code = case.matter.code.as_deref().unwrap_or_default();
    let mut facts = vec![(w.t("licensing-case-state"), state_badge(w, library, case))];
    if let Some((done, all)) = steps(library, case) {
        let said = [("done", done.into()), ("all", all.into())];
        facts.push((w.t("licensing-progress-steps"), Html::text(&w.with("licensing-progress-of", &said))));
    }
    let title = w.t("licensing-progress");
    let body = Html::join([
        heading(1, &title),
        big_number(code),
        key_values(&facts),
        paragraph(&w.t("licensing-progress-more")),
    ]);
    let shell = agency_shell(cx, agency, title)
        .crumb(format!("/{}", agency.id()), w.t("licensing-start"))
        .crumb(format!("/{}/cases", agency.id()), w.t("licensing-follow"))
        .crumb("", code);
    cx.page(shell, body)
}

/// How many of the steps of its procedure a case has behind it, and how many there are. None where a state is no step.
fn steps(library: &Library, case: &Case) -> Option<(u32, u32)> {
    let (_, version) = case.procedure(library)?;
    let steps = &version?.steps;
    let all = u32::try_from(steps.len()).ok().filter(|n| *n > 0)?;
    if case.matter.closed.is_some() {
        return Some((all, all));
    }
    let next = case.state(library)?.next.as_deref()?;
    let done = steps.iter().position(|step| step.act == next)?;
    Some((u32::try_from(done).ok()?, all))
}

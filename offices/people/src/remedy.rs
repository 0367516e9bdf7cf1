//! By what act a refused appointment could become lawful.

use crate::access::Officer;
use crate::frame::moment;
use congvu_authority::{Appointment, Citation, MatterFacts, Missing, PositionId, Refusal, in_force};
use congvu_desk::Desk;
use congvu_web::components::{Chip, Tone, bullets, chips, notice};
use congvu_web::{Html, Words};
use jiff::civil::DateTime;

/// The act that ends an appointment.
const DISMISS: &str = "dismiss";

/// What would have to happen first, and whose act it would be; nothing where nothing is known.
pub(crate) fn html(
    w: &Words,
    desk: &Desk,
    officer: &Officer<'_>,
    wanted: &Appointment,
    kind: &str,
    refusal: &Refusal,
) -> Html {
    let mut ways: Vec<Html> = Vec::new();
    match &refusal.missing {
        Missing::LimitReached { clause, .. } => {
            let holders = holders(officer, kind, wanted.from);
            ways.extend(holders.iter().map(|held| ending(w, officer, held)));
            ways.extend(free_from(&holders).map(|at| line(w, "people-remedy-from", moment(w, at), &[])));
            ways.push(amendment(w, desk, officer, clause));
        }
        Missing::PositionHeld { .. } => {
            let held = officer.table.holders_of(&wanted.position, wanted.from).next();
            ways.extend(held.map(|held| ending(w, officer, held)));
        }
        Missing::AppointedAlready { position, .. } => {
            let held = officer.table.holders_of(position, wanted.from).next();
            ways.extend(held.map(|held| ending(w, officer, held)));
        }
        Missing::Forbidden { clause, .. } => {
            let other = officer.book.roster.appointments.iter().filter(|a| {
                a.person == wanted.person
                    && a.position != wanted.position
                    && in_force(a.from, a.to, wanted.from)
            });
            ways.extend(other.map(|held| ending(w, officer, held)));
            ways.push(amendment(w, desk, officer, clause));
        }
        Missing::TooLong { latest, .. } => ways.push(line(w, "people-remedy-until", moment(w, *latest), &[])),
        _ => {}
    }
    if ways.is_empty() {
        return Html::EMPTY;
    }
    notice(Tone::Info, &w.t("people-remedy"), &bullets(&ways))
}

fn holders<'o>(officer: &'o Officer<'_>, kind: &str, at: DateTime) -> Vec<&'o Appointment> {
    let of_kind = |id: &PositionId| officer.book.position(id.as_str()).is_some_and(|p| p.kind == kind);
    let all = officer.book.roster.appointments.iter();
    all.filter(|a| of_kind(&a.position) && a.to.is_none_or(|to| at < to) && a.to != Some(a.from)).collect()
}

/// From when one of them is gone.
fn free_from(holders: &[&Appointment]) -> Option<DateTime> {
    holders.iter().filter_map(|held| held.to).min()
}

/// Somebody leaves the position: by whose act, and by which clause.
fn ending(w: &Words, officer: &Officer<'_>, held: &Appointment) -> Html {
    let facts = MatterFacts::about(&held.position);
    let may = officer.table.who_may(DISMISS, &facts, officer.now);
    let by: Vec<String> = may.iter().map(|(position, _, _)| officer.seat(w, position)).collect();
    let clauses: Vec<Chip> = may
        .first()
        .map(|(_, _, p)| congvu_views::chip_of(w, officer.agency, &p.clause))
        .into_iter()
        .collect();
    let name = officer.book.name_of(held.person.as_str());
    let title = congvu_views::title_of(w, officer.agency, &officer.book, &held.position, None);
    let text = w.with(
        "people-remedy-end",
        &[("who", format!("{name} ({title})").into()), ("by", by.join(", ").into())],
    );
    Html::text(&text).then(&Html::literal(" ")).then(&chips(w, &clauses))
}

/// The clause itself changes: by the body that issued it, on the department's draft.
fn amendment(w: &Words, desk: &Desk, officer: &Officer<'_>, clause: &Citation) -> Html {
    let rule = &desk.library().people.amendment;
    let facts = MatterFacts::of_duty(&rule.duty);
    let may = officer.table.who_may(&rule.act, &facts, officer.now);
    let by: Vec<String> = may.iter().map(|(position, _, _)| officer.seat(w, position)).collect();
    let mut clauses = vec![congvu_views::chip_of_citation(w, officer.agency, clause)];
    clauses.extend(may.first().map(|(_, _, p)| congvu_views::chip_of(w, officer.agency, &p.clause)));
    line(w, "people-remedy-amend", by.join(", "), &clauses)
}

fn line(w: &Words, id: &str, value: String, clauses: &[Chip]) -> Html {
    let text = Html::text(&w.with(id, &[("what", value.into())]));
    if clauses.is_empty() { text } else { text.then(&Html::literal(" ")).then(&chips(w, clauses)) }
}

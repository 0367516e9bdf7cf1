//! Refusals in plain words: what is missing, what was consulted, who may.

use congvu_authority::{Actor, Citation, Consulted, Ground, Missing, PositionId, Refusal};
use congvu_desk::{Book, Desk, PerformError, WhyNot};
use congvu_matter::declare::Lifecycle;
use congvu_pack::Agency;
use congvu_web::components::{Chip, FieldError, RefusalView};
use congvu_web::{WebError, Words, fmt};
use jiff::civil::DateTime;

use crate::{chip_of, chip_of_citation, not_now_text, title_of};

/// The fact by which the power to fine is measured.
const FINE: &str = "fine";
/// Most clauses that a panel shows.
const MAX_CHIPS: usize = 12;

/// The panel of a refusal. `act` is the act in words; names of holders are those of `at`.
#[must_use]
pub fn refusal_view(
    w: &Words,
    agency: &Agency,
    book: &Book,
    act: &str,
    refusal: &Refusal,
    at: DateTime,
) -> RefusalView {
    let who = match &refusal.actor {
        Actor::Position { person, position } => {
            let name = book.name_of(person.as_str());
            let title = title_of(w, agency, book, position, None);
            if name.is_empty() { title } else { format!("{name}, {title}") }
        }
        Actor::Applicant { .. } => w.t("views-turn-applicant"),
        Actor::System => w.t("views-turn-system"),
    };
    let mut consulted = Vec::new();
    for chip in refusal.consulted.iter().flat_map(|row| looked_at(w, agency, row, at)) {
        if consulted.len() < MAX_CHIPS && !consulted.contains(&chip) {
            consulted.push(chip);
        }
    }
    RefusalView {
        act: act.to_owned(),
        who,
        missing: vec![missing_text(w, agency, book, &refusal.missing)],
        consulted,
        may: refusal.may_instead.iter().map(|p| title_of(w, agency, book, p, Some(at))).collect(),
    }
}

/// The chips of a row that did not help. A row that speaks of this person's kind of position shows its further grounds
/// too: for a deputy whose delegation has ended it is the clause on delegation that tells the story.
fn looked_at(w: &Words, agency: &Agency, row: &Consulted, at: DateTime) -> Vec<Chip> {
    let mut chips: Vec<Chip> =
        row.clause.iter().map(|clause| chip_of_citation(w, agency, clause).missing()).collect();
    if matches!(row.why_not, Missing::OtherHolder { .. }) {
        return chips;
    }
    let power = agency.rules.powers().iter().find(|power| power.id == row.row);
    chips.extend(power.into_iter().flat_map(|p| &p.basis).filter_map(|ground| match ground {
        Ground::Clause(clause) => Some(chip_of(w, agency, clause).missing()),
        Ground::Cite(id) => {
            let statute = agency.rules.statute(id, at)?.clone();
            Some(chip_of_citation(w, agency, &Citation::Statute(Box::new(statute))).missing())
        }
        Ground::Duty | Ground::Silent(_) => None,
    }));
    chips
}

/// What is lacking, in a sentence.
#[must_use]
pub fn missing_text(w: &Words, agency: &Agency, book: &Book, missing: &Missing) -> String {
    let moment = |at: &DateTime| format!("{}, {}", fmt::time(at.time()), fmt::date(w.lang(), at.date()));
    let title = |p: &PositionId| title_of(w, agency, book, p, None);
    let selectors = |list: &[congvu_authority::Selector]| {
        list.iter().map(|s| crate::selector_text(w, agency, &s.to_string())).collect::<Vec<_>>().join(", ")
    };
    let with = |id: &str, name: &str, value: String| w.with(id, &[(name, value.into())]);
    match missing {
        Missing::NoPower => w.t("views-missing-no-power"),
        Missing::Forbidden { clause, .. } => {
            with("views-missing-forbidden", "clause", chip_of_citation(w, agency, clause).label)
        }
        Missing::UnknownAct => w.t("views-missing-unknown-act"),
        Missing::UnknownPosition { position } => {
            with("views-missing-unknown-position", "position", position.to_string())
        }
        Missing::UnknownDuty { duty } => with("views-missing-unknown-duty", "duty", duty.clone()),
        Missing::UnknownUnit { unit } => with("views-missing-unknown-unit", "unit", unit.to_string()),
        Missing::NotInForce { what } => with("views-missing-not-in-force", "what", what.clone()),
        Missing::NotAppointed { until: Some(until), .. } => {
            with("views-missing-appointment-ended", "at", moment(until))
        }
        Missing::NotAppointed { from: Some(from), .. } => {
            with("views-missing-appointment-begins", "at", moment(from))
        }
        Missing::NotAppointed { .. } => w.t("views-missing-not-appointed"),
        Missing::Suspended { until: Some(until) } => {
            with("views-missing-suspended-until", "at", moment(until))
        }
        Missing::Suspended { until: None } => w.t("views-missing-suspended"),
        Missing::TooLong { clause, latest } => w.with(
            "views-missing-too-long",
            &[("clause", chip_of_citation(w, agency, clause).label.into()), ("at", moment(latest).into())],
        ),
        Missing::AppointedAlready { position, until } => w.with(
            "views-missing-appointed-already",
            &[
                ("position", title(position).into()),
                ("at", until.as_ref().map_or_else(|| w.t("views-missing-no-end"), &moment).into()),
            ],
        ),
        Missing::DelegationEnded { at, .. } => with("views-missing-delegation-ended", "at", moment(at)),
        Missing::DelegationNotBegun { at, .. } => with("views-missing-delegation-begins", "at", moment(at)),
        Missing::OutOfScope { .. } => w.t("views-missing-out-of-scope"),
        Missing::VoidDelegation { because, .. } => {
            with("views-missing-void-delegation", "because", missing_text(w, agency, book, because))
        }
        Missing::NotDelegated { form } => {
            with("views-missing-not-delegated", "form", form.as_str().to_owned())
        }
        Missing::Incomplete { what } => with("views-missing-incomplete", "what", what.clone()),
        Missing::Backdated { from } => with("views-missing-backdated", "at", moment(from)),
        Missing::NotAssigned { to: Some(to) } => with("views-missing-assigned-other", "position", title(to)),
        Missing::NotAssigned { to: None } => w.t("views-missing-not-assigned"),
        Missing::NotInField { duty } => with("views-missing-not-in-field", "duty", duty.clone()),
        Missing::NotParty => w.t("views-missing-not-party"),
        Missing::WrongUnit { unit } => {
            let name = agency.rules.unit(unit).map_or_else(|| unit.to_string(), |u| u.name.clone());
            with("views-missing-wrong-unit", "unit", name)
        }
        Missing::NotTurn { holder } => {
            with("views-missing-not-turn", "holder", crate::selector_text(w, agency, &holder.to_string()))
        }
        Missing::LimitReached { clause, limit, held } => w.with(
            "views-missing-limit-reached",
            &[
                ("clause", chip_of_citation(w, agency, clause).label.into()),
                ("limit", (*limit).into()),
                ("held", (*held).into()),
            ],
        ),
        Missing::PositionHeld { until: Some(until) } => {
            with("views-missing-position-held-until", "at", moment(until))
        }
        Missing::PositionHeld { until: None } => w.t("views-missing-position-held"),
        Missing::OtherHolder { holders } => with("views-missing-other-holder", "holders", selectors(holders)),
        Missing::OtherTarget { targets } => with("views-missing-other-target", "targets", selectors(targets)),
        Missing::OtherDuty => w.t("views-missing-other-duty"),
        Missing::Silent { key } => with("views-missing-silent", "key", key.clone()),
        Missing::OverLimit { fact, at_most, value } if fact == FINE => w.with(
            "views-missing-over-fine",
            &[
                ("limit", fmt::money(w.lang(), *at_most).into()),
                ("value", value.map_or_else(String::new, |v| fmt::money(w.lang(), v)).into()),
            ],
        ),
        Missing::OverLimit { fact, at_most, .. } => {
            w.with("views-missing-over-limit", &[("fact", fact.clone().into()), ("limit", (*at_most).into())])
        }
        Missing::NoAmount { .. } => w.t("views-missing-no-amount"),
    }
}

/// Why an act is not offered, in sentences, with the positions that may do it.
#[must_use]
pub fn why_not_text(
    w: &Words,
    agency: &Agency,
    book: &Book,
    lifecycle: Option<&Lifecycle>,
    why: &WhyNot,
) -> String {
    match why {
        WhyNot::Refused(refusal) => missing_text(w, agency, book, &refusal.missing),
        WhyNot::NotNow(refused) => not_now_text(w, lifecycle, refused).join(" "),
    }
}

/// What a page or a client of the API is told when an act was not performed. `act` is the act in words.
pub async fn perform_error(
    w: &Words,
    desk: &Desk,
    agency: &Agency,
    lifecycle: Option<&Lifecycle>,
    act: &str,
    error: PerformError,
) -> WebError {
    match error {
        PerformError::Refused(refusal) => match desk.positions(agency).await {
            Ok(book) => WebError::refused(refusal_view(w, agency, &book, act, &refusal, desk.clock().now())),
            Err(error) => WebError::Unavailable(error.to_string()),
        },
        PerformError::NotNow(congvu_matter::Refused::Input { faults, .. }) => WebError::Invalid(
            faults
                .iter()
                .map(|f| FieldError::new(f.input.clone(), crate::not_now::fault_text(w, lifecycle, act, f)))
                .collect(),
        ),
        PerformError::NotNow(congvu_matter::Refused::MissingParts { parts }) => WebError::Invalid(
            parts
                .iter()
                .map(|(id, name)| {
                    let name = crate::pick(w, name).to_owned();
                    FieldError::new(id.clone(), w.with("views-not-now-part", &[("name", name.into())]))
                })
                .collect(),
        ),
        PerformError::NotNow(refused) => WebError::refused(RefusalView {
            act: act.to_owned(),
            missing: not_now_text(w, lifecycle, &refused),
            ..RefusalView::default()
        }),
        PerformError::Unknown { .. } => WebError::NotFound,
        PerformError::Changed { version } => {
            WebError::Conflict(vec![w.with("views-changed", &[("version", version.into())])])
        }
        PerformError::KeyReused => WebError::Conflict(vec![w.t("views-key-reused")]),
        PerformError::Busy => WebError::Unavailable("too much at once".to_owned()),
        PerformError::Desk(error) => WebError::fault(error),
    }
}

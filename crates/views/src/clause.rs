//! Clause chips that open the founding decision at their place.

use congvu_authority::Citation;
use congvu_law::ClauseRef;
use congvu_pack::Agency;
use congvu_web::components::Chip;
use congvu_web::{Words, fmt};

/// The chip of a clause of the agency's founding decision. A clause of another text is a chip without a link.
#[must_use]
pub fn chip_of(w: &Words, agency: &Agency, clause: &ClauseRef) -> Chip {
    if clause.expression == agency.decision.expression() {
        return chip_at(w, agency, &clause.eid);
    }
    Chip::new(label(&clause.eid)).title(clause.expression.clone())
}

/// The chip of a place in the agency's founding decision.
#[must_use]
pub fn chip_at(w: &Words, agency: &Agency, eid: &str) -> Chip {
    let facts = &agency.decision.facts;
    // The copy that one province published has a blank where the number stands.
    let decision = match facts.number.as_deref() {
        Some(number) => w.with("views-decision-numbered", &[("number", number.to_owned().into())]),
        None => w.with("views-decision-of", &[("issuer", facts.issuer.clone().into())]),
    };
    let day = facts.in_force.as_deref().and_then(|d| d.parse().ok()).map(|d| fmt::date(w.lang(), d));
    let title = match day {
        Some(date) => w.with(
            "views-chip-title",
            &[("place", label(eid).into()), ("decision", decision.into()), ("date", date.into())],
        ),
        None => {
            w.with("views-chip-title-undated", &[("place", label(eid).into()), ("decision", decision.into())])
        }
    };
    Chip::new(label(eid)).href(format!("/{}/decision/{eid}", agency.id())).title(title)
}

/// The chip of whatever a permit or a refusal rests on.
#[must_use]
pub fn chip_of_citation(w: &Words, agency: &Agency, citation: &Citation) -> Chip {
    match citation {
        Citation::Decision(clause) => chip_of(w, agency, clause),
        Citation::Statute(statute) => {
            Chip::new(format!("{}, {}", statute.number, statute.article)).title(statute.number.clone())
        }
    }
}

fn label(eid: &str) -> String {
    let short = congvu_law::chip(eid);
    if short.is_empty() { eid.to_owned() } else { short }
}

//! Where a case is, who has it, what comes next.

use congvu_authority::Selector;
use congvu_desk::Case;
use congvu_matter::declare::{ActDef, Phase};
use congvu_pack::{Agency, Library};
use congvu_web::components::{Tone, badge};
use congvu_web::{Html, Words};

/// The tone of a case: good when it ended with a result, bad when that result is a refusal.
#[must_use]
pub fn state_tone(library: &Library, case: &Case) -> Tone {
    let matter = &case.matter;
    tone_of(library, &matter.lifecycle, &matter.state, matter.outcome.as_deref().unwrap_or_default())
}

/// As [`state_tone`], of a case in a list: its lifecycle, state and outcome.
#[must_use]
pub fn tone_of(library: &Library, lifecycle: &str, state: &str, outcome: &str) -> Tone {
    let state = library.lifecycles.get(lifecycle).and_then(|l| l.state(state));
    match state.map(|s| s.phase) {
        Some(Phase::Working) => Tone::Info,
        Some(Phase::Stopped) => Tone::Warn,
        Some(Phase::Done) if outcome == "refused" => Tone::Bad,
        Some(Phase::Done) => Tone::Good,
        Some(Phase::Waiting | Phase::Ended) | None => Tone::Neutral,
    }
}

/// The state of a case in a word, with its icon.
#[must_use]
pub fn state_badge(w: &Words, library: &Library, case: &Case) -> Html {
    let name = case.state(library).map_or(case.matter.state.as_str(), |s| crate::pick(w, &s.name));
    badge(state_tone(library, case), name)
}

/// The act that is expected next, if any.
#[must_use]
pub fn next_act<'l>(library: &'l Library, case: &Case) -> Option<&'l ActDef> {
    let next = case.state(library)?.next.as_deref()?;
    case.lifecycle(library)?.act(next)
}

/// Who has the case: a unit or a role, never a name. Empty when nobody does.
#[must_use]
pub fn turn_text(w: &Words, agency: &Agency, library: &Library, case: &Case) -> String {
    if case.turn.is_empty() {
        return String::new();
    }
    // A case with one position is, for the reader, with that position's division: the one that handles the procedure.
    if case.turn.starts_with("position:") || case.turn == "assigned" {
        let unit = case.procedure(library).map(|(p, _)| p.unit.as_str()).unwrap_or_default();
        return unit_name(agency, unit).unwrap_or_else(|| w.t("views-turn-department"));
    }
    selector_text(w, agency, &case.turn)
}

/// A selector of the authority table in words: `Bộ phận Một cửa`, `Phòng Thông tin - Báo chí - Xuất bản`.
#[must_use]
pub fn selector_text(w: &Words, agency: &Agency, selector: &str) -> String {
    match selector.parse::<Selector>() {
        Ok(Selector::Applicant) => w.t("views-turn-applicant"),
        Ok(Selector::System) => w.t("views-turn-system"),
        Ok(Selector::Role(role)) => agency
            .rules
            .roles()
            .get(&role)
            .map_or_else(|| w.t("views-turn-department"), |t| w.pick(&t.vi, &t.en).to_owned()),
        Ok(Selector::Kind(kind)) => agency
            .rules
            .kind(&kind)
            .map_or_else(|| w.t("views-turn-department"), |k| w.pick(&k.name.vi, &k.name.en).to_owned()),
        Ok(Selector::Unit { unit, member }) => {
            let name = unit_name(agency, unit.as_str()).unwrap_or_else(|| w.t("views-turn-department"));
            match member.as_deref() {
                Some("head") => w.with("views-turn-head", &[("unit", name.into())]),
                _ => name,
            }
        }
        Ok(Selector::Power { .. } | Selector::May(_)) => w.t("views-turn-leadership"),
        Ok(Selector::Assigned | Selector::Position(_)) | Err(_) => w.t("views-turn-department"),
    }
}

fn unit_name(agency: &Agency, key: &str) -> Option<String> {
    agency.rules.unit(&key.into()).map(|u| u.name.clone())
}

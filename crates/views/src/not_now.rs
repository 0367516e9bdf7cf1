//! Why it is not the matter's turn, in plain words.

use congvu_matter::declare::{Lifecycle, Text};
use congvu_matter::{InputFault, Refused};
use congvu_web::{Words, fmt};

/// Why the matter does not take an act now: sentences.
#[must_use]
pub fn not_now_text(w: &Words, lifecycle: Option<&Lifecycle>, refused: &Refused) -> Vec<String> {
    let act_name = |id: &str| named(w, lifecycle.and_then(|l| l.act(id)).map(|a| &a.name), id);
    let state_name = |id: &str| named(w, lifecycle.and_then(|l| l.state(id)).map(|s| &s.name), id);
    let one = |text: String| vec![text];
    match refused {
        Refused::UnknownAct { act } => {
            one(w.with("views-not-now-unknown-act", &[("act", act.clone().into())]))
        }
        Refused::WrongState { act, state, possible } => {
            let possible: Vec<String> = possible.iter().map(|s| state_name(s)).collect();
            one(w.with(
                "views-not-now-wrong-state",
                &[
                    ("act", act_name(act).into()),
                    ("state", state_name(state).into()),
                    ("possible", possible.join(", ").into()),
                ],
            ))
        }
        Refused::TooOften { act, max } => {
            one(w.with("views-not-now-too-often", &[("act", act_name(act).into()), ("max", (*max).into())]))
        }
        Refused::NotYet { act, after } => one(w.with(
            "views-not-now-not-yet",
            &[("act", act_name(act).into()), ("after", act_name(after).into())],
        )),
        Refused::Replaced { act, .. } => {
            one(w.with("views-not-now-replaced", &[("act", act_name(act).into())]))
        }
        Refused::NoForm { act, from: Some(from), .. } => one(w.with(
            "views-not-now-no-form-yet",
            &[("act", act_name(act).into()), ("date", fmt::date(w.lang(), *from).into())],
        )),
        Refused::NoForm { act, .. } => one(w.with("views-not-now-no-form", &[("act", act_name(act).into())])),
        Refused::Input { act, faults } => faults.iter().map(|f| fault_text(w, lifecycle, act, f)).collect(),
        Refused::Files { max, .. } => {
            one(w.with("views-not-now-files", &[("max", u32::try_from(*max).unwrap_or(u32::MAX).into())]))
        }
        Refused::MissingParts { parts } => parts
            .iter()
            .map(|(_, name)| {
                w.with("views-not-now-part", &[("name", crate::pick(w, name).to_owned().into())])
            })
            .collect(),
        Refused::NoSubject => one(w.t("views-not-now-no-subject")),
        Refused::NotInForce { .. } => one(w.t("views-not-now-not-in-force")),
        Refused::LawSettled => one(w.t("views-not-now-law-settled")),
        Refused::Register(_) => one(w.t("views-not-now-register")),
        Refused::Clock(_) => one(w.t("views-not-now-clock")),
        Refused::NoCharge => one(w.t("views-not-now-no-charge")),
        Refused::Unpaid { act, owed } => one(w.with(
            "views-not-now-unpaid",
            &[("act", act_name(act).into()), ("owed", money(w, *owed).into())],
        )),
        Refused::TooMuch { most } => {
            one(w.with("views-not-now-too-much", &[("most", money(w, *most).into())]))
        }
        Refused::KnownPayment { reference } => {
            one(w.with("views-not-now-known-payment", &[("reference", reference.clone().into())]))
        }
        Refused::NotSealedFor => one(w.t("views-not-now-not-sealed-for")),
        Refused::OtherAnswers { act } => {
            one(w.with("views-not-now-other-answers", &[("act", act_name(act).into())]))
        }
        Refused::SameHands { act, did } => one(w.with(
            "views-not-now-same-hands",
            &[("act", act_name(act).into()), ("did", act_name(did).into())],
        )),
        Refused::Packs { reasons } => {
            std::iter::once(w.t("views-not-now-packs")).chain(reasons.clone()).collect()
        }
        Refused::Full { max } => one(w.with("views-not-now-full", &[("max", (*max).into())])),
    }
}

fn money(w: &Words, dong: u64) -> String {
    fmt::money(w.lang(), i64::try_from(dong).unwrap_or(i64::MAX))
}

fn named(w: &Words, text: Option<&Text>, id: &str) -> String {
    text.map_or_else(|| id.to_owned(), |t| crate::pick(w, t).to_owned())
}

/// One fault in what was said, in a sentence that says what to do. `act` may be the id or the name of the act.
pub(crate) fn fault_text(w: &Words, lifecycle: Option<&Lifecycle>, act: &str, fault: &InputFault) -> String {
    let inputs = lifecycle
        .into_iter()
        .flat_map(|l| l.acts.iter().filter(|a| a.id == act || a.name.vi == act || a.name.en == act));
    let found = inputs.flat_map(|a| &a.inputs).find(|i| i.id == fault.input);
    let label = named(w, found.map(|i| &i.label), &fault.input);
    let id = match fault.fault.as_str() {
        "required" => "views-fault-required",
        "unknown" => "views-fault-unknown",
        "too-long" => "views-fault-too-long",
        "not-a-choice" => "views-fault-not-a-choice",
        "not-a-date" => "views-fault-not-a-date",
        "not-a-moment" => "views-fault-not-a-moment",
        "not-a-limit" => "views-fault-not-a-limit",
        "not-a-position" => "views-fault-not-a-position",
        "too-many" => "views-fault-too-many",
        "incomplete" => "views-fault-incomplete",
        "before-today" => "views-fault-before-today",
        "not-later" => "views-fault-not-later",
        "too-soon" => "views-fault-too-soon",
        "too-far" => "views-fault-too-far",
        "term-over" => "views-fault-term-over",
        "unanswered" => "views-fault-unanswered",
        "asked-already" => "views-fault-asked-already",
        "not-different" => "views-fault-not-different",
        "in-clear" => "views-fault-in-clear",
        "not-money" => "views-fault-not-money",
        "acts" => "views-fault-acts",
        "not-yet" => "views-fault-not-yet",
        "not-fined-then" => "views-fault-not-fined-then",
        "not-this-offender" => "views-fault-not-this-offender",
        "limitation" => "views-fault-limitation",
        "outside-bracket" => "views-fault-outside-bracket",
        "no-entry" => "views-fault-no-entry",
        "months-outside" => "views-fault-months-outside",
        "decision-late" => "views-fault-decision-late",
        "warning-only" => "views-fault-warning-only",
        "before-decision" => "views-fault-before-decision",
        "other-seat" => "views-fault-other-seat",
        "not-a-name" => "views-fault-not-a-name",
        "not-a-person" => "views-fault-not-a-person",
        "closed-seat" => "views-fault-closed-seat",
        "empty-seat" => "views-fault-empty-seat",
        "away-already" => "views-fault-away-already",
        "away-too" => "views-fault-away-too",
        "circular" => "views-fault-circular",
        "no-end" => "views-fault-no-end",
        "not-a-number" => "views-fault-not-a-number",
        "not-a-unit" => "views-fault-not-a-unit",
        "not-a-duty" => "views-fault-not-a-duty",
        "in-future" => "views-fault-in-future",
        "plan-empty" => "views-fault-plan-empty",
        "plan-twice" => "views-fault-plan-twice",
        "plan-held" => "views-fault-plan-held",
        "plan-two-heads" => "views-fault-plan-two-heads",
        "plan-lost-case" => "views-fault-plan-lost-case",
        _ => "views-fault-wrong",
    };
    w.with(id, &[("label", label.into())])
}

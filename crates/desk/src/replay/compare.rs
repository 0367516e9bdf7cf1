//! What follows from an act, as recorded and as it would be: nothing of a person is told, only what packs decide.

use super::Difference;
use congvu_matter::{Event, RegisterChange};
use congvu_record::Act;

/// Collects what is different about one act.
pub(super) struct Telling<'a> {
    agency: &'a str,
    procedure: &'a str,
    act: &'a Act,
    pub(super) found: Vec<Difference>,
}

impl<'a> Telling<'a> {
    pub(super) fn new(agency: &'a str, procedure: &'a str, act: &'a Act) -> Self {
        Self { agency, procedure, act, found: Vec::new() }
    }

    pub(super) fn say(&mut self, what: &'static str, was: String, would: String) {
        self.found.push(Difference {
            agency: self.agency.to_owned(),
            procedure: self.procedure.to_owned(),
            matter: self.act.matter.clone(),
            seq: self.act.seq,
            act: self.act.kind.clone(),
            what,
            was,
            would,
        });
    }

    pub(super) fn compare(&mut self, what: &'static str, was: String, would: String) {
        if was != would {
            self.say(what, was, would);
        }
    }
}

/// Compares the events of an act, kind by kind.
pub(super) fn events(recorded: &[Event], decided: &[Event], telling: &mut Telling<'_>) {
    type Look = fn(&Event) -> Option<String>;
    let looks: [(&'static str, Look); 7] = [
        ("law", law),
        ("limit", limit),
        ("state", state),
        ("outcome", outcome),
        ("paper", paper),
        ("register", register),
        ("assigned", assigned),
    ];
    for (what, look) in looks {
        let all = |events: &[Event]| {
            let texts: Vec<String> = events.iter().filter_map(look).collect();
            if texts.is_empty() { "none".to_owned() } else { texts.join("; ") }
        };
        telling.compare(what, all(recorded), all(decided));
    }
}

fn law(event: &Event) -> Option<String> {
    match event {
        Event::Opened { law_of, .. } => law_of.map(|from| from.to_string()),
        Event::Law { choice } => Some(format!("{} governs after {}", choice.governs, choice.new)),
        _ => None,
    }
}

fn limit(event: &Event) -> Option<String> {
    let text = |limit: Option<congvu_calendar::Limit>, restarts: bool| {
        let limit = limit.map_or_else(|| "none".to_owned(), |l| l.to_string());
        Some(if restarts { format!("{limit}, restarts") } else { limit })
    };
    match event {
        Event::Opened { limit, restarts, .. } => text(*limit, *restarts),
        Event::Law { choice } => text(choice.limit, choice.restarts),
        _ => None,
    }
}

fn state(event: &Event) -> Option<String> {
    match event {
        Event::Moved { to, .. } => Some(to.clone()),
        _ => None,
    }
}

fn outcome(event: &Event) -> Option<String> {
    match event {
        Event::Outcome { outcome } => Some(outcome.clone()),
        _ => None,
    }
}

fn paper(event: &Event) -> Option<String> {
    let Event::Paper { key, template, form, notation, .. } = event else { return None };
    let prescribed = form.as_ref().map(|f| {
        let [number, circular] = [&f.number, &f.circular].map(|t| t.clone().unwrap_or_default());
        format!("{number} {circular}")
    });
    let parts = [Some(key.clone()), Some(template.clone()), prescribed, notation.clone()];
    Some(parts.into_iter().flatten().filter(|p| !p.trim().is_empty()).collect::<Vec<_>>().join(" "))
}

fn register(event: &Event) -> Option<String> {
    let Event::Register { change } = event else { return None };
    let until = |until: &Option<jiff::civil::DateTime>| {
        until.map_or_else(|| "no end".to_owned(), |u| format!("until {}", u.date()))
    };
    Some(match change {
        RegisterChange::Add { register, until: end, .. } => format!("add {register}, {}", until(end)),
        RegisterChange::Amend { entry, content } => {
            format!("amend {}: {}", entry.register, content.keys().cloned().collect::<Vec<_>>().join(", "))
        }
        RegisterChange::Extend { entry, limit, at_most } => {
            let times = at_most.map(|n| format!(", {n} times at most")).unwrap_or_default();
            format!("extend {} by {limit}{times}", entry.register)
        }
        RegisterChange::Reissue { entry } => format!("reissue {}", entry.register),
        RegisterChange::Revoke { entry } => format!("revoke {}", entry.register),
        RegisterChange::Suspend { entry, until: end } => {
            format!("suspend {}, {}", entry.register, until(end))
        }
        RegisterChange::Restore { entry } => format!("restore {}", entry.register),
        RegisterChange::End { entry } => format!("end {}", entry.register),
        RegisterChange::Correct { entry, .. } => format!("correct {}", entry.register),
        RegisterChange::Import { register, .. } => format!("import into {register}"),
        RegisterChange::Annul { register } => format!("take back from {register}"),
    })
}

fn assigned(event: &Event) -> Option<String> {
    match event {
        Event::Assigned { position } => Some(position.clone()),
        _ => None,
    }
}

//! The form of a search: words, and under them everything that narrows. It works by its address alone.

use super::wanted::{PHASES, Wanted};
use crate::access::Officer;
use askama::Template;
use congvu_desk::{Desk, phase_word};
use congvu_web::{Html, Words};
use std::collections::BTreeMap;

/// One thing to choose from a list.
struct Select {
    name: &'static str,
    label: String,
    any: String,
    choices: Vec<(String, String)>,
    chosen: String,
}

/// A day.
struct Day {
    name: &'static str,
    label: String,
    value: String,
    wrong: bool,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<search><form class="search" method="get" action="{{ action }}">
<label for="f-q">{{ w.t("casework-search-label") }}</label>
<p class="hint" id="f-q-hint">{{ w.t("casework-search-hint") }}</p>
<div class="search-row"><input type="search" id="f-q" name="q" value="{{ q }}" maxlength="200" enterkeyhint="search" data-search aria-describedby="f-q-hint"><button class="button button-primary" type="submit">{{ w.t("search") }}</button></div>
<details{% if open %} open{% endif %}><summary>{{ w.t("casework-filters") }}</summary>
<div class="filters">
{% for s in selects %}<div><label for="f-{{ s.name }}">{{ s.label }}</label><select id="f-{{ s.name }}" name="{{ s.name }}"><option value="">{{ s.any }}</option>{% for (value, label) in s.choices %}<option value="{{ value }}"{% if *value == s.chosen %} selected{% endif %}>{{ label }}</option>{% endfor %}</select></div>
{% endfor %}{% for d in days %}<div><label for="f-{{ d.name }}">{{ d.label }}</label><input type="date" id="f-{{ d.name }}" name="{{ d.name }}" value="{{ d.value }}"{% if d.wrong %} aria-invalid="true"{% endif %}></div>
{% endfor %}<div class="choice"><input type="checkbox" id="f-late" name="late" value="true"{% if late %} checked{% endif %}><label for="f-late">{{ w.t("casework-filter-late") }}</label></div>
</div><p class="buttons"><button class="button" type="submit">{{ w.t("casework-filters-apply") }}</button> <a href="{{ action }}">{{ w.t("casework-filters-clear") }}</a></p></details></form></search>"#
)]
struct T<'a> {
    w: &'a Words,
    action: String,
    q: &'a str,
    open: bool,
    selects: Vec<Select>,
    days: Vec<Day>,
    late: bool,
}

/// The form, as it was filled in.
pub(super) fn form(w: &Words, desk: &Desk, officer: &Officer<'_>, wanted: &Wanted) -> Html {
    let wrong = wanted.wrong_days();
    let day = |name: &'static str, value: &String| Day {
        name,
        label: w.t(&format!("casework-filter-{}", name.replace('_', "-"))),
        // The widget takes ISO days only; what else was typed is gone from it, and said above.
        value: super::wanted::day(value).map(|d| d.to_string()).unwrap_or_default(),
        wrong: wrong.contains(&name),
    };
    Html::render(&T {
        w,
        action: officer.desk("/search"),
        q: &wanted.q,
        open: wanted.is_narrowed(),
        selects: selects(w, desk, officer, wanted),
        days: vec![
            day("from", &wanted.from),
            day("to", &wanted.to),
            day("due_from", &wanted.due_from),
            day("due_to", &wanted.due_to),
        ],
        late: wanted.late == "true",
    })
}

fn selects(w: &Words, desk: &Desk, officer: &Officer<'_>, wanted: &Wanted) -> Vec<Select> {
    let select = |name: &'static str, chosen: &String, choices: Vec<(String, String)>| Select {
        name,
        label: w.t(&format!("casework-filter-{name}")),
        any: w.t(if name == "order" { "casework-order-newest" } else { "casework-filter-any" }),
        choices,
        chosen: chosen.clone(),
    };
    let said = |prefix: &str, values: &[&str]| -> Vec<(String, String)> {
        values.iter().map(|v| ((*v).to_owned(), w.t(&format!("casework-{prefix}-{v}")))).collect()
    };
    vec![
        select("list", &wanted.list, said("list", &["cases", "entries"])),
        select("state", &wanted.state, states(w, desk, officer)),
        select("procedure", &wanted.procedure, procedures(w, desk, officer)),
        select("field", &wanted.field, fields(w, desk)),
        select("unit", &wanted.unit, units(desk, officer)),
        select("officer", &wanted.officer, officers(w, officer)),
        select(
            "channel",
            &wanted.channel,
            said("channel", &["online", "portal", "counter", "post", "office"]),
        ),
        select("register", &wanted.register, registers(w, desk, officer)),
        select("standing", &wanted.standing, said("standing", &["valid", "expired", "suspended", "revoked"])),
        select("order", &wanted.order, vec![("due".to_owned(), w.t("casework-order-due"))]),
    ]
}

/// Open, closed, phases, then single states by their names; a name that several lifecycles use stands once.
fn states(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Vec<(String, String)> {
    let mut all = vec![
        ("open".to_owned(), w.t("casework-state-open")),
        ("closed".to_owned(), w.t("casework-state-closed")),
    ];
    all.extend(
        PHASES
            .into_iter()
            .map(phase_word)
            .map(|p| (format!("phase:{p}"), w.t(&format!("casework-phase-{p}")))),
    );
    let library = desk.library();
    let lives = officer.agency.procedures.iter().filter_map(|id| library.loaded(officer.agency.id(), id));
    let all_of = |p: &'_ congvu_matter::declare::Procedure| -> Vec<String> {
        p.versions.iter().map(|v| p.lifecycle_of(Some(v)).to_owned()).collect()
    };
    let mut lives: Vec<String> = lives.flat_map(|p| all_of(&p.declared)).collect();
    lives.sort_unstable();
    lives.dedup();
    for state in lives.iter().filter_map(|id| library.lifecycles.get(id)).flat_map(|l| &l.states) {
        let value = format!("state:{}", state.id);
        if !all.iter().any(|(v, _)| *v == value) {
            all.push((value, congvu_views::pick(w, &state.name).to_owned()));
        }
    }
    all
}

fn procedures(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Vec<(String, String)> {
    let all =
        officer.agency.procedures.iter().filter_map(|id| desk.library().loaded(officer.agency.id(), id));
    let mut all: Vec<(String, String)> =
        all.map(|p| (p.declared.id.clone(), congvu_views::pick(w, &p.declared.name).to_owned())).collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all
}

fn fields(w: &Words, desk: &Desk) -> Vec<(String, String)> {
    let name = |f: &congvu_pack::Field| congvu_views::pick(w, &f.name).to_owned();
    desk.library().fields.iter().map(|f| (f.id.clone(), name(f))).collect()
}

fn units(desk: &Desk, officer: &Officer<'_>) -> Vec<(String, String)> {
    let all =
        officer.agency.procedures.iter().filter_map(|id| desk.library().loaded(officer.agency.id(), id));
    let mut units: BTreeMap<String, String> = BTreeMap::new();
    for key in all.map(|p| &p.declared.unit) {
        if let Some(unit) = officer.agency.rules.unit(&key.as_str().into()) {
            units.insert(key.clone(), unit.name.clone());
        }
    }
    units.into_iter().collect()
}

fn officers(w: &Words, officer: &Officer<'_>) -> Vec<(String, String)> {
    let held = |position: &congvu_authority::Position| {
        officer
            .book
            .roster
            .appointments
            .iter()
            .rfind(|a| a.position == position.id && congvu_authority::in_force(a.from, a.to, officer.now))
            .map(|a| officer.book.name_of(a.person.as_str()))
            .unwrap_or_default()
    };
    let all = officer.book.roster.positions.iter();
    all.map(|p| (p.id.to_string(), officer.seat(w, &p.id, &held(p)))).collect()
}

/// The registers that this department's procedures write.
fn registers(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Vec<(String, String)> {
    let library = desk.library();
    let procedures =
        officer.agency.procedures.iter().filter_map(|id| library.loaded(officer.agency.id(), id));
    let outcomes = procedures.flat_map(|p| &p.declared.versions).flat_map(|v| v.outcome.values());
    let written: std::collections::BTreeSet<&str> =
        outcomes.filter_map(|o| o.register.as_ref()).map(|r| r.register()).collect();
    let all = library.registers.values().filter(|r| written.contains(r.id.as_str()));
    all.map(|r| (r.id.clone(), w.pick(&r.name.vi, &r.name.en).to_owned())).collect()
}

//! What `people.toml` names must exist: acts, kinds, duties, statutes, forms, choices, placeholders.

use crate::locate::Locator;
use crate::people::PEOPLE;
use crate::{Fault, Files, Library, People};
use congvu_matter::declare::Effect;
use jiff::civil::DateTime;

/// Some day on which every statute of the time before or after is looked for.
fn is_cited(library: &Library, cite: &str) -> bool {
    let days = [2021_i16, 2023, 2025, 2026];
    let days = days.iter().filter_map(|year| DateTime::new(*year, 12, 1, 0, 0, 0, 0).ok());
    library.agencies.values().all(|agency| days.clone().any(|day| agency.rules.statute(cite, day).is_some()))
}

pub(crate) fn check(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let at = Locator::new(PEOPLE, files.text(PEOPLE).unwrap_or_default());
    let people = &library.people;
    let mut say = |path: &str, reason: String| faults.push(at.fault(path, reason));
    let act = |id: &str| library.lifecycles.values().find_map(|life| life.act(id));
    for (i, kind) in people.leaders.iter().enumerate() {
        if library.agencies.values().any(|agency| agency.rules.kind(kind).is_none()) {
            say(&format!("leaders.{i}"), format!("there is no kind of position `{kind}`"));
        }
    }
    for agency in library.agencies.values() {
        if agency.rules.duty(&people.amendment.duty).is_none() {
            say("amendment.duty", format!("`{}` has no duty `{}`", agency.id(), people.amendment.duty));
        }
        if !agency.rules.acts().contains(people.amendment.act.as_str()) {
            say("amendment.act", format!("no clause empowers anybody to `{}`", people.amendment.act));
        }
    }
    match library.lifecycles.get(&people.look.lifecycle) {
        None => say("look.lifecycle", format!("there is no lifecycle `{}`", people.look.lifecycle)),
        Some(life) => {
            for (key, id) in [("others", &people.look.others), ("own", &people.look.own)] {
                if life.act(id).is_none() {
                    say(&format!("look.{key}"), format!("`{}` has no act `{id}`", life.id));
                }
            }
        }
    }
    let cited = people.times.iter().enumerate().map(|(i, r)| (format!("time.{i}"), &r.cite));
    let cited =
        cited.chain(people.disciplines.iter().enumerate().map(|(i, r)| (format!("discipline.{i}"), &r.cite)));
    let cited = cited.chain(people.raises.iter().enumerate().map(|(i, r)| (format!("raise.{i}"), &r.cite)));
    let cited = cited.chain(people.lates.iter().enumerate().map(|(i, r)| (format!("late.{i}"), &r.cite)));
    for (path, cite) in cited {
        if !is_cited(library, cite) {
            say(&format!("{path}.cite"), format!("authority.toml has no statute `{cite}`"));
        }
    }
    for (i, time) in people.times.iter().enumerate() {
        if act(&time.act).is_none() {
            say(&format!("time.{i}.act"), format!("no lifecycle has an act `{}`", time.act));
        }
    }
    let disciplines = act("discipline").and_then(|a| a.inputs.iter().find(|i| i.id == "form"));
    for (i, rule) in people.disciplines.iter().enumerate() {
        for (f, form) in rule.forms.iter().enumerate() {
            if disciplines.is_none_or(|input| !input.choices.contains_key(form)) {
                say(
                    &format!("discipline.{i}.forms.{f}"),
                    format!("the act `discipline` has no form `{form}`"),
                );
            }
        }
    }
    papers(people, library, &mut say);
    // A decision on people without words could not be set.
    for (id, life) in &library.lifecycles {
        for (a, declared) in life.acts.iter().enumerate() {
            let keys = declared.effects.iter().filter_map(|e| match e {
                Effect::Paper(key) if key.starts_with("people-") => Some(key),
                _ => None,
            });
            for key in keys.filter(|key| people.paper(key).is_none()) {
                let file = format!("vn/lifecycles/{id}.toml");
                let at = Locator::new(&file, files.text(&file).unwrap_or_default());
                let reason = format!("people.toml has no words for the paper `{key}`");
                faults.push(at.fault(&format!("act.{a}.effects"), reason));
            }
        }
    }
}

fn papers(people: &People, library: &Library, say: &mut dyn FnMut(&str, String)) {
    for (i, paper) in people.papers.iter().enumerate() {
        if !library.forms.contains_key(&paper.form) {
            say(&format!("paper.{i}.form"), format!("there is no form `{}` in forms.toml", paper.form));
        }
        for text in paper.articles.iter().chain([&paper.about]) {
            let unknown =
                text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
            for name in unknown.filter(|name| !People::PLACES.contains(name)) {
                say(&format!("paper.{i}.form"), format!("the words have no place `{{{name}}}` to fill"));
            }
        }
    }
}

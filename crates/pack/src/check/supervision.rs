//! The law on violations: every act stands under a decree, every bracket within its ceiling, every power has one amount.

use crate::locate::Locator;
use crate::{Fault, Files, Library};
use congvu_authority::Bound;
use congvu_calendar::Unit;
use congvu_violation::{Behaviour, Competence, LIMIT_FACT, Law, LawFile, Limitation, Offender};
use jiff::civil::Date;

/// Where the law on violations stands.
pub(crate) const FOLDER: &str = "vn/supervision/";
const AUTHORITY: &str = "vn/authority.toml";

pub(crate) fn check(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let law = &library.violations;
    let mut seen: Vec<String> = Vec::new();
    for path in files.under(FOLDER, ".toml") {
        let Ok(file) = crate::read::toml_file::<LawFile>(files, path) else { continue };
        let at = Locator::new(path, files.text(path).unwrap_or_default());
        let mut say = |place: String, reason: String| faults.push(at.fault(&place, reason));
        for (i, decree) in file.decrees.iter().enumerate() {
            let same = law.all.decrees.iter().filter(|d| d.number == decree.number).count();
            if same > 1 {
                say(format!("decree.{i}.number"), format!("`{}` stands here twice", decree.number));
            }
            force(decree.from, decree.to, &format!("decree.{i}"), &mut say);
            read(decree.verified, decree.source.as_deref(), &format!("decree.{i}"), &mut say);
        }
        for (i, act) in file.behaviours.iter().enumerate() {
            let place = format!("behaviour.{i}");
            if seen.contains(&act.id) {
                say(format!("{place}.id"), format!("the id `{}` is used twice: an id is given once", act.id));
            }
            seen.push(act.id.clone());
            behaviour(law, act, &place, &mut say);
        }
        for (i, power) in file.competences.iter().enumerate() {
            competence(law, power, &format!("competence.{i}"), &mut say);
        }
        for (i, limitation) in file.limitations.iter().enumerate() {
            calendar_time(limitation, &format!("limitation.{i}"), &mut say);
        }
        for (i, time) in file.times.iter().enumerate() {
            force(time.from, time.to, &format!("time.{i}"), &mut say);
            read(time.verified, time.source.as_deref(), &format!("time.{i}"), &mut say);
        }
    }
    rows(files, library, faults);
}

/// What was read says where.
fn read(verified: bool, source: Option<&str>, place: &str, say: &mut impl FnMut(String, String)) {
    if verified && source.is_none_or(|s| s.trim().is_empty()) {
        say(format!("{place}.verified"), "what was read in a source names it: add `source`".into());
    }
}

fn force(from: Date, to: Option<Date>, place: &str, say: &mut impl FnMut(String, String)) {
    if let Some(to) = to.filter(|to| *to <= from) {
        say(format!("{place}.to"), format!("it ends on {to}, before it begins on {from}"));
    }
}

fn behaviour(law: &Law, act: &Behaviour, place: &str, say: &mut impl FnMut(String, String)) {
    read(act.verified, act.source.as_deref(), place, say);
    force(act.from, act.to, place, say);
    let [least, most] = act.bracket;
    if least > most || (least == 0) != (most == 0) {
        let reason = format!("a bracket goes from the least to the most, or is 0 and 0: {least} to {most}");
        say(format!("{place}.bracket"), reason);
    }
    match law.decree(&act.decree) {
        None => say(format!("{place}.decree"), format!("there is no decree `{}`", act.decree)),
        Some(decree) if act.from < decree.from => {
            let reason = format!("`{}` is in force from {}", decree.number, decree.from);
            say(format!("{place}.from"), reason);
        }
        Some(_) => {}
    }
    let offender = match act.only {
        Some(congvu_violation::Whose::Individual) => Offender::Individual,
        _ => Offender::Organisation,
    };
    let edge = law.bracket(act, offender).map(|(_, most)| most);
    if let Some((edge, ceiling)) = edge.zip(law.ceiling(&act.field, act.from)).filter(|(e, c)| e > c) {
        let reason = format!("{edge} is more than the {ceiling} that the law allows in `{}`", act.field);
        say(format!("{place}.bracket"), reason);
    }
    let bounds = law.all.suspension.as_ref().map(|s| s.months);
    if let Some([first, last]) = act.suspension {
        let outside = bounds.is_some_and(|[least, most]| first < least || last > most);
        if first > last || outside {
            say(format!("{place}.suspension"), format!("{first} to {last} months are not possible"));
        }
    }
}

fn competence(law: &Law, power: &Competence, place: &str, say: &mut impl FnMut(String, String)) {
    read(power.verified, power.source.as_deref(), place, say);
    force(power.from, power.to, place, say);
    match (power.organisation, power.percent) {
        (Some(_), None) => {}
        (None, Some(1..=100)) => {}
        (None, Some(percent)) => {
            say(format!("{place}.percent"), format!("{percent} is no percentage, 1 to 100"))
        }
        _ => say(place.to_owned(), "a power has either an amount or a percentage".into()),
    }
    if let Some(decree) = power.decree.as_ref().filter(|d| law.decree(d).is_none()) {
        say(format!("{place}.decree"), format!("there is no decree `{decree}`"));
    }
    let overlaps = |other: &&Competence| {
        other.id == power.id
            && other.decree == power.decree
            && other.to.is_none_or(|to| power.from < to)
            && power.to.is_none_or(|to| other.from < to)
    };
    if law.all.competences.iter().filter(overlaps).count() > 1 {
        say(format!("{place}.from"), format!("`{}` has two amounts on one day", power.id));
    }
}

fn calendar_time(limitation: &Limitation, place: &str, say: &mut impl FnMut(String, String)) {
    read(limitation.verified, limitation.source.as_deref(), place, say);
    force(limitation.from, limitation.to, place, say);
    if !matches!(limitation.limit.unit, Unit::Day | Unit::Month | Unit::Year) {
        say(
            format!("{place}.limit"),
            "limitation is counted in days, months or years by the calendar".into(),
        );
    }
}

/// Powers that take their amount from here name one that there is.
fn rows(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let text = files.text(AUTHORITY).unwrap_or_default();
    let Some(agency) = library.agencies.values().next() else { return };
    for power in agency.rules.powers() {
        let Some(Bound::Fact(fact)) = power.at_most.as_ref().map(|most| &most.bound) else { continue };
        let named = fact.strip_prefix(LIMIT_FACT).and_then(|rest| rest.strip_prefix('/'));
        if !named.is_some_and(|id| library.violations.all.competences.iter().any(|c| c.id == id)) {
            let line = text.lines().position(|l| l.contains(fact.as_str())).unwrap_or(0).saturating_add(1);
            let reason = format!("no power under {FOLDER} is called as in `{fact}`");
            faults.push(Fault { file: AUTHORITY.to_owned(), line, column: 1, reason });
        }
    }
}

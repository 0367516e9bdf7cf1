//! Templates of notices: everything they name must be there, and a subject tells nothing about a person.

use crate::locate::Locator;
use crate::notices::{BODY_NAMES, Channel, Notice, NoticesFile, SUBJECT_NAMES, placeholders};
use crate::read::toml_file;
use crate::{Fault, Files, Library};
use std::collections::BTreeSet;

/// The folder of the templates.
pub(crate) const FOLDER: &str = "vn/notices/";
/// The file in it that holds no templates.
pub(crate) const SENDING: &str = "vn/notices/sending.toml";
/// Longest subject, in characters, before anything is filled in.
const SUBJECT_CHARS: usize = 120;

pub(crate) fn check(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let mut ids = BTreeSet::new();
    for path in files.under(FOLDER, ".toml").filter(|p| *p != SENDING) {
        let Ok(read) = toml_file::<NoticesFile>(files, path) else { continue };
        let at = Locator::new(path, files.text(path).unwrap_or_default());
        for (i, notice) in read.notices.iter().enumerate() {
            if !ids.insert(notice.id.clone()) {
                let reason = format!("the notice `{}` stands twice in {FOLDER}", notice.id);
                faults.push(at.fault(&format!("notice.{i}.id"), reason));
            }
            for (key, reason) in wrong(notice, library) {
                faults.push(at.fault(&format!("notice.{i}.{key}"), reason));
            }
        }
    }
    sending(files, library, faults);
}

fn sending(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let at = Locator::new(SENDING, files.text(SENDING).unwrap_or_default());
    let sending = &library.notices.sending;
    if sending.attempts == 0 {
        faults.push(at.fault("attempts", "a message is tried at least once"));
    }
    if sending.short_chars < 70 {
        faults.push(
            at.fault("short-chars", "70 characters at least: one message without an address of a case"),
        );
    }
    if sending.remind.at.is_empty() {
        faults.push(at.fault("remind.at", "at least one time of day"));
    }
    if let Some(channel) = sending.per_hour.iter().find(|(_, most)| **most == 0).map(|(c, _)| c) {
        let reason =
            "nothing would ever be sent: leave the channel out of the configuration of the server instead";
        faults.push(at.fault(&format!("per-hour.{channel}"), reason));
    }
}

/// What is wrong with a template, and under which key.
fn wrong(notice: &Notice, library: &Library) -> Vec<(String, String)> {
    let mut wrong: Vec<(String, String)> = Vec::new();
    let mut say = |key: &str, reason: String| wrong.push((key.to_owned(), reason));
    if notice.act.is_some() == notice.passing.is_some() {
        say("id", "a notice follows from either an `act` or a `passing`".to_owned());
    }
    if notice.lifecycles.is_empty() {
        say("lifecycles", "at least one lifecycle".to_owned());
    }
    if notice.to.is_empty() {
        say("to", "at least one recipient".to_owned());
    }
    for (i, id) in notice.lifecycles.iter().enumerate() {
        let Some(life) = library.lifecycles.get(id) else {
            say(&format!("lifecycles.{i}"), format!("there is no lifecycle `{id}`"));
            continue;
        };
        if let Some(act) = notice.act.as_ref().filter(|a| life.act(a).is_none()) {
            say("act", format!("the lifecycle `{id}` has no act `{act}`"));
        }
    }
    if notice.passing.is_some() && (notice.when.is_some() || notice.outcome.is_some()) {
        say("passing", "`when` and `outcome` are for notices of an act".to_owned());
    }
    let short = notice.channels.iter().any(|c| c.is_short());
    if short != notice.short.is_some() {
        say("channels", "`short` is needed for sms and zalo, and only for them".to_owned());
    }
    if !notice.channels.contains(&Channel::InApp) {
        say("channels", "`in-app` is always one of them: what was told can be read again there".to_owned());
    }
    if notice.source.is_none() && notice.verified {
        say("verified", "what is verified names its `source`".to_owned());
    }
    texts(notice, library, &mut say);
    wrong
}

fn texts(notice: &Notice, library: &Library, say: &mut dyn FnMut(&str, String)) {
    for (key, text) in [("subject.vi", &notice.subject.vi), ("subject.en", &notice.subject.en)] {
        if text.chars().count() > SUBJECT_CHARS || text.contains('\n') {
            say(key, format!("a subject is one line of at most {SUBJECT_CHARS} characters"));
        }
        let allowed = |name: &str| SUBJECT_NAMES.contains(&name);
        names(
            key,
            text,
            &allowed,
            "a subject may name {case}, {procedure} and {agency} only, never a person",
            say,
        );
    }
    let known = |name: &str| {
        BODY_NAMES.contains(&name)
            || name.strip_prefix("input.").is_some_and(|input| is_input(notice, library, input))
    };
    let reason = "a text may name {case}, {procedure}, {agency}, {applicant}, {due}, {link}, {day} and {input.…} of the act";
    let empty = String::new();
    let short = notice.short.as_ref().unwrap_or(&empty);
    for (key, text) in [("body.vi", &notice.body.vi), ("body.en", &notice.body.en), ("short", short)] {
        names(key, text, &known, reason, say);
    }
}

fn names(
    key: &str,
    text: &str,
    allowed: &dyn Fn(&str) -> bool,
    rule: &str,
    say: &mut dyn FnMut(&str, String),
) {
    match placeholders(text) {
        Err(fault) => say(key, fault),
        Ok(names) => {
            for name in names.into_iter().filter(|n| !allowed(n)) {
                say(key, format!("`{{{name}}}`: {rule}"));
            }
        }
    }
}

/// Whether the act has this input in every lifecycle that is named.
fn is_input(notice: &Notice, library: &Library, input: &str) -> bool {
    let has = |id: &String| {
        let act = library.lifecycles.get(id)?.act(notice.act.as_deref()?)?;
        Some(act.inputs.iter().any(|i| i.id == input))
    };
    // A lifecycle or an act that is not there is told by itself.
    notice.act.is_some() && notice.lifecycles.iter().all(|id| has(id).unwrap_or(true))
}

//! How a department is reached, help, and rules for planned stops.

use super::lifecycle::twice;
use crate::locate::Locator;
use crate::site::{Contact, HELP, STOPS, Stated};
use crate::{Agency, Fault, Files, Library};
use congvu_matter::declare::Text;

/// Longest line that a department says about itself, in characters.
const STATED_CHARS: usize = 300;
/// Longest answer or step, in characters.
const ANSWER_CHARS: usize = 1_500;
/// Most guides, questions or terms.
const MOST: usize = 500;
/// Longest notice of a stop, in working days.
const NOTICE_DAYS: u32 = 60;

/// What a department says about itself.
pub(super) fn contact(agency: &Agency, library: &Library, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let contact = &agency.file.contact;
    for (key, stated) in contact.stated() {
        one(key, &format!("contact.{key}"), stated, at, faults);
    }
    fields(contact, library, at, faults);
}

fn fields(contact: &Contact, library: &Library, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    for (i, field) in contact.fields.iter().enumerate() {
        let path = format!("contact.field.{i}");
        if !library.fields.iter().any(|f| f.id == field.id) {
            faults.push(at.fault(&format!("{path}.id"), format!("there is no field `{}`", field.id)));
        }
        for (key, stated) in [("telephone", &field.telephone), ("email", &field.email)] {
            if let Some(stated) = stated {
                one(key, &format!("{path}.{key}"), stated, at, faults);
            }
        }
    }
    for (i, id) in twice(contact.fields.iter().map(|f| f.id.as_str())) {
        let reason = format!("the field `{id}` stands here twice");
        faults.push(at.fault(&format!("contact.field.{i}.id"), reason));
    }
}

fn one(key: &str, path: &str, stated: &Stated, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let mut say = |reason: &str| faults.push(at.fault(path, reason));
    let text = stated.text.trim();
    if text.is_empty() || text.chars().count() > STATED_CHARS {
        say("say it in 1 to 300 characters, or leave the line out: the page then says that it is not known");
    }
    if stated.verified && stated.source.is_none() {
        say("`verified` needs a `source`: where it was read");
    }
    let fits = match key {
        "telephone" | "hotline" => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '.' | '-' | '(' | ')');
            (3..=15).contains(&digits) && text.chars().all(plain)
        }
        "email" => {
            let parts: Vec<&str> = text.split('@').collect();
            parts.len() == 2
                && parts.iter().all(|p| !p.is_empty())
                && !text.chars().any(|c| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '?' | '&'))
        }
        _ => true,
    };
    if !fits {
        say(if key == "email" {
            "this is no e-mail address"
        } else {
            "a telephone number has 3 to 15 digits, and beside them only spaces, dots, dashes, brackets and +"
        });
    }
}

/// Help and terms.
pub(super) fn help(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let at = Locator::new(HELP, files.text(HELP).unwrap_or_default());
    let help = &library.help;
    let ids = |kind: &str, ids: Vec<&str>, faults: &mut Vec<Fault>| {
        if ids.is_empty() || ids.len() > MOST {
            faults.push(at.fault(kind, format!("1 to {MOST} of `{kind}` are needed")));
        }
        for (i, id) in ids.iter().enumerate() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if id.is_empty() || !id.chars().all(plain) {
                let reason = format!("`{id}`: an id has small letters, digits and dashes");
                faults.push(at.fault(&format!("{kind}.{i}.id"), reason));
            }
        }
    };
    ids("guide", help.guides.iter().map(|g| g.id.as_str()).collect(), faults);
    ids("topic", help.topics.iter().map(|t| t.id.as_str()).collect(), faults);
    ids("question", help.questions.iter().map(|q| q.id.as_str()).collect(), faults);
    ids("terms.term", help.terms.terms.iter().map(|t| t.id.as_str()).collect(), faults);
    // Guides and questions stand on one page: their anchors must differ.
    let anchors =
        help.guides.iter().map(|g| g.id.as_str()).chain(help.questions.iter().map(|q| q.id.as_str()));
    for (_, id) in twice(anchors) {
        faults.push(at.fault("guide", format!("the id `{id}` of a guide or question stands here twice")));
    }
    for (i, guide) in help.guides.iter().enumerate() {
        let path = format!("guide.{i}");
        if guide.steps.is_empty() {
            faults.push(at.fault(&format!("{path}.steps"), "a guide needs steps"));
        }
        texts(&at, &path, guide.steps.iter().chain([&guide.title]), faults);
        go(&at, &path, Some(&guide.go), faults);
    }
    for (i, question) in help.questions.iter().enumerate() {
        let path = format!("question.{i}");
        if !help.topics.iter().any(|t| t.id == question.topic) {
            let reason = format!("there is no topic `{}`", question.topic);
            faults.push(at.fault(&format!("{path}.topic"), reason));
        }
        texts(&at, &path, [&question.asked, &question.answer].into_iter(), faults);
        go(&at, &path, question.go.as_ref(), faults);
    }
    for (i, term) in help.terms.terms.iter().enumerate() {
        texts(&at, &format!("terms.term.{i}"), [&term.title, &term.text].into_iter(), faults);
    }
    if help.terms.verified && help.terms.source.is_none() {
        faults.push(
            at.fault("terms.verified", "`verified` needs a `source`: by which paper they were adopted"),
        );
    }
}

fn texts<'t>(at: &Locator<'_>, path: &str, all: impl Iterator<Item = &'t Text>, faults: &mut Vec<Fault>) {
    let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= ANSWER_CHARS;
    if all.into_iter().any(|t| !fits(&t.vi) || !fits(&t.en)) {
        let reason = format!("every text stands here in both languages, 1 to {ANSWER_CHARS} characters each");
        faults.push(at.fault(path, reason));
    }
}

fn go(at: &Locator<'_>, path: &str, go: Option<&String>, faults: &mut Vec<Fault>) {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '#');
    if go.is_some_and(|g| !g.starts_with('/') || g.starts_with("//") || !g.chars().all(plain)) {
        let reason = "`go` is a page of the department: a path such as `/procedures`";
        faults.push(at.fault(&format!("{path}.go"), reason));
    }
}

/// Rules for planned stops.
pub(super) fn stops(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let at = Locator::new(STOPS, files.text(STOPS).unwrap_or_default());
    for (i, rule) in library.stops.rules.iter().enumerate() {
        let path = format!("rule.{i}");
        if !(1..=NOTICE_DAYS).contains(&rule.working_days) {
            let reason = format!("a stop is announced 1 to {NOTICE_DAYS} working days before");
            faults.push(at.fault(&format!("{path}.working_days"), reason));
        }
        if rule.until.is_some_and(|until| until <= rule.from) {
            faults.push(at.fault(&format!("{path}.until"), "the rule ends before it begins"));
        }
        if rule.verified && rule.source.is_none() {
            faults.push(at.fault(&path, "`verified` needs a `source`: where it was read"));
        }
    }
}

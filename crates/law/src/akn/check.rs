//! Checks that the Akoma Ntoso schema does not make.
//!
//! The schema accepts any word as `eId`, and knows nothing of the text that was read. Here: the grammar of
//! element ids, their agreement with element, parent and `num`, duplicates, and the words of the tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::document::Document;
use crate::letters::{ALPHABET, roman};
use crate::node::Node;

/// Something wrong with an Akoma Ntoso file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AknIssue {
    /// Not well-formed XML.
    Syntax(String),
    /// An `eId` that the naming convention does not allow.
    Grammar(String),
    /// The last step of the `eId` is not that of its element.
    Element(String),
    /// The `eId` does not begin with that of the element around it.
    Parent(String),
    /// The number in the `eId` is not the one in `num`.
    Number(String),
    /// An `eId` used twice.
    Duplicate(String),
    /// Words of the tree that are not in the file at this place, or the reverse.
    Words(String),
}

impl fmt::Display for AknIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => write!(f, "not well-formed XML: {error}"),
            Self::Grammar(eid) => write!(f, "`{eid}` is not a valid eId"),
            Self::Element(eid) => write!(f, "`{eid}` does not suit its element"),
            Self::Parent(eid) => write!(f, "`{eid}` does not begin with the eId of the element around it"),
            Self::Number(eid) => write!(f, "the number in `{eid}` is not the one in its num"),
            Self::Duplicate(eid) => write!(f, "`{eid}` is used twice"),
            Self::Words(eid) => write!(f, "the words at `{eid}` are not those of the text read"),
        }
    }
}

/// Elements with the step that their `eId` ends in; the rest may carry any known step.
const STEPS: [(&str, &str); 15] = [
    ("attachment", "att"),
    ("part", "part"),
    ("chapter", "chp"),
    ("section", "sec"),
    ("article", "art"),
    ("paragraph", "para"),
    ("point", "point"),
    ("indent", "indent"),
    ("preface", "preface"),
    ("preamble", "preamble"),
    ("conclusions", "conclusions"),
    ("citation", "cit"),
    ("item", "item"),
    ("p", "p"),
    ("formula", "p"),
];

#[derive(Default)]
struct Element {
    name: String,
    eid: Option<String>,
    num: String,
    /// Own characters without white space; those of elements without an `eId` of their own included.
    words: String,
}

#[derive(Default)]
struct Checker {
    stack: Vec<Element>,
    seen: BTreeSet<String>,
    words: BTreeMap<String, String>,
    issues: Vec<AknIssue>,
}

/// Checks a file; with the document it was written from, also that no word was lost or added.
pub fn check_akn(xml: &str, document: Option<&Document>) -> Vec<AknIssue> {
    let mut checker = Checker::default();
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => checker.start(&start),
            Ok(Event::Empty(start)) => {
                checker.start(&start);
                checker.end();
            }
            Ok(Event::End(_)) => checker.end(),
            Ok(Event::Text(text)) => checker.text(&text),
            Ok(Event::GeneralRef(entity)) => checker.text(entity_text(&entity)),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                checker.issues.push(AknIssue::Syntax(error.to_string()));
                break;
            }
        }
    }
    if let Some(document) = document {
        checker.compare(document);
    }
    checker.issues
}

fn entity_text(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "?",
    }
}

impl Checker {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name().as_ref().to_owned();
        let attribute = start.try_get_attribute("eId").ok().flatten();
        let eid = attribute.map(|attribute| attribute.value.into_owned());
        let in_meta = self.stack.iter().any(|element| element.name == "meta");
        let eid = eid.filter(|_| !in_meta);
        if let Some(eid) = &eid {
            self.identifier(&name, eid);
        }
        self.stack.push(Element { name, eid, ..Element::default() });
    }

    fn identifier(&mut self, name: &str, eid: &str) {
        if !self.seen.insert(eid.to_owned()) {
            self.issues.push(AknIssue::Duplicate(eid.to_owned()));
        }
        if !eid.split("__").all(is_step) {
            self.issues.push(AknIssue::Grammar(eid.to_owned()));
            return;
        }
        let (prefix, last) = eid.rsplit_once("__").unwrap_or(("", eid));
        let step = last.split('_').next().unwrap_or("");
        if STEPS.iter().find(|(element, _)| *element == name).is_some_and(|(_, wanted)| *wanted != step) {
            self.issues.push(AknIssue::Element(eid.to_owned()));
        }
        // Articles, and what stands beside them, are numbered through the text: chapters do not count.
        let through = matches!(name, "article" | "part" | "preface" | "preamble" | "conclusions");
        let around = self
            .stack
            .iter()
            .rev()
            .filter(|element| !through || element.name == "attachment")
            .find_map(|element| element.eid.as_deref())
            .unwrap_or("");
        if prefix != around {
            self.issues.push(AknIssue::Parent(eid.to_owned()));
        }
    }

    fn text(&mut self, text: &str) {
        if self.stack.iter().any(|element| element.name == "meta") {
            return;
        }
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let in_num = self.stack.last().is_some_and(|element| element.name == "num");
        let holder = self.stack.iter_mut().rev().find(|element| element.eid.is_some());
        if let Some(element) = holder {
            if in_num {
                element.num.push_str(text);
            }
            element.words.push_str(&bare);
        }
    }

    fn end(&mut self) {
        let Some(element) = self.stack.pop() else { return };
        let Some(eid) = element.eid else { return };
        if !element.num.is_empty() && !number_agrees(&eid, &element.num) {
            self.issues.push(AknIssue::Number(eid.clone()));
        }
        self.words.insert(eid, element.words);
    }

    fn compare(&mut self, document: &Document) {
        let mut left = std::mem::take(&mut self.words);
        for node in document.walk() {
            let found = left.remove(&node.eid);
            let wanted = bare_words(node);
            // Containers of one kind are written as one; an empty one leaves no trace.
            let silent = wanted.is_empty() && found.is_none();
            if !silent && found.as_deref() != Some(&wanted) {
                self.issues.push(AknIssue::Words(node.eid.clone()));
            }
        }
        for (eid, words) in left {
            if !words.is_empty() {
                self.issues.push(AknIssue::Words(eid));
            }
        }
    }
}

fn bare_words(node: &Node) -> String {
    let all = [node.mark.as_str(), node.heading.as_deref().unwrap_or(""), node.text.as_str()];
    all.into_iter().flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

/// One step of an `eId`: a known name, then a number where the name takes one; `-2` marks a repetition.
fn is_step(step: &str) -> bool {
    let (name, number) = step.split_once('_').map_or((step, None), |(name, number)| (name, Some(number)));
    let known = STEPS.iter().any(|(_, known)| *known == name);
    let (number, repeated) = match number.and_then(|number| number.split_once('-')) {
        Some((number, again)) => (Some(number), Some(again)),
        None => (number, None),
    };
    let (name, repeated) = match name.split_once('-') {
        Some((name, again)) if number.is_none() => (name, Some(again)),
        _ => (name, repeated),
    };
    let counted = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let known = known || STEPS.iter().any(|(_, known)| *known == name);
    known
        && repeated.is_none_or(counted)
        && match (name, number) {
            ("preface" | "preamble" | "conclusions", number) => number.is_none(),
            ("point", Some(number)) => is_letter(number) || counted(number),
            (_, Some(number)) => {
                counted(number.trim_end_matches(char::is_lowercase)) || roman(number).is_some()
            }
            (_, None) => false,
        }
}

fn is_letter(number: &str) -> bool {
    let mut chars = number.chars();
    matches!((chars.next(), chars.next()), (Some(c), None)
        if ALPHABET.contains(&c) || c.is_ascii_lowercase())
}

/// `art_3` and `Điều 3.`, `chp_2` and `Chương II`, `point_đ` and `đ)`.
fn number_agrees(eid: &str, num: &str) -> bool {
    let step = eid.rsplit("__").next().unwrap_or("");
    let Some((name, number)) = step.split_once('_') else { return false };
    if matches!(name, "indent" | "item") {
        return !num.chars().any(char::is_alphanumeric);
    }
    let number = number.split('-').next().unwrap_or("");
    let written = num.split_whitespace().rfind(|word| word.chars().any(char::is_alphanumeric)).unwrap_or("");
    let written = written.trim_end_matches(['.', ')', ':']);
    // `Điều3.` where the source lost the space.
    let digits = written.trim_start_matches(|c: char| !c.is_ascii_digit());
    written.to_lowercase() == number
        || digits == number
        || roman(written).is_some_and(|value| value.to_string() == number)
}

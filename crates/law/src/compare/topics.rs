//! Articles other than the duties, aligned by what they are about.

use super::canonical::Context;
use super::words::{self, Change, Weight};
use super::{ClauseDifference, clause};
use crate::document::Document;
use crate::node::{Node, NodeKind};

/// What an article or paragraph can be about: key, label, words that its heading or beginning holds.
/// The first that fits counts.
const TOPICS: [(&str, &str, &[&str]); 8] = [
    ("working-relations", "Mối quan hệ công tác", &["mối quan hệ công tác"]),
    ("working-regime", "Chế độ làm việc", &["chế độ làm việc"]),
    (
        "public-service-units",
        "Đơn vị sự nghiệp",
        &[
            "đơn vị sự nghiệp công lập thuộc",
            "đơn vị sự nghiệp công lập:",
            "đơn vị sự nghiệp thuộc",
            "đơn vị sự nghiệp công lập trực thuộc",
        ],
    ),
    ("staffing", "Biên chế", &["biên chế"]),
    ("leadership", "Lãnh đạo", &["lãnh đạo sở", "giám đốc và phó giám đốc"]),
    ("units", "Cơ cấu tổ chức", &["cơ cấu tổ chức", "tổ chức hành chính", "các tổ chức"]),
    (
        "position",
        "Vị trí, chức năng",
        &["vị trí", "chức năng", "là cơ quan chuyên môn", "có tư cách pháp nhân"],
    ),
    ("implementation", "Tổ chức thực hiện", &["tổ chức thực hiện"]),
];

/// Topics that are rules of their own: a decision that lacks one differs in substance.
const OF_SUBSTANCE: [&str; 2] = ["working-relations", "working-regime"];

struct Found {
    eid: String,
    text: String,
}

/// Differences in the articles other than the duties. What both sides regulate, each in its own words, is left
/// for a person to judge.
pub(super) fn compare(a: &Document, b: &Document, contexts: (&Context, &Context)) -> Vec<ClauseDifference> {
    let mut found = Vec::new();
    for (key, label, _) in TOPICS {
        let (left, right) = (about(a, key), about(b, key));
        if left.is_none() && right.is_none() {
            continue;
        }
        let text = |side: &Option<Found>| side.as_ref().map_or_else(String::new, |side| side.text.clone());
        let (left_text, right_text) = (text(&left), text(&right));
        let one_sided = left.is_none() || right.is_none();
        let mut changes = words::changes((&left_text, contexts.0), (&right_text, contexts.1));
        if !(one_sided && OF_SUBSTANCE.contains(&key)) {
            soften(&mut changes);
        }
        found.push(clause(key, label.to_owned(), left.map(|one| one.eid), right.map(|one| one.eid), changes));
    }
    found
}

fn soften(changes: &mut [Change]) {
    for change in changes.iter_mut().filter(|change| change.weight == Weight::Substantive) {
        change.weight = Weight::Unjudged;
    }
}

/// All that a document says on a topic, with the first place that says it.
fn about(document: &Document, topic: &str) -> Option<Found> {
    let duties = document.facts.duties.as_deref();
    let mut found: Option<Found> = None;
    // Where the duties stand in an attached text, the articles that issue it regulate nothing themselves.
    let attached = duties.is_some_and(|eid| eid.starts_with("att_"));
    for (article, chapter) in articles(document) {
        if Some(article.eid.as_str()) == duties || article.eid.starts_with("att_") != attached {
            continue;
        }
        let whole = topic_of(article, chapter);
        let paragraphs: Vec<&Node> = article.children_of(NodeKind::Paragraph).collect();
        if paragraphs.is_empty() {
            if whole == Some(topic) {
                add(&mut found, article, article.text.replace('\n', " "));
            }
            continue;
        }
        for paragraph in paragraphs {
            // An article of its own topic keeps its paragraphs; one on structure divides among them.
            let own = match whole {
                Some("units" | "staffing") | None => topic_of(paragraph, "").or(whole),
                other => other,
            };
            if own == Some(topic) {
                add(&mut found, paragraph, without_mark(paragraph));
            }
        }
    }
    found
}

/// Words of a paragraph and of all below it, its own number aside.
fn without_mark(paragraph: &Node) -> String {
    let words = paragraph.all_words();
    words.strip_prefix(&paragraph.mark).unwrap_or(&words).trim_start().to_owned()
}

fn add(found: &mut Option<Found>, node: &Node, text: String) {
    match found {
        Some(found) => {
            found.text.push(' ');
            found.text.push_str(&text);
        }
        None => *found = Some(Found { eid: node.eid.clone(), text }),
    }
}

/// Articles with the heading of the chapter that they stand in.
fn articles(document: &Document) -> Vec<(&Node, &str)> {
    let mut found = Vec::new();
    let mut chapter = "";
    for node in document.walk() {
        match node.kind {
            NodeKind::Chapter => chapter = node.heading.as_deref().unwrap_or(""),
            NodeKind::Attachment => chapter = "",
            NodeKind::Article => found.push((node, chapter)),
            _ => {}
        }
    }
    found
}

fn topic_of(node: &Node, chapter: &str) -> Option<&'static str> {
    let fallback: String = node.own_words().chars().take(90).collect();
    for text in [node.heading.as_deref().unwrap_or(&fallback), chapter] {
        let lower = text.to_lowercase();
        let start: String = lower.chars().take(90).collect();
        let fits = |words: &&[&str]| words.iter().any(|word| start.contains(word));
        if let Some((key, _, _)) = TOPICS.iter().find(|(_, _, words)| fits(words)) {
            return Some(key);
        }
    }
    None
}

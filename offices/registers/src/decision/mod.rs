//! The founding decision: to read, to cite, to download.

pub(crate) mod clause;
pub(crate) mod duties;
pub(crate) mod files;
mod rests;
mod text;
pub(crate) mod whole;

use congvu_law::{Document, Node, NodeKind};
use congvu_web::Words;

/// What a place is called: its mark and heading, or the beginning of its words.
fn label(node: &Node) -> String {
    let title = node.walk().find(|n| n.kind == NodeKind::Title).filter(|_| node.kind == NodeKind::Attachment);
    if let Some(title) = title {
        return format!("{} {}", title.mark, first_words(&title.text)).trim().to_owned();
    }
    let rest = match &node.heading {
        Some(heading) => heading.clone(),
        None => first_words(&node.text),
    };
    format!("{} {rest}", node.mark).trim().to_owned()
}

/// Most words of a text that stand in for a heading.
const LABEL_WORDS: usize = 14;

fn first_words(text: &str) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    match all.get(..LABEL_WORDS) {
        Some(first) if all.len() > LABEL_WORDS => format!("{}…", first.join(" ")),
        _ => all.join(" "),
    }
}

/// The name of the decision in the page's language; the citation itself is always Vietnamese.
fn name(w: &Words, document: &Document) -> String {
    w.with("registers-d-name", &[("title", document.title_vi().into())])
}

/// The places with numbers, which people cite.
fn is_clause(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::Part
            | NodeKind::Chapter
            | NodeKind::Section
            | NodeKind::Article
            | NodeKind::Paragraph
            | NodeKind::Point
            | NodeKind::Indent
    )
}

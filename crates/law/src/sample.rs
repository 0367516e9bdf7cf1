//! Large texts for measuring.

use std::fmt::Write as _;

use crate::document::Document;
use crate::node::{Node, NodeKind};

/// A decision of at least `size_bytes` bytes that repeats the articles of a document, numbered through.
///
/// Used by the benchmark to show that reading takes time in proportion to size.
pub fn grow(document: &Document, size_bytes: usize) -> String {
    let mut text = String::with_capacity(size_bytes + 65_536);
    let head = document.tree.iter().filter(|n| matches!(n.kind, NodeKind::Preface | NodeKind::Preamble));
    head.flat_map(|node| &node.children).for_each(|node| line(&mut text, &node.mark, node));
    let articles: Vec<&Node> = document.articles().collect();
    let mut number = 0u32;
    while text.len() < size_bytes && !articles.is_empty() {
        for article in &articles {
            number += 1;
            line(&mut text, &format!("Điều {number}."), article);
            article.walk().skip(1).for_each(|node| line(&mut text, &node.mark, node));
        }
    }
    text
}

fn line(text: &mut String, mark: &str, node: &Node) {
    let heading = node.heading.as_deref().unwrap_or("");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{mark} {heading}\n{}", node.text);
}

//! A decision as read: facts, tree, diagnostics, and the ways to find and cite a place in it.

use serde::{Deserialize, Serialize};

use crate::clause::ClauseRef;
use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::node::{Node, NodeKind, Walk};

/// A decision as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub(crate) expression: String,
    /// Number, dates, issuer, signer, units: what the text says about itself.
    pub facts: Facts,
    /// What was noticed while reading, by place in the source.
    pub diagnostics: Vec<Diagnostic>,
    /// The tree: preface, preamble, articles and chapters, conclusions, attachments.
    pub tree: Vec<Node>,
}

impl Document {
    /// FRBR expression URI, dated by the day of entry into force where the text gives it.
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// All nodes in document order.
    pub fn walk(&self) -> Walk<'_> {
        Walk::over(&self.tree)
    }

    /// All articles in document order: those of the decision, then those of attached texts.
    pub fn articles(&self) -> impl Iterator<Item = &Node> {
        self.walk().filter(|node| node.kind == NodeKind::Article)
    }

    /// The node with this element id.
    pub fn find(&self, eid: &str) -> Option<&Node> {
        self.walk().find(|node| node.eid == eid)
    }

    /// The article that lists the department's duties.
    pub fn duties(&self) -> Option<&Node> {
        self.find(self.facts.duties.as_deref()?)
    }

    /// The clause of a duty, given as `khoản` or `khoản.điểm`: `8`, `8.a`, `14.đ`.
    pub fn duty(&self, duty: &str) -> Option<ClauseRef> {
        let article = self.duties()?;
        let (number, letter) = match duty.split_once('.') {
            Some((number, letter)) => (number, Some(letter)),
            None => (duty, None),
        };
        let wanted = |node: &&Node, number: &str| node.number.as_deref() == Some(number);
        let paragraph = article.children_of(NodeKind::Paragraph).find(|node| wanted(node, number))?;
        let node = match letter {
            Some(letter) => paragraph.children_of(NodeKind::Point).find(|node| wanted(node, letter))?,
            None => paragraph,
        };
        Some(self.clause(&node.eid))
    }

    /// A stored reference to a place in this expression. The place is not checked.
    pub fn clause(&self, eid: &str) -> ClauseRef {
        ClauseRef { expression: self.expression.clone(), eid: eid.to_owned() }
    }

    /// The nodes from the top of the tree down to this one.
    pub fn path(&self, eid: &str) -> Option<Vec<&Node>> {
        fn descend<'a>(nodes: &'a [Node], eid: &str, path: &mut Vec<&'a Node>) -> bool {
            for node in nodes {
                path.push(node);
                if node.eid == eid || descend(&node.children, eid, path) {
                    return true;
                }
                path.pop();
            }
            false
        }
        let mut path = Vec::new();
        descend(&self.tree, eid, &mut path).then_some(path)
    }

    /// The citation as Vietnamese law writes it, smallest part first: `điểm a khoản 8 Điều 3 Quy định ban
    /// hành kèm theo Quyết định số 15/2023/QĐ-UBND`.
    pub fn cite_vi(&self, eid: &str) -> Option<String> {
        let path = self.path(eid)?;
        let mut parts: Vec<String> = Vec::new();
        for node in path.iter().rev() {
            let word = match node.kind {
                NodeKind::Point => "điểm",
                NodeKind::Paragraph => "khoản",
                NodeKind::Article => "Điều",
                NodeKind::Section => "Mục",
                NodeKind::Chapter => "Chương",
                NodeKind::Part => "Phần",
                _ => continue,
            };
            // An article is cited without its chapter.
            let covered = parts.iter().any(|part| part.starts_with("Điều"));
            if !(covered && matches!(node.kind, NodeKind::Section | NodeKind::Chapter | NodeKind::Part))
                && let Some(number) = &node.number
            {
                parts.push(format!("{word} {number}"));
            }
        }
        let decision = self.title_vi();
        match path.first().filter(|node| node.kind == NodeKind::Attachment) {
            Some(attachment) => {
                parts.push(format!("{} ban hành kèm theo {decision}", attached_type(attachment)))
            }
            None => parts.push(decision),
        }
        Some(parts.join(" "))
    }

    /// How the decision is named: by number, or by date and issuer where it has none.
    pub fn title_vi(&self) -> String {
        if let Some(number) = &self.facts.number {
            return format!("Quyết định số {number}");
        }
        let mut title = "Quyết định".to_owned();
        if let Some(issuer) = &self.facts.issuer {
            title.push_str(" của ");
            title.push_str(issuer);
        }
        if let Some(date) = self.facts.in_force.as_deref().and_then(day_first) {
            title.push_str(" có hiệu lực từ ngày ");
            title.push_str(&date);
        }
        title
    }
}

/// `Quy định`, `Quy chế`, … from the title of an attached text.
fn attached_type(attachment: &Node) -> String {
    let title = attachment.walk().find(|node| node.kind == NodeKind::Title);
    let mark = title.map_or("", |node| node.mark.as_str()).to_lowercase();
    let mut letters = mark.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Văn bản".to_owned(),
    }
}

/// `2023-06-01` as people write it: `01/6/2023`.
fn day_first(iso: &str) -> Option<String> {
    let mut parts = iso.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some(format!("{day}/{}/{year}", month.strip_prefix('0').filter(|m| *m > "2").unwrap_or(month)))
}

/// The short form of an element id that stands in a clause chip: `Đ3·k8·a`. Text that is not part of an
/// article gives an empty string.
pub fn chip(eid: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for step in eid.split("__") {
        let Some((name, number)) = step.split_once('_') else { continue };
        match name {
            "art" => parts.push(format!("Đ{number}")),
            "para" => parts.push(format!("k{number}")),
            "point" => parts.push(number.to_owned()),
            "indent" => parts.push(format!("-{number}")),
            _ => {}
        }
    }
    parts.join("·")
}

//! The tree of a decision.

use serde::{Deserialize, Serialize};

/// What a node is. The Vietnamese name stands in the documentation of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// Everything before the preamble: issuer, motto, number, title.
    Preface,
    /// Name of the body that issues (`ỦY BAN NHÂN DÂN …`).
    Issuer,
    /// State name and motto (Quốc hiệu, Tiêu ngữ).
    Motto,
    /// Number, place and date (số, địa danh, thời gian).
    Number,
    /// Type and subject of the text (tên loại, trích yếu).
    Title,
    /// Where an attached text comes from (`Kèm theo Quyết định số …`).
    Source,
    /// Words of a preface or of conclusions with no role of their own.
    Block,
    /// The legal bases and the enacting formula.
    Preamble,
    /// One legal basis (Căn cứ) or proposal (Theo đề nghị).
    Citation,
    /// `QUYẾT ĐỊNH:`.
    Formula,
    /// Phần.
    Part,
    /// Chương.
    Chapter,
    /// Mục.
    Section,
    /// Điều.
    Article,
    /// Khoản.
    Paragraph,
    /// Điểm.
    Point,
    /// Gạch đầu dòng.
    Indent,
    /// Recipients and signature.
    Conclusions,
    /// `Nơi nhận:`.
    Recipients,
    /// One recipient.
    Recipient,
    /// On whose behalf, title and name of the signer.
    Signature,
    /// A text issued by the decision (Quy định ban hành kèm theo).
    Attachment,
}

/// One place in a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Akoma Ntoso element id, for instance `att_1__art_3__para_8__point_a`.
    #[serde(rename = "eId")]
    pub eid: String,
    /// What it is.
    pub kind: NodeKind,
    /// The number alone: `3`, `8`, `đ`, `II`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<String>,
    /// The mark as written: `Điều 3.`, `8.`, `đ)`, `Chương II`, `-`.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub mark: String,
    /// The heading, where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub heading: Option<String>,
    /// Own text without that of the children; paragraphs separated by a line feed.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub text: String,
    /// Line in the source, from 1.
    pub line: u32,
    /// Children in document order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub children: Vec<Node>,
}

impl Node {
    /// This node and all below it, in document order.
    pub fn walk(&self) -> Walk<'_> {
        Walk { stack: vec![self] }
    }

    /// Children of one kind.
    pub fn children_of(&self, kind: NodeKind) -> impl Iterator<Item = &Node> {
        self.children.iter().filter(move |child| child.kind == kind)
    }

    /// Heading and text in one line, as the source has them; without mark and children.
    pub fn own_words(&self) -> String {
        let mut words = self.heading.clone().unwrap_or_default();
        if !words.is_empty() && !self.text.is_empty() {
            words.push(' ');
        }
        words.push_str(&self.text.replace('\n', " "));
        words
    }

    /// Words of this node and of all below it, in one line, marks included.
    pub fn all_words(&self) -> String {
        let mut words = String::new();
        for node in self.walk() {
            for part in [&node.mark, &node.own_words()] {
                if !part.is_empty() {
                    if !words.is_empty() {
                        words.push(' ');
                    }
                    words.push_str(part);
                }
            }
        }
        words
    }
}

/// Iterates over a tree in document order.
#[derive(Debug)]
pub struct Walk<'a> {
    stack: Vec<&'a Node>,
}

impl<'a> Walk<'a> {
    /// Over several trees, one after the other.
    pub(crate) fn over(nodes: &'a [Node]) -> Self {
        Self { stack: nodes.iter().rev().collect() }
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = &'a Node;

    fn next(&mut self) -> Option<&'a Node> {
        let node = self.stack.pop()?;
        self.stack.extend(node.children.iter().rev());
        Some(node)
    }
}

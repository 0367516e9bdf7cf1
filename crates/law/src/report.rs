//! The import as one JSON object for other programs.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::facts::{Signer, Structure};
use crate::node::{Node, NodeKind};

/// What `congvu law import --json` prints. Absent facts are `null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report<'a> {
    /// FRBR expression URI.
    pub expression: &'a str,
    /// Number with its sign.
    pub number: Option<&'a str>,
    /// What stands after `Số:`.
    pub number_as_written: Option<&'a str>,
    /// Date of issue, ISO 8601, as short as the text leaves it.
    pub issued: Option<&'a str>,
    /// Date of entry into force, ISO 8601.
    pub in_force: Option<&'a str>,
    /// Numbers of the decisions replaced.
    pub replaces: &'a [String],
    /// The body that issues.
    pub issuer: Option<&'a str>,
    /// The department.
    pub department: Option<&'a str>,
    /// Subject.
    pub title: Option<&'a str>,
    /// Who signed.
    pub signer: Option<&'a Signer>,
    /// To whom it is sent.
    pub recipients: &'a [String],
    /// All articles in order.
    pub articles: Vec<ArticleLine<'a>>,
    /// The article of duties.
    pub duties: Option<Duties<'a>>,
    /// Leadership and units.
    pub structure: &'a Structure,
    /// What was noticed.
    pub diagnostics: &'a [Diagnostic],
    /// The whole text as a tree.
    pub tree: &'a [Node],
}

/// One article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleLine<'a> {
    /// Element id.
    #[serde(rename = "eId")]
    pub eid: &'a str,
    /// Number.
    pub number: Option<&'a str>,
    /// Heading.
    pub heading: Option<&'a str>,
}

/// The duties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duties<'a> {
    /// Element id of the article.
    #[serde(rename = "eId")]
    pub eid: &'a str,
    /// Its paragraphs (khoản).
    pub paragraphs: Vec<DutyParagraph<'a>>,
}

/// One khoản.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DutyParagraph<'a> {
    /// Element id.
    #[serde(rename = "eId")]
    pub eid: &'a str,
    /// Number.
    pub number: Option<&'a str>,
    /// Heading.
    pub heading: Option<&'a str>,
    /// Own text.
    pub text: &'a str,
    /// Its points (điểm).
    pub points: Vec<DutyPoint<'a>>,
}

/// One điểm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DutyPoint<'a> {
    /// Element id.
    #[serde(rename = "eId")]
    pub eid: &'a str,
    /// Letter.
    pub letter: Option<&'a str>,
    /// Text.
    pub text: String,
}

impl<'a> Report<'a> {
    /// The report of a document.
    pub fn of(document: &'a Document) -> Self {
        let facts = &document.facts;
        let article = |node: &'a Node| ArticleLine {
            eid: &node.eid,
            number: node.number.as_deref(),
            heading: node.heading.as_deref(),
        };
        Self {
            expression: document.expression(),
            number: facts.number.as_deref(),
            number_as_written: facts.number_as_written.as_deref(),
            issued: facts.issued.as_deref(),
            in_force: facts.in_force.as_deref(),
            replaces: &facts.replaces,
            issuer: facts.issuer.as_deref(),
            department: facts.department.as_deref(),
            title: facts.title.as_deref(),
            signer: facts.signer.as_ref(),
            recipients: &facts.recipients,
            articles: document.articles().map(article).collect(),
            duties: document.duties().map(duties),
            structure: &facts.structure,
            diagnostics: &document.diagnostics,
            tree: &document.tree,
        }
    }
}

fn duties(article: &Node) -> Duties<'_> {
    let paragraphs = article.children_of(NodeKind::Paragraph).map(|node| DutyParagraph {
        eid: &node.eid,
        number: node.number.as_deref(),
        heading: node.heading.as_deref(),
        text: &node.text,
        points: node.children_of(NodeKind::Point).map(point).collect(),
    });
    Duties { eid: &article.eid, paragraphs: paragraphs.collect() }
}

fn point(node: &Node) -> DutyPoint<'_> {
    DutyPoint { eid: &node.eid, letter: node.number.as_deref(), text: node.own_words() }
}

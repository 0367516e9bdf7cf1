//! The decisions of two departments, clause by clause.
//!
//! Duties are aligned by number and letter; what a decision says of itself and of its structure is compared as
//! facts; the remaining articles are aligned by what they are about.

mod canonical;
mod html;
mod text;
mod topics;
mod words;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::facts::{Facts, LimitKind};
use crate::node::{Node, NodeKind};
use canonical::Context;
pub use html::comparison_html;
pub use text::comparison_text;
pub use words::{Change, Weight};

/// One of the two decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The department, or the issuer where the title names none.
    pub name: String,
    /// FRBR expression URI.
    pub expression: String,
}

/// A difference in what the decisions say of themselves and of the department's structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactDifference {
    /// Stable name.
    pub key: String,
    /// Label in Vietnamese.
    pub label_vi: String,
    /// Label in English.
    pub label_en: String,
    /// In the first decision; `None` where the text does not say.
    pub a: Option<String>,
    /// In the second decision; `None` where the text does not say.
    pub b: Option<String>,
    /// How much it weighs.
    pub weight: Weight,
}

/// A difference between two clauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseDifference {
    /// `8.a` for a duty, a topic such as `staffing` otherwise.
    pub clause: String,
    /// Label in Vietnamese.
    pub label_vi: String,
    /// Place in the first decision.
    #[serde(rename = "a_eId")]
    pub a_eid: Option<String>,
    /// Place in the second decision.
    #[serde(rename = "b_eId")]
    pub b_eid: Option<String>,
    /// The heaviest of the changes.
    pub weight: Weight,
    /// The whole text in stretches, those that are the same included.
    pub changes: Vec<Change>,
}

/// How many differences there are of each weight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Clauses that are the same.
    pub same: usize,
    /// Other words for the same thing.
    pub wording: usize,
    /// Probable slips.
    pub slip: usize,
    /// To be read by a person.
    pub unjudged: usize,
    /// Differences in substance, facts included.
    pub substantive: usize,
}

/// The differences between two decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// First decision.
    pub a: Side,
    /// Second decision.
    pub b: Side,
    /// How many of each weight.
    pub counts: Counts,
    /// Differences in facts.
    pub facts: Vec<FactDifference>,
    /// Differences in clauses: the duties in order, then the other topics.
    pub clauses: Vec<ClauseDifference>,
}

/// Compares two decisions.
pub fn compare(a: &Document, b: &Document) -> Comparison {
    let contexts = (context(&a.facts), context(&b.facts));
    let mut counts = Counts::default();
    let facts = facts(a, b, (&contexts.0, &contexts.1));
    let mut clauses = Vec::new();
    for found in duties(a, b, (&contexts.0, &contexts.1)) {
        count(&mut counts, found.weight);
        if found.weight > Weight::Same {
            clauses.push(found);
        }
    }
    for found in topics::compare(a, b, (&contexts.0, &contexts.1)) {
        count(&mut counts, found.weight);
        if found.weight > Weight::Same {
            clauses.push(found);
        }
    }
    facts.iter().for_each(|fact| count(&mut counts, fact.weight));
    Comparison { a: side(a), b: side(b), counts, facts, clauses }
}

fn count(counts: &mut Counts, weight: Weight) {
    let slot = match weight {
        Weight::Same => &mut counts.same,
        Weight::Wording => &mut counts.wording,
        Weight::Slip => &mut counts.slip,
        Weight::Unjudged => &mut counts.unjudged,
        Weight::Substantive => &mut counts.substantive,
    };
    *slot += 1;
}

fn side(document: &Document) -> Side {
    let facts = &document.facts;
    let name = facts.department.as_ref().or(facts.issuer.as_ref());
    Side { name: name.cloned().unwrap_or_default(), expression: document.expression().to_owned() }
}

/// The words that name the place and the field, from the facts of the decision.
fn context(facts: &Facts) -> Context {
    let split = |text: &str| -> Vec<String> { text.split_whitespace().map(canonical::fold).collect() };
    let issuer = split(facts.issuer.as_deref().unwrap_or(""));
    let place: Vec<String> = match issuer.iter().position(|word| word == "tỉnh" || word == "phố") {
        Some(at) => issuer.into_iter().skip(at + 1).collect(),
        None => Vec::new(),
    };
    let department = split(facts.department.as_deref().unwrap_or(""));
    let end =
        department.iter().position(|word| word == "tỉnh" || word == "thành").unwrap_or(department.len());
    Context { place, field: department.into_iter().take(end).skip(1).collect() }
}

fn duties(a: &Document, b: &Document, contexts: (&Context, &Context)) -> Vec<ClauseDifference> {
    let (left, right) = (duty_list(a), duty_list(b));
    let mut keys: Vec<&str> = left.iter().map(|(key, _)| key.as_str()).collect();
    for (key, _) in &right {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    let node =
        |list: &[(String, &Node)], key: &str| list.iter().find(|(k, _)| k == key).map(|(_, n)| (*n).clone());
    let mut found = Vec::new();
    for key in keys {
        let (left, right) = (node(&left, key), node(&right, key));
        let text = |node: &Option<Node>| node.as_ref().map(Node::own_words).unwrap_or_default();
        let changes = words::changes((&text(&left), contexts.0), (&text(&right), contexts.1));
        let label = key.split_once('.').map_or_else(
            || format!("khoản {key}"),
            |(number, letter)| format!("điểm {letter} khoản {number}"),
        );
        found.push(clause(key, label, left.map(|n| n.eid), right.map(|n| n.eid), changes));
    }
    found
}

fn duty_list(document: &Document) -> Vec<(String, &Node)> {
    let mut list = Vec::new();
    let paragraphs = document.duties().into_iter().flat_map(|node| node.children_of(NodeKind::Paragraph));
    for paragraph in paragraphs {
        let number = paragraph.number.as_deref().unwrap_or("");
        list.push((number.to_owned(), paragraph));
        for point in paragraph.children_of(NodeKind::Point) {
            list.push((format!("{number}.{}", point.number.as_deref().unwrap_or("")), point));
        }
    }
    list
}

pub(crate) fn clause(
    key: &str,
    label_vi: String,
    a_eid: Option<String>,
    b_eid: Option<String>,
    changes: Vec<Change>,
) -> ClauseDifference {
    let weight = changes.iter().map(|change| change.weight).max().unwrap_or(Weight::Same);
    ClauseDifference { clause: key.to_owned(), label_vi, a_eid, b_eid, weight, changes }
}

/// What is said of a fact: key, labels, and how to read it from a document.
type FactReader = (&'static str, &'static str, &'static str, fn(&Document) -> Option<String>);

const FACTS: [FactReader; 10] = [
    ("number", "Số, ký hiệu", "Number", |d| d.facts.number.clone()),
    ("issued", "Ngày ban hành", "Date of issue", |d| d.facts.issued.clone()),
    ("in_force", "Ngày có hiệu lực", "In force from", |d| d.facts.in_force.clone()),
    ("replaces", "Thay thế", "Replaces", |d| list(Some(&d.facts.replaces))),
    ("form", "Hình thức", "Form", |d| Some(form(d).to_owned())),
    ("duties", "Điều quy định nhiệm vụ", "Article of duties", |d| {
        d.duties().map(|node| node.mark.trim_end_matches('.').to_owned())
    }),
    ("max_deputies", "Số Phó Giám đốc tối đa", "Most deputy directors", |d| {
        d.facts.structure.max_deputies.map(|most| most.to_string())
    }),
    ("redelegation", "Ủy nhiệm lại", "Delegating further", |d| limit(d, LimitKind::Redelegation)),
    ("units", "Phòng, ban", "Units", |d| list(d.facts.structure.units.as_deref())),
    ("public_service_units", "Đơn vị sự nghiệp công lập", "Public service units", |d| {
        list(d.facts.structure.public_service_units.as_deref())
    }),
];

fn facts(a: &Document, b: &Document, contexts: (&Context, &Context)) -> Vec<FactDifference> {
    let mut found = Vec::new();
    for (key, label_vi, label_en, read) in FACTS {
        let (left, right) = (read(a), read(b));
        if left != right {
            let named = key.ends_with("units");
            let alike =
                named && unit_set(left.as_deref(), contexts.0) == unit_set(right.as_deref(), contexts.1);
            let weight = if alike { Weight::Wording } else { Weight::Substantive };
            found.push(fact(key, (label_vi, label_en), (left, right), weight));
        }
    }
    for (key, kind, label_vi, label_en) in [
        (
            "deputy_heads_unit",
            LimitKind::DeputyHeadsUnit,
            "Phó Giám đốc kiêm người đứng đầu đơn vị",
            "Deputy also heading a unit",
        ),
        ("absence", LimitKind::Absence, "Khi Giám đốc vắng mặt", "When the director is away"),
    ] {
        let (left, right) = (limit(a, kind), limit(b, kind));
        let weight = match (&left, &right) {
            (Some(_), Some(_)) if kind == LimitKind::Absence => Weight::Wording,
            (Some(left), Some(right)) => {
                let changes = words::changes((left, contexts.0), (right, contexts.1));
                changes.iter().map(|change| change.weight).max().unwrap_or(Weight::Same)
            }
            (None, None) => Weight::Same,
            _ => Weight::Substantive,
        };
        if left != right && weight > Weight::Same {
            found.push(fact(key, (label_vi, label_en), (left, right), weight));
        }
    }
    found
}

fn fact(
    key: &str,
    labels: (&str, &str),
    sides: (Option<String>, Option<String>),
    weight: Weight,
) -> FactDifference {
    FactDifference {
        key: key.to_owned(),
        label_vi: labels.0.to_owned(),
        label_en: labels.1.to_owned(),
        a: sides.0,
        b: sides.1,
        weight,
    }
}

fn list(names: Option<&[String]>) -> Option<String> {
    names.filter(|names| !names.is_empty()).map(|names| names.join("; "))
}

/// Unit names in canonical form and order, without the name of the department after them: `Văn phòng Sở` is
/// `Văn phòng`.
fn unit_set(names: Option<&str>, context: &Context) -> Vec<Vec<String>> {
    let canonical = |name: &str| -> Vec<String> {
        let (units, _) = canonical::units(name, context);
        units.into_iter().map(|unit| unit.form).filter(|form| form != canonical::DEPARTMENT).collect()
    };
    let mut set: Vec<Vec<String>> = names.unwrap_or("").split("; ").map(canonical).collect();
    set.sort();
    set
}

fn form(document: &Document) -> &'static str {
    let Some(duties) = document.facts.duties.as_deref() else { return "không rõ" };
    if duties.starts_with("att_") {
        "quy định ban hành kèm theo"
    } else {
        "quyết định trực tiếp"
    }
}

fn limit(document: &Document, kind: LimitKind) -> Option<String> {
    let found = document.facts.structure.limits.iter().find(|limit| limit.kind == kind)?;
    Some(found.text.clone())
}

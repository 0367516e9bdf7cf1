//! Leadership, units and public service units.

use serde::{Deserialize, Serialize};

use crate::node::{Node, NodeKind, Walk};

/// A rule on leadership that the text lays down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitKind {
    /// How many deputies there may be.
    Deputies,
    /// A deputy may not also head a unit.
    DeputyHeadsUnit,
    /// Who acts when the director is away.
    Absence,
    /// The deputy who acts may not delegate further.
    Redelegation,
}

/// A rule on leadership with its place and words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// What it is about.
    pub kind: LimitKind,
    /// Where it stands.
    #[serde(rename = "eId")]
    pub eid: String,
    /// The sentence.
    pub text: String,
}

/// How the department is organised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Structure {
    /// Most deputy directors, where the text gives a number.
    pub max_deputies: Option<u32>,
    /// Units that assist the director (văn phòng, thanh tra, phòng).
    pub units: Option<Vec<String>>,
    /// Public service units (đơn vị sự nghiệp công lập).
    pub public_service_units: Option<Vec<String>>,
    /// Rules on leadership.
    pub limits: Vec<Limit>,
}

const UNIT_HEADS: [&str; 5] = ["văn phòng", "thanh tra", "phòng ", "chi cục", "ban "];
const SERVICE_HEADS: [&str; 8] =
    ["trung tâm", "trường", "đài", "báo ", "viện", "thư viện", "bảo tàng", "nhà "];

/// Longest name of a unit, in characters; what is longer is a sentence.
const LONGEST_NAME: usize = 120;

pub(super) fn find(tree: &[Node], duties: Option<&Node>) -> Structure {
    let mut structure = Structure::default();
    let duties = duties.map(|node| node.eid.as_str());
    let articles =
        Walk::over(tree).filter(|node| node.kind == NodeKind::Article && Some(node.eid.as_str()) != duties);
    for node in articles.flat_map(Node::walk) {
        let words = node.own_words();
        let lower = words.to_lowercase();
        if lower.contains("đơn vị sự nghiệp") && structure.public_service_units.is_none() {
            structure.public_service_units = service_units(node, &words);
        }
        let units = named_children(node, &UNIT_HEADS);
        if units.len() >= 2 && structure.units.is_none() {
            structure.units = Some(units);
        }
        limits(node, &words, &mut structure);
    }
    structure
}

/// Names of children that begin as unit names do.
fn named_children(node: &Node, heads: &[&str]) -> Vec<String> {
    node.children.iter().map(|child| clean(&child.own_words())).filter(|name| is_unit(name, heads)).collect()
}

fn clean(name: &str) -> String {
    name.trim_end_matches(['.', ';', ',', '/', ' ']).trim_start_matches(['-', '+', ' ']).to_owned()
}

fn is_unit(name: &str, heads: &[&str]) -> bool {
    let lower = name.to_lowercase();
    name.chars().count() <= LONGEST_NAME
        && name.starts_with(char::is_uppercase)
        && heads.iter().any(|head| lower.starts_with(head))
}

/// Names after the last colon, or the children that are names.
fn service_units(node: &Node, words: &str) -> Option<Vec<String>> {
    if let Some((_, names)) = words.rsplit_once(':') {
        let named: Vec<String> = names
            .split(';')
            .map(|name| clean(name.trim()))
            .filter(|name| is_unit(name, &SERVICE_HEADS))
            .collect();
        if !named.is_empty() {
            return Some(named);
        }
    }
    let named = named_children(node, &SERVICE_HEADS);
    (!named.is_empty()).then_some(named)
}

fn limits(node: &Node, words: &str, structure: &mut Structure) {
    for sentence in sentences(words) {
        let lower = sentence.to_lowercase();
        // An exception belongs to the rule before it.
        if lower.starts_with("trường hợp đặc biệt")
            && let Some(last) = structure.limits.last_mut()
            && last.eid == node.eid
        {
            last.text.push(' ');
            last.text.push_str(sentence);
        }
        let deputy = lower.contains("phó giám đốc");
        let kinds = [
            (
                LimitKind::Deputies,
                deputy && (lower.contains("không quá") || lower.contains("số lượng phó giám đốc")),
            ),
            (LimitKind::DeputyHeadsUnit, deputy && lower.contains("không kiêm nhiệm")),
            (LimitKind::Absence, deputy && lower.contains("vắng mặt")),
            (LimitKind::Redelegation, deputy && lower.contains("không được ủy nhiệm lại")),
        ];
        for (kind, applies) in kinds {
            if applies {
                structure.limits.push(Limit { kind, eid: node.eid.clone(), text: sentence.to_owned() });
            }
        }
        if deputy && structure.max_deputies.is_none() {
            structure.max_deputies = at_most(&lower);
        }
    }
}

/// Sentences end with a full stop before a capital letter.
pub(crate) fn sentences(words: &str) -> impl Iterator<Item = &str> {
    let mut rest = words;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let mut from = 0;
        while let Some(at) = rest.get(from..).and_then(|tail| tail.find(". ")) {
            let end = from + at + 1;
            if rest.get(end..).is_some_and(|tail| tail.trim_start().starts_with(char::is_uppercase)) {
                let (sentence, tail) = rest.split_at_checked(end)?;
                rest = tail;
                return Some(sentence);
            }
            from = end;
        }
        Some(std::mem::take(&mut rest))
    })
}

/// `không quá 03 (ba) Phó Giám đốc` gives 3: the number must stand directly before the deputies.
fn at_most(lower: &str) -> Option<u32> {
    let (_, after) = lower.split_once("không quá ")?;
    let mut words = after.split_whitespace();
    let number = words.next()?.parse().ok()?;
    let rest: Vec<&str> = words.filter(|word| !word.starts_with('(')).take(3).collect();
    (rest == ["phó", "giám", "đốc"] || rest.first() == Some(&"phó")).then_some(number)
}

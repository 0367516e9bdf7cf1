//! What a decision says about itself. An absent fact is `None`, never a guess.

mod header;
mod structure;

use serde::{Deserialize, Serialize};

use crate::date::after_day_word;
use crate::node::{Node, NodeKind, Walk};
pub use structure::{Limit, LimitKind, Structure};

/// The signer as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// On whose behalf: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`.
    pub form: Option<String>,
    /// Title of the signer: `CHỦ TỊCH`.
    pub title: Option<String>,
    /// Name of the signer.
    pub name: Option<String>,
}

/// What a decision says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Number with its sign, `15/2023/QĐ-UBND`; `None` where the number itself is blank.
    pub number: Option<String>,
    /// What stands after `Số:`, also where it is not complete: `/2023/QĐ-UBND`.
    pub number_as_written: Option<String>,
    /// Date of issue in ISO 8601, as short as the text leaves it: `2023-05-19`, `2023-06`.
    pub issued: Option<String>,
    /// Date of entry into force in ISO 8601.
    pub in_force: Option<String>,
    /// Numbers of the decisions replaced or repealed.
    pub replaces: Vec<String>,
    /// The body that issues.
    pub issuer: Option<String>,
    /// The department that the decision is about.
    pub department: Option<String>,
    /// Subject of the decision (trích yếu).
    pub title: Option<String>,
    /// Who signed.
    pub signer: Option<Signer>,
    /// To whom the decision is sent.
    pub recipients: Vec<String>,
    /// Element id of the article of duties.
    pub duties: Option<String>,
    /// Leadership, units, public service units.
    pub structure: Structure,
}

/// Collects the facts from the tree.
pub(crate) fn find(tree: &[Node]) -> Facts {
    let main: Vec<&Node> = tree.iter().filter(|node| node.kind != NodeKind::Attachment).collect();
    let mut facts = Facts::default();
    header::find(tree, &main, &mut facts);
    for article in articles(&main) {
        let words = article.all_words();
        if facts.in_force.is_none() {
            facts.in_force = in_force(&words, facts.issued.as_deref());
        }
        for number in replaced(&words) {
            if !facts.replaces.contains(&number) {
                facts.replaces.push(number);
            }
        }
    }
    for node in Walk::over(tree) {
        match node.kind {
            NodeKind::Recipient => {
                facts.recipients.push(node.text.replace('\n', " ").trim_end_matches([';', '.']).to_owned());
            }
            NodeKind::Signature if facts.signer.is_none() => facts.signer = signer(node),
            _ => {}
        }
    }
    let duties = duties(tree);
    facts.duties = duties.map(|node| node.eid.clone());
    facts.structure = structure::find(tree, duties);
    facts
}

fn articles<'t>(nodes: &[&'t Node]) -> impl Iterator<Item = &'t Node> {
    nodes.iter().flat_map(|node| node.walk()).filter(|node| node.kind == NodeKind::Article)
}

/// The article headed `Nhiệm vụ … quyền hạn`, or failing that none.
fn duties(tree: &[Node]) -> Option<&Node> {
    let headed = |node: &&Node| {
        let heading = node.heading.as_deref().unwrap_or(&node.text).to_lowercase();
        heading.starts_with("nhiệm vụ") && heading.contains("quyền hạn")
    };
    let count = |node: &Node| node.children_of(NodeKind::Paragraph).count();
    Walk::over(tree).filter(|node| node.kind == NodeKind::Article).filter(headed).rev_max_by_key(count)
}

trait RevMax: Iterator + Sized {
    /// As `max_by_key`, the first of equals.
    fn rev_max_by_key<K: Ord>(self, key: impl Fn(Self::Item) -> K) -> Option<Self::Item>
    where
        Self::Item: Copy,
    {
        let mut best: Option<(K, Self::Item)> = None;
        for item in self {
            let rank = key(item);
            if best.as_ref().is_none_or(|(other, _)| rank > *other) {
                best = Some((rank, item));
            }
        }
        best.map(|(_, item)| item)
    }
}

impl<I: Iterator> RevMax for I {}

/// The date after `hiệu lực … từ ngày`.
fn in_force(words: &str, issued: Option<&str>) -> Option<String> {
    let list: Vec<&str> = words.split_whitespace().collect();
    let start = find_words(&list, &["hiệu", "lực"], 0)?;
    let mut at = start;
    while let Some(found) = find_words(&list, &["từ", "ngày"], at) {
        if found > start + 12 {
            return None;
        }
        let after = list.get(found + 2..).unwrap_or(&[]);
        if let Some(date) = after_day_word(after) {
            return Some(date);
        }
        if after.first().is_some_and(|word| word.trim_end_matches(['.', ',', ';']) == "ký") {
            return issued.filter(|date| date.len() == 10).map(str::to_owned);
        }
        at = found + 1;
    }
    None
}

fn find_words(list: &[&str], wanted: &[&str], from: usize) -> Option<usize> {
    let rest = list.get(from..)?;
    rest.windows(wanted.len()).position(|window| window == wanted).map(|at| at + from)
}

/// Numbers of the decisions after `thay thế` or `bãi bỏ`; a decision named only as the one that a replaced
/// decision amended is not itself replaced.
fn replaced(words: &str) -> Vec<String> {
    let list: Vec<&str> = words.split_whitespace().collect();
    let starts = [find_words(&list, &["thay", "thế"], 0), find_words(&list, &["bãi", "bỏ"], 0)];
    let Some(start) = starts.into_iter().flatten().min() else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = start;
    while let Some(place) = find_words(&list, &["Quyết", "định", "số"], at) {
        at = place + 3;
        let before = place.checked_sub(1).and_then(|index| list.get(index)).copied().unwrap_or("");
        let listed = matches!(before, "thế" | "bỏ" | "và" | "các" | "thế:") || before.ends_with([',', ';']);
        if listed && let Some(number) = number_from(list.get(at..).unwrap_or(&[])) {
            found.push(number);
        }
    }
    found
}

/// A document number from words that may be torn apart: `01 /2023/QĐ-UBND`.
pub(crate) fn number_from(words: &[&str]) -> Option<String> {
    let mut number = String::new();
    for word in words.iter().take(4) {
        number.push_str(word);
        if number.contains('-') && number.contains('/') {
            let number = number.trim_end_matches([',', ';', '.', ')']);
            return number.starts_with(|c: char| c.is_ascii_digit()).then(|| number.to_owned());
        }
    }
    None
}

/// `TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Võ Văn Minh` in its parts.
fn signer(node: &Node) -> Option<Signer> {
    const TITLES: [&str; 4] = ["PHÓ CHỦ TỊCH", "CHỦ TỊCH", "PHÓ GIÁM ĐỐC", "GIÁM ĐỐC"];
    let words = node.own_words();
    let list: Vec<&str> = words.split_whitespace().collect();
    let name_at = list.iter().position(|word| word.chars().any(char::is_lowercase)).unwrap_or(list.len());
    let (office, name) = list.split_at_checked(name_at)?;
    let office = office.join(" ");
    let name = name.join(" ");
    let title = TITLES.iter().find(|title| office.ends_with(*title)).map(|title| (*title).to_owned());
    let form =
        title.as_deref().and_then(|title| office.strip_suffix(title)).unwrap_or(&office).trim().to_owned();
    Some(Signer { form: (!form.is_empty()).then_some(form), title, name: (!name.is_empty()).then_some(name) })
}

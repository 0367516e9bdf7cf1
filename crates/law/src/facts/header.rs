//! Facts that stand before the first article: number, date, issuer, title, department.

use super::{Facts, number_from};
use crate::date::after_day_word;
use crate::node::{Node, NodeKind, Walk};
use crate::words::is_upper;

pub(super) fn find(tree: &[Node], main: &[&Node], facts: &mut Facts) {
    let preface: Vec<&Node> = main
        .iter()
        .filter(|node| node.kind == NodeKind::Preface)
        .flat_map(|node| node.children.iter())
        .collect();
    for node in preface.iter().filter(|node| node.kind == NodeKind::Number) {
        number(&node.own_words(), facts);
    }
    for node in preface.iter().filter(|node| node.kind != NodeKind::Title) {
        if facts.issued.is_none() {
            facts.issued = date(&node.own_words());
        }
    }
    let title = preface.iter().find(|node| node.kind == NodeKind::Title);
    facts.title = title.map(|node| node.own_words()).filter(|title| !title.is_empty());
    let issuers = preface.iter().filter(|node| node.kind == NodeKind::Issuer);
    facts.issuer = issuers.filter_map(|node| issuer(&node.own_words())).max_by_key(String::len);
    let title = facts.title.as_deref().unwrap_or("");
    facts.department = department(title).map(|name| as_in_text(&name, tree, facts.issuer.as_deref()));
}

fn number(words: &str, facts: &mut Facts) {
    let list: Vec<&str> = words.split_whitespace().collect();
    let rest = words.strip_prefix("Số:").or_else(|| words.strip_prefix("Số :")).unwrap_or("");
    let list = if rest.is_empty() { list } else { rest.split_whitespace().collect() };
    if let Some(number) = number_from(&list) {
        facts.number_as_written = Some(number.clone());
        facts.number = Some(number);
        return;
    }
    // Dotted or empty blanks before the year: the number was never filled in.
    let sign = list.iter().take(3).find(|word| word.contains('/') && word.contains('-'));
    facts.number_as_written = sign.map(|word| (*word).to_owned());
}

/// The date after `ngày` in the line of place and date; `tháng 6 năm 2023` may follow a blank day.
fn date(words: &str) -> Option<String> {
    let list: Vec<&str> = words.split_whitespace().collect();
    let at = list.iter().position(|word| word.to_lowercase().starts_with("ngày"))?;
    let first = list.get(at).copied().unwrap_or("").trim_start_matches("ngày").trim_start_matches("Ngày");
    let mut rest: Vec<&str> = list.get(at + 1..).unwrap_or(&[]).to_vec();
    if !first.is_empty() {
        rest.insert(0, first);
    }
    after_day_word(&rest)
}

/// `ỦY BAN NHÂN DÂN TỈNH BÌNH DƯƠNG` as it is written in running text.
fn issuer(words: &str) -> Option<String> {
    let mut upper: Vec<&str> = Vec::new();
    for word in words.split_whitespace() {
        if !is_upper(word) && word.chars().filter(|c| c.is_alphabetic()).count() != 1 || word == "CỘNG" {
            break;
        }
        upper.push(word);
    }
    (upper.len() > 4).then(|| proper_case(&upper.join(" ")))
}

/// Common nouns of administrative names; every other word is part of a proper name.
const COMMON: [&str; 22] = [
    "ủy", "ban", "nhân", "dân", "tỉnh", "thành", "phố", "sở", "thông", "tin", "và", "truyền", "trực",
    "thuộc", "hội", "đồng", "huyện", "quận", "thị", "xã", "của", "trung",
];

fn proper_case(upper: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for (index, word) in upper.to_lowercase().replace("uỷ", "ủy").split(' ').enumerate() {
        let common = COMMON.contains(&word) && index > 0;
        words.push(if common { word.to_owned() } else { capital(word) });
    }
    words.join(" ")
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The name of the department at the end of the title: from `Sở` on.
fn department(title: &str) -> Option<String> {
    let list: Vec<&str> = title.split_whitespace().collect();
    let at = list.iter().position(|word| matches!(*word, "Sở" | "SỞ"))?;
    let name = list.get(at..)?.join(" ");
    let name = name.trim_end_matches(['.', ';', ',', ':', '-', ' ']);
    (name.split(' ').count() > 1).then(|| name.to_owned())
}

/// A name in capitals as running text writes it, where running text has it.
fn as_in_text(name: &str, tree: &[Node], issuer: Option<&str>) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let folded = name.to_lowercase();
    for node in Walk::over(tree).filter(|node| node.kind != NodeKind::Title) {
        let words = node.own_words();
        let lower = words.to_lowercase();
        // Lower-casing keeps the length of every Vietnamese letter, so that offsets agree.
        if lower.len() == words.len()
            && let Some(at) = lower.find(&folded)
            && let Some(found) = words.get(at..at + folded.len())
            && found.chars().any(char::is_lowercase)
        {
            return found.to_owned();
        }
    }
    let place = issuer.and_then(|issuer| issuer.split_once("nhân dân ")).map_or("", |(_, place)| place);
    match folded.strip_suffix(&place.to_lowercase()) {
        Some(head) if !place.is_empty() => format!("{}{place}", capital(head)),
        _ => capital(&folded),
    }
}

//! Which differences count, for each of the ten pairs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests, which clippy does not know as such"
)]

mod common;

use std::collections::BTreeSet;

use common::{AGENCIES, HARMLESS, Seed, decision, mutate};
use congvu_law::{Comparison, Document, Weight, compare, comparison_html, comparison_text, import};

fn read(agency: &str) -> Document {
    import(decision(agency).as_bytes()).unwrap()
}

/// Clauses in which a decision says something that the model text does not; `(agency, clause)`.
const OWN_WORDS: [(&str, &str); 13] = [
    ("hai-phong", "10.a"),
    ("hai-phong", "10.b"),
    ("hai-phong", "14.b"),
    ("hai-phong", "14.c"),
    ("binh-duong", "7"),
    ("binh-duong", "7.a"),
    ("binh-duong", "14.a"),
    ("binh-duong", "28"),
    ("binh-duong", "working-regime"),
    ("binh-duong", "working-relations"),
    ("binh-thuan", "14.a"),
    ("binh-thuan", "19"),
    ("binh-thuan", "19"),
];

/// Pairs that agree on a fact although the words may differ.
fn same_fact(key: &str, a: &str, b: &str) -> bool {
    let group = |agency: &str| match key {
        "form" => matches!(agency, "hau-giang" | "long-an").to_string(),
        "duties" => matches!(agency, "hai-phong" | "binh-duong").to_string(),
        "max_deputies" => matches!(agency, "binh-thuan" | "binh-duong").to_string(),
        "redelegation" => (agency == "binh-duong").to_string(),
        "number" => if matches!(agency, "hau-giang" | "long-an") { "none" } else { agency }.to_owned(),
        "units" => if matches!(agency, "hau-giang" | "hai-phong") { "one" } else { agency }.to_owned(),
        "public_service_units" => {
            if matches!(agency, "binh-thuan" | "long-an") { "one" } else { agency }.to_owned()
        }
        "deputy_heads_unit" => match agency {
            "hau-giang" => "silent",
            "hai-phong" => "special cases",
            _ => "no",
        }
        .to_owned(),
        "absence" => "one deputy".to_owned(),
        _ => agency.to_owned(),
    };
    group(a) == group(b)
}

#[test]
fn all_pairs() {
    for (index, a) in AGENCIES.iter().enumerate() {
        for b in AGENCIES.iter().skip(index + 1) {
            for (a, b) in [(a, b), (b, a)] {
                check(a, b, &compare(&read(a), &read(b)));
            }
        }
    }
}

fn check(a: &str, b: &str, found: &Comparison) {
    let clauses: BTreeSet<&str> = found
        .clauses
        .iter()
        .filter(|clause| clause.weight == Weight::Substantive)
        .map(|clause| clause.clause.as_str())
        .collect();
    let wanted: BTreeSet<&str> = OWN_WORDS
        .iter()
        .filter(|(agency, _)| *agency == a || *agency == b)
        .map(|(_, clause)| *clause)
        .collect();
    assert_eq!(clauses, wanted, "{a} – {b}");

    let facts: BTreeSet<&str> = found
        .facts
        .iter()
        .filter(|fact| fact.weight == Weight::Substantive)
        .map(|fact| fact.key.as_str())
        .collect();
    let keys = [
        "number",
        "issued",
        "in_force",
        "replaces",
        "form",
        "duties",
        "max_deputies",
        "redelegation",
        "units",
        "public_service_units",
        "deputy_heads_unit",
        "absence",
    ];
    let wanted: BTreeSet<&str> = keys.into_iter().filter(|key| !same_fact(key, a, b)).collect();
    assert_eq!(facts, wanted, "{a} – {b}");
}

#[test]
fn slips_are_told_from_changes() {
    let found = compare(&read("hau-giang"), &read("hai-phong"));
    let slips: Vec<&str> = found
        .clauses
        .iter()
        .filter(|clause| clause.weight == Weight::Slip)
        .map(|clause| clause.clause.as_str())
        .collect();
    assert_eq!(slips, ["5.d", "14.đ"]);
}

#[test]
fn the_same_text_in_another_layout_is_the_same() {
    for agency in AGENCIES {
        let original = read(agency);
        for how in HARMLESS {
            let changed = import(mutate(&decision(agency), how, &mut Seed(3)).as_bytes()).unwrap();
            let found = compare(&original, &changed);
            let duties =
                found.clauses.iter().filter(|clause| clause.clause.starts_with(|c: char| c.is_ascii_digit()));
            assert_eq!(duties.count(), 0, "{agency} {how}");
            assert_eq!(found.facts, [], "{agency} {how}");
        }
    }
}

/// A change in the first decision, the clause it must show in, and whether it is one of substance.
#[track_caller]
fn edited(from: &str, to: &str, clause: &str, weight: Weight) {
    let text = decision("long-an");
    assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in the text");
    let found = compare(&read("long-an"), &import(text.replace(from, to).as_bytes()).unwrap());
    let weights: Vec<(&str, Weight)> = found.clauses.iter().map(|c| (c.clause.as_str(), c.weight)).collect();
    assert_eq!(weights, [(clause, weight)], "{from} -> {to}");
}

#[test]
fn edits_are_found_where_they_are() {
    edited("c) Tổ chức cung cấp thông tin;", "c) Cung cấp thông tin;", "7.c", Weight::Substantive);
    edited(
        "b) Xây dựng, quản lý, vận hành hệ thống thông tin nguồn",
        "b) Xây dựng, quản lý hệ thống thông tin nguồn",
        "7.b",
        Weight::Substantive,
    );
    edited(
        "35. Thực hiện các nhiệm vụ khác do Ủy ban",
        "35. Thực hiện nhiệm vụ khác do Ủy ban",
        "35",
        Weight::Wording,
    );
    edited("35. Thực hiện", "35. Không thực hiện", "35", Weight::Substantive);
}

#[test]
fn readable_in_terminal_and_page() {
    let found = compare(&read("hai-phong"), &read("binh-duong"));
    let plain = comparison_text(&found, false, false);
    assert!(
        plain.contains("điểm b khoản 14")
            && plain.contains("{+xây dựng và duy trì")
            && !plain.contains('\u{1b}')
    );
    assert!(comparison_text(&found, true, false).contains("\u{1b}[32m"));
    assert!(comparison_text(&found, false, true).len() > plain.len());
    let page = comparison_html(&found);
    assert!(
        page.starts_with("<!doctype html>")
            && page.contains("<code>Đ3·k14·b</code>")
            && !page.contains("src=")
    );
}

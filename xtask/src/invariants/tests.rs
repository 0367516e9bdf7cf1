//! For each rule a house that keeps it and one that breaks it.

use super::house::{House, Package, SourceFile};
use super::{RULES, graph, text};

type Check = fn(&House) -> Vec<String>;

fn package(folder: &str, uses: &[&str]) -> Package {
    let short = folder.rsplit('/').next().unwrap();
    let name = if folder == "congvu" { "congvu".to_owned() } else { format!("congvu-{short}") };
    Package {
        name,
        folder: folder.to_owned(),
        uses: uses.iter().map(ToString::to_string).collect(),
        ..Package::default()
    }
}

fn house(packages: &[Package], files: &[(&str, &str)]) -> House {
    House {
        edges: packages.iter().map(|p| (p.name.clone(), p.uses.clone())).collect(),
        packages: packages.to_vec(),
        files: files
            .iter()
            .map(|(p, t)| SourceFile { path: (*p).to_owned(), text: (*t).to_owned() })
            .collect(),
        root: "/somewhere/else".to_owned(),
    }
}

fn check(rule: Check, house: &House, expected: &[&str]) {
    assert_eq!(rule(house), expected);
}

#[test]
fn edges_of_the_graph() {
    let cases: [(Check, &str, &str, &str, bool); 15] = [
        (graph::pure_crates_stay_pure, "crates/law", "serde", "", true),
        (graph::pure_crates_stay_pure, "crates/law", "tokio", "congvu-law reaches tokio", false),
        (graph::pure_crates_stay_pure, "crates/web", "tokio", "", true),
        (graph::offices_stay_apart, "offices/a", "congvu-web", "", true),
        (graph::offices_stay_apart, "offices/a", "congvu-b", "congvu-a uses congvu-b", false),
        (graph::nothing_uses_the_binary, "offices/a", "congvu", "congvu-a uses congvu", false),
        (graph::only_the_desk_uses_the_store, "crates/desk", "congvu-store", "", true),
        (
            graph::only_the_desk_uses_the_store,
            "crates/web",
            "congvu-store",
            "congvu-web uses congvu-store",
            false,
        ),
        (graph::only_the_desk_uses_the_store, "offices/a", "congvu-store", "", true),
        (graph::only_the_desk_uses_the_store, "crates/testing", "congvu-store", "", true),
        (graph::what_tests_share_stays_in_tests, "offices/a", "congvu-web", "", true),
        (
            graph::what_tests_share_stays_in_tests,
            "offices/a",
            "congvu-testing",
            "congvu-a uses congvu-testing outside its tests",
            false,
        ),
        (graph::only_the_store_knows_the_database, "crates/store", "sqlx", "", true),
        (graph::only_the_store_knows_the_database, "crates/desk", "sqlx", "congvu-desk uses sqlx", false),
        (graph::only_the_store_knows_the_database, "congvu", "sqlx", "congvu uses sqlx", false),
    ];
    for (rule, folder, used, fault, kept) in cases {
        let house = house(&[package(folder, &[used]), package("offices/b", &[])], &[]);
        let expected = [fault];
        check(rule, &house, if kept { &[] } else { &expected });
    }
}

#[test]
fn a_detour_is_found() {
    let mut house = house(&[package("crates/law", &["helper"])], &[]);
    house.edges.insert("helper".to_owned(), ["getrandom".to_owned()].into());
    check(graph::pure_crates_stay_pure, &house, &["congvu-law reaches getrandom"]);
}

#[test]
fn words_in_sources() {
    let cases: [(Check, &str, &str, &[&str]); 13] = [
        (text::pure_sources, "crates/law/src/a.rs", "use std::fs;", &["crates/law/src/a.rs:1: `std::fs`"]),
        (text::pure_sources, "crates/law/src/a.rs", "// std::fs would be wrong here", &[]),
        (text::pure_sources, "crates/law/tests/a.rs", "use std::fs;", &[]),
        (text::pure_sources, "crates/desk/src/a.rs", "use std::fs;", &[]),
        (
            text::no_sql_outside_the_store,
            "crates/desk/src/a.rs",
            "f(\"SELECT 1\")",
            &["crates/desk/src/a.rs:1: `SELECT`"],
        ),
        (text::no_sql_outside_the_store, "crates/store/src/a.rs", "f(\"SELECT 1\")", &[]),
        (
            text::only_the_desk_writes,
            "offices/a/src/a.rs",
            "\nstore.commit(work)",
            &["offices/a/src/a.rs:2: `.commit(`"],
        ),
        (
            text::no_law_in_rust,
            "offices/a/src/a.rs",
            "\"30/2020/NĐ-CP\"",
            &["offices/a/src/a.rs:1: `/NĐ-CP`"],
        ),
        (text::no_law_in_rust, "offices/a/src/a.rs", "/// Decree 30/2020/NĐ-CP, Article 13", &[]),
        (text::no_law_in_rust, "offices/a/src/a.rs", "#[cfg(test)]\n\"30/2020/NĐ-CP\"", &[]),
        (text::nothing_left_behind, "a.rs", "todo!()", &["a.rs:1: todo!"]),
        (text::nothing_left_behind, "a.md", "see /somewhere/else/x", &["a.md:1: a path of one machine"]),
        (
            text::nothing_left_behind,
            "x/package-lock.json",
            "\"resolved\": \"…\"",
            &["x/package-lock.json:1: an address of a package registry"],
        ),
    ];
    for (rule, path, source, expected) in cases {
        check(rule, &house(&[], &[(path, source)]), expected);
    }
}

#[test]
fn lengths() {
    let kept = "\n".repeat(600);
    let long = "\n".repeat(601);
    check(text::files_are_short, &house(&[], &[("a.rs", &kept)]), &[]);
    check(text::files_are_short, &house(&[], &[("a.rs", &long)]), &["a.rs has 601 lines"]);
}

#[test]
fn the_map_and_the_crates() {
    let law = [package("crates/law", &[])];
    check(text::the_map_is_whole, &house(&law, &[("ARCHITECTURE.md", "- `crates/law` reads")]), &[]);
    check(
        text::the_map_is_whole,
        &house(&law, &[("ARCHITECTURE.md", "law")]),
        &["`crates/law` is not on the map"],
    );
    let kept = [
        ("crates/law/Cargo.toml", "[lints]\nworkspace = true\n"),
        ("crates/law/src/lib.rs", "#![doc = include_str!(\"../README.md\")]"),
    ];
    check(text::crates_are_kept, &house(&law, &kept), &[]);
    assert_eq!(text::crates_are_kept(&house(&law, &[])).len(), 2);
}

/// The rules hold for this workspace, too: who runs the tests alone learns of it.
#[test]
fn this_house_keeps_the_rules() {
    let house = House::read().unwrap();
    assert!(house.packages.len() > 10 && house.files.len() > 200, "the workspace was not read");
    for (sentence, rule) in RULES {
        check(rule, &house, &[]);
        assert!(!sentence.is_empty());
    }
}

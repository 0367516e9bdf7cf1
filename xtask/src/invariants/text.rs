//! What may stand where.

use super::graph::PURE;
use super::house::{House, SourceFile};

/// Longest Rust file.
const MAX_LINES: usize = 600;

pub fn pure_sources(house: &House) -> Vec<String> {
    let words = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "SystemTime::now",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
    ];
    let is_pure = |path: &str| PURE.iter().any(|p| path.starts_with(&format!("crates/{p}/")));
    in_code(house, is_pure, &words)
}

pub fn no_sql_outside_the_store(house: &House) -> Vec<String> {
    let words =
        ["\"SELECT ", "\"INSERT INTO ", "\"DELETE FROM ", "\"UPDATE ", "CREATE TABLE ", "\"WITH RECURSIVE "];
    in_code(house, |path| !path.starts_with("crates/store/"), &words)
}

/// Where rows may be written as they are: the store, the desk, and measures that fill a database of their own with sample rows.
const WRITERS: [&str; 3] = ["crates/store/", "crates/desk/", "congvu/src/commands/bench/"];

/// Acts are written through the desk's `perform`. Accounts, drafts and settings are no acts.
pub fn only_the_desk_writes(house: &House) -> Vec<String> {
    let others = |path: &str| !WRITERS.iter().any(|writer| path.starts_with(writer));
    in_code(house, others, &[".commit(", "congvu_store::Work", "congvu_store::Writes", "ActRow"])
}

/// A number of a decree in a string is law; where a comment cites one, it says why.
pub fn no_law_in_rust(house: &House) -> Vec<String> {
    in_code(house, |_| true, &["/NĐ-CP", "/TT-BTTTT", "/TT-VPCP", "/QĐ-TTg", "/QĐ-UBND", "/QH1"])
}

fn in_code(house: &House, place: impl Fn(&str) -> bool, words: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for (file, lines) in house.code().filter(|(file, _)| place(&file.path)) {
        for (number, line) in lines {
            for found in words.iter().filter(|word| line.contains(**word)) {
                faults.push(format!("{}:{number}: `{}`", file.path, found.trim_matches('"').trim()));
            }
        }
    }
    faults
}

pub fn the_map_is_whole(house: &House) -> Vec<String> {
    let Some(map) = house.file("ARCHITECTURE.md") else {
        return vec!["there is no ARCHITECTURE.md".to_owned()];
    };
    let missing = house.packages.iter().filter(|p| !map.text.contains(&format!("`{}`", p.folder)));
    missing.map(|p| format!("`{}` is not on the map", p.folder)).collect()
}

pub fn crates_are_kept(house: &House) -> Vec<String> {
    let mut faults = Vec::new();
    for package in &house.packages {
        let text =
            |name: &str| house.file(&format!("{}/{name}", package.folder)).map_or("", |f| f.text.as_str());
        if !text("Cargo.toml").contains("[lints]\nworkspace = true") {
            faults.push(format!(
                "{}/Cargo.toml: the lints of the workspace are not switched on",
                package.folder
            ));
        }
        let is_program = house.file(&format!("{}/src/main.rs", package.folder)).is_some();
        if !is_program && !text("src/lib.rs").contains("#![doc = include_str!(\"../README.md\")]") {
            faults.push(format!("{}/src/lib.rs: the README is not its documentation", package.folder));
        }
    }
    faults
}

pub fn files_are_short(house: &House) -> Vec<String> {
    let rust = house.files.iter().filter(|f| f.path.ends_with(".rs"));
    let long = rust.map(|f| (f, f.text.lines().count())).filter(|(_, lines)| *lines > MAX_LINES);
    long.map(|(f, lines)| format!("{} has {lines} lines", f.path)).collect()
}

/// A home folder; `/home/` inside the address of a web page is none.
fn names_a_home(line: &str) -> bool {
    let words = line.split(|c: char| c.is_whitespace() || "\"'`(),;<>".contains(c));
    words.filter(|word| !word.contains("://")).any(|word| word.contains("/home/"))
}

pub fn nothing_left_behind(house: &House) -> Vec<String> {
    let mut faults = Vec::new();
    for file in house.files.iter().filter(|f| !f.path.starts_with("xtask/src/invariants/")) {
        let mut say = |line: usize, what: &str| faults.push(format!("{}:{line}: {what}", file.path));
        for (number, line) in file.text.lines().enumerate().map(|(n, l)| (n.saturating_add(1), l)) {
            if file.path.ends_with(".rs") {
                for word in ["todo!", "unimplemented!", "dbg!"].iter().filter(|w| line.contains(**w)) {
                    say(number, word);
                }
            }
            if line.contains(&house.root) || names_a_home(line) {
                say(number, "a path of one machine");
            }
            if names_a_registry(file, line) {
                say(number, "an address of a package registry");
            }
        }
    }
    faults
}

/// A lock file names where a package comes from only by the public name that cargo gives its registry.
fn names_a_registry(file: &SourceFile, line: &str) -> bool {
    match file.path.rsplit('/').next().unwrap_or_default() {
        "Cargo.lock" => {
            line.starts_with("source = ")
                && line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
        }
        "package-lock.json" => line.contains("\"resolved\""),
        ".npmrc" | "pip.conf" => line.contains("://"),
        _ => false,
    }
}

//! What the tests share: the five decisions as published, and ways to damage them.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::path::PathBuf;

/// Agencies with a published decision.
pub const AGENCIES: [&str; 5] = ["hau-giang", "binh-thuan", "hai-phong", "binh-duong", "long-an"];

/// Folder of an agency's pack.
pub fn pack(agency: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs").join(agency)
}

/// The decision of an agency as published.
pub fn decision(agency: &str) -> String {
    std::fs::read_to_string(pack(agency).join("decision.txt")).unwrap()
}

/// Small deterministic generator, so that a failure can be repeated from its seed.
pub struct Seed(pub u64);

impl Seed {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

/// Ways to change a text that leave its law as it is.
pub const HARMLESS: [&str; 13] = [
    "rewrap-lines-40",
    "rewrap-lines-200",
    "rewrap-blocks-72",
    "one-line",
    "one-word-a-line",
    "crlf",
    "bom",
    "nfd",
    "eth",
    "nbsp",
    "page-numbers",
    "markdown-off",
    "markdown-on",
];

/// Ways to change a text that damage it.
pub const HARMFUL: [&str; 3] = ["truncate", "shuffle-lines", "drop-characters"];

/// Applies one mutation.
pub fn mutate(text: &str, how: &str, seed: &mut Seed) -> String {
    match how {
        "rewrap-lines-40" => text.lines().map(|line| wrap(line, 40)).collect::<Vec<_>>().join("\n"),
        "rewrap-lines-200" => text.lines().map(|line| wrap(line, 200)).collect::<Vec<_>>().join("\n"),
        "rewrap-blocks-72" => {
            text.split("\n\n").map(|block| wrap(block, 72)).collect::<Vec<_>>().join("\n\n")
        }
        "one-line" => text.split_whitespace().collect::<Vec<_>>().join(" "),
        "one-word-a-line" => text.split_whitespace().collect::<Vec<_>>().join("\n"),
        "crlf" => text.replace('\n', "\r\n"),
        "bom" => format!("\u{feff}{text}"),
        "nfd" => nfd(text),
        "eth" => text.replace('Đ', "\u{d0}").replace('đ', "\u{f0}"),
        "nbsp" => text.replace(' ', "\u{a0}"),
        "page-numbers" => page_numbers(text, seed),
        "markdown-off" => text.replace(['*', '#'], ""),
        "markdown-on" => markdown_on(text),
        "truncate" => {
            let mut at = seed.below(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text[..at].to_owned()
        }
        "shuffle-lines" => shuffle(text, seed),
        "drop-characters" => text.chars().filter(|_| seed.below(50) != 0).collect(),
        other => panic!("no mutation `{other}`"),
    }
}

fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let size = word.chars().count();
        if length > 0 && length + 1 + size > width {
            out.push('\n');
            length = 0;
        } else if length > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += size;
    }
    out
}

fn nfd(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().collect()
}

fn page_numbers(text: &str, seed: &mut Seed) -> String {
    let mut out = String::new();
    let mut page = 2;
    for line in text.lines() {
        out.push_str(line);
        out.push('\n');
        if seed.below(25) == 0 {
            out.push_str(match seed.below(3) {
                0 => "\n\n",
                1 => "\n",
                _ => "",
            });
            out.push_str(&format!("{page}\n"));
            page += 1;
            if seed.below(2) == 0 {
                out.push('\n');
            }
        }
    }
    out
}

fn markdown_on(text: &str) -> String {
    let mark = |line: &str| {
        let bare = line.trim();
        if bare.contains('*') || bare.starts_with('#') || bare.is_empty() {
            line.to_owned()
        } else if bare.starts_with("Chương") || bare.starts_with("CHƯƠNG") {
            format!("## {bare}")
        } else if bare.starts_with("Điều") {
            format!("### **{bare}**")
        } else if bare.starts_with("Căn cứ") {
            format!("*{bare}*")
        } else {
            line.to_owned()
        }
    };
    text.lines().map(mark).collect::<Vec<_>>().join("\n")
}

fn shuffle(text: &str, seed: &mut Seed) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for index in (1..lines.len()).rev() {
        lines.swap(index, seed.below(index + 1));
    }
    lines.join("\n")
}

//! Every character of the source is in the tree or in a diagnostic, whatever happened to the text.
//!
//! Two proofs, independent of each other: the ledger covers the source without a gap, and the characters of
//! tree and diagnostics together are those of the source, counted one by one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests, which clippy does not know as such"
)]

mod common;

use std::collections::BTreeMap;

use common::{AGENCIES, HARMFUL, HARMLESS, Seed, decision, mutate};
use congvu_law::{Document, ImportError, Place, import_with_ledger};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn count(text: &str, counts: &mut BTreeMap<char, i64>, sign: i64) {
    let visible = |c: &char| !c.is_whitespace() && !c.is_control() && !INVISIBLE.contains(c);
    let plain = |c: char| match c {
        '\u{d0}' | '\u{189}' => 'Đ',
        '\u{f0}' | '\u{256}' => 'đ',
        other => other,
    };
    // Decomposed, so that a mark of layout between a letter and its accent changes nothing.
    for c in text.chars().map(plain).nfd().filter(visible) {
        *counts.entry(c).or_insert(0) += sign;
    }
}

const INVISIBLE: [char; 14] = [
    '\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{ad}', '\u{202a}',
    '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{fffe}',
];

fn balance(source: &str, document: &Document) -> BTreeMap<char, i64> {
    let mut counts = BTreeMap::new();
    count(source, &mut counts, 1);
    for node in document.walk() {
        for part in [Some(&node.mark), node.heading.as_ref(), Some(&node.text)].into_iter().flatten() {
            count(part, &mut counts, -1);
        }
    }
    for diagnostic in &document.diagnostics {
        count(&diagnostic.text, &mut counts, -1);
    }
    counts.retain(|_, left| *left != 0);
    counts
}

/// Gives the document, or `None` where the damage left no decision.
#[track_caller]
fn check(source: &str, what: &str) -> Option<Document> {
    let (document, ledger) = match import_with_ledger(source.as_bytes()) {
        Ok(read) => read,
        Err(ImportError::NotLegal | ImportError::Empty) => return None,
        Err(other) => panic!("{what}: {other}"),
    };
    assert_eq!(ledger.missing(source), Vec::<usize>::new(), "{what}: no account of these bytes");
    assert!(ledger.spans().iter().all(|span| span.place != Place::Nowhere), "{what}: a word went nowhere");
    assert_eq!(balance(source, &document), BTreeMap::new(), "{what}: characters lost (+) or invented (-)");
    Some(document)
}

fn shape(document: &Document) -> (usize, usize) {
    let duties = document.duties().expect("an article of duties");
    (duties.children.len(), duties.children.iter().map(|paragraph| paragraph.children.len()).sum())
}

#[test]
fn the_decisions_as_published() {
    for agency in AGENCIES {
        let document = check(&decision(agency), agency).expect("a decision");
        assert_eq!(shape(&document), (35, 67), "{agency}");
    }
}

#[test]
fn harmless_changes_keep_every_duty() {
    for agency in AGENCIES {
        let original = decision(agency);
        let before = check(&original, agency).unwrap();
        let wanted: Vec<(String, String)> = duty_words(&before);
        for how in HARMLESS {
            let seeds = if how == "page-numbers" { 6 } else { 1 };
            for seed in 0..seeds {
                let what = format!("{agency} {how} seed {seed}");
                let text = mutate(&original, how, &mut Seed(seed));
                let document = check(&text, &what).unwrap_or_else(|| panic!("{what}: no decision"));
                assert_eq!(shape(&document), (35, 67), "{what}");
                for (found, wanted) in duty_words(&document).iter().zip(&wanted) {
                    assert_eq!(found, wanted, "{what}");
                }
                assert_eq!(document.facts.number, before.facts.number, "{what}");
                assert_eq!(document.facts.issued, before.facts.issued, "{what}");
                assert_eq!(document.facts.in_force, before.facts.in_force, "{what}");
                assert_eq!(document.facts.replaces, before.facts.replaces, "{what}");
                assert_eq!(document.facts.structure, before.facts.structure, "{what}");
                assert_eq!(document.facts.signer, before.facts.signer, "{what}");
                assert_eq!(document.expression(), before.expression(), "{what}");
            }
        }
    }
}

fn duty_words(document: &Document) -> Vec<(String, String)> {
    let duties = document.duties().expect("an article of duties");
    duties.walk().skip(1).map(|node| (node.eid.clone(), node.own_words())).collect()
}

#[test]
fn damage_loses_nothing_either() {
    for agency in AGENCIES {
        let original = decision(agency);
        for how in HARMFUL {
            for seed in 0..12 {
                let text = mutate(&original, how, &mut Seed(seed));
                check(&text, &format!("{agency} {how} seed {seed}"));
            }
        }
    }
}

#[test]
fn changes_on_top_of_changes() {
    let all: Vec<&str> = HARMLESS.iter().chain(&HARMFUL).copied().collect();
    for seed in 0..60 {
        let mut seed_value = Seed(seed);
        let agency = AGENCIES[seed_value.below(AGENCIES.len())];
        let mut text = decision(agency);
        for _ in 0..3 {
            let how = all[seed_value.below(all.len())];
            text = mutate(&text, how, &mut seed_value);
        }
        check(&text, &format!("{agency} stacked, seed {seed}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn anything_at_all_is_read_or_refused(text in "\\PC{0,400}") {
        check(&text, "random text");
    }

    #[test]
    fn pieces_of_structure_in_any_order(pieces in prop::collection::vec(prop::sample::select(vec![
        "Điều 1.", "Điều 2. ", "1. ", "2.", "a)", "đ) ", "b)Cấp ", "- ", "\n", "\n\n", "* ", "**", "#", "## ", "|", "Chương I ",
        "QUYẾT ĐỊNH", "QUYẾT ĐỊNH:", "Căn cứ ", "Nơi nhận:", "TM. ỦY BAN", "CHỦ TỊCH ", "QUY ĐỊNH", "(Kèm theo ", "Số:",
        "/2023/QĐ-UBND", "ngày ", " tháng 6 năm 2023", "5", "\n7\n", "khoản ", "Sở ", "./.", "; ", ". ", "\\", "_a_", "-----",
        "\u{feff}", "\u{200b}", "\u{301}", "không quá 03 Phó Giám đốc ", "Mục 1", "(Handwritten mark)", "*d*",
    ]), 0..60)) {
        check(&pieces.concat(), "pieces");
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = congvu_law::import(&bytes);
    }
}

//! Akoma Ntoso: what is written passes the checks, what is tampered with does not; the packs hold what the
//! importer gives today. `UPDATE=1` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests, which clippy does not know as such"
)]

mod common;

use common::{AGENCIES, HARMFUL, Seed, decision, mutate, pack};
use congvu_law::{AknIssue, Report, check_akn, import, write_akn};

#[test]
fn the_packs_hold_what_the_importer_gives() {
    for agency in AGENCIES {
        let document = import(decision(agency).as_bytes()).unwrap();
        let json = serde_json::to_string_pretty(&Report::of(&document)).unwrap() + "\n";
        for (name, text) in [("decision.akn.xml", write_akn(&document)), ("decision.json", json)] {
            let path = pack(agency).join(name);
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&path, &text).unwrap();
            }
            let stored = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                stored == text,
                "{} is not what the importer gives: run with UPDATE=1 and review",
                path.display()
            );
        }
    }
}

#[test]
fn what_is_written_passes_the_checks() {
    for agency in AGENCIES {
        let document = import(decision(agency).as_bytes()).unwrap();
        assert_eq!(check_akn(&write_akn(&document), Some(&document)), [], "{agency}");
    }
}

#[test]
fn damaged_texts_pass_too() {
    for agency in AGENCIES {
        for how in HARMFUL {
            for seed in 0..6 {
                let text = mutate(&decision(agency), how, &mut Seed(seed));
                if let Ok(document) = import(text.as_bytes()) {
                    assert_eq!(
                        check_akn(&write_akn(&document), Some(&document)),
                        [],
                        "{agency} {how} seed {seed}"
                    );
                }
            }
        }
    }
}

#[test]
fn tampering_is_noticed() {
    let document = import(decision("binh-duong").as_bytes()).unwrap();
    let xml = write_akn(&document);
    let check = |from: &str, to: &str, expected: AknIssue| {
        assert!(xml.contains(from), "`{from}` is in the file");
        let issues = check_akn(&xml.replacen(from, to, 1), Some(&document));
        assert!(issues.contains(&expected), "{from} -> {to}: {issues:?}");
    };
    let id = |eid: &str| format!("eId=\"{eid}\"");
    let point = "att_1__art_3__para_8__point_a";
    check(&id(point), &id("nonsense"), AknIssue::Grammar("nonsense".into()));
    check(
        &id(point),
        &id("att_1__art_3__para_8__point_A"),
        AknIssue::Grammar("att_1__art_3__para_8__point_A".into()),
    );
    check(
        &id(point),
        &id("att_1__art_3__para_8_point_a"),
        AknIssue::Grammar("att_1__art_3__para_8_point_a".into()),
    );
    check(
        &id(point),
        &id("att_1__art_3__para_8__para_1"),
        AknIssue::Element("att_1__art_3__para_8__para_1".into()),
    );
    check(
        &id(point),
        &id("att_1__art_3__para_9__point_a"),
        AknIssue::Parent("att_1__art_3__para_9__point_a".into()),
    );
    check(
        &id(point),
        &id("att_1__art_3__para_8__point_h"),
        AknIssue::Number("att_1__art_3__para_8__point_h".into()),
    );
    check(
        &id(point),
        &id("att_1__art_3__para_8__point_b"),
        AknIssue::Duplicate("att_1__art_3__para_8__point_b".into()),
    );
    check("Tiếp nhận, thẩm định", "Tiếp nhận thẩm định", AknIssue::Words(point.into()));
    check("<num>Điều 3.</num>", "<num>Điều 4.</num>", AknIssue::Number("art_3".into()));
    check("<num>Chương II</num>", "<num>Chương I</num>", AknIssue::Number("att_1__chp_2".into()));
    assert!(matches!(check_akn("<a><b></a>", None).as_slice(), [AknIssue::Syntax(_)]));
}

#[test]
fn an_unknown_number_or_date_still_gives_a_uri() {
    let check = |text: &str, expected: &str| {
        assert_eq!(import(text.as_bytes()).unwrap().expression(), expected);
    };
    check("Điều 1. Một.", "/akn/vn/act/quyet-dinh/khong-ro/0001-01-01/khong-so/vie");
    check(
        "ỦY BAN NHÂN DÂN TỈNH CÀ MAU\nSố: ..../2024/QĐ-UBND\nCà Mau, ngày ... tháng ... năm 2024\nQUYẾT ĐỊNH\nVề việc khác\n\
         Căn cứ Luật;\nQUYẾT ĐỊNH:\nĐiều 1. Một.",
        "/akn/vn/act/quyet-dinh/ubnd-ca-mau/2024/khong-so/vie",
    );
}

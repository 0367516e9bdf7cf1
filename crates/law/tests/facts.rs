//! What each of the five decisions says, fact by fact. `testdata/facts.json` was written by hand from the texts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests, which clippy does not know as such"
)]

mod common;

use common::{AGENCIES, decision};
use congvu_law::{LimitKind, NodeKind, Report, chip, import};
use serde_json::{Value, json};

#[test]
fn every_fact_of_every_decision() {
    let expected: Value = serde_json::from_str(include_str!("testdata/facts.json")).unwrap();
    for agency in AGENCIES {
        let document = import(decision(agency).as_bytes()).unwrap();
        let report = serde_json::to_value(Report::of(&document)).unwrap();
        for (key, wanted) in expected[agency].as_object().unwrap() {
            let found = match key.as_str() {
                "limits" => limits(&document),
                "headings" => headings(&document),
                "structure" => {
                    let mut structure = report["structure"].clone();
                    structure.as_object_mut().unwrap().remove("limits");
                    structure
                }
                "duties_eId" => report["duties"]["eId"].clone(),
                "recipients" => json!(document.facts.recipients.len()),
                key => report[key].clone(),
            };
            assert_eq!(&found, wanted, "{agency}: {key}");
        }
    }
}

fn limits(document: &congvu_law::Document) -> Value {
    let kinds: Vec<LimitKind> = document.facts.structure.limits.iter().map(|limit| limit.kind).collect();
    serde_json::to_value(kinds).unwrap()
}

fn headings(document: &congvu_law::Document) -> Value {
    let lines = document.walk().filter(|node| matches!(node.kind, NodeKind::Article | NodeKind::Chapter));
    lines.map(|node| json!([node.eid, node.heading])).collect()
}

#[test]
fn the_duties_have_the_same_numbers_and_letters_everywhere() {
    let wanted: [(usize, &str); 14] = [
        (1, "abcdđ"),
        (4, "abcdđe"),
        (5, "abcdđe"),
        (6, "abcdđ"),
        (7, "abc"),
        (8, "abcd"),
        (9, "ab"),
        (10, "abcdđ"),
        (11, "abcd"),
        (12, "abc"),
        (13, "abcd"),
        (14, "abcdđegh"),
        (15, "abcdđeghi"),
        (20, "abc"),
    ];
    for agency in AGENCIES {
        let document = import(decision(agency).as_bytes()).unwrap();
        let duties = document.duties().unwrap();
        for (number, paragraph) in (1..).zip(&duties.children) {
            assert_eq!(paragraph.number.as_deref(), Some(number.to_string().as_str()), "{agency}");
            let letters: String =
                paragraph.children.iter().filter_map(|point| point.number.clone()).collect();
            let expected = wanted.iter().find(|(at, _)| *at == number).map_or("", |(_, letters)| letters);
            assert_eq!(letters, expected, "{agency} khoản {number}");
        }
        assert_eq!(duties.children.len(), 35, "{agency}");
    }
}

#[test]
fn headings_and_introductions_are_told_apart() {
    for agency in AGENCIES {
        let document = import(decision(agency).as_bytes()).unwrap();
        for paragraph in &document.duties().unwrap().children {
            let number: u32 = paragraph.number.as_deref().unwrap().parse().unwrap();
            let headed = (4..=15).contains(&number);
            assert_eq!(paragraph.heading.is_some(), headed, "{agency} khoản {number}");
            assert_eq!(paragraph.text.is_empty(), headed, "{agency} khoản {number}");
        }
    }
}

#[test]
fn a_duty_leads_to_its_clause() {
    let document = import(decision("binh-duong").as_bytes()).unwrap();
    let check = |duty: &str, eid: Option<&str>| {
        let clause = document.duty(duty);
        assert_eq!(clause.as_ref().map(|clause| clause.eid.as_str()), eid, "{duty}");
        if let Some(clause) = clause {
            assert_eq!(clause.expression, document.expression());
            assert!(document.find(&clause.eid).is_some());
        }
    };
    check("8.a", Some("att_1__art_3__para_8__point_a"));
    check("14.đ", Some("att_1__art_3__para_14__point_đ"));
    check("35", Some("att_1__art_3__para_35"));
    for refused in ["36", "0", "8.đ", "8.f", "16.a", "", ".", "8.", "a", "8.a.b"] {
        check(refused, None);
    }
}

#[test]
fn citations_and_chips() {
    let binh_duong = import(decision("binh-duong").as_bytes()).unwrap();
    let hau_giang = import(decision("hau-giang").as_bytes()).unwrap();
    let long_an = import(decision("long-an").as_bytes()).unwrap();
    let check = |document: &congvu_law::Document, eid: &str, cited: Option<&str>, short: &str| {
        assert_eq!(document.cite_vi(eid).as_deref(), cited, "{eid}");
        assert_eq!(chip(eid), short);
    };
    check(
        &binh_duong,
        "att_1__art_3__para_8__point_a",
        Some("điểm a khoản 8 Điều 3 Quy định ban hành kèm theo Quyết định số 15/2023/QĐ-UBND"),
        "Đ3·k8·a",
    );
    check(&binh_duong, "art_2", Some("Điều 2 Quyết định số 15/2023/QĐ-UBND"), "Đ2");
    check(
        &binh_duong,
        "att_1__chp_2",
        Some("Chương II Quy định ban hành kèm theo Quyết định số 15/2023/QĐ-UBND"),
        "",
    );
    check(
        &hau_giang,
        "art_2__para_14__point_đ",
        Some(
            "điểm đ khoản 14 Điều 2 Quyết định của Ủy ban nhân dân tỉnh Hậu Giang có hiệu lực từ ngày 09/01/2023",
        ),
        "Đ2·k14·đ",
    );
    check(
        &long_an,
        "art_2__para_3",
        Some("khoản 3 Điều 2 Quyết định của Ủy ban nhân dân tỉnh Long An có hiệu lực từ ngày 01/7/2023"),
        "Đ2·k3",
    );
    check(&long_an, "art_99", None, "Đ99");
}

#[test]
fn a_document_survives_json() {
    for agency in AGENCIES {
        let document = import(decision(agency).as_bytes()).unwrap();
        let json = serde_json::to_string(&document).unwrap();
        assert_eq!(serde_json::from_str::<congvu_law::Document>(&json).unwrap(), document, "{agency}");
    }
}

//! What is no decision is refused in one sentence; what is odd is read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests, which clippy does not know as such"
)]

use congvu_law::{Code, ImportError, MAX_SOURCE_BYTES, import};

#[track_caller]
fn refused(bytes: &[u8], expected: &ImportError) {
    let error = import(bytes).expect_err("refused");
    assert_eq!(&error, expected);
    let sentence = error.to_string();
    assert!(!sentence.contains('\n') && sentence.len() > 20, "{sentence}");
}

#[test]
fn what_is_no_decision() {
    refused(b"", &ImportError::Empty);
    refused(b" \n\t\r\n \xc2\xa0 \xef\xbb\xbf", &ImportError::Empty);
    refused("\u{feff}".as_bytes(), &ImportError::Empty);
    refused(b"** ## ** |---|", &ImportError::Empty);
    refused(b"%PDF-1.7\n1 0 obj", &ImportError::Binary);
    refused(b"PK\x03\x04\0\0\0\0", &ImportError::Binary);
    refused(&[1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17], &ImportError::Binary);
    refused(b"abc \xff\xfe", &ImportError::NotUtf8 { offset: 4 });
    refused(b"Just a letter to a friend.", &ImportError::NotLegal);
    refused("Theo Điều 5 của Luật, tôi xin trình bày.".as_bytes(), &ImportError::NotLegal);
    refused("Quy định tại Điều 5. Xin cảm ơn.".as_bytes(), &ImportError::NotLegal);
    let limit_bytes = MAX_SOURCE_BYTES;
    refused(
        &vec![b'a'; limit_bytes + 1],
        &ImportError::TooLarge { size_bytes: limit_bytes + 1, limit_bytes },
    );
}

#[track_caller]
fn eids(text: &str, expected: &[&str]) {
    let document = import(text.as_bytes()).expect("a decision");
    let articles: Vec<&str> = document
        .walk()
        .map(|node| node.eid.as_str())
        .filter(|eid| eid.contains("art_") || eid.contains("chp_"))
        .collect();
    assert_eq!(articles, expected, "{text}");
}

#[test]
fn references_are_not_marks() {
    eids("Điều 1. Phạm vi\nTheo khoản\n2. Điều này và điểm\nb) khoản 1 Điều\n25. Luật", &["art_1"]);
    eids(
        "Điều 1. A\n1. Theo quy định tại khoản 2. Xong\n2. Hai",
        &["art_1", "art_1__para_1", "art_1__para_2"],
    );
    eids("Điều 1. Theo Chương II Luật Báo chí\nĐiều 2. Hai", &["art_1", "art_2"]);
    eids("Điều 1. Phòng Thông tin\n- Báo chí\n- Xuất bản", &["art_1"]);
}

#[test]
fn marks_without_their_spaces_and_lines() {
    eids(
        "Điều1.Vị trí 1.Sở là cơ quan; 2.Sở có: a)Con dấu; b)Tài khoản. Điều 2. Nhiệm vụ",
        &[
            "art_1",
            "art_1__para_1",
            "art_1__para_2",
            "art_1__para_2__point_a",
            "art_1__para_2__point_b",
            "art_2",
        ],
    );
    eids("ĐIỀU 1: MỘT\n1\\. Một\n2\\. Hai", &["art_1", "art_1__para_1", "art_1__para_2"]);
    eids("\u{d0}i\u{1ec1}u 1. A:\na) B;\n\u{f0}) C", &["art_1", "art_1__point_a", "art_1__point_đ"]);
}

#[track_caller]
fn noticed(text: &str, code: Code, words: &str) {
    let document = import(text.as_bytes()).expect("a decision");
    let found = document.diagnostics.iter().find(|one| one.code == code);
    let found = found.unwrap_or_else(|| panic!("nothing noticed in {text}: {:?}", document.diagnostics));
    assert!(found.message.contains(words), "{}", found.message);
}

#[test]
fn gaps_and_repetitions_are_noticed() {
    noticed("Điều 1. Một\nĐiều 3. Ba", Code::OutOfSequence, "`Điều 3.`");
    noticed("Điều 1. Một\n1. Một.\n3. Ba.", Code::OutOfSequence, "`3.`");
    noticed("Điều 1. Một\n1. Một:\na) A;\nc) C.", Code::OutOfSequence, "`c)`");
    noticed("Điều 1. Một\nĐiều 2. Hai.\nĐiều 2. Hai.", Code::Duplicate, "`art_2`");
    noticed("Điều 1. Một.\nĐiều 2. Hai.\nĐiều 1. Một.", Code::ImpliedAttachment, "`Điều 1`");
    noticed("Điều 1. Một\n\n7\n\n1. Một.", Code::PageNumber, "`7`");
    noticed("Điều 1. Một\n(Handwritten mark)\n1. Một.", Code::ScanMark, "(Handwritten mark)");
    noticed("Điều 1. Một", Code::Fact, "number");
}

#[test]
fn every_diagnostic_has_its_place() {
    let text = "Điều 1. Một.\n  \n\t**đậm** | x\n\n7\n";
    let document = import(text.as_bytes()).expect("a decision");
    let at = |code: Code| {
        let found = document.diagnostics.iter().find(|one| one.code == code).expect("noticed");
        (found.line, found.column)
    };
    assert_eq!(at(Code::Markdown), (3, 2));
    assert_eq!(at(Code::TableBar), (3, 10));
    assert_eq!(at(Code::PageNumber), (5, 1));
}

//! Long names, many pages, drafts, hostile words.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test fails as the test does"
)]

mod common;

use common::{TYPESETTER, dump, edge_case, job, overlay, sample, words};
use congvu_paper::{PageText, PaperJob};
use proptest::prelude::*;
use serde_json::{Value, json};

fn pages(main: &str, data: &Value) -> Vec<PageText> {
    TYPESETTER.text(&job(main, data)).unwrap()
}

/// Left and right edges of the text area: 30 mm and 210 - 20 mm (Decree 30/2020, Phụ lục I, I.3).
fn assert_inside_the_margins(pages: &[PageText]) {
    for line in pages.iter().flat_map(|p| &p.lines) {
        // The mark across the page stands behind the text area.
        if line.size_decipoints != 580 {
            assert!((28..=190).contains(&line.x_mm), "{line:?}");
        }
    }
}

#[test]
fn long_names_wrap_and_nothing_is_lost() {
    let data = edge_case("licence", "long-names");
    let pages = pages("licence.typ", &data);
    assert_inside_the_margins(&pages);
    let text = words(&pages);
    for pointer in ["/body/holder", "/agency/in_text", "/body/fields/1/value"] {
        let value = data.pointer(pointer).unwrap().as_str().unwrap();
        if pointer != "/agency/in_text" {
            assert!(text.contains(value), "{value} missing in {text}");
        }
    }
    insta::assert_snapshot!("edge-long-names", dump(&pages));
}

#[test]
fn page_numbers_stand_top_centre_from_the_second_page() {
    let data = edge_case("licence", "many-pages");
    let pages = pages("licence.typ", &data);
    assert!(pages.len() >= 3, "{} pages", pages.len());
    for (i, page) in pages.iter().enumerate() {
        let in_top_margin: Vec<_> = page.lines.iter().filter(|l| l.y_mm < 20).collect();
        if i == 0 {
            assert!(in_top_margin.is_empty(), "{in_top_margin:?}");
        } else {
            let [number] = in_top_margin.as_slice() else { panic!("{in_top_margin:?}") };
            assert_eq!(number.text, (i + 1).to_string());
            assert_eq!(number.size_decipoints, 130);
            // The middle of the text area, 30 mm + 160 mm / 2, less half a figure.
            assert!((108..=110).contains(&number.x_mm), "{number:?}");
        }
    }
    let last = pages.last().unwrap();
    let own_words = last.lines.iter().filter(|l| l.text.contains("Điều")).count();
    assert!(own_words > 0, "the signature stands alone on the last page: {last:?}");
}

#[test]
fn a_draft_has_its_mark_and_neither_number_nor_code() {
    let mut data = sample("licence");
    overlay(&mut data, json!({ "draft": true, "demo": false }));
    let text = words(&pages("licence.typ", &data));
    assert!(text.contains("DỰ THẢO") && text.contains("Số: /GP-STTTT"), "{text}");
    for absent in ["05/GP", "BẢN THỬ NGHIỆM", "7K2M-99QX", "ngày 04 tháng 3 năm 2024 GIẤY"] {
        assert!(!text.contains(absent), "`{absent}` in {text}");
    }
}

#[test]
fn a_demonstration_is_marked_and_a_real_paper_is_not() {
    let mut data = sample("licence");
    let check = |data: &Value, marked: bool| {
        let text = words(&pages("licence.typ", data));
        assert_eq!(text.contains("BẢN THỬ NGHIỆM"), marked, "{text}");
        assert_eq!(text.contains("không có giá trị pháp lý"), marked, "{text}");
    };
    check(&data, true);
    overlay(&mut data, json!({ "demo": false }));
    check(&data, false);
}

#[test]
fn dates_are_written_as_the_decree_says() {
    let check = |day: u8, month: u8, expected: &str| {
        let mut data = sample("licence-extended");
        overlay(&mut data, json!({ "date": { "day": day, "month": month, "year": 2024 } }));
        let text = words(&pages("licence-extended.typ", &data));
        assert!(text.contains(&format!("Bình Dương, {expected}")), "{expected}: {text}");
    };
    check(4, 3, "ngày 04 tháng 3 năm 2024");
    check(10, 2, "ngày 10 tháng 02 năm 2024");
    check(31, 12, "ngày 31 tháng 12 năm 2024");
}

#[test]
fn pictures_of_signature_and_seal_are_set() {
    let svg = |colour: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='90' height='40'><path d='M5 35L85 5' stroke='{colour}'/></svg>").into_bytes()
    };
    let mut data = sample("licence");
    let without = TYPESETTER.typeset(&job("licence.typ", &data)).unwrap();
    overlay(&mut data, json!({ "signature": { "image": "sign.svg", "seal": "seal.svg" } }));
    let assets = [("sign.svg".to_owned(), svg("blue")), ("seal.svg".to_owned(), svg("red"))];
    let with = TYPESETTER.typeset(&PaperJob { assets: &assets, ..job("licence.typ", &data) }).unwrap();
    assert_eq!(with.pages, without.pages);
    assert_ne!(with.pdf, without.pdf);
    let error = TYPESETTER.typeset(&job("licence.typ", &data)).unwrap_err();
    assert_eq!(error.file.as_deref(), Some("nd30.typ"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever an applicant writes is set as written: no markup, no code, no failure.
    #[test]
    fn words_of_an_applicant_are_never_markup(name in "[#$*_`<>@\\[\\]{}=+\\-/\\\\~\"'a-zăâđêôơưàạ 0-9.:;]{1,60}") {
        let mut data = sample("form-stop");
        overlay(&mut data, json!({ "body": { "applicant": { "name": name } } }));
        let text = words(&pages("form-stop.typ", &data)).replace(' ', "");
        let wanted: String = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
        let text: String = text.chars().filter(|c| !matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’')).collect();
        prop_assert!(text.contains(&wanted), "`{wanted}` not in `{text}`");
    }

    /// Any character at all may fail to have a glyph, but never ends the program.
    #[test]
    fn no_words_make_it_panic(name in ".{0,40}") {
        let mut data = sample("form-stop");
        overlay(&mut data, json!({ "body": { "applicant": { "name": name } } }));
        let _ = TYPESETTER.typeset(&job("form-stop.typ", &data));
    }
}

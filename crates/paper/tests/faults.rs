//! Faults in templates and data are reported where they are; limits hold.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test fails as the test does"
)]

mod common;

use common::{TEMPLATES, TYPESETTER, job, sample, set};
use congvu_paper::{PaperError, PaperJob, TemplateSet};
use serde_json::json;

/// Sets the document title that PDF/UA asks for, so that the fault under test is the only one.
const TITLE: &str = "#set document(title: \"t\")\n";

#[test]
fn a_fault_points_into_the_template() {
    let check = |source: &str, line: usize, column: usize, message: &str| {
        let error = set(source, &json!({ "a": 1 })).unwrap_err();
        assert_eq!(error.file.as_deref(), Some("main.typ"), "{error}");
        assert_eq!((error.line, error.column), (Some(line), Some(column)), "{error}");
        assert!(error.message.contains(message), "{error}");
    };
    check("ok\n#let x = json(\"/data.json\")\n#x.name", 3, 4, "does not contain key");
    check("#let x = (", 1, 10, "unclosed delimiter");
    check("#nothing", 1, 2, "unknown variable");
    check("một\n  #image(\"/missing.png\")", 2, 10, "not found");
    check("#import \"@preview/anything:1.0.0\": *", 1, 9, "not found");
    check("#read(\"../../../etc/passwd\")", 1, 7, "");
    check(&format!("{TITLE}#image(\"/data.json\")"), 2, 2, "unknown image format");
}

#[test]
fn papers_that_cannot_be_read_aloud_are_refused() {
    let data = json!({ "verify": { "url": "https://example.vn/v/1" } });
    let image = |alt: &str| format!("{TITLE}#image(\"/qr.svg\"{alt})");
    let error = set(&image(""), &data).unwrap_err();
    assert!(error.message.contains("alt"), "{error}");
    assert_eq!(error.line, Some(2), "{error}");
    assert!(set(&image(", alt: \"Mã QR\""), &data).is_ok());
    assert!(set("no title", &data).is_err());
}

#[test]
fn a_member_missing_from_the_data_is_named_with_the_template() {
    let mut data = sample("licence");
    data["body"].as_object_mut().unwrap().remove("holder");
    let error = TYPESETTER.typeset(&job("licence.typ", &data)).unwrap_err();
    assert_eq!(error.file.as_deref(), Some("licence.typ"));
    assert!(error.message.contains("holder"), "{error}");
    assert!(error.to_string().starts_with("licence.typ:"), "{error}");
}

#[test]
fn the_qr_code_is_there_only_with_an_address() {
    let source = format!("{TITLE}#image(\"/qr.svg\", alt: \"Mã QR\")");
    assert!(set(&source, &json!({ "verify": { "url": "https://example.vn/v/1" } })).is_ok());
    assert!(set(&source, &json!({ "verify": null })).is_err());
    assert!(set(&source, &json!({ "verify": { "url": "x".repeat(301) } })).is_err());
}

#[test]
fn sets_refuse_names_that_leave_the_folder_or_that_jobs_fill_in() {
    let check = |name: &str, ok: bool| {
        let result: Result<TemplateSet, PaperError> = TemplateSet::new([(name, "x")]);
        assert_eq!(result.is_ok(), ok, "{name}");
    };
    check("licence.typ", true);
    check("common/head.typ", true);
    check("../licence.typ", false);
    check("", false);
    check("/", false);
    check("data.json", false);
    check("qr.svg", false);
    check("a\\b.typ", false);
    check(&"a".repeat(201), false);
}

#[test]
fn limits_hold() {
    assert!(TemplateSet::new([("a.typ", "x".repeat(256 * 1024))]).is_ok());
    assert!(TemplateSet::new([("a.typ", "x".repeat(256 * 1024 + 1))]).is_err());
    assert!(TemplateSet::new((0..256).map(|i| (format!("{i}.typ"), ""))).is_ok());
    assert!(TemplateSet::new((0..257).map(|i| (format!("{i}.typ"), ""))).is_err());
    let big = json!({ "a": "x".repeat(1024 * 1024) });
    assert_eq!(set(TITLE, &big).unwrap_err().file.as_deref(), Some("data.json"));
    let pages = set(&format!("{TITLE}#for _ in range(501) {{ pagebreak() }}"), &json!({})).unwrap_err();
    assert!(pages.message.contains("500 pages"), "{pages}");
    let data = json!({});
    let refused = |job: PaperJob<'_>| TYPESETTER.typeset(&job).unwrap_err().message;
    assert!(refused(PaperJob { lang: "vi-VN", ..job("licence.typ", &data) }).contains("language"));
    assert!(refused(job("unknown.typ", &data)).contains("no such template"));
    let many: Vec<_> = (0..33).map(|i| (format!("{i}.svg"), Vec::new())).collect();
    assert!(refused(PaperJob { assets: &many, ..job("licence.typ", &data) }).contains("at most"));
    let reserved = [("data.json".to_owned(), Vec::new())];
    assert!(refused(PaperJob { assets: &reserved, ..job("licence.typ", &data) }).contains("filled in"));
}

#[test]
fn an_agency_may_replace_one_template() {
    let common = TEMPLATES.names().count();
    let set =
        TemplateSet::new([("a.typ", "1"), ("b.typ", "2"), ("a.typ", "#set document(title: \"t\")\nba")])
            .unwrap();
    assert_eq!(set.names().collect::<Vec<_>>(), ["a.typ", "b.typ"]);
    let pages = TYPESETTER.text(&PaperJob { templates: &set, ..job("a.typ", &json!({})) }).unwrap();
    assert_eq!(common::words(&pages), "ba");
    assert_eq!(TEMPLATES.names().count(), common, "the common set is untouched");
}

#[test]
fn no_clock_is_read() {
    let paper = "#set document(title: \"t\")\n#datetime.today().display(\"[year]-[month]-[day]\")";
    let set = TemplateSet::new([("a.typ", paper)]).unwrap();
    let pages = TYPESETTER.text(&PaperJob { templates: &set, ..job("a.typ", &json!({})) }).unwrap();
    assert_eq!(common::words(&pages), "2024-03-04");
}

#[test]
fn threads_give_the_same_bytes() {
    let data = sample("form-receipt");
    let alone = TYPESETTER.typeset(&job("form-receipt.typ", &data)).unwrap().pdf;
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4)
            .map(|i| {
                let (data, alone) = (&data, &alone);
                scope.spawn(move || {
                    let mut other = data.clone();
                    other["number"] = i.to_string().into();
                    for _ in 0..5 {
                        let differs = TYPESETTER.typeset(&job("form-receipt.typ", &other)).unwrap().pdf;
                        assert_ne!(&differs, alone);
                        assert_eq!(&TYPESETTER.typeset(&job("form-receipt.typ", data)).unwrap().pdf, alone);
                    }
                })
            })
            .collect();
        for other in others {
            other.join().unwrap();
        }
    });
}

//! `congvu law` as a person or another program uses it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests, which clippy does not know as such"
)]

use std::path::PathBuf;
use std::process::{Command, Output};

fn congvu(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_congvu")).args(arguments).output().unwrap()
}

fn decision(agency: &str) -> String {
    format!("{}/../packs/{agency}/decision.txt", env!("CARGO_MANIFEST_DIR"))
}

fn temporary(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("congvu-law-{}-{name}", std::process::id()))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn import_gives_one_json_object() {
    let output = congvu(&["law", "import", &decision("hau-giang"), "--json"]);
    assert!(output.status.success());
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for absent in ["number", "issued"] {
        assert!(report.get(absent).is_some_and(serde_json::Value::is_null), "{absent} is there and null");
    }
    assert_eq!(report["duties"]["paragraphs"].as_array().unwrap().len(), 35);
    assert_eq!(report["structure"]["max_deputies"], 3);
    assert_eq!(report["articles"][1]["eId"], "art_2");
    let first = &report["diagnostics"][0];
    assert!(first["line"].is_u64() && first["column"].is_u64() && first["severity"].is_string());
}

#[test]
fn import_gives_a_summary_and_writes_xml() {
    let out = temporary("out.xml");
    let output = congvu(&["law", "import", &decision("binh-duong"), "--akn", out.to_str().unwrap()]);
    assert!(output.status.success());
    let shown = text(&output.stdout);
    assert!(shown.contains("15/2023/QĐ-UBND") && shown.contains("[35 khoản, 67 điểm]"), "{shown}");
    let xml = std::fs::read_to_string(&out).unwrap();
    std::fs::remove_file(&out).unwrap();
    assert!(xml.contains("eId=\"att_1__art_3__para_8__point_a\""));
}

#[test]
fn what_is_no_decision_is_refused() {
    let check = |name: &str, bytes: &[u8], words: &str| {
        let file = temporary(name);
        std::fs::write(&file, bytes).unwrap();
        let output = congvu(&["law", "import", file.to_str().unwrap()]);
        std::fs::remove_file(&file).unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(
            output.stdout.is_empty() && said.lines().count() == 1 && said.contains(words),
            "{name}: {said}"
        );
    };
    check("empty", b"", "empty");
    check("blank", b" \n\n", "empty");
    check("binary", b"\x7fELF\0\0\0", "binary");
    check("latin", b"Qu\xfd v\xec", "UTF-8");
    check("letter", b"Dear friend, how are you?", "no article");
    let missing = congvu(&["law", "import", "/no/such/file"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("cannot read `/no/such/file`"));
}

#[test]
fn compare_speaks_to_people_and_programs() {
    let (a, b) = (decision("hai-phong"), decision("binh-duong"));
    let shown = text(&congvu(&["law", "compare", &a, &b]).stdout);
    assert!(shown.contains("điểm b khoản 14") && !shown.contains('\u{1b}'), "{shown}");
    let page = temporary("page.html");
    let output = congvu(&["law", "compare", &a, &b, "--json", "--html", page.to_str().unwrap()]);
    let comparison: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(comparison["counts"]["substantive"].as_u64().unwrap() > 10);
    assert!(std::fs::read_to_string(&page).unwrap().starts_with("<!doctype html>"));
    std::fs::remove_file(&page).unwrap();
}

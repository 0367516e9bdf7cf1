//! The table, the marks and the page, on small trees.

use super::{marks, page, table};
use crate::invariants::SourceFile;

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

#[test]
fn marks_are_found_above_tests() {
    let rust = "/// Words.\n// conformance: A-1, A-2\n#[tokio::test]\nasync fn works() {}\n";
    let script = "// conformance: B-1.\ntest(\"it is seen\", async () => {});\n";
    let python = "# conformance: A-1\ndef is_read():\n    pass\n";
    let found =
        marks::find(&[file("a/t.rs", rust), file("b/t.mjs", script), file("c/t.py", python)]).unwrap();
    let told: Vec<String> =
        found.iter().map(|m| format!("{} {} {}:{}", m.id, m.test, m.path, m.line)).collect();
    assert_eq!(
        told,
        ["A-1 works a/t.rs:2", "A-1 is_read c/t.py:1", "A-2 works a/t.rs:2", "B-1 it is seen b/t.mjs:1"]
    );
}

#[test]
fn a_mark_without_a_test_is_a_fault() {
    for text in [
        "// conformance: A-1\nlet x = 1;\nfn later() {}\n",
        "// conformance: A-1\n",
        "// conformance:\nfn x() {}\n",
    ] {
        assert!(marks::find(&[file("a.rs", text)]).is_err(), "{text}");
    }
}

#[test]
fn the_table_is_read_or_refused() {
    let good = "# remark\nA-1\tNĐ 1/2020\tit works\nA-2\tNĐ 1/2020\tit flies\twe have no wings\n";
    let read = table::read(good).unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].not.as_deref(), Some("we have no wings"));
    for bad in ["A-1\tonly", "A-1\ta\tb\nA-1\ta\tb", "\ta\tb", "A\ta\tb\tc\td"] {
        assert!(table::read(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_page_tells_what_is_shown_and_what_is_not() {
    let requirements = table::read("A-1\tX\tone\nA-2\tX\ttwo\tno wings\nA-3\tY\tthree\n").unwrap();
    let marks = marks::find(&[file("a.rs", "// conformance: A-1\nfn works() {}\n")]).unwrap();
    let packs = [file("packs/x.toml", "# verified = true\nverified = true\na = { verified = false }\n")];
    let facts = page::facts(&packs);
    assert_eq!((facts.verified, facts.not), (1, 1));
    let made = page::write(&requirements, &marks, facts);
    for line in [
        "3 requirements: 1 shown by tests, 1 do not apply, 1 not yet; facts in packs: 1 verified, 1 not.",
        "| A-1 | one | [works](../a.rs) |",
        "| A-2 | two | does not apply: no wings |",
        "## Y",
        "| A-3 | three | not yet |",
    ] {
        assert!(made.contains(line), "{line}\n{made}");
    }
}

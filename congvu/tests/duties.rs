//! The account of the duties is what the packs say, and the rooms in it are there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, which clippy does not know as such"
)]

use congvu_pack::{Files, Library};
use std::path::Path;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_account_is_up_to_date() {
    let made =
        std::process::Command::new(env!("CARGO_BIN_EXE_congvu")).args(["pack", "duties"]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let kept = std::fs::read_to_string(root().join("docs/duties.md")).unwrap();
    assert_eq!(
        kept,
        String::from_utf8(made.stdout).unwrap(),
        "run `congvu pack duties > docs/duties.md` and keep the result"
    );
}

#[test]
fn every_department_has_its_eighty_eight_duties() {
    let library = Library::load(&Files::built_in()).unwrap();
    for agency in library.agencies.values() {
        let duties = library.duties(agency);
        assert_eq!(duties.len(), 88, "{}", agency.id());
        let carried = |key: &str| duties.iter().find(|d| d.key == key).unwrap().carried();
        assert!(carried("8.a") && carried("29"), "{}", agency.id());
        assert!(!carried("30"), "a duty that nothing carries is not claimed");
    }
}

/// A room that no office opens would carry nothing.
#[test]
fn every_room_has_a_page() {
    let library = Library::load(&Files::built_in()).unwrap();
    let mut sources = String::new();
    for office in std::fs::read_dir(root().join("offices")).unwrap() {
        sources.push_str(&std::fs::read_to_string(office.unwrap().path().join("src/lib.rs")).unwrap());
    }
    for room in &library.duties.rooms {
        let route = format!("\"/{{agency}}{}\"", room.page);
        assert!(sources.contains(&route), "no office opens `{}`", room.page);
    }
}

#[test]
fn a_room_on_a_duty_that_no_decision_has_is_a_fault() {
    let mut files = Files::built_in();
    let path = "vn/duties.toml".to_owned();
    let mut text = String::from_utf8(files.by_path[&path].clone()).unwrap();
    text.push_str("\n[[room]]\nduties = [\"36\"]\npage = \"desk\"\nname = { vi = \"a\", en = \"a\" }\n");
    files.by_path.insert(path, text.into_bytes());
    let faults = Library::load(&files).unwrap_err().to_string();
    assert!(faults.contains("has no duty `36`") && faults.contains("must begin with `/`"), "{faults}");
}

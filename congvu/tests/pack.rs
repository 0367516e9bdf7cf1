//! `congvu pack` as a clerk or another program uses it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, which clippy does not know as such"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn congvu(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_congvu")).args(arguments).output().unwrap()
}

/// A copy of the packs with one department, in a folder that goes away.
struct Packs(PathBuf);

impl Packs {
    fn new(name: &str) -> Self {
        let to = std::env::temp_dir().join(format!("congvu-pack-{}-{name}", std::process::id()));
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
        for part in ["vn", "binh-duong"] {
            copy(&from.join(part), &to.join(part));
        }
        Self(to)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    fn replace(&self, file: &str, old: &str, new: &str) {
        let path = self.0.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old}");
        std::fs::write(&path, text.replacen(old, new, 1)).unwrap();
    }
}

impl Drop for Packs {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

// conformance: HN-15
#[test]
fn faults_and_remarks_are_told_apart() {
    let packs = Packs::new("check");
    let whole = congvu(&["pack", "check", packs.path(), "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&whole.stdout).unwrap();
    assert!(whole.status.success(), "{report}");
    assert_eq!(report["faults"], serde_json::json!([]));
    let remark = &report["remarks"][0];
    assert!(remark["file"].is_string() && remark["line"].is_u64() && remark["reason"].is_string());
    assert_eq!(report["counts"]["agencies"], 1);
    let quiet = congvu(&["pack", "check", packs.path(), "--faults-only"]);
    assert!(quiet.status.success() && !String::from_utf8_lossy(&quiet.stdout).contains("remark"));

    let grant = "vn/online-information/aggregated-site/grant.toml";
    packs.replace(grant, "from = \"2018-04-15\"", "from = \"2018-04-15\"\nuntil = \"2024-12-01\"");
    let faulty = congvu(&["pack", "check", packs.path(), "--json"]);
    assert_eq!(faulty.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&faulty.stdout).unwrap();
    let fault = &report["faults"][0];
    assert_eq!((fault["file"].as_str(), fault["line"].as_u64()), (Some(grant), Some(15)));
    let lines = congvu(&["pack", "check", packs.path()]);
    let told = String::from_utf8_lossy(&lines.stderr).into_owned();
    assert!(told.contains("no version is in force from 2024-12-01 until 2024-12-25"), "{told}");
}

#[test]
fn a_replay_needs_a_record_and_whole_packs() {
    let packs = Packs::new("replay");
    let nowhere = packs.0.join("no-data");
    let data = ["pack", "replay", packs.path(), "--data", nowhere.to_str().unwrap()];
    let output = congvu(&data);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no database"));
    assert!(!nowhere.exists(), "a replay makes nothing");
    packs.replace("vn/numbering.toml", "digits = 4", "digits = \"four\"");
    let output = congvu(&data);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the changed packs cannot be used"));
}

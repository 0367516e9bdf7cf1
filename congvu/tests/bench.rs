//! The measurements run to their end: a benchmark that breaks unnoticed measures nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use std::process::Command;

fn check(arguments: &[&str], expected: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_congvu")).arg("bench").args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    for words in expected {
        assert!(said.contains(words), "`{words}` is missing in: {said}");
    }
}

// conformance: TT22-7.1
#[test]
fn cases_are_measured_beside_the_bare_loop() {
    let expected = ["2 at once:", "cases/s with all papers set", "receive", "bare loop", "real over bare"];
    check(&["case", "--actors", "2", "--seconds", "1", "--steps"], &expected);
}

#[test]
fn many_cases_are_made_and_their_pages_answer() {
    check(
        &["memory", "--cases", "20"],
        &["filled: 20 cases", "memory after", "search: every case", "register"],
    );
}

// conformance: HN-21
#[test]
fn a_bound_that_is_broken_fails() {
    // Two seconds are what is asked for; this is a debug build on a machine that does other things as well.
    let within = |bound: &str| {
        Command::new(env!("CARGO_BIN_EXE_congvu"))
            .args(["bench", "memory", "--cases", "20", "--within-ms", bound])
            .output()
            .unwrap()
    };
    let kept = within("2000");
    assert!(kept.status.success(), "{}", String::from_utf8_lossy(&kept.stderr));
    let broken = within("0.001");
    assert!(!broken.status.success());
    let said = String::from_utf8_lossy(&broken.stderr);
    assert!(said.contains("inbox of the director: p95") && said.contains("more than 0.001 ms"), "{said}");
}

#[test]
fn a_server_that_does_not_start_is_reported() {
    let done = Command::new(env!("CARGO_BIN_EXE_congvu"))
        .args(["bench", "case", "--seconds", "1", "--database", "nonsense://"])
        .output()
        .unwrap();
    assert!(!done.status.success());
    assert!(String::from_utf8_lossy(&done.stderr).contains("the server did not start"));
}

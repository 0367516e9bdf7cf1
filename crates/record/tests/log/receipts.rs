//! Proofs in files.

use congvu_record::log::note::KeyKind;
use congvu_record::log::tiles::{self, Tiles};
use congvu_record::log::{Checkpoint, Growing, LogKey, Receipt, Refused};
use congvu_record::{Salt, commitment, leaf};
use proptest::prelude::*;
use serde_json::json;

const SALT: Salt = [5; 32];

fn body(seq: u64) -> Vec<u8> {
    let act = json!({
        "v": 1, "agency": "binh-duong", "seq": seq, "id": "a", "matter": "m", "version": 1, "kind": "file",
        "at": "2024-03-04T08:00:00+07:00", "actor": { "kind": "system" },
        "clause": { "expression": "/akn/vn/act/decision/2023-06/x", "eid": "art_1" }, "row": "r", "input": {}, "events": [],
    });
    serde_json::to_vec(&act).unwrap()
}

fn key() -> LogKey {
    LogKey::new("congvu.example/binh-duong", KeyKind::Log, &[7; 32]).unwrap()
}

/// The receipt of act no. 5 among 11.
fn receipt() -> Receipt {
    let mut log = Growing::default();
    for seq in 1..=11_u64 {
        log.push(leaf(&commitment(Some(&SALT), &body(seq))));
    }
    let mut known = Tiles::default();
    log.changed().iter().for_each(|(at, hashes)| known.put(*at, hashes.clone()));
    let checkpoint =
        Checkpoint { origin: "congvu.example/binh-duong".to_owned(), size: 11, root: log.root().unwrap() };
    Receipt {
        index: 4,
        commitment: commitment(Some(&SALT), &body(5)),
        opening: Some((Some(SALT), body(5))),
        proof: known.roots(&tiles::inclusion(4, 11).unwrap()).unwrap(),
        checkpoint: checkpoint.sign(&key()).unwrap(),
    }
}

#[test]
fn a_receipt_proves_its_act() {
    let text = receipt().write().unwrap();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra "), "{text}");
    let read = Receipt::read(&text).unwrap();
    assert_eq!(read, receipt());
    let proven = read.check(&key().verifier(), &[]).unwrap();
    assert_eq!((proven.checkpoint.size, proven.act.unwrap().kind.as_str()), (11, "file"));
    // Whoever may not see the act is given the proof all the same.
    let closed = Receipt { opening: None, ..receipt() };
    let read = Receipt::read(&closed.write().unwrap()).unwrap();
    assert!(read.check(&key().verifier(), &[]).unwrap().act.is_none());
}

#[test]
fn witnesses_are_named_with_their_time() {
    let witness = LogKey::new("long-an.example", KeyKind::Witness, &[8; 32]).unwrap();
    let absent = LogKey::new("hai-phong.example", KeyKind::Witness, &[9; 32]).unwrap();
    let mut receipt = receipt();
    let line = witness.sign(receipt.checkpoint.text(), 77);
    receipt.checkpoint = receipt.checkpoint.with(&line).unwrap();
    let proven = receipt.check(&key().verifier(), &[witness.verifier(), absent.verifier()]).unwrap();
    assert_eq!(proven.witnesses, [("long-an.example".to_owned(), 77)]);
}

#[test]
fn what_was_changed_proves_nothing() {
    let check = |receipt: Receipt| receipt.check(&key().verifier(), &[]).map(|_| ());
    assert_eq!(check(receipt()), Ok(()));
    let other = LogKey::new("congvu.example/binh-duong", KeyKind::Log, &[6; 32]).unwrap();
    assert!(matches!(receipt().check(&other.verifier(), &[]), Err(Refused::Unsigned { .. })));
    let mut r = receipt();
    r.index = 5;
    assert_eq!(check(r), Err(Refused::Proof));
    let mut r = receipt();
    r.opening = Some((Some(SALT), body(6)));
    assert_eq!(check(r), Err(Refused::Proof));
    let mut r = receipt();
    r.opening = Some((None, body(5)));
    assert_eq!(check(r), Err(Refused::Proof));
    let mut r = receipt();
    r.opening = None;
    r.commitment = commitment(Some(&SALT), &body(6));
    assert_eq!(check(r), Err(Refused::Proof));
    let mut r = receipt();
    r.proof.pop();
    assert_eq!(check(r), Err(Refused::Proof));
}

#[test]
fn what_is_no_receipt_is_refused_with_its_line() {
    let good = receipt().write().unwrap();
    let line = |n: usize, with: &str| {
        let mut lines: Vec<&str> = good.split('\n').collect();
        lines[n - 1] = with;
        lines.join("\n")
    };
    for (text, at) in [
        (String::new(), 1),
        (line(1, "c2sp.org/tlog-proof@v2"), 1),
        (line(2, "extra AAAA"), 2),
        (line(2, "index 4"), 2),
        (line(3, "index 04"), 3),
        (line(3, "index"), 3),
        (line(4, "AAAA"), 4),
        (good.replacen("\n\n", &format!("\n{}\n\n", vec!["A".repeat(43) + "="; 65].join("\n")), 1), 68),
    ] {
        match Receipt::read(&text) {
            Err(Refused::Format { line, .. }) => assert_eq!(line, at, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
    let huge = "a".repeat(congvu_record::log::receipt::MAX_RECEIPT_BYTES + 1);
    assert!(matches!(Receipt::read(&huge), Err(Refused::TooLong { .. })));
}

proptest! {
    /// One byte changed anywhere is found, or changes nothing that is said.
    #[test]
    fn a_changed_byte_is_found(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let good = receipt().write().unwrap();
        let mut bytes = good.clone().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        if let Ok(text) = String::from_utf8(bytes)
            && let Ok(read) = Receipt::read(&text)
            && read.check(&key().verifier(), &[]).is_ok()
        {
            prop_assert_eq!(read.commitment, receipt().commitment);
            prop_assert_eq!(read.opening.map(|o| o.1), receipt().opening.map(|o| o.1));
        }
    }
}

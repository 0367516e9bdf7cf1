//! What witnesses sign, and what they do not.

use super::naive;
use congvu_record::log::note::KeyKind;
use congvu_record::log::witness::{AddCheckpoint, Unseen};
use congvu_record::log::{Checkpoint, LogKey, Refused};
use congvu_record::{Hash, leaf};

fn key() -> LogKey {
    LogKey::new("a.example/log", KeyKind::Log, &[7; 32]).unwrap()
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|n| leaf(&n.to_be_bytes())).collect()
}

fn checkpoint(size: usize) -> Checkpoint {
    Checkpoint { origin: "a.example/log".to_owned(), size: size as u64, root: naive::root(&leaves(size)) }
}

fn request(old: usize, size: usize) -> AddCheckpoint {
    let proof = naive::proof(old, &leaves(size));
    AddCheckpoint { old: old as u64, proof, checkpoint: checkpoint(size).sign(&key()).unwrap() }
}

#[test]
fn a_log_that_only_grows_is_seen() {
    let keys = [key().verifier()];
    let mut last: Option<Checkpoint> = None;
    for size in [1, 2, 2, 7, 64, 65] {
        let old = last.as_ref().map_or(0, |l| l.size) as usize;
        let asked = request(old, size);
        let read = AddCheckpoint::read(&asked.write()).unwrap();
        assert_eq!(read, asked);
        last = Some(read.judge(&keys, last.as_ref()).unwrap());
    }
}

#[test]
fn what_does_not_fit_is_not_seen() {
    let keys = [key().verifier()];
    let last = checkpoint(5);
    let judged = |asked: &AddCheckpoint| asked.judge(&keys, Some(&last)).unwrap_err();
    assert!(request(5, 9).judge(&keys, Some(&last)).is_ok());
    // Another size was seen.
    assert_eq!(judged(&request(4, 9)), Unseen::Seen { size: 5 });
    assert_eq!(judged(&request(0, 9)).status(), 409);
    // Backwards.
    let mut back = request(5, 9);
    back.checkpoint = checkpoint(4).sign(&key()).unwrap();
    assert_eq!(judged(&back).status(), 400);
    // Another history: a fork.
    let mut fork = request(5, 9);
    let mut other = leaves(9);
    other[2] = leaf(b"another");
    fork.checkpoint = Checkpoint { root: naive::root(&other), ..checkpoint(9) }.sign(&key()).unwrap();
    fork.proof = naive::proof(5, &other);
    assert_eq!(judged(&fork), Unseen::Inconsistent);
    // The same size with another root.
    let mut same = request(5, 5);
    same.checkpoint = Checkpoint { root: naive::root(&other[..5]), ..checkpoint(5) }.sign(&key()).unwrap();
    assert_eq!(judged(&same).status(), 422);
    // No proof.
    assert_eq!(judged(&AddCheckpoint { proof: Vec::new(), ..request(5, 9) }), Unseen::Inconsistent);
    // A proof where there is nothing to prove.
    let first = AddCheckpoint { old: 0, proof: vec![[0; 32]], ..request(5, 9) };
    assert_eq!(first.judge(&keys, None).unwrap_err(), Unseen::Inconsistent);
    // Not signed by the log, or by a log that nobody watches.
    let forger = LogKey::new("a.example/log", KeyKind::Log, &[8; 32]).unwrap();
    let forged = AddCheckpoint { checkpoint: checkpoint(9).sign(&forger).unwrap(), ..request(5, 9) };
    assert_eq!(judged(&forged).status(), 403);
    assert_eq!(request(5, 9).judge(&[], Some(&last)).unwrap_err().status(), 404);
}

#[test]
fn what_is_no_request_is_refused_with_its_line() {
    let good = request(5, 9).write();
    let many = good.replacen("\n\n", &format!("\n{}\n\n", vec!["A".repeat(43) + "="; 64].join("\n")), 1);
    for (text, at) in [
        (String::new(), 1),
        (good.replacen("old 5", "old 05", 1), 1),
        (good.replacen("old 5", "new 5", 1), 1),
        (good.replacen("old 5\n", "old 5\nAAAA\n", 1), 2),
        (many, 65),
    ] {
        match AddCheckpoint::read(&text) {
            Err(Refused::Format { line, .. }) => assert_eq!(line, at, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
    assert!(matches!(AddCheckpoint::read(&"a".repeat(100_000)), Err(Refused::TooLong { .. })));
}

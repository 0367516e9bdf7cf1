//! Signed notes and checkpoints.

use congvu_record::log::note::{KeyKind, MAX_NOTE_BYTES};
use congvu_record::log::{Checkpoint, LogKey, Note, Refused, VerifierKey};

/// The example of the specification.
const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE: &str = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

fn log_key() -> LogKey {
    LogKey::new("congvu.example/binh-duong", KeyKind::Log, &[7; 32]).unwrap()
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: "congvu.example/binh-duong".to_owned(), size: 3, root: [9; 32] }
}

#[test]
fn the_example_of_the_specification_is_accepted() {
    let key: VerifierKey = EXAMPLE_KEY.parse().unwrap();
    assert_eq!(key.to_string(), EXAMPLE_KEY);
    let note = Note::read(EXAMPLE).unwrap();
    assert_eq!(note.text(), "This is an example message.\n");
    assert_eq!(note.check(&key), Ok(0));
    let changed = Note::read(&EXAMPLE.replace("example message", "exemple message")).unwrap();
    assert_eq!(changed.check(&key), Err(Refused::BadSignature { name: "example.com/foo".to_owned() }));
}

#[test]
fn a_checkpoint_is_signed_and_cosigned() {
    let key = log_key();
    let note = checkpoint().sign(&key).unwrap();
    assert_eq!(Checkpoint::check(&note, &key.verifier()).unwrap(), checkpoint());
    let witness = LogKey::new("long-an.example", KeyKind::Witness, &[8; 32]).unwrap();
    let seen = note.with(&witness.sign(note.text(), 1_709_514_000)).unwrap();
    assert_eq!(seen.check(&witness.verifier()), Ok(1_709_514_000));
    assert_eq!(Checkpoint::check(&seen, &key.verifier()).unwrap(), checkpoint());
    let again: VerifierKey = witness.verifier().to_string().parse().unwrap();
    assert_eq!(again, witness.verifier());
    // A witness does not speak for the log, nor the log for a witness.
    assert!(matches!(note.check(&witness.verifier()), Err(Refused::Unsigned { .. })));
    let posing = LogKey::new("congvu.example/binh-duong", KeyKind::Log, &[8; 32]).unwrap();
    let forged = checkpoint().sign(&posing).unwrap();
    assert!(matches!(Checkpoint::check(&forged, &key.verifier()), Err(Refused::Unsigned { .. })));
    let other = LogKey::new("congvu.example/long-an", KeyKind::Log, &[7; 32]).unwrap();
    let elsewhere = Note::signed(&checkpoint().text(), &[other.sign(&checkpoint().text(), 0)]).unwrap();
    assert!(matches!(Checkpoint::check(&elsewhere, &other.verifier()), Err(Refused::Origin { .. })));
}

#[test]
fn the_time_of_a_witness_is_signed() {
    let witness = LogKey::new("w.example", KeyKind::Witness, &[8; 32]).unwrap();
    let text = checkpoint().text();
    let line = witness.sign(&text, 5);
    assert_eq!(Note::signed(&text, &[line]).unwrap().check(&witness.verifier()), Ok(5));
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD;
    let line = witness.sign(&text, 5);
    let (before, signature) = line.trim_end().rsplit_once(' ').unwrap();
    let mut bytes = base64.decode(signature).unwrap();
    bytes[11] = 6;
    let moved = format!("{before} {}\n", base64.encode(&bytes));
    let moved = Note::signed(&text, &[moved]).unwrap();
    assert!(matches!(moved.check(&witness.verifier()), Err(Refused::BadSignature { .. })));
}

#[test]
fn what_is_no_note_is_refused_with_its_line() {
    let line = "\u{2014} a AAAAAAA=\n";
    let many = format!("text\n\n{}", line.repeat(65));
    for (text, at) in [
        ("", 1),
        ("text\n", 1),
        ("text\n\n", 3),
        ("text\n\nno dash\n", 3),
        ("text\n\n\u{2014} a\n", 3),
        ("text\n\n\u{2014} a b!\n", 3),
        ("text\n\n\u{2014} a AAAA\n", 3),
        ("text\n\n\u{2014} a+b AAAAAAA=\n", 3),
        ("text\n\n\u{2014}  AAAAAAA=\n", 3),
        ("text\n\n\u{2014} a AAAAAAA=", 3),
        ("te\txt\n\n\u{2014} a AAAAAAA=\n", 1),
        ("text\r\n\r\n\u{2014} a AAAAAAA=\r\n", 1),
        (many.as_str(), 67),
    ] {
        match Note::read(text) {
            Err(Refused::Format { line, .. }) => assert_eq!(line, at, "{text:?}"),
            other => panic!("{text:?}: {other:?}"),
        }
    }
    assert!(Note::read(&format!("text\n\n{line}")).is_ok());
    let long = "a".repeat(MAX_NOTE_BYTES + 1);
    assert_eq!(Note::read(&long), Err(Refused::TooLong { max: MAX_NOTE_BYTES }));
}

#[test]
fn what_is_no_checkpoint_is_refused_with_its_line() {
    let root = "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=";
    let read = |text: &str| Checkpoint::read(&Note::signed(text, &[log_key().sign(text, 0)]).unwrap());
    assert_eq!(read(&format!("o\n3\n{root}\n")).unwrap().size, 3);
    assert_eq!(read(&format!("o\n3\n{root}\nan extension\n")).unwrap().size, 3);
    for (text, at) in [
        (format!("\n3\n{root}\n"), 1),
        (format!("o\n\n{root}\n"), 2),
        (format!("o\n03\n{root}\n"), 2),
        (format!("o\n-3\n{root}\n"), 2),
        (format!("o\n99999999999999999999\n{root}\n"), 2),
        ("o\n3\n".to_owned(), 3),
        ("o\n3\nCQkJ\n".to_owned(), 3),
        (format!("o\n0\n{root}\n"), 3),
        (format!("o\n3\n{root}\nx\n\ny\n"), 4),
    ] {
        match read(&text) {
            Err(Refused::Format { line, .. }) => assert_eq!(line, at, "{text:?}"),
            other => panic!("{text:?}: {other:?}"),
        }
    }
}

#[test]
fn what_is_no_key_is_refused() {
    for text in [
        "",
        "a",
        "a+b",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U",
        "example .com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ] {
        assert_eq!(text.parse::<VerifierKey>(), Err(Refused::Key), "{text}");
    }
    assert!(LogKey::new("with space", KeyKind::Log, &[0; 32]).is_err());
    assert!(LogKey::new("with+plus", KeyKind::Log, &[0; 32]).is_err());
    assert!(!format!("{:?}", log_key()).contains('7'), "a key does not tell its secret");
}

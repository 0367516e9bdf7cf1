//! What opens and what does not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use congvu_seal::{DataKey, Fault, Master, Place, Sealed, open, seal};
use proptest::prelude::*;

const PLACE: Place<'_> = Place { agency: "long-an", matter: "m-1" };
const WHO: &str = "Nguyễn Thị Ánh";

fn master(byte: u8) -> Master {
    Master::new([byte; 32])
}

fn sealed(content: &[u8], positions: &[&str], seed: u8) -> (Sealed, DataKey) {
    seal(&master(1), &PLACE, content, positions, &[seed; 32]).expect("sealed")
}

fn why_not(master: &Master, place: &Place<'_>, position: &str, sealed: &Sealed) -> Fault {
    open(master, place, position, sealed).expect_err("must not open")
}

#[test]
fn those_that_it_is_for_open_it_and_nobody_else() {
    let (sealed, _) = sealed(WHO.as_bytes(), &["director", "inspectorate-head"], 9);
    for position in ["director", "inspectorate-head"] {
        let (content, _) = open(&master(1), &PLACE, position, &sealed).expect("opens");
        assert_eq!(content.as_slice(), WHO.as_bytes());
    }
    for position in ["deputy-1", "", "Director", "director "] {
        assert_eq!(why_not(&master(1), &PLACE, position, &sealed), Fault::NotForThis, "{position}");
    }
    assert_eq!(why_not(&master(2), &PLACE, "director", &sealed), Fault::Broken, "another key file");
    let elsewhere = Place { matter: "m-2", ..PLACE };
    assert_eq!(why_not(&master(1), &elsewhere, "director", &sealed), Fault::Broken, "another matter");
    let elsewhere = Place { agency: "long-a", matter: "nm-1" };
    assert_eq!(why_not(&master(1), &elsewhere, "director", &sealed), Fault::Broken, "another agency");
}

#[test]
fn a_key_under_another_name_does_not_open() {
    let (mut sealed, _) = sealed(WHO.as_bytes(), &["director"], 9);
    sealed.keys[0].position = "deputy-1".to_owned();
    assert_eq!(why_not(&master(1), &PLACE, "deputy-1", &sealed), Fault::Broken);
}

#[test]
fn without_its_keys_it_is_erased_and_still_what_was_committed_to() {
    let (mut sealed, _) = sealed(WHO.as_bytes(), &["director"], 9);
    let before = (sealed.commitment, sealed.digest());
    sealed.keys.clear();
    assert_eq!(why_not(&master(1), &PLACE, "director", &sealed), Fault::Erased);
    assert_eq!((sealed.commitment, sealed.digest()), before);
    assert_eq!(seal(&master(1), &PLACE, b"x", &[], &[9; 32]).expect_err("for nobody"), Fault::Nobody);
}

#[test]
fn lengths_and_repetitions_say_nothing() {
    let short = sealed(b"An", &["director"], 9).0;
    let long = sealed("Công Tằng Tôn Nữ Thị Hồng Hạnh, số 1 đường Mẫu".as_bytes(), &["director"], 9).0;
    assert_eq!(short.ciphertext.len(), long.ciphertext.len());
    let (one, other) = (sealed(b"An", &["director"], 9).0, sealed(b"An", &["director"], 10).0);
    assert_ne!(one.commitment, other.commitment);
    assert_ne!(one.ciphertext, other.ciphertext);
    assert_ne!(one.keys, other.keys);
}

#[test]
fn files_belong_to_their_envelope_and_their_number() {
    let (envelope, key) = sealed(WHO.as_bytes(), &["director"], 9);
    let page = vec![b'p'; 300_000];
    let closed = key.seal_file(&PLACE, 3, &page).expect("sealed");
    let (_, again) = open(&master(1), &PLACE, "director", &envelope).expect("opens");
    assert_eq!(again.open_file(&PLACE, 3, &closed).expect("opens").as_slice(), page);
    assert_eq!(again.open_file(&PLACE, 4, &closed).expect_err("another number"), Fault::Broken);
    let (_, other) = sealed(WHO.as_bytes(), &["director"], 10);
    assert_eq!(other.open_file(&PLACE, 3, &closed).expect_err("another envelope"), Fault::Broken);
}

#[test]
fn tags_are_keyed_and_keep_their_parts_apart() {
    let tag = |m: u8, purpose: &str, parts: &[&str]| {
        master(m).tag(purpose, &parts.iter().map(|p| p.as_bytes()).collect::<Vec<_>>())
    };
    let one = tag(1, "same", &["ab", "c"]);
    assert_eq!(one, tag(1, "same", &["ab", "c"]));
    for other in [tag(2, "same", &["ab", "c"]), tag(1, "code", &["ab", "c"]), tag(1, "same", &["a", "bc"])] {
        assert_ne!(one, other);
    }
}

#[test]
fn key_files() {
    let text = master(1).write();
    assert_eq!(Master::read(&text).expect("a key").tag("t", &[]), master(1).tag("t", &[]));
    let digits = "01".repeat(32);
    for wrong in ["", "congvu-seal-1", &digits, "congvu-seal-1 01", &format!("congvu-seal-2 {digits}")] {
        assert_eq!(Master::read(wrong).expect_err("not a key"), Fault::KeyFile, "{wrong}");
    }
    assert_eq!(format!("{:?}", master(1)), "Master(…)");
}

proptest! {
    #[test]
    fn whatever_is_sealed_comes_back(content: Vec<u8>, seed: [u8; 32]) {
        let (sealed, _) = seal(&master(1), &PLACE, &content, &["director"], &seed).expect("sealed");
        let (back, _) = open(&master(1), &PLACE, "director", &sealed).expect("opens");
        prop_assert_eq!(back.as_slice(), content.as_slice());
    }

    #[test]
    fn whatever_is_changed_does_not_open(at in 0_usize..8_000, bit in 0_u8..8) {
        let (mut sealed, _) = sealed(WHO.as_bytes(), &["director"], 9);
        let at = at % sealed.ciphertext.len();
        sealed.ciphertext[at] ^= 1 << bit;
        prop_assert_eq!(why_not(&master(1), &PLACE, "director", &sealed), Fault::Broken);
    }
}

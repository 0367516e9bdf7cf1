use crate::support::{NOW, POLICY, TERM, World, subject};
use congvu_sign::{Clockmaker, Key, MAX_ANSWER_BYTES, MAX_REQUEST_BYTES, Purpose, StampRequest};

#[test]
fn time_is_asked_for_and_told() {
    let world = World::new();
    let request = StampRequest::new([7; 32]).unwrap();
    let answer = world.time.answer(request.der(), Some(NOW + 120)).unwrap();
    assert_eq!(request.read(&answer).unwrap().at_ms, NOW + 120);
    let another = world.time.answer(request.der(), Some(NOW + 120)).unwrap();
    assert_ne!(answer, another, "each has its number");
}

#[test]
fn an_answer_to_something_else_is_not_taken() {
    let world = World::new();
    let request = StampRequest::new([7; 32]).unwrap();
    let answer = |request: &StampRequest| world.time.answer(request.der(), Some(NOW)).unwrap();
    let refused = |answer: &[u8]| request.read(answer).unwrap_err().to_string();
    assert!(refused(&answer(&StampRequest::new([8; 32]).unwrap())).contains("something else"));
    assert!(refused(&answer(&StampRequest::new([7; 32]).unwrap())).contains("another request"));
    assert!(refused(b"").contains("cannot be read"));
    assert!(refused(&vec![0; MAX_ANSWER_BYTES + 1]).contains("more than"));
    let good = answer(&request);
    let mut taken = Vec::new();
    for at in 0..good.len() {
        let mut changed = good.clone();
        changed[at] ^= 0x01;
        if let Ok(token) = request.read(&changed) {
            taken.push(token.at_ms);
        }
    }
    // The status (granted, or granted with changes) and what is in the certificates without being used stand outside the signature.
    assert!(taken.iter().all(|at_ms| *at_ms == NOW), "no other time is told: {taken:?}");
    assert!(taken.len() * 5 < good.len() * 3, "{} of {}", taken.len(), good.len());
}

#[test]
fn an_authority_refuses_what_it_cannot_vouch_for() {
    let world = World::new();
    let request = StampRequest::new([7; 32]).unwrap();
    let der = request.der().to_vec();
    let mut sha1 = der.clone();
    // The last byte of SHA-256's identifier: SHA-256 becomes something that is not known.
    let at =
        der.windows(9).position(|w| w == [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]).unwrap();
    sha1[at + 8] = 0x05;
    let mut version = der.clone();
    let at = der.windows(3).position(|w| w == [0x02, 0x01, 0x01]).unwrap();
    version[at + 2] = 2;
    // The name of the failure is a bit (RFC 3161, 2.4.2).
    for (what, request, now, bit) in [
        ("an untrusted clock", der.clone(), None, 14),
        ("an unknown digest", sha1, Some(NOW), 0),
        ("another version", version, Some(NOW), 2),
        ("rubbish", b"rubbish".to_vec(), Some(NOW), 5),
        ("nothing", Vec::new(), Some(NOW), 5),
        ("too much", vec![0x30; MAX_REQUEST_BYTES + 1], Some(NOW), 2),
    ] {
        let answer = world.time.answer(&request, now).unwrap();
        let mut failure = vec![0_u8; bit / 8 + 1];
        failure[bit / 8] = 0x80 >> (bit % 8);
        assert!(answer.ends_with(&failure), "{what}: {answer:02x?}");
        assert!(answer.windows(3).any(|w| w == [0x02, 0x01, 0x02]), "{what}: rejected");
        assert!(StampRequest::new([7; 32]).unwrap().read(&answer).is_err(), "{what}");
    }
}

#[test]
fn an_authority_needs_a_policy() {
    let world = World::new();
    let key = || world.root.issue(Key::generate().unwrap(), &subject("DEMO"), Purpose::Stamps, TERM).unwrap();
    assert!(Clockmaker::new(key(), "no policy", 1_000).is_err());
    assert!(Clockmaker::new(key(), POLICY, 1_500).is_ok());
}

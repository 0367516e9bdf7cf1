use crate::support::{DAY, NOW, TERM, World, paper, subject};
use congvu_sign::{Authority, Clockmaker, Key, Problem, Purpose, Standing, Term, Trust, Verdict, verify};

#[test]
fn nobody_is_trusted_by_accident() {
    let world = World::new();
    let stranger = World::new();
    let seen = world.verify(&stranger.sealed()).signatures.remove(0);
    assert_eq!(seen.problems, [Problem::Unknown, Problem::StampUnknown]);
    assert_eq!(seen.verdict(), Verdict::Unknown);
    assert!(seen.stamp.is_none(), "a time that nobody trusted tells is not told");
    let nobody = verify(world.sealed(), &Trust::default(), NOW).unwrap();
    assert_eq!(nobody.signatures[0].verdict(), Verdict::Unknown);
}

#[test]
fn a_certificate_that_vouches_for_itself_is_refused() {
    let world = World::new();
    let own = Authority::root(&subject("DEMO Sở Thông tin và Truyền thông"), TERM).unwrap();
    let seen = world.verify(&world.sign(paper(), own.credential(), NOW)).signatures.remove(0);
    assert!(seen.problems.contains(&Problem::SelfSigned), "{seen:?}");
    assert!(seen.problems.contains(&Problem::Usage), "an authority signs certificates, no papers");
    assert_eq!(seen.verdict(), Verdict::Bad);
}

#[test]
fn certificates_for_something_else_do_not_sign_papers() {
    let world = World::new();
    for purpose in [Purpose::Servers, Purpose::Stamps] {
        let other = world.root.issue(Key::generate().unwrap(), &subject("DEMO"), purpose, TERM).unwrap();
        let seen = world.verify(&world.sign(paper(), &other, NOW)).signatures.remove(0);
        assert_eq!(seen.problems, [Problem::Usage], "{purpose:?}");
    }
    for purpose in [Purpose::Papers, Purpose::Servers] {
        let other = world.root.issue(Key::generate().unwrap(), &subject("DEMO"), purpose, TERM).unwrap();
        assert!(Clockmaker::new(other, crate::support::POLICY, 1).is_err(), "{purpose:?} does not stamp");
    }
}

// conformance: TT22-2020-7, TT41-12
#[test]
fn in_force_then_and_now() {
    let world = World::new();
    let short = Term { from_ms: NOW - DAY, until_ms: NOW + DAY };
    let brief =
        world.root.issue(Key::generate().unwrap(), &subject("DEMO brief"), Purpose::Papers, short).unwrap();
    for (signed_ms, then, verdict) in [
        (NOW - 2 * DAY, Standing::NotInForce, Verdict::Bad),
        (NOW, Standing::Good, Verdict::Good),
        (NOW + 2 * DAY, Standing::NotInForce, Verdict::Bad),
    ] {
        let signed = world.sign(paper(), &brief, signed_ms);
        let seen = verify(signed, &world.trust, NOW + 5 * DAY).unwrap().signatures.remove(0);
        assert_eq!((seen.then.clone(), seen.verdict()), (Some(then), verdict), "{seen:?}");
        assert_eq!(seen.now, Some(Standing::NotInForce));
    }
}

#[test]
fn revoked_counts_from_its_day() {
    let mut world = World::new();
    let before = world.sign(paper(), &world.seal, NOW);
    let after = world.sign(paper(), &world.seal, NOW + 2 * DAY);
    let untouched = world.sign(paper(), &world.deputy, NOW + 2 * DAY);
    let list = world
        .root
        .revoke(&[(&world.seal, NOW + DAY)], Term { from_ms: NOW, until_ms: NOW + 30 * DAY })
        .unwrap();
    world.trust.add_list(&list).unwrap();
    let look = |pdf: Vec<u8>| verify(pdf, &world.trust, NOW + 3 * DAY).unwrap().signatures.remove(0);
    let revoked = Standing::Revoked { since_ms: NOW + DAY };
    let seen = look(before);
    assert_eq!(
        (seen.verdict(), &seen.now),
        (Verdict::Good, &Some(revoked.clone())),
        "signed before: {seen:?}"
    );
    let seen = look(after);
    assert_eq!((seen.problems.as_slice(), &seen.then), ([Problem::Revoked].as_slice(), &Some(revoked)));
    assert_eq!(look(untouched).verdict(), Verdict::Good);
    assert!(world.trust.add_list(b"no list").is_err());
}

#[test]
fn roots_are_added_from_files() {
    let world = World::new();
    let mut trust = Trust::default();
    let two = format!("a note\n{}\n{}", world.root.pem().unwrap(), World::new().root.pem().unwrap());
    trust.add_roots(two.as_bytes()).unwrap();
    assert_eq!(trust.roots().len(), 2);
    assert_eq!(trust.roots()[0].name, "DEMO root");
    assert!(verify(world.sealed(), &trust, NOW).unwrap().is_good());
    for wrong in
        [b"".as_slice(), b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", &[0x30, 0x80]]
    {
        assert!(trust.add_roots(wrong).is_err());
    }
}

// conformance: TT22-2020-5.2
#[test]
fn a_key_is_asked_before_it_signs() {
    let mut world = World::new();
    let servers =
        world.root.issue(Key::generate().unwrap(), &subject("DEMO"), Purpose::Servers, TERM).unwrap();
    assert_eq!(world.trust.may_sign(&world.seal, NOW), Ok(()));
    assert_eq!(world.trust.may_sign(&world.seal, TERM.until_ms + DAY), Err(Problem::NotInForce));
    assert_eq!(world.trust.may_sign(&servers, NOW), Err(Problem::Usage));
    assert_eq!(world.trust.may_sign(&World::new().seal, NOW), Err(Problem::Unknown));
    assert_eq!(Trust::default().may_sign(&world.seal, NOW), Err(Problem::Unknown));
    let list = world.root.revoke(&[(&world.seal, NOW)], Term { from_ms: NOW, until_ms: NOW + DAY }).unwrap();
    world.trust.add_list(&list).unwrap();
    assert_eq!(world.trust.may_sign(&world.seal, NOW + 1_000), Err(Problem::Revoked));
    assert_eq!(world.trust.may_sign(&world.deputy, NOW + 1_000), Ok(()));
}

use crate::support::{DAY, NOW, TERM, World, find, paper, subject};
use congvu_sign::{Key, Purpose, Said, Standing, Verdict, sign_paper, verify};

// conformance: TT22-2020-5.1
#[test]
fn a_sealed_paper_says_who_and_when_and_covers_everything() {
    let world = World::new();
    let sealed = world.sealed();
    assert!(sealed.starts_with(&paper()), "not a byte of the paper is touched");
    let report = world.verify(&sealed);
    assert!(report.is_good(), "{report:?}");
    let [seen] = report.signatures.as_slice() else { panic!("{report:?}") };
    assert_eq!(seen.signer.as_ref().unwrap().name, "DEMO Sở Thông tin và Truyền thông");
    assert_eq!(seen.signer.as_ref().unwrap().issuer, "DEMO root");
    assert_eq!(seen.reason.as_deref(), Some("GIẤY PHÉP số 01/GP-STTTT"));
    assert_eq!(seen.stamp.as_ref().unwrap().at_ms, NOW);
    assert!(seen.covers_all());
    assert_eq!((seen.then.clone(), seen.now.clone()), (Some(Standing::Good), Some(Standing::Good)));
    assert!(world.verify(&paper()).signatures.is_empty() && !world.verify(&paper()).is_good());
}

#[test]
fn what_pades_asks_of_a_signature_is_there() {
    let sealed = World::new().sealed();
    for there in ["/SubFilter/ETSI.CAdES.detached", "/M(D:20240304080000+07'00')", "/SigFlags 3", "/F 132"] {
        find(&sealed, there);
    }
    // EN 319 142-1, 5.3: the attribute signing-time (1.2.840.113549.1.9.5) shall not be used.
    let at = find(&sealed, "/Contents<") + 10;
    let end = at + find(&sealed[at..], ">");
    let contents = String::from_utf8(sealed[at..end].to_vec()).unwrap();
    assert!(contents.contains("06092A864886F70D010904"), "the message digest is there");
    assert!(contents.contains("060B2A864886F70D010910022F"), "signing-certificate-v2 is there");
    assert!(contents.contains("060B2A864886F70D010910020E"), "the time stamp is there");
    assert!(!contents.contains("06092A864886F70D010905"), "the signing time is not");
}

#[test]
fn several_people_sign_one_paper() {
    let world = World::new();
    let once = world.sign(paper(), &world.deputy, NOW);
    let twice = world.sign(once.clone(), &world.seal, NOW + 1_000);
    let thrice = world.sign(twice.clone(), &world.seal, NOW + 2_000);
    assert!(twice.starts_with(&once) && thrice.starts_with(&twice));
    let report = world.verify(&thrice);
    assert!(report.is_good(), "{report:?}");
    let names: Vec<_> = report.signatures.iter().map(|s| s.signer.as_ref().unwrap().name.as_str()).collect();
    assert_eq!(
        names,
        ["DEMO Trần Thị Ký", "DEMO Sở Thông tin và Truyền thông", "DEMO Sở Thông tin và Truyền thông"]
    );
    let after: Vec<_> = report.signatures.iter().map(|s| s.bytes_after > 0).collect();
    assert_eq!(after, [true, true, false], "only the last covers everything");
}

#[test]
fn without_a_stamp_the_certificate_must_hold_now() {
    let world = World::new();
    let said = Said { at_ms: NOW, ..Said::default() };
    let signed = sign_paper(paper(), &world.seal, &said).unwrap().unstamped().unwrap();
    let now = world.verify(&signed);
    assert!(now.is_good() && now.signatures[0].stamp.is_none());
    let later = verify(signed, &world.trust, TERM.until_ms + DAY).unwrap();
    assert_eq!(later.signatures[0].verdict(), Verdict::Bad);
    // With the stamp it stays good: it was signed in time. That the certificate has ended since is told beside it.
    let later = verify(world.sealed(), &world.trust, TERM.until_ms + DAY).unwrap();
    assert!(later.is_good(), "{later:?}");
    assert_eq!(later.signatures[0].now, Some(Standing::NotInForce));
}

#[test]
fn what_is_not_signed_here_is_refused_in_words() {
    let world = World::new();
    let said = Said::default();
    for (what, pdf) in
        [("nothing", Vec::new()), ("text", b"hello".to_vec()), ("half", paper()[..200].to_vec())]
    {
        assert!(sign_paper(pdf, &world.seal, &said).is_err(), "{what}");
    }
    let huge = vec![b' '; congvu_sign::MAX_PDF_BYTES + 1];
    assert!(sign_paper(huge.clone(), &world.seal, &said).unwrap_err().to_string().contains("more than"));
    assert!(verify(huge, &world.trust, NOW).is_err());
    let packed = String::from_utf8(paper()).unwrap().replace("\nxref\n", "\nxraf\n").into_bytes();
    assert!(sign_paper(packed, &world.seal, &said).is_err(), "a file whose table is not where it says");
}

#[test]
fn keys_do_not_show() {
    let world = World::new();
    let key = world.seal.key();
    assert_eq!(format!("{key:?}"), "Key(…)");
    assert!(format!("{:?}", world.seal).contains("Key(…)"));
    let again = congvu_sign::Credential::read(key.pkcs8(), world.seal.pem().unwrap().as_bytes()).unwrap();
    assert!(world.verify(&world.sign(paper(), &again, NOW)).is_good());
    let kept = congvu_sign::Credential::read_file(world.seal.file().unwrap().as_bytes()).unwrap();
    assert!(world.verify(&world.sign(paper(), &kept, NOW)).is_good());
    assert!(congvu_sign::Credential::read_file(b"nothing").is_err());
    let other = Key::generate().unwrap();
    assert!(congvu_sign::Credential::read(other.pkcs8(), world.seal.pem().unwrap().as_bytes()).is_err());
    let servers = world.root.issue(other, &subject("DEMO server"), Purpose::Servers, TERM).unwrap();
    assert!(!world.verify(&world.sign(paper(), &servers, NOW)).is_good());
}

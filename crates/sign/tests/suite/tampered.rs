use crate::support::{NOW, World, find, paper, pdf, rfind, updated};
use congvu_sign::{Problem, Trust, Verdict, verify};
use proptest::prelude::*;

fn problems(world: &World, pdf: &[u8]) -> Vec<Problem> {
    world.verify(pdf).signatures.remove(0).problems
}

fn replaced(pdf: &[u8], at: usize, with: &[u8]) -> Vec<u8> {
    let mut pdf = pdf.to_vec();
    pdf[at..at + with.len()].copy_from_slice(with);
    pdf
}

// conformance: HN-05, TT22-2020-7
#[test]
fn a_changed_paper_is_refused() {
    let world = World::new();
    let sealed = world.sealed();
    let fee = find(&sealed, "Fee: 100");
    let name = find(&sealed, "/Reason <FEFF") + 13;
    for (what, changed) in [
        ("a digit of the text", replaced(&sealed, fee + 5, b"9")),
        ("what the signer said", replaced(&sealed, name, b"0041")),
        ("the time that is shown", replaced(&sealed, find(&sealed, "D:2024") + 2, b"2023")),
        ("the last byte", replaced(&sealed, sealed.len() - 1, b" ")),
    ] {
        assert_eq!(problems(&world, &changed), [Problem::Changed], "{what}");
    }
}

#[test]
fn what_is_not_covered_is_refused() {
    let world = World::new();
    let sealed = world.sealed();
    let hole = find(&sealed, "/Contents<") + 9;
    let end = hole + find(&sealed[hole..], ">") + 1;
    let at = find(&sealed, "/ByteRange[") + 11;
    let close = at + find(&sealed[at..], "]");
    let range = |text: String| {
        let text = format!("{text:<width$}", width = close - at);
        replaced(&sealed, at, text.as_bytes())
    };
    let rest = sealed.len() - end;
    for (what, changed) in [
        ("a hole before the signature", range(format!("0 {} {end} {rest}", hole - 50))),
        ("a hole after it", range(format!("0 {hole} {} {}", end + 50, rest - 50))),
        ("not from the first byte", range(format!("9 {} {end} {rest}", hole - 9))),
        ("beyond the end", range(format!("0 {hole} {end} {}", rest + 1))),
        ("a gigabyte", range(format!("0 {hole} {end} 1073741824"))),
        ("backwards", range(format!("0 {end} {hole} {rest}"))),
        ("below nothing", range(format!("0 {hole} {end} -1"))),
        ("too few numbers", range(format!("0 {hole} {end}"))),
        ("too many numbers", range(format!("0 {hole} {end} 1 1"))),
        ("no numbers", range(String::new())),
    ] {
        assert_eq!(problems(&world, &changed), [Problem::Range], "{what}");
    }
    // The last bytes left out: the signature is not over these bytes.
    assert_eq!(problems(&world, &range(format!("0 {hole} {end} {}", rest - 5))), [Problem::Changed]);
}

#[test]
fn the_room_for_the_signature_hides_nothing() {
    let world = World::new();
    let sealed = world.sealed();
    let hole = find(&sealed, "/Contents<") + 10;
    let end = hole + find(&sealed[hole..], ">");
    assert_eq!(problems(&world, &replaced(&sealed, end - 2, b"41")), [Problem::Trailing]);
    assert_eq!(problems(&world, &replaced(&sealed, hole, b"41")), [Problem::Unreadable]);
    // A length of more than a gigabyte (BER allows saying it in four bytes).
    assert_eq!(problems(&world, &replaced(&sealed, hole, b"30847FFFFFFF")), [Problem::Unreadable]);
    assert_eq!(
        problems(&world, &replaced(&sealed, hole, b"3080")),
        [Problem::Unreadable],
        "no length at all"
    );
}

#[test]
fn additions_after_the_signature_are_told() {
    let world = World::new();
    let sealed = world.sealed();
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R/Annots[7 0 R ]/Rotate 90>>";
    let stream = "<</Length 39>>\nstream\nBT /F1 24 Tf 72 720 Td (Fee: 900) Tj ET\nendstream";
    let note = page.replace("/Rotate 90", "").replace("[7 0 R ]", "[7 0 R 5 0 R ]");
    for (what, changed) in [
        ("other text", updated(sealed.clone(), 4, stream, 11)),
        ("a page turned", updated(sealed.clone(), 3, page, 11)),
        ("a note on the page", updated(sealed.clone(), 3, &note, 11)),
        ("a font", updated(sealed.clone(), 5, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>", 11)),
        (
            "an action",
            updated(sealed.clone(), 1, "<</Type/Catalog/Pages 2 0 R/AcroForm 9 0 R/OpenAction 5 0 R>>", 11),
        ),
        ("other pages", updated(sealed.clone(), 2, "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", 11)),
    ] {
        let seen = world.verify(&changed).signatures.remove(0);
        assert!(seen.problems.contains(&Problem::ChangedAfter), "{what}: {seen:?}");
        assert!(seen.bytes_after > 0 && seen.verdict() == Verdict::Bad, "{what}");
    }
    // A second signature does not heal a change that lies between.
    let between = updated(sealed, 4, stream, 11);
    let twice = world.sign(between, &world.deputy, NOW + 1_000);
    let report = world.verify(&twice);
    assert!(report.signatures[0].problems.contains(&Problem::ChangedAfter), "{report:?}");
    assert_eq!(report.signatures[1].verdict(), Verdict::Good, "who signed last, signed what is there");
}

#[test]
fn weak_digests_and_keys_are_refused() {
    let world = World::new();
    let sealed = world.sealed();
    let hole = find(&sealed, "/Contents<") + 10;
    // SHA-256 written as the digest of the signer's information becomes another algorithm of the same length that is refused.
    let sha256 = "0609608648016503040201";
    let signer = hole + rfind_before(&sealed[hole..], sha256);
    let other = replaced(&sealed, signer, b"0609608648016503040208");
    assert_eq!(problems(&world, &other), [Problem::Kind], "SHA3-256 is not known here");
    let short = include_bytes!("../data/short-key.pem");
    let mut trust = Trust::default();
    // A root may be old and short; what it signed is not taken.
    assert!(trust.add_roots(short).is_ok());
    assert_eq!(verify(sealed, &trust, NOW).unwrap().signatures[0].verdict(), Verdict::Unknown);
}

/// The place of the digest algorithm in the signer's information of the signature itself: after the certificates, before the stamp.
fn rfind_before(bytes: &[u8], word: &str) -> usize {
    let attributes = find(bytes, "06092A864886F70D010903");
    rfind(&bytes[..attributes], word)
}

#[test]
fn files_that_lead_in_circles_end() {
    let world = World::new();
    let looped = |form: &str| {
        pdf(&[
            format!("<</Type/Catalog/Pages 2 0 R/AcroForm {form}>>"),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>".to_owned(),
            "<</FT/Sig/T(a)/Kids[4 0 R 4 0 R]>>".to_owned(),
            "<</FT/Sig/T(a)/V<</SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 1073741824]/Contents<00>>>>>"
                .to_owned(),
        ])
    };
    let fields = |n: usize| format!("<</Fields[{}]>>", "5 0 R ".repeat(n));
    let look = |form: &str| verify(looped(form), &world.trust, NOW);
    let own_child = look("<</Fields[4 0 R]>>");
    assert!(own_child.is_ok_and(|r| r.signatures.is_empty()), "a field that is its own child is none");
    assert!(look("1 0 R").is_ok_and(|r| r.signatures.is_empty()), "a form that is the catalogue");
    assert!(look(&fields(51)).is_err(), "too many signatures");
    assert_eq!(look(&fields(1)).unwrap().signatures[0].problems, [Problem::Range]);
    // A table that says it continues where it begins.
    let text = String::from_utf8(paper()).unwrap();
    let start = find(text.as_bytes(), "xref\n0 6");
    let circle = text.replace("/Root 1 0 R", &format!("/Root 1 0 R/Prev {start}"));
    let _ = verify(circle.clone().into_bytes(), &world.trust, NOW);
    let signed = congvu_sign::sign_paper(circle.into_bytes(), &world.seal, &congvu_sign::Said::default());
    drop(signed);
    // A stream that claims a gigabyte.
    let long = text.replace("/Length 39", "/Length 1073741824").into_bytes();
    let _ = verify(long, &world.trust, NOW);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever byte is changed: the signature is never good, unless the byte is a zero's writing or a digit's case.
    #[test]
    fn no_changed_byte_goes_unnoticed(at in 0_usize..40_000, bit in 0_u8..8) {
        thread_local!(static WORLD: (World, Vec<u8>) = { let w = World::new(); let s = w.sealed(); (w, s) });
        WORLD.with(|(world, sealed)| {
            let at = at % sealed.len();
            let mut changed = sealed.clone();
            changed[at] ^= 1 << bit;
            let hole = find(sealed, "/Contents<") + 10;
            let end = hole + find(&sealed[hole..], ">");
            let same = sealed[at].eq_ignore_ascii_case(&changed[at]) && (hole..end).contains(&at);
            if let Ok(report) = verify(changed, &world.trust, NOW + 1_000) {
                let good = report.is_good();
                // Inside the signature only what is itself not signed may differ: unsigned fields of the structures around.
                let inside = (hole..end).contains(&at);
                prop_assert!(!good || same || inside, "byte {at} of {}, bit {bit}", sealed.len());
            }
            Ok(())
        })?;
    }

    /// Rubbish never stops the program.
    #[test]
    fn rubbish_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        pdf.extend(bytes);
        let _ = verify(pdf, &Trust::default(), NOW);
    }
}

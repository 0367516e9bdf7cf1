use crate::support::{DAY, World, paper};
use congvu_sign::{Fault, Trust, read_p12, verify};

const OFFICE: &[u8] = include_bytes!("../data/office-rsa.p12");
const ROOT: &[u8] = include_bytes!("../data/office-rsa-root.pem");
/// Made by another program with the encryption of the last century.
const OLD: &[u8] = include_bytes!("../data/old-kind.p12");

#[test]
fn a_seal_from_a_file_signs_with_rsa() {
    let seal = read_p12(OFFICE, "mật khẩu thử").unwrap();
    let mut trust = Trust::default();
    trust.add_roots(ROOT).unwrap();
    let now_ms = trust.roots()[0].from_ms + DAY;
    let world = World::new();
    trust.add_roots(world.root.pem().unwrap().as_bytes()).unwrap();
    let signed =
        congvu_sign::sign_paper(paper(), &seal, &congvu_sign::Said { at_ms: now_ms, ..Default::default() });
    let report = verify(signed.unwrap().unstamped().unwrap(), &trust, now_ms).unwrap();
    assert!(report.is_good(), "{report:?}");
    assert_eq!(report.signatures[0].signer.as_ref().unwrap().name, "DEMO RSA seal");
}

#[test]
fn files_that_do_not_open_say_why() {
    assert_eq!(read_p12(OFFICE, "sai").unwrap_err(), Fault::Passphrase);
    assert_eq!(read_p12(b"nothing", "").unwrap_err(), Fault::Passphrase);
    assert!(
        matches!(read_p12(OLD, "old").unwrap_err(), Fault::Unsupported(why) if why.contains("older kind"))
    );
    assert!(matches!(read_p12(&vec![0; 300_000], "").unwrap_err(), Fault::TooLarge { .. }));
    for cut in (0..OFFICE.len()).step_by(37) {
        assert!(read_p12(&OFFICE[..cut], "mật khẩu thử").is_err(), "cut at {cut}");
    }
}

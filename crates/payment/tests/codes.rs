//! Payment codes against published ones.

use congvu_payment::{CodeError, VietQr};

/// Codes that others have published: in the manuals and tests of three libraries and one gateway.
#[test]
fn codes_are_the_published_ones() {
    let check = |bin, account, amount, purpose, expected: &str| {
        assert_eq!(VietQr { bin, account, amount, purpose }.payload().as_deref(), Ok(expected));
    };
    check(
        "970415",
        "0011001932418",
        120_000,
        "ung ho lu lut",
        "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN62170813ung ho lu lut6304C15C",
    );
    check(
        "970416",
        "257678859",
        1_000,
        "Chuyen tien",
        "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA5303704540410005802VN62150811Chuyen tien6304BBB8",
    );
    check(
        "970416",
        "257678859",
        10_000,
        "Chuyen tien",
        "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN62150811Chuyen tien630453E6",
    );
    check(
        "970422",
        "0342971086",
        50_000,
        "SUB220260930AB3KX9MQ",
        "00020101021238540010A00000072701240006970422011003429710860208QRIBFTTA53037045405500005802VN62240820SUB220260930AB3KX9MQ6304ACE2",
    );
}

#[test]
fn what_fits_into_no_code_is_refused() {
    let good = VietQr { bin: "970415", account: "0011001932418", amount: 1, purpose: "x" };
    assert!(good.payload().is_ok());
    for (code, expected) in [
        (VietQr { bin: "97041", ..good }, CodeError::Bin),
        (VietQr { bin: "97041a", ..good }, CodeError::Bin),
        (VietQr { account: "", ..good }, CodeError::Account),
        (VietQr { account: "00 11", ..good }, CodeError::Account),
        (VietQr { account: "12345678901234567890", ..good }, CodeError::Account),
        (VietQr { amount: 0, ..good }, CodeError::Amount),
        (VietQr { amount: 10_000_000_000_000, ..good }, CodeError::Amount),
        (VietQr { purpose: "", ..good }, CodeError::Purpose),
        (VietQr { purpose: "phí", ..good }, CodeError::Purpose),
        (VietQr { purpose: "12345678901234567890123456", ..good }, CodeError::Purpose),
    ] {
        assert_eq!(code.payload(), Err(expected), "{code:?}");
    }
    let number = VietQr { purpose: "000.00.00.H30-240304-0001", ..good };
    assert!(
        number.payload().unwrap().contains("62290825000.00.00.H30-240304-0001"),
        "a case number just fits"
    );
}

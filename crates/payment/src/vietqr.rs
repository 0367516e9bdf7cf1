//! The text of a payment code.

/// A payment code for one payment: to whom, how much, what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VietQr<'a> {
    /// Six digits by which the inter-bank network knows the bank.
    pub bin: &'a str,
    /// Account, at most 19 letters and digits.
    pub account: &'a str,
    /// Whole đồng, at least 1, at most 13 digits.
    pub amount: u64,
    /// What it is for, at most 25 characters of ASCII; comes back in the bank's statement.
    pub purpose: &'a str,
}

/// Why there is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The bank is not six digits.
    #[error("a bank is known by exactly six digits")]
    Bin,
    /// The account is not 1 to 19 letters and digits.
    #[error("an account has 1 to 19 letters and digits")]
    Account,
    /// Nothing, or more than 13 digits.
    #[error("an amount has 1 to 13 digits and is not 0")]
    Amount,
    /// Not 1 to 25 characters of ASCII.
    #[error("the purpose has 1 to 25 characters that can be printed in ASCII")]
    Purpose,
}

/// Identifier of the network in object 38.
const NAPAS: &str = "A000000727";
/// Transfer to an account (a card would be `QRIBFTTC`).
const TO_ACCOUNT: &str = "QRIBFTTA";
/// đồng in ISO 4217.
const DONG: &str = "704";
/// EMVCo, table 3.1: a code that serves once.
const ONCE: &str = "12";

impl VietQr<'_> {
    /// The text of the code, with its checksum.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn payload(&self) -> Result<String, CodeError> {
        self.check()?;
        let bank = object("00", self.bin) + &object("01", self.account);
        let network = object("00", NAPAS) + &object("01", &bank) + &object("02", TO_ACCOUNT);
        let parts = [
            object("00", "01"),
            object("01", ONCE),
            object("38", &network),
            object("53", DONG),
            object("54", &self.amount.to_string()),
            object("58", "VN"),
            object("62", &object("08", self.purpose)),
            // The checksum covers its own identifier and length.
            "6304".to_owned(),
        ];
        let text = parts.concat();
        let sum = crc16(text.as_bytes());
        Ok(format!("{text}{sum:04X}"))
    }

    fn check(&self) -> Result<(), CodeError> {
        if self.bin.len() != 6 || !self.bin.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CodeError::Bin);
        }
        if !(1..=19).contains(&self.account.len()) || !self.account.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            return Err(CodeError::Account);
        }
        if self.amount == 0 || self.amount > 9_999_999_999_999 {
            return Err(CodeError::Amount);
        }
        let printable = self.purpose.bytes().all(|b| (0x20..0x7f).contains(&b));
        if !(1..=25).contains(&self.purpose.len()) || !printable {
            return Err(CodeError::Purpose);
        }
        Ok(())
    }
}

/// Identifier, length in two digits, value. The checks above keep every value below 100 characters.
fn object(id: &str, value: &str) -> String {
    format!("{id}{:02}{value}", value.len())
}

/// CRC-16 with polynomial 0x1021 and initial value 0xFFFF, as EMVCo asks for (ISO/IEC 13239 without reflection).
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |sum, byte| {
        (0..8).fold(sum ^ (u16::from(*byte) << 8), |sum: u16, _| {
            if sum & 0x8000 == 0 { sum << 1 } else { (sum << 1) ^ 0x1021 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        // Check value of this CRC in every catalogue.
        assert_eq!(crc16(b"123456789"), 0x29b1);
        assert_eq!(crc16(b""), 0xffff);
    }
}

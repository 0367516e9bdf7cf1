//! Identifiers and codes that nobody can guess.

use uuid::{NoContext, Timestamp, Uuid};

/// Letters of codes: no 0/O, 1/I/L, so that they can be read over the telephone (Crockford's choice).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters in a code: 16 of 5 bits are 80 bits.
const LENGTH: usize = 16;

/// A new identifier, in the order of time.
pub(crate) fn id(now_ms: i64) -> String {
    let ms = u64::try_from(now_ms).unwrap_or(0);
    let nanos = u32::try_from((ms % 1000).saturating_mul(1_000_000)).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, ms / 1000, nanos)).to_string()
}

/// A code for a verification page, 80 random bits.
///
/// # Errors
/// The system gives no random numbers.
pub fn verification() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; LENGTH];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().filter_map(|b| LETTERS.get(usize::from(b % 32)).map(|c| char::from(*c))).collect())
}

/// What hides an act behind its commitment.
///
/// # Errors
/// The system gives no random numbers.
pub(crate) fn salt() -> Result<congvu_record::Salt, getrandom::Error> {
    let mut salt = [0; 32];
    getrandom::fill(&mut salt)?;
    Ok(salt)
}

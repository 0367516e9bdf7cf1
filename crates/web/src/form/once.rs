//! A form is carried out once: it has a key, and a key that came before gets the first answer again.

use super::FormValues;
use crate::WebError;

/// The field that carries the key.
pub const KEY: &str = "_key";

/// A new key for a form: 32 hexadecimal digits.
///
/// # Errors
/// [`WebError::Unavailable`] when the system has no random numbers.
pub fn new_key() -> Result<String, WebError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| WebError::Unavailable(e.to_string()))?;
    Ok(hex::encode(bytes))
}

/// The key that a form carried; none where it is empty, too long or unprintable.
#[must_use]
pub fn key(values: &FormValues) -> Option<String> {
    let key = values.get(KEY);
    let fits = (1..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| key.to_owned())
}

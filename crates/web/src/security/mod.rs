//! Sessions, tokens against forged requests, headers, passwords, throttling.

pub mod cookie;
pub mod csrf;
pub mod headers;
pub mod idempotency;
pub mod password;
pub mod session;
pub mod throttle;

/// Random bytes in hexadecimal, from the operating system.
///
/// # Errors
/// When the system has no randomness to give; nothing that needs secrecy may go on then.
pub(crate) fn random_hex<const N: usize>() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

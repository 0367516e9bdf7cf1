//! Passwords: argon2id (RFC 9106), off the request threads, a few at a time.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

/// Longest password that is hashed, in bytes; a longer one is refused rather than cut.
pub const MAX_PASSWORD_BYTES: usize = 256;

/// What a check of a password came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// It is right. `rehash` holds a new hash to store when the old one was made with weaker settings.
    Right {
        /// The new hash, if one is due.
        rehash: Option<String>,
    },
    /// It is wrong, or there is no such login. The two take the same time.
    Wrong,
}

/// Why hashing did not happen.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Longer than [`MAX_PASSWORD_BYTES`].
    #[error("the password is longer than {MAX_PASSWORD_BYTES} bytes; choose a shorter one")]
    TooLong,
    /// The settings are outside what argon2 allows.
    #[error("these argon2 settings are not allowed: {0}")]
    Settings(argon2::Error),
    /// The hash could not be made.
    #[error("the password could not be hashed: {0}")]
    Hash(argon2::password_hash::Error),
    /// The thread that hashed is gone.
    #[error("password hashing was interrupted; try again")]
    Interrupted,
}

/// Hashes and checks passwords. One per server, shared.
#[derive(Clone)]
pub struct Passwords {
    argon: Argon2<'static>,
    /// Each hash takes its own block of memory, so their number is limited.
    places: Arc<Semaphore>,
    /// A hash of nothing anyone knows, checked when the login does not exist.
    dummy: Arc<str>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passwords").field("argon", &self.argon).finish_non_exhaustive()
    }
}

impl Passwords {
    /// With the settings that OWASP's password storage guidance asks for (19 MiB, 2 passes, 1 lane), `at_once` at a time.
    ///
    /// # Errors
    /// When the first hash cannot be made.
    pub fn new(at_once: usize) -> Result<Self, PasswordError> {
        Self::with_settings(19 * 1024, 2, at_once)
    }

    /// With settings of one's own: memory in KiB, passes over it, hashes at a time.
    ///
    /// # Errors
    /// When argon2 does not allow the settings.
    pub fn with_settings(memory_kib: u32, passes: u32, at_once: usize) -> Result<Self, PasswordError> {
        let params = Params::new(memory_kib, passes, 1, None).map_err(PasswordError::Settings)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut nothing = [0_u8; 32];
        getrandom::fill(&mut nothing).map_err(|_| PasswordError::Interrupted)?;
        let dummy = argon.hash_password(&nothing).map_err(PasswordError::Hash)?.to_string();
        Ok(Self { argon, places: Arc::new(Semaphore::new(at_once.max(1))), dummy: dummy.into() })
    }

    /// A PHC string (`$argon2id$v=19$…`) to store.
    ///
    /// # Errors
    /// When the password is too long or hashing fails.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let password = fit(password)?;
        let argon = self.argon.clone();
        self.on_thread(move || {
            argon.hash_password(&password).map(|h| h.to_string()).map_err(PasswordError::Hash)
        })
        .await?
    }

    /// Checks a password against the stored PHC string; `None` for a login that does not exist.
    ///
    /// # Errors
    /// When the check could not be made; treat it as a fault, not as a wrong password.
    pub async fn check(&self, password: &str, stored: Option<&str>) -> Result<Checked, PasswordError> {
        // A password that is too long still costs one check, or its answer would come sooner.
        let (password, known) = match fit(password) {
            Ok(p) => (p, stored.is_some()),
            Err(_) => (Vec::new(), false),
        };
        let stored = stored.filter(|_| known).unwrap_or(&self.dummy).to_owned();
        let argon = self.argon.clone();
        self.on_thread(move || {
            let Ok(parsed) = PasswordHash::new(&stored) else { return Checked::Wrong };
            let right = argon.verify_password(&password, &parsed).is_ok();
            if !right || !known {
                return Checked::Wrong;
            }
            let rehash = if is_current(&argon, &parsed) { None } else { argon.hash_password(&password).ok() };
            Checked::Right { rehash: rehash.map(|h| h.to_string()) }
        })
        .await
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| PasswordError::Interrupted)?;
        let task = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(place);
            result
        });
        task.await.map_err(|_| PasswordError::Interrupted)
    }
}

fn fit(password: &str) -> Result<Vec<u8>, PasswordError> {
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(PasswordError::TooLong);
    }
    // The same letters typed on another keyboard may arrive composed differently.
    Ok(unicode_normalization::UnicodeNormalization::nfc(password).collect::<String>().into_bytes())
}

/// True when a stored hash was made with the algorithm and at least the settings of today.
fn is_current(argon: &Argon2<'_>, stored: &PasswordHash) -> bool {
    let Ok(params) = Params::try_from(stored) else { return false };
    stored.algorithm.as_str() == "argon2id"
        && params.m_cost() >= argon.params().m_cost()
        && params.t_cost() >= argon.params().t_cost()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quick() -> Passwords {
        Passwords::with_settings(64, 1, 2).unwrap()
    }

    #[tokio::test]
    async fn right_and_wrong() {
        let passwords = quick();
        let stored = passwords.hash("mật khẩu").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert_eq!(
            passwords.check("mật khẩu", Some(&stored)).await.unwrap(),
            Checked::Right { rehash: None }
        );
        let decomposed: String = unicode_normalization::UnicodeNormalization::nfd("mật khẩu").collect();
        assert_eq!(
            passwords.check(&decomposed, Some(&stored)).await.unwrap(),
            Checked::Right { rehash: None }
        );
        for (password, hash) in [
            ("mat khau", Some(stored.as_str())),
            ("mật khẩu", None),
            ("", Some(stored.as_str())),
            ("mật khẩu", Some("not a hash")),
            (&*"x".repeat(300), Some(stored.as_str())),
        ] {
            assert_eq!(passwords.check(password, hash).await.unwrap(), Checked::Wrong, "{password}");
        }
        assert!(matches!(passwords.hash(&"x".repeat(257)).await, Err(PasswordError::TooLong)));
    }

    #[tokio::test]
    async fn weaker_hashes_are_replaced() {
        let stored = quick().hash("x").await.unwrap();
        let stronger = Passwords::with_settings(128, 2, 1).unwrap();
        let Checked::Right { rehash: Some(new) } = stronger.check("x", Some(&stored)).await.unwrap() else {
            panic!("a rehash was due");
        };
        assert!(new.contains("m=128,t=2"));
        assert_eq!(stronger.check("x", Some(&new)).await.unwrap(), Checked::Right { rehash: None });
    }
}

//! How often a password may be guessed.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::session::{BoxFuture, StoreFault};

/// Failures counted under one key (a login, or a network address).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Failures {
    /// How many in a row.
    pub count: u32,
    /// When the last one was; none when there was none.
    pub last: Option<Timestamp>,
}

/// What is to be done with an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Check the password.
    Check,
    /// Refuse without checking.
    Wait {
        /// Seconds until the next attempt is looked at; at least 1.
        seconds: u32,
    },
}

/// The limits. A login allows few guesses before waits begin, an address more, because an office shares one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Failures on one login before waits begin.
    pub login_free: u32,
    /// Failures from one address before waits begin.
    pub address_free: u32,
    /// The first wait, in seconds; each failure after it doubles the wait.
    pub first_wait_s: u32,
    /// The longest wait, in seconds. Never for ever: or anyone could lock anyone out.
    pub longest_wait_s: u32,
    /// Failures are forgotten after this many seconds without one.
    pub forget_s: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self { login_free: 5, address_free: 50, first_wait_s: 10, longest_wait_s: 900, forget_s: 86_400 }
    }
}

impl Policy {
    /// Decides on an attempt from what was counted for the login and for the address.
    pub fn decide(&self, login: Failures, address: Failures, now: Timestamp) -> Decision {
        let wait = self.wait(login, self.login_free, now).max(self.wait(address, self.address_free, now));
        if wait == 0 { Decision::Check } else { Decision::Wait { seconds: wait } }
    }

    /// The counter after one more failure.
    pub fn failed(&self, before: Failures, now: Timestamp) -> Failures {
        let kept = if self.forgotten(before, now) { 0 } else { before.count };
        Failures { count: kept.saturating_add(1), last: Some(now) }
    }

    fn forgotten(&self, failures: Failures, now: Timestamp) -> bool {
        failures
            .last
            .is_none_or(|last| now.duration_since(last) > SignedDuration::from_secs(i64::from(self.forget_s)))
    }

    fn wait(&self, failures: Failures, free: u32, now: Timestamp) -> u32 {
        let Some(last) = failures.last else { return 0 };
        if failures.count < free || self.forgotten(failures, now) {
            return 0;
        }
        let doublings = (failures.count - free).min(31);
        let whole = self.first_wait_s.saturating_mul(1_u32 << doublings).min(self.longest_wait_s);
        // A clock that was set back must not lengthen the wait.
        let passed = u32::try_from(now.duration_since(last).as_secs().max(0)).unwrap_or(u32::MAX);
        whole.saturating_sub(passed)
    }
}

/// The key under which a login is counted. Logins that differ in case or in spaces around them are one.
pub fn login_key(agency: &str, login: &str) -> String {
    digest("login", &format!("{agency}\0{}", login.trim().to_lowercase()))
}

/// The key under which an address is counted: an IPv4 address, or the /64 of an IPv6 one, which is one household.
pub fn address_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => digest("address", &v4.to_string()),
        IpAddr::V6(v6) => digest("address", &format!("{:x}", v6.to_bits() >> 64)),
    }
}

fn digest(kind: &str, text: &str) -> String {
    hex::encode(Sha256::new().chain_update(kind).chain_update([0]).chain_update(text).finalize())
}

/// Where failures are counted; the server keeps them in its database. Keys are digests, not logins or addresses.
pub trait ThrottleStore: Send + Sync + 'static {
    /// What was counted under a key.
    fn failures<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Failures, StoreFault>>;
    /// Stores what is counted under a key.
    fn set_failures<'a>(&'a self, key: &'a str, failures: Failures) -> BoxFuture<'a, Result<(), StoreFault>>;
    /// Forgets a key, after a successful login.
    fn forget<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreFault>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + s).unwrap()
    }

    #[test]
    fn waits_grow_and_end() {
        let policy = Policy::default();
        let login = |count, s| Failures { count, last: Some(at(s)) };
        let none = Failures::default();
        for (login, address, now, expected) in [
            (none, none, 0, 0),
            (login(4, 0), none, 0, 0),
            (login(5, 0), none, 0, 10),
            (login(5, 0), none, 9, 1),
            (login(5, 0), none, 10, 0),
            (login(7, 0), none, 0, 40),
            (login(5, 0), none, -100, 10),
            (login(u32::MAX, 0), none, 0, 900),
            (login(20, 0), none, 86_401, 0),
            (none, login(49, 0), 0, 0),
            (none, login(50, 0), 0, 10),
            (login(7, 0), login(50, 0), 0, 40),
        ] {
            let want = if expected == 0 { Decision::Check } else { Decision::Wait { seconds: expected } };
            assert_eq!(policy.decide(login, address, at(now)), want);
        }
    }

    #[test]
    fn failures_add_up_until_forgotten() {
        let policy = Policy::default();
        let one = policy.failed(Failures::default(), at(0));
        assert_eq!(one.count, 1);
        assert_eq!(policy.failed(one, at(10)).count, 2);
        assert_eq!(policy.failed(one, at(90_000)).count, 1);
    }

    #[test]
    fn keys_join_what_belongs_together() {
        let address = |text: &str| address_key(text.parse().unwrap());
        assert_eq!(address("2001:db8::1"), address("2001:db8::ffff:1"));
        assert_ne!(address("2001:db8::1"), address("2001:db8:0:1::1"));
        assert_eq!(address("::ffff:10.0.0.1"), address("10.0.0.1"));
        assert_ne!(address("10.0.0.1"), address("10.0.0.2"));
        assert_eq!(login_key("a", " An "), login_key("a", "an"));
        assert_ne!(login_key("a", "an"), login_key("b", "an"));
    }
}

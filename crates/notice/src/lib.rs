#![doc = include_str!("../README.md")]

mod config;
mod hook;
mod mail;
mod senders;
pub mod signature;

pub use config::{Config, ConfigError, Email, Hook, Security};
pub use hook::HookSender;
pub use mail::{Mail, MailSender};
pub use senders::{Outcome, Outgoing, Senders};

/// Whether this can be an e-mail address.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

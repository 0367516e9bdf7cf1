#![doc = include_str!("../README.md")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what fails here fails a test")]

mod client;
mod house;

pub use client::{Answer, Client, Sent};
pub use house::{House, Office, Seat, applicant, desk, library, morning, name_of, object, position};

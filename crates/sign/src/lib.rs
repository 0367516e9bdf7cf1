#![doc = include_str!("../README.md")]

mod authority;
mod cms;
mod credential;
mod fault;
mod key;
mod names;
mod oids;
mod p12;
mod paper;
mod pdf;
mod signer;
mod stamp;
mod trust;
mod verify;

pub use authority::{Authority, Purpose, Subject, Term};
pub use credential::Credential;
pub use fault::Fault;
pub use key::Key;
pub use names::Name;
pub use p12::read_p12;
pub use paper::{Said, Signed, sign_paper};
pub use pdf::read::MAX_PDF_BYTES;
pub use signer::Problem;
pub use stamp::{Clockmaker, MAX_ANSWER_BYTES, MAX_REQUEST_BYTES, StampRequest, Token};
pub use trust::{Standing, Trust};
pub use verify::{Report, Seen, Stamped, Verdict, verify};

#![doc = include_str!("../README.md")]

pub mod notice;
pub mod reference;
pub mod statement;
mod vietqr;
pub mod words;

pub use vietqr::{CodeError, VietQr};

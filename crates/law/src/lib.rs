#![doc = include_str!("../README.md")]

mod clause;

pub use clause::ClauseRef;

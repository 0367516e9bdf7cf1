#![doc = include_str!("../README.md")]

mod act;
mod chain;
mod commitment;
pub mod log;

pub use act::{Act, ActorRef, Basis, Capacity, canonical};
pub use chain::{Chain, Fault, FaultKind, GENESIS, Hash, Link, chain, leaf};
pub use commitment::{Salt, commitment};

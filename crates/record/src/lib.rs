#![doc = include_str!("../README.md")]

mod act;
mod chain;

pub use act::{Act, ActorRef, Basis, Capacity, canonical};
pub use chain::{Chain, Fault, FaultKind, GENESIS, Hash, Link, chain, leaf};

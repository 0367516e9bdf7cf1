//! Is this paper ours, and does it hold?

mod code;
mod find;
pub(crate) mod form;
mod limit;
pub(crate) mod page;
pub(crate) mod pdf;
mod verdict;
mod view;

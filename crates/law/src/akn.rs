//! Akoma Ntoso 3.0: identifiers, writing, and the checks that the schema does not make.

mod check;
pub(crate) mod uri;
mod write;

pub use check::{AknIssue, check_akn};
pub use write::write_akn;

//! PDF files: reading them, adding to them without touching a byte of what is there.

pub(crate) mod changes;
pub(crate) mod fields;
pub(crate) mod read;
pub(crate) mod update;
pub(crate) mod write;

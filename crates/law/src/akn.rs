//! Akoma Ntoso 3.0: identifiers, writing, and the checks that the schema does not make.

pub(crate) mod uri;

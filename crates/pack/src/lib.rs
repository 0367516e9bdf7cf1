#![doc = include_str!("../README.md")]

mod agency;
mod check;
mod exports;
mod fault;
mod files;
mod forms;
mod library;
mod locate;
pub mod notices;
mod portal;
mod read;
mod words;

pub use agency::{Agency, AgencyFile, Founder, Identifier};
pub use exports::Exports;
pub use fault::{Fault, Faults};
pub use files::Files;
pub use forms::{Field, FieldsFile, FormDef, FormVersion, FormsFile};
pub use library::{Counts, Library, Loaded};
pub use portal::{AgencyFiling, Partner, PortalChannel, PortalDef, PortalFiling, PortalStatus, Where};
pub use read::toml_text;
pub use words::{PaperWords, fill};

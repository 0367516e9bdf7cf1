#![doc = include_str!("../README.md")]

mod agency;
mod check;
mod fault;
mod files;
mod forms;
mod library;
mod locate;
mod money;
mod read;
mod words;

pub use agency::{Agency, AgencyFile, BankAccount, Founder, Identifier};
pub use fault::{Fault, Faults};
pub use files::Files;
pub use forms::{Field, FieldsFile, FormDef, FormVersion, FormsFile};
pub use library::{Counts, Library, Loaded};
pub use money::CsvFormat;
pub use read::toml_text;
pub use words::{PaperWords, fill};

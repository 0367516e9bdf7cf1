#![doc = include_str!("../README.md")]

mod agency;
pub mod change;
mod check;
mod checked;
mod duties;
pub mod edit;
mod exports;
mod fault;
mod files;
mod forms;
mod law;
mod library;
mod locate;
mod money;
pub mod notices;
mod oversight;
mod people;
mod portal;
mod read;
mod scales;
mod scanning;
mod site;
mod words;

pub use agency::{Agency, AgencyFile, BankAccount, Founder, Identifier};
pub use checked::Checked;
pub use duties::{DutiesFile, Duty, Room};
pub use exports::Exports;
pub use fault::{Fault, Faults};
pub use files::Files;
pub use forms::{Field, FieldsFile, FormDef, FormVersion, FormsFile};
pub use law::{Keeps, KeepsFile, LegalText, TextsFile};
pub use library::{Counts, Library, Loaded};
pub use money::CsvFormat;
pub use oversight::{Figure, Indicator, IndicatorGroup, Oversight, Part, Period, Satisfaction, WithoutCases};
pub use people::{
    Amendment, DisciplineRule, LateRule, LongestTime, LookActs, People, PeoplePaper, RaiseRule,
};
pub use portal::{AgencyFiling, Partner, PortalChannel, PortalDef, PortalFiling, PortalStatus, Where};
pub use read::toml_text;
pub use scales::{Grade, Measure, Scale, Scales, Share};
pub use scanning::{ScanRule, ScanText, Scanning};
pub use site::{Contact, FieldContact, Guide, Help, Question, Stated, StopRule, Stops, Term, Terms, Topic};
pub use words::{PaperWords, PrintWords, fill};

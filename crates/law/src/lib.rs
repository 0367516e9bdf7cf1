#![doc = include_str!("../README.md")]

mod akn;
mod build;
mod clause;
mod compare;
mod date;
mod diagnostic;
mod document;
mod error;
mod facts;
mod import;
mod lead;
mod ledger;
mod letters;
mod node;
mod noise;
mod report;
mod sample;
mod scan;
mod source;
mod words;

pub use akn::{AknIssue, check_akn, write_akn};
pub use clause::ClauseRef;
pub use compare::{
    Change, ClauseDifference, Comparison, Counts, FactDifference, Side, Weight, compare, comparison_html,
    comparison_text,
};
pub use diagnostic::{Code, Diagnostic, Severity};
pub use document::{Document, chip};
pub use error::{ImportError, MAX_SOURCE_BYTES};
pub use facts::{Facts, Limit, LimitKind, Signer, Structure};
pub use import::{import, import_with_ledger};
pub use ledger::{Ledger, Part, Place, Span};
pub use node::{Node, NodeKind, Walk};
pub use report::{ArticleLine, Duties, DutyParagraph, DutyPoint, Report};
pub use sample::grow;

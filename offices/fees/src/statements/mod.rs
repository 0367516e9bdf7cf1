//! Bank statements: bring one, see what each line is, take it in.

mod bring;
mod matching;
mod preview;
mod taking;

pub(crate) use bring::{bring, page};
pub(crate) use preview::show;
pub(crate) use taking::{BOOK, record, take};

use congvu_pack::{Agency, CsvFormat, Library};
use congvu_payment::statement::{self, Fault, Format, Headings, Statement};

/// How `camt.053` is called among the formats.
pub(crate) const CAMT: &str = "camt";

/// A transaction of the department's account, as the record knows it.
pub(crate) fn reference(agency: &Agency, bank: &str) -> String {
    let account = agency.file.account.as_ref().map_or("", |a| a.number.as_str());
    format!("{account}/{bank}")
}

/// Reads a statement of the department's account in one of the known formats; `None` for an unknown one.
pub(crate) fn read(
    library: &Library,
    agency: &Agency,
    format: &str,
    bytes: &[u8],
) -> Option<Result<Statement, Vec<Fault>>> {
    let account = agency.file.account.as_ref().map_or("", |a| a.number.as_str());
    if format == CAMT {
        return Some(statement::read(bytes, Format::Camt, account));
    }
    let declared = library.statements.iter().find(|f| f.id == format)?;
    Some(statement::read(bytes, Format::Csv(&headings(declared)), account))
}

fn headings(f: &CsvFormat) -> Headings<'_> {
    Headings {
        delimiter: f.delimiter,
        reference: &f.reference,
        date: &f.date,
        date_format: &f.date_format,
        credit: &f.credit,
        debit: f.debit.as_deref(),
        text: &f.text,
        payer: f.payer.as_deref(),
        account: f.account.as_deref(),
        thousands: f.thousands,
        decimal: f.decimal,
    }
}

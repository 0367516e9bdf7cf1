//! Statements as CSV (RFC 4180, with any delimiter).

use super::{Entry, Fault, MAX_LINES, MAX_REFERENCE, MAX_TEXT, Statement, What, fault, line_of, whole_dong};
use ::csv::{ReaderBuilder, StringRecord};
use jiff::civil::Date;

/// Which heading stands over what.
#[derive(Debug, Clone, Copy)]
pub struct Headings<'h> {
    /// Between values.
    pub delimiter: char,
    /// The bank's number of the transaction.
    pub reference: &'h str,
    /// The day.
    pub date: &'h str,
    /// How days are written (`strptime`).
    pub date_format: &'h str,
    /// What came in.
    pub credit: &'h str,
    /// What went out, where it has a column.
    pub debit: Option<&'h str>,
    /// What the payer wrote.
    pub text: &'h str,
    /// Who paid.
    pub payer: Option<&'h str>,
    /// The account.
    pub account: Option<&'h str>,
    /// Between groups of three digits.
    pub thousands: Option<char>,
    /// Before the fraction.
    pub decimal: Option<char>,
}

/// Where the columns are.
struct Columns {
    reference: usize,
    date: usize,
    credit: usize,
    debit: Option<usize>,
    text: usize,
    payer: Option<usize>,
    account: Option<usize>,
}

pub(super) fn read(text: &str, h: &Headings<'_>, account: &str) -> (Statement, Vec<Fault>) {
    let mut statement = Statement::default();
    let Ok(delimiter) = u8::try_from(h.delimiter) else {
        return (statement, vec![fault(0, What::Heading, "")]);
    };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns = match reader.headers().map(|found| columns(found, h)) {
        Ok(Ok(columns)) => columns,
        Ok(Err(missing)) => return (statement, vec![fault(1, What::Heading, &missing)]),
        Err(_) => return (statement, vec![fault(1, What::Encoding, "")]),
    };
    let width = reader.headers().map_or(0, StringRecord::len);
    let mut faults = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else {
            faults.push(fault(0, What::Encoding, ""));
            break;
        };
        let line = record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(0);
        if record.iter().all(|v| v.trim().is_empty()) {
            continue;
        }
        if statement.entries.len() >= MAX_LINES {
            faults.push(fault(line, What::TooLarge, ""));
            break;
        }
        if record.len() != width {
            faults.push(fault(line, What::Columns, ""));
            continue;
        }
        match entry(&record, &columns, h, account, line) {
            Ok(entry) => statement.entries.push(entry),
            Err(fault) => faults.push(fault),
        }
    }
    (statement, faults)
}

/// Or the heading that is not there.
fn columns(found: &StringRecord, h: &Headings<'_>) -> Result<Columns, String> {
    let fold = |text: &str| text.trim().to_lowercase();
    let place = |name: &str| found.iter().position(|f| fold(f) == fold(name)).ok_or_else(|| name.to_owned());
    let maybe = |name: Option<&str>| name.map(place).transpose();
    Ok(Columns {
        reference: place(h.reference)?,
        date: place(h.date)?,
        credit: place(h.credit)?,
        debit: maybe(h.debit)?,
        text: place(h.text)?,
        payer: maybe(h.payer)?,
        account: maybe(h.account)?,
    })
}

fn entry(
    r: &StringRecord,
    c: &Columns,
    h: &Headings<'_>,
    account: &str,
    line: usize,
) -> Result<Entry, Fault> {
    let value = |at: usize| r.get(at).unwrap_or_default().trim();
    let wrong = |what: What, at: usize| fault(line, what, value(at));
    let reference = line_of(value(c.reference), MAX_REFERENCE.saturating_add(1));
    if reference.is_empty() || reference.chars().count() > MAX_REFERENCE {
        return Err(wrong(What::Reference, c.reference));
    }
    if let Some(at) = c.account.filter(|at| !super::same_account(value(*at), account)) {
        return Err(wrong(What::Account, at));
    }
    let date = Date::strptime(h.date_format, value(c.date)).map_err(|_| wrong(What::Date, c.date))?;
    let amount = amount(&value, c, h).map_err(|at| wrong(What::Amount, at))?;
    let payer = c.payer.map(|at| line_of(value(at), 200)).unwrap_or_default();
    Ok(Entry { line, reference, date, amount, text: line_of(value(c.text), MAX_TEXT), payer })
}

/// What came in, or what went out as a negative number; or the column that cannot be read.
fn amount<'r>(value: &impl Fn(usize) -> &'r str, c: &Columns, h: &Headings<'_>) -> Result<i64, usize> {
    let read = |at: usize| whole_dong(value(at), h.thousands, h.decimal).ok_or(at);
    let is_there = |at: usize| !value(at).is_empty() && read(at) != Ok(0);
    match c.debit.filter(|at| is_there(*at)) {
        // Both at once is no transaction.
        Some(at) if is_there(c.credit) => Err(at),
        Some(at) => read(at).map(|out| out.saturating_abs().saturating_neg()),
        None => read(c.credit).and_then(|amount| if amount == 0 { Err(c.credit) } else { Ok(amount) }),
    }
}

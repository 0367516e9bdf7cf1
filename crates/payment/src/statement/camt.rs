//! ISO 20022 `camt.053` (Bank-to-Customer Statement), any version: elements are known by their names alone.

use super::{Entry, Fault, MAX_LINES, MAX_REFERENCE, MAX_TEXT, Statement, What, fault, line_of, whole_dong};
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Deepest nesting.
const DEPTH: usize = 40;
const DONG: &str = "VND";

/// One entry while it is read.
#[derive(Default)]
struct Open {
    line: usize,
    amount: String,
    currency: String,
    /// `CRDT` or `DBIT`.
    sign: String,
    status: String,
    date: String,
    reference: String,
    details: Vec<Detail>,
}

/// One transaction of a batch that the bank booked together.
#[derive(Default)]
struct Detail {
    amount: String,
    reference: String,
    end_to_end: String,
    text: Vec<String>,
    payer: String,
}

/// One balance while it is read.
#[derive(Default)]
struct Balance {
    code: String,
    amount: String,
    sign: String,
}

#[derive(Default)]
struct Reading {
    path: Vec<String>,
    lines: usize,
    seen: bool,
    statement: Statement,
    entry: Option<Open>,
    balance: Option<Balance>,
    faults: Vec<Fault>,
    currency: String,
}

pub(super) fn read(text: &str) -> (Statement, Vec<Fault>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut r = Reading { lines: 1, ..Reading::default() };
    let mut from = 0;
    loop {
        let event = reader.read_event();
        let to = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
        let passed = text.as_bytes().get(from..to).unwrap_or_default();
        let at = r.lines;
        r.lines = r.lines.saturating_add(passed.iter().filter(|b| **b == b'\n').count());
        from = to;
        let step = match event {
            Ok(Event::Eof) => break,
            Ok(event) => r.step(&event, at),
            Err(error) => Err(fault(r.lines, What::Xml, &error.to_string())),
        };
        if let Err(fault) = step {
            r.faults.push(fault);
            break;
        }
    }
    if r.faults.is_empty() && (!r.seen || !r.path.is_empty()) {
        r.faults.push(fault(r.lines, What::Xml, "BkToCstmrStmt"));
    }
    (r.statement, r.faults)
}

impl Reading {
    /// A fault here ends the reading; faults of entries are collected.
    fn step(&mut self, event: &Event<'_>, line: usize) -> Result<(), Fault> {
        match event {
            // Without a document type there are no entities of one's own: nothing can grow or be fetched.
            Event::DocType(_) => Err(fault(line, What::DocumentType, "")),
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                let currency = start.attributes().flatten().find(|a| a.key.as_ref() == "Ccy");
                if let Some(currency) = currency {
                    self.currency = currency.value.into_owned();
                }
                self.open(name, line)
            }
            Event::End(_) => self.close(line),
            Event::Text(text) => {
                self.text(text, false);
                Ok(())
            }
            Event::CData(text) => {
                self.text(text, false);
                Ok(())
            }
            Event::GeneralRef(name) => {
                let known = name.resolve_char_ref().ok().flatten().or_else(|| predefined(name.as_ref()));
                let known = known.ok_or_else(|| fault(line, What::DocumentType, ""))?;
                self.text(&known.to_string(), true);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, name: String, line: usize) -> Result<(), Fault> {
        if self.path.len() >= DEPTH {
            return Err(fault(line, What::Xml, &name));
        }
        match name.as_str() {
            "BkToCstmrStmt" => self.seen = true,
            "Ntry" if self.is_in("Stmt") => {
                if self.statement.entries.len() >= MAX_LINES {
                    return Err(fault(line, What::TooLarge, ""));
                }
                self.entry = Some(Open { line, ..Open::default() });
            }
            "TxDtls" => {
                if let Some(entry) = self.entry.as_mut() {
                    if entry.details.len() >= MAX_LINES {
                        return Err(fault(line, What::TooLarge, ""));
                    }
                    entry.details.push(Detail::default());
                }
            }
            "Bal" if self.is_in("Stmt") => self.balance = Some(Balance::default()),
            _ => {}
        }
        self.path.push(name);
        Ok(())
    }

    fn is_in(&self, name: &str) -> bool {
        self.path.last().is_some_and(|p| p == name)
    }

    fn ends_with(&self, tail: &[&str]) -> bool {
        let from = self.path.len().checked_sub(tail.len());
        from.and_then(|from| self.path.get(from..))
            .is_some_and(|end| end.iter().zip(tail).all(|(a, b)| a == b))
    }

    fn close(&mut self, line: usize) -> Result<(), Fault> {
        match self.path.pop().as_deref() {
            Some("Ntry") => {
                if let Some(open) = self.entry.take() {
                    self.finish(open);
                }
            }
            Some("Bal") => {
                if let Some(balance) = self.balance.take() {
                    self.balanced(&balance, line)?;
                }
            }
            None => return Err(fault(line, What::Xml, "")),
            Some(_) => {}
        }
        if self.statement.entries.len() > MAX_LINES {
            return Err(fault(line, What::TooLarge, ""));
        }
        Ok(())
    }

    fn balanced(&mut self, balance: &Balance, line: usize) -> Result<(), Fault> {
        let amount = whole_dong(&balance.amount, None, Some('.'));
        let amount = amount.ok_or_else(|| fault(line, What::Amount, &balance.amount))?;
        let signed = if balance.sign == "DBIT" { amount.saturating_neg() } else { amount };
        match balance.code.as_str() {
            "OPBD" | "PRCD" => self.statement.opening = Some(signed),
            "CLBD" => self.statement.closing = Some(signed),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str, joined: bool) {
        let text = if joined { text } else { text.trim_matches(['\n', '\r', '\t']) };
        if text.is_empty() {
            return;
        }
        let put = |to: &mut String| {
            if to.len() < 4 * MAX_TEXT {
                to.push_str(text);
            }
        };
        let account = self.ends_with(&["Stmt", "Acct", "Id", "IBAN"])
            || self.ends_with(&["Stmt", "Acct", "Id", "Othr", "Id"]);
        if account {
            return put(&mut self.statement.account);
        }
        if let Some(mut balance) = self.balance.take() {
            if self.ends_with(&["CdOrPrtry", "Cd"]) {
                put(&mut balance.code);
            } else if self.ends_with(&["Bal", "Amt"]) {
                put(&mut balance.amount);
            } else if self.ends_with(&["Bal", "CdtDbtInd"]) {
                put(&mut balance.sign);
            }
            self.balance = Some(balance);
            return;
        }
        if let Some(mut entry) = self.entry.take() {
            self.entry_text(&mut entry, text);
            self.entry = Some(entry);
        }
    }

    fn entry_text(&self, entry: &mut Open, text: &str) {
        let put = |to: &mut String| {
            if to.len() < 4 * MAX_TEXT {
                to.push_str(text);
            }
        };
        match () {
            () if self.ends_with(&["Ntry", "Amt"]) => {
                entry.currency.clone_from(&self.currency);
                put(&mut entry.amount);
            }
            () if self.ends_with(&["Ntry", "CdtDbtInd"]) => put(&mut entry.sign),
            () if self.ends_with(&["Ntry", "Sts"]) || self.ends_with(&["Ntry", "Sts", "Cd"]) => {
                put(&mut entry.status)
            }
            () if self.ends_with(&["BookgDt", "Dt"]) || self.ends_with(&["BookgDt", "DtTm"]) => {
                put(&mut entry.date)
            }
            () if self.ends_with(&["Ntry", "AcctSvcrRef"]) => put(&mut entry.reference),
            () => {
                if let Some(detail) = entry.details.last_mut() {
                    self.detail_text(detail, text);
                }
            }
        }
    }

    fn detail_text(&self, detail: &mut Detail, text: &str) {
        let put = |to: &mut String| {
            if to.len() < 4 * MAX_TEXT {
                to.push_str(text);
            }
        };
        match () {
            () if self.ends_with(&["Refs", "AcctSvcrRef"]) || self.ends_with(&["Refs", "TxId"]) => {
                if detail.reference.is_empty() || self.ends_with(&["Refs", "AcctSvcrRef"]) {
                    detail.reference.clear();
                    put(&mut detail.reference);
                }
            }
            () if self.ends_with(&["Refs", "EndToEndId"]) => put(&mut detail.end_to_end),
            () if self.ends_with(&["TxDtls", "Amt"]) || self.ends_with(&["TxAmt", "Amt"]) => {
                detail.amount.clear();
                put(&mut detail.amount);
            }
            () if self.ends_with(&["RmtInf", "Ustrd"]) || self.ends_with(&["CdtrRefInf", "Ref"]) => {
                detail.text.push(text.to_owned());
            }
            () if self.ends_with(&["Dbtr", "Nm"]) || self.ends_with(&["Dbtr", "Pty", "Nm"]) => {
                put(&mut detail.payer)
            }
            () => {}
        }
    }

    /// An entry with several transactions is as many lines, each with its own number and amount.
    fn finish(&mut self, mut open: Open) {
        let line = open.line;
        let many = open.details.len() > 1;
        if open.details.is_empty() {
            open.details.push(Detail::default());
        }
        let details = std::mem::take(&mut open.details);
        let mut sum = 0_i64;
        let mut entries = Vec::new();
        for detail in details {
            match one(&open, &detail, many) {
                Ok(entry) => {
                    sum = sum.saturating_add(entry.amount.saturating_abs());
                    entries.push(entry);
                }
                Err(fault) => return self.faults_of_entry(fault),
            }
        }
        if many && whole_dong(&open.amount, None, Some('.')) != Some(sum) {
            return self.faults_of_entry(fault(line, What::Balance, &open.amount));
        }
        self.statement.entries.extend(entries);
    }

    fn faults_of_entry(&mut self, fault: Fault) {
        if self.faults.len() < super::MAX_FAULTS {
            self.faults.push(fault);
        }
    }
}

/// The five entities that XML itself knows.
fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn one(open: &Open, detail: &Detail, many: bool) -> Result<Entry, Fault> {
    let wrong = |what: What, value: &str| fault(open.line, what, value);
    if open.currency != DONG {
        return Err(wrong(What::Currency, &open.currency));
    }
    if open.status != "BOOK" {
        return Err(wrong(What::NotBooked, &open.status));
    }
    let own = if many { &detail.amount } else { &open.amount };
    let amount =
        whole_dong(own, None, Some('.')).filter(|a| *a > 0).ok_or_else(|| wrong(What::Amount, own))?;
    let amount = match open.sign.as_str() {
        "CRDT" => amount,
        "DBIT" => amount.saturating_neg(),
        other => return Err(wrong(What::Amount, other)),
    };
    let day = open.date.get(..10).unwrap_or_default();
    let date: Date = day.parse().map_err(|_| wrong(What::Date, &open.date))?;
    let named = [&detail.reference, if many { &detail.reference } else { &open.reference }];
    let reference = named.into_iter().find(|r| !r.trim().is_empty()).map(|r| line_of(r, MAX_REFERENCE + 1));
    let reference =
        reference.filter(|r| r.chars().count() <= MAX_REFERENCE).ok_or_else(|| wrong(What::Reference, ""))?;
    let mut text = detail.text.join(" ");
    if detail.end_to_end != "NOTPROVIDED" {
        text = format!("{text} {}", detail.end_to_end);
    }
    Ok(Entry {
        line: open.line,
        reference,
        date,
        amount,
        text: line_of(&text, MAX_TEXT),
        payer: line_of(&detail.payer, 200),
    })
}

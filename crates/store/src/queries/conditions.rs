//! Conditions on cases, as reports put them together. What is counted and what is listed is the same text, so that a number
//! and the list behind it cannot differ.

use std::fmt::Write as _;

use sqlx::Arguments as _;
use sqlx::any::AnyArguments;

use crate::error::StoreError;

/// Most conditions, and most values of one condition.
pub const MAX_CONDITIONS: usize = 512;

/// A condition on a case. A list of them holds when all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Only {
    /// One of these procedures.
    Procedures(Vec<String>),
    /// One of these kinds of matter.
    Kinds(Vec<String>),
    /// One of these units has it.
    Units(Vec<String>),
    /// It is the turn of one of these selectors.
    Turns(Vec<String>),
    /// This position is in charge of it.
    Assigned(String),
    /// Some position is or was in charge of it.
    WasAssigned,
    /// It came in one of these ways.
    Channels(Vec<String>),
    /// One of these states, each with its kind of matter.
    States(Vec<(String, String)>),
    /// Opened from the first moment until before the second, milliseconds UTC.
    Opened(i64, i64),
    /// Its clock ended from the first moment until before the second, milliseconds UTC.
    Ended(i64, i64),
    /// Not closed.
    Open,
    /// Opened before this moment and its clock not ended before it.
    RunningAt(i64),
    /// Due before its clock ended, or before this moment where it has not ended until then.
    LateAt(i64),
    /// Due from the first moment until before the second; without a due moment: no.
    Due(i64, i64),
    /// Has, or had at its end, a moment at which it falls due.
    HasDue,
    /// Its clock was stopped at least so often.
    Stops(i64),
    /// It has a file in its dossier.
    HasFile,
    /// It has one of these answers to an item that is counted.
    Tallied(String, Vec<String>),
    /// It has one of these answers to any item that begins so.
    TalliedAny(String, Vec<String>),
    /// None of these holds together.
    Not(Vec<Only>),
}

/// The text of a query as it is put together, with its values.
pub(super) struct Text {
    pub(super) text: String,
    arguments: AnyArguments,
    values: usize,
}

enum Value<'v> {
    Text(&'v str),
    Int(i64),
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), arguments: AnyArguments::default(), values: 0 }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn arguments(self) -> (String, AnyArguments) {
        (self.text, self.arguments)
    }

    pub(super) fn text_value(&mut self, value: &str) -> Result<(), StoreError> {
        self.value(&Value::Text(value))
    }

    pub(super) fn int_value(&mut self, value: i64) -> Result<(), StoreError> {
        self.value(&Value::Int(value))
    }

    fn value(&mut self, value: &Value<'_>) -> Result<(), StoreError> {
        self.values += 1;
        if self.values > MAX_CONDITIONS * 2 {
            return Err(StoreError::Invalid(format!("more than {} values in one query", MAX_CONDITIONS * 2)));
        }
        // Writing to a String cannot fail.
        let _ = write!(self.text, "${}", self.values);
        let added = match value {
            Value::Text(text) => self.arguments.add((*text).to_owned()),
            Value::Int(number) => self.arguments.add(*number),
        };
        added.map_err(|e| StoreError::Invalid(format!("a value cannot be sent to the database: {e}")))
    }

    fn one_of(&mut self, column: &str, values: &[String]) -> Result<(), StoreError> {
        if values.is_empty() {
            self.push("1 = 0");
            return Ok(());
        }
        self.push(column);
        self.push(" IN (");
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            self.text_value(value)?;
        }
        self.push(")");
        Ok(())
    }

    fn is(&mut self, column: &str, value: &str) -> Result<(), StoreError> {
        self.push(column);
        self.text_value(value)
    }

    fn within(&mut self, column: &str, from: i64, to: i64) -> Result<(), StoreError> {
        self.push(column);
        self.push(" >= ");
        self.int_value(from)?;
        self.push(" AND ");
        self.push(column);
        self.push(" < ");
        self.int_value(to)
    }

    /// All of them, in brackets; nothing to fulfil holds.
    pub(super) fn all(&mut self, conditions: &[Only]) -> Result<(), StoreError> {
        if conditions.len() > MAX_CONDITIONS {
            return Err(StoreError::Invalid(format!("more than {MAX_CONDITIONS} conditions")));
        }
        self.push("(1 = 1");
        for condition in conditions {
            self.push(" AND (");
            self.condition(condition)?;
            self.push(")");
        }
        self.push(")");
        Ok(())
    }

    fn condition(&mut self, only: &Only) -> Result<(), StoreError> {
        match only {
            Only::Procedures(values) => self.one_of("matter.procedure", values),
            Only::Kinds(values) => self.one_of("matter.kind", values),
            Only::Units(values) => self.one_of("matter.unit", values),
            Only::Channels(values) => self.one_of("matter.channel", values),
            Only::Turns(values) => self.one_of("matter.turn", values),
            Only::Assigned(position) => self.is("matter.assigned = ", position),
            Only::WasAssigned => self.plain("matter.assigned IS NOT NULL"),
            Only::States(states) => self.states(states),
            Only::Opened(from, to) => self.within("matter.opened_ms", *from, *to),
            Only::Ended(from, to) => self.within("matter.ended_ms", *from, *to),
            Only::Due(from, to) => self.within("matter.due_order", *from, *to),
            Only::Open => self.plain("matter.closed_ms IS NULL"),
            Only::HasDue => self.plain("matter.due_ms IS NOT NULL"),
            Only::RunningAt(at) => self.running_at(*at),
            Only::LateAt(at) => self.late_at(*at),
            Only::Stops(least) => {
                self.push("matter.stops >= ");
                self.int_value(*least)
            }
            Only::HasFile => self.plain(
                "EXISTS (SELECT 1 FROM file_use f WHERE f.agency = matter.agency AND f.matter = matter.id)",
            ),
            Only::Tallied(item, values) => self.tallied("t.item = ", item, values),
            Only::TalliedAny(start, values) => {
                // A prefix by two comparisons: every engine answers them from the index, and no pattern is to be escaped.
                self.tallied("t.item >= ", start, &[])?;
                self.text.truncate(self.text.len().saturating_sub(1));
                self.push(" AND t.item < ");
                self.text_value(&format!("{start}\u{10ffff}"))?;
                self.push(" AND ");
                self.one_of("t.value", values)?;
                self.push(")");
                Ok(())
            }
            Only::Not(conditions) => {
                self.push("NOT ");
                self.all(conditions)
            }
        }
    }

    fn plain(&mut self, text: &str) -> Result<(), StoreError> {
        self.push(text);
        Ok(())
    }

    fn states(&mut self, states: &[(String, String)]) -> Result<(), StoreError> {
        self.push("1 = 0");
        for (kind, state) in states {
            self.is(" OR (matter.kind = ", kind)?;
            self.is(" AND matter.state = ", state)?;
            self.push(")");
        }
        Ok(())
    }

    fn running_at(&mut self, at: i64) -> Result<(), StoreError> {
        self.push("matter.opened_ms < ");
        self.int_value(at)?;
        self.push(" AND (matter.ended_ms IS NULL OR matter.ended_ms >= ");
        self.int_value(at)?;
        self.push(")");
        Ok(())
    }

    /// `due_order` is beyond all moments where nothing is due.
    fn late_at(&mut self, at: i64) -> Result<(), StoreError> {
        self.push("matter.due_order < CASE WHEN matter.ended_ms IS NULL OR matter.ended_ms > ");
        self.int_value(at)?;
        self.push(" THEN ");
        self.int_value(at)?;
        self.push(" ELSE matter.ended_ms END");
        Ok(())
    }

    /// Without values: any answer.
    fn tallied(&mut self, compare: &str, item: &str, values: &[String]) -> Result<(), StoreError> {
        self.push(
            "EXISTS (SELECT 1 FROM tally t WHERE t.agency = matter.agency AND t.matter = matter.id AND ",
        );
        self.is(compare, item)?;
        if !values.is_empty() {
            self.push(" AND ");
            self.one_of("t.value", values)?;
        }
        self.push(")");
        Ok(())
    }
}

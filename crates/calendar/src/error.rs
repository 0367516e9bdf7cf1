//! What can be wrong with a calendar file, said with its place.

use std::ops::Range;

/// A calendar file that was refused: where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct CalendarError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Lower-case sentence, values from the file in backticks.
    pub message: String,
}

impl CalendarError {
    pub(crate) fn at(text: &str, span: Option<Range<usize>>, message: impl Into<String>) -> Self {
        let offset = span.map_or(0, |span| span.start);
        let (mut line, mut column) = (1, 1);
        for (index, character) in text.char_indices() {
            if index >= offset {
                break;
            }
            if character == '\n' {
                (line, column) = (line + 1, 1);
            } else {
                column += 1;
            }
        }
        Self { line, column, message: message.into() }
    }
}

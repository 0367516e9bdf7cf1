//! Where and why a declaration is refused.

use std::ops::Range;

/// A declaration that cannot be used, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {reason}")]
pub struct RulesError {
    /// The file, as the caller named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub reason: String,
}

/// A file's name and text.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Name for error messages.
    pub file: &'a str,
    /// Content.
    pub text: &'a str,
}

impl Source<'_> {
    pub(super) fn error(&self, span: &Range<usize>, reason: impl Into<String>) -> RulesError {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        RulesError {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).map_or(0, |text| text.chars().count()) + 1,
            reason: reason.into(),
        }
    }
}

//! The one error of this crate.

use std::fmt;

use typst::WorldExt;
use typst::diag::SourceDiagnostic;

use crate::world::PaperWorld;

/// Why a paper could not be typeset, with the place in the template where there is one.
///
/// Written for the clerk who changed a template: `licence.typ:12:5: message; hint`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PaperError {
    /// The template or asset at fault, as named in the [`TemplateSet`](crate::TemplateSet).
    pub file: Option<String>,
    /// Line in that file, from 1.
    pub line: Option<usize>,
    /// Column in that line, in characters, from 1.
    pub column: Option<usize>,
    /// What is wrong and, where it is known, what to do; lower-case, user input in backticks.
    pub message: String,
}

impl fmt::Display for PaperError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}:")?;
            if let (Some(line), Some(column)) = (self.line, self.column) {
                write!(f, "{line}:{column}:")?;
            }
            f.write_str(" ")?;
        }
        f.write_str(&self.message)
    }
}

impl PaperError {
    /// An error that points into no file.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { file: None, line: None, column: None, message: message.into() }
    }

    /// An error about a whole file.
    pub(crate) fn in_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: Some(file.into()), ..Self::new(message) }
    }

    /// The first of the compiler's diagnostics, with its position and hints; the rest follow from it more often than not.
    pub(crate) fn from_diagnostics(world: &PaperWorld<'_>, diagnostics: &[SourceDiagnostic]) -> Self {
        match diagnostics.first() {
            Some(first) => Self::from_diagnostic(world, first),
            None => Self::new("the typesetter failed without saying why"),
        }
    }

    /// One diagnostic, error or warning.
    pub(crate) fn from_diagnostic(world: &PaperWorld<'_>, diagnostic: &SourceDiagnostic) -> Self {
        let mut message = diagnostic.message.to_string();
        for hint in &diagnostic.hints {
            message.push_str("; ");
            message.push_str(&hint.v);
        }
        // A fault in what a template hands to a library function has its own span; where the span lies outside
        // every file, the innermost call that has one is the best place to point to.
        let spans = std::iter::once(diagnostic.span).chain(diagnostic.trace.iter().map(|t| t.span.into()));
        for span in spans {
            let Some(id) = span.id() else { continue };
            let file = Some(id.vpath().get_without_slash().to_owned());
            let place = world
                .range(span)
                .zip(world.lines_of(id))
                .and_then(|(range, source)| source.lines().byte_to_line_column(range.start));
            let (line, column) = place.map_or((None, None), |(l, c)| (Some(l + 1), Some(c + 1)));
            return Self { file, line, column, message };
        }
        Self::new(message)
    }
}

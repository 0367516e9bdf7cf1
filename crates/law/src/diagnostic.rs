//! What the reader noticed, with its place in the source.

use serde::{Deserialize, Serialize};

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Layout that carries no words: Markdown signs, table bars, ruled lines.
    Hint,
    /// Words that are not part of the text: page numbers, scanner's remarks.
    Info,
    /// Something a person should look at: a gap in the numbering, stray words.
    Warning,
}

/// What was noticed; stable names for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Markdown signs.
    Markdown,
    /// Bars of a table.
    TableBar,
    /// A ruled line.
    Rule,
    /// Characters that show nothing.
    Invisible,
    /// A page number.
    PageNumber,
    /// A scanner's remark or a handwritten mark.
    ScanMark,
    /// Words between two parts that belong to neither.
    StrayText,
    /// A number that does not follow the one before.
    OutOfSequence,
    /// A number used twice in one place.
    Duplicate,
    /// A second set of articles without a title of its own.
    ImpliedAttachment,
    /// The same fact given twice, differently, or in an unusual place.
    Fact,
}

/// A remark about one place in the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub code: Code,
    /// One sentence in English, source text in backticks.
    pub message: String,
    /// The source characters that this diagnostic accounts for and that the tree does not hold; empty
    /// where the characters are in the tree.
    pub text: String,
    /// Byte offset in the source.
    pub offset: u32,
}

//! The proof that nothing was lost: where each character of the source went.

use crate::source::is_invisible;

/// Which words of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The mark (`Điều 3.`).
    Mark,
    /// The heading.
    Heading,
    /// The text.
    Text,
}

/// Where a piece of the source went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Into the tree.
    Node {
        /// Element id of the node.
        eid: String,
        /// Which of its words.
        part: Part,
    },
    /// Into a diagnostic that repeats it.
    Diagnostic {
        /// Index in the document's diagnostics.
        index: usize,
    },
    /// Lost. A ledger with such a span does not balance.
    Nowhere,
}

/// A piece of the source, in byte offsets. Signs of layout may lie inside the span of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Where it went.
    pub place: Place,
}

/// All pieces of a source, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    spans: Vec<Span>,
}

impl Ledger {
    pub(crate) fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        Self { spans }
    }

    /// The pieces, by place in the source.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Characters of the source that no piece covers: byte offsets, empty when the ledger balances.
    /// White space needs no account.
    pub fn missing(&self, source: &str) -> Vec<usize> {
        let mut missing = Vec::new();
        let mut spans = self.spans.iter().filter(|span| span.place != Place::Nowhere).peekable();
        let mut covered_to = 0usize;
        for (at, c) in source.char_indices() {
            while let Some(span) = spans.peek()
                && span.start as usize <= at
            {
                covered_to = covered_to.max(span.end as usize);
                spans.next();
            }
            if at >= covered_to && !c.is_whitespace() && !is_invisible(c) {
                missing.push(at);
            }
        }
        missing
    }
}

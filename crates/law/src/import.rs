//! From bytes to a [`Document`], with the ledger that proves nothing was lost.

use crate::build::{Built, Remark, assemble, build};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Document;
use crate::error::ImportError;
use crate::facts;
use crate::ledger::{Ledger, Part, Place, Span};
use crate::node::{Node, NodeKind, Walk};
use crate::noise;
use crate::scan::segments;
use crate::source::{Mark, MarkKind, Source, decode};
use crate::words::Words;

/// Reads the text of a decision, however it is wrapped or marked up.
///
/// # Errors
/// Only where the bytes are no decision at all: see [`ImportError`]. Everything else that is odd about
/// the text is a [`Diagnostic`] of the document.
pub fn import(bytes: &[u8]) -> Result<Document, ImportError> {
    read(bytes, false).map(|(document, _)| document)
}

/// As [`import`], with the ledger that says where each character of the source went.
///
/// # Errors
/// See [`import`].
pub fn import_with_ledger(bytes: &[u8]) -> Result<(Document, Ledger), ImportError> {
    read(bytes, true)
}

fn read(bytes: &[u8], keep_ledger: bool) -> Result<(Document, Ledger), ImportError> {
    let text = decode(bytes)?;
    let source = Source::read(text);
    if source.tokens.is_empty() {
        return Err(ImportError::Empty);
    }
    let noise = noise::find(&source);
    let words = Words::new(&source, &noise);
    let segments = segments(&words);
    let built = build(&words, &segments);
    if !built.drafts.iter().any(|draft| draft.node.kind == NodeKind::Article) {
        return Err(ImportError::NotLegal);
    }
    let mut diagnostics = layout(&source);
    diagnostics.extend(set_aside(&source, &noise));
    diagnostics.extend(built.remarks.iter().map(|remark| describe(&words, remark)));
    locate(text, &mut diagnostics);
    let ledger = if keep_ledger { ledger(&source, &words, &built, &diagnostics) } else { Ledger::default() };
    let tree = assemble(built.drafts);
    let facts = facts::find(&tree);
    let expression = crate::akn::uri::expression(&facts);
    let mut document = Document { expression, facts, diagnostics, tree };
    remark_facts(&mut document);
    Ok((document, ledger))
}

fn diagnostic(
    offset: u32,
    line: u32,
    severity: Severity,
    code: Code,
    message: String,
    text: String,
) -> Diagnostic {
    Diagnostic { line, column: 0, severity, code, message, text, offset }
}

/// One diagnostic for each line and kind of layout.
fn layout(source: &Source<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for mark in &source.marks {
        let (code, what) = match mark.kind {
            MarkKind::Markdown => (Code::Markdown, "Markdown signs"),
            MarkKind::TableBar => (Code::TableBar, "table bar"),
            MarkKind::Rule => (Code::Rule, "ruled line"),
            MarkKind::Invisible => (Code::Invisible, "invisible character"),
        };
        let signs = signs_of(source, *mark);
        // Several signs in a line make one diagnostic, unless another kind stands between.
        if let Some(last) = found.last_mut()
            && last.line == mark.line
            && last.code == code
        {
            last.text.push(' ');
            last.text.push_str(&signs);
            continue;
        }
        found.push(diagnostic(
            mark.start,
            mark.line,
            Severity::Hint,
            code,
            format!("{what} set aside"),
            signs,
        ));
    }
    found
}

fn signs_of(source: &Source<'_>, mark: Mark) -> String {
    source.text.get(mark.start as usize..mark.end as usize).unwrap_or("").to_owned()
}

/// Page numbers and scanner's remarks: consecutive words make one diagnostic.
fn set_aside(source: &Source<'_>, noise: &[Option<Code>]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut last_index = usize::MAX;
    for (index, (token, code)) in source.tokens.iter().zip(noise).enumerate() {
        let Some(code) = *code else { continue };
        let word = source.word(*token);
        if last_index.checked_add(1) == Some(index)
            && let Some(last) = found.last_mut()
            && last.line == token.line
        {
            last.text.push(' ');
            last.text.push_str(word);
        } else {
            found.push(diagnostic(
                token.start,
                token.line,
                Severity::Info,
                code,
                String::new(),
                word.to_owned(),
            ));
        }
        last_index = index;
    }
    for one in &mut found {
        one.message = match one.code {
            Code::PageNumber => format!("page number `{}` set aside", one.text),
            _ => format!("scanner's mark `{}` set aside", one.text),
        };
    }
    found
}

fn describe(words: &Words<'_, '_>, remark: &Remark) -> Diagnostic {
    let at = match remark {
        Remark::Jump(at) | Remark::Duplicate(at, _) | Remark::Stray(at, _) | Remark::Implied(at) => *at,
    };
    let start = words.token(at).map_or(0, |token| token.start);
    let line = words.line(at);
    let (code, message, text) = match remark {
        Remark::Jump(_) => {
            let shown = if matches!(words.word(at), "Điều" | "ĐIỀU") {
                words.join(at, at + 2)
            } else {
                words.word(at).to_owned()
            };
            (
                Code::OutOfSequence,
                format!("`{shown}` does not follow the number before it: check for lost text"),
                String::new(),
            )
        }
        Remark::Duplicate(_, eid) => {
            (Code::Duplicate, format!("a second `{eid}` in one place: check the number"), String::new())
        }
        Remark::Stray(from, to) => {
            let text = words.join(*from, *to);
            (Code::StrayText, format!("`{text}` belongs to no part of the decision: set aside"), text)
        }
        Remark::Implied(_) => {
            let message = "`Điều 1` begins again: what follows is read as an attached text".to_owned();
            (Code::ImpliedAttachment, message, String::new())
        }
    };
    diagnostic(start, line, Severity::Warning, code, message, text)
}

/// Sorts by place and counts the columns, in one pass over the source.
fn locate(text: &str, diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|one| (one.offset, one.code));
    let mut column = 0u32;
    let mut at = 0usize;
    for one in diagnostics {
        let target = one.offset as usize;
        for c in text.get(at..target).unwrap_or("").chars() {
            column = if matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                0
            } else {
                column.saturating_add(1)
            };
        }
        at = target.max(at);
        one.column = column.saturating_add(1);
    }
}

fn ledger(source: &Source<'_>, words: &Words<'_, '_>, built: &Built, diagnostics: &[Diagnostic]) -> Ledger {
    let mut places: Vec<Option<Place>> = vec![None; source.tokens.len()];
    let mut place = |at: usize, place: Place| {
        if let Some(slot) = words.token_index(at).and_then(|index| places.get_mut(index)) {
            *slot = Some(place);
        }
    };
    for draft in &built.drafts {
        let [mark, heading, text, end] = draft.spans;
        let parts = [(mark, heading, Part::Mark), (heading, text, Part::Heading), (text, end, Part::Text)];
        for (from, to, part) in parts {
            (from..to).for_each(|at| place(at, Place::Node { eid: draft.node.eid.clone(), part }));
        }
    }
    let mut spans: Vec<Span> = Vec::new();
    for (token, place) in source.tokens.iter().zip(places) {
        let place = place.unwrap_or_else(|| accounted(diagnostics, token.start));
        spans.push(Span { start: token.start, end: token.end, place });
    }
    for mark in &source.marks {
        spans.push(Span { start: mark.start, end: mark.end, place: accounted(diagnostics, mark.start) });
    }
    Ledger::new(spans)
}

/// The diagnostic that accounts for a place: the last one with text that begins at or before it.
fn accounted(diagnostics: &[Diagnostic], offset: u32) -> Place {
    let after = diagnostics.partition_point(|one| one.offset <= offset);
    let found = diagnostics.iter().take(after).rposition(|one| !one.text.is_empty());
    found.map_or(Place::Nowhere, |index| Place::Diagnostic { index })
}

/// Facts that need a person's eye.
fn remark_facts(document: &mut Document) {
    let mut remarks = Vec::new();
    let first = Walk::over(&document.tree).next().map_or(1, |node: &Node| node.line);
    let mut remark = |message: &str| {
        remarks.push(diagnostic(0, first, Severity::Warning, Code::Fact, message.to_owned(), String::new()));
    };
    let facts = &document.facts;
    if facts.number.is_none() {
        remark("the text gives no complete number of the decision");
    }
    match facts.issued.as_deref().map(str::len) {
        None => remark("the text gives no date of issue"),
        Some(10) => {}
        Some(_) => remark("the date of issue is not complete"),
    }
    if facts.in_force.is_none() {
        remark("no date of entry into force was found");
    }
    if facts.duties.is_none() {
        remark("no article of duties (`Nhiệm vụ và quyền hạn`) was found");
    }
    for one in &mut remarks {
        one.column = 1;
    }
    document.diagnostics.extend(remarks);
}

//! The source as it came: checked bytes, cut into words that remember where they stood.
//!
//! Every character of the source ends up in exactly one of three places: a [`Token`], a [`Mark`]
//! (layout such as Markdown signs or table bars), or white space. `ledger` proves it afterwards.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::error::{ImportError, MAX_SOURCE_BYTES};

/// First word of its line.
pub(crate) const LINE_START: u8 = 1;
/// An empty line stands before.
pub(crate) const BLANK_BEFORE: u8 = 2;
/// Joined to the word before without white space.
pub(crate) const GLUED: u8 = 4;
/// The line carries a Markdown heading sign.
pub(crate) const HEADED: u8 = 8;
/// Stood between emphasis signs on both sides (`*a*`).
pub(crate) const EMPHASISED: u8 = 16;
/// Last word of its line.
pub(crate) const LINE_END: u8 = 32;

const CLEAN: u32 = u32::MAX;

/// One word of the source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub start: u32,
    pub end: u32,
    pub line: u32,
    alt: u32,
    pub flags: u8,
}

impl Token {
    pub(crate) fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// Why a piece of the source is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkKind {
    Markdown,
    TableBar,
    Rule,
    Invisible,
}

/// A piece of layout.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub start: u32,
    pub end: u32,
    pub line: u32,
    pub kind: MarkKind,
}

/// The words and the layout of one source.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    pub marks: Vec<Mark>,
    /// Words whose normal form differs from their bytes (NFD, Ð for Đ).
    alternatives: Vec<Box<str>>,
}

/// Checks size and encoding.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, ImportError> {
    if bytes.len() > MAX_SOURCE_BYTES {
        return Err(ImportError::TooLarge { size_bytes: bytes.len(), limit_bytes: MAX_SOURCE_BYTES });
    }
    if bytes.contains(&0) || bytes.starts_with(b"%PDF-") {
        return Err(ImportError::Binary);
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| ImportError::NotUtf8 { offset: error.valid_up_to() })?;
    let controls = text.bytes().filter(|byte| *byte < 9 || (14..32).contains(byte)).count();
    if controls > 8 && controls > text.len() / 100 {
        return Err(ImportError::Binary);
    }
    Ok(text)
}

/// Characters that show nothing: marks of order and width, and control characters.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{00AD}' | '\u{202A}'..='\u{202E}'
        | '\u{FFFE}' | '\u{FFFF}')
        || (c.is_control() && !c.is_whitespace())
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}')
}

/// The normal form of one character where scanners and old fonts put a look-alike.
fn look_alike(c: char) -> char {
    match c {
        '\u{00D0}' | '\u{0189}' => 'Đ',
        '\u{00F0}' | '\u{0256}' => 'đ',
        other => other,
    }
}

/// The normal form of a word: NFC, with Đ for its look-alikes.
pub(crate) fn normal(word: &str) -> String {
    word.chars().map(look_alike).nfc().collect()
}

fn needs_normal(word: &str) -> bool {
    // Composed Vietnamese letters need no table: these blocks are in NFC throughout.
    let composed = |c: char| c < '\u{300}' || ('\u{1E00}'..='\u{1EFF}').contains(&c);
    !word.chars().all(|c| composed(c) && look_alike(c) == c)
        && (word.chars().any(|c| look_alike(c) != c) || is_nfc_quick(word.chars()) != IsNormalized::Yes)
}

impl<'a> Source<'a> {
    /// Cuts the text into words and layout, in one pass.
    pub(crate) fn read(text: &'a str) -> Self {
        let mut source = Self {
            text,
            tokens: Vec::with_capacity(text.len() / 6),
            marks: Vec::new(),
            alternatives: Vec::new(),
        };
        let mut reader = Reader { source: &mut source, line: 1, first: true, blank: true, headed: false };
        reader.run(text);
        source
    }

    /// The normal form of a word.
    pub(crate) fn word(&self, token: Token) -> &str {
        if token.alt == CLEAN {
            self.text.get(token.start as usize..token.end as usize).unwrap_or("")
        } else {
            self.alternatives.get(token.alt as usize).map_or("", |word| word)
        }
    }
}

struct Reader<'s, 'a> {
    source: &'s mut Source<'a>,
    line: u32,
    first: bool,
    blank: bool,
    headed: bool,
}

impl Reader<'_, '_> {
    fn run(&mut self, text: &str) {
        let mut chars = text.char_indices().peekable();
        let mut word_start: Option<usize> = None;
        while let Some((at, c)) = chars.next() {
            if !c.is_whitespace() {
                word_start.get_or_insert(at);
                continue;
            }
            if let Some(start) = word_start.take() {
                self.raw_word(start, text.get(start..at).unwrap_or(""));
            }
            if is_line_break(c) {
                if c == '\r' && chars.peek().is_some_and(|(_, next)| *next == '\n') {
                    continue;
                }
                self.end_line();
            }
        }
        if let Some(start) = word_start {
            self.raw_word(start, text.get(start..).unwrap_or(""));
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        if self.first {
            self.blank = true;
        } else if let Some(last) = self.source.tokens.last_mut() {
            last.flags |= LINE_END;
        }
        self.line += 1;
        self.first = true;
        self.headed = false;
    }

    fn mark(&mut self, start: usize, len: usize, kind: MarkKind) {
        self.source.marks.push(Mark {
            start: to_u32(start),
            end: to_u32(start + len),
            line: self.line,
            kind,
        });
    }

    /// A run of characters without white space: layout as a whole, or words with layout around them.
    fn raw_word(&mut self, start: usize, raw: &str) {
        if self.first && raw.chars().all(|c| c == '#') {
            self.headed = true;
            self.mark(start, raw.len(), MarkKind::Markdown);
            return;
        }
        if raw.chars().all(|c| c == '#' || c == '`') || (self.first && raw == ">") {
            self.mark(start, raw.len(), MarkKind::Markdown);
            return;
        }
        if raw.chars().all(|c| c == '|') {
            self.mark(start, raw.len(), MarkKind::TableBar);
            return;
        }
        if is_rule(raw) {
            self.mark(start, raw.len(), MarkKind::Rule);
            return;
        }
        if self.first && matches!(raw, "*" | "•" | "●" | "·") {
            self.push_as(start, start + raw.len(), raw, 0);
            return;
        }
        self.pieces(start, raw);
    }

    /// A word with signs of layout around it or inside it.
    fn pieces(&mut self, start: usize, raw: &str) {
        if raw.chars().all(|c| !is_sign(c)) {
            self.core(start, raw, start + raw.len(), 0);
            return;
        }
        let tail = raw.trim_end_matches('_').len();
        let lead = raw.len() - raw.trim_start_matches('_').len();
        let mut kept: Vec<(usize, char)> = Vec::with_capacity(raw.len());
        let mut chars = raw.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let escape = c == '\\' && chars.peek().is_some_and(|(_, next)| next.is_ascii_punctuation());
            let kind = match c {
                '*' | '`' => MarkKind::Markdown,
                '|' => MarkKind::TableBar,
                '_' if at < lead || at >= tail => MarkKind::Markdown,
                '\\' if escape => MarkKind::Markdown,
                _ if is_invisible(c) => MarkKind::Invisible,
                _ => {
                    kept.push((at, c));
                    continue;
                }
            };
            self.merge_mark(start + at, c.len_utf8(), kind);
        }
        let (Some(first), Some(last)) = (kept.first().copied(), kept.last().copied()) else { return };
        let signed = |c: Option<char>| matches!(c, Some('*' | '_'));
        let emphasis = if signed(raw.chars().next()) && signed(raw.chars().last()) { EMPHASISED } else { 0 };
        let word: String = kept.iter().map(|(_, c)| *c).collect();
        let end = start + last.0 + last.1.len_utf8();
        match split_number(&word) {
            Some(at) => {
                let (left, right) = word.split_at_checked(at).unwrap_or((&word, ""));
                let count = left.chars().count();
                let cut = start + kept.get(count).map_or(last.0, |(offset, _)| *offset);
                let left_end = start + kept.get(count - 1).map_or(last.0, |(o, c)| o + c.len_utf8());
                self.push_as(start + first.0, left_end, left, emphasis);
                self.push_as(cut, end, right, emphasis | GLUED);
            }
            None => self.push_as(start + first.0, end, &word, emphasis),
        }
    }

    /// Adds a sign of layout, joined to the one directly before it if that is of the same kind.
    fn merge_mark(&mut self, start: usize, len: usize, kind: MarkKind) {
        if let Some(last) = self.source.marks.last_mut()
            && last.kind == kind
            && last.end == to_u32(start)
        {
            last.end = to_u32(start + len);
            return;
        }
        self.mark(start, len, kind);
    }

    /// One word without layout; `1.Trình`, `a)Cấp` and `Điều1.` are cut where the number meets the word.
    fn core(&mut self, start: usize, word: &str, end: usize, flags: u8) {
        match split_number(word).and_then(|at| word.split_at_checked(at)) {
            Some((left, right)) => {
                self.push_as(start, start + left.len(), left, flags);
                // `Điều1.Vị` is cut twice.
                self.core(start + left.len(), right, end, flags | GLUED);
            }
            None => self.push_as(start, end, word, flags),
        }
    }

    /// Adds a word that stands at `start..end` and reads as `word`.
    fn push_as(&mut self, start: usize, end: usize, word: &str, flags: u8) {
        let mut flags = flags;
        if self.first {
            flags |= LINE_START;
            if self.blank {
                flags |= BLANK_BEFORE;
            }
            self.first = false;
            self.blank = false;
        }
        if self.headed {
            flags |= HEADED;
        }
        let alt = if word.len() != end - start || needs_normal(word) {
            self.source.alternatives.push(normal(word).into_boxed_str());
            to_u32(self.source.alternatives.len() - 1)
        } else {
            CLEAN
        };
        self.source.tokens.push(Token {
            start: to_u32(start),
            end: to_u32(end),
            line: self.line,
            alt,
            flags,
        });
    }
}

/// Characters that may be layout inside a word.
fn is_sign(c: char) -> bool {
    matches!(c, '*' | '`' | '|' | '_' | '\\') || is_invisible(c)
}

/// Offsets fit: the source is at most [`MAX_SOURCE_BYTES`] long.
fn to_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn is_rule(raw: &str) -> bool {
    let drawn = |c: char| matches!(c, '-' | '=' | '_' | '~' | '|' | '+' | ':' | '–' | '—' | '*');
    raw.chars().all(drawn) && raw.chars().count() >= 3
}

/// Where a number stuck to the word after it ends, if the word begins with one.
fn split_number(word: &str) -> Option<usize> {
    for keyword in ["Điều", "ĐIỀU"] {
        if let Some(rest) = word.strip_prefix(keyword)
            && rest.starts_with(|c: char| c.is_ascii_digit())
        {
            return Some(keyword.len());
        }
    }
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (sign, at) = match digits {
        1..=3 => ('.', digits),
        0 => (')', word.chars().next().filter(|c| c.is_lowercase())?.len_utf8()),
        _ => return None,
    };
    let rest = word.get(at..)?.strip_prefix(sign)?;
    rest.starts_with(char::is_uppercase).then_some(at + 1)
}

//! Words that are in the file but not in the decision: page numbers, scanner's remarks, single letters
//! left by a pen. They are set aside with a diagnostic, never dropped silently.

use crate::diagnostic::Code;
use crate::letters::{paragraph_number, point_letter};
use crate::source::{BLANK_BEFORE, EMPHASISED, LINE_END, Source, Token};

/// Words that a number written with a leading zero stands before in running text (`03 Phó Giám đốc`, `05 phòng`); page
/// numbers have none.
const AFTER_NUMBER: [&str; 5] = ["tháng", "phó", "phòng", "đơn", "trung"];
/// First words of remarks that scanners write into their output.
const SCANNER_WORDS: [&str; 12] = [
    "handwritten",
    "signature",
    "signed",
    "stamp",
    "seal",
    "illegible",
    "image",
    "logo",
    "unreadable",
    "page",
    "scan",
    "figure",
];

/// Marks words as noise: `Some(code)` for each word set aside, by index.
pub(crate) fn find(source: &Source<'_>) -> Vec<Option<Code>> {
    let mut found = vec![None; source.tokens.len()];
    let mut previous: Option<usize> = None;
    let mut start = 0;
    while start < source.tokens.len() {
        let end = line_end(&source.tokens, start);
        let line = source.tokens.get(start..end).unwrap_or(&[]);
        let code = whole_line(source, line, previous, end);
        if code.is_some() {
            found.iter_mut().take(end).skip(start).for_each(|slot| *slot = code);
        } else {
            previous = words_in_line(source, start, end, previous, &mut found);
        }
        start = end;
    }
    found
}

fn line_end(tokens: &[Token], start: usize) -> usize {
    let rest = tokens.get(start..).unwrap_or(&[]);
    start + rest.iter().position(|token| token.has(LINE_END)).map_or(rest.len(), |at| at + 1)
}

/// A line that is wholly noise.
fn whole_line(source: &Source<'_>, line: &[Token], previous: Option<usize>, next: usize) -> Option<Code> {
    let words: Vec<&str> = line.iter().take(6).map(|token| source.word(*token)).collect();
    if line.len() <= 5 && is_page_number(&words) && !belongs_to_sentence(source, &words, previous, next) {
        return Some(Code::PageNumber);
    }
    let [only] = words.as_slice() else { return None };
    let letter = is_single_letter(only) && ends_sentence(word_at(source, previous));
    letter.then_some(Code::ScanMark)
}

fn is_page_number(words: &[&str]) -> bool {
    let bare = |word: &str| (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let fraction = |word: &str| word.split_once('/').is_some_and(|(left, right)| bare(left) && bare(right));
    let dashed = |word: &str| {
        let inner = word.trim_matches(['-', '–', '—']);
        inner.len() < word.len() && bare(inner)
    };
    let page = |word: &str| matches!(word.to_lowercase().as_str(), "trang" | "page");
    match words {
        [one] => bare(one) || dashed(one),
        ["-" | "–" | "—", number, "-" | "–" | "—"] => bare(number),
        [first, number] => page(first) && (bare(number) || fraction(number)),
        [first, number, "/" | "of", total] => page(first) && bare(number) && bare(total),
        _ => false,
    }
}

/// Whether a number alone on its line continues the sentence around it (a narrow column wraps anywhere).
fn belongs_to_sentence(source: &Source<'_>, words: &[&str], previous: Option<usize>, next: usize) -> bool {
    let [number] = words else { return false };
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let before = word_at(source, previous).to_lowercase();
    let after = word_at(source, Some(next)).to_lowercase();
    if before.ends_with("số:") || after.starts_with('/') {
        return true;
    }
    let numeric = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    if numeric(&before) || numeric(&after) {
        return false;
    }
    let follows = refers_to_number(source, previous) && (before != "năm" || number.len() == 4);
    if follows {
        return true;
    }
    let blank = source.tokens.get(next).is_some_and(|token| token.has(BLANK_BEFORE));
    !blank && number.starts_with('0') && AFTER_NUMBER.contains(&after.as_str())
}

fn word_at<'s>(source: &'s Source<'_>, index: Option<usize>) -> &'s str {
    index.and_then(|at| source.tokens.get(at)).map_or("", |token| source.word(*token))
}

fn is_single_letter(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if c.is_alphabetic())
}

/// Whether a sentence, a list item or a heading may end with this word.
pub(crate) fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['"', '”', '’', '\'']);
    bare.is_empty() || bare.ends_with(['.', ';', ':', '!', '?', '/'])
}

/// Remarks and marks inside a line; gives the last word that is text.
fn words_in_line(
    source: &Source<'_>,
    start: usize,
    end: usize,
    previous: Option<usize>,
    found: &mut [Option<Code>],
) -> Option<usize> {
    let mut previous = previous;
    let mut at = start;
    while at < end {
        let remark = remark_length(source, at);
        let mark = remark.or_else(|| is_pen_mark(source, at, previous).then_some(1));
        let page = is_inline_page(source, at, previous).then_some((1, Code::PageNumber));
        match mark.map(|length| (length, Code::ScanMark)).or(page) {
            Some((length, code)) => {
                found.iter_mut().skip(at).take(length).for_each(|slot| *slot = Some(code));
                at += length;
            }
            None => {
                previous = Some(at);
                at += 1;
            }
        }
    }
    previous
}

/// Length of a remark such as `(Handwritten mark)` that begins here.
fn remark_length(source: &Source<'_>, at: usize) -> Option<usize> {
    let first = word_at(source, Some(at)).strip_prefix(['(', '['])?;
    let first = first.trim_end_matches([')', ']', ':']).to_lowercase();
    if !SCANNER_WORDS.contains(&first.as_str()) {
        return None;
    }
    // A narrow column may break the remark.
    let limit = source.tokens.len().min(at + 6);
    (at..limit).position(|index| word_at(source, Some(index)).ends_with([')', ']'])).map(|last| last + 1)
}

/// A single emphasised letter after the end of a sentence: the trace of a pen, read as a letter.
fn is_pen_mark(source: &Source<'_>, at: usize, previous: Option<usize>) -> bool {
    let Some(token) = source.tokens.get(at) else { return false };
    token.has(EMPHASISED) && is_single_letter(source.word(*token)) && ends_sentence(word_at(source, previous))
}

/// A bare number directly before a mark of structure, in a text that has lost its lines: `viễn thông 2 a) Hướng dẫn`.
fn is_inline_page(source: &Source<'_>, at: usize, previous: Option<usize>) -> bool {
    let word = word_at(source, Some(at));
    if previous.is_none() || !is_page_number(&[word]) || word.starts_with(['-', '–', '—']) {
        return false;
    }
    let next = word_at(source, Some(at + 1));
    let marked = point_letter(next).is_some() || paragraph_number(next).is_some();
    marked && !refers_to_number(source, previous)
}

/// Whether the word before makes a bare number part of the sentence.
fn refers_to_number(source: &Source<'_>, previous: Option<usize>) -> bool {
    let word = word_at(source, previous);
    let before = word.to_lowercase();
    let earlier = word_at(source, previous.and_then(|at| at.checked_sub(1))).to_lowercase();
    match before.as_str() {
        "ngày" | "tháng" | "năm" | "gồm:" => true,
        // `tài khoản` is a bank account, `điều kiện` a condition, `quá trình` a course of events.
        "khoản" => earlier != "tài",
        "điều" => word == "Điều",
        "quá" => earlier == "không",
        _ => false,
    }
}

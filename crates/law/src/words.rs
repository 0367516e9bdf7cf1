//! The words of a source without its noise, addressed by position.

use crate::diagnostic::Code;
use crate::noise::ends_sentence;
use crate::source::{BLANK_BEFORE, GLUED, HEADED, LINE_END, LINE_START, Source, Token};

/// The words that are text, in order. Positions out of range read as an empty word.
#[derive(Debug)]
pub(crate) struct Words<'s, 'a> {
    pub source: &'s Source<'a>,
    content: Vec<u32>,
}

impl<'s, 'a> Words<'s, 'a> {
    pub(crate) fn new(source: &'s Source<'a>, noise: &[Option<Code>]) -> Self {
        let kept = noise.iter().zip(0u32..).filter(|(code, _)| code.is_none());
        Self { source, content: kept.map(|(_, at)| at).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.content.len()
    }

    /// Index of the word at a position among all tokens of the source.
    pub(crate) fn token_index(&self, at: usize) -> Option<usize> {
        self.content.get(at).map(|index| *index as usize)
    }

    pub(crate) fn token(&self, at: usize) -> Option<Token> {
        self.source.tokens.get(self.token_index(at)?).copied()
    }

    pub(crate) fn word(&self, at: usize) -> &'s str {
        self.token(at).map_or("", |token| self.source.word(token))
    }

    fn has(&self, at: usize, flag: u8) -> bool {
        self.token(at).is_some_and(|token| token.has(flag))
    }

    pub(crate) fn line(&self, at: usize) -> u32 {
        self.token(at).map_or(0, |token| token.line)
    }

    pub(crate) fn starts_line(&self, at: usize) -> bool {
        // A word after a page number that stood alone still begins its own line.
        self.has(at, LINE_START)
    }

    pub(crate) fn ends_line(&self, at: usize) -> bool {
        self.has(at, LINE_END)
    }

    pub(crate) fn blank_before(&self, at: usize) -> bool {
        self.has(at, BLANK_BEFORE)
    }

    pub(crate) fn headed(&self, at: usize) -> bool {
        self.has(at, HEADED)
    }

    /// Whether something ended just before this word.
    pub(crate) fn after_end(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| ends_sentence(self.word(before)))
    }

    /// The word before.
    pub(crate) fn before(&self, at: usize) -> &'s str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// Whether the words from here read `wanted`, letter for letter, closing punctuation aside.
    pub(crate) fn reads(&self, at: usize, wanted: &[&str]) -> bool {
        wanted.iter().enumerate().all(|(offset, word)| {
            let found = self.word(at + offset);
            found == *word
                || (offset + 1 == wanted.len() && found.trim_end_matches([':', ';', ',', '.']) == *word)
                || tone_order(found) == *word
        })
    }

    /// Words joined as a person reads them: one space, none where the source had none.
    pub(crate) fn join(&self, from: usize, to: usize) -> String {
        let mut text = String::new();
        for at in from..to {
            if !text.is_empty() && !self.has(at, GLUED) {
                text.push(' ');
            }
            text.push_str(self.word(at));
        }
        text
    }
}

/// `Uỷ` and `Ủy` are two spellings of one word; keywords are compared in the second.
fn tone_order(word: &str) -> &str {
    match word {
        "UỶ" => "ỦY",
        "Uỷ" => "Ủy",
        "uỷ" => "ủy",
        other => other,
    }
}

/// A word of capitals only, at least two letters.
pub(crate) fn is_upper(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && !word.chars().any(char::is_lowercase)
}

/// A word that begins with a capital letter.
pub(crate) fn is_capital(word: &str) -> bool {
    word.trim_start_matches(['"', '“', '(', '\'']).starts_with(char::is_uppercase)
}

//! Cuts the words into segments at the marks of structure: `Điều 3.`, `8.`, `a)`, `Chương II`, `Căn cứ`,
//! `Nơi nhận:` and so on.
//!
//! Lines mean little: texts come wrapped at any width, with empty lines inside sentences, or as one long
//! line. A mark is taken where it begins a line *or* where the numbering expects it after the end of a
//! sentence, and never after a word that makes it a reference (`khoản 4`, `tại Điều 5`).

use crate::letters::{ALPHABET, letter_index, numeral, paragraph_number, point_letter};
use crate::words::{Words, is_capital, is_upper};

/// What a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Block,
    Issuer,
    Motto,
    Number,
    Title,
    Source,
    Citation,
    Formula,
    Stray,
    Part,
    Chapter,
    Section,
    Article,
    Paragraph,
    Point,
    Indent,
    Recipients,
    Recipient,
    Signature,
    /// `true` when no title announced it.
    Attachment(bool),
}

/// One segment: a mark of `mark_len` words at `start`, then its text up to `end`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub mark: Mark,
    pub start: usize,
    pub mark_len: usize,
    pub end: usize,
    /// The number does not follow the one before.
    pub jumps: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Header,
    Title,
    Preamble,
    Body,
    Recipients,
    Signature,
    AttachmentHeader,
}

struct Scanner<'w, 's, 'a> {
    words: &'w Words<'s, 'a>,
    zone: Zone,
    in_article: bool,
    article: u32,
    paragraph: u32,
    point: Option<usize>,
    /// Inside a chapter's heading, where a number may follow without punctuation.
    heading: bool,
    titled: bool,
}

struct Hit {
    mark: Mark,
    len: usize,
    jumps: bool,
}

const fn hit(mark: Mark, len: usize) -> Option<Hit> {
    Some(Hit { mark, len, jumps: false })
}

/// Cuts all words into segments, in one pass.
pub(crate) fn segments(words: &Words<'_, '_>) -> Vec<Segment> {
    let mut scanner = Scanner {
        words,
        zone: Zone::Header,
        in_article: false,
        article: 0,
        paragraph: 0,
        point: None,
        heading: false,
        titled: false,
    };
    let mut found: Vec<Segment> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(hit) = scanner
            .mark_at(at)
            .or_else(|| (at == 0).then_some(Hit { mark: Mark::Block, len: 0, jumps: false }))
        else {
            at += 1;
            continue;
        };
        if let Some(last) = found.last_mut() {
            last.end = at;
        }
        if scanner.implies_attachment(&hit, at) {
            found.push(Segment {
                mark: Mark::Attachment(true),
                start: at,
                mark_len: 0,
                end: at,
                jumps: false,
            });
        }
        scanner.enter(&hit, at);
        found.push(Segment {
            mark: hit.mark,
            start: at,
            mark_len: hit.len,
            end: words.len(),
            jumps: hit.jumps,
        });
        at += hit.len.max(1);
    }
    found
}

/// Words after which a number or letter is a reference, not a mark.
const REFERRING: [&str; 26] = [
    "khoản", "điều", "điểm", "chương", "mục", "tại", "theo", "của", "và", "ngày", "tháng", "năm", "số",
    "quá", "hoặc", "các", "với", "về", "từ", "đến", "là", "phụ", "thứ", "luật", "định", "trong",
];

fn refers(word: &str) -> bool {
    let folded = word.to_lowercase();
    folded.ends_with(',')
        || folded.starts_with(|c: char| c.is_ascii_digit()) && !folded.ends_with(['.', ';', ':'])
        || REFERRING.contains(&folded.as_str())
}

/// As [`refers`], for letters: `điểm a)`, `a), b)`.
fn refers_to_point(word: &str) -> bool {
    let folded = word.to_lowercase();
    folded.ends_with(',')
        || matches!(folded.as_str(), "điểm" | "khoản" | "và" | "hoặc" | "tại" | "theo" | "các")
}

impl Scanner<'_, '_, '_> {
    fn mark_at(&self, at: usize) -> Option<Hit> {
        let first = self.words.word(at).chars().next()?;
        match first {
            '0'..='9' => self.paragraph_at(at),
            'a'..='z' | 'đ' => self.point_at(at),
            '-' | '–' | '—' | '•' | '●' | '·' | '+' | '*' => self.indent_at(at),
            '(' => self.source_at(at),
            _ if first.is_uppercase() => self.keyword_at(at),
            _ => None,
        }
    }

    fn expects_marks(&self) -> bool {
        self.in_article && self.zone == Zone::Body
    }

    /// Inside the first words of an article: `Điều 2. Nhiệm vụ và quyền hạn 1. Trình …`.
    fn paragraph_at(&self, at: usize) -> Option<Hit> {
        if !self.expects_marks() {
            return None;
        }
        let number = paragraph_number(self.words.word(at))?;
        let expected = number == self.paragraph + 1;
        let ended = self.words.after_end(at);
        if !ended && refers(self.words.before(at)) {
            return None;
        }
        let capital = is_capital(self.words.word(at + 1)) || at + 1 == self.words.len();
        let first_in_article = expected && number == 1;
        let taken = if self.words.starts_line(at) || self.words.headed(at) {
            (expected && (ended || capital)) || (ended && capital && number <= self.paragraph + 20)
        } else {
            expected && capital && (ended || first_in_article)
        };
        taken.then_some(Hit { mark: Mark::Paragraph, len: 1, jumps: !expected })
    }

    fn point_at(&self, at: usize) -> Option<Hit> {
        if !self.expects_marks() {
            return None;
        }
        let letter = point_letter(self.words.word(at))?;
        let before = self.words.before(at);
        let ended = self.words.after_end(at);
        if !ended && refers_to_point(before) {
            return None;
        }
        let next = self.point.map_or(0, |last| last + 1);
        let expected = ALPHABET.get(next) == Some(&letter);
        let capital = is_capital(self.words.word(at + 1)) || at + 1 == self.words.len();
        let taken =
            if self.words.starts_line(at) { expected || ended } else { expected && (ended || capital) };
        taken.then_some(Hit { mark: Mark::Point, len: 1, jumps: !expected })
    }

    fn indent_at(&self, at: usize) -> Option<Hit> {
        let sign = self.words.word(at);
        if sign.chars().count() != 1 || !self.words.after_end(at) || at + 1 == self.words.len() {
            return None;
        }
        match self.zone {
            Zone::Recipients => hit(Mark::Recipient, 1),
            Zone::Body if self.in_article => hit(Mark::Indent, 1),
            _ => None,
        }
    }

    /// `(Kèm theo Quyết định số …)` under the title of an attached text.
    fn source_at(&self, at: usize) -> Option<Hit> {
        let header = matches!(self.zone, Zone::AttachmentHeader | Zone::Title);
        let reads = self.words.reads(at, &["(Kèm", "theo"]) || self.words.reads(at, &["(Ban", "hành", "kèm"]);
        if header && reads { hit(Mark::Source, 0) } else { None }
    }

    fn keyword_at(&self, at: usize) -> Option<Hit> {
        match self.words.word(at) {
            "Điều" | "ĐIỀU" => self.article_at(at),
            "Chương" | "CHƯƠNG" => self.division_at(at, Mark::Chapter),
            "Mục" | "MỤC" => self.division_at(at, Mark::Section),
            "Phần" | "PHẦN" => self.division_at(at, Mark::Part),
            "Căn" | "Theo" | "Xét" | "Thực" => self.citation_at(at),
            "Nơi" => self.recipients_at(at),
            "TM." | "KT." | "TL." | "TUQ." | "Q." | "CHỦ" | "GIÁM" => self.signature_at(at),
            word if is_upper(word) => self.capitals_at(at),
            word if word.starts_with("Số") => self.number_at(at),
            _ => None,
        }
    }

    fn article_at(&self, at: usize) -> Option<Hit> {
        let word = self.words.word(at + 1);
        let (_, number) = numeral(word).filter(|_| word.starts_with(|c: char| c.is_ascii_digit()))?;
        let detached = self.words.word(at + 2) == "." || self.words.word(at + 2) == ":";
        let dotted = word.ends_with(['.', ':']) || detached;
        let line = self.words.starts_line(at);
        let expected = number == self.article + 1;
        let before = self.words.before(at);
        let ended = self.words.after_end(at)
            || self.heading
            || self.zone != Zone::Body
            || (line && self.words.blank_before(at) && !refers(before));
        let alone = line && ended && self.words.ends_line(at + 1);
        if !dotted && !alone {
            return None;
        }
        let capital = is_capital(self.words.word(at + 2 + usize::from(detached)));
        let near = number > self.article && number - self.article <= 20;
        let taken = if line {
            ended || (!refers(before) && (expected || number == 1 || (near && capital)))
        } else {
            ended && (expected || number == 1) && capital
        };
        let len = if detached { 3 } else { 2 };
        taken.then_some(Hit { mark: Mark::Article, len, jumps: !expected && number != 1 })
    }

    fn division_at(&self, at: usize, mark: Mark) -> Option<Hit> {
        numeral(self.words.word(at + 1))?;
        let line = self.words.starts_line(at);
        let closed = self.words.after_end(at)
            || self.heading
            || self.zone != Zone::Body
            || self.words.headed(at)
            || (line && self.words.blank_before(at));
        let after = self.words.word(at + 2);
        let titled = is_upper(after) || (line && (self.words.ends_line(at + 1) || is_capital(after)));
        (closed && titled).then_some(Hit { mark, len: 2, jumps: false })
    }

    fn citation_at(&self, at: usize) -> Option<Hit> {
        if !matches!(self.zone, Zone::Header | Zone::Title | Zone::Preamble) {
            return None;
        }
        let reads = self.words.reads(at, &["Căn", "cứ"])
            || self.words.reads(at, &["Theo", "đề", "nghị"])
            || self.words.reads(at, &["Xét", "đề", "nghị"])
            || (self.zone == Zone::Preamble && self.words.reads(at, &["Thực", "hiện"]));
        let placed =
            self.words.after_end(at) || self.words.starts_line(at) || is_upper(self.words.before(at));
        if reads && placed { hit(Mark::Citation, 0) } else { None }
    }

    fn recipients_at(&self, at: usize) -> Option<Hit> {
        let reads = self.words.word(at + 1).trim_end_matches(':') == "nhận";
        let colon = self.words.word(at + 1).ends_with(':');
        let placed = matches!(self.zone, Zone::Body | Zone::Signature)
            && (self.words.starts_line(at) || (colon && self.words.after_end(at)));
        if reads && placed { hit(Mark::Recipients, 2) } else { None }
    }

    fn signature_at(&self, at: usize) -> Option<Hit> {
        if !matches!(self.zone, Zone::Body | Zone::Recipients) || !is_upper(self.words.word(at + 1)) {
            return None;
        }
        let form = self.words.word(at).ends_with('.');
        let placed = self.zone == Zone::Recipients || self.words.after_end(at) || self.words.starts_line(at);
        let office = self.words.reads(at, &["CHỦ", "TỊCH"]) || self.words.reads(at, &["GIÁM", "ĐỐC"]);
        let line = self.words.starts_line(at);
        if placed && form || line && office { hit(Mark::Signature, 0) } else { None }
    }

    fn number_at(&self, at: usize) -> Option<Hit> {
        let header = matches!(self.zone, Zone::Header);
        let reads = self.words.word(at).starts_with("Số:")
            || (self.words.word(at) == "Số" && self.words.word(at + 1).starts_with(':'));
        if header && reads { hit(Mark::Number, 0) } else { None }
    }

    fn capitals_at(&self, at: usize) -> Option<Hit> {
        let before = self.words.before(at);
        match self.zone {
            Zone::Header | Zone::Title | Zone::Preamble => self.opening_at(at, before),
            Zone::Body | Zone::Recipients | Zone::Signature => self.attachment_at(at, before),
            Zone::AttachmentHeader => {
                if self.words.reads(at, &["CỘNG", "HÒA", "XÃ", "HỘI"]) {
                    hit(Mark::Motto, 0)
                } else if !self.titled && self.title_length(at).is_some() {
                    hit(Mark::Title, 0)
                } else {
                    None
                }
            }
        }
    }

    fn opening_at(&self, at: usize, before: &str) -> Option<Hit> {
        let decides = self.words.reads(at, &["QUYẾT", "ĐỊNH"]) || self.words.reads(at, &["QUYẾT", "NGHỊ"]);
        if decides {
            let colon = self.words.word(at + 1).ends_with(':');
            let apart = self.words.word(at + 2) == ":";
            if colon || apart || self.zone == Zone::Preamble {
                return hit(Mark::Formula, if apart { 3 } else { 2 });
            }
            return if self.zone == Zone::Header { hit(Mark::Title, 2) } else { None };
        }
        if self.zone == Zone::Preamble {
            let stray = before.ends_with('.') && self.words.starts_line(at) || before.ends_with("./.");
            return if stray || (before.ends_with('.') && before.len() > 3) {
                hit(Mark::Stray, 0)
            } else {
                None
            };
        }
        if self.words.reads(at, &["CỘNG", "HÒA", "XÃ", "HỘI"]) {
            return hit(Mark::Motto, 0);
        }
        if self.zone == Zone::Header && self.title_length(at).is_some() && self.words.ends_line(at + 1) {
            return hit(Mark::Title, 2);
        }
        let issuer = self.words.reads(at, &["ỦY", "BAN", "NHÂN", "DÂN"])
            || self.words.reads(at, &["HỘI", "ĐỒNG", "NHÂN", "DÂN"]);
        if issuer && !matches!(before, "THUỘC" | "CỦA" | "VÀ") { hit(Mark::Issuer, 0) } else { None }
    }

    /// Length of the title of an attached text that begins here.
    fn title_length(&self, at: usize) -> Option<usize> {
        const TITLES: [[&str; 2]; 5] =
            [["QUY", "ĐỊNH"], ["QUY", "CHẾ"], ["ĐIỀU", "LỆ"], ["PHỤ", "LỤC"], ["NỘI", "QUY"]];
        TITLES.iter().any(|title| self.words.reads(at, title)).then_some(2)
    }

    fn attachment_at(&self, at: usize, before: &str) -> Option<Hit> {
        let line = self.words.starts_line(at);
        let apart = match self.zone {
            Zone::Signature => !is_upper(before) && !before.ends_with('.'),
            _ => line && self.words.after_end(at),
        };
        let titled = self.title_length(at).is_some();
        let headed = self.zone == Zone::Signature
            && (self.words.reads(at, &["ỦY", "BAN", "NHÂN", "DÂN"])
                || self.words.reads(at, &["CỘNG", "HÒA", "XÃ", "HỘI"]));
        let ended_body = self.zone == Zone::Body && before.ends_with("./.");
        if (apart || ended_body) && (titled || headed) { hit(Mark::Attachment(false), 0) } else { None }
    }

    /// A second `Điều 1.` without a title between.
    fn implies_attachment(&self, hit: &Hit, at: usize) -> bool {
        hit.mark == Mark::Article
            && self.zone == Zone::Body
            && self.article > 0
            && numeral(self.words.word(at + 1)).is_some_and(|(_, number)| number == 1)
    }

    fn enter(&mut self, hit: &Hit, at: usize) {
        self.heading = matches!(hit.mark, Mark::Chapter | Mark::Section | Mark::Part | Mark::Formula);
        match hit.mark {
            Mark::Title if self.zone == Zone::AttachmentHeader => self.titled = true,
            Mark::Title => self.zone = Zone::Title,
            Mark::Citation => self.zone = Zone::Preamble,
            Mark::Formula | Mark::Part | Mark::Chapter | Mark::Section => {
                self.zone = Zone::Body;
                self.in_article = false;
            }
            Mark::Article => {
                self.zone = Zone::Body;
                self.in_article = true;
                self.article = numeral(self.words.word(at + 1)).map_or(0, |(_, number)| number);
                self.paragraph = 0;
                self.point = None;
            }
            Mark::Paragraph => {
                self.paragraph = paragraph_number(self.words.word(at)).unwrap_or(0);
                self.point = None;
            }
            Mark::Point => self.point = point_letter(self.words.word(at)).and_then(letter_index),
            Mark::Recipients => self.zone = Zone::Recipients,
            Mark::Signature => self.zone = Zone::Signature,
            Mark::Attachment(_) => {
                self.zone = Zone::AttachmentHeader;
                self.titled = self.title_length(at).is_some();
                self.article = 0;
                self.in_article = false;
            }
            _ => {}
        }
    }
}

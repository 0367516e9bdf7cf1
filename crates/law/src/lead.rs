//! Which of a node's words are its heading, and where its paragraphs break.

use crate::noise::ends_sentence;
use crate::words::{Words, is_capital};

/// Headings that articles of organisational decisions carry. Needed only where a text has lost its
/// lines; longest first within a beginning.
const HEADINGS: [&str; 28] = [
    "vị trí và chức năng",
    "vị trí, chức năng",
    "vị trí",
    "chức năng",
    "nhiệm vụ và quyền hạn",
    "nhiệm vụ, quyền hạn",
    "cơ cấu tổ chức và biên chế",
    "cơ cấu tổ chức",
    "biên chế và số lượng người làm việc",
    "biên chế",
    "hiệu lực và trách nhiệm thi hành",
    "hiệu lực thi hành",
    "trách nhiệm thi hành",
    "tổ chức thực hiện",
    "điều khoản thi hành",
    "chế độ làm việc và mối quan hệ công tác",
    "chế độ làm việc",
    "mối quan hệ công tác",
    "phạm vi điều chỉnh và đối tượng áp dụng",
    "phạm vi điều chỉnh",
    "đối tượng áp dụng",
    "giải thích từ ngữ",
    "kinh phí hoạt động",
    "lãnh đạo sở",
    "giám đốc và phó giám đốc",
    "nguyên tắc làm việc",
    "trách nhiệm",
    "điều khoản chuyển tiếp",
];

/// Words that cannot end a heading.
const DANGLING: [&str; 16] = [
    "theo", "của", "và", "có", "về", "cho", "các", "tại", "là", "với", "do", "trong", "thuộc", "này", "để",
    "từ",
];

/// Longest heading, in words; what is longer is a sentence.
const LONGEST_HEADING: usize = 60;

/// Where an article's heading ends: a position in `from..=to`, `from` when there is no heading.
pub(crate) fn article_heading(
    words: &Words<'_, '_>,
    from: usize,
    to: usize,
    parent: bool,
    width: usize,
) -> usize {
    if from >= to {
        return from;
    }
    let sentence = (from..to).any(|at| words.word(at).ends_with(['.', ';']));
    if parent && !sentence && to - from <= LONGEST_HEADING {
        return to;
    }
    by_line(words, from, to, width).or_else(|| by_name(words, from, to)).unwrap_or(from)
}

/// A heading that its own line sets apart.
fn by_line(words: &Words<'_, '_>, from: usize, to: usize, width: usize) -> Option<usize> {
    let limit = to.min(from + LONGEST_HEADING);
    let cut = (from + 1..limit).find(|at| words.starts_line(*at))?;
    let last = words.word(cut - 1);
    let dangling = DANGLING.contains(&last.to_lowercase().as_str());
    let closed = last.ends_with([',', ';', '.', ':']);
    let length = line_length(words, cut);
    let next = words.word(cut).chars().count();
    let short = (length + next) * 4 < width * 3;
    (is_capital(words.word(cut)) && !dangling && !closed && short).then_some(cut)
}

/// A heading known by its words.
fn by_name(words: &Words<'_, '_>, from: usize, to: usize) -> Option<usize> {
    let limit = to.min(from + 12);
    let start = words.join(from, limit).to_lowercase();
    let found = HEADINGS.iter().filter(|heading| start.starts_with(*heading)).max_by_key(|h| h.len())?;
    let cut = from + found.split(' ').count();
    (words.join(from, cut).to_lowercase() == **found && cut < to && is_capital(words.word(cut)))
        .then_some(cut)
}

/// Whether the words that introduce points are a heading rather than an introduction.
pub(crate) fn is_lead_heading(words: &Words<'_, '_>, from: usize, to: usize) -> bool {
    if from >= to || to - from > LONGEST_HEADING {
        return false;
    }
    let last = words.word(to - 1);
    let inner_end = (from..to - 1).any(|at| words.word(at).ends_with('.'));
    let named = words.word(from) == "Về" && !last.ends_with(['.', ';']);
    !inner_end && (named || !ends_sentence(last))
}

/// Characters in the line that ends just before a position.
fn line_length(words: &Words<'_, '_>, end: usize) -> usize {
    let mut length = 0;
    let mut at = end;
    while let Some(before) = at.checked_sub(1) {
        length += words.word(before).chars().count() + 1;
        if words.starts_line(before) || length > 2000 {
            break;
        }
        at = before;
    }
    length.saturating_sub(1)
}

/// Text of `from..to` with a line feed where a paragraph ends.
pub(crate) fn paragraphs(words: &Words<'_, '_>, from: usize, to: usize, width: usize) -> String {
    let mut text = String::new();
    let mut start = from;
    let mut length = 0;
    for at in from..to {
        if at > from && words.starts_line(at) {
            let before = words.word(at - 1);
            let short = (length + words.word(at).chars().count()) * 5 < width * 4;
            let closed = ends_sentence(before);
            let apart = closed && (words.blank_before(at) || short);
            let titled = short && !closed && !before.ends_with(',') && at - start <= 8 && start == from;
            if is_capital(words.word(at)) && (apart || titled && !is_name(words, at)) {
                push_paragraph(&mut text, &words.join(start, at));
                start = at;
            }
            length = 0;
        }
        length += words.word(at).chars().count() + 1;
    }
    push_paragraph(&mut text, &words.join(start, to));
    text
}

/// Capitalised words that begin names inside sentences, not sentences.
fn is_name(words: &Words<'_, '_>, at: usize) -> bool {
    matches!(words.word(at), "Ủy" | "Uỷ" | "Thông" | "Truyền" | "Nghị" | "Nội" | "Giám" | "Bưu" | "Nhà")
}

fn push_paragraph(text: &mut String, paragraph: &str) {
    if !text.is_empty() && !paragraph.is_empty() {
        text.push('\n');
    }
    text.push_str(paragraph);
}

/// The width at which the source was wrapped, in characters: nine lines in ten are not longer.
pub(crate) fn wrap_width(words: &Words<'_, '_>) -> usize {
    let mut counts = [0usize; 512];
    let mut lines = 0;
    let mut length = 0usize;
    for at in 0..words.len() {
        length += words.word(at).chars().count() + 1;
        if words.ends_line(at) {
            if let Some(count) = counts.get_mut(length.min(511)) {
                *count += 1;
            }
            lines += 1;
            length = 0;
        }
    }
    let mut seen = 0;
    for (width, count) in counts.iter().enumerate() {
        seen += count;
        if seen * 10 >= lines * 9 {
            return width;
        }
    }
    counts.len()
}

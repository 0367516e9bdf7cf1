//! Reading a typeset paper back: which words stand where.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

/// The text of one page, from the top down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageText {
    /// Runs of text that share a baseline, from the top down and from the left to the right.
    pub lines: Vec<Line>,
}

/// One run of text on a baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Distance of its start from the left edge of the page, in whole millimetres.
    pub x_mm: i64,
    /// Distance of its baseline from the top edge of the page, in whole millimetres.
    pub y_mm: i64,
    /// Size of the type in tenths of a point.
    pub size_decipoints: i64,
    /// The words.
    pub text: String,
}

/// A run as it is found in the frames, before neighbours are joined.
struct Run {
    start: Point,
    end_x: Abs,
    size: Abs,
    text: String,
}

pub(crate) fn pages_text(document: &PagedDocument) -> Vec<PageText> {
    document.pages().iter().map(|page| PageText { lines: lines_of(&page.frame) }).collect()
}

fn lines_of(frame: &Frame) -> Vec<Line> {
    let mut runs = Vec::new();
    collect(frame, Transform::identity(), &mut runs);
    runs.sort_by_key(|run| (millimetres(run.start.y * 4.0), millimetres(run.start.x * 4.0)));
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        match joined.last_mut() {
            // A gap of less than an em is a space between words, a bold word or a diacritic; more is another column.
            Some(last)
                if (last.start.y - run.start.y).abs() < Abs::pt(1.0)
                    && (run.start.x - last.end_x).abs() < run.size =>
            {
                let gap = run.start.x - last.end_x > run.size * 0.12;
                if gap && !last.text.ends_with(' ') && !run.text.starts_with(' ') {
                    last.text.push(' ');
                }
                last.text.push_str(&run.text);
                last.end_x = run.end_x;
            }
            _ => joined.push(run),
        }
    }
    joined.into_iter().map(line).collect()
}

fn collect(frame: &Frame, transform: Transform, runs: &mut Vec<Run>) {
    for (position, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let inner = transform
                    .pre_concat(Transform::translate(position.x, position.y))
                    .pre_concat(group.transform);
                collect(&group.frame, inner, runs);
            }
            FrameItem::Text(text) => {
                let start = position.transform(transform);
                let end_x = start.x + text.width();
                runs.push(Run { start, end_x, size: text.size, text: text.text.to_string() });
            }
            _ => {}
        }
    }
}

fn line(run: Run) -> Line {
    #[expect(clippy::cast_possible_truncation, reason = "type sizes are far below the range of an i64")]
    let size_decipoints = (run.size.to_pt() * 10.0).round() as i64;
    Line {
        x_mm: millimetres(run.start.x),
        y_mm: millimetres(run.start.y),
        size_decipoints,
        text: run.text.trim_end().to_owned(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "lengths on a page are far below the range of an i64")]
fn millimetres(length: Abs) -> i64 {
    length.to_mm().round() as i64
}

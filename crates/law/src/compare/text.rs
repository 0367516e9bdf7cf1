//! A comparison for the terminal.

use std::fmt::Write as _;

use super::{Change, ClauseDifference, Comparison, Weight};

/// The comparison as lines; with `colour`, ANSI escapes. Differences in wording alone are shown only
/// where `all` asks for them.
pub fn comparison_text(comparison: &Comparison, colour: bool, all: bool) -> String {
    let paint = Paint { colour };
    let counts = comparison.counts;
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "A  {}\n   {}", comparison.a.name, comparison.a.expression);
    let _ = writeln!(out, "B  {}\n   {}\n", comparison.b.name, comparison.b.expression);
    let _ = writeln!(
        out,
        "{} khác về nội dung / substantive, {} cần người đọc / to be read, {} có thể là lỗi chữ / slips, {} khác cách \
         viết / wording, {} giống / same\n",
        counts.substantive, counts.unjudged, counts.slip, counts.wording, counts.same
    );
    for fact in comparison.facts.iter().filter(|fact| all || fact.weight >= Weight::Slip) {
        let said = |side: &Option<String>| side.clone().unwrap_or_else(|| "không ghi / not said".to_owned());
        let _ = writeln!(out, "{} / {}  [{}]", fact.label_vi, fact.label_en, name(fact.weight));
        let _ = writeln!(out, "  A {}", paint.removed(&said(&fact.a)));
        let _ = writeln!(out, "  B {}", paint.added(&said(&fact.b)));
    }
    for clause in comparison.clauses.iter().filter(|clause| all || clause.weight >= Weight::Slip) {
        write_clause(&mut out, clause, &paint);
    }
    out
}

fn write_clause(out: &mut String, clause: &ClauseDifference, paint: &Paint) {
    let eid = |eid: &Option<String>| eid.clone().unwrap_or_else(|| "—".to_owned());
    let places = format!("{} | {}", eid(&clause.a_eid), eid(&clause.b_eid));
    let _ = writeln!(out, "\n{}  [{}]  {places}", clause.label_vi, name(clause.weight));
    let words: Vec<String> = clause.changes.iter().map(|change| paint.change(change)).collect();
    let _ = writeln!(out, "  {}", words.join(" "));
}

/// The name of a weight in both languages.
pub(super) fn name(weight: Weight) -> &'static str {
    match weight {
        Weight::Same => "giống / same",
        Weight::Wording => "cách viết / wording",
        Weight::Slip => "có thể là lỗi chữ / slip",
        Weight::Unjudged => "cần người đọc / to be read",
        Weight::Substantive => "nội dung / substantive",
    }
}

struct Paint {
    colour: bool,
}

impl Paint {
    fn removed(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[31m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn added(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[32m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn change(&self, change: &Change) -> String {
        match change.weight {
            Weight::Same => shorten(&change.a),
            Weight::Wording => self.dim(&format!("{{{}|{}}}", change.a, change.b)),
            _ => {
                let sides = [("[-", &change.a, "-]", true), ("{+", &change.b, "+}", false)];
                let shown = sides.iter().filter(|(_, text, _, _)| !text.is_empty());
                let shown = shown.map(|(open, text, close, removed)| {
                    let marked = format!("{open}{text}{close}");
                    if *removed { self.removed(&marked) } else { self.added(&marked) }
                });
                shown.collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn dim(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[2m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The ends of a long stretch that is the same.
fn shorten(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    match (words.get(..5), words.len().checked_sub(5).and_then(|from| words.get(from..))) {
        (Some(head), Some(tail)) if words.len() > 14 => format!("{} … {}", head.join(" "), tail.join(" ")),
        _ => text.to_owned(),
    }
}

//! The word difference of two clauses, each change with its weight.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::canonical::{COMMITTEE, Context, DEPARTMENT, LEVELS, PLACE, Unit, fold, units};

/// How much a difference weighs. Ordered: the heaviest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The same words.
    Same,
    /// Other words for the same thing: place names, `địa phương` for `tỉnh`, spelling, punctuation.
    Wording,
    /// Probably a slip of scanning or typing: the words differ in diacritics alone.
    Slip,
    /// Arranged differently; a person has to read both.
    Unjudged,
    /// A difference in what the department may or must do.
    Substantive,
}

/// One stretch of text in both clauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// How much it weighs.
    pub weight: Weight,
    /// The words of the first text, empty where there are none.
    pub a: String,
    /// The words of the second text, empty where there are none.
    pub b: String,
}

/// Words that join; a difference in them alone does not change a duty.
const JOINING: [&str; 13] =
    ["cho", "và", "các", "của", "về", "trực", "tại", "trên", "ở", "trong", "thuộc", "gồm", "việc"];

/// The changes from one text to the other, stretches that are the same included.
pub(crate) fn changes(a: (&str, &Context), b: (&str, &Context)) -> Vec<Change> {
    let (units_a, words_a) = units(a.0, a.1);
    let (units_b, words_b) = units(b.0, b.1);
    let forms = |units: &[Unit]| units.iter().map(|unit| unit.form.clone()).collect::<Vec<_>>();
    let (forms_a, forms_b) = (forms(&units_a), forms(&units_b));
    let mut changes: Vec<Change> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &forms_a, &forms_b) {
        let left = units_a.get(op.old_range()).unwrap_or(&[]);
        let right = units_b.get(op.new_range()).unwrap_or(&[]);
        if op.tag() == DiffTag::Equal {
            for (left, right) in left.iter().zip(right) {
                let pair = pair(&words_a, left, &words_b, right);
                push(&mut changes, pair);
            }
        } else {
            let weight = weigh(left, right);
            push(&mut changes, Change { weight, a: surface(&words_a, left), b: surface(&words_b, right) });
        }
    }
    changes
}

fn pair(words_a: &[&str], left: &Unit, words_b: &[&str], right: &Unit) -> Change {
    let a = surface(words_a, std::slice::from_ref(left));
    let b = surface(words_b, std::slice::from_ref(right));
    let weight = if a == b { Weight::Same } else { Weight::Wording };
    Change { weight, a, b }
}

fn surface(words: &[&str], units: &[Unit]) -> String {
    let (Some(first), Some(last)) = (units.first(), units.last()) else { return String::new() };
    words.get(first.start..last.end).unwrap_or(&[]).join(" ")
}

/// Joins a stretch to the one before if both weigh the same and neither is a real change.
fn push(changes: &mut Vec<Change>, change: Change) {
    if let Some(last) = changes.last_mut()
        && last.weight == change.weight
        && change.weight == Weight::Same
    {
        for (text, more) in [(&mut last.a, change.a), (&mut last.b, change.b)] {
            text.push(' ');
            text.push_str(&more);
        }
        return;
    }
    changes.push(change);
}

fn weigh(left: &[Unit], right: &[Unit]) -> Weight {
    let same_place = |form: &str| matches!(form, PLACE | COMMITTEE | LEVELS);
    let light = |unit: &Unit| {
        JOINING.contains(&unit.form.as_str()) || matches!(unit.form.as_str(), PLACE | LEVELS | DEPARTMENT)
    };
    if left.iter().chain(right).all(light) {
        return Weight::Wording;
    }
    let (one, other) = (heavy(left, &light), heavy(right, &light));
    let ([one], [other]) = (one.as_slice(), other.as_slice()) else {
        return swapped(left, right, &same_place);
    };
    if alternative(&one.form, &other.form) {
        return Weight::Wording;
    }
    if without_diacritics(&one.form) == without_diacritics(&other.form) {
        return Weight::Slip;
    }
    Weight::Substantive
}

fn heavy<'u>(units: &'u [Unit], light: &impl Fn(&Unit) -> bool) -> Vec<&'u Unit> {
    units.iter().filter(|unit| !light(unit)).collect()
}

/// `do địa phương cấp phép` and `do Ủy ban nhân dân thành phố cấp phép` say the same.
fn swapped(left: &[Unit], right: &[Unit], same_place: &impl Fn(&str) -> bool) -> Weight {
    let all = |units: &[Unit]| {
        !units.is_empty() && units.iter().all(|u| same_place(&u.form) || JOINING.contains(&u.form.as_str()))
    };
    if all(left) && all(right) { Weight::Wording } else { Weight::Substantive }
}

/// `Trang/Cổng` covers `Cổng`.
fn alternative(one: &str, other: &str) -> bool {
    one.split('/').any(|part| fold(part) == other) || other.split('/').any(|part| fold(part) == one)
}

fn without_diacritics(word: &str) -> String {
    word.nfd().filter(|c| !is_combining_mark(*c)).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

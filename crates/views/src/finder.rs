//! Finds procedures by what people type, with or without diacritics.

use congvu_register::{fold, words};

/// Most words of a search that are looked at.
const MAX_WORDS: usize = 12;

/// What can be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findable {
    /// Official name, in every language.
    pub names: Vec<String>,
    /// What people call it.
    pub called: Vec<String>,
    /// Name of its field, in every language.
    pub field: Vec<String>,
}

/// Places in `items` of what fits, best first; all of them in order when nothing is asked for.
///
/// A word fits when it begins a word of the item. Items with all words come before items with some; half of the
/// words or less is no hit. What people call it counts more than the official name, and that more than the field.
#[must_use]
pub fn find(query: &str, items: &[Findable]) -> Vec<usize> {
    let asked: Vec<String> = words(query).into_iter().take(MAX_WORDS).collect();
    if asked.is_empty() {
        return (0..items.len()).collect();
    }
    let phrase = asked.join(" ");
    let mut hits: Vec<(usize, u32, usize)> = items
        .iter()
        .enumerate()
        .filter_map(|(place, item)| {
            let (found, score) = score(&asked, &phrase, item);
            (found * 2 > asked.len()).then_some((found, score, place))
        })
        .collect();
    hits.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then(a.2.cmp(&b.2)));
    hits.into_iter().map(|(_, _, place)| place).collect()
}

/// How many words were found, and how well.
fn score(asked: &[String], phrase: &str, item: &Findable) -> (usize, u32) {
    let parts = [(&item.called, 3_u32), (&item.names, 2), (&item.field, 1)];
    let mut found = 0;
    let mut score = 0_u32;
    for word in asked {
        let best = parts
            .iter()
            .flat_map(|(texts, weight)| texts.iter().map(move |t| (t, *weight)))
            .filter_map(|(text, weight)| word_fit(word, text).map(|fit| fit * weight))
            .max();
        if let Some(best) = best {
            found += 1;
            score = score.saturating_add(best);
        }
    }
    for (texts, weight) in parts {
        for text in texts {
            let folded = fold(text);
            if folded == phrase {
                score = score.saturating_add(40 * weight);
            } else if folded.contains(phrase) {
                score = score.saturating_add(10 * weight);
            }
        }
    }
    (found, score)
}

/// 2 for the whole word, 1 for its beginning.
fn word_fit(word: &str, text: &str) -> Option<u32> {
    words(text)
        .iter()
        .filter_map(|w| if w == word { Some(2) } else { w.starts_with(word).then_some(1) })
        .max()
}

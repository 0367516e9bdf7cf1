//! Search by the beginnings of words, in plain SQL that both engines run the same way.

use std::fmt::Write as _;

use sqlx::AssertSqlSafe;

use crate::cells;
use crate::config::MAX_QUERY_WORDS;
use crate::error::StoreError;
use crate::store::{Store, bounded};

/// Most places of the rarest word that one search looks at.
const MAX_CANDIDATES: i64 = 10_000;

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// References, the highest (with time-ordered ids: the newest) first.
    pub references: Vec<String>,
    /// There are more, or there may be: all of the words are so common that not every place was looked at.
    pub more: bool,
}

impl Store {
    /// References whose words begin with every one of `words`, which are folded like the stored ones. Empty words are
    /// left out, and so is what comes after the first [`MAX_QUERY_WORDS`]; without any word nothing is found.
    pub async fn search(
        &self,
        agency: &str,
        kind: &str,
        words: &[&str],
        limit: u32,
    ) -> Result<Found, StoreError> {
        let mut words: Vec<&str> =
            words.iter().copied().filter(|w| !w.is_empty()).take(MAX_QUERY_WORDS).collect();
        words.sort_unstable();
        words.dedup();
        let mut rarest: Option<(i64, usize)> = None;
        for (at, word) in words.iter().enumerate() {
            let places = self.places(agency, kind, word).await?;
            if rarest.is_none_or(|(fewest, _)| places < fewest) {
                rarest = Some((places, at));
            }
        }
        let Some((places @ 1.., first)) = rarest else { return Ok(Found::default()) };
        words.swap(0, first);
        let limit = bounded(limit);
        let mut query = sqlx::query(AssertSqlSafe(text(words.len())))
            .bind(agency)
            .bind(kind)
            .bind(limit + 1)
            .bind(MAX_CANDIDATES);
        for word in &words {
            query = query.bind(*word).bind(after(word));
        }
        let mut references = cells::all(&self.rows(query).await?, |c| c.text())?;
        let more = references.len() as i64 > limit || places > MAX_CANDIDATES;
        references.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(Found { references, more })
    }

    /// In how many places a word occurs, counted up to just above [`MAX_CANDIDATES`].
    async fn places(&self, agency: &str, kind: &str, word: &str) -> Result<i64, StoreError> {
        let query = sqlx::query(
            "SELECT count(*) FROM (SELECT 1 FROM token WHERE agency = $1 AND kind = $2 \
             AND token >= $3 AND token < $4 LIMIT $5) AS places",
        );
        let query = query.bind(agency).bind(kind).bind(word).bind(after(word)).bind(MAX_CANDIDATES + 1);
        let count = cells::one(self.row(query).await?.as_ref(), |c| c.int())?;
        Ok(count.unwrap_or(0))
    }
}

/// First string after all that begin with `word`: keys are compared byte by byte, and no character is above this.
fn after(word: &str) -> String {
    format!("{word}\u{10FFFF}")
}

/// The rarest word gives the candidates, the others are looked up for each.
fn text(words: usize) -> String {
    let mut text = String::from(
        "SELECT DISTINCT c.reference FROM (SELECT reference FROM token WHERE agency = $1 AND kind = $2 \
         AND token >= $5 AND token < $6 LIMIT $4) AS c WHERE 1 = 1",
    );
    for word in 1..words {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            " AND EXISTS (SELECT 1 FROM token t WHERE t.agency = $1 AND t.kind = $2 \
             AND t.reference = c.reference AND t.token >= ${} AND t.token < ${})",
            word * 2 + 5,
            word * 2 + 6
        );
    }
    text.push_str(" ORDER BY c.reference DESC LIMIT $3");
    text
}

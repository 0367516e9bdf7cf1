//! Finding matters and register entries by words and properties, newest or due first, page by page.
//!
//! Every word has its places in the order of time (`posting`), so the newest of a common word need no sorting, and a rare
//! word is a short list. The search walks along the rarest thing that is asked for and looks each candidate up in
//! `listing`, which has everything else: the other words, state, division, dates. It looks at no more than
//! [`MOST_LOOKED_AT`] candidates for a page; a page that ends for that reason says so and the next goes on from there.

mod plan;
mod text;

use crate::cells::{self, Cells};
use crate::error::StoreError;
use crate::rows::ListingRow;
use crate::store::{Store, bounded};
use plan::{Plan, Word};
use text::Text;

/// Begins the token under which a class (procedure, register) has its places; no word contains it.
pub(crate) const CLASS_MARK: char = '=';
/// Most candidates that are looked at for one page.
const MOST_LOOKED_AT: i64 = 2_048;
/// Places of each thing asked for that are counted to find the rarest; as many are gathered where they must be sorted.
const COUNTED: i64 = 1_024;
/// A beginning of a word that stands for at most so many words is followed word by word.
const SPREAD: usize = 24;

/// The token of a class.
pub(crate) fn class_token(class: &str) -> String {
    format!("{CLASS_MARK}{class}")
}

/// What comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Filed or issued last.
    #[default]
    Newest,
    /// Due first; only what is not closed, and what has no due moment last.
    Due,
}

/// Where a page ends: the next begins after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// `ord_ms` of the last row, or, by [`Order::Due`], its `due_ms` (`i64::MAX` for none).
    pub at_ms: i64,
    /// Its reference.
    pub reference: String,
}

/// What is looked for. Everything that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Asked<'a> {
    /// What is listed: `case`, `entry` …
    pub kind: &'a str,
    /// Folded words. Each is a whole word where there is such a one, otherwise the beginning of one; the last is always
    /// the beginning, because people may still be typing it. At most
    /// [`MAX_QUERY_WORDS`](crate::MAX_QUERY_WORDS) are looked at.
    pub words: &'a [&'a str],
    /// Procedures or registers; one of them.
    pub classes: Option<Vec<&'a str>>,
    /// States; one of them.
    pub states: Option<Vec<&'a str>>,
    /// Phase of the state.
    pub phase: Option<&'a str>,
    /// Closed or not.
    pub closed: Option<bool>,
    /// Division.
    pub unit: Option<&'a str>,
    /// Position in charge.
    pub officer: Option<&'a str>,
    /// How it came in.
    pub channel: Option<&'a str>,
    /// Filed or issued from here on, milliseconds UTC.
    pub from_ms: Option<i64>,
    /// Filed or issued before here, milliseconds UTC.
    pub to_ms: Option<i64>,
    /// Due from here on, milliseconds UTC.
    pub due_from_ms: Option<i64>,
    /// Due before here, milliseconds UTC.
    pub due_to_ms: Option<i64>,
    /// Not due before here, milliseconds UTC; what is never due is not either.
    pub not_due_before_ms: Option<i64>,
    /// What comes first.
    pub order: Order,
}

/// A page of what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Rows, in the order asked for.
    pub rows: Vec<ListingRow>,
    /// Where the next page begins; none when there is no more.
    pub next: Option<After>,
    /// The page ends because enough was looked at, not because it is full.
    pub unfinished: bool,
}

/// Columns of a row, in the order in which [`read`] takes them.
pub(super) const COLUMNS: &str = "l.kind, l.ord_ms, l.reference, l.code, l.class, l.life, l.state, l.phase, l.outcome, l.unit, \
                       l.officer, l.channel, l.subject, l.party, l.due_ms, l.closed_ms, l.clock";

pub(super) fn read(c: &mut Cells<'_>) -> Result<ListingRow, StoreError> {
    Ok(ListingRow {
        kind: c.text()?,
        ord_ms: c.int()?,
        reference: c.text()?,
        code: c.text()?,
        class: c.text()?,
        life: c.text()?,
        state: c.text()?,
        phase: c.text()?,
        outcome: c.text()?,
        unit: c.text()?,
        officer: c.text()?,
        channel: c.text()?,
        subject: c.text()?,
        party: c.text()?,
        due_ms: c.maybe_int()?,
        closed_ms: c.maybe_int()?,
        clock: c.text()?,
        ..ListingRow::default()
    })
}

impl Store {
    /// What is found, from the first or after `after`; at most `limit` rows. The work is bounded whatever is asked.
    pub async fn find(
        &self,
        agency: &str,
        asked: &Asked<'_>,
        after: Option<&After>,
        limit: u32,
    ) -> Result<Listed, StoreError> {
        let limit = bounded(limit);
        if [&asked.classes, &asked.states].iter().any(|list| list.as_ref().is_some_and(Vec::is_empty)) {
            return Ok(Listed::default());
        }
        let Some(words) = self.words(agency, asked).await? else { return Ok(Listed::default()) };
        let plan = self.plan(agency, asked, &words, after).await?;
        match (asked.order, plan) {
            (_, None) => Ok(Listed::default()),
            (Order::Newest, Some(plan)) => self.newest(agency, asked, &plan, after, limit).await,
            (Order::Due, Some(plan)) => self.due(agency, asked, &plan, after, limit).await,
        }
    }

    /// Walks down in time, in strides that grow while little is found.
    async fn newest(
        &self,
        agency: &str,
        asked: &Asked<'_>,
        plan: &Plan<'_>,
        after: Option<&After>,
        limit: i64,
    ) -> Result<Listed, StoreError> {
        let mut found = Listed::default();
        let mut after = after.cloned();
        let (mut stride, mut left) = (limit + 1, MOST_LOOKED_AT / plan.leader.breadth());
        loop {
            stride = stride.min(left.max(1));
            let missing = limit + 1 - found.rows.len() as i64;
            let mut text = Text::new(agency, asked.kind);
            text.hits(plan, asked, after.as_ref(), stride, missing);
            found.rows.extend(cells::all(&self.rows(text.query()).await?, read)?);
            if found.rows.len() as i64 > limit {
                found.rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                found.next = found.rows.last().map(newest_of);
                return Ok(found);
            }
            let mut text = Text::new(agency, asked.kind);
            text.last_of_stride(&plan.leader, asked, after.as_ref(), stride);
            let last = cells::one(self.row(text.query()).await?.as_ref(), |c| {
                Ok(After { at_ms: c.int()?, reference: c.text()? })
            })?;
            // No row at the end of the stride: there are no more candidates.
            let Some(last) = last else { return Ok(found) };
            left -= stride;
            if left <= 0 {
                found.unfinished = true;
                found.next = Some(last);
                return Ok(found);
            }
            after = Some(last);
            stride = stride.saturating_mul(4);
        }
    }

    /// What is due first: sorted where there are few candidates, otherwise along the due moments.
    async fn due(
        &self,
        agency: &str,
        asked: &Asked<'_>,
        plan: &Plan<'_>,
        after: Option<&After>,
        limit: i64,
    ) -> Result<Listed, StoreError> {
        let mut found = Listed::default();
        let mut text = Text::new(agency, asked.kind);
        let few = plan.places <= COUNTED;
        let looked_at = if few { COUNTED } else { MOST_LOOKED_AT };
        text.due_hits(plan, asked, after, few, looked_at, limit + 1);
        found.rows = cells::all(&self.rows(text.query()).await?, read)?;
        if found.rows.len() as i64 > limit {
            found.rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            found.next = found.rows.last().map(due_of);
        } else if !few {
            let mut text = Text::new(agency, asked.kind);
            text.last_due(asked, after, looked_at);
            found.next = cells::one(self.row(text.query()).await?.as_ref(), |c| {
                Ok(After { at_ms: c.int()?, reference: c.text()? })
            })?;
            found.unfinished = found.next.is_some();
        }
        Ok(found)
    }

    /// What one stands before who has no places of words: every row of the kind is read, newest first, until enough are
    /// found whose words contain `part`. For measurements beside [`Store::find`]; nothing else uses it.
    pub async fn find_by_reading_all(
        &self,
        agency: &str,
        kind: &str,
        parts: &[&str],
        limit: u32,
    ) -> Result<Vec<ListingRow>, StoreError> {
        let mut text = Text::new(agency, kind);
        text.scan(parts, bounded(limit));
        cells::all(&self.rows(text.query()).await?, read)
    }

    /// The words as they are looked for; `None` when one of them is nowhere.
    async fn words<'w>(&self, agency: &str, asked: &Asked<'w>) -> Result<Option<Vec<Word<'w>>>, StoreError> {
        let mut words: Vec<&str> = Vec::new();
        for word in asked.words.iter().filter(|w| !w.is_empty() && !w.contains(CLASS_MARK)) {
            if words.len() < crate::MAX_QUERY_WORDS && !words.contains(word) {
                words.push(word);
            }
        }
        let last = words.len().saturating_sub(1);
        let mut all = Vec::with_capacity(words.len());
        for (at, word) in words.into_iter().enumerate() {
            if at < last && self.is_word(agency, asked.kind, word).await? {
                all.push(Word::Whole(word));
                continue;
            }
            let begun = self.words_from(agency, asked.kind, word).await?;
            match begun.len() {
                0 => return Ok(None),
                n if n <= SPREAD => all.push(Word::Begun { beginning: word, words: Some(begun) }),
                _ => all.push(Word::Begun { beginning: word, words: None }),
            }
        }
        Ok(Some(all))
    }

    async fn is_word(&self, agency: &str, kind: &str, word: &str) -> Result<bool, StoreError> {
        let query =
            sqlx::query("SELECT 1 FROM posting WHERE agency = $1 AND kind = $2 AND token = $3 LIMIT 1");
        Ok(self.row(query.bind(agency).bind(kind).bind(word)).await?.is_some())
    }

    /// Words that begin so, at most one more than [`SPREAD`]: each step jumps over all places of a word.
    async fn words_from(&self, agency: &str, kind: &str, beginning: &str) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query(
            "WITH RECURSIVE begun (token, place) AS (\
             SELECT (SELECT min(token) FROM posting WHERE agency = $1 AND kind = $2 AND token >= $3 AND token < $4), 1 \
             UNION ALL \
             SELECT (SELECT min(p.token) FROM posting p WHERE p.agency = $1 AND p.kind = $2 AND p.token > begun.token \
             AND p.token < $4), begun.place + 1 FROM begun WHERE begun.token IS NOT NULL AND begun.place <= CAST($5 AS BIGINT)) \
             SELECT token FROM begun WHERE token IS NOT NULL",
        );
        let query = query
            .bind(agency)
            .bind(kind)
            .bind(beginning)
            .bind(text::after_all(beginning))
            .bind(SPREAD as i64);
        cells::all(&self.rows(query).await?, |c| c.text())
    }
}

fn newest_of(row: &ListingRow) -> After {
    After { at_ms: row.ord_ms, reference: row.reference.clone() }
}

fn due_of(row: &ListingRow) -> After {
    After { at_ms: row.due_ms.unwrap_or(i64::MAX), reference: row.reference.clone() }
}

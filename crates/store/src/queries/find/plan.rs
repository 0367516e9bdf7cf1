//! Which of the things asked for is the rarest.

use super::text::Text;
use super::{After, Asked, COUNTED, Order, SPREAD, class_token};
use crate::cells;
use crate::error::StoreError;
use crate::store::Store;

/// A word as it is looked for.
#[derive(Debug)]
pub(super) enum Word<'w> {
    /// This word.
    Whole(&'w str),
    /// Words that begin so, where they are few.
    Begun { beginning: &'w str, words: Option<Vec<String>> },
}

/// Where candidates come from.
#[derive(Debug)]
pub(super) enum Leader {
    /// All rows of the kind.
    All,
    /// The places of these tokens.
    Tokens(Vec<String>),
    /// The places of all tokens that begin so: few, and in no order.
    Beginning(String),
    /// Rows in one of these states.
    States(Vec<String>),
    /// Rows of this position.
    Officer(String),
    /// Rows due in the time asked for: few, and in no order.
    Due,
}

impl Leader {
    /// How many lists are read side by side.
    pub(super) fn breadth(&self) -> i64 {
        match self {
            Self::Tokens(many) | Self::States(many) => i64::try_from(many.len()).unwrap_or(1).max(1),
            _ => 1,
        }
    }

    /// Whether its places come newest first by themselves.
    fn in_order(&self) -> bool {
        !matches!(self, Self::Beginning(_) | Self::Due)
    }
}

/// How a search is carried out.
#[derive(Debug)]
pub(super) struct Plan<'w> {
    pub(super) leader: Leader,
    /// How many places the leader has, counted up to just above [`COUNTED`].
    pub(super) places: i64,
    /// Everything is looked up for each candidate, the leader's own words too: that costs less than to tell them apart.
    pub(super) words: &'w [Word<'w>],
}

impl Store {
    /// The plan; `None` when one of the things asked for is nowhere.
    pub(super) async fn plan<'w>(
        &self,
        agency: &str,
        asked: &Asked<'_>,
        words: &'w [Word<'w>],
        after: Option<&After>,
    ) -> Result<Option<Plan<'w>>, StoreError> {
        // The place after which a page by due moments begins is none in the order of time.
        let after = after.filter(|_| asked.order == Order::Newest);
        let mut leaders = leaders(asked, words);
        if asked.order == Order::Newest && leaders.len() == 1 && leaders.iter().all(Leader::in_order) {
            // Nothing to choose between: its places are walked along, however many there are.
            return Ok(leaders.pop().map(|leader| Plan { leader, places: COUNTED + 1, words }));
        }
        let mut best: Option<(i64, i64, Leader)> = None;
        for leader in leaders {
            let mut text = Text::new(agency, asked.kind);
            text.count(&leader, asked, after, COUNTED + 1);
            let counted = cells::one(self.row(text.query()).await?.as_ref(), |c| {
                Ok((c.int()?, c.maybe_int()?.unwrap_or(i64::MIN)))
            })?;
            let (places, oldest) = counted.unwrap_or((0, i64::MIN));
            if places == 0 {
                return Ok(None);
            }
            if places > COUNTED && !leader.in_order() {
                continue;
            }
            // Among common things, the one whose last counted place lies furthest back is the rarest.
            if best.as_ref().is_none_or(|(fewest, back, _)| (places, oldest) < (*fewest, *back)) {
                best = Some((places, oldest, leader));
            }
        }
        let (places, _, leader) = best.unwrap_or((COUNTED + 1, i64::MIN, Leader::All));
        Ok(Some(Plan { leader, places, words }))
    }
}

/// Everything that candidates could come from.
fn leaders(asked: &Asked<'_>, words: &[Word<'_>]) -> Vec<Leader> {
    let mut all: Vec<Leader> = words
        .iter()
        .map(|word| match word {
            Word::Whole(word) => Leader::Tokens(vec![(*word).to_owned()]),
            Word::Begun { words: Some(words), .. } => Leader::Tokens(words.clone()),
            Word::Begun { beginning, words: None } => Leader::Beginning((*beginning).to_owned()),
        })
        .collect();
    if let Some(officer) = asked.officer {
        all.push(Leader::Officer(officer.to_owned()));
    }
    if let Some(states) = asked.states.as_ref().filter(|s| s.len() <= SPREAD) {
        all.push(Leader::States(states.iter().map(|s| (*s).to_owned()).collect()));
    }
    if let Some(classes) = asked.classes.as_ref().filter(|c| c.len() <= SPREAD) {
        all.push(Leader::Tokens(classes.iter().map(|c| class_token(c)).collect()));
    }
    let due = asked.due_from_ms.is_some() || asked.due_to_ms.is_some();
    if due && asked.closed == Some(false) {
        all.push(Leader::Due);
    }
    all
}

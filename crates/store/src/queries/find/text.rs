//! The statements of a search.

use super::plan::{Leader, Plan, Word};
use super::{After, Asked, COLUMNS, Order};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Arguments, AssertSqlSafe};

/// First string after all that begin with `word`: keys are compared byte by byte, and no character is above this.
pub(super) fn after_all(word: &str) -> String {
    format!("{word}\u{10FFFF}")
}

/// A statement being written, with its values. `$1` is the agency, `$2` the kind.
pub(super) struct Text {
    text: String,
    values: AnyArguments,
    count: usize,
}

impl Text {
    pub(super) fn new(agency: &str, kind: &str) -> Self {
        let mut new = Self { text: String::new(), values: AnyArguments::default(), count: 0 };
        new.word(agency.to_owned());
        new.word(kind.to_owned());
        new
    }

    pub(super) fn query(self) -> Query<'static, Any, AnyArguments> {
        sqlx::query_with(AssertSqlSafe(self.text), self.values)
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a text value; gives its placeholder. Texts and numbers can always be bound.
    fn word(&mut self, value: String) -> String {
        let _ = self.values.add(value);
        self.count += 1;
        format!("${}", self.count)
    }

    fn number(&mut self, value: i64) -> String {
        let _ = self.values.add(value);
        self.count += 1;
        format!("${}", self.count)
    }

    /// How many candidates there are, up to a limit, and how far back they reach.
    pub(super) fn count(&mut self, leader: &Leader, asked: &Asked<'_>, after: Option<&After>, most: i64) {
        self.put("SELECT count(*), min(c.ord_ms) FROM (");
        match leader {
            // Only whether they are few matters; without an order no more than these are read.
            Leader::Beginning(beginning) => {
                let (from, to) = (self.word(beginning.clone()), self.word(after_all(beginning)));
                self.put("SELECT ord_ms FROM posting WHERE agency = $1 AND kind = $2 ");
                let most = self.number(most);
                self.put(&format!("AND token >= {from} AND token < {to} LIMIT {most}"));
            }
            Leader::Due => {
                self.put("SELECT ord_ms FROM listing WHERE agency = $1 AND kind = $2 AND closed_ms IS NULL");
                let due = self.due_within(asked, "due_order");
                let most = self.number(most);
                self.put(&format!("{due} LIMIT {most}"));
            }
            // By due moments all of few candidates are gathered, so the count must be right; otherwise it only tells which is
            // the rarest, and lists that are read side by side share the effort.
            _ if asked.order == Order::Due => self.candidates(leader, asked, after, most),
            _ => self.shared(leader, asked, after, most, most / leader.breadth() + 1),
        }
        self.put(") c");
    }

    /// The last candidate of a stride, if the stride is full.
    pub(super) fn last_of_stride(
        &mut self,
        leader: &Leader,
        asked: &Asked<'_>,
        after: Option<&After>,
        stride: i64,
    ) {
        self.put("SELECT c.ord_ms, c.reference FROM (");
        self.candidates(leader, asked, after, stride);
        let offset = self.number(stride - 1);
        self.put(") c ORDER BY c.ord_ms DESC, c.reference DESC LIMIT 1 OFFSET ");
        self.put(&offset);
    }

    /// Rows among the candidates of a stride for which everything holds.
    pub(super) fn hits(
        &mut self,
        plan: &Plan<'_>,
        asked: &Asked<'_>,
        after: Option<&After>,
        stride: i64,
        most: i64,
    ) {
        self.put("SELECT ");
        self.put(COLUMNS);
        self.put(" FROM (");
        self.candidates(&plan.leader, asked, after, stride);
        self.put(") c CROSS JOIN listing l WHERE l.agency = $1 AND l.kind = $2 AND l.ord_ms = c.ord_ms ");
        self.put("AND l.reference = c.reference");
        self.conditions(plan.words, asked);
        let most = self.number(most);
        self.put(" ORDER BY l.ord_ms DESC, l.reference DESC LIMIT ");
        self.put(&most);
    }

    /// Open rows for which everything holds, due first: among few candidates, or along the due moments.
    pub(super) fn due_hits(
        &mut self,
        plan: &Plan<'_>,
        asked: &Asked<'_>,
        after: Option<&After>,
        few: bool,
        looked_at: i64,
        most: i64,
    ) {
        self.put("SELECT ");
        self.put(COLUMNS);
        self.put(" FROM (");
        if few {
            self.candidates(&plan.leader, asked, None, looked_at);
        } else {
            self.by_due(asked, after, looked_at);
        }
        self.put(") c CROSS JOIN listing l WHERE l.agency = $1 AND l.kind = $2 AND l.ord_ms = c.ord_ms ");
        self.put("AND l.reference = c.reference AND l.closed_ms IS NULL");
        if let (true, Some(after)) = (few, after) {
            let (at, reference) = (self.number(after.at_ms), self.word(after.reference.clone()));
            self.put(&format!(" AND (l.due_order, l.reference) > ({at}, {reference})"));
        }
        self.conditions(plan.words, asked);
        let most = self.number(most);
        self.put(" ORDER BY l.due_order, l.reference LIMIT ");
        self.put(&most);
    }

    /// The last of the rows looked at along the due moments, if there were as many.
    pub(super) fn last_due(&mut self, asked: &Asked<'_>, after: Option<&After>, looked_at: i64) {
        self.put("SELECT c.due_order, c.reference FROM (");
        self.by_due(asked, after, looked_at);
        let offset = self.number(looked_at - 1);
        self.put(") c ORDER BY c.due_order, c.reference LIMIT 1 OFFSET ");
        self.put(&offset);
    }

    fn by_due(&mut self, asked: &Asked<'_>, after: Option<&After>, most: i64) {
        self.put("SELECT ord_ms, reference, due_order FROM listing WHERE agency = $1 AND kind = $2 ");
        self.put("AND closed_ms IS NULL");
        if let Some(after) = after {
            let (at, reference) = (self.number(after.at_ms), self.word(after.reference.clone()));
            self.put(&format!(" AND (due_order, reference) > ({at}, {reference})"));
        }
        if let Some(from) = asked.due_from_ms {
            let from = self.number(from);
            self.put(&format!(" AND due_order >= {from}"));
        }
        if let Some(to) = asked.due_to_ms {
            let to = self.number(to);
            self.put(&format!(" AND due_order < {to}"));
        }
        let most = self.number(most);
        self.put(&format!(" ORDER BY due_order, reference LIMIT {most}"));
    }

    /// Newest first, at most so many.
    fn candidates(&mut self, leader: &Leader, asked: &Asked<'_>, after: Option<&After>, most: i64) {
        self.shared(leader, asked, after, most, most);
    }

    /// Newest first, at most so many, and at most `each` from each of several lists.
    fn shared(&mut self, leader: &Leader, asked: &Asked<'_>, after: Option<&After>, most: i64, each: i64) {
        let within = self.within(asked, after);
        let most = self.number(most);
        let order = format!("ORDER BY ord_ms DESC, reference DESC LIMIT {most}");
        // PostgreSQL takes no value that the statement does not use.
        let part = match leader.breadth() {
            1 => order.clone(),
            _ => format!("ORDER BY ord_ms DESC, reference DESC LIMIT {}", self.number(each)),
        };
        match leader {
            Leader::All => self.put(&format!(
                "SELECT ord_ms, reference FROM listing WHERE agency = $1 AND kind = $2{within} {order}"
            )),
            Leader::Tokens(tokens) => self.side_by_side("posting", "token", tokens, &within, [&part, &order]),
            Leader::States(states) => self.side_by_side("listing", "state", states, &within, [&part, &order]),
            Leader::Officer(officer) => {
                let one = std::slice::from_ref(officer);
                self.side_by_side("listing", "officer", one, &within, [&part, &order]);
            }
            Leader::Beginning(beginning) => {
                let (from, to) = (self.word(beginning.clone()), self.word(after_all(beginning)));
                self.put(&format!(
                    "SELECT DISTINCT ord_ms, reference FROM posting WHERE agency = $1 AND kind = $2 \
                     AND token >= {from} AND token < {to}{within} {order}"
                ));
            }
            Leader::Due => {
                self.put("SELECT ord_ms, reference FROM listing WHERE agency = $1 AND kind = $2 ");
                self.put("AND closed_ms IS NULL");
                let due = self.due_within(asked, "due_order");
                // The sign keeps SQLite from reading all rows in the order wanted instead of sorting the few.
                self.put(&format!("{due}{within} ORDER BY +ord_ms DESC, reference DESC LIMIT {most}"));
            }
        }
    }

    /// One limited read of the index for each value, then merged. A row may have several of the words.
    fn side_by_side(
        &mut self,
        table: &str,
        column: &str,
        values: &[String],
        within: &str,
        [part, order]: [&str; 2],
    ) {
        for (at, value) in values.iter().enumerate() {
            let value = self.word(value.clone());
            let select = format!(
                "SELECT ord_ms, reference FROM {table} WHERE agency = $1 AND kind = $2 AND {column} = {value}\
                 {within} {part}"
            );
            if values.len() == 1 {
                self.put(&select);
                return;
            }
            self.put(if at == 0 { "SELECT ord_ms, reference FROM (" } else { " UNION " });
            self.put(&format!("SELECT ord_ms, reference FROM ({select}) AS part{at}"));
        }
        self.put(&format!(") AS parts {order}"));
    }

    /// The stretch of time that is looked at.
    fn within(&mut self, asked: &Asked<'_>, after: Option<&After>) -> String {
        let mut within = String::new();
        if let Some(after) = after {
            let (at, reference) = (self.number(after.at_ms), self.word(after.reference.clone()));
            within.push_str(&format!(" AND (ord_ms, reference) < ({at}, {reference})"));
        }
        if let Some(from) = asked.from_ms {
            let from = self.number(from);
            within.push_str(&format!(" AND ord_ms >= {from}"));
        }
        if let Some(to) = asked.to_ms {
            let to = self.number(to);
            within.push_str(&format!(" AND ord_ms < {to}"));
        }
        within
    }

    fn due_within(&mut self, asked: &Asked<'_>, column: &str) -> String {
        let mut within = String::new();
        if let Some(from) = asked.due_from_ms {
            let from = self.number(from);
            within.push_str(&format!(" AND {column} >= {from}"));
        }
        if let Some(to) = asked.due_to_ms {
            let to = self.number(to);
            within.push_str(&format!(" AND {column} < {to}"));
        }
        within
    }

    /// Everything that must hold of a candidate.
    fn conditions(&mut self, words: &[Word<'_>], asked: &Asked<'_>) {
        for word in words {
            let pattern = match word {
                Word::Whole(word) => format!("% {} %", escaped(word)),
                Word::Begun { beginning, .. } => format!("% {}%", escaped(beginning)),
            };
            self.like(pattern);
        }
        for (column, value) in [
            ("phase", asked.phase),
            ("unit", asked.unit),
            ("officer", asked.officer),
            ("channel", asked.channel),
        ] {
            if let Some(value) = value {
                let value = self.word(value.to_owned());
                self.put(&format!(" AND l.{column} = {value}"));
            }
        }
        for (column, values) in [("class", &asked.classes), ("state", &asked.states)] {
            if let Some(values) = values {
                let places: Vec<String> = values.iter().map(|v| self.word((*v).to_owned())).collect();
                // A list without anything in it: nothing is found.
                let list = if places.is_empty() { "NULL".to_owned() } else { places.join(", ") };
                self.put(&format!(" AND l.{column} IN ({list})"));
            }
        }
        match asked.closed {
            Some(true) => self.put(" AND l.closed_ms IS NOT NULL"),
            Some(false) => self.put(" AND l.closed_ms IS NULL"),
            None => {}
        }
        let due = self.due_within(asked, "l.due_ms");
        self.put(&due);
        if let Some(from) = asked.not_due_before_ms {
            let from = self.number(from);
            self.put(&format!(" AND l.due_order >= {from}"));
        }
        if asked.order == Order::Due {
            let within = self.within_l(asked);
            self.put(&within);
        }
    }

    /// Along the due moments, the time of filing is one more condition.
    fn within_l(&mut self, asked: &Asked<'_>) -> String {
        let mut within = String::new();
        if let Some(from) = asked.from_ms {
            let from = self.number(from);
            within.push_str(&format!(" AND l.ord_ms >= {from}"));
        }
        if let Some(to) = asked.to_ms {
            let to = self.number(to);
            within.push_str(&format!(" AND l.ord_ms < {to}"));
        }
        within
    }

    fn like(&mut self, pattern: String) {
        let pattern = self.word(pattern);
        self.put(&format!(" AND l.words LIKE {pattern} ESCAPE '\\'"));
    }

    /// Reads every row.
    pub(super) fn scan(&mut self, parts: &[&str], most: i64) {
        self.put("SELECT ");
        self.put(COLUMNS);
        self.put(" FROM listing l WHERE l.agency = $1 AND l.kind = $2");
        for part in parts {
            self.like(format!("% {}%", escaped(part)));
        }
        let most = self.number(most);
        self.put(&format!(" ORDER BY l.ord_ms DESC, l.reference DESC LIMIT {most}"));
    }
}

/// A word in which nothing stands for something else.
fn escaped(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

//! Statements of banks and their lines. They are no acts: recording a payment is, and names the line.

use crate::bulk::{Bind, Shape, Statements};
use crate::cells::{self, Cells};
use crate::committer::check;
use crate::error::StoreError;
use crate::rows::{StatementLineRow, StatementRow};
use crate::store::{Store, bounded};
use sqlx::Arguments;
use sqlx::any::AnyArguments;
use sqlx::error::BoxDynError;

macro_rules! select_statement {
    ($rest:literal) => {
        concat!("SELECT id, name, format, state, actor, lines, at_ms FROM statement ", $rest)
    };
}

macro_rules! select_line {
    ($rest:literal) => {
        concat!(
            "SELECT reference, statement, line, day, amount, text, payer, state, matter, reason, actor ",
            "FROM statement_line ",
            $rest
        )
    };
}

const LINES: Shape = Shape {
    head: "INSERT INTO statement_line (agency, reference, statement, line, day, amount, text, payer, state, matter, \
           reason, actor) VALUES ",
    columns: 12,
    // What another statement named before stays as it is: one transaction is taken in once.
    tail: " ON CONFLICT (agency, reference) DO NOTHING",
};

const FIND: Shape = Shape {
    head: "WITH wanted (agency, reference) AS (VALUES ",
    columns: 2,
    tail: ") SELECT l.reference FROM wanted w JOIN statement_line l \
           ON l.agency = w.agency AND l.reference = w.reference",
};

struct Line(String, StatementLineRow);

impl Bind for Line {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, l) = (self.0, self.1);
        for text in [agency, l.reference, l.statement] {
            to.add(text)?;
        }
        to.add(l.line)?;
        to.add(l.day)?;
        to.add(l.amount)?;
        for text in [l.text, l.payer, l.state, l.matter, l.reason, l.actor] {
            to.add(text)?;
        }
        Ok(())
    }
}

struct Wanted(String, String);

impl Bind for Wanted {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        to.add(self.0)?;
        to.add(self.1)
    }
}

fn read_statement(c: &mut Cells<'_>) -> Result<StatementRow, StoreError> {
    Ok(StatementRow {
        id: c.text()?,
        name: c.text()?,
        format: c.text()?,
        state: c.text()?,
        actor: c.text()?,
        lines: c.int()?,
        at_ms: c.int()?,
    })
}

fn read_line(c: &mut Cells<'_>) -> Result<StatementLineRow, StoreError> {
    Ok(StatementLineRow {
        reference: c.text()?,
        statement: c.text()?,
        line: c.int()?,
        day: c.text()?,
        amount: c.int()?,
        text: c.text()?,
        payer: c.text()?,
        state: c.text()?,
        matter: c.text()?,
        reason: c.text()?,
        actor: c.text()?,
    })
}

impl Store {
    /// Keeps a statement to be looked at. One that is known already stays as it is.
    pub async fn put_statement(
        &self,
        agency: &str,
        statement: &StatementRow,
        content: &[u8],
    ) -> Result<(), StoreError> {
        check::key("agency", agency)?;
        check::key("statement id", &statement.id)?;
        check::key("statement format", &statement.format)?;
        check::maybe_key("actor", &statement.actor)?;
        check::text("statement name", &statement.name)?;
        if content.len() > crate::config::MAX_BODY_BYTES {
            return Err(StoreError::Invalid("the statement is too large".to_owned()));
        }
        let query = sqlx::query(
            "INSERT INTO statement (agency, id, name, format, state, actor, lines, at_ms, content) \
             VALUES ($1, $2, $3, $4, 'preview', $5, $6, $7, $8) ON CONFLICT (agency, id) DO UPDATE \
             SET format = excluded.format, at_ms = excluded.at_ms WHERE statement.state = 'preview'",
        );
        let query = query
            .bind(agency)
            .bind(statement.id.as_str())
            .bind(statement.name.as_str())
            .bind(statement.format.as_str())
            .bind(statement.actor.as_str())
            .bind(statement.lines)
            .bind(statement.at_ms)
            .bind(content.to_vec());
        self.change(query).await?;
        Ok(())
    }

    /// A statement with its content.
    pub async fn statement(
        &self,
        agency: &str,
        id: &str,
    ) -> Result<Option<(StatementRow, Vec<u8>)>, StoreError> {
        let query = sqlx::query(
            "SELECT id, name, format, state, actor, lines, at_ms, content FROM statement WHERE agency = $1 AND id = $2",
        );
        cells::one(self.row(query.bind(agency).bind(id)).await?.as_ref(), |c| {
            Ok((read_statement(c)?, c.bytes()?))
        })
    }

    /// Statements that were taken in, latest first.
    pub async fn statements(&self, agency: &str, limit: u32) -> Result<Vec<StatementRow>, StoreError> {
        let query = sqlx::query(select_statement!(
            "WHERE agency = $1 AND state = 'taken' ORDER BY at_ms DESC, id DESC LIMIT $2"
        ));
        cells::all(&self.rows(query.bind(agency).bind(bounded(limit))).await?, read_statement)
    }

    /// Takes a statement in: all of its lines, or none. Tells whether that happened now; lines that another statement
    /// has named are left out.
    pub async fn take_statement(
        &self,
        agency: &str,
        id: &str,
        lines: Vec<StatementLineRow>,
        at_ms: i64,
    ) -> Result<bool, StoreError> {
        for line in &lines {
            check::key("reference", &line.reference)?;
            check::maybe_key("matter", &line.matter)?;
            check::text("text", &line.text)?;
            check::text("payer", &line.payer)?;
        }
        let mut tx = self.db().begin().await?;
        let taken = sqlx::query(
            "UPDATE statement SET state = 'taken', at_ms = $3 WHERE agency = $1 AND id = $2 AND state = 'preview'",
        );
        if taken.bind(agency).bind(id).bind(at_ms).execute(&mut *tx).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let mut statements = Statements::new(self.db().engine);
        let rows = lines.into_iter().map(|l| Line(agency.to_owned(), l)).collect();
        statements.execute(&mut tx, &LINES, rows).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Which of these references are taken in already.
    pub async fn known_references(
        &self,
        agency: &str,
        references: &[String],
    ) -> Result<Vec<String>, StoreError> {
        let mut conn = self.db().read().acquire().await?;
        let mut statements = Statements::new(self.db().engine);
        let wanted = references.iter().map(|r| Wanted(agency.to_owned(), r.clone())).collect();
        let rows = statements.fetch(&mut conn, &FIND, wanted).await?;
        cells::all(&rows, |c| c.text())
    }

    /// Lines in a state; of one statement, or of all where that is empty. The next page comes after
    /// `after` = (statement, line) of the last row.
    pub async fn statement_lines(
        &self,
        agency: &str,
        state: &str,
        statement: &str,
        limit: u32,
        after: (&str, i64),
    ) -> Result<Vec<StatementLineRow>, StoreError> {
        let query = sqlx::query(select_line!(
            "WHERE agency = $1 AND state = $2 AND ($3 = '' OR statement = $3) AND (statement, line) > ($4, $5) \
             ORDER BY statement, line LIMIT $6"
        ));
        let query =
            query.bind(agency).bind(state).bind(statement).bind(after.0).bind(after.1).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read_line)
    }

    /// One line.
    pub async fn statement_line(
        &self,
        agency: &str,
        reference: &str,
    ) -> Result<Option<StatementLineRow>, StoreError> {
        let query = sqlx::query(select_line!("WHERE agency = $1 AND reference = $2"));
        cells::one(self.row(query.bind(agency).bind(reference)).await?.as_ref(), read_line)
    }

    /// How many lines of a statement are in each state.
    pub async fn statement_counts(
        &self,
        agency: &str,
        statement: &str,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let query = sqlx::query(
            "SELECT state, count(*) FROM statement_line WHERE agency = $1 AND statement = $2 GROUP BY state ORDER BY state",
        );
        cells::all(&self.rows(query.bind(agency).bind(statement)).await?, |c| Ok((c.text()?, c.int()?)))
    }

    /// Says what became of a line. Tells whether it was in the state `from`.
    pub async fn settle_line(
        &self,
        agency: &str,
        from: &str,
        line: &StatementLineRow,
    ) -> Result<bool, StoreError> {
        check::key("line state", &line.state)?;
        check::maybe_key("matter", &line.matter)?;
        check::maybe_key("actor", &line.actor)?;
        check::text("reason", &line.reason)?;
        let query = sqlx::query(
            "UPDATE statement_line SET state = $4, matter = $5, reason = $6, actor = $7 \
             WHERE agency = $1 AND reference = $2 AND state = $3",
        );
        let query = query
            .bind(agency)
            .bind(line.reference.as_str())
            .bind(from)
            .bind(line.state.as_str())
            .bind(line.matter.as_str())
            .bind(line.reason.as_str())
            .bind(line.actor.as_str());
        Ok(self.change(query).await? > 0)
    }
}

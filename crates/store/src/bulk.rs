//! Multi-row statements in a few fixed sizes, so that the engine prepares each once and then reuses it.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::engine::Engine;

/// Rows in one statement, largest first. Ends with 1, so that any number of rows is a sum of them.
const SIZES: [usize; 5] = [256, 64, 16, 4, 1];

/// A statement with a list of rows in its middle.
pub(crate) struct Shape {
    /// Up to the first row's opening bracket.
    pub(crate) head: &'static str,
    /// Values in a row.
    pub(crate) columns: usize,
    /// After the last row's closing bracket.
    pub(crate) tail: &'static str,
}

/// A row's values, in the order of the shape's columns.
pub(crate) trait Bind {
    fn bind(self, to: &mut AnyArguments) -> Result<(), sqlx::error::BoxDynError>;
}

/// The texts made so far.
#[derive(Debug)]
pub(crate) struct Statements {
    engine: Engine,
    made: HashMap<(&'static str, usize), Arc<str>>,
}

impl Statements {
    pub(crate) fn new(engine: Engine) -> Self {
        Statements { engine, made: HashMap::new() }
    }

    fn text(&mut self, shape: &Shape, rows: usize) -> Arc<str> {
        let engine = self.engine;
        Arc::clone(self.made.entry((shape.head, rows)).or_insert_with(|| build(engine, shape, rows).into()))
    }

    /// Runs the statement over all rows; gives how many rows it changed.
    pub(crate) async fn execute<R: Bind>(
        &mut self,
        conn: &mut AnyConnection,
        shape: &Shape,
        rows: Vec<R>,
    ) -> Result<u64, sqlx::Error> {
        let mut changed = 0;
        for (size, arguments) in chunks(shape, rows)? {
            let text = self.text(shape, size);
            let done = sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut *conn).await?;
            changed += done.rows_affected();
        }
        Ok(changed)
    }

    /// Runs the statement over all rows; gives what it returns.
    pub(crate) async fn fetch<R: Bind>(
        &mut self,
        conn: &mut AnyConnection,
        shape: &Shape,
        rows: Vec<R>,
    ) -> Result<Vec<AnyRow>, sqlx::Error> {
        let mut found = Vec::new();
        for (size, arguments) in chunks(shape, rows)? {
            let text = self.text(shape, size);
            found.extend(sqlx::query_with(AssertSqlSafe(text), arguments).fetch_all(&mut *conn).await?);
        }
        Ok(found)
    }
}

fn chunks<R: Bind>(shape: &Shape, rows: Vec<R>) -> Result<Vec<(usize, AnyArguments)>, sqlx::Error> {
    let mut left = rows.len();
    let mut rows = rows.into_iter();
    let mut chunks = Vec::new();
    for size in SIZES {
        while left >= size {
            let mut arguments = AnyArguments::default();
            sqlx::Arguments::reserve(&mut arguments, size * shape.columns, 0);
            for row in rows.by_ref().take(size) {
                row.bind(&mut arguments).map_err(sqlx::Error::Encode)?;
            }
            chunks.push((size, arguments));
            left -= size;
        }
    }
    Ok(chunks)
}

/// SQLite finds a numbered placeholder's name by walking through all of them, at every execution; with thousands that
/// costs more than the insert, so it gets plain `?`. PostgreSQL knows only numbers.
fn build(engine: Engine, shape: &Shape, rows: usize) -> String {
    let mut text = String::from(shape.head);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..shape.columns {
            if column > 0 {
                text.push(',');
            }
            match engine {
                Engine::Sqlite => text.push('?'),
                Engine::Postgres => {
                    text.push('$');
                    text.push_str(&(row * shape.columns + column + 1).to_string());
                }
            }
        }
        text.push(')');
    }
    text.push_str(shape.tail);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = Shape { head: "INSERT INTO t VALUES ", columns: 2, tail: " DONE" };

    struct Two(i64);
    impl Bind for Two {
        fn bind(self, to: &mut AnyArguments) -> Result<(), sqlx::error::BoxDynError> {
            sqlx::Arguments::add(to, self.0)?;
            sqlx::Arguments::add(to, "x")
        }
    }

    #[test]
    fn each_engine_gets_its_placeholders() {
        assert_eq!(build(Engine::Sqlite, &SHAPE, 2), "INSERT INTO t VALUES (?,?), (?,?) DONE");
        assert_eq!(build(Engine::Postgres, &SHAPE, 2), "INSERT INTO t VALUES ($1,$2), ($3,$4) DONE");
    }

    #[test]
    fn any_number_of_rows_is_cut_into_the_fixed_sizes() {
        for (rows, expected) in [
            (0, vec![]),
            (1, vec![1]),
            (7, vec![4, 1, 1, 1]),
            (64, vec![64]),
            (341, vec![256, 64, 16, 4, 1]),
            (600, vec![256, 256, 64, 16, 4, 4]),
        ] {
            let chunks = chunks(&SHAPE, (0..rows).map(Two).collect()).expect("binds");
            assert_eq!(chunks.iter().map(|(size, _)| *size).collect::<Vec<_>>(), expected, "{rows} rows");
        }
    }
}

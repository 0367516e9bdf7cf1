use askama::Template;

use super::state::Tone;
use crate::html::Html;
use crate::i18n::Words;

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Heading; on a narrow screen it stands before each value.
    pub label: String,
    /// Numbers are set to the right.
    pub numeric: bool,
}

impl Column {
    /// A column of text.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false }
    }

    /// A column of numbers.
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: true }
    }
}

/// A row. The first cell names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// One a column; the first should hold the link that opens the row.
    pub cells: Vec<Html>,
    /// A mark at the edge, for rows that are late.
    pub tone: Tone,
}

impl Row {
    /// A row.
    pub fn new(cells: Vec<Html>) -> Self {
        Self { cells, tone: Tone::Neutral }
    }
}

/// A table that is a list on a narrow screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows; read out, and printed above.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Said when there are no rows; empty for the usual sentence.
    pub empty: String,
    /// Answers to the keys `j`, `k` and Enter. One table a page.
    pub keys: bool,
    /// Caption for readers of the screen only, when a heading above already says it.
    pub hide_caption: bool,
}

impl Table {
    fn label(&self, index: &usize) -> &str {
        self.columns.get(*index).map_or("", |c| c.label.as_str())
    }

    fn numeric(&self, index: &usize) -> bool {
        self.columns.get(*index).is_some_and(|c| c.numeric)
    }
}

/// The table.
pub fn table(w: &Words, table: &Table) -> Html {
    #[derive(Template)]
    #[template(path = "c/table.html")]
    struct T<'a> {
        w: &'a Words,
        t: &'a Table,
    }
    Html::render(&T { w, t: table })
}

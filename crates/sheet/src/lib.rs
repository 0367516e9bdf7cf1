#![doc = include_str!("../README.md")]

mod csv;
mod xlsx;

use jiff::civil::{Date, DateTime};

/// Most characters of a cell: what a worksheet takes (ECMA-376 as Excel has it).
pub const MAX_CELL_CHARS: usize = 32_767;

/// The file cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the spreadsheet cannot be made: {0}")]
pub struct SheetError(#[from] rust_xlsxwriter::XlsxError);

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words; never a formula.
    Text(String),
    /// A count.
    Number(i32),
    /// A day.
    Date(Date),
    /// A day and a time, to the minute.
    Moment(DateTime),
}

impl Cell {
    /// Words, cut after [`MAX_CELL_CHARS`]; empty ones are no cell.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        match text.char_indices().nth(MAX_CELL_CHARS) {
            Some(_) => Self::Text(text.chars().take(MAX_CELL_CHARS).collect()),
            None if text.is_empty() => Self::Empty,
            None => Self::Text(text),
        }
    }

    /// A day, where there is one.
    #[must_use]
    pub fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Heading.
    pub heading: String,
    /// Width in characters.
    pub width: u8,
}

impl Column {
    /// A column so many characters wide.
    #[must_use]
    pub fn new(heading: impl Into<String>, width: u8) -> Self {
        Self { heading: heading.into(), width }
    }
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    title: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A list without rows. A worksheet's name has at most 31 characters and none of `[]:*?/\`: the rest is left out.
    #[must_use]
    pub fn new(title: &str, columns: Vec<Column>) -> Self {
        let title: String = title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
        Self { title, columns, rows: Vec::new() }
    }

    /// Adds a row; cells beyond the columns are left out.
    pub fn push(&mut self, mut cells: Vec<Cell>) {
        cells.truncate(self.columns.len());
        self.rows.push(cells);
    }

    /// How many rows there are, the heading not counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The list as CSV.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        csv::file(&self.columns, &self.rows)
    }

    /// The list as XLSX.
    ///
    /// # Errors
    /// More rows than a worksheet takes (1 048 576), or a value that it cannot hold.
    pub fn xlsx(&self) -> Result<Vec<u8>, SheetError> {
        Ok(xlsx::file(&self.title, &self.columns, &self.rows)?)
    }
}

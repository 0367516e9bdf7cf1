//! CSV as RFC 4180 has it.

use crate::{Cell, Column};

/// Without it, Excel reads the file in the code page of the machine.
const BOM: &[u8] = "\u{feff}".as_bytes();

pub(crate) fn file(columns: &[Column], rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .flexible(true)
        .from_writer(BOM.to_vec());
    // Writing to memory cannot fail.
    let _ = out.write_record(columns.iter().map(|c| guarded(&c.heading)));
    for row in rows {
        let _ = out.write_record(row.iter().map(said));
    }
    out.into_inner().unwrap_or_default()
}

fn said(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text),
        Cell::Number(n) => n.to_string(),
        Cell::Date(day) => day.to_string(),
        Cell::Moment(moment) => moment.strftime("%Y-%m-%d %H:%M").to_string(),
    }
}

/// What a spreadsheet would take for a formula gets an apostrophe before it: the values were typed by people outside
/// and must not run on the machine of whoever opens the file. The full-width signs count too: some spreadsheets fold them.
fn guarded(text: &str) -> String {
    let formula =
        text.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
            || text.starts_with(['\t', '\r', '\n']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        for (cell, expected) in [
            (Cell::text("Báo Mẫu"), "\"Báo Mẫu\""),
            (Cell::text("a \"b\", c"), "\"a \"\"b\"\", c\""),
            (Cell::text("hai\r\ndòng"), "\"hai\r\ndòng\""),
            (Cell::text("=1+2"), "\"'=1+2\""),
            (Cell::text("  @SUM(A1)"), "\"'  @SUM(A1)\""),
            (Cell::text("＝1"), "\"'＝1\""),
            (Cell::text("-3"), "\"'-3\""),
            (Cell::text("\tx"), "\"'\tx\""),
            (Cell::text("1-2"), "\"1-2\""),
            (Cell::text(""), "\"\""),
            (Cell::Number(-3), "\"-3\""),
            (Cell::Date(date(2024, 3, 4)), "\"2024-03-04\""),
            (Cell::Moment(date(2024, 3, 4).at(8, 5, 30, 0)), "\"2024-03-04 08:05\""),
        ] {
            let made = file(&[Column::new("c", 1)], &[vec![cell.clone()]]);
            let text = String::from_utf8(made).expect("UTF-8");
            assert_eq!(text, format!("\u{feff}\"c\"\r\n{expected}\r\n"), "{cell:?}");
        }
    }
}

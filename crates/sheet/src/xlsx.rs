//! XLSX by rust_xlsxwriter.

use crate::{Cell, Column};
use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

pub(crate) fn file(title: &str, columns: &[Column], rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    if !title.is_empty() {
        sheet.set_name(title)?;
    }
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let formats = Formats::new();
    for (at, column) in (0_u16..).zip(columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.write_string_with_format(0, at, &column.heading, &head)?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        for (at, cell) in (0_u16..).zip(row) {
            write(sheet, (line, at), cell, &formats)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = columns.len().checked_sub(1).and_then(|n| u16::try_from(n).ok()) {
        sheet.autofilter(0, 0, u32::try_from(rows.len()).unwrap_or(u32::MAX), last)?;
    }
    book.save_to_buffer()
}

struct Formats {
    date: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            date: Format::new().set_num_format("dd/mm/yyyy"),
            moment: Format::new().set_num_format("dd/mm/yyyy hh:mm"),
        }
    }
}

fn write(
    sheet: &mut Worksheet,
    (line, at): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        // A string cell is never evaluated, whatever it begins with.
        Cell::Text(text) => {
            sheet.write_string(line, at, text)?;
        }
        Cell::Number(n) => {
            sheet.write_number(line, at, *n)?;
        }
        Cell::Date(day) => match excel_day(*day) {
            Some(value) => {
                sheet.write_datetime_with_format(line, at, &value, &formats.date)?;
            }
            None => {
                sheet.write_string(line, at, day.to_string())?;
            }
        },
        Cell::Moment(moment) => match excel_moment(*moment) {
            Some(value) => {
                sheet.write_datetime_with_format(line, at, &value, &formats.moment)?;
            }
            None => {
                sheet.write_string(line, at, moment.to_string())?;
            }
        },
    }
    Ok(())
}

/// Worksheets know days from 1900 on.
fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

fn excel_moment(moment: DateTime) -> Option<ExcelDateTime> {
    let (hour, minute) = (u16::try_from(moment.hour()).ok()?, u8::try_from(moment.minute()).ok()?);
    excel_day(moment.date())?.and_hms(hour, minute, 0_u8).ok()
}

#[cfg(test)]
mod tests {
    use crate::{Cell, Column, Sheet};
    use jiff::civil::date;

    #[test]
    fn any_day_and_any_text_make_a_file() {
        let mut sheet =
            Sheet::new("[Hồ sơ]: tên dài hơn ba mươi mốt ký tự của Excel", vec![Column::new("c", 9)]);
        for cell in [
            Cell::Date(date(1000, 1, 1)),
            Cell::Date(date(1900, 2, 28)),
            Cell::Moment(date(9999, 12, 31).at(23, 59, 59, 0)),
            Cell::Moment(date(-1, 1, 1).at(0, 0, 0, 0)),
            Cell::text("x\u{0}\u{1}\u{fffe}"),
            Cell::text("x".repeat(40_000)),
            Cell::Number(i32::MIN),
        ] {
            sheet.push(vec![cell, Cell::Empty]);
        }
        assert_eq!(sheet.len(), 7);
        assert!(sheet.xlsx().expect("a file").starts_with(b"PK"));
    }
}

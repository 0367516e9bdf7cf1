//! Sheets as they come: CSV in UTF-8, or XLSX. Both from strangers' programs, so everything has a limit.

use calamine::{Data, DataRef, Reader, Xlsx};
use congvu_register::import::{Line, MAX_COLUMNS, MAX_ROWS};
use std::io::{Cursor, Read, Seek};

/// Most bytes that an XLSX may unfold to.
const MAX_UNFOLDED: u64 = 96 * 1024 * 1024;
/// Most parts of an XLSX.
const MAX_PARTS: usize = 500;
/// Longest cell, characters.
const CELL_CHARS: usize = 10_000;
/// Lines that are looked at: the rows, with titles over them and empty lines between.
const MAX_LINES: usize = MAX_ROWS * 2 + 100;

/// Why a file is no sheet that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Neither CSV in UTF-8 nor XLSX.
    NotASheet,
    /// It unfolds to more than is taken.
    TooMuch,
}

/// The lines of a sheet.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<Line>, Fault> {
    if bytes.starts_with(b"PK\x03\x04") { xlsx(bytes) } else { csv(bytes) }
}

fn csv(bytes: &[u8]) -> Result<Vec<Line>, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::NotASheet)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\0') {
        return Err(Fault::NotASheet);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Fault::NotASheet)?;
        let at = record.position().map_or(0, |p| line_of(text, p));
        let cells = record.iter().take(MAX_COLUMNS).map(unguarded).collect();
        push(&mut lines, u32::try_from(at).unwrap_or(u32::MAX), cells)?;
    }
    Ok(lines)
}

/// The line on which a record begins, from 1: the reader gives the place from which it began to look, empty lines before it and all.
fn line_of(text: &str, place: &csv::Position) -> u64 {
    let from = usize::try_from(place.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or_default();
    let empty = from.chars().take_while(|c| matches!(c, '\r' | '\n')).filter(|c| *c == '\n').count();
    place.line().saturating_add(u64::try_from(empty).unwrap_or(u64::MAX))
}

/// Programs set to Vietnamese put semicolons between cells; copies from a sheet have tabs. The line with the names of the columns
/// tells, without what stands in quotation marks.
fn separator(text: &str) -> u8 {
    let head = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    let bare: String = head.split('"').step_by(2).collect();
    let count = |sign: char| bare.matches(sign).count();
    [(',', b','), (';', b';'), ('\t', b'\t')]
        .into_iter()
        .fold((0, b','), |best, (sign, byte)| if count(sign) > best.0 { (count(sign), byte) } else { best })
        .1
}

/// Our own files put an apostrophe before what a spreadsheet would take for a formula.
fn unguarded(cell: &str) -> String {
    let formula = cell.strip_prefix('\'').filter(|rest| rest.trim_start().starts_with(['=', '+', '-', '@']));
    short(formula.unwrap_or(cell))
}

fn short(cell: &str) -> String {
    cell.chars().take(CELL_CHARS).collect()
}

fn push(lines: &mut Vec<Line>, number: u32, cells: Vec<String>) -> Result<(), Fault> {
    if lines.len() >= MAX_LINES {
        return Err(Fault::TooMuch);
    }
    lines.push(Line { number, cells });
    Ok(())
}

/// The first sheet with anything in it.
fn xlsx(bytes: &[u8]) -> Result<Vec<Line>, Fault> {
    unfolds(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Fault::NotASheet)?;
    for name in book.sheet_names() {
        let lines = sheet(&mut book, &name)?;
        if !lines.is_empty() {
            return Ok(lines);
        }
    }
    Ok(Vec::new())
}

/// Unfolds every part once and counts: what a part says of its own size is not believed.
fn unfolds(bytes: &[u8]) -> Result<(), Fault> {
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::NotASheet)?;
    if parts.len() > MAX_PARTS {
        return Err(Fault::TooMuch);
    }
    let mut left = MAX_UNFOLDED;
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(|_| Fault::NotASheet)?;
        let mut part = part.take(left.saturating_add(1));
        let read = std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| Fault::NotASheet)?;
        left = left.checked_sub(read).ok_or(Fault::TooMuch)?;
    }
    Ok(())
}

/// The filled cells one after the other: a sheet that names a cell far away costs no more than one that does not.
fn sheet<R: Read + Seek>(book: &mut Xlsx<R>, name: &str) -> Result<Vec<Line>, Fault> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Fault::NotASheet)?;
    let mut lines: Vec<Line> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| Fault::NotASheet)? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let text = said(cell.get_value());
        if column >= MAX_COLUMNS || text.is_empty() {
            continue;
        }
        let number = row.saturating_add(1);
        if lines.last().is_none_or(|l| l.number != number) {
            push(&mut lines, number, Vec::new())?;
        }
        if let Some(line) = lines.last_mut() {
            if line.cells.len() <= column {
                line.cells.resize(column.saturating_add(1), String::new());
            }
            if let Some(slot) = line.cells.get_mut(column) {
                *slot = text;
            }
        }
    }
    Ok(lines)
}

fn said(value: &DataRef<'_>) -> String {
    match Data::from(value.clone()) {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => short(text.trim()),
        Data::Int(n) => n.to_string(),
        // Codes and years are numbers to a spreadsheet: they are written without a fraction that they do not have.
        Data::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        Data::Float(n) => n.to_string(),
        Data::Bool(yes) => if yes { "true" } else { "false" }.to_owned(),
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        lines(text.as_bytes()).unwrap().into_iter().map(|l| l.cells).collect()
    }

    #[test]
    fn csv_from_different_programs() {
        let expected = vec![vec!["Số", "Tên"], vec!["1/GP", "A, \"B\""]];
        for text in [
            "Số,Tên\r\n1/GP,\"A, \"\"B\"\"\"\r\n",
            "\u{feff}Số;Tên\n1/GP;\"A, \"\"B\"\"\"",
            "Số\tTên\n1/GP\t\"A, \"\"B\"\"\"",
        ] {
            assert_eq!(cells(text), expected, "{text}");
        }
        assert_eq!(cells("a,'=1+2,'b"), [["a", "=1+2", "'b"]], "our own guard goes, an apostrophe stays");
        assert_eq!(lines(b"a\n\n\nb").unwrap().iter().map(|l| l.number).collect::<Vec<_>>(), [1, 4]);
    }

    /// An XLSX with one sheet.
    fn book(sheet: &[&[u8]]) -> Vec<u8> {
        let rels = "http://schemas.openxmlformats.org/package/2006/relationships";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        let parts = [
            (
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                     <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                     <Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/>\
                     <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/></Types>"
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{rels}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Sổ\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{rels}\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
        ];
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let how = zip::write::SimpleFileOptions::default();
        for (name, text) in parts {
            zip.start_file(name, how).unwrap();
            std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        }
        zip.start_file("xl/worksheets/sheet1.xml", how).unwrap();
        let open = format!("<worksheet xmlns=\"{main}\"><sheetData>");
        std::io::Write::write_all(&mut zip, open.as_bytes()).unwrap();
        for piece in sheet {
            std::io::Write::write_all(&mut zip, piece).unwrap();
        }
        std::io::Write::write_all(&mut zip, b"</sheetData></worksheet>").unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn xlsx_with_numbers_and_gaps() {
        let rows = "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Số</t></is></c><c r=\"C2\" t=\"inlineStr\"><is><t>Mã số</t></is></c></row>\
                    <row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t> 1/GP </t></is></c><c r=\"C5\"><v>3700000001</v></c></row>";
        let read = lines(&book(&[rows.as_bytes()])).unwrap();
        let read: Vec<_> = read.iter().map(|l| (l.number, l.cells.join("|"))).collect();
        assert_eq!(read, [(2, "Số||Mã số".to_owned()), (5, "1/GP||3700000001".to_owned())]);
    }

    /// Hostile sheets: one cell at the far corner of an endless sheet, and a small file that unfolds to gigabytes.
    #[test]
    fn hostile_sheets_cost_little() {
        let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
        assert_eq!(lines(&book(&[far.as_bytes()])), Ok(Vec::new()));
        let blank = vec![b' '; 1024 * 1024];
        let bomb = book(&vec![blank.as_slice(); 97]);
        assert!(bomb.len() < 1024 * 1024, "{} bytes", bomb.len());
        assert_eq!(lines(&bomb), Err(Fault::TooMuch));
    }

    #[test]
    fn what_is_no_sheet() {
        for bytes in [&b"\xff\xfe\x00"[..], b"a\0b", b"PK\x03\x04 not a zip", b"%PDF-1.7\xe2"] {
            assert_eq!(lines(bytes), Err(Fault::NotASheet), "{bytes:?}");
        }
        let many = "a\n".repeat(MAX_LINES + 1);
        assert_eq!(lines(many.as_bytes()), Err(Fault::TooMuch));
    }
}

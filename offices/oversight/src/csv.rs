//! Tables as CSV (RFC 4180), for spreadsheets.

use axum::response::Response;
use congvu_web::download::{private, saved};

/// Without it, Excel reads the file in the code page of the machine.
const BOM: &str = "\u{feff}";

/// A file to be saved under this name.
pub(crate) fn file(name: &str, lines: &[Vec<String>]) -> Response {
    let mut out = String::from(BOM);
    for cells in lines {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    private(saved(out, "text/csv; charset=utf-8", name))
}

/// A quoted cell. What a spreadsheet would take for a formula gets an apostrophe before it: some of it was typed by applicants.
fn quoted(cell: &str) -> String {
    let start = cell.trim_start();
    let formula = start.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || cell.starts_with(['\t', '\r', '\n']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        for (cell, expected) in [
            ("Báo Mẫu", "\"Báo Mẫu\""),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("=1+2", "\"'=1+2\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("1-2", "\"1-2\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(cell), expected);
        }
    }
}

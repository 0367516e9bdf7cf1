//! The public view of a register as CSV (RFC 4180), for spreadsheets.

use super::find::{self, Asked};
use super::labels::Labels;
use super::list::Wish;
use super::standing;
use crate::common::{self, last_day};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_register::{RegisterDef, public};
use congvu_web::{WebError, Words, fmt};

/// Entries read at once.
const CHUNK: u32 = 500;
/// Most entries in one file.
const MAX_ENTRIES: usize = 20_000;
/// Most reads for one file: words that many entries have, but not together, end all the same.
const MAX_READS: usize = 100;
/// Without it, Excel reads the file in the code page of the machine.
const BOM: &str = "\u{feff}";

/// The register as the page shows it, all pages in one file.
pub(super) async fn file(
    desk: &Desk,
    agency: &Agency,
    def: &RegisterDef,
    wish: &Wish,
    w: &Words,
) -> Result<Response, WebError> {
    let labels = Labels::of(desk.library(), &def.id, wish.at.day);
    let mut out = String::from(BOM);
    let mut head = vec![w.t("registers-number"), w.t("registers-issued")];
    head.extend(def.public.iter().map(|p| labels.label(w, p)));
    head.extend([w.t("registers-until"), w.t("registers-standing")]);
    line(&mut out, &head);
    let (mut after, mut count, mut reads) = (String::new(), 0_usize, 0_usize);
    loop {
        let asked =
            Asked { register: &def.id, q: &wish.q, moment: wish.at.moment, after: &after, limit: CHUNK };
        let found = find::entries(desk, agency, &asked).await?;
        for entry in &found.entries {
            let said = public(entry, def);
            let mut cells = vec![entry.cited().to_owned(), fmt::date(w.lang(), entry.issued.date())];
            cells.extend(
                def.public.iter().map(|p| said.get(p).map(|v| labels.value(w, p, v)).unwrap_or_default()),
            );
            cells.push(last_day(w, entry.until));
            cells.push(standing::word(w, entry.standing(wish.at.moment)));
            line(&mut out, &cells);
        }
        reads = reads.saturating_add(1);
        count = count.saturating_add(found.entries.len());
        match found.next {
            Some(next) if count < MAX_ENTRIES && reads < MAX_READS => after = next,
            _ => break,
        }
    }
    let name = format!("{}-{}-{}.csv", agency.id(), def.id, wish.at.day);
    Ok(common::file("text/csv; charset=utf-8", &name, false, out.into_bytes()))
}

fn line(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&quoted(cell));
    }
    out.push_str("\r\n");
}

/// A quoted cell. What a spreadsheet would take for a formula gets an apostrophe before it: the values were typed by
/// applicants and must not run on the machine of whoever opens the file.
fn quoted(cell: &str) -> String {
    let formula =
        cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
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
            ("  @SUM(A1)", "\"'  @SUM(A1)\""),
            ("-3", "\"'-3\""),
            ("\tx", "\"'\tx\""),
            ("1-2", "\"1-2\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(cell), expected);
        }
    }
}

//! The public view of a register as CSV (RFC 4180), for spreadsheets.

use super::find::{self, Asked};
use super::labels::Labels;
use super::list::Wish;
use super::standing;
use crate::common::last_day;
use axum::body::Body;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_register::{RegisterDef, public};
use congvu_web::download::{saved, unlisted};
use congvu_web::{Words, fmt};

/// Entries read at once.
const CHUNK: u32 = 500;
/// Most reads for one file: words that many entries have, but not together, end all the same.
const MAX_READS: usize = 1_000;
/// Without it, Excel reads the file in the code page of the machine.
const BOM: &str = "\u{feff}";

/// What the file still has to say.
struct Rest {
    desk: Desk,
    agency: String,
    def: RegisterDef,
    wish: Wish,
    w: Words,
    /// The number to go on after; none when all is said.
    after: Option<String>,
    head: bool,
    reads: usize,
}

/// The register as the page shows it, all pages in one file. It is sent as it is read, so that the largest register needs no
/// more memory than the smallest.
pub(super) fn file(desk: &Desk, agency: &Agency, def: &RegisterDef, wish: Wish, w: &Words) -> Response {
    let name = format!("{}-{}-{}.csv", agency.id(), def.id, wish.at.day);
    let rest = Rest {
        desk: desk.clone(),
        agency: agency.id().to_owned(),
        def: def.clone(),
        wish,
        w: w.clone(),
        after: Some(String::new()),
        head: true,
        reads: 0,
    };
    let body = Body::from_stream(futures::stream::unfold(rest, |mut rest| async move {
        let after = rest.after.take()?;
        let part = rest.next(&after).await;
        Some((part.map_err(std::io::Error::other), rest))
    }));
    unlisted(saved(body, "text/csv; charset=utf-8", &name))
}

impl Rest {
    async fn next(&mut self, after: &str) -> Result<String, String> {
        let agency = self.desk.agency(&self.agency).ok_or("the department is gone")?;
        let (w, def, at) = (&self.w, &self.def, self.wish.at);
        let labels = Labels::of(self.desk.library(), &def.id, at.day);
        let mut out = String::new();
        if std::mem::take(&mut self.head) {
            out.push_str(BOM);
            let mut head = vec![w.t("registers-number"), w.t("registers-issued")];
            head.extend(def.public.iter().map(|p| labels.label(w, p)));
            head.extend([w.t("registers-until"), w.t("registers-standing")]);
            line(&mut out, &head);
        }
        let asked = Asked { register: &def.id, q: &self.wish.q, moment: at.moment, after, limit: CHUNK };
        // The answer has begun: what fails now can only be told by ending it early.
        let found = find::entries(&self.desk, agency, &asked).await.map_err(|e| format!("{e:?}"))?;
        for entry in &found.entries {
            let said = public(entry, def);
            let mut cells = vec![entry.cited().to_owned(), fmt::date(w.lang(), entry.issued.date())];
            cells.extend(
                def.public.iter().map(|p| said.get(p).map(|v| labels.value(w, p, v)).unwrap_or_default()),
            );
            cells.push(last_day(w, entry.until));
            cells.push(standing::word(w, entry.standing(at.moment)));
            line(&mut out, &cells);
        }
        self.reads = self.reads.saturating_add(1);
        self.after = found.next.filter(|_| self.reads < MAX_READS);
        Ok(out)
    }
}

pub(crate) fn line(out: &mut String, cells: &[String]) {
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

//! What a code leads to.

use crate::registers::find_read;
use congvu_desk::{Case, Desk};
use congvu_matter::Paper;
use congvu_pack::Agency;
use congvu_register::Entry;
use congvu_web::{ResultExt, WebError};

/// What a code leads to.
pub(crate) enum Found {
    /// A paper that made a version of an entry in a public register.
    Entry(Box<OfEntry>),
    /// Another paper of a case.
    Paper(Box<OfCase>),
    /// Nothing of this department.
    Nothing,
}

/// A paper of a public register.
pub(crate) struct OfEntry {
    /// The version that the paper made.
    pub(crate) shown: Entry,
    /// All versions with the codes of their papers, oldest first.
    pub(crate) versions: Vec<(Entry, Option<String>)>,
    /// The case, and the paper in it.
    pub(crate) case: Option<(Case, Paper)>,
}

/// A paper of a case that stands in no register.
pub(crate) struct OfCase {
    pub(crate) case: Case,
    pub(crate) paper: Paper,
}

/// Looks a code up, as [`super::code::read`] gives it.
pub(crate) async fn find(desk: &Desk, agency: &Agency, code: &str) -> Result<Found, WebError> {
    let store = desk.store();
    if let Some(row) = store.entry_by_verify_code(agency.id(), code).await.or_fault()? {
        // What is no public register is not shown by the back door either: the paper is genuine, and no more is said.
        if !desk.library().registers.get(&row.register).is_some_and(|def| def.listed) {
            let case = desk.case(agency, &row.matter).await.or_fault()?;
            let found = case.and_then(|c| paper_of(c, code));
            return Ok(
                found.map_or(Found::Nothing, |(case, paper)| Found::Paper(Box::new(OfCase { case, paper })))
            );
        }
        let rows = store.entry_versions(agency.id(), &row.register, &row.number).await.or_fault()?;
        let mut versions = Vec::with_capacity(rows.len());
        for row in &rows {
            versions.push((find_read(row)?, row.verify_code.clone()));
        }
        let found = versions.iter().find(|(_, c)| c.as_deref() == Some(code)).map(|(e, _)| e.clone());
        let shown = match found {
            Some(shown) => shown,
            None => find_read(&row)?,
        };
        let case = desk.case(agency, &shown.matter).await.or_fault()?;
        let case = case.and_then(|c| paper_of(c, code));
        return Ok(Found::Entry(Box::new(OfEntry { shown, versions, case })));
    }
    let Some(row) = store.document_by_verify_code(agency.id(), code).await.or_fault()? else {
        return Ok(Found::Nothing);
    };
    // Whoever has the paper has its code: a paper from a secret matter is genuine, too.
    let case = desk.case_of_paper(agency, &row.matter, code).await.or_fault()?;
    let found = case.and_then(|c| paper_of(c, code));
    Ok(found.map_or(Found::Nothing, |(case, paper)| Found::Paper(Box::new(OfCase { case, paper }))))
}

fn paper_of(case: Case, code: &str) -> Option<(Case, Paper)> {
    let paper = case.matter.papers.iter().find(|p| p.code == code).cloned()?;
    Some((case, paper))
}

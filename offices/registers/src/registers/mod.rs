//! Public registers: what stands in them, today and as of a day.

pub(crate) mod all;
mod cached;
mod csv;
pub(crate) mod dataset;
pub(crate) mod entry;
mod feed;
mod find;
mod json;
pub(crate) mod labels;
pub(crate) mod list;
pub(crate) mod standing;

pub(crate) use csv::line as csv_line;
pub(crate) use find::read as find_read;

use congvu_desk::Desk;
use congvu_pack::{Agency, Library, Loaded};
use congvu_register::RegisterDef;
use congvu_web::{PageCx, WebError};
use std::sync::Arc;

/// The registers that an agency's procedures keep, public or not.
pub(crate) fn kept<'l>(library: &'l Library, agency: &Agency) -> Vec<&'l RegisterDef> {
    library.registers.values().filter(|def| keeper(library, agency, &def.id).is_some()).collect()
}

/// Those that anyone may see.
pub(crate) fn of<'l>(library: &'l Library, agency: &Agency) -> Vec<&'l RegisterDef> {
    kept(library, agency).into_iter().filter(|def| def.listed).collect()
}

/// A register that this visitor may see: a public one, or a book of the office for an officer whom a clause lets read it.
/// Everybody else is told that there is none.
pub(crate) async fn visible<'l>(
    desk: &'l Desk,
    cx: &PageCx,
    agency: &Agency,
    id: &str,
) -> Result<&'l RegisterDef, WebError> {
    let library = desk.library();
    let found = kept(library, agency).into_iter().find(|def| def.id == id).ok_or(WebError::NotFound)?;
    if found.listed || crate::officer::may(desk, cx, agency, READ, id).await? {
        Ok(found)
    } else {
        Err(WebError::NotFound)
    }
}

/// Whether whoever looks at a register works in this department and finds the way to its import; who may do it is said there.
pub(crate) async fn may_import(
    desk: &Desk,
    cx: &PageCx,
    agency: &Agency,
    id: &str,
) -> Result<bool, WebError> {
    crate::officer::may(desk, cx, agency, READ, id).await
}

/// The act of the authority table that reading a book of the office is.
const READ: &str = "read-register";

/// The procedure that fills a register here: whose duty the register is.
pub(crate) fn keeper<'l>(library: &'l Library, agency: &Agency, register: &str) -> Option<&'l Arc<Loaded>> {
    library.keeper(agency, register)
}

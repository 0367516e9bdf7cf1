//! Public registers: what stands in them, today and as of a day.

pub(crate) mod all;
mod csv;
pub(crate) mod entry;
mod find;
pub(crate) mod labels;
pub(crate) mod list;
pub(crate) mod standing;

pub(crate) use find::read as find_read;

use congvu_matter::declare::Procedure;
use congvu_pack::{Agency, Library};
use congvu_register::RegisterDef;

/// The registers that an agency's procedures keep.
pub(crate) fn of<'l>(library: &'l Library, agency: &Agency) -> Vec<&'l RegisterDef> {
    library
        .registers
        .values()
        .filter(|def| {
            agency
                .procedures
                .iter()
                .filter_map(|id| library.procedures.get(id))
                .any(|p| keeps(&p.declared, &def.id))
        })
        .collect()
}

/// One of them.
pub(crate) fn one<'l>(library: &'l Library, agency: &Agency, id: &str) -> Option<&'l RegisterDef> {
    of(library, agency).into_iter().find(|def| def.id == id)
}

fn keeps(procedure: &Procedure, register: &str) -> bool {
    let outcomes = procedure.versions.iter().flat_map(|v| v.outcome.values());
    outcomes.filter_map(|o| o.register.as_ref()).any(|effect| effect.register() == register)
}

//! Checks across files: what one declaration says must be there in another.

mod force;
mod graph;
mod lifecycle;
mod money;
pub(crate) mod notices;
mod oversight;
mod people;
mod portal;
mod powers;
mod procedure;
mod remarks;
mod results;
mod shares;
mod site;
mod steps;
pub(crate) mod supervision;
mod time;

pub(crate) use remarks::all as remarks;

use crate::exports::{EXPORTS, MOST_ROWS};
use crate::locate::Locator;
use crate::{Fault, Files, Library};

/// All faults across files.
pub(crate) fn all(files: &Files, library: &Library) -> Vec<Fault> {
    let mut faults = Vec::new();
    for path in files.under("vn/lifecycles/", ".toml") {
        let Some(source) = files.text(path) else { continue };
        let found = library.lifecycles.values().find(|l| path.ends_with(&format!("/{}.toml", l.id)));
        let at = Locator::new(path, source);
        match found {
            Some(lifecycle) => {
                lifecycle::check(lifecycle, library, &at, &mut faults);
                graph::check(lifecycle, &at, &mut faults);
            }
            None => faults.push(at.fault("id", "the file must be named after the id of its lifecycle")),
        }
    }
    for portal in library.portals.values() {
        let path = format!("vn/portal/{}.toml", portal.id);
        match files.text(&path) {
            Some(source) => portal::check(portal, library, &Locator::new(&path, source), &mut faults),
            None => {
                faults.push(Locator::new("vn/portal", "").fault(
                    "id",
                    format!("the file of the portal `{}` must be named after its id", portal.id),
                ))
            }
        }
    }
    let most = library.exports.most_rows;
    if !(1..=MOST_ROWS).contains(&most) {
        let at = Locator::new(EXPORTS, files.text(EXPORTS).unwrap_or_default());
        let reason = format!("one file may have 1 to {MOST_ROWS} rows, not {most}");
        faults.push(at.fault("most-rows", reason));
    }
    let mut powers = powers::Powers::new(library);
    for loaded in library.procedures.values() {
        let at = Locator::new(&loaded.file, files.text(&loaded.file).unwrap_or_default());
        procedure::check(loaded, library, &at, &mut faults);
        force::check(loaded, library, &at, &mut faults);
        powers.check(loaded, &at, &mut faults);
    }
    for form in library.forms.values() {
        let path = "vn/forms.toml";
        let at = Locator::new(path, files.text(path).unwrap_or_default());
        if !library.templates.contains_key(&form.template) {
            let reason = format!("form `{}`: there is no paper `{}` in vn/papers", form.key, form.template);
            faults.push(at.fault("form", reason));
        }
    }
    forms_once(files, &mut faults);
    oversight::check(files, library, &mut faults);
    if let Some(reason) = library.scanning.wrong() {
        let path = crate::scanning::SCANNING;
        let at = crate::locate::Locator::new(path, files.text(path).unwrap_or_default());
        faults.push(at.fault("rule", reason));
    }
    supervision::check(files, library, &mut faults);
    crate::duties::check(files, library, &mut faults);
    notices::check(files, library, &mut faults);
    people::check(files, library, &mut faults);
    let path = "vn/texts.toml";
    let at = Locator::new(path, files.text(path).unwrap_or_default());
    for (i, cite) in lifecycle::twice(library.texts.iter().map(|t| t.cite.as_str())) {
        faults.push(at.fault(&format!("text.{i}.cite"), format!("the text `{cite}` stands here twice")));
    }
    money::check(files, library, &mut faults);
    site::help(files, library, &mut faults);
    site::stops(files, library, &mut faults);
    for agency in library.agencies.values() {
        let path = format!("{}/agency.toml", agency.id());
        let at = Locator::new(&path, files.text(&path).unwrap_or_default());
        check_agency(agency, library, &at, &mut faults);
    }
    faults
}

/// The library keeps one form a key: a second one under the same key is seen only in the file.
fn forms_once(files: &Files, faults: &mut Vec<Fault>) {
    let path = "vn/forms.toml";
    let Ok(read) = crate::read::toml_file::<crate::FormsFile>(files, path) else { return };
    let at = Locator::new(path, files.text(path).unwrap_or_default());
    force::forms(&read.forms, &at, faults);
    for (i, key) in lifecycle::twice(read.forms.iter().map(|f| f.key.as_str())) {
        faults.push(at.fault(&format!("form.{i}.key"), format!("the form `{key}` stands here twice")));
    }
}

fn check_agency(agency: &crate::Agency, library: &Library, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    for (i, listed) in agency.file.procedures.iter().enumerate() {
        let path = format!("vn/{listed}");
        let found = library
            .procedures
            .values()
            .any(|p| p.file == format!("{path}.toml") || p.file.starts_with(&format!("{path}/")));
        if !found {
            let reason = format!("there is no procedure file or folder `{path}`");
            faults.push(at.fault(&format!("procedures.{i}"), reason));
        }
    }
    portal::check_agency(agency, library, at, faults);
    let founder = &agency.file.founder;
    if agency.rules.kind(&founder.kind).is_none() {
        faults.push(at.fault("founder.kind", format!("there is no kind of position `{}`", founder.kind)));
    }
    money::account(agency, at, faults);
    site::contact(agency, library, at, faults);
    if agency.file.identifiers.is_empty() {
        faults.push(at.fault("identifier", "at least one unit identifier is needed for case numbers"));
    }
}

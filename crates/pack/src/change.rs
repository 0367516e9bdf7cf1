//! Changes that a department makes to its own packs: which files it may change, what stays as it is, and the library that follows.
//!
//! A change replaces whole files, or adds some. What has begun is law under which people have filed: a change adds a version
//! or changes one that has not begun, and the day decides as everywhere else.

use crate::library::Loaded;
use crate::locate::Locator;
use crate::{Agency, Checked, Fault, Files, Library};
use congvu_matter::declare::{Procedure, Version};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Largest changed file, bytes.
pub const MAX_FILE_BYTES: usize = 96 * 1024;
/// Most files of one change.
pub const MAX_FILES: usize = 10;
/// Longest path of a changed file, bytes.
const MAX_PATH_BYTES: usize = 120;
/// Folders under `vn/` and one below that a path may have.
const MAX_PARTS: usize = 5;

/// Changed files by path.
pub type Texts = BTreeMap<String, Vec<u8>>;

/// Whether a path is one of a procedure's file or form in a folder of procedures that the department handles.
#[must_use]
pub fn may_change(library: &Library, agency: &Agency, path: &str) -> bool {
    let Some(stem) = path.strip_suffix(".schema.json").or_else(|| path.strip_suffix(".toml")) else {
        return false;
    };
    let Some(inside) = stem.strip_prefix("vn/").filter(|_| path.len() <= MAX_PATH_BYTES) else {
        return false;
    };
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let parts: Vec<&str> = inside.split('/').collect();
    if !(2..=MAX_PARTS).contains(&parts.len()) || !parts.iter().all(|p| word(p)) {
        return false;
    }
    let field = parts.first().is_some_and(|first| library.fields.iter().any(|f| f.id == **first));
    let handled = |listed: &String| inside == listed || inside.starts_with(&format!("{listed}/"));
    // A form stands in the folder of a file that the department handles.
    let beside = || {
        let folder = inside.rsplit_once('/').map_or("", |(folder, _)| folder);
        agency.file.procedures.iter().any(|p| p.rsplit_once('/').is_some_and(|(f, _)| f == folder))
    };
    field && (agency.file.procedures.iter().any(handled) || (path.ends_with(".schema.json") && beside()))
}

impl Library {
    /// The text of a file as a department reads it: its own where it has changed it.
    #[must_use]
    pub fn text_of<'l>(&'l self, own: &'l Texts, path: &str) -> Option<&'l str> {
        let bytes = own.get(path).or_else(|| self.files.by_path.get(path))?;
        std::str::from_utf8(bytes).ok()
    }

    /// The packs as one department would read them with these files of its own. Other departments are left out: their
    /// decisions are no measure of it.
    #[must_use]
    pub fn files_with(&self, agency: &str, own: &Texts) -> Files {
        let own_folder = format!("{agency}/");
        let kept = self.files.by_path.iter().filter(|(path, _)| {
            path.starts_with("vn/") || path.starts_with(&own_folder) || !path.contains('/')
        });
        let mut by_path: BTreeMap<String, Vec<u8>> =
            kept.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        by_path.extend(own.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
        Files { by_path }
    }

    /// Checks the packs of a department with all its own files, those in force and those proposed. Remarks are about its
    /// own files alone.
    #[must_use]
    pub fn check_own(&self, agency: &str, own: &Texts) -> Checked {
        let mut checked = Checked::of(&self.files_with(agency, own));
        let Some(held) = self.agencies.get(agency) else { return checked };
        for path in own.keys().filter(|path| !may_change(self, held, path)) {
            let reason = "a department changes only files of procedures that it handles";
            checked.faults.push(at_start(path, reason));
        }
        checked.remarks.retain(|remark| own.contains_key(&remark.file));
        checked
    }

    /// The library after a department's own files: `own` is what [`Library::check_own`] read. Nothing changes for other
    /// departments, and who may do what changes for nobody.
    #[must_use]
    pub fn with_change(&self, agency: &str, own: &Library) -> Self {
        let mut new = self.clone();
        let (Some(held), Some(changed)) = (self.agencies.get(agency), own.agencies.get(agency)) else {
            return new;
        };
        let differs =
            |id: &str, loaded: &Loaded| self.procedures.get(id).is_none_or(|common| !same(common, loaded));
        let changes = own.procedures.iter().filter(|(id, loaded)| differs(id, loaded));
        let changes: BTreeMap<_, _> = changes.map(|(id, l)| (id.clone(), Arc::clone(l))).collect();
        if changes.is_empty() {
            new.own.remove(agency);
        } else {
            new.own.insert(agency.to_owned(), changes);
        }
        let agency_now = Agency { procedures: changed.procedures.clone(), ..held.as_ref().clone() };
        new.agencies.insert(agency.to_owned(), Arc::new(agency_now));
        new
    }
}

fn same(a: &Loaded, b: &Loaded) -> bool {
    a.file == b.file && a.declared == b.declared && a.schemas == b.schemas
}

fn at_start(path: &str, reason: &str) -> Fault {
    Fault { file: path.to_owned(), line: 1, column: 1, reason: reason.to_owned() }
}

/// What a change alters that must stay as it is. `before` and `after` are the procedures of the department by identifier, `day`
/// is the first on which something may be different, `texts` the changed files.
#[must_use]
pub fn begun(
    before: &BTreeMap<String, Arc<Loaded>>,
    after: &BTreeMap<String, Arc<Loaded>>,
    day: Date,
    texts: &Texts,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (id, old) in before {
        let Some(new) = after.get(id) else {
            let reason = format!("the procedure `{id}` is gone: end its last version with `until` instead");
            faults.push(at_start(&old.file, &reason));
            continue;
        };
        if !same(old, new) {
            let source = texts.get(&new.file).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default();
            let at = Locator::new(&new.file, source);
            lasting(&old.declared, &new.declared, &at, &mut faults);
            versions(old, new, day, &at, &mut faults);
        }
    }
    faults.sort();
    faults
}

/// What running cases and the authority table rest on.
fn lasting(old: &Procedure, new: &Procedure, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let kept = [
        ("duty", old.duty == new.duty),
        ("lifecycle", old.lifecycle == new.lifecycle),
        ("unit", old.unit == new.unit),
        ("field", old.field == new.field),
        ("subject", old.subject == new.subject),
        ("own_initiative", old.own_initiative == new.own_initiative),
        ("former", old.former.iter().all(|f| new.former.contains(f))),
    ];
    for (key, _) in kept.iter().filter(|(_, same)| !same) {
        let reason = format!(
            "`{key}` stays as it is: running cases rest on it; a version may differ, or a new procedure"
        );
        faults.push(at.fault(key, reason));
    }
}

fn versions(old: &Loaded, new: &Loaded, day: Date, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let after = &new.declared.versions;
    for (i, version) in old.declared.versions.iter().enumerate().filter(|(_, v)| v.from < day) {
        let Some((j, now)) = after.iter().enumerate().find(|(_, v)| v.from == version.from) else {
            let near = format!("version.{}", i.min(after.len().saturating_sub(1)));
            let reason =
                format!("the version that began on {} is gone: cases were filed under it", version.from);
            faults.push(at.fault(&near, reason));
            continue;
        };
        let ends = now.until.is_some_and(|until| until < day) && now.until != version.until;
        if ends {
            let reason = format!("the version that began on {} cannot end before {day}", version.from);
            faults.push(at.fault(&format!("version.{j}.until"), reason));
        }
        let form = |l: &Loaded, v: &Version| v.form.as_ref().and_then(|f| l.schemas.get(&f.schema)).cloned();
        if without_end(version) != without_end(now) {
            let path = format!("version.{j}{}", first_difference(version, now));
            let reason = format!(
                "the version that began on {} is law under which people have filed: leave it as it is, and add a version that begins on {day} or later",
                version.from
            );
            faults.push(at.fault(&path, reason));
        } else if form(old, version) != form(new, now) {
            let schema = now.form.as_ref().map_or("", |f| f.schema.as_str());
            let folder = new.file.rsplit_once('/').map_or("", |(folder, _)| folder);
            let reason = format!(
                "the form of the version that began on {} stays as it is: give the new version a form file of its own",
                version.from
            );
            faults.push(at_start(&format!("{folder}/{schema}"), &reason));
        }
    }
    let known = |v: &Version| old.declared.versions.iter().any(|o| o.from == v.from);
    for (j, version) in after.iter().enumerate().filter(|(_, v)| v.from < day && !known(v)) {
        let reason = format!(
            "a new version cannot begin on {}: the earliest day is {day}, because nobody is judged by what was not there",
            version.from
        );
        faults.push(at.fault(&format!("version.{j}.from"), reason));
    }
}

fn without_end(version: &Version) -> Version {
    Version { until: None, ended_by: None, ..version.clone() }
}

/// The key of a version under which two states of it differ, as a path; empty where it cannot be told.
fn first_difference(old: &Version, new: &Version) -> &'static str {
    let all = [
        (".time", old.time == new.time),
        (".fee", old.fee == new.fee),
        (".dossier", old.dossier == new.dossier),
        (".step", old.steps == new.steps),
        (".outcome", old.outcome == new.outcome),
        (".who", old.who == new.who),
        (".form", old.form == new.form),
        (".law", old.law == new.law),
        (".condition", old.condition == new.condition),
        (".filing", old.filing == new.filing),
    ];
    all.iter().find(|(_, same)| !same).map_or("", |(key, _)| key)
}

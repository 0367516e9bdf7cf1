//! Everything that the packs declare, read and checked.

use crate::agency::{Agency, AgencyFile};
use crate::exports::{EXPORTS, Exports};
use crate::forms::{Field, FieldsFile, FormDef, FormsFile};
use crate::law::{Keeps, KeepsFile, LegalText, TextsFile};
use crate::locate::Locator;
use crate::money::{CsvFormat, MONEY, MoneyFile, StatementsFile};
use crate::notices::{Notices, NoticesFile};
use crate::portal::PortalDef;
use crate::read::{json_file, text, toml_file};
use crate::site::{HELP, Help, STOPS, Stops};
use crate::{Fault, Faults, Files, PaperWords, check};
use congvu_authority::{Rules, Source};
use congvu_calendar::Calendar;
use congvu_matter::FormInForce;
use congvu_matter::declare::{Law, Lifecycle, Numbering, Procedure};
use congvu_register::RegisterDef;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A procedure with what its file refers to.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// File, relative to the packs folder.
    pub file: String,
    /// As declared.
    pub declared: Procedure,
    /// Schemas of its forms by file name; shared by its versions.
    pub schemas: BTreeMap<String, Value>,
}

/// Everything that the packs declare.
#[derive(Debug, Clone)]
pub struct Library {
    /// The files that it was read from.
    pub files: Arc<Files>,
    /// Where a department reads a procedure of its own making instead of the common one, or beside those: by department and
    /// identifier. See [`Library::with_change`].
    pub own: BTreeMap<String, BTreeMap<String, Arc<Loaded>>>,
    /// Legal calendar.
    pub calendar: Calendar,
    /// Numbering.
    pub numbering: Numbering,
    /// What may be taken out of lists.
    pub exports: Exports,
    /// Lifecycles by identifier.
    pub lifecycles: BTreeMap<String, Arc<Lifecycle>>,
    /// One-stop forms by key.
    pub forms: BTreeMap<String, FormDef>,
    /// Fields of the catalogue in their order.
    pub fields: Vec<Field>,
    /// Procedures by identifier.
    pub procedures: BTreeMap<String, Arc<Loaded>>,
    /// Registers by identifier.
    pub registers: BTreeMap<String, RegisterDef>,
    /// What leaders see, reports and indicators.
    pub oversight: crate::Oversight,
    /// Why running cases keep the law of their filing day, through time.
    pub keeps: Vec<Keeps>,
    /// Texts of law and their days of force, as far as they are known.
    pub texts: Vec<LegalText>,
    /// Words that papers share.
    pub words: PaperWords,
    /// Paper templates by file name.
    pub templates: BTreeMap<String, String>,
    /// Templates of notices, and how sending is kept in bounds.
    pub notices: Notices,
    /// Guides, questions with answers, terms of use.
    pub help: Help,
    /// How long before a planned stop it must be announced.
    pub stops: Stops,
    /// From when on a scan can be read.
    pub scanning: crate::Scanning,
    /// What the law says of people who work in a department.
    pub people: crate::People,
    /// Portals of others by identifier.
    pub portals: BTreeMap<String, PortalDef>,
    /// Departments by identifier.
    pub agencies: BTreeMap<String, Arc<Agency>>,
    /// How banks write their statements as CSV.
    pub statements: Vec<CsvFormat>,
    /// The law on administrative violations: acts, brackets, powers, times.
    pub violations: congvu_violation::Law,
    /// Rooms that carry duties.
    pub duties: crate::DutiesFile,
}

/// How much there is, for `congvu pack check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Departments.
    pub agencies: usize,
    /// Procedures.
    pub procedures: usize,
    /// Versions of procedures.
    pub versions: usize,
    /// Lifecycles.
    pub lifecycles: usize,
    /// Registers.
    pub registers: usize,
    /// Paper templates.
    pub papers: usize,
}

/// Collects faults so that one run shows them all.
pub(crate) struct Reading<'f> {
    pub(crate) files: &'f Files,
    pub(crate) faults: Vec<Fault>,
}

impl Reading<'_> {
    fn keep<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.faults.push(fault)).ok()
    }

    /// A file that need not be there.
    fn optional<T: serde::de::DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        self.files
            .by_path
            .contains_key(path)
            .then(|| toml_file::<T>(self.files, path))
            .and_then(|read| self.keep(read))
    }
}

impl Library {
    /// Reads and checks the packs.
    ///
    /// # Errors
    /// Every fault found, with file, line, column and reason; first those within files, then those across files.
    pub fn load(files: &Files) -> Result<Self, Faults> {
        let (library, faults) = Self::read(files);
        match library {
            Some(library) if faults.is_empty() => Ok(library),
            _ => Err(Faults(faults)),
        }
    }

    /// Reads the packs; with what was read, every fault in it.
    pub(crate) fn read(files: &Files) -> (Option<Self>, Vec<Fault>) {
        let mut reading = Reading { files, faults: Vec::new() };
        let library = read_all(&mut reading);
        let mut faults = reading.faults;
        // What could not be read is missing elsewhere too: faults that only follow from it would hide the cause.
        if let Some(library) = library.as_ref().filter(|_| faults.is_empty()) {
            faults.extend(check::all(files, library));
        }
        faults.sort();
        faults.dedup();
        (library, faults)
    }

    /// How much there is.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts {
            agencies: self.agencies.len(),
            procedures: self.procedures.len(),
            versions: self.procedures.values().map(|p| p.declared.versions.len()).sum(),
            lifecycles: self.lifecycles.len(),
            registers: self.registers.len(),
            papers: self.templates.len(),
        }
    }

    /// The procedure by which a department fills a register: whose duty the register is. None where the department does not
    /// keep it.
    #[must_use]
    pub fn keeper(&self, agency: &Agency, register: &str) -> Option<&Arc<Loaded>> {
        let adds = |loaded: &&Arc<Loaded>| {
            let outcomes = loaded.declared.versions.iter().flat_map(|v| v.outcome.values());
            outcomes.filter_map(|o| o.register.as_ref()).any(
                |effect| matches!(effect, congvu_matter::declare::RegisterEffect::Add(r) if r == register),
            )
        };
        agency.procedures.iter().filter_map(|id| self.loaded(agency.id(), id)).find(adds)
    }

    /// A procedure as a department reads it: its own file where it has changed the common one.
    #[must_use]
    pub fn loaded(&self, agency: &str, id: &str) -> Option<&Arc<Loaded>> {
        self.own.get(agency).and_then(|own| own.get(id)).or_else(|| self.procedures.get(id))
    }

    /// As [`Library::loaded`], also by an identifier that the procedure had before.
    #[must_use]
    pub fn procedure(&self, agency: &str, id: &str) -> Option<&Arc<Loaded>> {
        let own = || self.own.get(agency).into_iter().flat_map(BTreeMap::values);
        let former = || {
            let had = |p: &&Arc<Loaded>| p.declared.former.iter().any(|f| f == id);
            own().chain(self.procedures.values()).find(had)
        };
        self.loaded(agency, id).or_else(former)
    }

    /// Why a running case keeps the law of its filing day where a new version that begins on this day says nothing else.
    #[must_use]
    pub fn keeps_on(&self, day: Date) -> Option<&Law> {
        let found = self.keeps.iter().find(|k| k.from <= day && k.until.is_none_or(|until| day < until));
        found.map(|k| &k.ground)
    }

    /// The form in force on a day.
    ///
    /// # Errors
    /// None is in force: the first later day on which one is, where there is one.
    pub fn form_on(&self, key: &str, day: Date) -> Result<FormInForce, Option<Date>> {
        self.forms.get(key).ok_or(None)?.on(day)
    }
}

fn read_all(r: &mut Reading<'_>) -> Option<Library> {
    let files = r.files;
    let calendar = read_calendar(r);
    let numbering = r.keep(toml_file::<Numbering>(files, "vn/numbering.toml"));
    let exports = r.keep(toml_file::<Exports>(files, EXPORTS));
    let forms = r.keep(toml_file::<FormsFile>(files, "vn/forms.toml"));
    let fields = r.keep(toml_file::<FieldsFile>(files, "vn/fields.toml"));
    let mut lifecycles = each(r, "vn/lifecycles/", |l: &Lifecycle| l.id.clone());
    if let Some(money) = r.keep(toml_file::<MoneyFile>(files, MONEY)) {
        lifecycles.values_mut().for_each(|l| money.join(l));
    }
    let lifecycles = lifecycles.into_iter().map(|(id, l)| (id, Arc::new(l))).collect();
    let duties = r.optional(crate::duties::DUTIES).unwrap_or_default();
    let statements = r.keep(toml_file::<StatementsFile>(files, "vn/statements.toml"));
    let registers = each(r, "vn/registers/", |d: &RegisterDef| d.id.clone());
    let portals = each(r, "vn/portal/", |p: &PortalDef| p.id.clone());
    let procedures = read_procedures(r, fields.as_ref());
    let mut templates = BTreeMap::new();
    for path in files.under("vn/papers/", ".typ") {
        if let (Some(name), Some(source)) = (path.strip_prefix("vn/papers/"), r.keep(text(files, path))) {
            templates.insert(name.to_owned(), source.to_owned());
        }
    }
    let oversight = r.keep(toml_file::<crate::Oversight>(files, "vn/oversight.toml"));
    let people = r.keep(toml_file::<crate::People>(files, crate::people::PEOPLE));
    let keeps = r.optional::<KeepsFile>("vn/transition.toml").map(|f| f.keeps).unwrap_or_default();
    let texts = r.optional::<TextsFile>("vn/texts.toml").map(|f| f.texts).unwrap_or_default();
    let words = r.keep(toml_file::<PaperWords>(files, "vn/papers/words.toml"));
    let notices = read_notices(r);
    let violations = read_violations(r);
    let help = r.keep(toml_file::<Help>(files, HELP));
    let stops = r.keep(toml_file::<Stops>(files, STOPS));
    let scanning = r.keep(toml_file::<crate::Scanning>(files, crate::scanning::SCANNING));
    let agencies = read_agencies(r, &procedures);
    Some(Library {
        files: Arc::new(files.clone()),
        own: BTreeMap::new(),
        calendar: calendar?,
        numbering: numbering?,
        exports: exports?,
        lifecycles,
        forms: forms?.forms.into_iter().map(|f| (f.key.clone(), f)).collect(),
        fields: fields?.fields,
        procedures,
        registers,
        oversight: oversight?,
        keeps,
        texts,
        words: words?,
        templates,
        notices: notices?,
        help: help?,
        stops: stops?,
        scanning: scanning?,
        people: people?,
        portals,
        agencies,
        statements: statements?.formats,
        violations,
        duties,
    })
}

fn read_notices(r: &mut Reading<'_>) -> Option<Notices> {
    let files = r.files;
    let mut list = Vec::new();
    for path in files.under(check::notices::FOLDER, ".toml").filter(|p| *p != check::notices::SENDING) {
        list.extend(r.keep(toml_file::<NoticesFile>(files, path)).into_iter().flat_map(|f| f.notices));
    }
    let sending = r.keep(toml_file(files, check::notices::SENDING))?;
    Some(Notices { list, sending })
}

fn read_violations(r: &mut Reading<'_>) -> congvu_violation::Law {
    let files = r.files;
    let paths = files.under(check::supervision::FOLDER, ".toml");
    let read: Vec<_> = paths.filter_map(|path| r.keep(toml_file(files, path))).collect();
    congvu_violation::Law::of(read)
}

fn read_calendar(r: &mut Reading<'_>) -> Option<Calendar> {
    let path = "vn/calendar.toml";
    let source = r.keep(text(r.files, path))?;
    let read = Calendar::from_toml(source).map_err(|e| Fault {
        file: path.to_owned(),
        line: e.line,
        column: e.column,
        reason: e.message,
    });
    r.keep(read)
}

/// Reads every file of a folder; the same identifier twice is a fault.
fn each<T: serde::de::DeserializeOwned>(
    r: &mut Reading<'_>,
    folder: &str,
    id: impl Fn(&T) -> String,
) -> BTreeMap<String, T> {
    let files = r.files;
    let mut all = BTreeMap::new();
    for path in files.under(folder, ".toml") {
        let Some(item) = r.keep(toml_file::<T>(files, path)) else { continue };
        let key = id(&item);
        if all.insert(key.clone(), item).is_some() {
            r.faults.push(twice(path, &key));
        }
    }
    all
}

fn twice(path: &str, id: &str) -> Fault {
    let reason = format!("the id `{id}` is used in another file too: an id is given once and never again");
    Fault { file: path.to_owned(), line: 1, column: 1, reason }
}

/// Procedures live in folders named after their field: `vn/FIELD/…/*.toml`.
fn read_procedures(r: &mut Reading<'_>, fields: Option<&FieldsFile>) -> BTreeMap<String, Arc<Loaded>> {
    let files = r.files;
    let mut all = BTreeMap::new();
    for field in fields.map(|f| f.fields.as_slice()).unwrap_or_default() {
        for path in files.under(&format!("vn/{}/", field.id), ".toml") {
            let Some(declared) = r.keep(toml_file::<Procedure>(files, path)) else { continue };
            let schemas = read_schemas(r, path, &declared);
            let id = declared.id.clone();
            let loaded = Arc::new(Loaded { file: path.to_owned(), declared, schemas });
            if all.insert(id.clone(), loaded).is_some() {
                r.faults.push(twice(path, &id));
            }
        }
    }
    all
}

fn read_schemas(r: &mut Reading<'_>, path: &str, procedure: &Procedure) -> BTreeMap<String, Value> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut schemas = BTreeMap::new();
    for form in procedure.versions.iter().filter_map(|v| v.form.as_ref()) {
        let read = json_file(r.files, &format!("{folder}/{}", form.schema));
        if let Some(schema) = r.keep(read) {
            schemas.insert(form.schema.clone(), schema);
        }
    }
    schemas
}

fn read_agencies(
    r: &mut Reading<'_>,
    procedures: &BTreeMap<String, Arc<Loaded>>,
) -> BTreeMap<String, Arc<Agency>> {
    let files = r.files;
    let mut all = BTreeMap::new();
    let paths: Vec<&str> = files.by_path.keys().map(String::as_str).collect();
    for path in paths.into_iter().filter(|p| p.ends_with("/agency.toml")) {
        let Some(file) = r.keep(toml_file::<AgencyFile>(files, path)) else { continue };
        if path.strip_suffix("/agency.toml") != Some(file.id.as_str()) {
            let at = Locator::new(path, files.text(path).unwrap_or_default());
            r.faults.push(at.fault("id", "the folder must be named after the id of its department"));
            continue;
        }
        if let Some(agency) = read_agency(r, file, procedures) {
            all.insert(agency.file.id.clone(), Arc::new(agency));
        }
    }
    all
}

fn read_agency(
    r: &mut Reading<'_>,
    file: AgencyFile,
    procedures: &BTreeMap<String, Arc<Loaded>>,
) -> Option<Agency> {
    let decision_path = format!("{}/decision.txt", file.id);
    let source = r.keep(text(r.files, &decision_path))?;
    let read = congvu_law::import(source.as_bytes()).map_err(|e| Fault {
        file: decision_path.clone(),
        line: 1,
        column: 1,
        reason: e.to_string(),
    });
    let decision = Arc::new(r.keep(read)?);
    let base = r.keep(text(r.files, "vn/authority.toml"))?;
    let own_path = format!("{}/authority.toml", file.id);
    let own = r.keep(text(r.files, &own_path))?;
    let resolve =
        |key: &str| decision.duty(key).or_else(|| decision.find(key).map(|node| decision.clause(&node.eid)));
    let base = Source { file: "vn/authority.toml", text: base };
    let rules = Rules::from_sources(base, Source { file: &own_path, text: own }, &resolve);
    let rules = rules.map_err(|e| Fault { file: e.file, line: e.line, column: e.column, reason: e.reason });
    let rules = Arc::new(r.keep(rules)?);
    let handled = |loaded: &&Arc<Loaded>| file.procedures.iter().any(|p| crate::portal::is_under(p, loaded));
    let mut handled: Vec<&Procedure> = procedures.values().filter(handled).map(|p| &p.declared).collect();
    // What gives something new stands before what changes it; what the office opens itself comes last.
    handled.sort_by_key(|p| (p.own_initiative, p.subject.is_some()));
    let procedures = handled.into_iter().map(|p| p.id.clone()).collect();
    Some(Agency { file, decision, rules, procedures })
}

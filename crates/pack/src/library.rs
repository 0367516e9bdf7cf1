//! Everything that the packs declare, read and checked.

use crate::agency::{Agency, AgencyFile};
use crate::forms::{Field, FieldsFile, FormDef, FormsFile};
use crate::locate::Locator;
use crate::money::{CsvFormat, MONEY, MoneyFile, StatementsFile};
use crate::read::{json_file, text, toml_file};
use crate::{Fault, Faults, Files, PaperWords, check};
use congvu_authority::{Rules, Source};
use congvu_calendar::Calendar;
use congvu_matter::FormInForce;
use congvu_matter::declare::{Lifecycle, Numbering, Procedure};
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
#[derive(Debug)]
pub struct Library {
    /// Legal calendar.
    pub calendar: Calendar,
    /// Numbering.
    pub numbering: Numbering,
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
    /// Words that papers share.
    pub words: PaperWords,
    /// Paper templates by file name.
    pub templates: BTreeMap<String, String>,
    /// Departments by identifier.
    pub agencies: BTreeMap<String, Arc<Agency>>,
    /// How banks write their statements as CSV.
    pub statements: Vec<CsvFormat>,
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
}

impl Library {
    /// Reads and checks the packs.
    ///
    /// # Errors
    /// Every fault found, with file, line, column and reason; first those within files, then those across files.
    pub fn load(files: &Files) -> Result<Self, Faults> {
        let mut reading = Reading { files, faults: Vec::new() };
        let library = read_all(&mut reading);
        let mut faults = reading.faults;
        // What could not be read is missing elsewhere too: faults that only follow from it would hide the cause.
        if let Some(library) = library.as_ref().filter(|_| faults.is_empty()) {
            faults.extend(check::all(files, library));
        }
        faults.sort();
        faults.dedup();
        match library {
            Some(library) if faults.is_empty() => Ok(library),
            _ => Err(Faults(faults)),
        }
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
    let forms = r.keep(toml_file::<FormsFile>(files, "vn/forms.toml"));
    let fields = r.keep(toml_file::<FieldsFile>(files, "vn/fields.toml"));
    let mut lifecycles = each(r, "vn/lifecycles/", |l: &Lifecycle| l.id.clone());
    if let Some(money) = r.keep(toml_file::<MoneyFile>(files, MONEY)) {
        lifecycles.values_mut().for_each(|l| money.join(l));
    }
    let lifecycles = lifecycles.into_iter().map(|(id, l)| (id, Arc::new(l))).collect();
    let statements = r.keep(toml_file::<StatementsFile>(files, "vn/statements.toml"));
    let registers = each(r, "vn/registers/", |d: &RegisterDef| d.id.clone());
    let procedures = read_procedures(r, fields.as_ref());
    let mut templates = BTreeMap::new();
    for path in files.under("vn/papers/", ".typ") {
        if let (Some(name), Some(source)) = (path.strip_prefix("vn/papers/"), r.keep(text(files, path))) {
            templates.insert(name.to_owned(), source.to_owned());
        }
    }
    let words = r.keep(toml_file::<PaperWords>(files, "vn/papers/words.toml"));
    let agencies = read_agencies(r, &procedures);
    Some(Library {
        calendar: calendar?,
        numbering: numbering?,
        lifecycles,
        forms: forms?.forms.into_iter().map(|f| (f.key.clone(), f)).collect(),
        fields: fields?.fields,
        procedures,
        registers,
        words: words?,
        templates,
        agencies,
        statements: statements?.formats,
    })
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
    let handled = |loaded: &&Arc<Loaded>| {
        file.procedures.iter().any(|p| {
            let path = format!("vn/{p}");
            loaded.file == format!("{path}.toml") || loaded.file.starts_with(&format!("{path}/"))
        })
    };
    let mut handled: Vec<&Procedure> = procedures.values().filter(handled).map(|p| &p.declared).collect();
    // What gives something new stands before what changes it; what the office opens itself comes last.
    handled.sort_by_key(|p| (p.own_initiative, p.subject.is_some()));
    let procedures = handled.into_iter().map(|p| p.id.clone()).collect();
    Some(Agency { file, decision, rules, procedures })
}

//! What is declared about the matter at hand.

use crate::error::PerformError;
use crate::request::Opening;
use crate::{DeskError, codes};
use congvu_matter::declare::{Effect, Lifecycle, Procedure, Version};
use congvu_matter::{Context, FormOn, Matter, turn_of};
use congvu_pack::{Agency, Library, Loaded};
use jiff::civil::{Date, DateTime};
use std::sync::Arc;

/// Lifecycle, and for a case its procedure and the version that governs it. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Definition {
    pub(crate) lifecycle: Arc<Lifecycle>,
    case: Option<Governed>,
    /// For a matter about a whole register: the procedure that fills it.
    keeper: Option<Arc<Loaded>>,
}

#[derive(Debug, Clone)]
struct Governed {
    loaded: Arc<Loaded>,
    version: Option<usize>,
}

fn unknown(what: &'static str, id: &str) -> PerformError {
    PerformError::Unknown { what, id: id.to_owned() }
}

impl Definition {
    /// For a matter that is to be opened: the version in force now governs it.
    pub(crate) fn opening(
        library: &Library,
        agency: &Agency,
        opening: &Opening,
        now: DateTime,
    ) -> Result<Self, PerformError> {
        match opening {
            Opening::Lifecycle(id) => Ok(Self::of_house(lifecycle(library, id)?)),
            Opening::Register { lifecycle: id, register } => {
                let keeper = library.keeper(agency, register).cloned();
                let keeper = Some(keeper.ok_or_else(|| unknown("register", register))?);
                Ok(Self { keeper, ..Self::of_house(lifecycle(library, id)?) })
            }
            Opening::Procedure(id) => {
                let handled = agency.procedures.contains(id);
                let loaded = library.loaded(agency.id(), id).filter(|_| handled);
                let loaded = loaded.ok_or_else(|| unknown("procedure", id))?;
                Self::on_day(library, loaded, now.date())
            }
        }
    }

    /// For a case that is opened on a day: the version in force then governs it.
    pub(crate) fn on_day(library: &Library, loaded: &Arc<Loaded>, day: Date) -> Result<Self, PerformError> {
        let version = loaded.declared.version_on(day);
        let life = lifecycle(library, loaded.declared.lifecycle_of(version))?;
        Ok(Self::of_case(loaded, life, version.map(|v| v.from)))
    }

    /// For an existing matter: the version that governs it, and the lifecycle that it follows.
    pub(crate) fn of(library: &Library, matter: &Matter) -> Result<Self, PerformError> {
        if matter.procedure.is_empty() {
            let keeper =
                matter.entry.as_ref().filter(|e| e.number.is_empty()).and_then(|e| {
                    library.keeper(library.agencies.get(&matter.agency)?, &e.register).cloned()
                });
            return Ok(Self { keeper, ..Self::of_house(lifecycle(library, &matter.lifecycle)?) });
        }
        let loaded = library.procedure(&matter.agency, &matter.procedure);
        let loaded = loaded.ok_or_else(|| unknown("procedure", &matter.procedure))?;
        let life = lifecycle(library, &matter.lifecycle)?;
        Ok(Self::of_case(loaded, life, matter.law_of))
    }

    fn of_case(loaded: &Arc<Loaded>, lifecycle: Arc<Lifecycle>, from: Option<Date>) -> Self {
        let version = loaded.declared.versions.iter().position(|v| Some(v.from) == from);
        let case = Some(Governed { loaded: Arc::clone(loaded), version });
        Self { case, ..Self::of_house(lifecycle) }
    }

    /// A matter of the house: only a lifecycle.
    fn of_house(lifecycle: Arc<Lifecycle>) -> Self {
        Self { lifecycle, case: None, keeper: None }
    }

    /// The procedure whose duty and unit the matter is judged by.
    pub(crate) fn judged_by(&self) -> Option<&Procedure> {
        self.procedure().or(self.keeper.as_ref().map(|k| &k.declared))
    }

    pub(crate) fn procedure(&self) -> Option<&Procedure> {
        self.case.as_ref().map(|c| &c.loaded.declared)
    }

    pub(crate) fn version(&self) -> Option<&Version> {
        let case = self.case.as_ref()?;
        case.loaded.declared.versions.get(case.version?)
    }

    pub(crate) fn unit(&self) -> &str {
        self.judged_by().map_or("", |p| p.unit.as_str())
    }

    /// As many codes as the act brings about papers.
    pub(crate) fn codes(&self, act: &str) -> Result<Vec<String>, DeskError> {
        let papers = self
            .lifecycle
            .act(act)
            .map_or(0, |a| a.effects.iter().filter(|e| matches!(e, Effect::Paper(_))).count());
        (0..papers).map(|_| codes::verification().map_err(|e| DeskError::Random(e.to_string()))).collect()
    }

    /// Whose turn it is in the present state of the matter.
    pub(crate) fn turn(&self, matter: &Matter) -> String {
        turn_of(&self.lifecycle, self.version(), matter)
    }

    pub(crate) fn context<'a>(
        &'a self,
        library: &'a Library,
        agency: &'a Agency,
        matter_id: &'a str,
        codes: &'a [String],
        form_on: &'a FormOn<'a>,
        now: DateTime,
    ) -> Context<'a> {
        Context {
            now,
            calendar: &library.calendar,
            lifecycle: &self.lifecycle,
            procedure: self.procedure(),
            version: self.version(),
            keeps: library.keeps_on(now.date()),
            unit_code: agency.unit_code(now.date()),
            short: &agency.file.short,
            numbering: &library.numbering,
            form_on,
            codes,
            agency: agency.id(),
            matter_id,
        }
    }
}

fn lifecycle(library: &Library, id: &str) -> Result<Arc<Lifecycle>, PerformError> {
    library.lifecycles.get(id).cloned().ok_or_else(|| unknown("lifecycle", id))
}

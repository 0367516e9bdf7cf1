//! From what was typed to the act.

use super::{Intake, files};
use crate::access::refused;
use crate::people;
use congvu_desk::{Desk, Done, On, Opening, PerformError, Request};
use congvu_matter::on_paper::{self, Dossier, MAX_COPIES};
use congvu_matter::{Command, EntryRef, InputFault, Party, Refused};
use congvu_views::filing::{self, phone};
use congvu_views::{not_now_text, pick};
use congvu_web::{PageCx, WebError};
use serde_json::{Map, json};

/// Field: who brings the file. The fields of the act's inputs begin with `_`, those of the form do not.
pub(crate) const FILER: &str = "_filer";

/// Fields that are inputs of the act, all but the counted papers.
pub(crate) const INPUTS: [&str; 5] = ["assignee", "filer", "filer-as", "proxy-paper", "representative"];

/// How many originals (`o`) or copies (`c`) of a part were typed; an empty field is none.
pub(crate) fn counted(intake: &Intake<'_>, kind: char, part: &str) -> Option<u32> {
    let typed = intake.values.get(&format!("_{kind}-{part}")).trim();
    if typed.is_empty() { Some(0) } else { typed.parse().ok().filter(|n| *n <= MAX_COPIES) }
}

/// Pages on which a note is stuck, as typed: numbers with commas or blanks between them. None where that is something else.
fn notes(intake: &Intake<'_>, part: &str) -> Option<Vec<u32>> {
    let typed = intake.values.get(&format!("_s-{part}")).to_owned();
    let words = typed.split([',', ';', ' ']).filter(|word| !word.is_empty()).take(MAX_NOTES);
    let mut pages: Vec<u32> =
        words.map(|word| word.parse().ok().filter(|n| *n > 0)).collect::<Option<_>>()?;
    pages.sort_unstable();
    pages.dedup();
    Some(pages)
}

/// Most notes in one part.
const MAX_NOTES: usize = 200;

/// The pages of the paper against those of the scan, and whether the scan can be read.
fn scans(desk: &Desk, cx: &PageCx, intake: &mut Intake<'_>) {
    let w = cx.words();
    let came = on_paper(intake);
    for part in &intake.asking.version.dossier {
        let (pages, noted) = (format!("_p-{}", part.id), format!("_s-{}", part.id));
        let name = ("name", pick(w, &part.name).to_owned().into());
        let typed = !intake.values.get(&pages).trim().is_empty();
        let counted = came.get(&part.id).and_then(|p| p.paper_pages);
        let notes = notes(intake, &part.id);
        let first = notes.iter().flatten().copied().next();
        let beyond = notes.as_ref().is_none_or(|all| all.iter().any(|n| counted.is_none_or(|c| *n > c)));
        if typed && counted.is_none_or(|n| n == 0 || n > on_paper::MAX_PAGES) {
            intake.error(&pages, w.with("counter-pages-number", &[name]));
        } else if beyond {
            intake.error(&noted, w.with("counter-notes-pages", &[name]));
        } else if let Some(came) = came.get(&part.id).filter(|p| p.is_incomplete()) {
            let number = |n: Option<u32>| i64::from(n.unwrap_or(0)).into();
            let id = if first.is_some() { "counter-pages-notes" } else { "counter-pages-differ" };
            let said = [
                name,
                ("paper", number(counted)),
                ("expected", number(came.expected_pages())),
                ("scanned", number(came.pages)),
                ("page", number(first)),
            ];
            intake.error(&format!("_d-{}", part.id), w.with(id, &said));
        }
    }
    let least = desk.library().scanning.on(desk.clock().now().date());
    let coarse = |k: &&super::Kept| least.is_some_and(|l| k.dots.is_some_and(|d| d < l.least_dots));
    if intake.body.files.iter().any(|k| coarse(&k)) && intake.values.get(LOW).is_empty() {
        intake.error(LOW, w.t("counter-low-error"));
    }
}

/// Field: a scan below the value of the rule is taken all the same.
pub(crate) const LOW: &str = "_low";

/// What came on paper, as typed, with the pages of the scans.
pub(crate) fn on_paper(intake: &Intake<'_>) -> Dossier {
    let mut all = Dossier::new();
    for part in &intake.asking.version.dossier {
        let scans = files::of_part(&intake.body.files, &part.id);
        let not_scanned = intake.values.get(&format!("_n-{}", part.id)).to_owned();
        let pages: usize = scans.iter().map(|k| k.pages).sum();
        let came = on_paper::Part {
            originals: counted(intake, 'o', &part.id).unwrap_or(0),
            copies: counted(intake, 'c', &part.id).unwrap_or(0),
            pages: u32::try_from(pages).ok().filter(|n| *n > 0),
            paper_pages: intake.values.get(&format!("_p-{}", part.id)).trim().parse().ok(),
            notes: notes(intake, &part.id).unwrap_or_default(),
            differs: Some(intake.values.get(&format!("_d-{}", part.id)).trim().to_owned())
                .filter(|r| !r.is_empty()),
            not_scanned: Some(not_scanned).filter(|r| !r.is_empty() && scans.is_empty()),
        };
        if came.sheets() > 0 || came.pages.is_some() {
            all.insert(part.id.clone(), came);
        }
    }
    all
}

/// Looks at everything before anything is done; errors stand at their fields. `true` when it can be filed.
pub(crate) async fn check(desk: &Desk, cx: &PageCx, intake: &mut Intake<'_>) -> Result<bool, WebError> {
    let w = cx.words();
    if let Some(spec) = intake.spec.clone()
        && let Err(errors) = spec.check(w, &intake.values)
    {
        intake.errors.extend(errors);
    }
    parts(cx, intake);
    scans(desk, cx, intake);
    let form = intake.form(cx);
    let entry = match &intake.spec {
        Some(spec) => {
            filing::named_entry(desk, intake.officer.agency, intake.asking.procedure, spec, &form).await?
        }
        None => None,
    };
    let name = filing::holder(desk, intake.asking.procedure, intake.asking.version, entry.as_ref(), &form);
    intake.twice = people::twice(desk, &intake.officer, &intake.asking, &name, &form).await?;
    if !intake.twice.is_empty() && intake.values.get("_twice").is_empty() {
        intake.error("_twice", w.t("counter-twice-error"));
    }
    if intake.errors.is_empty() {
        files::bind_all(desk, cx, intake).await?;
    }
    Ok(intake.errors.is_empty())
}

/// Counted papers against scans: what has come is scanned or has its reason, what is scanned has been counted.
fn parts(cx: &PageCx, intake: &mut Intake<'_>) {
    let w = cx.words();
    for part in &intake.asking.version.dossier {
        let name = || ("name", pick(w, &part.name).to_owned().into());
        let (originals, copies) = (counted(intake, 'o', &part.id), counted(intake, 'c', &part.id));
        let (Some(originals), Some(copies)) = (originals, copies) else {
            intake.error(&format!("_o-{}", part.id), w.with("counter-not-a-count", &[name()]));
            continue;
        };
        let scanned = !files::of_part(&intake.body.files, &part.id).is_empty();
        let reason = !intake.values.get(&format!("_n-{}", part.id)).is_empty();
        let sheets = originals.saturating_add(copies);
        let wrong = match (sheets, scanned, reason) {
            (0, false, _) if part.required => Some((format!("_o-{}", part.id), "counter-part-missing")),
            (0, true, _) => Some((format!("_o-{}", part.id), "counter-part-uncounted")),
            (1.., false, false) => {
                Some((format!("{}{}", files::FILE_FIELD, part.id), "counter-part-unscanned"))
            }
            _ => None,
        };
        if let Some((field, id)) = wrong {
            let message = w.with(id, &[name()]);
            intake.error(&field, message);
        }
    }
}

/// Files it. `None` when the desk said no and the reasons stand in the form.
pub(crate) async fn perform(
    desk: &Desk,
    cx: &PageCx,
    intake: &mut Intake<'_>,
) -> Result<Option<Done>, WebError> {
    let command = command(desk, cx, intake).await?;
    let request = Request {
        agency: intake.officer.agency.id().to_owned(),
        actor: intake.officer.actor(),
        on: On::New(Opening::Procedure(intake.asking.procedure.id.clone())),
        seen: None,
        idempotency_key: Some(intake.draft.clone()),
        command,
    };
    match desk.perform(request).await {
        Ok(done) => Ok(Some(done)),
        Err(PerformError::NotNow(refused)) => {
            not_now(cx, intake, &refused);
            Ok(None)
        }
        Err(error) => Err(refused(desk, cx, &intake.officer, &intake.asking, error).await),
    }
}

async fn command(desk: &Desk, cx: &PageCx, intake: &Intake<'_>) -> Result<Command, WebError> {
    let (procedure, version) = (intake.asking.procedure, intake.asking.version);
    let form = intake.form(cx);
    let entry = match &intake.spec {
        Some(spec) => filing::named_entry(desk, intake.officer.agency, procedure, spec, &form).await?,
        None => None,
    };
    let named = filing::holder(desk, procedure, version, entry.as_ref(), &form);
    let filer = intake.values.get(FILER).trim().to_owned();
    let mut input = Map::new();
    for id in INPUTS {
        let value = intake.values.get(&format!("_{id}")).trim();
        if !value.is_empty() && intake.asking.act.inputs.iter().any(|i| i.id == id) {
            input.insert(id.to_owned(), json!(value));
        }
    }
    if let Some(parts) = &intake.asking.act.paper_dossier {
        input.insert(parts.clone(), json!(on_paper(intake)));
    }
    Ok(Command {
        act: intake.asking.act.id.clone(),
        input,
        files: intake.body.files.iter().map(|k| k.file.clone()).collect(),
        party: Some(Party {
            account: String::new(),
            name: if named.is_empty() { filer } else { named },
            phone: phone::digits(&filing::text(&form, filing::PHONE)),
        }),
        subject: filing::subject_line(procedure, version, &form),
        entry: entry.map(|e| EntryRef { register: e.register, number: e.number }),
        channel: intake.values.get("_channel").to_owned(),
        form,
        ..Command::default()
    })
}

/// What the matter does not take, at the field where it can be put right.
fn not_now(cx: &PageCx, intake: &mut Intake<'_>, refused: &Refused) {
    let (w, lifecycle) = (cx.words(), intake.asking.lifecycle);
    let one = |fault: &InputFault| Refused::Input {
        act: intake.asking.act.id.clone(),
        faults: vec![fault.clone()],
    };
    let errors: Vec<(String, String)> = match refused {
        Refused::Input { faults, .. } => faults
            .iter()
            .map(|f| (format!("_{}", f.input), not_now_text(w, Some(lifecycle), &one(f)).join(" ")))
            .collect(),
        Refused::MissingParts { parts } => parts
            .iter()
            .map(|(id, name)| {
                let name = pick(w, name).to_owned();
                let message = w.with("counter-part-unscanned", &[("name", name.into())]);
                (format!("{}{id}", files::FILE_FIELD), message)
            })
            .collect(),
        Refused::NoSubject => {
            let spec = intake.spec.as_deref();
            let field = spec.and_then(|s| filing::prefilled_from(s, "entry.number")).unwrap_or_default();
            vec![(field.to_owned(), not_now_text(w, Some(lifecycle), refused).join(" "))]
        }
        other => not_now_text(w, Some(lifecycle), other).into_iter().map(|t| (FILER.to_owned(), t)).collect(),
    };
    for (field, message) in errors {
        intake.error(&field, message);
    }
}

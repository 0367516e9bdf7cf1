//! Taking over a paper register: an empty sheet, a filled one with what is wrong in it, and the act that enters it all.

mod columns;
mod grid;
mod view;

use crate::officer::{self, Stop};
use crate::registers::{keeper, kept};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, On, Opening, PerformError, Request};
use congvu_matter::{Attachment, Command};
use congvu_pack::{Agency, Loaded};
use congvu_register::import::{Line, Preview, Rows, Why, read};
use congvu_register::{RegisterDef, Status};
use congvu_store::{FileError, FileLimits, StoredFile};
use congvu_views::agency_of;
use congvu_views::door::AtWork;
use congvu_web::components::{FieldError, Tone};
use congvu_web::download::{saved, unlisted};
use congvu_web::form::FormValues;
use congvu_web::{PageCx, ResultExt, WebError, Words, fmt};
use serde_json::Value;
use std::sync::Arc;

/// Lifecycle of an import.
const LIFECYCLE: &str = "register-import";
/// The act that enters everything.
pub(crate) const ACT: &str = "import";
/// Names of the files that go with the act: the sheet as it was handed in, and its rows as they are entered.
const SHEET: &str = "sheet";
const ROWS: &str = "rows";
/// Largest sheet, bytes.
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Largest file of rows, bytes: what a sheet of that size can say, written out.
const MAX_ROWS_BYTES: usize = 64 * 1024 * 1024;
/// Media types that a sheet can have as found by looking; text of any kind has none.
const TYPES: [&str; 4] = [
    "application/octet-stream",
    "text/plain",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];

/// A register that an officer is about to fill.
struct Desired<'d> {
    desk: &'d Desk,
    agency: &'d Agency,
    def: &'d RegisterDef,
    keeper: &'d Arc<Loaded>,
    officer: AtWork<'d>,
}

impl<'d> Desired<'d> {
    async fn open(desk: &'d Desk, cx: &PageCx, agency: &str, register: &str) -> Result<Self, Stop> {
        let agency = agency_of(desk, agency)?;
        let next = format!("/{}/desk/registers/{register}/import", agency.id());
        let officer = officer::enter(desk, cx, agency, &next).await?;
        let library = desk.library();
        let def = kept(library, agency).into_iter().find(|d| d.id == register).ok_or(WebError::NotFound)?;
        let keeper = keeper(library, agency, register).ok_or(WebError::NotFound)?;
        Ok(Self { desk, agency, def, keeper, officer })
    }

    fn href(&self, rest: &str) -> String {
        format!("/{}/desk/registers/{}/import{rest}", self.agency.id(), self.def.id)
    }

    /// The form whose answers entries of this register hold: the latest, old papers follow no form.
    fn schema(&self) -> Option<&Value> {
        let version = self.keeper.declared.versions.last()?;
        self.keeper.schemas.get(&version.form.as_ref()?.schema)
    }

    fn may(&self) -> bool {
        officer::allowed(self.desk, self.agency, &self.officer.book, &self.officer.actor(), ACT, &self.def.id)
    }

    /// Everything about a stored sheet.
    async fn sheet(&self, w: &Words, sha256: &str) -> Result<Sheet, WebError> {
        let stored = self.desk.store().files();
        let bytes = match stored.get(sha256).await {
            Ok(bytes) => bytes,
            Err(FileError::NotFound(_) | FileError::BadDigest(_)) => return Err(WebError::NotFound),
            Err(error) => return Err(WebError::fault(error)),
        };
        let size_bytes = bytes.len() as u64;
        // A hostile sheet keeps a thread busy, not the server.
        let lines = tokio::task::spawn_blocking(move || grid::lines(&bytes)).await.or_fault()?;
        let preview = match lines {
            Err(fault) => return Ok(Sheet { size_bytes, read: Err(fault), before: None }),
            Ok(lines) => self.preview(w, &lines).await?,
        };
        Ok(Sheet { size_bytes, read: Ok(preview), before: self.before(sha256).await? })
    }

    async fn preview(&self, w: &Words, lines: &[Line]) -> Result<Preview, WebError> {
        let fields = columns::fields(w, self.def, self.schema());
        let checks = columns::Checks::of(&fields, self.schema());
        let today = self.desk.clock().now().date();
        let mut preview = read(lines, &fields, &|key, value| checks.fits(key, value), today);
        let keys: Vec<String> = preview.rows.iter().map(|r| r.key()).collect();
        let held =
            self.desk.store().entries_by_number(self.agency.id(), &self.def.id, &keys).await.or_fault()?;
        let held: std::collections::BTreeSet<String> = held
            .into_iter()
            .filter(|row| row.status != Status::Annulled.as_str())
            .map(|row| row.number)
            .collect();
        let name = w.t("registers-number");
        let known: Vec<_> = preview.rows.iter().filter(|r| held.contains(&r.key())).cloned().collect();
        preview.rows.retain(|r| !held.contains(&r.key()));
        for row in known {
            preview.fault(row.line, &name, &row.number, Why::Exists);
        }
        preview.faults.sort_by_key(|f| f.line);
        Ok(preview)
    }

    /// The import that took this very sheet over before, where it still stands.
    async fn before(&self, sha256: &str) -> Result<Option<String>, WebError> {
        let uses = self.desk.store().uses_of_file(self.agency.id(), sha256).await.or_fault()?;
        for used in uses.into_iter().filter(|u| u.part == SHEET) {
            let case = self.desk.case(self.agency, &used.matter).await.or_fault()?;
            let here = |m: &congvu_matter::Matter| {
                m.state == "imported" && m.entry.as_ref().is_some_and(|e| e.register == self.def.id)
            };
            if case.is_some_and(|c| here(&c.matter)) {
                return Ok(Some(used.matter));
            }
        }
        Ok(None)
    }
}

/// A sheet that was handed in.
struct Sheet {
    size_bytes: u64,
    read: Result<Preview, grid::Fault>,
    /// The import that took it over already.
    before: Option<String>,
}

/// `GET /{agency}/desk/registers/{register}/import`.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, register)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let desired = Desired::open(&desk, &cx, &agency, &register).await?;
    Ok(view::start(&cx, &desired, &[], StatusCode::OK))
}

/// `GET /{agency}/desk/registers/{register}/import/sheet.csv`: the empty sheet.
pub(crate) async fn template(
    State(desk): State<Desk>,
    Path((agency, register)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let desired = Desired::open(&desk, &cx, &agency, &register).await?;
    let fields = columns::fields(cx.words(), desired.def, desired.schema());
    let heads: Vec<String> = fields.iter().filter_map(|f| f.names.first().cloned()).collect();
    let mut out = String::from("\u{feff}");
    crate::registers::csv_line(&mut out, &heads);
    let name = format!("{register}.csv");
    Ok(unlisted(saved(out, "text/csv; charset=utf-8", &name)))
}

/// `POST /{agency}/desk/registers/{register}/import`: keeps the sheet and goes on to what it says.
pub(crate) async fn upload(
    State(desk): State<Desk>,
    Path((agency, register)): Path<(String, String)>,
    cx: PageCx,
    form: Multipart,
) -> Result<Response, Stop> {
    let desired = Desired::open(&desk, &cx, &agency, &register).await?;
    let w = cx.words();
    let (name, bytes) = received(form).await?;
    let limits = FileLimits { max_bytes: MAX_BYTES, allow: &TYPES };
    let message = match desk.store().files().put(bytes, &name, &limits).await {
        Ok(stored) => return Ok(Redirect::to(&desired.href(&format!("/{}", stored.sha256))).into_response()),
        Err(FileError::Empty) => w.t("registers-i-no-file"),
        Err(FileError::TooLarge { .. }) => {
            let most = fmt::size(w.lang(), MAX_BYTES as u64);
            w.with("registers-i-too-large", &[("size", most.into())])
        }
        Err(FileError::TypeNotAllowed { .. }) => w.t("registers-i-not-a-sheet"),
        Err(error) => return Err(WebError::fault(error).into()),
    };
    let errors = [FieldError::new(SHEET, message)];
    Ok(view::start(&cx, &desired, &errors, StatusCode::UNPROCESSABLE_ENTITY))
}

async fn received(mut form: Multipart) -> Result<(String, Vec<u8>), WebError> {
    let mut found = (String::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|_| WebError::BadForm)? {
        if field.name() == Some(SHEET) {
            let name = field.file_name().unwrap_or_default().to_owned();
            found = (name, field.bytes().await.map_err(|_| WebError::BadForm)?.to_vec());
        }
    }
    Ok(found)
}

/// `GET /{agency}/desk/registers/{register}/import/{sheet}`: what the sheet says, line by line.
pub(crate) async fn preview(
    State(desk): State<Desk>,
    Path((agency, register, sha256)): Path<(String, String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let desired = Desired::open(&desk, &cx, &agency, &register).await?;
    let sheet = desired.sheet(cx.words(), &sha256).await?;
    Ok(view::preview(&cx, &desired, &sha256, &sheet, &FormValues::default(), &[])?)
}

/// `POST /{agency}/desk/registers/{register}/import/{sheet}`: the act. The sheet is read again: what counts is what it says now,
/// beside what the register says now.
pub(crate) async fn perform(
    State(desk): State<Desk>,
    Path((agency, register, sha256)): Path<(String, String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let desired = Desired::open(&desk, &cx, &agency, &register).await?;
    let w = cx.words();
    let book = values.get("book").trim().to_owned();
    let key = values.get("_key").to_owned();
    let repeated =
        Some(key).filter(|k| (1..=128).contains(&k.len()) && k.bytes().all(|b| b.is_ascii_graphic()));
    let sheet = desired.sheet(w, &sha256).await?;
    let rows = match &sheet.read {
        Ok(preview) if preview.is_whole() && sheet.before.is_none() && desired.may() => &preview.rows,
        // Whoever has no power is told so by the desk, with the clauses that were looked at.
        Ok(preview) if !desired.may() => &preview.rows,
        _ => return Ok(view::preview(&cx, &desired, &sha256, &sheet, &values, &[])?),
    };
    if book.is_empty() {
        let errors = [FieldError::new("book", w.t("registers-i-book-missing"))];
        return Ok(view::preview(&cx, &desired, &sha256, &sheet, &values, &errors)?);
    }
    let rows = Rows { register: register.clone(), rows: rows.clone() };
    let count = rows.rows.len();
    let files = desired.files(&sha256, sheet.size_bytes, &rows).await?;
    let input = serde_json::json!({ "book": book, "note": values.get("note").trim() });
    let request = Request {
        agency: agency.clone(),
        actor: desired.officer.actor(),
        on: On::New(Opening::Register { lifecycle: LIFECYCLE.to_owned(), register: register.clone() }),
        seen: None,
        idempotency_key: repeated,
        command: Command {
            act: ACT.to_owned(),
            input: input.as_object().cloned().unwrap_or_default(),
            files,
            subject: book,
            channel: "office".to_owned(),
            ..Command::default()
        },
    };
    match desk.perform(request).await {
        Ok(done) => {
            let clause = congvu_views::chip_at(w, desired.agency, &done.clause).title;
            let n = i64::try_from(count).unwrap_or(i64::MAX);
            let said = [("n", fmt::number(w.lang(), n).into()), ("clause", clause.into())];
            cx.session().flash(Tone::Good, &w.with("registers-i-done", &said));
            Ok(Redirect::to(&format!("/{agency}/desk/cases/{}", done.matter)).into_response())
        }
        Err(error) => Err(Stop::Web(desired.stopped(w, error).await)),
    }
}

impl Desired<'_> {
    async fn stopped(&self, w: &Words, error: PerformError) -> WebError {
        let lifecycle = self.desk.library().lifecycles.get(LIFECYCLE).map(AsRef::as_ref);
        let name =
            lifecycle.and_then(|l| l.act(ACT)).map(|a| congvu_views::pick(w, &a.name)).unwrap_or_default();
        congvu_views::perform_error(w, self.desk, self.agency, lifecycle, name, error).await
    }

    /// The sheet and its rows as the act names them.
    async fn files(&self, sha256: &str, size_bytes: u64, rows: &Rows) -> Result<Vec<Attachment>, WebError> {
        let bytes = serde_json::to_vec(rows).or_fault()?;
        let limits = FileLimits { max_bytes: MAX_ROWS_BYTES, allow: &TYPES };
        let stored = self.desk.store().files().put(bytes, "rows.json", &limits).await.or_fault()?;
        let sheet = StoredFile {
            sha256: sha256.to_owned(),
            size_bytes,
            media_type: TYPES.first().copied().unwrap_or_default().to_owned(),
            name: "sheet".to_owned(),
        };
        let attached = |part: &str, file: StoredFile| Attachment {
            part: part.to_owned(),
            name: file.name,
            sha256: file.sha256,
            size_bytes: file.size_bytes,
            media_type: file.media_type,
        };
        Ok(vec![attached(SHEET, sheet), attached(ROWS, stored)])
    }
}

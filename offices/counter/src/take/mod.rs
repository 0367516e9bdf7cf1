//! Taking in a file on paper: one page, one button.

mod files;
mod form;
pub(crate) mod pages;
mod perform;

use crate::access::{Asking, Officer, Stop, asking, enter, permitted};
use crate::people;
use axum::Extension;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Active, Case, Desk};
use congvu_matter::Attachment;
use congvu_store::DraftRow;
use congvu_views::filing::{Specs, with_defaults};
use congvu_web::components::FieldError;
use congvu_web::form::new_key;
use congvu_web::form::{FormSpec, FormValues};
use congvu_web::{PageCx, ResultExt, WebError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Most files of one intake before they are bound.
const MAX_FILES: usize = 60;

/// What is kept of an intake that is not finished: files above all, which a browser cannot fill in again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Body {
    /// What was typed.
    #[serde(default)]
    pub(crate) typed: Vec<(String, String)>,
    /// Files, in the order in which they will be bound.
    #[serde(default)]
    pub(crate) files: Vec<Kept>,
}

/// A file with what was found by looking at it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    pub(crate) file: Attachment,
    /// Pages, where they can be told.
    pub(crate) pages: usize,
    /// Something in it acts by itself: it is bound anew before it is filed.
    #[serde(default)]
    pub(crate) active: bool,
    /// Bound by the officer already.
    #[serde(default)]
    pub(crate) bound: bool,
}

/// An intake under way.
pub(crate) struct Intake<'d> {
    pub(crate) officer: Officer<'d>,
    pub(crate) asking: Asking<'d>,
    pub(crate) spec: Option<Arc<FormSpec>>,
    pub(crate) draft: String,
    pub(crate) body: Body,
    pub(crate) values: FormValues,
    pub(crate) errors: Vec<FieldError>,
    /// Open cases that look the same.
    pub(crate) twice: Vec<Case>,
    /// People who may be the one who has come.
    pub(crate) known: Vec<people::Known>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Code, telephone or name of who has come.
    #[serde(default)]
    who: String,
    /// An earlier case to take the person from.
    #[serde(default)]
    from: String,
    /// An intake under way.
    #[serde(default)]
    draft: String,
}

impl<'d> Intake<'d> {
    async fn open(
        desk: &'d Desk,
        specs: &Specs,
        cx: &PageCx,
        agency: &str,
        procedure: &str,
        draft: &str,
    ) -> Result<Self, Stop> {
        let officer = enter(desk, cx, agency).await?;
        let asking = asking(desk, officer.agency, procedure).ok_or(WebError::NotFound)?;
        permitted(desk, cx, &officer, &asking).await?;
        let spec = specs.of(asking.loaded, asking.version)?;
        let row = match draft {
            "" => None,
            id => desk.store().draft(officer.agency.id(), &officer.draft_owner(), id).await.or_fault()?,
        };
        let row = row.filter(|r| r.procedure == procedure);
        let body: Body = match &row {
            Some(row) => serde_json::from_str(&row.body).or_fault()?,
            None => Body::default(),
        };
        let values = FormValues::from_pairs(body.typed.clone());
        Ok(Self {
            officer,
            asking,
            spec,
            draft: row.map(|r| r.id).unwrap_or_default(),
            body,
            values,
            errors: Vec::new(),
            twice: Vec::new(),
            known: Vec::new(),
        })
    }

    pub(crate) async fn save(&self, desk: &Desk) -> Result<(), WebError> {
        let row = DraftRow {
            id: self.draft.clone(),
            owner: self.officer.draft_owner(),
            procedure: self.asking.procedure.id.clone(),
            body: serde_json::to_string(&self.body).or_fault()?,
            updated_ms: desk.clock().now_ms(),
        };
        desk.store().put_draft(self.officer.agency.id(), &row).await.or_fault()
    }

    pub(crate) fn href(&self, rest: &str) -> String {
        self.officer.at(&format!("/take/{}{rest}", self.asking.procedure.id))
    }

    fn error(&mut self, field: &str, message: String) {
        self.errors.push(FieldError::new(field, message));
    }

    /// The form as JSON, with what is left out filled in by the schema.
    fn form(&self, cx: &PageCx) -> Map<String, Value> {
        let Some(spec) = &self.spec else { return Map::new() };
        let mut form = self.values.to_json(spec, cx.lang()).as_object().cloned().unwrap_or_default();
        with_defaults(spec, &mut form);
        form
    }
}

/// `GET /{agency}/desk/counter/take/{procedure}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, procedure)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let mut intake = Intake::open(&desk, &specs, &cx, &agency, &procedure, &asked.draft).await?;
    if intake.draft.is_empty() {
        intake.draft = new_key()?;
        prefill(&desk, &cx, &mut intake, &asked).await?;
    }
    Ok(form::show(&desk, &cx, &intake, StatusCode::OK).await?)
}

/// What is known of who has come: offered to choose, and filled in once chosen.
async fn prefill(desk: &Desk, cx: &PageCx, intake: &mut Intake<'_>, asked: &Asked) -> Result<(), WebError> {
    let chosen = match asked.from.as_str() {
        "" => None,
        id => desk.case(intake.officer.agency, id).await.or_fault()?,
    };
    match (chosen, &intake.spec) {
        (Some(case), spec) => {
            if let Some(spec) = spec {
                let mut form = people::about_person(spec, &case.matter.form);
                with_defaults(spec, &mut form);
                intake.values = FormValues::from_json(spec, cx.lang(), &Value::Object(form));
            }
            let name = case.matter.party.map(|p| p.name).unwrap_or_default();
            intake.values.set(perform::FILER, name);
        }
        (None, spec) => {
            if let Some(spec) = spec {
                let mut form = Map::new();
                with_defaults(spec, &mut form);
                intake.values = FormValues::from_json(spec, cx.lang(), &Value::Object(form));
            }
            intake.known = people::known(desk, &intake.officer, &asked.who).await?;
        }
    }
    Ok(())
}

/// `POST /{agency}/desk/counter/take/{procedure}`
pub(crate) async fn submit(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, procedure)): Path<(String, String)>,
    cx: PageCx,
    form: Multipart,
) -> Result<Response, Stop> {
    let (texts, sent) = files::read(form).await?;
    let typed = FormValues::from_pairs(texts.clone());
    let draft = typed.get("_draft").to_owned();
    let id_is_ours = draft.len() == 32 && draft.bytes().all(|b| b.is_ascii_hexdigit());
    let mut intake = Intake::open(&desk, &specs, &cx, &agency, &procedure, &draft).await?;
    if intake.draft.is_empty() {
        intake.draft = if id_is_ours { draft } else { new_key()? };
    }
    intake.values = typed;
    intake.body.typed = texts.into_iter().filter(|(name, _)| name != "_csrf" && name != "_upload").collect();
    files::take(&desk, &cx, &mut intake, sent).await?;
    let pages_of = intake.values.get("_pages").to_owned();
    if !pages_of.is_empty() && intake.errors.is_empty() {
        intake.save(&desk).await?;
        let to = intake.href(&format!("/pages/{}/{pages_of}", intake.draft));
        return Ok(Redirect::to(&to).into_response());
    }
    if perform::check(&desk, &cx, &mut intake).await? {
        match perform::perform(&desk, &cx, &mut intake).await? {
            Some(done) => {
                let owner = intake.officer.draft_owner();
                desk.store()
                    .delete_draft(intake.officer.agency.id(), &owner, &intake.draft)
                    .await
                    .or_fault()?;
                let to = intake.officer.at(&format!("/done/{}", done.matter));
                return Ok(Redirect::to(&to).into_response());
            }
            None => tracing::debug!("a file on paper was not taken in"),
        }
    }
    intake.save(&desk).await?;
    Ok(form::show(&desk, &cx, &intake, StatusCode::UNPROCESSABLE_ENTITY).await?)
}

/// Whether something in a file acts by itself.
pub(crate) fn acts(active: &[Active]) -> bool {
    !active.is_empty()
}

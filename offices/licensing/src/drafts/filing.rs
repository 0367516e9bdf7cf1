//! Filing: from a form and files to a case.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, Done, On, Opening, PerformError, Request};
use congvu_matter::declare::{Procedure, Version};
use congvu_matter::{Attachment, Command, EntryRef, Party, Refused};
use congvu_pack::Agency;
use congvu_register::Entry;
use congvu_views::{not_now_text, perform_error, pick};
use congvu_web::components::{FieldError, Tone};
use congvu_web::form::{FormSpec, FormValues};
use congvu_web::{PageCx, ResultExt, WebError};
use serde_json::{Map, Value};

use super::{Draft, check};
use crate::phone;
use crate::route;
use crate::specs::{self, Specs, prefilled_from, with_defaults};
use crate::visitor::Visitor;

/// The opening act of an application.
const FILE: &str = "file";

/// Everything that is filed.
pub(crate) struct Filing<'a> {
    pub(crate) agency: &'a Agency,
    pub(crate) procedure: &'a Procedure,
    pub(crate) version: &'a Version,
    pub(crate) spec: Option<&'a FormSpec>,
    pub(crate) visitor: &'a Visitor,
    pub(crate) form: Map<String, Value>,
    pub(crate) files: Vec<Attachment>,
    /// Who applies, where the form does not say; from a client of the API.
    pub(crate) party: Option<(String, String)>,
    pub(crate) key: Option<String>,
}

impl Filing<'_> {
    /// Files it.
    ///
    /// # Errors
    /// What the desk says; [`Filed::Web`] for faults on the way there.
    pub(crate) async fn perform(mut self, desk: &Desk) -> Result<Done, Filed> {
        let entry = match self.spec {
            Some(spec) => {
                with_defaults(spec, &mut self.form);
                specs::named_entry(desk, self.agency, self.procedure, spec, &self.form)
                    .await
                    .map_err(Filed::Web)?
            }
            None => None,
        };
        let command = Command {
            act: FILE.to_owned(),
            party: Some(self.applicant(desk, entry.as_ref())),
            subject: specs::subject_line(self.procedure, self.version, &self.form),
            entry: entry.map(|e| EntryRef { register: e.register, number: e.number }),
            channel: "online".to_owned(),
            form: self.form,
            files: self.files,
            ..Command::default()
        };
        let request = Request {
            agency: self.agency.id().to_owned(),
            actor: self.visitor.actor(),
            on: On::New(Opening::Procedure(self.procedure.id.clone())),
            seen: None,
            idempotency_key: self.key,
            command,
        };
        desk.perform(request).await.map_err(Filed::Desk)
    }

    /// Who applies: the holder as the register names it, as the form does, or the account.
    fn applicant(&self, desk: &Desk, entry: Option<&Entry>) -> Party {
        let holder = specs::holder(desk, self.procedure, self.version, entry, &self.form);
        let (given_name, given_phone) = self.party.clone().unwrap_or_default();
        let names = [holder, given_name, self.visitor.name.clone()];
        let phones = [specs::text(&self.form, specs::PHONE), given_phone];
        Party {
            account: self.visitor.account.clone(),
            name: names.into_iter().find(|n| !n.is_empty()).unwrap_or_default(),
            phone: phones.iter().map(|p| phone::digits(p)).find(|p| !p.is_empty()).unwrap_or_default(),
        }
    }
}

/// Why a filing did not become a case.
#[derive(Debug)]
pub(crate) enum Filed {
    /// The desk said no.
    Desk(PerformError),
    /// Something else went wrong.
    Web(WebError),
}

pub(crate) async fn file(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let draft = match Draft::open(&desk, &specs, &cx, &agency, &id).await {
        // Pressed twice: the first press filed it and removed the draft.
        Err(WebError::NotFound) => return Ok(Redirect::to(&format!("/{agency}/cases")).into_response()),
        other => other?,
    };
    // A draft may have been begun before filings went elsewhere: it is not taken, and the person is told where to go.
    let (loaded, _) = super::in_force(&desk, draft.agency, &draft.procedure.id)?;
    route::own_pages(cx.words(), &desk, draft.agency, loaded, draft.version)?;
    if let Some(incomplete) = check::incomplete(&cx, &draft) {
        return Ok(incomplete);
    }
    let filing = Filing {
        agency: draft.agency,
        procedure: draft.procedure,
        version: draft.version,
        spec: draft.spec.as_deref(),
        visitor: &draft.visitor,
        form: draft.body.form.clone(),
        files: draft.body.files.clone(),
        party: None,
        key: Some(draft.id.clone()),
    };
    match filing.perform(&desk).await {
        Ok(done) => {
            let owner = draft.visitor.draft_owner();
            desk.store().delete_draft(draft.agency.id(), &owner, &draft.id).await.or_fault()?;
            cx.session().flash(Tone::Good, &cx.words().t("licensing-filed"));
            Ok(Redirect::to(&format!("/{agency}/cases/{}", done.matter)).into_response())
        }
        Err(Filed::Web(error)) => Err(error),
        Err(Filed::Desk(error)) => not_filed(&cx, &desk, &draft, error).await,
    }
}

/// A refusal on the page where it can be put right.
async fn not_filed(
    cx: &PageCx,
    desk: &Desk,
    draft: &Draft<'_>,
    error: PerformError,
) -> Result<Response, WebError> {
    let w = cx.words();
    let version = draft.procedure.version_on(desk.clock().now().date());
    let lifecycle = desk.library().lifecycles.get(draft.procedure.lifecycle_of(version)).map(AsRef::as_ref);
    match error {
        PerformError::NotNow(refused @ Refused::NoSubject) => {
            let message = not_now_text(w, lifecycle, &refused).join(" ");
            let Some(spec) = &draft.spec else { return Ok(check::page(cx, draft, &[message])) };
            let field = prefilled_from(spec, "entry.number").unwrap_or_default();
            let errors = [FieldError::new(field, message)];
            let values = FormValues::from_json(spec, cx.lang(), &Value::Object(draft.body.form.clone()));
            Ok(super::form::page(cx, draft, &values, &errors))
        }
        PerformError::NotNow(Refused::MissingParts { parts }) => {
            let errors: Vec<FieldError> = parts
                .iter()
                .map(|(id, name)| {
                    let name = pick(w, name).to_owned();
                    FieldError::new(id, w.with("licensing-part-missing", &[("name", name.into())]))
                })
                .collect();
            Ok(super::files::page(cx, draft, &errors))
        }
        PerformError::NotNow(refused) => Ok(check::page(cx, draft, &not_now_text(w, lifecycle, &refused))),
        other => {
            let act = lifecycle.and_then(|l| l.act(FILE)).map(|a| pick(w, &a.name)).unwrap_or(FILE);
            Err(perform_error(w, desk, draft.agency, lifecycle, act, other).await)
        }
    }
}

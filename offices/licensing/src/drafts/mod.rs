//! Applications being filled in.

pub(crate) mod begin;
pub(crate) mod check;
pub(crate) mod files;
pub(crate) mod filing;
pub(crate) mod form;
pub(crate) mod list;
mod subject;

pub(crate) use filing::Filing;

use std::sync::Arc;

use congvu_desk::Desk;
use congvu_matter::Attachment;
use congvu_matter::declare::{Procedure, Version};
use congvu_pack::{Agency, Loaded};
use congvu_store::DraftRow;
use congvu_views::{agency_of, agency_shell, pick};
use congvu_web::form::FormSpec;
use congvu_web::{PageCx, ResultExt, Shell, WebError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::specs::Specs;
use crate::visitor::Visitor;

/// Most drafts of one visitor at one department.
pub(crate) const MAX_DRAFTS: u32 = 20;

/// What is kept of a draft.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Body {
    /// What was filled in so far; may be incomplete.
    pub(crate) form: Map<String, Value>,
    /// Files handed in so far.
    #[serde(default)]
    pub(crate) files: Vec<Attachment>,
}

/// A draft with everything that its pages need.
pub(crate) struct Draft<'d> {
    pub(crate) agency: &'d Agency,
    pub(crate) procedure: &'d Procedure,
    pub(crate) version: &'d Version,
    pub(crate) spec: Option<Arc<FormSpec>>,
    pub(crate) visitor: Visitor,
    pub(crate) id: String,
    pub(crate) body: Body,
}

/// The procedure with the version of it that is in force today.
pub(crate) fn in_force<'d>(
    desk: &'d Desk,
    agency: &Agency,
    id: &str,
) -> Result<(&'d Loaded, &'d Version), WebError> {
    let handled = agency.procedures.iter().any(|p| p == id);
    let loaded = desk.library().loaded(agency.id(), id).filter(|l| handled && !l.declared.own_initiative);
    let loaded = loaded.ok_or(WebError::NotFound)?;
    let version = loaded.declared.version_on(desk.clock().now().date()).ok_or(WebError::NotFound)?;
    Ok((loaded, version))
}

impl<'d> Draft<'d> {
    /// A draft of this visitor.
    pub(crate) async fn open(
        desk: &'d Desk,
        specs: &Specs,
        cx: &PageCx,
        agency: &str,
        id: &str,
    ) -> Result<Self, WebError> {
        let agency = agency_of(desk, agency)?;
        let visitor = Visitor::known(cx, agency).ok_or(WebError::NotFound)?;
        let row = desk.store().draft(agency.id(), &visitor.draft_owner(), id).await.or_fault()?;
        let row = row.ok_or(WebError::NotFound)?;
        let (loaded, version) = in_force(desk, agency, &row.procedure)?;
        let spec = specs.of(loaded, version)?;
        let body = serde_json::from_str(&row.body).or_fault()?;
        Ok(Self { agency, procedure: &loaded.declared, version, spec, visitor, id: row.id, body })
    }

    /// Keeps the draft as it is now.
    pub(crate) async fn save(&self, desk: &Desk) -> Result<(), WebError> {
        let row = DraftRow {
            id: self.id.clone(),
            owner: self.visitor.draft_owner(),
            procedure: self.procedure.id.clone(),
            body: serde_json::to_string(&self.body).or_fault()?,
            updated_ms: desk.clock().now_ms(),
        };
        desk.store().put_draft(self.agency.id(), &row).await.or_fault()
    }

    /// Address of a page of the draft: empty for the form, or `/files`, `/check` and so on.
    pub(crate) fn href(&self, page: &str) -> String {
        format!("/{}/drafts/{}{page}", self.agency.id(), self.id)
    }

    /// The frame of a page of the draft.
    pub(crate) fn shell(&self, cx: &PageCx, title: String) -> Shell {
        let w = cx.words();
        let id = self.agency.id();
        agency_shell(cx, self.agency, title.clone())
            .crumb(format!("/{id}"), w.t("licensing-start"))
            .crumb(format!("/{id}/procedures/{}", self.procedure.id), pick(w, &self.procedure.name))
            .crumb("", title)
    }
}

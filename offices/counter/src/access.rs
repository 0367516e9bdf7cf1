//! Who works at the counter: an officer in a position held now, whom the table lets take files in.

use congvu_desk::{Desk, PerformError};
use congvu_matter::declare::{ActDef, Lifecycle, Procedure, Version};
use congvu_pack::{Agency, Loaded};
use congvu_views::door::{AtWork, in_office};
use congvu_web::{PageCx, Shell, WebError};
use std::ops::Deref;

pub(crate) use congvu_views::door::Stop;

/// An officer at the counter.
#[derive(Debug)]
pub(crate) struct Officer<'d>(AtWork<'d>);

impl<'d> Deref for Officer<'d> {
    type Target = AtWork<'d>;

    fn deref(&self) -> &AtWork<'d> {
        &self.0
    }
}

impl Officer<'_> {
    /// An address among the pages of the counter.
    pub(crate) fn at(&self, path: &str) -> String {
        self.desk(&format!("/counter{path}"))
    }

    /// Under which name the store keeps what this officer is taking in.
    pub(crate) fn draft_owner(&self) -> String {
        format!("counter:{}", self.who.person)
    }

    pub(crate) fn shell(&self, cx: &PageCx, title: &str) -> Shell {
        let w = cx.words();
        congvu_views::officer_shell(cx, self.agency, title)
            .crumb(self.desk(""), w.t("views-nav-inbox"))
            .crumb(self.at(""), w.t("counter-title"))
            .crumb("", title)
    }
}

/// Lets an officer in; anybody else goes to the sign-in page and comes back.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    in_office(desk, cx, agency, cx.path(), "counter-title").await.map(Officer)
}

/// What is declared about a procedure whose files can be taken in on paper.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'d> {
    pub(crate) loaded: &'d Loaded,
    pub(crate) procedure: &'d Procedure,
    pub(crate) version: &'d Version,
    pub(crate) lifecycle: &'d Lifecycle,
    pub(crate) act: &'d ActDef,
}

/// The act that takes in a file on paper, where a lifecycle has one.
fn takes_paper(lifecycle: &Lifecycle) -> Option<&ActDef> {
    lifecycle.acts.iter().find(|a| a.from.is_empty() && a.paper_dossier.is_some())
}

/// A procedure of the agency that is in force today and can be filed on paper.
pub(crate) fn asking<'d>(desk: &'d Desk, agency: &Agency, id: &str) -> Option<Asking<'d>> {
    let library = desk.library();
    let handled = agency.procedures.iter().any(|p| p == id);
    let loaded = library.loaded(agency.id(), id).filter(|_| handled)?;
    let procedure = &loaded.declared;
    let version = procedure.version_on(desk.clock().now().date())?;
    let lifecycle = library.lifecycles.get(&procedure.lifecycle)?;
    let act = takes_paper(lifecycle)?;
    Some(Asking { loaded, procedure, version, lifecycle, act })
}

/// Lets only those in who may take in a file of this procedure; the others learn why not, and who may.
pub(crate) async fn permitted(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    asking: &Asking<'_>,
) -> Result<congvu_authority::Permit, WebError> {
    let may = desk.may_open(officer.agency, &officer.actor(), &asking.procedure.id, &asking.act.id).await;
    match may {
        Ok(permit) => Ok(permit),
        Err(error) => Err(refused(desk, cx, officer, asking, error).await),
    }
}

/// An error of the desk as a page.
pub(crate) async fn refused(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    asking: &Asking<'_>,
    error: PerformError,
) -> WebError {
    let w = cx.words();
    let act = congvu_views::pick(w, &asking.act.name);
    congvu_views::perform_error(w, desk, officer.agency, Some(asking.lifecycle), act, error).await
}

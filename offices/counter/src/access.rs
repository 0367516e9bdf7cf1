//! Who works at the counter: an officer in a position held now, whom the table lets take files in.

use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Actor, PositionId};
use congvu_desk::{Book, Desk, PerformError};
use congvu_matter::declare::{ActDef, Lifecycle, Procedure, Version};
use congvu_pack::{Agency, Loaded};
use congvu_web::components::RefusalView;
use congvu_web::{PageCx, ResultExt, Shell, WebError, Words};

/// Why a handler ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// An error page of the house.
    Web(WebError),
    /// Another answer, for instance a redirect to the sign-in page.
    Answer(Box<Response>),
}

impl From<WebError> for Stop {
    fn from(error: WebError) -> Self {
        Self::Web(error)
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::Web(error) => error.into_response(),
            Self::Answer(answer) => *answer,
        }
    }
}

/// An officer at the counter.
#[derive(Debug)]
pub(crate) struct Officer<'d> {
    pub(crate) agency: &'d Agency,
    pub(crate) who: congvu_views::Officer,
    pub(crate) book: Book,
}

impl Officer<'_> {
    pub(crate) fn actor(&self) -> Actor {
        self.who.actor()
    }

    /// An address among the pages of the counter.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("/{}/desk/counter{path}", self.agency.id())
    }

    /// Under which name the store keeps what this officer is taking in.
    pub(crate) fn draft_owner(&self) -> String {
        format!("counter:{}", self.who.person)
    }

    /// A position with the name of its holder.
    pub(crate) fn seat(&self, w: &Words, position: &PositionId, name: &str) -> String {
        let title = congvu_views::title_of(w, self.agency, &self.book, position, None);
        if name.is_empty() { title } else { format!("{name} ({title})") }
    }

    pub(crate) fn shell(&self, cx: &PageCx, title: &str) -> Shell {
        let w = cx.words();
        congvu_views::officer_shell(cx, self.agency, title)
            .crumb(format!("/{}/desk", self.agency.id()), w.t("views-nav-inbox"))
            .crumb(self.at(""), w.t("counter-title"))
            .crumb("", title)
    }
}

/// Lets an officer in; anybody else goes to the sign-in page and comes back.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    let agency = congvu_views::agency_of(desk, agency)?;
    let Ok(who) = congvu_views::officer_of(cx, agency) else {
        let next = congvu_web::context::safe_next(Some(cx.path()));
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let to = Redirect::to(&format!("/{}/sign-in?{query}", agency.id())).into_response();
        return Err(Stop::Answer(Box::new(to)));
    };
    let book = desk.positions(agency).await.or_fault()?;
    let now = desk.clock().now();
    if !book.positions_of(&who.person, now).iter().any(|p| p.as_str() == who.position) {
        let w = cx.words();
        let view = RefusalView {
            act: w.t("counter-title"),
            who: who.name.clone(),
            missing: vec![w.t("counter-not-in-office")],
            ..RefusalView::default()
        };
        return Err(WebError::refused(view).into());
    }
    Ok(Officer { agency, who, book })
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

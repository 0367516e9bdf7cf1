//! Who works on these pages: an officer in a position held now.

use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::Actor;
use congvu_desk::{Book, Desk};
use congvu_pack::Agency;
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

/// An officer on these pages.
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

    /// An address among these pages.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("/{}/desk/complaints{path}", self.agency.id())
    }

    /// What a position is called.
    pub(crate) fn title(&self, w: &Words, position: &str) -> String {
        congvu_views::title_of(w, self.agency, &self.book, &position.into(), None)
    }

    pub(crate) fn shell(&self, cx: &PageCx, title: &str) -> Shell {
        let w = cx.words();
        congvu_views::officer_shell(cx, self.agency, title)
            .crumb(format!("/{}/desk", self.agency.id()), w.t("views-nav-inbox"))
            .crumb(self.at(""), w.t("complaints-list"))
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
            act: w.t("complaints-list"),
            who: who.name.clone(),
            missing: vec![w.t("complaints-not-in-office")],
            ..RefusalView::default()
        };
        return Err(WebError::refused(view).into());
    }
    Ok(Officer { agency, who, book })
}

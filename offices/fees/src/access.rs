//! Who may look at the cash desk: an officer who may take money, or excuse from paying it.

use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Actor, PersonId, PositionId};
use congvu_desk::{Book, Desk};
use congvu_pack::Agency;
use congvu_web::components::{Link, heading};
use congvu_web::{Html, PageCx, ResultExt, Shell, WebError};
use jiff::civil::DateTime;

/// Taking money at the counter, as `money.toml` names it: whoever may do this or the next sees these pages.
pub(crate) const COLLECT: &str = "collect-fee";
const WAIVE: &str = "waive-fee";

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

/// An officer at the cash desk.
#[derive(Debug)]
pub(crate) struct Officer<'d> {
    pub(crate) agency: &'d Agency,
    pub(crate) person: PersonId,
    pub(crate) position: PositionId,
    pub(crate) book: Book,
    pub(crate) now: DateTime,
}

impl Officer<'_> {
    /// The officer as the desk knows them.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Position { person: self.person.clone(), position: self.position.clone() }
    }

    /// An address of the cash desk: `path` begins with `/` or is empty.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("/{}/desk/fees{path}", self.agency.id())
    }
}

/// Lets in whoever may take money or waive it; others get the refusal with its clauses.
///
/// The position is looked up in the book each time: whose appointment has ended reads nothing more.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    let agency = congvu_views::agency_of(desk, agency)?;
    let Ok(who) = congvu_views::officer_of(cx, agency) else {
        let next = congvu_web::context::safe_next(Some(cx.path()));
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let to = Redirect::to(&format!("/{}/sign-in?{query}", agency.id()));
        return Err(Stop::Answer(Box::new(to.into_response())));
    };
    let book = desk.positions(agency).await.or_fault()?;
    let now = desk.clock().now();
    let officer = Officer { agency, person: who.person.into(), position: who.position.into(), book, now };
    let refusal = match desk.empowered(agency, &officer.actor(), COLLECT).await.or_fault()? {
        Ok(_) => return Ok(officer),
        Err(refusal) => refusal,
    };
    if desk.empowered(agency, &officer.actor(), WAIVE).await.or_fault()?.is_ok() {
        return Ok(officer);
    }
    let act = cx.words().t("fees-work-here");
    let view = congvu_views::refusal_view(cx.words(), agency, &officer.book, &act, &refusal, now);
    Err(WebError::refused(view).into())
}

/// The shell of a page of the cash desk, with its own navigation.
pub(crate) fn shell(cx: &PageCx, officer: &Officer<'_>, title: &str) -> Shell {
    let w = cx.words();
    let mut shell = congvu_views::officer_shell(cx, officer.agency, title);
    let own = [
        ("", "fees-title"),
        ("/statements", "fees-statements"),
        ("/open", "fees-open"),
        ("/report", "fees-report"),
    ];
    let own = own.map(|(path, id)| Link::new(officer.at(path), w.t(id)));
    shell.nav.splice(1..1, own);
    shell.crumb(officer.at(""), w.t("fees-title"))
}

/// Title and content of a page.
pub(crate) fn body(title: &str, parts: impl IntoIterator<Item = Html>) -> Html {
    Html::join(std::iter::once(heading(1, title)).chain(parts))
}

/// An amount that the store keeps, as people read it.
pub(crate) fn dong(w: &congvu_web::Words, amount: i64) -> Html {
    Html::text(&congvu_web::fmt::money(w.lang(), amount))
}

/// A new key against repetition.
pub(crate) fn new_key() -> Result<String, WebError> {
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|e| WebError::Unavailable(e.to_string()))?;
    Ok(hex::encode(bytes))
}

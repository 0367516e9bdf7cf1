//! Who may look at the cash desk: an officer who may take money, or excuse from paying it.

use congvu_desk::Desk;
use congvu_views::door::{AtWork, signed_in};
use congvu_web::components::{Link, heading};
use congvu_web::{Html, PageCx, ResultExt, Shell, WebError};
use std::ops::Deref;

pub(crate) use congvu_views::door::Stop;

/// Taking money at the counter, as `money.toml` names it: whoever may do this or the next sees these pages.
pub(crate) const COLLECT: &str = "collect-fee";
const WAIVE: &str = "waive-fee";

/// An officer at the cash desk.
#[derive(Debug)]
pub(crate) struct Officer<'d>(AtWork<'d>);

impl<'d> Deref for Officer<'d> {
    type Target = AtWork<'d>;

    fn deref(&self) -> &AtWork<'d> {
        &self.0
    }
}

impl Officer<'_> {
    /// An address of the cash desk: `path` begins with `/` or is empty.
    pub(crate) fn at(&self, path: &str) -> String {
        self.desk(&format!("/fees{path}"))
    }
}

/// Lets in whoever may take money or waive it; others get the refusal with its clauses.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    let officer = Officer(signed_in(desk, cx, agency, cx.path()).await?);
    let refusal = match desk.empowered(officer.agency, &officer.actor(), COLLECT).await.or_fault()? {
        Ok(_) => return Ok(officer),
        Err(refusal) => refusal,
    };
    if desk.empowered(officer.agency, &officer.actor(), WAIVE).await.or_fault()?.is_ok() {
        return Ok(officer);
    }
    let act = cx.words().t("fees-work-here");
    let view =
        congvu_views::refusal_view(cx.words(), officer.agency, &officer.book, &act, &refusal, officer.now);
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

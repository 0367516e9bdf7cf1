//! Who may look at these pages: whom the authority table lets see the work of the inspectorate.

use axum::http::StatusCode;
use axum::response::Response;
use congvu_authority::Permit;
use congvu_desk::{Desk, On, PerformError, Request};
use congvu_matter::Command;
use congvu_matter::declare::Lifecycle;
use congvu_views::door::{AtWork, signed_in};
use congvu_web::components::{Chip, Link, Tone, bullets, heading, notice, refusal_panel};
use congvu_web::{Html, PageCx, ResultExt, Shell, WebError, Words};
use std::ops::Deref;

pub(crate) use congvu_views::door::Stop;

/// The power that the authority table knows for it.
const SEE: &str = "see-supervision";

/// Somebody who works with these pages.
#[derive(Debug)]
pub(crate) struct Officer<'d> {
    here: AtWork<'d>,
    permit: Permit,
}

impl<'d> Deref for Officer<'d> {
    type Target = AtWork<'d>;

    fn deref(&self) -> &AtWork<'d> {
        &self.here
    }
}

impl Officer<'_> {
    /// An address among these pages.
    pub(crate) fn at(&self, path: &str) -> String {
        self.desk(&format!("/supervision{path}"))
    }

    /// The chip of the clause that lets this person see it.
    pub(crate) fn clause(&self, w: &Words) -> Chip {
        congvu_views::chip_of(w, self.agency, &self.permit.clause)
    }

    /// The frame of these pages.
    pub(crate) fn shell(&self, cx: &PageCx, title: &str) -> Shell {
        let w = cx.words();
        let mut shell = congvu_views::officer_shell(cx, self.agency, title);
        let more = [("/plans", "supervision-plans"), ("/minutes", "supervision-minutes")];
        shell.nav.extend(more.map(|(path, text)| Link::new(self.at(path), w.t(text))));
        shell
    }

    /// A request of this person.
    pub(crate) fn request(&self, on: On, command: Command, key: Option<String>) -> Request {
        Request {
            agency: self.agency.id().to_owned(),
            actor: self.actor(),
            on,
            seen: None,
            idempotency_key: key,
            command,
        }
    }
}

/// Lets an officer in; whoever is not signed in goes to the sign-in page and comes back.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    let here = signed_in(desk, cx, agency, cx.path()).await?;
    match desk.may(here.agency, &here.actor(), SEE, None).await.or_fault()? {
        Ok(permit) => Ok(Officer { here, permit }),
        Err(refusal) => {
            let w = cx.words();
            let act = w.t("supervision-see");
            let view = congvu_views::refusal_view(w, here.agency, &here.book, &act, &refusal, here.now);
            Err(WebError::refused(view).into())
        }
    }
}

/// The page for an act that was not performed.
pub(crate) async fn stopped(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    lifecycle: Option<&Lifecycle>,
    act: &str,
    error: PerformError,
) -> Result<Response, Stop> {
    let w = cx.words();
    let conflict = matches!(error, PerformError::NotNow(_));
    let error = congvu_views::perform_error(w, desk, officer.agency, lifecycle, act, error).await;
    let title = w.t("error-refused");
    let (status, said) = match error {
        WebError::Refused(view) if !conflict => (StatusCode::FORBIDDEN, refusal_panel(w, &view)),
        WebError::Refused(view) => {
            let why: Vec<Html> = view.missing.iter().map(|m| Html::text(m)).collect();
            (StatusCode::CONFLICT, notice(Tone::Warn, act, &bullets(&why)))
        }
        WebError::Invalid(errors) => {
            let why: Vec<Html> = errors.iter().map(|e| Html::text(&e.message)).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, notice(Tone::Warn, act, &bullets(&why)))
        }
        other => return Err(other.into()),
    };
    let body = heading(1, &title).then(&said);
    Ok(cx.page_with(status, officer.shell(cx, &title), body))
}

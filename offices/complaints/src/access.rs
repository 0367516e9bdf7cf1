//! Who works on these pages: an officer in a position held now.

use congvu_desk::Desk;
use congvu_views::door::{AtWork, in_office};
use congvu_web::{PageCx, Shell, Words};
use std::ops::Deref;

pub(crate) use congvu_views::door::Stop;

/// An officer on these pages.
#[derive(Debug)]
pub(crate) struct Officer<'d>(AtWork<'d>);

impl<'d> Deref for Officer<'d> {
    type Target = AtWork<'d>;

    fn deref(&self) -> &AtWork<'d> {
        &self.0
    }
}

impl Officer<'_> {
    /// An address among these pages.
    pub(crate) fn at(&self, path: &str) -> String {
        self.desk(&format!("/complaints{path}"))
    }

    /// What a position is called.
    pub(crate) fn title(&self, w: &Words, position: &str) -> String {
        self.0.title(w, &position.into())
    }

    pub(crate) fn shell(&self, cx: &PageCx, title: &str) -> Shell {
        let w = cx.words();
        congvu_views::officer_shell(cx, self.agency, title)
            .crumb(self.desk(""), w.t("views-nav-inbox"))
            .crumb(self.at(""), w.t("complaints-list"))
            .crumb("", title)
    }
}

/// Lets an officer in; anybody else goes to the sign-in page and comes back.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Officer<'d>, Stop> {
    in_office(desk, cx, agency, cx.path(), "complaints-list").await.map(Officer)
}

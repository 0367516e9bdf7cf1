//! The frame of the officers' pages.

use crate::access::Officer;
use congvu_web::components::{Link, heading};
use congvu_web::{Html, PageCx, Shell};

/// The shell of an officers' page.
pub(crate) fn shell(cx: &PageCx, officer: &Officer<'_>, title: &str) -> Shell {
    let w = cx.words();
    let mut shell = congvu_views::officer_shell(cx, officer.agency, title);
    // Who may sign what belongs beside the delegations.
    let after = shell
        .nav
        .iter()
        .position(|l| l.href.ends_with("/desk/delegation"))
        .map_or(shell.nav.len(), |i| i + 1);
    shell.nav.insert(after, Link::new(officer.desk("/people"), w.t("casework-people")));
    shell
}

/// Title and content of a page.
pub(crate) fn body(title: &str, parts: impl IntoIterator<Item = Html>) -> Html {
    Html::join(std::iter::once(heading(1, title)).chain(parts))
}

//! The frame of a department's pages.

use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_web::components::Link;
use congvu_web::{AgencyView, PageCx, Shell, Shortcut, WebError};

/// The department of a path.
///
/// # Errors
/// [`WebError::NotFound`] when there is none with this identifier.
pub fn agency_of<'d>(desk: &'d Desk, id: &str) -> Result<&'d Agency, WebError> {
    desk.agency(id).ok_or(WebError::NotFound)
}

/// The frame of a citizens' page of a department, with navigation.
#[must_use]
pub fn agency_shell(cx: &PageCx, agency: &Agency, title: impl Into<String>) -> Shell {
    let id = agency.id();
    let w = cx.words();
    let mut shell = framed(cx, agency, title);
    shell.nav = [
        ("", "views-nav-start"),
        ("/about", "views-nav-about"),
        ("/procedures", "views-nav-procedures"),
        ("/cases", "views-nav-cases"),
        ("/registers", "views-nav-registers"),
        ("/verify", "views-nav-verify"),
        ("/decision", "views-nav-decision"),
        ("/feedback", "views-nav-feedback"),
        ("/complaints", "views-nav-complaints"),
        ("/help", "views-nav-help"),
        ("/sitemap", "views-nav-sitemap"),
    ]
    .map(|(path, text)| Link::new(format!("/{id}{path}"), w.t(text)))
    .to_vec();
    if cx.session().signed_in().is_some_and(|who| who.position.is_some()) {
        shell.nav.push(Link::new(format!("/{id}/desk"), w.t("views-nav-desk")));
    }
    if crate::citizen_of(cx, agency).is_some() {
        shell.nav.push(Link::new(format!("/{id}/papers"), w.t("views-nav-papers")));
        shell.nav.push(Link::new(format!("/{id}/notices"), bell(cx)));
    }
    shell
}

/// The frame of an officers' page.
#[must_use]
pub fn officer_shell(cx: &PageCx, agency: &Agency, title: impl Into<String>) -> Shell {
    let id = agency.id();
    let w = cx.words();
    let mut shell = framed(cx, agency, title).officer();
    shell.home = format!("/{id}/desk");
    shell.nav = [
        ("/desk", "views-nav-inbox"),
        ("/desk/calendar", "views-nav-calendar"),
        ("/desk/search", "views-nav-search"),
        ("/desk/overview", "views-nav-overview"),
        ("/desk/complaints", "views-nav-denunciations"),
        ("/desk/delegation", "views-nav-delegation"),
        ("/desk/packs", "views-nav-packs"),
        ("/desk/supervision", "views-nav-supervision"),
        ("/registers", "views-nav-registers"),
        ("/decision", "views-nav-decision"),
    ]
    .map(|(path, text)| Link::new(format!("/{id}{path}"), w.t(text)))
    .to_vec();
    if !agency.file.partners.is_empty() {
        shell.nav.push(Link::new(format!("/{id}/desk/portal"), w.t("views-nav-portal")));
    }
    shell.nav.insert(1, Link::new(format!("/{id}/desk/notices"), bell(cx)));
    shell
}

/// The words of the link to the notices, with how many are unread.
fn bell(cx: &PageCx) -> String {
    match cx.unread() {
        0 => cx.words().t("views-nav-notices"),
        n => cx.words().with("views-nav-notices-unread", &[("n", i64::from(n).into())]),
    }
}

fn framed(cx: &PageCx, agency: &Agency, title: impl Into<String>) -> Shell {
    let id = agency.id();
    let w = cx.words();
    let mut shell = cx.shell(title).agency(AgencyView {
        id: id.to_owned(),
        name: crate::pick(w, &agency.file.name).to_owned(),
        place: agency.file.province.clone(),
        href: format!("/{id}"),
    });
    shell.sign_in = format!("/{id}/sign-in");
    dressed(cx, agency, &mut shell);
    shell
}

/// Keys, contact and links in the foot of a department's page; error pages have them too.
pub fn dressed(cx: &PageCx, agency: &Agency, shell: &mut Shell) {
    let (id, w) = (agency.id(), cx.words());
    // The digits that public sites elsewhere use for these pages.
    shell.shortcuts = [
        ('1', "", "views-nav-start"),
        ('3', "/sitemap", "views-nav-sitemap"),
        ('4', "/procedures", "views-nav-find"),
    ]
    .map(|(key, path, text)| Shortcut { key, link: Link::new(format!("/{id}{path}"), w.t(text)) })
    .to_vec();
    shell.footer =
        [("/about", "views-nav-about"), ("/help", "views-nav-help"), ("/terms", "views-nav-terms")]
            .map(|(path, text)| Link::new(format!("/{id}{path}"), w.t(text)))
            .to_vec();
    shell.footer.push(Link::new("/", w.t("views-nav-departments")));
    shell.contact = crate::contact_foot(w, agency);
}

//! The frame around every page.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::assets;
use crate::components::{Link, breadcrumbs};
use crate::html::Html;
use crate::i18n::{Lang, Words};

/// The department whose page it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgencyView {
    /// Its key.
    pub id: String,
    /// Its name in the page's language.
    pub name: String,
    /// The province or city.
    pub place: String,
    /// Its start page.
    pub href: String,
}

/// The person who is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonView {
    /// Name, in the order it is given.
    pub name: String,
    /// Position in which the person acts; none for citizens.
    pub position: Option<String>,
}

/// A page that a key of the browser leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcut {
    /// The key, pressed with those that the browser asks for (Alt, or Control and Option).
    pub key: char,
    /// The page.
    pub link: Link,
}

/// Everything on a page that is not its content. Made by `PageCx::shell`, which fills in language, path and token.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The words of the page.
    pub words: Words,
    /// Title of the page, without the name of the department.
    pub title: String,
    /// The department.
    pub agency: Option<AgencyView>,
    /// Who is signed in.
    pub person: Option<PersonView>,
    /// Text over every page, for instance that this is a demonstration.
    pub banner: Option<String>,
    /// CSRF token, for the sign-out button; it is shown only when someone is signed in.
    pub csrf: String,
    /// Main navigation.
    pub nav: Vec<Link>,
    /// Links in the footer.
    pub footer: Vec<Link>,
    /// Pages that a key of the browser leads to (`accesskey`), first in the footer.
    pub shortcuts: Vec<Shortcut>,
    /// Who is behind the site and how to reach them, in the footer.
    pub contact: Html,
    /// What everybody must know now, for instance that the service is about to stop; over every page.
    pub alerts: Vec<String>,
    /// Path and query of this page, without `lang`.
    pub path: String,
    /// The way here, from the start page.
    pub crumbs: Vec<Link>,
    /// Denser type, for those who work with it all day.
    pub officer: bool,
    /// The start page.
    pub home: String,
    /// Where signing in happens; empty for no link.
    pub sign_in: String,
    /// Where signing out posts to.
    pub sign_out: String,
    /// Shown once, at the top (after a redirect).
    pub flash: Html,
}

impl Shell {
    /// A bare shell; `path` is the path and query of the page.
    pub fn new(words: &Words, title: impl Into<String>, path: &str) -> Self {
        Self {
            words: words.clone(),
            title: title.into(),
            agency: None,
            person: None,
            banner: None,
            csrf: String::new(),
            nav: Vec::new(),
            footer: Vec::new(),
            shortcuts: Vec::new(),
            contact: Html::EMPTY,
            alerts: Vec::new(),
            path: path.to_owned(),
            crumbs: Vec::new(),
            officer: false,
            home: "/".to_owned(),
            sign_in: String::new(),
            sign_out: "/sign-out".to_owned(),
            flash: Html::EMPTY,
        }
    }

    /// Sets the department.
    #[must_use]
    pub fn agency(mut self, agency: AgencyView) -> Self {
        self.agency = Some(agency);
        self
    }

    /// Adds an item to the main navigation.
    #[must_use]
    pub fn nav(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.nav.push(Link::new(href, text));
        self
    }

    /// Adds a step to the way here; the last is this page.
    #[must_use]
    pub fn crumb(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.crumbs.push(Link::new(href, text));
        self
    }

    /// Sets the denser type of officers' pages.
    #[must_use]
    pub fn officer(mut self) -> Self {
        self.officer = true;
        self
    }

    fn is_current(&self, href: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        // Every page of a department lies under its start page, which is current only itself.
        let start = self.agency.as_ref().map(|a| a.href.as_str());
        let holds = |href: &str| {
            path == href
                || (href.len() > 1
                    && start != Some(href)
                    && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
        };
        // Of several items that hold this page the narrowest is the current one.
        let narrowest = self.nav.iter().filter(|l| holds(&l.href)).map(|l| l.href.len()).max();
        holds(href) && narrowest == Some(href.len())
    }

    /// This page in the other language.
    fn switch(&self, lang: &Lang) -> String {
        with_lang(&self.path, *lang)
    }

    fn heading(&self) -> String {
        self.agency.as_ref().map_or_else(|| self.words.t("product"), |a| a.name.clone())
    }
}

/// Puts `lang` into the query of a path, in place of one that is there.
pub(crate) fn with_lang(path_and_query: &str, lang: Lang) -> String {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let path = if path.starts_with('/') && !path.starts_with("//") { path } else { "/" };
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    let mut out = format!("{path}?");
    for pair in kept {
        out.push_str(pair);
        out.push('&');
    }
    out.push_str("lang=");
    out.push_str(lang.code());
    out
}

/// The whole page with status 200.
pub fn page(shell: &Shell, body: Html) -> Response {
    page_with(StatusCode::OK, shell, body)
}

/// The whole page with another status, for instance 422 for a form with errors.
pub fn page_with(status: StatusCode, shell: &Shell, body: Html) -> Response {
    #[derive(Template)]
    #[template(path = "layout.html")]
    struct T<'a> {
        s: &'a Shell,
        w: &'a Words,
        body: Html,
        crumbs: Html,
        css: &'a str,
        js: &'a str,
        mark: &'a str,
    }
    let html = Html::render(&T {
        s: shell,
        w: &shell.words,
        body,
        crumbs: breadcrumbs(&shell.words, &shell.crumbs),
        css: assets::css(),
        js: assets::js(),
        mark: assets::mark(),
    });
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, shell.words.lang().code()),
        (header::VARY, "accept-language, cookie"),
    ];
    (status, headers, html.into_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_goes_into_the_query_once() {
        for (path, expected) in [
            ("/", "/?lang=en"),
            ("/a?q=x", "/a?q=x&lang=en"),
            ("/a?lang=vi&q=x", "/a?q=x&lang=en"),
            ("//evil.example/?q=1", "/?q=1&lang=en"),
        ] {
            assert_eq!(with_lang(path, Lang::En), expected);
        }
    }
}

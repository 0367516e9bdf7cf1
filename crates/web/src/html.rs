//! Text that is already safe to put into a page.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

/// A piece of HTML that is safe to put into a page as it stands.
///
/// There are two ways to make one: [`Html::text`], which escapes, and [`Html::render`], which takes an
/// askama template (askama escapes every value in it). There is deliberately no `From<String>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Nothing.
    pub const EMPTY: Self = Self(String::new());

    /// Escapes `text` (RFC: HTML Living Standard §13.3) and keeps it as HTML.
    pub fn text(text: &str) -> Self {
        let mut out = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                c => out.push(c),
            }
        }
        Self(out)
    }

    /// Markup that stands as a literal in the program, for instance an icon. The `'static` keeps user data out.
    pub fn literal(markup: &'static str) -> Self {
        Self(markup.to_owned())
    }

    /// Renders a template. A template that fails (a formatter that returned an error) gives nothing, and a log line.
    pub fn render(template: &impl Template) -> Self {
        match template.render() {
            Ok(text) => Self(text),
            Err(error) => {
                tracing::error!(%error, "a template could not be rendered");
                Self::EMPTY
            }
        }
    }

    /// One piece after the other.
    pub fn join(pieces: impl IntoIterator<Item = Html>) -> Self {
        let mut out = String::new();
        for piece in pieces {
            out.push_str(&piece.0);
        }
        Self(out)
    }

    /// Adds `more` at the end.
    #[must_use]
    pub fn then(mut self, more: &Html) -> Self {
        self.0.push_str(&more.0);
        self
    }

    /// A link. `href` must begin with `/`, `#`, `?`, `https://`, `mailto:` or `tel:`; any other is shown as plain text,
    /// because a `javascript:` address would run in the page of whoever follows it.
    pub fn link(href: &str, text: &str) -> Self {
        if !safe_href(href) {
            return Self::text(text);
        }
        Self::render(&Link { href, text })
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, owned.
    pub fn into_string(self) -> String {
        self.0
    }

    /// True when there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// True for an address that a link may carry.
pub(crate) fn safe_href(href: &str) -> bool {
    ["/", "#", "?", "https://", "http://", "mailto:", "tel:"].iter().any(|start| href.starts_with(start))
        && !href.starts_with("//")
        && !href.starts_with("/\\")
}

#[derive(Template)]
#[template(ext = "html", source = r#"<a href="{{ href }}">{{ text }}</a>"#)]
struct Link<'a> {
    href: &'a str,
    text: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        for (input, expected) in [
            ("Hậu Giang", "Hậu Giang"),
            ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"),
            ("</script>", "&lt;/script&gt;"),
            ("", ""),
        ] {
            assert_eq!(Html::text(input).as_str(), expected);
        }
    }

    #[test]
    fn only_harmless_addresses_become_links() {
        assert!(Html::link("/law", "x").as_str().starts_with("<a "));
        for bad in ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/html,x", " /law"] {
            assert_eq!(Html::link(bad, "x").as_str(), "x", "{bad}");
        }
    }
}

use askama::Template;

use super::clause::{Chip, chips};
use crate::html::Html;
use crate::i18n::Words;

/// A button that posts a form with nothing else in it to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostButton {
    /// Where it posts to.
    pub action: String,
    /// What it says.
    pub label: String,
    /// Hidden fields.
    pub hidden: Vec<(String, String)>,
    /// The main button of the page; one only.
    pub primary: bool,
    /// For what cannot be undone: red, and the page it leads to says what will happen.
    pub danger: bool,
    /// The number key that presses it.
    pub key: Option<char>,
}

impl PostButton {
    /// A plain button.
    pub fn new(action: impl Into<String>, label: impl Into<String>) -> Self {
        Self { action: action.into(), label: label.into(), ..Self::default() }
    }

    /// Adds a hidden field.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// Makes it the main button.
    #[must_use]
    pub fn primary(mut self) -> Self {
        self.primary = true;
        self
    }

    /// Marks it as something that cannot be undone.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Sets the number key.
    #[must_use]
    pub fn key(mut self, key: char) -> Self {
        self.key = Some(key);
        self
    }
}

/// The button with its form and the CSRF token in it.
pub fn post_button(csrf: &str, button: &PostButton) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form class="button-form" method="post" action="{{ b.action }}"><input type="hidden" name="_csrf" value="{{ csrf }}">{% for (n, v) in b.hidden %}<input type="hidden" name="{{ n }}" value="{{ v }}">{% endfor %}<button type="submit" class="button{% if b.primary %} button-primary{% endif %}{% if b.danger %} button-danger{% endif %}"{% if let Some(k) = b.key %} data-key="{{ k }}"{% endif %}>{{ b.label }}{% if let Some(k) = b.key %} <kbd aria-hidden="true">{{ k }}</kbd>{% endif %}</button></form>"#
    )]
    struct T<'a> {
        csrf: &'a str,
        b: &'a PostButton,
    }
    Html::render(&T { csrf, b: button })
}

/// An act that a case offers: one that this person may do now, or one that they may not, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// May be done, by posting, under these clauses.
    May(PostButton, Vec<Chip>),
    /// May be done, on a page of its own (a form), under these clauses.
    Open {
        /// The page.
        href: String,
        /// The act.
        label: String,
        /// The number key.
        key: Option<char>,
        /// The clauses.
        clauses: Vec<Chip>,
    },
    /// May not be done; a click shows why and who may.
    MayNot {
        /// The act.
        label: String,
        /// Why not, in plain words.
        why: String,
        /// Who may.
        may: Vec<String>,
        /// What was consulted.
        clauses: Vec<Chip>,
    },
}

/// The acts at the bottom of a case.
pub fn acts_panel(w: &Words, csrf: &str, acts: &[Act]) -> Html {
    #[derive(Template)]
    #[template(path = "c/acts.html")]
    struct T<'a> {
        w: &'a Words,
        csrf: &'a str,
        acts: &'a [Act],
    }
    impl T<'_> {
        fn chips(&self, list: &[Chip]) -> Html {
            chips(self.w, list)
        }
        fn button(&self, button: &PostButton) -> Html {
            post_button(self.csrf, button)
        }
    }
    Html::render(&T { w, csrf, acts })
}

/// The list of keys that `?` shows, with a box to switch them off (WCAG 2.2, 2.1.4). Hidden until asked for.
pub fn keys_help(w: &Words) -> Html {
    #[derive(Template)]
    #[template(path = "c/keys.html")]
    struct T<'a> {
        w: &'a Words,
    }
    Html::render(&T { w })
}

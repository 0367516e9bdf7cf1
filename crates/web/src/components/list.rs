use askama::Template;

use super::Link;
use crate::html::Html;
use crate::i18n::Words;

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Finished.
    Done,
    /// Under way.
    Now,
    /// Not yet.
    Next,
}

/// One step of a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is.
    pub label: String,
    /// Where it stands.
    pub state: StepState,
    /// Who has it, or when it was done; may be empty.
    pub note: String,
}

impl Step {
    /// A step without a note.
    pub fn new(label: impl Into<String>, state: StepState) -> Self {
        Self { label: label.into(), state, note: String::new() }
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn class(&self) -> &'static str {
        match self.state {
            StepState::Done => "done",
            StepState::Now => "now",
            StepState::Next => "next",
        }
    }
}

/// The steps of a process in order.
pub fn steps(w: &Words, steps: &[Step]) -> Html {
    #[derive(Template)]
    #[template(path = "c/steps.html")]
    struct T<'a> {
        w: &'a Words,
        steps: &'a [Step],
    }
    Html::render(&T { w, steps })
}

/// Names and what belongs to them.
pub fn key_values(pairs: &[(String, Html)]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<dl class="kv">{% for (k, v) in pairs %}<div><dt>{{ k }}</dt><dd>{{ v }}</dd></div>{% endfor %}</dl>"#
    )]
    struct T<'a> {
        pairs: &'a [(String, Html)],
    }
    Html::render(&T { pairs })
}

/// Which page of how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// The page shown, from 1.
    pub current: u32,
    /// The last page.
    pub last: u32,
    /// Address up to the page number, for instance `/search?q=x&page=`.
    pub base: String,
}

/// Links to the page before and after, and where one is. Nothing when there is one page only.
pub fn pagination(w: &Words, pages: &Pages) -> Html {
    #[derive(Template)]
    #[template(path = "c/pages.html")]
    struct T<'a> {
        w: &'a Words,
        p: &'a Pages,
    }
    if pages.last <= 1 {
        return Html::EMPTY;
    }
    Html::render(&T { w, p: pages })
}

/// A search box.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Where it leads (GET).
    pub action: String,
    /// Name of the parameter, usually `q`.
    pub name: String,
    /// What was searched for.
    pub value: String,
    /// What can be found, as the label.
    pub label: String,
    /// Help; may be empty.
    pub hint: String,
}

/// A search box; `/` jumps to it.
pub fn search_box(w: &Words, search: &Search) -> Html {
    #[derive(Template)]
    #[template(path = "c/search.html")]
    struct T<'a> {
        w: &'a Words,
        s: &'a Search,
    }
    Html::render(&T { w, s: search })
}

/// The way from the start page to this one; the last is this page.
pub fn breadcrumbs(w: &Words, crumbs: &[Link]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<nav class="crumbs" aria-label="{{ w.t("crumbs") }}"><ol>{% for c in crumbs %}<li>{% if loop.last %}<span aria-current="page">{{ c.text }}</span>{% else %}<a href="{{ c.href }}">{{ c.text }}</a>{% endif %}</li>{% endfor %}</ol></nav>"#
    )]
    struct T<'a> {
        w: &'a Words,
        crumbs: &'a [Link],
    }
    if crumbs.is_empty() {
        return Html::EMPTY;
    }
    Html::render(&T { w, crumbs })
}

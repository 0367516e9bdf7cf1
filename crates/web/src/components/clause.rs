use askama::Template;

use crate::html::Html;
use crate::i18n::Words;

/// Longest label that is never broken, in characters.
const MAX_ONE_LINE_CHARS: usize = 24;

/// A clause chip: the short form of a place in the law (`Đ3·k8·a`), leading to the text at that place.
///
/// The label and the address come from the law as data; this crate knows no clause.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chip {
    /// Short form, for instance `Đ3·k8·a`.
    pub label: String,
    /// Where the text of the law is shown; a chip without it is not a link.
    pub href: Option<String>,
    /// The whole citation, with the date the text was in force; read out and shown on hovering.
    pub title: String,
    /// True on a refusal: this clause was looked at and does not give the power.
    pub missing: bool,
}

impl Chip {
    /// A chip with a label and nothing else.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// Sets the address of the text.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Sets the whole citation.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Too long to stand on one line of a narrow column.
    fn is_long(&self) -> bool {
        self.label.chars().nth(MAX_ONE_LINE_CHARS).is_some()
    }

    /// Marks the clause as looked at and not found sufficient.
    #[must_use]
    pub fn missing(mut self) -> Self {
        self.missing = true;
        self
    }
}

/// One chip.
pub fn chip(w: &Words, chip: &Chip) -> Html {
    #[derive(Template)]
    #[template(path = "c/chip.html")]
    struct T<'a> {
        w: &'a Words,
        c: &'a Chip,
    }
    Html::render(&T { w, c: chip })
}

/// Several chips beside one another; nothing when there are none.
pub fn chips(w: &Words, list: &[Chip]) -> Html {
    Html::join(list.iter().map(|c| chip(w, c).then(&Html::literal(" "))))
}

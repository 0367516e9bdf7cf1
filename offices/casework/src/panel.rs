//! The acts at the bottom of a case: those that may be done now as forms, the others with the reason.

use askama::Template;
use congvu_web::components::{Chip, chips};
use congvu_web::{Html, Words};

/// An act that may be done now.
#[derive(Debug)]
pub(crate) struct May {
    /// The act.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) label: String,
    /// Where its form posts to.
    pub(crate) action: String,
    /// What will happen, where it cannot be undone.
    pub(crate) warning: String,
    /// Its fields.
    pub(crate) fields: Html,
    /// On what it rests.
    pub(crate) clauses: Vec<Chip>,
    /// In what capacity it would be signed; empty when it signs nothing.
    pub(crate) capacity: String,
    /// Shown unfolded.
    pub(crate) open: bool,
}

/// An act that may not be done now.
#[derive(Debug, Default)]
pub(crate) struct MayNot {
    /// What it is called.
    pub(crate) label: String,
    /// Why not.
    pub(crate) why: Vec<String>,
    /// What was consulted.
    pub(crate) clauses: Vec<Chip>,
    /// Who may.
    pub(crate) may: Vec<String>,
}

/// What every form of the page carries besides its fields.
#[derive(Debug)]
pub(crate) struct Hidden {
    pub(crate) csrf: String,
    /// The version of the matter that is shown.
    pub(crate) seen: i64,
    /// A repetition of the same request is carried out once.
    pub(crate) key: String,
}

/// The panel.
pub(crate) fn acts(w: &Words, hidden: &Hidden, may: &[May], not: &[MayNot]) -> Html {
    #[derive(Template)]
    #[template(path = "acts.html")]
    struct T<'a> {
        w: &'a Words,
        h: &'a Hidden,
        may: &'a [May],
        not: &'a [MayNot],
    }
    impl T<'_> {
        fn chips(&self, list: &[Chip]) -> Html {
            chips(self.w, list)
        }
        /// The number key of the n-th act, from 0.
        fn key(&self, index: &usize) -> Option<usize> {
            (*index < 9).then(|| index.saturating_add(1))
        }
    }
    Html::render(&T { w, h: hidden, may, not })
}

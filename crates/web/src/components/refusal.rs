use askama::Template;

use super::clause::{Chip, chips};
use crate::html::Html;
use crate::i18n::Words;

/// A refusal: which act, who asked, what is missing, which clauses were consulted, who may.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct RefusalView {
    /// The act, in words, for instance `Ký giấy phép`.
    pub act: String,
    /// Who asked and in which position.
    pub who: String,
    /// What is missing, a plain sentence each.
    pub missing: Vec<String>,
    /// The clauses that were consulted.
    #[serde(skip)]
    pub consulted: Vec<Chip>,
    /// Positions that may do it now.
    pub may: Vec<String>,
}

/// The panel that explains a refusal.
pub fn refusal_panel(w: &Words, refusal: &RefusalView) -> Html {
    #[derive(Template)]
    #[template(path = "c/refusal.html")]
    struct T<'a> {
        w: &'a Words,
        r: &'a RefusalView,
        chips: Html,
    }
    Html::render(&T { w, r: refusal, chips: chips(w, &refusal.consulted) })
}

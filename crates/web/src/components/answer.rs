use askama::Template;

use super::state::Tone;
use crate::html::Html;
use crate::i18n::Words;

/// What a verification page answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Issued here, unchanged, in force.
    Valid,
    /// Bears our number but is not what we issued.
    Changed,
    /// Issued here; its time has run out.
    Expired,
    /// Issued here; taken back.
    Revoked,
    /// Not issued here.
    NotOurs,
}

impl Verdict {
    fn tone(self) -> Tone {
        match self {
            Self::Valid => Tone::Good,
            Self::Expired => Tone::Warn,
            Self::Changed | Self::Revoked | Self::NotOurs => Tone::Bad,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Valid => ("answer-valid", "answer-valid-more"),
            Self::Changed => ("answer-changed", "answer-changed-more"),
            Self::Expired => ("answer-expired", "answer-expired-more"),
            Self::Revoked => ("answer-revoked", "answer-revoked-more"),
            Self::NotOurs => ("answer-not-ours", "answer-not-ours-more"),
        }
    }
}

/// One big answer, then the detail. It holds the page's `h1`, so the page around it must not have another.
pub fn answer(w: &Words, verdict: Verdict, detail: &Html) -> Html {
    let (title, more) = verdict.words();
    answer_with(verdict.tone(), &w.t(title), &w.t(more), detail)
}

/// The same with words of one's own, for answers that the five do not cover.
pub fn answer_with(tone: Tone, title: &str, more: &str, detail: &Html) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<div class="answer answer-{{ tone.class() }}">{{ icon }}<div><h1>{{ title }}</h1><p>{{ more }}</p></div></div>{% if !detail.is_empty() %}<div class="answer-detail">{{ detail }}</div>{% endif %}"#
    )]
    struct T<'a> {
        tone: Tone,
        icon: Html,
        title: &'a str,
        more: &'a str,
        detail: &'a Html,
    }
    Html::render(&T { tone, icon: tone.icon(), title, more, detail })
}

use askama::Template;

use crate::html::Html;

/// What a state means. It chooses the colour and the icon; the word beside it carries the meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// No particular meaning; waiting.
    #[default]
    Neutral,
    /// Under way.
    Info,
    /// Done, valid.
    Good,
    /// Soon due; needs care.
    Warn,
    /// Overdue, refused, wrong.
    Bad,
}

impl Tone {
    /// The suffix of the CSS class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// The icon that goes with the colour, for those who do not see the colour.
    pub(super) fn icon(self) -> Html {
        Html::literal(match self {
            Self::Neutral => {
                r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M5 3v10M11 3v10"/></svg>"#
            }
            Self::Info => {
                r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/></svg>"#
            }
            Self::Good => {
                r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="m2.5 8.5 3.5 4 7.5-9"/></svg>"#
            }
            Self::Warn => {
                r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2 1.5 13.5h13zM8 6v3.5M8 11.4v.6"/></svg>"#
            }
            Self::Bad => {
                r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="m3.5 3.5 9 9M12.5 3.5l-9 9"/></svg>"#
            }
        })
    }
}

/// A state in a word, with an icon: never by colour alone (WCAG 2.2, 1.4.1).
pub fn badge(tone: Tone, text: &str) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<span class="badge badge-{{ tone.class() }}">{{ icon }}{{ text }}</span>"#
    )]
    struct T<'a> {
        tone: Tone,
        icon: Html,
        text: &'a str,
    }
    Html::render(&T { tone, icon: tone.icon(), text })
}

/// A banner with a title and, if any, more below it. Bad news is announced at once (`role=alert`), the rest politely.
pub fn notice(tone: Tone, title: &str, body: &Html) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<div class="notice notice-{{ tone.class() }}" role="{% if tone == Tone::Bad %}alert{% else %}status{% endif %}"><p class="notice-title">{{ icon }}{{ title }}</p>{% if !body.is_empty() %}<div class="notice-body">{{ body }}</div>{% endif %}</div>"#
    )]
    struct T<'a> {
        tone: Tone,
        icon: Html,
        title: &'a str,
        body: &'a Html,
    }
    Html::render(&T { tone, icon: tone.icon(), title, body })
}

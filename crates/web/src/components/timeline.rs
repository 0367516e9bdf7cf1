use askama::Template;
use jiff::Zoned;

use super::clause::{Chip, chips};
use crate::fmt;
use crate::html::Html;
use crate::i18n::Words;

/// One act in the history of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineItem {
    /// When, in the agency's time zone.
    pub when: Zoned,
    /// The act, in words.
    pub what: String,
    /// Who: the unit for citizens, person and position for officers.
    pub who: String,
    /// The clauses it rests on.
    pub clauses: Vec<Chip>,
    /// More about it; may be empty.
    pub detail: Html,
}

/// The history of a matter, in the order given.
pub fn timeline(w: &Words, items: &[TimelineItem]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ol class="timeline">{% for i in items %}<li><time datetime="{{ i.machine() }}">{{ i.when(w) }}</time><p><strong>{{ i.what }}</strong> {{ i.chips(w) }}</p>{% if !i.who.is_empty() %}<p class="muted">{{ i.who }}</p>{% endif %}{% if !i.detail.is_empty() %}<div>{{ i.detail }}</div>{% endif %}</li>{% endfor %}</ol>"#
    )]
    struct T<'a> {
        w: &'a Words,
        items: &'a [TimelineItem],
    }
    Html::render(&T { w, items })
}

impl TimelineItem {
    fn machine(&self) -> String {
        self.when.timestamp().to_string()
    }

    fn when(&self, w: &Words) -> String {
        fmt::date_time(w.lang(), &self.when)
    }

    fn chips(&self, w: &Words) -> Html {
        chips(w, &self.clauses)
    }
}

//! As of which moment a page shows things.

use askama::Template;
use congvu_web::components::{Field, Input, field};
use congvu_web::{Html, Words};
use jiff::civil::{Date, DateTime};
use serde::Deserialize;

/// `?on=2024-03-04`, or with a time.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct On {
    #[serde(default)]
    pub(crate) on: String,
    /// For who may sign: which act.
    #[serde(default)]
    pub(crate) act: String,
}

impl On {
    /// The moment meant: a day means its noon, today means now.
    pub(crate) fn moment(&self, now: DateTime) -> DateTime {
        let day =
            || self.on.parse::<Date>().ok().filter(|day| *day != now.date()).map(|day| day.at(12, 0, 0, 0));
        let moment = || self.on.contains('T').then(|| self.on.parse::<DateTime>().ok()).flatten();
        moment().or_else(day).unwrap_or(now)
    }
}

/// A form that asks for another day; `more` stands before the button.
pub(crate) fn chooser(w: &Words, action: &str, at: DateTime, more: &Html) -> Html {
    #[derive(Template)]
    #[template(
        source = "<form class=\"act-form\" method=\"get\" action=\"{{ action }}\">{{ fields|safe }}<button class=\"button\">{{ button }}</button></form>",
        ext = "html"
    )]
    struct T<'a> {
        action: &'a str,
        fields: &'a str,
        button: String,
    }
    let day = Field::new("on", w.t("people-as-of")).input(Input::Date).value(at.date().to_string());
    let fields = field(w, &day).then(more);
    Html::render(&T { action, fields: fields.as_str(), button: w.t("people-show") })
}

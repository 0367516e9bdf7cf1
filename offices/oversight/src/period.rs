//! The period of a report: chosen from those that packs declare.

use crate::access::Leader;
use askama::Template;
use congvu_desk::Desk;
use congvu_pack::Period;
use congvu_web::components::{Choice, Field, Input, field};
use congvu_web::{Html, Words, fmt};
use jiff::civil::Date;

/// How many periods of each kind can be chosen.
const MOST: usize = 4;

/// A chosen period.
#[derive(Debug, Clone)]
pub(crate) struct Chosen<'d> {
    /// What it is a period of.
    pub(crate) kind: &'d Period,
    /// First day.
    pub(crate) from: Date,
    /// First day no longer in it.
    pub(crate) to: Date,
}

impl Chosen<'_> {
    /// As an address names it: `month/2024-02-15`.
    pub(crate) fn value(&self) -> String {
        format!("{}/{}", self.kind.id, self.from)
    }
}

/// From the first day to the last, both included.
pub(crate) fn text(w: &Words, from: Date, to: Date) -> String {
    let last = to.yesterday().unwrap_or(to);
    let said = [("from", fmt::date(w.lang(), from).into()), ("to", fmt::date(w.lang(), last).into())];
    w.with("oversight-period", &said)
}

/// All that can be chosen, the latest of each kind first.
pub(crate) fn all<'d>(desk: &'d Desk, today: Date) -> Vec<Chosen<'d>> {
    let kinds = desk.library().oversight.periods.iter();
    kinds
        .flat_map(|kind| {
            kind.begun_by(today, MOST).into_iter().map(move |(from, to)| Chosen { kind, from, to })
        })
        .collect()
}

/// The one asked for, or the first.
pub(crate) fn chosen<'d>(desk: &'d Desk, today: Date, asked: &str) -> Option<Chosen<'d>> {
    let all = all(desk, today);
    all.iter().find(|c| c.value() == asked).or_else(|| all.first()).cloned()
}

/// The form that chooses a period and more; works without a script.
pub(crate) fn form(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    action: &str,
    now: &Chosen<'_>,
    more: &Html,
) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form method="get" action="{{ action }}">{{ fields }}<p class="buttons"><button class="button" type="submit">{{ button }}</button></p></form>"#
    )]
    struct T<'a> {
        action: &'a str,
        fields: &'a Html,
        button: String,
    }
    let choices = all(desk, leader.now.date()).into_iter().map(|c| {
        let name = congvu_views::pick(w, &c.kind.name);
        Choice::new(c.value(), format!("{name}: {}", text(w, c.from, c.to)))
    });
    let select = Field::new("period", w.t("oversight-period-choose"))
        .input(Input::Select(choices.collect()))
        .value(now.value());
    let fields = field(w, &select).then(more);
    Html::render(&T { action, fields: &fields, button: w.t("oversight-show") })
}

/// What the figures are, and where the days of the period come from.
pub(crate) fn about(w: &Words, leader: &Leader<'_>, chosen: &Chosen<'_>) -> Html {
    use congvu_web::components::paragraph;
    let open = leader.now.date() < chosen.to;
    let id = if open { "oversight-cut-now" } else { "oversight-cut-end" };
    let time = format!("{} {}", fmt::time(leader.now.time()), fmt::date(w.lang(), leader.now.date()));
    let last = chosen.to.yesterday().unwrap_or(chosen.to);
    let said = [("time", time.into()), ("last", fmt::date(w.lang(), last).into())];
    let mut all = paragraph(&w.with(id, &said));
    if let Some(article) = &chosen.kind.article {
        let id = if chosen.kind.verified { "oversight-period-by" } else { "oversight-period-by-unread" };
        all = all.then(&paragraph(&w.with(id, &[("article", article.clone().into())])));
    }
    all
}

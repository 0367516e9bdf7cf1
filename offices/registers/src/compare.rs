//! The decisions of two departments, clause by clause.

use crate::common::iso_date;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_law::{Change, ClauseDifference, Comparison, FactDifference, Weight};
use congvu_pack::Agency;
use congvu_views::chip_at;
use congvu_web::components::{Chip, Column, Row, Table, Tone, badge, chips, heading, lead, section, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde::Deserialize;
use std::cmp::Reverse;
use std::sync::Arc;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    a: Option<String>,
    b: Option<String>,
    show: Option<String>,
}

/// `GET /compare?a=&b=&show=`.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Query(wanted): Query<Wanted>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let mut ids = desk.library().agencies.keys().map(String::as_str);
    let (first, second) = (ids.next().unwrap_or_default(), ids.next().unwrap_or_default());
    let said = |asked: &Option<String>| asked.clone().filter(|id| !id.is_empty());
    let a = said(&wanted.a).unwrap_or_else(|| first.to_owned());
    let default = if a == second { first } else { second };
    let b = said(&wanted.b).unwrap_or_else(|| default.to_owned());
    let (left, right) = (congvu_views::agency_of(&desk, &a)?, congvu_views::agency_of(&desk, &b)?);
    let decisions = (Arc::clone(&left.decision), Arc::clone(&right.decision));
    // Comparing is work for the processor: it must not hold up the tasks that wait for the network.
    let compared = tokio::task::spawn_blocking(move || congvu_law::compare(&decisions.0, &decisions.1));
    let comparison = compared.await.or_fault()?;
    let w = cx.words();
    let view = View { w, sides: (left, right), substantive: wanted.show.as_deref() == Some("substantive") };
    let title = w.t("registers-c-title");
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("registers-c-lead")),
        view.filter(&desk),
        view.counts(&comparison),
        section(&w.t("registers-c-facts"), &view.facts(&comparison.facts)),
        section(&w.t("registers-c-clauses"), &view.clauses(&comparison.clauses)),
    ]);
    let shell = cx.shell(title.as_str()).crumb("/", w.t("registers-c-home")).crumb("#", title);
    Ok(cx.page(shell, body))
}

struct View<'a> {
    w: &'a Words,
    sides: (&'a Agency, &'a Agency),
    substantive: bool,
}

impl View<'_> {
    fn filter(&self, desk: &Desk) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"<form class="filters no-print" method="get" action="/compare">{% for (name, label, chosen) in selects %}<div><label for="f-{{ name }}">{{ label }}</label><select id="f-{{ name }}" name="{{ name }}">{% for (id, text) in agencies %}<option value="{{ id }}"{% if id == chosen %} selected{% endif %}>{{ text }}</option>{% endfor %}</select></div>{% endfor %}<div><label for="f-show">{{ w.t("registers-c-show") }}</label><select id="f-show" name="show"><option value="all">{{ w.t("registers-c-all") }}</option><option value="substantive"{% if substantive %} selected{% endif %}>{{ w.t("registers-c-substantive") }}</option></select></div><div><button class="button button-primary" type="submit">{{ w.t("registers-c-go") }}</button></div></form>"#
        )]
        struct T<'a> {
            w: &'a Words,
            selects: [(&'static str, String, &'a str); 2],
            agencies: Vec<(&'a str, &'a str)>,
            substantive: bool,
        }
        let w = self.w;
        let all = desk.library().agencies.values();
        Html::render(&T {
            w,
            selects: [
                ("a", w.t("registers-c-a"), self.sides.0.id()),
                ("b", w.t("registers-c-b"), self.sides.1.id()),
            ],
            // The list is narrow: the province tells the departments apart.
            agencies: all.map(|a| (a.id(), a.file.province.as_str())).collect(),
            substantive: self.substantive,
        })
    }

    fn counts(&self, comparison: &Comparison) -> Html {
        let w = self.w;
        let c = comparison.counts;
        let badges = [
            (Weight::Substantive, c.substantive),
            (Weight::Unjudged, c.unjudged),
            (Weight::Slip, c.slip),
            (Weight::Wording, c.wording),
            (Weight::Same, c.same),
        ];
        let shown = badges.map(|(weight, n)| {
            badge(tone(weight), &format!("{}: {n}", word(w, weight))).then(&Html::literal(" "))
        });
        Html::literal("<p>").then(&Html::join(shown)).then(&Html::literal("</p>")).then(&self.legend())
    }

    fn legend(&self) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"<p>{{ w.t("registers-c-legend") }} <del><sup>A</sup> {{ w.with("registers-c-only", [("name", a.into())].as_slice()) }}</del> <ins><sup>B</sup> {{ w.with("registers-c-only", [("name", b.into())].as_slice()) }}</ins></p>"#
        )]
        struct T<'a> {
            w: &'a Words,
            a: &'a str,
            b: &'a str,
        }
        Html::render(&T { w: self.w, a: &self.sides.0.file.province, b: &self.sides.1.file.province })
    }

    fn keeps(&self, weight: Weight) -> bool {
        !self.substantive || weight == Weight::Substantive
    }

    fn facts(&self, facts: &[FactDifference]) -> Html {
        let w = self.w;
        let mut shown: Vec<&FactDifference> = facts.iter().filter(|f| self.keeps(f.weight)).collect();
        shown.sort_by_key(|f| Reverse(f.weight));
        let said = |side: &Option<String>| Html::text(&iso_date(w, side.as_deref()));
        let rows = shown.iter().map(|f| {
            let label = Html::text(w.pick(&f.label_vi, &f.label_en));
            Row::new(vec![label, said(&f.a), said(&f.b), badge(tone(f.weight), &word(w, f.weight))])
        });
        let columns = vec![
            Column::new(w.t("registers-c-what")),
            Column::new(self.sides.0.file.province.as_str()),
            Column::new(self.sides.1.file.province.as_str()),
            Column::new(w.t("registers-c-weight")),
        ];
        let caption = w.t("registers-c-facts");
        let empty = w.t("registers-c-no-difference");
        table(
            w,
            &Table { caption, columns, rows: rows.collect(), empty, hide_caption: true, ..Table::default() },
        )
    }

    fn clauses(&self, clauses: &[ClauseDifference]) -> Html {
        let mut shown: Vec<&ClauseDifference> = clauses.iter().filter(|c| self.keeps(c.weight)).collect();
        // A stable sort: within a weight the clauses stay in the order of the text.
        shown.sort_by_key(|c| Reverse(c.weight));
        if shown.is_empty() {
            return congvu_web::components::paragraph(&self.w.t("registers-c-no-difference"));
        }
        Html::join(shown.into_iter().map(|c| self.clause(c)))
    }

    fn clause(&self, clause: &ClauseDifference) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"<section><h3><span lang="vi">{{ label }}</span> {{ weight }} {{ only }}</h3><p class="chips">{{ chips }}</p><p lang="vi">{{ text }}</p></section>"#
        )]
        struct T<'a> {
            label: &'a str,
            weight: Html,
            only: Html,
            chips: Html,
            text: Html,
        }
        let w = self.w;
        let only = match (&clause.a_eid, &clause.b_eid) {
            (Some(_), None) => self.only(self.sides.0),
            (None, Some(_)) => self.only(self.sides.1),
            _ => Html::EMPTY,
        };
        let links: Vec<Chip> = [(self.sides.0, &clause.a_eid), (self.sides.1, &clause.b_eid)]
            .into_iter()
            .filter_map(|(agency, eid)| {
                let mut chip = chip_at(w, agency, eid.as_deref()?);
                chip.label = format!("{}: {}", agency.file.province, chip.label);
                Some(chip)
            })
            .collect();
        Html::render(&T {
            label: &clause.label_vi,
            weight: badge(tone(clause.weight), &word(w, clause.weight)),
            only,
            chips: chips(w, &links),
            text: Html::join(clause.changes.iter().map(|c| self.change(c))),
        })
    }

    fn only(&self, agency: &Agency) -> Html {
        let name = agency.file.province.clone();
        badge(Tone::Neutral, &self.w.with("registers-c-only", &[("name", name.into())]))
    }

    fn change(&self, change: &Change) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"{% if !a.is_empty() %}<del{% if soft %} class="soft"{% endif %}><span class="vh">{{ only_a }}: </span><sup aria-hidden="true">A</sup>{{ a }}</del> {% endif %}{% if !b.is_empty() %}<ins{% if soft %} class="soft"{% endif %}><span class="vh">{{ only_b }}: </span><sup aria-hidden="true">B</sup>{{ b }}</ins> {% endif %}"#
        )]
        struct T<'a> {
            soft: bool,
            a: &'a str,
            b: &'a str,
            only_a: String,
            only_b: String,
        }
        if change.weight == Weight::Same {
            return Html::text(&change.a).then(&Html::literal(" "));
        }
        let only = |name: &str| self.w.with("registers-c-only", &[("name", name.to_owned().into())]);
        Html::render(&T {
            soft: change.weight == Weight::Wording,
            a: &change.a,
            b: &change.b,
            only_a: only(&self.sides.0.file.province),
            only_b: only(&self.sides.1.file.province),
        })
    }
}

fn tone(weight: Weight) -> Tone {
    match weight {
        Weight::Same => Tone::Good,
        Weight::Wording => Tone::Neutral,
        Weight::Slip => Tone::Info,
        Weight::Unjudged => Tone::Warn,
        Weight::Substantive => Tone::Bad,
    }
}

fn word(w: &Words, weight: Weight) -> String {
    match weight {
        Weight::Same => w.t("registers-c-same"),
        Weight::Wording => w.t("registers-c-wording"),
        Weight::Slip => w.t("registers-c-slip"),
        Weight::Unjudged => w.t("registers-c-unjudged"),
        Weight::Substantive => w.t("registers-c-weighty"),
    }
}

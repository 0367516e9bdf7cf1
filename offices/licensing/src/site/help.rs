//! Guides, frequent questions with a search that needs no diacritics, fees, keys.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::{Agency, Guide, Question};
use congvu_views::{agency_of, agency_shell, pick, procedure_cost};
use congvu_web::components::{
    Column, Row, Search, Table, button_link, heading, lead, paragraph, search_box, section_at, table,
};
use congvu_web::{Html, PageCx, Shortcut, WebError, Words};
use serde::Deserialize;

use crate::finder::{Findable, find};
use crate::procedures::in_order;

/// Longest search, in characters.
const QUERY_CHARS: usize = 200;
/// The page on which feedback and questions are begun.
const ASK: &str = "/feedback";

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let q: String = asked.q.chars().take(QUERY_CHARS).collect();
    let shell = agency_shell(&cx, agency, w.t("licensing-help"))
        .crumb(format!("/{id}"), w.t("licensing-start"))
        .crumb("", w.t("licensing-help"));
    let search = Search {
        action: format!("/{id}/help"),
        name: "q".to_owned(),
        value: q.clone(),
        label: w.t("licensing-help-search"),
        hint: w.t("licensing-help-hint"),
    };
    let head = heading(1, &w.t("licensing-help"))
        .then(&lead(&w.t("licensing-help-lead")))
        .then(&search_box(w, &search));
    let body = if q.trim().is_empty() {
        Html::join([
            section_at(
                "guides",
                &w.t("licensing-help-guides"),
                &guides(w, agency, &desk.library().help.guides),
            ),
            questions(w, &desk, agency),
            section_at("fees", &w.t("licensing-help-fees"), &fees(w, &desk, agency)),
            section_at("keys", &w.t("licensing-help-keys"), &keys(w, &shell.shortcuts)),
        ])
    } else {
        found(w, &desk, agency, &q)
    };
    Ok(cx.page(shell, head.then(&body).then(&ask(w, agency))))
}

/// One thing that unfolds: a question, or a guide.
fn unfolding(id: &str, title: &str, open: bool, inner: &Html) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<details class="asked" id="{{ id }}"{% if open %} open{% endif %}><summary>{{ title }}</summary>{{ inner }}</details>"#
    )]
    struct T<'a> {
        id: &'a str,
        title: &'a str,
        open: bool,
        inner: &'a Html,
    }
    Html::render(&T { id, title, open, inner })
}

fn guide(w: &Words, agency: &Agency, guide: &Guide, open: bool) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ol>{% for s in steps %}<li>{{ s }}</li>{% endfor %}</ol><p><a href="{{ go }}">{{ to }}</a></p>"#
    )]
    struct T<'a> {
        steps: Vec<&'a str>,
        go: String,
        to: String,
    }
    let steps = guide.steps.iter().map(|s| pick(w, s)).collect();
    let title = pick(w, &guide.title);
    let to = w.with("licensing-help-go", &[("what", title.into())]);
    let inner = Html::render(&T { steps, go: format!("/{}{}", agency.id(), guide.go), to });
    unfolding(&guide.id, title, open, &inner)
}

fn guides(w: &Words, agency: &Agency, all: &[Guide]) -> Html {
    Html::join(all.iter().map(|g| guide(w, agency, g, false)))
}

fn question(w: &Words, agency: &Agency, question: &Question, open: bool) -> Html {
    let asked = pick(w, &question.asked);
    let mut inner = paragraph(pick(w, &question.answer));
    if let Some(go) = &question.go {
        let text = w.with("licensing-help-more", &[("what", asked.into())]);
        inner = inner
            .then(&Html::literal("<p>"))
            .then(&Html::link(&format!("/{}{go}", agency.id()), &text))
            .then(&Html::literal("</p>"));
    }
    unfolding(&question.id, asked, open, &inner)
}

fn questions(w: &Words, desk: &Desk, agency: &Agency) -> Html {
    let help = &desk.library().help;
    let topics = help.topics.iter().map(|topic| {
        let of_topic = help.questions.iter().filter(|q| q.topic == topic.id);
        heading(3, pick(w, &topic.name)).then(&Html::join(of_topic.map(|q| question(w, agency, q, false))))
    });
    section_at("questions", &w.t("licensing-help-questions"), &Html::join(topics))
}

/// What answers a search: guides and questions, best first, the first one open.
fn found(w: &Words, desk: &Desk, agency: &Agency, q: &str) -> Html {
    let help = &desk.library().help;
    let both = |t: &congvu_matter::declare::Text| [t.vi.clone(), t.en.clone()];
    let guides = help.guides.iter().map(|g| Findable {
        names: both(&g.title).to_vec(),
        field: g.steps.iter().flat_map(both).collect(),
        ..Findable::default()
    });
    let questions = help.questions.iter().map(|a| Findable {
        names: both(&a.asked).to_vec(),
        called: a.called.clone(),
        field: both(&a.answer).to_vec(),
    });
    let items: Vec<Findable> = guides.chain(questions).collect();
    let places = find(q, &items);
    let n = u32::try_from(places.len()).unwrap_or(u32::MAX);
    let all = help.guides.iter().map(Ok).chain(help.questions.iter().map(Err));
    let all: Vec<Result<&Guide, &Question>> = all.collect();
    let shown = places.iter().enumerate().filter_map(|(rank, place)| {
        let open = rank == 0;
        Some(match all.get(*place)? {
            Ok(g) => guide(w, agency, g, open),
            Err(a) => question(w, agency, a, open),
        })
    });
    let back = Html::literal("<p>")
        .then(&Html::link(&format!("/{}/help", agency.id()), &w.t("licensing-help-all")))
        .then(&Html::literal("</p>"));
    let count = match n {
        0 => w.t("licensing-help-none"),
        n => w.with("licensing-help-found", &[("n", n.into())]),
    };
    heading(2, &count).then(&Html::join(shown)).then(&back)
}

/// What each procedure costs, as its own page says.
fn fees(w: &Words, desk: &Desk, agency: &Agency) -> Html {
    let today = desk.clock().now().date();
    let filed = in_order(desk.library(), agency, today).into_iter().filter(|p| !p.own_initiative);
    let rows = filed.filter_map(|p| {
        let href = format!("/{}/procedures/{}", agency.id(), p.id);
        // Names of procedures are long: they may go on in the next line.
        let name = Html::join([
            Html::literal(r#"<span class="wrap">"#),
            Html::link(&href, pick(w, &p.name)),
            Html::literal("</span>"),
        ]);
        Some(Row::new(vec![name, procedure_cost(w, p.version_on(today)?)]))
    });
    let list = Table {
        caption: w.t("licensing-help-fees"),
        columns: vec![
            Column::new(w.t("licensing-draft-procedure")),
            Column::new(w.t("views-procedure-cost")),
        ],
        rows: rows.collect(),
        hide_caption: true,
        ..Table::default()
    };
    paragraph(&w.t("licensing-help-fees-about")).then(&table(w, &list))
}

fn keys(w: &Words, shortcuts: &[Shortcut]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ul>{% for s in shortcuts %}<li><kbd>{{ s.key }}</kbd> {{ s.link.text }}</li>{% endfor %}<li><kbd>/</kbd> {{ slash }}</li></ul>"#
    )]
    struct T<'a> {
        shortcuts: &'a [Shortcut],
        slash: String,
    }
    let list = Html::render(&T { shortcuts, slash: w.t("licensing-help-slash") });
    paragraph(&w.t("licensing-help-keys-about")).then(&list)
}

/// Whoever found no answer asks a person.
fn ask(w: &Words, agency: &Agency) -> Html {
    section_at(
        "ask",
        &w.t("licensing-help-ask"),
        &paragraph(&w.t("licensing-help-ask-about"))
            .then(&Html::literal("<p class=\"buttons\">"))
            .then(&button_link(&format!("/{}{ASK}", agency.id()), &w.t("licensing-help-ask-button"), false))
            .then(&Html::literal("</p>")),
    )
}

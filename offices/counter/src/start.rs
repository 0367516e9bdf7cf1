//! The first page at the counter: what is it about, who has come.

use crate::access::{Asking, Stop, asking, enter, permitted};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::Desk;
use congvu_views::finder::{Findable, find};
use congvu_views::pick;
use congvu_web::components::{button_link, heading, keys_help, paragraph};
use congvu_web::{Html, PageCx, WebError, Words};
use serde::Deserialize;

/// Longest text that is looked at, in characters.
const MAX_CHARS: usize = 200;
/// Numbers that open what is found: `1` to `9`.
const KEYS: usize = 9;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    who: String,
}

/// `GET /{agency}/desk/counter`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let cut = |text: &str| text.trim().chars().take(MAX_CHARS).collect::<String>();
    let (q, who) = (cut(&asked.q), cut(&asked.who));
    let all: Vec<Asking<'_>> =
        officer.agency.procedures.iter().filter_map(|id| asking(&desk, officer.agency, id)).collect();
    let first = all.first().ok_or(WebError::NotFound)?;
    permitted(&desk, &cx, &officer, first).await?;
    let found = found(&desk, &q, &all);
    let query = if who.is_empty() {
        String::new()
    } else {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("who", &who).finish();
        format!("?{query}")
    };
    let link = |a: &Asking<'_>| officer.at(&format!("/take/{}{query}", a.procedure.id));
    if let ([only], false) = (found.as_slice(), q.is_empty()) {
        return Ok(Redirect::to(&link(only)).into_response());
    }
    let w = cx.words();
    let title = w.t("counter-title");
    let list: Vec<(String, String)> =
        found.iter().map(|a| (link(a), pick(w, &a.procedure.name).to_owned())).collect();
    let body = Html::join([
        heading(1, &title),
        paragraph(&w.t("counter-lead")),
        search(w, &officer.at(""), &q, &who),
        results(w, &list, q.is_empty()),
        button_link(&officer.at("/guidance"), &w.t("counter-guidance"), false),
        Html::literal(" "),
        button_link(&officer.at("/book"), &w.t("counter-book"), false),
        keys_help(w),
    ]);
    let shell = congvu_views::officer_shell(&cx, officer.agency, &title);
    Ok(cx.page(shell, body))
}

/// What fits the words, best first; an answer that fits far better than the others is not decided here: the officer sees.
fn found<'d>(desk: &Desk, q: &str, all: &[Asking<'d>]) -> Vec<Asking<'d>> {
    let items: Vec<Findable> = all
        .iter()
        .map(|a| Findable {
            names: vec![a.procedure.name.vi.clone(), a.procedure.name.en.clone()],
            called: a.procedure.called.clone(),
            field: desk
                .library()
                .fields
                .iter()
                .filter(|f| f.id == a.procedure.field)
                .flat_map(|f| [f.name.vi.clone(), f.name.en.clone()])
                .collect(),
        })
        .collect();
    find(q, &items).into_iter().filter_map(|i| all.get(i).copied()).collect()
}

fn search(w: &Words, action: &str, q: &str, who: &str) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form method="get" action="{{ action }}" class="counter-search">
<div class="field"><label for="q">{{ w.t("counter-search") }}</label><p class="hint" id="q-hint">{{ w.t("counter-search-hint") }}</p><input type="search" id="q" name="q" value="{{ q }}" aria-describedby="q-hint" accesskey="q" data-search autofocus></div>
<div class="field"><label for="who">{{ w.t("counter-who") }} <span class="optional">{{ w.t("optional") }}</span></label><p class="hint" id="who-hint">{{ w.t("counter-who-hint") }}</p><input type="text" id="who" name="who" value="{{ who }}" aria-describedby="who-hint" autocomplete="off"></div>
<p class="buttons"><button class="button button-primary" type="submit">{{ w.t("counter-find") }}</button></p></form>"#
    )]
    struct T<'a> {
        w: &'a Words,
        action: &'a str,
        q: &'a str,
        who: &'a str,
    }
    Html::render(&T { w, action, q, who })
}

fn results(w: &Words, list: &[(String, String)], all: bool) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% if list.is_empty() %}<p class="empty">{{ w.t("counter-found-none") }}</p>{% else %}<h2>{{ title }}</h2><ol class="counter-found">{% for (href, name) in list %}<li><a href="{{ href }}"{% if loop.index <= KEYS %} data-key="{{ loop.index }}"{% endif %}>{{ name }}</a></li>{% endfor %}</ol>{% endif %}"#
    )]
    struct T<'a> {
        w: &'a Words,
        title: String,
        list: &'a [(String, String)],
    }
    let title = if all { w.t("counter-all") } else { w.t("counter-found") };
    Html::render(&T { w, title, list })
}

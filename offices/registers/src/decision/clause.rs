//! One place of the decision at an address that stays.

use super::rests;
use super::text::Text;
use super::{is_clause, label};
use crate::common::{iso_date, segment};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_law::{Document, Node};
use congvu_views::{agency_of, agency_shell, chip_at};
use congvu_web::components::{Link, chip, heading, key_values, section};
use congvu_web::{Html, PageCx, WebError, Words};

/// `GET /{agency}/decision/{eid}`.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, eid)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let document = &agency.decision;
    let path = document.path(&eid).ok_or(WebError::NotFound)?;
    let Some((node, parents)) = path.split_last() else { return Err(WebError::NotFound) };
    let w = cx.words();
    let cite = if is_clause(node.kind) { document.cite_vi(&eid) } else { None };
    let cite = cite.unwrap_or_else(|| label(node));
    let title = capital(&cite);
    let base = format!("/{}/decision", agency.id());
    let address = format!("{}{base}/{}", desk.base_url(), segment(&eid));
    let mut parts = vec![heading(1, &title), place(w, &base, parents)];
    parts.push(Html::literal(r#"<article lang="vi" class="law-here">"#));
    parts.push(Text { agency: agency.id(), level: 2 }.one(node));
    parts.push(Html::literal("</article>"));
    parts.push(key_values(&[
        (w.t("registers-d-in-force"), Html::text(&iso_date(w, document.facts.in_force.as_deref()))),
        (w.t("registers-d-cite"), copyable(&cite)),
        (w.t("registers-d-address"), copyable(&address)),
        (w.t("registers-d-chip"), chip(w, &chip_at(w, agency, &eid))),
    ]));
    let procedures = rests::procedures(w, &desk, agency, &eid);
    if !procedures.is_empty() {
        parts.push(section(&w.t("registers-d-procedures"), &procedures));
    }
    let powers = rests::powers(w, &desk, agency, &eid);
    if !powers.is_empty() {
        parts.push(section(&w.t("registers-d-powers"), &powers));
    }
    parts.push(neighbours(w, document, &base, node));
    let mut shell = agency_shell(&cx, agency, title).crumb(base.as_str(), w.t("registers-d-title"));
    for parent in parents.iter().filter(|p| is_clause(p.kind)) {
        shell = shell.crumb(format!("{base}/{}", segment(&parent.eid)), short(parent));
    }
    Ok(cx.page(shell.crumb("#", short(node)), Html::join(parts)))
}

/// With a capital at its head, as titles are written.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

/// The mark alone, for the way here.
fn short(node: &Node) -> String {
    let mark = node.mark.trim_end_matches(['.', ')', ':']).to_owned();
    if mark.is_empty() || mark == "-" { label(node) } else { mark }
}

/// Chapter, article and paragraph over the place, as far as they say something themselves.
fn place(w: &Words, base: &str, parents: &[&Node]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<nav aria-label="{{ w.t("registers-d-within") }}"><ul class="within" lang="vi">{% for l in links %}<li><a href="{{ l.href }}">{{ l.text }}</a></li>{% endfor %}</ul></nav>"#
    )]
    struct T<'a> {
        w: &'a Words,
        links: Vec<Link>,
    }
    let links: Vec<Link> = parents
        .iter()
        .filter(|p| is_clause(p.kind))
        .map(|p| Link::new(format!("{base}/{}", segment(&p.eid)), label(p)))
        .collect();
    if links.is_empty() { Html::EMPTY } else { Html::render(&T { w, links }) }
}

/// Text that one tap selects whole.
fn copyable(text: &str) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = r#"<span class="address" lang="vi">{{ text }}</span>"#)]
    struct T<'a> {
        text: &'a str,
    }
    Html::render(&T { text })
}

/// The places of the same kind before and after this one, and the place in the whole text.
fn neighbours(w: &Words, document: &Document, base: &str, node: &Node) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<nav class="prev-next no-print" aria-label="{{ w.t("registers-d-neighbours") }}">{% if let Some(l) = before %}<a rel="prev" href="{{ l.href }}">← {{ l.text }}</a>{% endif %}<a href="{{ base }}#{{ eid }}">{{ w.t("registers-d-in-text") }}</a>{% if let Some(l) = after %}<a rel="next" href="{{ l.href }}">{{ l.text }} →</a>{% endif %}</nav>"#
    )]
    struct T<'a> {
        w: &'a Words,
        base: &'a str,
        eid: &'a str,
        before: Option<Link>,
        after: Option<Link>,
    }
    let link = |n: &Node| {
        let text = congvu_law::chip(&n.eid);
        let text = if text.is_empty() { short(n) } else { text };
        Link::new(format!("{base}/{}", segment(&n.eid)), text)
    };
    let mut before = None;
    let mut after = None;
    let mut passed = false;
    for other in document.walk().filter(|n| n.kind == node.kind) {
        if passed {
            after = Some(link(other));
            break;
        }
        if other.eid == node.eid {
            passed = true;
        } else {
            before = Some(link(other));
        }
    }
    Html::render(&T { w, base, eid: &node.eid, before, after })
}

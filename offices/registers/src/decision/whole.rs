//! The whole decision, to be read.

use super::text::{Text, contents};
use crate::common::iso_date;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_law::{Document, Severity};
use congvu_pack::Agency;
use congvu_views::{agency_of, agency_shell};
use congvu_web::components::{heading, key_values, lead, section};
use congvu_web::{Html, PageCx, WebError, Words};

/// `GET /{agency}/decision`.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let w = cx.words();
    let document = &agency.decision;
    let title = super::name(w, document);
    let text = Text { agency: agency.id(), level: 2 };
    let body = Html::join([
        heading(1, &title),
        lead(document.facts.title.as_deref().unwrap_or_default()),
        facts(w, document),
        downloads(w, agency, &desk),
        section(&w.t("registers-d-contents"), &contents(&document.tree)),
        Html::literal(r#"<article lang="vi">"#),
        text.all(&document.tree),
        Html::literal("</article>"),
        remarks(w, document),
    ]);
    let shell = agency_shell(&cx, agency, title.as_str())
        .crumb(format!("/{}", agency.id()), w.t("registers-start"))
        .crumb("#", w.t("registers-d-title"));
    Ok(cx.page(shell, body))
}

fn facts(w: &Words, document: &Document) -> Html {
    let facts = &document.facts;
    let said = |text: Option<&str>| text.map_or_else(|| w.t("registers-not-said"), str::to_owned);
    let number = match (&facts.number, &facts.number_as_written) {
        (Some(number), _) => number.clone(),
        (None, Some(written)) => w.with("registers-d-number-blank", &[("number", written.clone().into())]),
        (None, None) => w.t("registers-not-said"),
    };
    let signer = facts.signer.as_ref().map(|s| {
        let parts = [s.form.as_deref(), s.title.as_deref(), s.name.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let replaces =
        if facts.replaces.is_empty() { w.t("registers-d-none") } else { facts.replaces.join("; ") };
    let pair = |id: &str, text: String| (w.t(id), Html::text(&text));
    key_values(&[
        pair("registers-d-number", number),
        pair("registers-d-issuer", said(facts.issuer.as_deref())),
        pair("registers-d-issued", iso_date(w, facts.issued.as_deref())),
        pair("registers-d-in-force", iso_date(w, facts.in_force.as_deref())),
        pair("registers-d-replaces", replaces),
        pair("registers-d-signer", said(signer.as_deref())),
    ])
}

fn downloads(w: &Words, agency: &Agency, desk: &Desk) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<p class="no-print"><a href="/{{ id }}/duties">{{ w.t("registers-duties") }}</a> · <a href="/{{ id }}/decision.akn.xml">{{ w.t("registers-d-akn") }}</a> · <a href="/{{ id }}/decision.json">{{ w.t("registers-d-json") }}</a>{% if let Some(other) = other %} · <a href="/compare?a={{ id }}&amp;b={{ other }}">{{ w.t("registers-d-compare") }}</a>{% endif %}</p>"#
    )]
    struct T<'a> {
        w: &'a Words,
        id: &'a str,
        other: Option<&'a str>,
    }
    let other = desk.library().agencies.keys().map(String::as_str).find(|id| *id != agency.id());
    Html::render(&T { w, id: agency.id(), other })
}

/// What the import noticed, for those who want to know how faithful the text is.
fn remarks(w: &Words, document: &Document) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<details><summary>{{ title }}</summary><p>{{ w.t("registers-d-remarks-lead") }}</p><ul lang="en">{% for d in list %}<li>{{ w.with("registers-d-remark", [("line", d.line.into()), ("column", d.column.into())].as_slice()) }} <code>{{ d.severity }}</code> {{ d.message }}</li>{% endfor %}</ul></details>"#
    )]
    struct T<'a> {
        w: &'a Words,
        title: String,
        list: Vec<Remark<'a>>,
    }
    struct Remark<'a> {
        line: u32,
        column: u32,
        severity: &'static str,
        message: &'a str,
    }
    let list: Vec<Remark<'_>> = document
        .diagnostics
        .iter()
        .map(|d| {
            let severity = match d.severity {
                Severity::Hint => "hint",
                Severity::Info => "info",
                Severity::Warning => "warning",
            };
            Remark { line: d.line, column: d.column, severity, message: &d.message }
        })
        .collect();
    let title = w.with("registers-d-remarks", &[("n", list.len().into())]);
    Html::render(&T { w, title, list })
}

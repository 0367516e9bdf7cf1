//! The map of the site: a tree for people, XML for search engines (sitemaps.org, protocol 0.9).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_views::{agency_of, agency_shell, pick};
use congvu_web::components::{heading, paragraph};
use congvu_web::{Html, PageCx, WebError, Words};

use crate::procedures::in_order;

/// One page with those under it. `indexed`: worth finding in a search engine.
struct Node {
    href: String,
    text: String,
    indexed: bool,
    under: Vec<Node>,
}

impl Node {
    fn new(href: String, text: impl Into<String>) -> Self {
        Self { href, text: text.into(), indexed: true, under: Vec::new() }
    }

    /// A page that shows everybody something else.
    fn own(href: String, text: impl Into<String>) -> Self {
        Self { indexed: false, ..Self::new(href, text) }
    }

    fn with(mut self, under: Vec<Node>) -> Self {
        self.under = under;
        self
    }

    fn addresses(&self, out: &mut Vec<String>) {
        if self.indexed && !self.href.contains('#') {
            out.push(self.href.clone());
        }
        self.under.iter().for_each(|n| n.addresses(out));
    }
}

/// Every page of a department that anybody may open.
fn tree(w: &Words, desk: &Desk, agency: &Agency) -> Node {
    let (id, library) = (agency.id(), desk.library());
    let at = |path: &str| format!("/{id}{path}");
    let handled = in_order(library, agency, desk.clock().now().date());
    let fields = library.fields.iter().filter_map(|field| {
        let of_field = handled.iter().filter(|p| p.field == field.id);
        let pages: Vec<Node> =
            of_field.map(|p| Node::new(at(&format!("/procedures/{}", p.id)), pick(w, &p.name))).collect();
        let href = at(&format!("/procedures#{}", field.id));
        (!pages.is_empty()).then(|| Node::new(href, pick(w, &field.name)).with(pages))
    });
    let public = library.registers.values().filter(|r| r.listed && library.keeper(agency, &r.id).is_some());
    let registers =
        public.map(|r| Node::new(at(&format!("/registers/{}", r.id)), w.pick(&r.name.vi, &r.name.en)));
    let help = &library.help;
    let guides = help.guides.iter().map(|g| Node::new(at(&format!("/help#{}", g.id)), pick(w, &g.title)));
    Node::new(at(""), w.t("licensing-start")).with(vec![
        Node::new(at("/about"), w.t("licensing-about")),
        Node::new(at("/procedures"), w.t("licensing-procedures")).with(fields.collect()),
        Node::own(at("/cases"), w.t("licensing-follow")),
        Node::own(at("/drafts"), w.t("licensing-drafts")),
        Node::new(at("/registers"), w.t("licensing-go-registers")).with(registers.collect()),
        Node::new(at("/verify"), w.t("licensing-go-verify")),
        Node::new(at("/decision"), w.t("licensing-go-decision")),
        Node::new(at("/feedback"), w.t("views-nav-feedback")),
        Node::new(at("/help"), w.t("licensing-help")).with(guides.collect()),
        Node::new(at("/terms"), w.t("licensing-terms")),
        Node::own(at("/sign-in"), w.t("sign-in")),
    ])
}

/// `GET /{agency}/sitemap`
pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let list = Html::literal("<ul class=\"tree\">")
        .then(&branch(&tree(w, &desk, agency)))
        .then(&Html::literal("</ul>"));
    let machine = Html::literal("<p>")
        .then(&Html::link(&format!("/{id}/sitemap.xml"), &w.t("licensing-map-xml")))
        .then(&Html::literal("</p>"));
    let body = heading(1, &w.t("licensing-map"))
        .then(&paragraph(&w.t("licensing-map-about")))
        .then(&list)
        .then(&machine);
    let shell = agency_shell(&cx, agency, w.t("licensing-map"))
        .crumb(format!("/{id}"), w.t("licensing-start"))
        .crumb("", w.t("licensing-map"));
    Ok(cx.page(shell, body))
}

fn branch(node: &Node) -> Html {
    let mut out = Html::literal("<li>").then(&Html::link(&node.href, &node.text));
    if !node.under.is_empty() {
        out = out
            .then(&Html::literal("<ul>"))
            .then(&Html::join(node.under.iter().map(branch)))
            .then(&Html::literal("</ul>"));
    }
    out.then(&Html::literal("</li>"))
}

/// `GET /{agency}/sitemap.xml`
pub(crate) async fn xml(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{% for a in addresses %}<url><loc>{{ base }}{{ a }}</loc></url>
{% endfor %}</urlset>
"#
    )]
    struct T<'a> {
        base: &'a str,
        addresses: Vec<String>,
    }
    let agency = agency_of(&desk, &id)?;
    let mut addresses = Vec::new();
    tree(cx.words(), &desk, agency).addresses(&mut addresses);
    Ok(as_xml(&Html::render(&T { base: desk.base_url(), addresses })))
}

/// `GET /sitemap.xml`: the maps of all departments.
pub(crate) async fn index(State(desk): State<Desk>) -> Response {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{% for a in agencies %}<sitemap><loc>{{ base }}/{{ a }}/sitemap.xml</loc></sitemap>
{% endfor %}</sitemapindex>
"#
    )]
    struct T<'a> {
        base: &'a str,
        agencies: Vec<&'a str>,
    }
    let agencies = desk.library().agencies.keys().map(String::as_str).collect();
    as_xml(&Html::render(&T { base: desk.base_url(), agencies }))
}

/// `GET /robots.txt`: where the map is, and what no search engine should keep.
pub(crate) async fn robots(State(desk): State<Desk>) -> Response {
    let mut out = String::from("User-agent: *\n");
    for path in ["cases", "drafts", "papers", "apply", "desk", "sign-in"] {
        out.push_str(&format!("Disallow: /*/{path}\n"));
    }
    out.push_str(&format!("Sitemap: {}/sitemap.xml\n", desk.base_url()));
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], out).into_response()
}

fn as_xml(xml: &Html) -> Response {
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml.as_str().to_owned()).into_response()
}

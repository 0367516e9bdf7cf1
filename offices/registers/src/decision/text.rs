//! The text of the law as HTML: each place with its eId as anchor, its mark a link to its own address.

use super::{is_clause, label};
use crate::common::segment;
use askama::Template;
use congvu_law::{Node, NodeKind};
use congvu_web::Html;

/// How deep headings begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    /// The department in whose decision the places are.
    pub(super) agency: &'a str,
    /// Level of the first heading, 2 or 3.
    pub(super) level: u8,
}

impl Text<'_> {
    /// Several places one after the other.
    pub(super) fn all(self, nodes: &[Node]) -> Html {
        Html::join(nodes.iter().map(|n| self.one(n)))
    }

    /// One place with all below it.
    pub(super) fn one(self, node: &Node) -> Html {
        match node.kind {
            NodeKind::Part | NodeKind::Chapter | NodeKind::Section | NodeKind::Article => self.headed(node),
            NodeKind::Paragraph | NodeKind::Point | NodeKind::Indent => self.clause(node),
            NodeKind::Attachment => self.attachment(node),
            NodeKind::Preface => block("law-head", node, &self.all(&node.children)),
            NodeKind::Title => title(node),
            _ => block("clause", node, &lines(node).then(&self.all(&node.children))),
        }
    }

    fn below(self) -> Self {
        Self { level: self.level.saturating_add(1).min(3), ..self }
    }

    fn href(self, node: &Node) -> String {
        format!("/{}/decision/{}", self.agency, segment(&node.eid))
    }

    fn headed(self, node: &Node) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"<section id="{{ n.eid }}">{% if level == 2 %}<h2><a class="clause-mark" href="{{ href }}">{{ n.mark }}</a> {{ heading }}</h2>{% else %}<h3><a class="clause-mark" href="{{ href }}">{{ n.mark }}</a> {{ heading }}</h3>{% endif %}{% for line in n.text.lines() %}<p>{{ line }}</p>{% endfor %}{{ children }}</section>"#
        )]
        struct T<'a> {
            n: &'a Node,
            href: String,
            heading: &'a str,
            level: u8,
            children: Html,
        }
        Html::render(&T {
            n: node,
            href: self.href(node),
            heading: node.heading.as_deref().unwrap_or_default(),
            level: self.level,
            children: self.below().all(&node.children),
        })
    }

    fn clause(self, node: &Node) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"<div class="clause" id="{{ n.eid }}"><p><a class="clause-mark" href="{{ href }}">{{ mark }}</a> {% if let Some(h) = n.heading %}<strong>{{ h }}</strong> {% endif %}{{ first }}</p>{% for line in rest %}<p>{{ line }}</p>{% endfor %}{{ children }}</div>"#
        )]
        struct T<'a> {
            n: &'a Node,
            href: String,
            mark: &'a str,
            first: &'a str,
            rest: Vec<&'a str>,
            children: Html,
        }
        let mut lines = node.text.lines();
        let first = lines.next().unwrap_or_default();
        // A link needs words; an unnumbered place has no mark of its own.
        let mark = if node.mark.is_empty() { "–" } else { node.mark.as_str() };
        let children = self.all(&node.children);
        Html::render(&T { n: node, href: self.href(node), mark, first, rest: lines.collect(), children })
    }

    fn attachment(self, node: &Node) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"<section id="{{ eid }}" aria-label="{{ label }}"><hr>{{ children }}</section>"#
        )]
        struct T<'a> {
            eid: &'a str,
            label: String,
            children: Html,
        }
        Html::render(&T { eid: &node.eid, label: label(node), children: self.all(&node.children) })
    }
}

/// A part with no heading of its own.
fn block(class: &str, node: &Node, inner: &Html) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = r#"<div class="{{ class }}" id="{{ eid }}">{{ inner }}</div>"#)]
    struct T<'a> {
        class: &'a str,
        eid: &'a str,
        inner: &'a Html,
    }
    Html::render(&T { class, eid: &node.eid, inner })
}

fn title(node: &Node) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<p id="{{ n.eid }}"><strong>{{ n.mark }}</strong>{% for line in n.text.lines() %}<br>{{ line }}{% endfor %}</p>"#
    )]
    struct T<'a> {
        n: &'a Node,
    }
    Html::render(&T { n: node })
}

/// Mark, heading and text of a part, line by line.
fn lines(node: &Node) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% if !mark.is_empty() || !text.is_empty() %}<p>{{ mark }} {% for line in text.lines() %}{% if !loop.first %}<br>{% endif %}{{ line }}{% endfor %}</p>{% endif %}"#
    )]
    struct T<'a> {
        mark: &'a str,
        text: String,
    }
    let text = match &node.heading {
        Some(heading) => format!("{heading}\n{}", node.text),
        None => node.text.clone(),
    };
    Html::render(&T { mark: &node.mark, text })
}

/// The contents: chapters and articles, as a list of links to their anchors.
pub(super) fn contents(nodes: &[Node]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r##"<ul class="toc">{% for (n, label, below) in items %}<li><a href="#{{ n.eid }}">{{ label }}</a>{{ below }}</li>{% endfor %}</ul>"##
    )]
    struct T<'a> {
        items: Vec<(&'a Node, String, Html)>,
    }
    let listed = |n: &&Node| {
        n.kind == NodeKind::Attachment
            || (is_clause(n.kind)
                && !matches!(n.kind, NodeKind::Paragraph | NodeKind::Point | NodeKind::Indent))
    };
    let items: Vec<_> = nodes.iter().filter(listed).map(|n| (n, label(n), contents(&n.children))).collect();
    if items.is_empty() {
        return Html::EMPTY;
    }
    Html::render(&T { items })
}

//! Writes a decision as Akoma Ntoso 3.0 (OASIS, 2018).

use super::uri;
use crate::document::Document;
use crate::facts::Facts;
use crate::node::{Node, NodeKind};

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// The decision as an Akoma Ntoso `act`; attached texts become `attachments`.
///
/// The output depends on the document alone: writing it twice gives the same bytes.
pub fn write_akn(document: &Document) -> String {
    let mut xml = Xml { out: String::with_capacity(document.walk().count() * 300 + 4096), depth: 0 };
    xml.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.open("akomaNtoso", &[("xmlns", NAMESPACE)]);
    xml.open("act", &[("name", "quyet-dinh"), ("contains", "originalVersion")]);
    meta(&mut xml, &document.facts, None);
    let main: Vec<&Node> = document.tree.iter().filter(|node| node.kind != NodeKind::Attachment).collect();
    parts(&mut xml, &main, "body");
    let attached: Vec<&Node> =
        document.tree.iter().filter(|node| node.kind == NodeKind::Attachment).collect();
    if !attached.is_empty() {
        xml.open("attachments", &[]);
        attached.into_iter().for_each(|node| attachment(&mut xml, node, &document.facts));
        xml.close("attachments");
    }
    xml.close("act");
    xml.close("akomaNtoso");
    xml.out
}

fn attachment(xml: &mut Xml, node: &Node, facts: &Facts) {
    xml.open("attachment", &[("eId", &node.eid)]);
    let title = node.walk().find(|inner| inner.kind == NodeKind::Title);
    let name = uri::slug(title.map_or("", |title| title.mark.as_str()));
    let name = if name.is_empty() { "van-ban" } else { name.as_str() };
    xml.open("doc", &[("name", name), ("contains", "originalVersion")]);
    meta(xml, facts, Some(&node.eid));
    let inner: Vec<&Node> = node.children.iter().collect();
    parts(xml, &inner, "mainBody");
    xml.close("doc");
    xml.close("attachment");
}

/// Preface, preamble, body and conclusions, in the order that the standard asks for.
fn parts(xml: &mut Xml, nodes: &[&Node], body: &str) {
    containers(xml, nodes, NodeKind::Preface, "preface");
    containers(xml, nodes, NodeKind::Preamble, "preamble");
    xml.open(body, &[]);
    let mut empty = true;
    for node in nodes {
        if hierarchical(node.kind).is_some() {
            hierarchy(xml, node);
            empty = false;
        }
    }
    if empty {
        xml.leaf("hcontainer", &[("name", "empty")], "");
    }
    xml.close(body);
    containers(xml, nodes, NodeKind::Conclusions, "conclusions");
}

fn containers(xml: &mut Xml, nodes: &[&Node], kind: NodeKind, name: &str) {
    let found: Vec<&&Node> =
        nodes.iter().filter(|node| node.kind == kind && !node.children.is_empty()).collect();
    let Some(first) = found.first() else { return };
    xml.open(name, &[("eId", &first.eid)]);
    let mut in_citations = false;
    for node in found.iter().flat_map(|node| &node.children) {
        let citation = node.kind == NodeKind::Citation;
        if citation != in_citations {
            if citation {
                xml.open("citations", &[])
            } else {
                xml.close("citations")
            }
            in_citations = citation;
        }
        block(xml, node);
    }
    if in_citations {
        xml.close("citations");
    }
    xml.close(name);
}

fn block(xml: &mut Xml, node: &Node) {
    let id = [("eId", node.eid.as_str())];
    match node.kind {
        NodeKind::Citation => {
            xml.open("citation", &id);
            paragraphs(xml, &node.text);
            xml.close("citation");
        }
        NodeKind::Formula => {
            xml.open("formula", &[("eId", node.eid.as_str()), ("name", "enacting")]);
            paragraphs(xml, &joined(&node.mark, &node.text));
            xml.close("formula");
        }
        NodeKind::Recipients => recipients(xml, node),
        NodeKind::Signature => {
            xml.inline("p", &id, &[("signature", &joined(&node.mark, &node.own_words()))]);
        }
        NodeKind::Title => {
            xml.inline("p", &id, &[("docType", &node.mark), ("docTitle", &node.own_words())]);
        }
        _ => xml.leaf("p", &id, &joined(&node.mark, &node.own_words())),
    }
}

fn recipients(xml: &mut Xml, node: &Node) {
    if node.children.is_empty() {
        xml.leaf("p", &[("eId", &node.eid)], &joined(&node.mark, &node.own_words()));
        return;
    }
    xml.open("blockList", &[("eId", &node.eid)]);
    xml.leaf("listIntroduction", &[], &joined(&node.mark, &node.own_words()));
    for item in &node.children {
        xml.open("item", &[("eId", &item.eid)]);
        if !item.mark.is_empty() {
            xml.leaf("num", &[], &item.mark);
        }
        xml.leaf("p", &[], &item.own_words());
        xml.close("item");
    }
    xml.close("blockList");
}

/// The element of a hierarchical kind.
fn hierarchical(kind: NodeKind) -> Option<&'static str> {
    Some(match kind {
        NodeKind::Part => "part",
        NodeKind::Chapter => "chapter",
        NodeKind::Section => "section",
        NodeKind::Article => "article",
        NodeKind::Paragraph => "paragraph",
        NodeKind::Point => "point",
        NodeKind::Indent => "indent",
        _ => return None,
    })
}

fn hierarchy(xml: &mut Xml, node: &Node) {
    let Some(name) = hierarchical(node.kind) else { return };
    xml.open(name, &[("eId", &node.eid)]);
    if !node.mark.is_empty() {
        xml.leaf("num", &[], &node.mark);
    }
    if let Some(heading) = &node.heading {
        xml.leaf("heading", &[], heading);
    }
    if node.children.is_empty() {
        xml.open("content", &[]);
        paragraphs(xml, &node.text);
        xml.close("content");
    } else {
        if !node.text.is_empty() {
            xml.open("intro", &[]);
            paragraphs(xml, &node.text);
            xml.close("intro");
        }
        node.children.iter().for_each(|child| hierarchy(xml, child));
    }
    xml.close(name);
}

fn paragraphs(xml: &mut Xml, text: &str) {
    text.split('\n').for_each(|paragraph| xml.leaf("p", &[], paragraph));
}

fn joined(mark: &str, text: &str) -> String {
    if mark.is_empty() || text.is_empty() { format!("{mark}{text}") } else { format!("{mark} {text}") }
}

fn meta(xml: &mut Xml, facts: &Facts, component: Option<&str>) {
    let work = uri::work(facts);
    let expression = uri::expression(facts);
    let component = component.unwrap_or("main");
    let (date, date_name) = uri::work_date(facts);
    let (in_force, force_name) =
        facts.in_force.as_deref().map_or((date, date_name), |in_force| (in_force, "in-force"));
    let author = facts.issuer.as_deref().map_or_else(|| "khong-ro".to_owned(), uri::issuer_slug);
    let author_ref = format!("#{author}");
    xml.open("meta", &[]);
    xml.open("identification", &[("source", "#congvu")]);
    for (level, this) in [
        ("FRBRWork", work.clone()),
        ("FRBRExpression", expression.clone()),
        ("FRBRManifestation", format!("{expression}.akn")),
    ] {
        xml.open(level, &[]);
        xml.empty("FRBRthis", &[("value", &format!("{this}/!{component}"))]);
        xml.empty("FRBRuri", &[("value", &this)]);
        let (date, name) = if level == "FRBRWork" { (date, date_name) } else { (in_force, force_name) };
        xml.empty("FRBRdate", &[("date", date), ("name", name)]);
        xml.empty(
            "FRBRauthor",
            &[("href", if level == "FRBRManifestation" { "#congvu" } else { &author_ref })],
        );
        match level {
            "FRBRWork" => {
                xml.empty("FRBRcountry", &[("value", "vn")]);
                xml.empty("FRBRsubtype", &[("value", "quyet-dinh")]);
                if let Some(number) = &facts.number {
                    xml.empty("FRBRnumber", &[("value", number)]);
                }
            }
            "FRBRExpression" => xml.empty("FRBRlanguage", &[("language", "vie")]),
            _ => xml.empty("FRBRformat", &[("value", "application/akn+xml")]),
        }
        xml.close(level);
    }
    xml.close("identification");
    if component == "main" {
        references(xml, facts, &author);
    }
    xml.close("meta");
}

fn references(xml: &mut Xml, facts: &Facts, author: &str) {
    let href = format!("/akn/ontology/organization/vn/{author}");
    let issuer = facts.issuer.as_deref().unwrap_or("Không rõ cơ quan ban hành");
    xml.open("references", &[("source", "#congvu")]);
    xml.empty(
        "TLCOrganization",
        &[("eId", "congvu"), ("href", "/akn/ontology/organization/vn/congvu"), ("showAs", "Công Vụ")],
    );
    xml.empty("TLCOrganization", &[("eId", author), ("href", &href), ("showAs", issuer)]);
    xml.close("references");
}

struct Xml {
    out: String,
    depth: usize,
}

impl Xml {
    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.escape(value);
            self.out.push('"');
        }
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.start(name, attributes);
        self.out.push_str(">\n");
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.end(name);
        self.out.push('\n');
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.start(name, attributes);
        self.out.push_str("/>\n");
    }

    fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.indent();
        self.start(name, attributes);
        self.out.push('>');
        self.escape(text);
        self.end(name);
        self.out.push('\n');
    }

    /// An element with inline elements in it; those without text are left out.
    fn inline(&mut self, name: &str, attributes: &[(&str, &str)], inner: &[(&str, &str)]) {
        self.indent();
        self.start(name, attributes);
        self.out.push('>');
        let mut first = true;
        for (inner_name, text) in inner.iter().filter(|(_, text)| !text.is_empty()) {
            if !first {
                self.out.push(' ');
            }
            first = false;
            self.start(inner_name, &[]);
            self.out.push('>');
            self.escape(text);
            self.end(inner_name);
        }
        self.end(name);
        self.out.push('\n');
    }

    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                other => self.out.push(other),
            }
        }
    }
}

//! A comparison as a page that stands alone. The web pages render [`Comparison`] themselves.

use std::fmt::Write as _;

use super::text::name;
use super::{Comparison, Weight};
use crate::document::chip;

const STYLE: &str = "body{font:17px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color:#1b1b1b;background:#fff}table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:.4rem;\
vertical-align:top;text-align:left}del{background:#fbe1e1;color:#7a0b0b}ins{background:#dff3e2;color:#0b4d1a}\
.wording del,.wording ins{background:none;color:#555}code{background:#eee;padding:0 .3rem;border-radius:.2rem}\
@media(prefers-color-scheme:dark){body{background:#151515;color:#eee}del{background:#4a1414;color:#ffd5d5}\
ins{background:#123d1c;color:#d2f5d9}.wording del,.wording ins{color:#aaa}code{background:#333}}\
@media print{body{max-width:none}}";

/// One page in Vietnamese and English with all differences; nothing is loaded from elsewhere.
pub fn comparison_html(comparison: &Comparison) -> String {
    let mut out = String::new();
    let (a, b) = (escape(&comparison.a.name), escape(&comparison.b.name));
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>So sánh: {a} – {b}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>So sánh hai quyết định <span lang=\"en\">/ Two decisions compared</span></h1>\n<p>A: {a}<br>B: {b}</p>\n"
    );
    facts(&mut out, comparison);
    let _ = writeln!(out, "<h2>Điều khoản <span lang=\"en\">/ Clauses</span></h2>");
    for clause in &comparison.clauses {
        let chips: Vec<String> = [&clause.a_eid, &clause.b_eid]
            .into_iter()
            .flatten()
            .map(|eid| format!("<code>{}</code>", chip(eid)))
            .collect();
        let _ = write!(
            out,
            "<section class=\"{}\">\n<h3>{} {} <small>{}</small></h3>\n<p>",
            class(clause.weight),
            escape(&clause.label_vi),
            chips.join(" "),
            name(clause.weight)
        );
        for change in &clause.changes {
            match change.weight {
                Weight::Same => out.push_str(&escape(&change.a)),
                weight => {
                    let _ = write!(out, "<span class=\"{}\">", class(weight));
                    for (tag, text) in [("del", &change.a), ("ins", &change.b)] {
                        if !text.is_empty() {
                            let _ = write!(out, "<{tag}>{}</{tag}> ", escape(text));
                        }
                    }
                    out.push_str("</span>");
                }
            }
            out.push(' ');
        }
        out.push_str("</p>\n</section>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn facts(out: &mut String, comparison: &Comparison) {
    out.push_str("<table>\n<thead><tr><th scope=\"col\"></th><th scope=\"col\">A</th><th scope=\"col\">B</th></tr></thead>\n<tbody>\n");
    for fact in &comparison.facts {
        let said =
            |side: &Option<String>| side.as_deref().map_or_else(|| "<em>không ghi</em>".to_owned(), escape);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{} <span lang=\"en\">/ {}</span></th><td>{}</td><td>{}</td></tr>",
            escape(&fact.label_vi),
            escape(&fact.label_en),
            said(&fact.a),
            said(&fact.b)
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

fn class(weight: Weight) -> &'static str {
    match weight {
        Weight::Same => "same",
        Weight::Wording => "wording",
        Weight::Slip => "slip",
        Weight::Unjudged => "unjudged",
        Weight::Substantive => "substantive",
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

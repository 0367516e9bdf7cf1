//! What papers of the inspectorate say: what was said and decided, acts with their articles and amounts, times, evidence.

use super::body::thousands;
use super::data::Setting;
use super::values::{date, line, list, when};
use congvu_matter::Sanction;
use congvu_pack::fill;
use serde_json::{Map, Value, json};

/// Templates that this is for.
const TEMPLATES: &str = "supervision-";
/// Which times a record of violation tells.
const TOLD: [&str; 2] = ["explanation-written", "explanation-oral"];

/// Everything that a paper of the inspectorate may need; nothing for other papers.
pub(super) fn of(s: &Setting) -> Value {
    if !s.paper.template.starts_with(TEMPLATES) {
        return Value::Null;
    }
    let m = &s.case.matter;
    let annuls = (s.paper.key == "annulment").then(|| m.paper("outcome")).flatten();
    let does =
        s.outcome().map_or(s.paper.form.as_ref().map(|f| f.title.clone()), |o| Some(o.name.vi.clone()));
    json!({
        "outcome": m.outcome,
        "does": does,
        "at": when(s.paper.at),
        "officer": s.paper.signature.as_ref().map(|signed| signed.name.clone()),
        "form": form(s),
        "said": said(s),
        "sanction": m.sanction.as_ref().map(|sanction| decided(s, sanction)),
        "acts": acts(s),
        "times": times(s),
        "evidence": evidence(s),
        "entry": m.entry.as_ref().map(|entry| entry.number.clone()),
        "annuls": annuls.map(|p| json!({
            "name": s.outcome().and_then(|o| o.title.as_ref()).map_or(String::new(), |t| t.vi.clone()),
            "number": p.cited(),
            "date": date(p.at.date()),
        })),
    })
}

fn form(s: &Setting) -> Map<String, Value> {
    let form = &s.case.matter.form;
    form.keys()
        .map(|k| (k.clone(), line(form, k)))
        .filter(|(_, v)| !v.is_empty())
        .map(|(k, v)| (k, Value::from(v)))
        .collect()
}

/// What was said with the acts so far, what the paper's own act said before the others.
fn said(s: &Setting) -> Map<String, Value> {
    let mut all = Map::new();
    let before = s.case.matter.said.values().chain([&s.paper.input]);
    for said in before {
        for (name, value) in said {
            let shown = match value {
                Value::Array(_) => json!(list(said, name)),
                Value::String(text) if !text.is_empty() => json!(text),
                _ => continue,
            };
            all.insert(name.clone(), shown);
        }
    }
    all
}

fn dong(s: &Setting, amount: u64) -> String {
    fill(&s.words().dong, &[("amount", &thousands(amount))])
}

fn decided(s: &Setting, sanction: &Sanction) -> Value {
    let law = &s.library.violations;
    let one = |item: &congvu_matter::SanctionItem| {
        json!({
            "text": law.behaviour(&item.act).map_or(item.act.clone(), |b| b.text.vi.clone()),
            "article": item.article, "decree": item.decree,
            "least": dong(s, item.least), "most": dong(s, item.most), "amount": dong(s, item.amount),
        })
    };
    json!({
        "items": sanction.items.iter().map(one).collect::<Vec<_>>(),
        "total": dong(s, sanction.total),
        "words": congvu_payment::words::dong(sanction.total),
        "months": sanction.suspended_months.map(|m| m.to_string()),
    })
}

/// The acts of the record, with their articles.
fn acts(s: &Setting) -> Vec<Value> {
    let law = &s.library.violations;
    let known = list(&s.case.matter.form, "behaviours").into_iter().filter_map(|id| law.behaviour(&id));
    known.map(|b| json!({ "text": b.text.vi, "article": b.article, "decree": b.decree })).collect()
}

/// The times that a record must tell, where one of its acts gives the right to explain.
fn times(s: &Setting) -> Vec<Value> {
    let law = &s.library.violations;
    let form = &s.case.matter.form;
    let offender = match line(form, "offender_kind").as_str() {
        "organisation" => congvu_violation::Offender::Organisation,
        _ => congvu_violation::Offender::Individual,
    };
    let mut acts = list(form, "behaviours").into_iter();
    if !acts.any(|id| law.behaviour(&id).is_some_and(|b| law.may_explain(b, offender))) {
        return Vec::new();
    }
    let told = TOLD.iter().filter_map(|id| law.time(id, s.paper.at.date()));
    told.map(|t| {
        json!({ "name": t.name.vi, "limit": super::body::in_words(t.limit), "article": t.article, "document": t.document })
    })
    .collect()
}

/// Files that came with the case, each with its digest.
fn evidence(s: &Setting) -> Vec<Value> {
    s.case.matter.files.iter().map(|f| json!({ "name": f.name, "sha256": f.sha256 })).collect()
}

//! What a template is given: the head, the number, the signature, and a body with everything that any template may need.

use super::body;
use super::people;
use super::values::date;
use crate::Case;
use congvu_matter::Paper;
use congvu_matter::declare::{Outcome, Version};
use congvu_pack::{Agency, Library, PaperWords, fill};
use congvu_register::Entry;
use serde_json::{Value, json};
use std::sync::Arc;

/// Everything that a paper is set from.
pub(crate) struct Setting {
    pub(crate) library: Arc<Library>,
    pub(crate) agency: Agency,
    pub(crate) case: Case,
    pub(crate) paper: Paper,
    pub(crate) entry: Option<Entry>,
    pub(crate) before: Option<Entry>,
    pub(crate) verify_url: String,
    /// Who is where, for decisions on people.
    pub(crate) book: Option<crate::Book>,
    pub(crate) demo: bool,
    pub(crate) draft: bool,
}

impl Setting {
    pub(crate) fn words(&self) -> &PaperWords {
        &self.library.words
    }

    pub(crate) fn version(&self) -> Option<&Version> {
        self.case.procedure(&self.library).and_then(|(_, v)| v)
    }

    pub(crate) fn outcome(&self) -> Option<&Outcome> {
        self.version()?.outcome.get(self.case.matter.outcome.as_deref()?)
    }

    /// The division in charge, as the decision names it.
    pub(crate) fn unit(&self) -> String {
        let key = self.case.procedure(&self.library).map_or("", |(p, _)| p.unit.as_str());
        let unit = self.agency.rules.unit(&congvu_authority::UnitId(key.to_owned()));
        unit.map(|u| u.name.clone()).unwrap_or_default()
    }

    /// What came on paper, where the matter was opened by an act that counts it.
    pub(crate) fn on_paper(&self) -> Option<congvu_matter::on_paper::Dossier> {
        self.case.on_paper(&self.library)
    }

    /// What the founding decision is called.
    fn decision(&self) -> String {
        self.agency.decision.title_vi()
    }
}

/// The data of a paper.
pub(crate) fn of(s: &Setting) -> Value {
    let outcome = (s.paper.key == "outcome").then(|| s.outcome()).flatten();
    let correction = s.paper.key == "correction";
    let consult = s.paper.key == "consult";
    let title = match (outcome, &s.paper.form) {
        (Some(o), _) => o.title.as_ref().map(|t| t.vi.clone()),
        // A letter has no title, only a subject line.
        (None, _) if correction || consult => None,
        (None, Some(_)) if people::words(s).is_some() => Some(s.words().decision_title.clone()),
        (None, Some(form)) => Some(form.title.to_uppercase()),
        _ => None,
    };
    let about = match outcome {
        Some(o) => o.about.as_ref().map(|t| t.vi.clone()),
        None if consult => Some(fill(&s.words().consult_about, &[("procedure", &body::procedure(s))])),
        None if people::words(s).is_some() => people::about(s),
        None if correction => Some(fill(&s.words().correction_about, &[("paper", &corrected(s))])),
        None => None,
    };
    json!({
        "agency": agency_of(&s.agency),
        "number": s.paper.number,
        "notation": s.paper.notation,
        "date": date(s.paper.at.date()),
        "title": title,
        "about": about,
        "grounds": grounds(s, outcome),
        "signature": signature(s),
        "recipients": recipients(s, outcome),
        "verify": { "url": s.verify_url, "code": s.paper.code },
        "case": s.case.matter.code.as_ref().map(|code| json!({ "code": code })),
        "form": s.paper.form.as_ref().and_then(|f| Some(json!({ "number": f.number.as_ref()?, "circular": f.circular }))),
        "body": body::of(s),
        "demo": s.demo,
        "draft": s.draft,
    })
}

/// The department as the head of every paper names it.
pub(crate) fn agency_of(agency: &Agency) -> Value {
    let file = &agency.file;
    json!({
        "parent": file.parent, "name": file.title, "in_text": file.name.vi, "place": file.place,
        "short": file.short, "address": null, "phone": null,
    })
}

fn corrected(s: &Setting) -> String {
    let cited = s.case.matter.paper("outcome").map(Paper::cited).unwrap_or_default();
    format!("{} số {cited}", s.words().original)
}

fn grounds(s: &Setting, outcome: Option<&Outcome>) -> Vec<String> {
    // A numbered paper that is no result is a decision of its own, unless it is the letter that corrects one.
    if people::words(s).is_some() {
        return vec![fill(&s.words().decision_ground, &[("decision", &s.decision())])];
    }
    let own = s.paper.form.as_ref().and_then(|f| f.number_type.as_ref()).is_some_and(|t| !t.is_empty())
        && s.paper.key != "correction";
    let Some(version) = s.version().filter(|_| outcome.is_some() || own) else { return Vec::new() };
    let words = s.words();
    let own = s.case.procedure(&s.library).is_some_and(|(p, _)| p.own_initiative);
    let cite = |law: &congvu_matter::declare::Law| {
        let named = words.law(&law.cite);
        let placed = match &law.article {
            Some(article) => fill(&words.law_article, &[("article", article), ("law", &named)]),
            None => named,
        };
        fill(&words.law_ground, &[("law", &placed)])
    };
    let mut all: Vec<String> = version.law.iter().map(cite).collect();
    all.push(fill(&words.decision_ground, &[("decision", &s.decision())]));
    let last = if own { &words.ex_officio_ground } else { &words.proposal_ground };
    all.push(fill(last, &[("unit", &s.unit())]));
    all
}

fn signature(s: &Setting) -> Value {
    match &s.paper.signature {
        Some(signature) => json!({ "lines": signature.lines, "name": signature.name }),
        // Nobody has signed a draft; the place for it is shown all the same.
        None if s.draft => json!({ "lines": ["…"], "name": "…" }),
        None => Value::Null,
    }
}

fn recipients(s: &Setting, outcome: Option<&Outcome>) -> Vec<String> {
    let words = s.words();
    let people = people::articles(s).map(|articles| articles.len().to_string());
    let first = match outcome {
        _ if people.is_some() => fill(&words.as_article, &[("article", &people.unwrap_or_default())]),
        Some(o) if o.register.is_some() => {
            fill(&words.as_article, &[("article", &body::articles(s).len().saturating_add(1).to_string())])
        }
        _ => words.as_above.clone(),
    };
    let copies = outcome.map(|o| o.copies_to.as_slice()).unwrap_or_default();
    let mut all = vec![first];
    all.extend(copies.iter().map(|c| format!("{};", c.vi)));
    all.push(words.file_copy.clone());
    all
}

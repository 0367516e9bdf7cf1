//! Which law governs a case, and why.

use congvu_desk::Case;
use congvu_matter::declare::{Deadline, Fact, Law, Transition};
use congvu_matter::{Compared, LawChoice, Side};
use congvu_pack::Library;
use congvu_web::components::{bullets, paragraph, section};
use congvu_web::{Html, Words, fmt};

/// For whom the law is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The applicant: a provision that nobody has read in its source is not told as law.
    Citizen,
    /// An officer: all of it, with a mark on what nobody has read.
    Officer,
}

/// The section of a case page: the version that governs it, and what was decided each time the law changed. Empty for
/// matters without a procedure.
#[must_use]
pub fn law_of_case(w: &Words, library: &Library, case: &Case, told: Told) -> Html {
    let Some((procedure, Some(version))) = case.procedure(library) else { return Html::EMPTY };
    let day = |d| fmt::date(w.lang(), d);
    let first = case.matter.laws.first().map_or(version.from, |c| c.before);
    let filed = case.matter.opened.date();
    let mut body =
        paragraph(&w.with("views-law-filed", &[("from", day(first).into()), ("filed", day(filed).into())]));
    for choice in &case.matter.laws {
        let texts = procedure.version_from(choice.new).map(|v| v.law.as_slice()).unwrap_or_default();
        body = body.then(&explained(w, choice, texts, told));
    }
    let rests: Vec<Html> = version.law.iter().filter_map(|l| cited(w, l, told)).collect();
    if !rests.is_empty() {
        body = body.then(&paragraph(&w.t("views-law-rests"))).then(&bullets(&rests));
    }
    section(&w.t("views-law-title"), &body)
}

/// What was decided when a version came into force.
fn explained(w: &Words, choice: &LawChoice, texts: &[Law], told: Told) -> Html {
    let day = |d| fmt::date(w.lang(), d);
    let news: Vec<&str> = texts.iter().map(|l| l.cite.as_str()).collect();
    let id = match (choice.moved(), choice.deadline) {
        (false, _) => "views-law-kept",
        (true, Deadline::Keeps) => "views-law-moved",
        (true, Deadline::FromFiling) => "views-law-moved-from-filing",
        (true, Deadline::Anew) => "views-law-moved-anew",
    };
    let what = w.with(
        id,
        &[
            ("new", day(choice.new).into()),
            ("texts", news.join(", ").into()),
            ("governs", day(choice.governs).into()),
        ],
    );
    let why = w.t(match (choice.rule, choice.moved()) {
        (Transition::Stays, _) => "views-law-why-stays",
        (Transition::Moves, _) => "views-law-why-moves",
        (Transition::FavoursApplicant, true) => "views-law-why-favours-new",
        (Transition::FavoursApplicant, false) => "views-law-why-favours-before",
    });
    let mut out = paragraph(&format!("{what} {why}"));
    let compared: Vec<Html> = choice.compared.iter().map(|c| Html::text(&comparison(w, c))).collect();
    if !compared.is_empty() {
        out = out.then(&bullets(&compared));
    }
    match choice.ground.as_ref().and_then(|l| cited(w, l, told)) {
        Some(ground) => out.then(&paragraph(&w.t("views-law-ground"))).then(&bullets(&[ground])),
        None => out.then(&paragraph(&w.t("views-law-no-ground"))),
    }
}

fn comparison(w: &Words, c: &Compared) -> String {
    let name = w.t(match c.fact {
        Fact::Limit => "views-law-fact-limit",
        Fact::Fee => "views-law-fact-fee",
        Fact::Term => "views-law-fact-term",
        Fact::Dossier => "views-law-fact-dossier",
    });
    let value = |v: &Option<String>| match (v, c.fact) {
        (None, _) => w.t("views-law-unknown"),
        (Some(v), Fact::Limit | Fact::Term) => {
            v.parse().map_or_else(|_| v.clone(), |limit| crate::limit_text(w, limit))
        }
        (Some(v), Fact::Fee) => v.parse().map_or_else(|_| v.clone(), |n: i64| fmt::money(w.lang(), n)),
        (Some(v), Fact::Dossier) => v.clone(),
    };
    let better = w.t(match c.better {
        Some(Side::New) => "views-law-better-new",
        Some(Side::Before) => "views-law-better-before",
        None => "views-law-better-none",
    });
    w.with(
        "views-law-compared",
        &[
            ("fact", name.into()),
            ("before", value(&c.before).into()),
            ("new", value(&c.new).into()),
            ("better", better.into()),
        ],
    )
}

/// A provision with what it says and where it was read; for citizens only what somebody has read.
fn cited(w: &Words, law: &Law, told: Told) -> Option<Html> {
    if !law.verified && told == Told::Citizen {
        return None;
    }
    let mut text = match &law.article {
        Some(article) => format!("{article}, {}", law.cite),
        None => law.cite.clone(),
    };
    if let Some(about) = &law.about {
        text = format!("{text}: {}", crate::pick(w, about));
    }
    if !law.verified {
        text = format!("{text} ({})", w.t("views-law-unverified"));
    }
    let source = law.source.as_ref().map(|s| w.with("views-law-source", &[("source", s.clone().into())]));
    Some(source.map_or_else(|| Html::text(&text), |source| Html::text(&format!("{text}. {source}"))))
}

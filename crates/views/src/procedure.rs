//! What a version of a procedure says, for whoever wants to file: time, cost, papers, conditions, steps, law.

use congvu_desk::Desk;
use congvu_matter::declare::{ByAnswer, Dossier, Law, Procedure, Version};
use congvu_pack::{Agency, Library};
use congvu_web::components::{Column, Row, Table, bullets, key_values, paragraph, section, table};
use congvu_web::{Html, Words, fmt};

use crate::{limit_text, pick, selector_text};

/// A version in sections: at a glance, who may apply, the dossier, conditions, steps, the law.
#[must_use]
pub fn procedure_facts(
    w: &Words,
    desk: &Desk,
    agency: &Agency,
    procedure: &Procedure,
    version: &Version,
) -> Html {
    let library = desk.library();
    let mut who = paragraph(pick(w, &version.who.text));
    if !version.who.verified {
        who = who.then(&paragraph(&w.t("views-procedure-to-be-confirmed")));
    }
    let mut facts = vec![
        (w.t("views-procedure-how-long"), how_long(w, library, agency, procedure, version)),
        (w.t("views-procedure-cost"), cost(w, version)),
    ];
    // No term declared may mean none, or none found: nothing is said then.
    facts.extend(validity(w, version).map(|valid| (w.t("views-procedure-valid"), valid)));
    let facts = key_values(&facts);
    Html::join([
        section(&w.t("views-procedure-at-a-glance"), &facts),
        section(&w.t("views-procedure-who"), &who),
        section(&w.t("views-procedure-dossier"), &dossier(w, &version.dossier)),
        conditions(w, version),
        section(&w.t("views-procedure-steps"), &process(w, library, agency, procedure, version)),
        section(&w.t("views-procedure-law"), &law(w, version)),
    ])
}

/// A figure that nobody has read in its source is not told to citizens as a fact.
fn unpublished(w: &Words) -> Html {
    Html::text(&w.t("views-procedure-unpublished"))
}

fn how_long(w: &Words, library: &Library, agency: &Agency, procedure: &Procedure, version: &Version) -> Html {
    let time = version.time.as_ref();
    if let Some(by) = time.and_then(|t| t.by_answer.as_ref()) {
        let schemas = library.loaded(agency.id(), &procedure.id).map(|l| &l.schemas);
        let schema = version.form.as_ref().and_then(|f| schemas?.get(&f.schema));
        return how_long_by_answer(w, by, schema);
    }
    if let Some(back) = time.and_then(|t| t.back_from.as_ref()).filter(|b| b.verified) {
        return Html::text(
            &w.with("views-procedure-how-long-before", &[("limit", limit_text(w, back.limit).into())]),
        );
    }
    let statutory = time.and_then(|t| t.statutory.as_ref()).filter(|t| t.verified);
    let committed = time.and_then(|t| t.committed.as_ref()).filter(|t| t.verified);
    let text = match (committed, statutory) {
        (Some(promise), Some(law)) => w.with(
            "views-procedure-how-long-both",
            &[("promise", limit_text(w, promise.limit).into()), ("law", limit_text(w, law.limit).into())],
        ),
        (Some(only), None) | (None, Some(only)) => {
            w.with("views-procedure-how-long-one", &[("limit", limit_text(w, only.limit).into())])
        }
        (None, None) => return unpublished(w),
    };
    Html::text(&text)
}

/// A limit for each answer of the form, in the words of its choices.
fn how_long_by_answer(w: &Words, by: &ByAnswer, schema: Option<&serde_json::Value>) -> Html {
    let choices = schema.and_then(|s| s.get("properties")?.get(&by.property)?.get("x-choices"));
    let label = |key: &str| {
        let words = choices.and_then(|c| c.get(key)?.get(w.pick("vi", "en"))?.as_str());
        words.unwrap_or(key).to_owned()
    };
    let known = by.limits.iter().filter(|(_, limit)| limit.verified);
    let items: Vec<Html> = known
        .map(|(key, limit)| {
            let limit = limit_text(w, limit.limit);
            let text = w.with("views-procedure-how-long-one", &[("limit", limit.into())]);
            Html::text(&format!("{}: {text}", label(key)))
        })
        .collect();
    if items.is_empty() { unpublished(w) } else { bullets(&items) }
}

fn cost(w: &Words, version: &Version) -> Html {
    let Some(fee) = version.fee.as_ref().filter(|f| f.verified) else { return unpublished(w) };
    Html::text(&match &fee.text {
        Some(text) => pick(w, text).to_owned(),
        None if fee.amount == 0 => w.t("views-procedure-free"),
        None => fmt::money(w.lang(), i64::try_from(fee.amount).unwrap_or(i64::MAX)),
    })
}

fn validity(w: &Words, version: &Version) -> Option<Html> {
    let valid = version.outcome.get("granted")?.valid.as_ref()?;
    if !valid.verified {
        return Some(unpublished(w));
    }
    let Some(at_most) = valid.at_most else {
        return valid.until.as_ref().map(|_| Html::text(&w.t("views-procedure-valid-until-asked")));
    };
    let limit = limit_text(w, at_most);
    let id =
        if valid.requested.is_some() { "views-procedure-valid-at-most" } else { "views-procedure-valid-for" };
    Some(Html::text(&w.with(id, &[("limit", limit.into())])))
}

fn dossier(w: &Words, parts: &[Dossier]) -> Html {
    if parts.is_empty() {
        return paragraph(&w.t("views-procedure-dossier-none"));
    }
    let items: Vec<Html> = parts
        .iter()
        .map(|part| {
            let mut line = Html::literal("<strong>")
                .then(&Html::text(pick(w, &part.name)))
                .then(&Html::literal("</strong>"));
            if !part.required {
                line = line.then(&Html::text(&format!(" {}", w.t("optional"))));
            }
            if let Some(help) = &part.help {
                line = line.then(&Html::literal("<br>")).then(&Html::text(pick(w, help)));
            }
            if !part.verified {
                line = line
                    .then(&Html::literal("<br>"))
                    .then(&Html::text(&w.t("views-procedure-to-be-confirmed")));
            }
            line
        })
        .collect();
    bullets(&items)
}

fn conditions(w: &Words, version: &Version) -> Html {
    let items: Vec<Html> =
        version.condition.iter().filter(|c| c.verified).map(|c| Html::text(pick(w, &c.text))).collect();
    if items.is_empty() { Html::EMPTY } else { section(&w.t("views-procedure-conditions"), &bullets(&items)) }
}

fn process(w: &Words, library: &Library, agency: &Agency, procedure: &Procedure, version: &Version) -> Html {
    let lifecycle = library.lifecycles.get(procedure.lifecycle_of(Some(version)));
    // Time that nobody has divided among the steps needs no column.
    let shared = version.steps.iter().any(|step| step.share.is_some());
    let columns = if shared { 3 } else { 2 };
    let rows = version.steps.iter().map(|step| {
        let act = lifecycle.and_then(|l| l.act(&step.act)).map(|a| pick(w, &a.name));
        let mut cells = vec![
            Html::text(act.unwrap_or(step.act.as_str())),
            Html::text(&selector_text(w, agency, &step.by)),
            Html::text(&step.share.map(|share| limit_text(w, share)).unwrap_or_default()),
        ];
        cells.truncate(columns);
        Row::new(cells)
    });
    table(
        w,
        &Table {
            caption: w.t("views-procedure-steps"),
            columns: ["views-procedure-step", "views-procedure-step-who", "views-procedure-step-share"]
                .iter()
                .take(columns)
                .map(|id| Column::new(w.t(id)))
                .collect(),
            rows: rows.collect(),
            hide_caption: true,
            ..Table::default()
        },
    )
}

fn law(w: &Words, version: &Version) -> Html {
    let items: Vec<Html> = version.law.iter().map(|l| law_item(w, l)).collect();
    bullets(&items)
}

fn law_item(w: &Words, law: &Law) -> Html {
    let cite = match &law.article {
        Some(article) => format!("{}, {article}", law.cite),
        None => law.cite.clone(),
    };
    let mut line = Html::text(&cite);
    if let Some(about) = &law.about {
        line = line.then(&Html::text(&format!(": {}", pick(w, about))));
    }
    // Where the text was read is for those who check it; people who apply need the citation.
    line.then(&match (&law.source, law.verified) {
        (Some(source), true) => folded(&w.t("views-procedure-source"), source),
        _ => Html::literal("<br><span class=\"muted\">")
            .then(&Html::text(&w.t("views-procedure-law-unread")))
            .then(&Html::literal("</span>")),
    })
}

/// Shown when asked for.
fn folded(title: &str, text: &str) -> Html {
    Html::join([
        Html::literal("<details class=\"source\"><summary>"),
        Html::text(title),
        Html::literal("</summary><p class=\"muted\">"),
        Html::text(text),
        Html::literal("</p></details>"),
    ])
}

//! Answers to officers' questions out of what was approved: the founding decision, the procedures in force today, the help. No model
//! makes up a sentence: an answer is a quotation with its clause or its place, or the plain word that there is no basis.
//!
//! Vietnamese words are mostly of two syllables, so what counts is pairs of syllables that stand side by side in both question and
//! text. Single syllables occur everywhere and mean nothing.

use crate::access::{Officer, Stop, enter_page};
use crate::frame;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_views::{chip_of, pick};
use congvu_web::components::{Chip, Search, Tone, chip, notice, paragraph, search_box, section};
use congvu_web::{Html, PageCx, Words, fmt};
use serde::Deserialize;

/// Longest question that is read, in characters.
const QUESTION_CHARS: usize = 300;
/// Most quotations shown.
const MOST: usize = 8;
/// Most pairs of a question.
const PAIRS: usize = 24;
/// Syllables of questions and of grammar, without diacritics: a pair with one of them says nothing about the matter.
const SMALL: [&str; 46] = [
    "ai", "gi", "nao", "sao", "the", "la", "co", "khong", "duoc", "cua", "va", "hay", "hoac", "cho", "cac",
    "nhung", "mot", "nay", "do", "khi", "thi", "ma", "o", "tai", "ve", "theo", "den", "tu", "voi", "de",
    "phai", "can", "bao", "nhieu", "lau", "dau", "toi", "ong", "ba", "anh", "chi", "em", "xin", "hoi", "bi",
    "se",
];

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

/// A text out of which may be quoted.
struct Text<'d> {
    /// Where it stands.
    place: Place<'d>,
    words: String,
}

enum Place<'d> {
    /// The element of the founding decision.
    Clause(&'d str),
    /// A procedure, with the duty that carries it.
    Procedure { id: &'d str, name: &'d str, duty: &'d str },
    /// A question of the help, by its identifier.
    Help(&'d str, &'d str),
}

/// `GET /{agency}/desk/ask?q=`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let w = cx.words();
    let q: String = asked.q.chars().take(QUESTION_CHARS).collect();
    let title = w.t("casework-ask");
    let search = Search {
        action: officer.desk("/ask"),
        name: "q".to_owned(),
        value: q.clone(),
        label: w.t("casework-ask-question"),
        hint: w.t("casework-ask-hint"),
    };
    let answer = if q.trim().is_empty() { Html::EMPTY } else { answer(w, &desk, &officer, &q) };
    let parts = [paragraph(&w.t("casework-ask-lead")), search_box(w, &search), answer];
    Ok(cx.page(frame::shell(&cx, &officer, &title), frame::body(&title, parts)))
}

/// Quotations, the best first; or that there is no basis.
fn answer(w: &Words, desk: &Desk, officer: &Officer<'_>, q: &str) -> Html {
    let texts = texts(w, desk, officer);
    let found = best(q, &texts);
    if found.is_empty() {
        let more = paragraph(&w.t("casework-ask-none-more"));
        return notice(Tone::Warn, &w.t("casework-ask-none"), &more);
    }
    let quotes = Html::join(found.into_iter().map(|text| quote(w, officer, text)));
    let decision = &officer.agency.decision;
    let said =
        [("decision", decision.title_vi().into()), ("day", fmt::date(w.lang(), officer.now.date()).into())];
    section(&w.t("casework-ask-answer"), &paragraph(&w.with("casework-ask-from", &said)).then(&quotes))
}

/// Everything that may be quoted, as it is in force today.
fn texts<'d>(w: &Words, desk: &'d Desk, officer: &Officer<'d>) -> Vec<Text<'d>> {
    let library = desk.library();
    let agency = officer.agency;
    let mut all = Vec::new();
    for node in agency.decision.walk() {
        let words = node.own_words();
        if !words.trim().is_empty() {
            all.push(Text { place: Place::Clause(&node.eid), words });
        }
    }
    let handled = agency.procedures.iter().filter_map(|id| library.loaded(agency.id(), id));
    for declared in handled.map(|l| &l.declared) {
        let Some(version) = declared.version_on(officer.now.date()) else { continue };
        let name = name_of(w, declared);
        let mut words = vec![format!("{name}. {}", pick(w, &declared.gives))];
        words.extend(version.condition.iter().filter(|c| c.verified).map(|c| pick(w, &c.text).to_owned()));
        let place = || Place::Procedure { id: &declared.id, name, duty: &declared.duty };
        all.extend(words.into_iter().map(|words| Text { place: place(), words }));
    }
    for question in &library.help.questions {
        let asked = if w.pick("vi", "en") == "vi" { &question.asked.vi } else { &question.asked.en };
        let words = format!("{asked} {}", pick(w, &question.answer));
        all.push(Text { place: Place::Help(&question.id, asked), words });
    }
    all
}

fn name_of<'d>(w: &Words, declared: &'d congvu_matter::declare::Procedure) -> &'d str {
    if w.pick("vi", "en") == "vi" { &declared.name.vi } else { &declared.name.en }
}

/// The texts that have at least half of the pairs of the question: clauses first, then those with most of the pairs, then the shorter ones.
fn best<'t, 'd>(q: &str, texts: &'t [Text<'d>]) -> Vec<&'t Text<'d>> {
    let asked = pairs(q);
    if asked.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<(usize, usize, &Text<'d>)> = texts
        .iter()
        .filter_map(|text| {
            let there = pairs(&text.words);
            let n = asked.iter().filter(|pair| there.contains(pair)).count();
            (n.saturating_mul(2) >= asked.len()).then_some((n, text.words.len(), text))
        })
        .filter(|(n, _, _)| *n > 0)
        .collect();
    // A clause is a basis; what was made out of it comes after.
    let clause = |text: &Text<'_>| matches!(text.place, Place::Clause(_));
    hits.sort_by_key(|(n, length, text)| (!clause(text), std::cmp::Reverse(*n), *length));
    hits.into_iter().map(|(_, _, text)| text).take(MOST).collect()
}

/// Pairs of syllables that stand side by side and are both of weight, without diacritics. Only the question is cut short.
fn pairs(text: &str) -> Vec<(String, String)> {
    let syllables = congvu_register::words(text);
    let weighty = |s: &String| !SMALL.contains(&s.as_str());
    let both = syllables.iter().zip(syllables.iter().skip(1));
    let mut all: Vec<(String, String)> = both
        .filter(|(a, b)| weighty(a) && weighty(b))
        .map(|(a, b)| (a.clone(), b.clone()))
        .take(if text.chars().count() <= QUESTION_CHARS { PAIRS } else { usize::MAX })
        .collect();
    all.sort();
    all.dedup();
    all
}

/// One quotation, with where it stands.
fn quote(w: &Words, officer: &Officer<'_>, text: &Text<'_>) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<blockquote class="quote"><p>{{ words }}</p><footer>{{ place }}</footer></blockquote>"#
    )]
    struct T<'a> {
        words: &'a str,
        place: Html,
    }
    let id = officer.agency.id();
    let place = match &text.place {
        Place::Clause(eid) => {
            let clause: Chip = chip_of(w, officer.agency, &officer.agency.decision.clause(eid));
            chip(w, &clause)
        }
        Place::Procedure { id: procedure, name, duty } => {
            let duty = officer.agency.duty(duty).map(|c| chip(w, &chip_of(w, officer.agency, &c)));
            let text = w.with("casework-ask-procedure", &[("name", (*name).to_owned().into())]);
            let link = Html::link(&format!("/{id}/procedures/{procedure}"), &text);
            Html::join([duty.unwrap_or_default(), Html::literal(" "), link])
        }
        Place::Help(anchor, asked) => Html::link(
            &format!("/{id}/help#{anchor}"),
            &w.with("casework-ask-help", &[("name", (*asked).to_owned().into())]),
        ),
    };
    Html::render(&T { words: &text.words, place })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Text<'static> {
        Text { place: Place::Clause("x"), words: words.to_owned() }
    }

    #[test]
    fn pairs_of_weight_decide() {
        let texts = [
            text("Cấp giấy phép thiết lập trang thông tin điện tử tổng hợp"),
            text("Thanh tra, kiểm tra về báo chí"),
            text("Thời hạn chi tiết theo ngày"),
        ];
        let check = |q: &str, expected: &[usize]| {
            let found: Vec<usize> = best(q, &texts)
                .into_iter()
                .filter_map(|t| texts.iter().position(|x| std::ptr::eq(x, t)))
                .collect();
            assert_eq!(found, expected, "{q}");
        };
        check("Ai cấp giấy phép trang thông tin điện tử?", &[0]);
        check("cap giay phep trang thong tin", &[0]);
        check("thanh tra báo chí thế nào", &[1]);
        // Every syllable of it occurs, no word does.
        check("Thời tiết ngày mai thế nào?", &[]);
        check("Giá vàng hôm nay bao nhiêu?", &[]);
        check("", &[]);
        check("là gì", &[]);
        check(&"giấy phép ".repeat(400), &[0]);
    }
}

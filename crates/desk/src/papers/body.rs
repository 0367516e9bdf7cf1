//! The body of a paper: all that any template of the packs may need; each template takes its part.

use super::data::Setting;
use super::labels::{Label, labels, shown};
use super::values::{date, line, list, when};
use congvu_matter::declare::RegisterEffect;
use congvu_pack::fill;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};

pub(crate) fn of(s: &Setting) -> Value {
    let mut body = Map::new();
    let parts =
        [application(s), decision(s), said(s), licence(s), super::money::of(s), super::supervision::of(s)];
    for part in parts {
        if let Value::Object(part) = part {
            body.extend(part);
        }
    }
    Value::Object(body)
}

/// Who asked for what, and when it is due.
fn application(s: &Setting) -> Value {
    let m = &s.case.matter;
    let words = s.words();
    let party = m.party.as_ref();
    let name = party.map(|p| p.name.clone()).unwrap_or_default();
    json!({
        "unit": words.desk, "unit_in_text": words.desk_in_text,
        "applicant": {
            "name": name, "address": line(&m.form, "address"),
            "phone": party.map(|p| p.phone.clone()).unwrap_or_default(), "email": line(&m.form, "email"),
        },
        "procedure": procedure(s),
        "subject": Some(m.subject.as_str()).filter(|t| !t.is_empty()),
        "documents": documents(s),
        "sets": 1,
        "term": term(s),
        "received": when(m.opened),
        "due": due(s).map(when),
        "result_at": words.result_at,
        "fee": fee(s),
        "follow": words.follow,
        "signers": signers(s, &name),
    })
}

/// Who signs a slip: by hand where the file came on paper, and then whoever brought it.
fn signers(s: &Setting, name: &str) -> Value {
    let words = s.words();
    let (applicant, officer) = match s.on_paper() {
        Some(_) => (line(&s.paper.input, "filer"), String::new()),
        None => (name.to_owned(), words.online.clone()),
    };
    json!([
        { "title": words.applicant_title, "name": applicant },
        { "title": words.officer_title, "name": officer },
    ])
}

/// The procedure's official name.
pub(crate) fn procedure(s: &Setting) -> String {
    s.case.procedure(&s.library).map(|(p, _)| p.name.vi.clone()).unwrap_or_default()
}

/// The due date as it was when the paper went out.
fn due(s: &Setting) -> Option<DateTime> {
    let mut then = s.case.matter.clone();
    then.clock.retain(|e| e.at <= s.paper.at);
    crate::case::read_clock(&s.library, &then, s.paper.at).and_then(|c| c.due)
}

fn documents(s: &Setting) -> Vec<Value> {
    let words = s.words();
    let parts = s.version().map(|v| v.dossier.as_slice()).unwrap_or_default();
    if let Some(paper) = s.on_paper() {
        let counted = parts.iter().filter_map(|part| Some((part, paper.get(&part.id)?)));
        let lines = counted.flat_map(|(part, came)| {
            let line = |kind: &String, copies: u32| {
                (copies > 0).then(|| json!({ "name": part.name.vi, "kind": kind, "copies": copies }))
            };
            [line(&words.part_original, came.originals), line(&words.part_copy, came.copies)]
        });
        let form = json!({ "name": words.form_on_paper, "kind": words.part_original, "copies": 1 });
        return std::iter::once(form).chain(lines.flatten()).collect();
    }
    let mut all = vec![json!({ "name": words.form_part, "kind": words.part_kind, "copies": 1 })];
    for part in parts {
        let files = s.case.matter.files.iter().filter(|f| f.part == part.id).count();
        if files > 0 {
            all.push(json!({ "name": part.name.vi, "kind": words.part_kind, "copies": files }));
        }
    }
    all
}

fn term(s: &Setting) -> String {
    let words = s.words();
    let time = s.version().and_then(|v| v.time.as_ref());
    match time.and_then(|t| t.counted_for(&s.case.matter.form)) {
        Some(limit) => format!("{}, {}", in_words(limit.limit), words.counts_from),
        None => words.no_term.clone(),
    }
}

/// A limit in Vietnamese.
pub(super) fn in_words(limit: congvu_calendar::Limit) -> String {
    use congvu_calendar::Unit;
    let unit = match limit.unit {
        Unit::SameDay => return "trong ngày làm việc".to_owned(),
        Unit::Hour => "giờ",
        Unit::WorkingHour => "giờ làm việc",
        Unit::Day => "ngày",
        Unit::WorkingDay => "ngày làm việc",
        Unit::Month => "tháng",
        Unit::Year => "năm",
    };
    format!("{:02} {unit}", limit.amount)
}

fn fee(s: &Setting) -> String {
    // What nobody has read in a source is not told as a fact.
    match s.version().and_then(|v| v.fee.as_ref()).filter(|f| f.verified) {
        None => s.words().unknown_fee.clone(),
        Some(fee) if fee.amount == 0 => s.words().no_fee.clone(),
        Some(fee) => match &fee.text {
            Some(text) => text.vi.trim_end_matches('.').to_owned(),
            None => format!("{} đồng", thousands(fee.amount)),
        },
    }
}

pub(super) fn thousands(amount: u64) -> String {
    let digits = amount.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && digits.len().saturating_sub(i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(c);
    }
    out
}

/// Reasons, what is missing, new dates: what was said with the act that brought the paper about, or with the decision.
fn said(s: &Setting) -> Value {
    let m = &s.case.matter;
    let words = s.words();
    // Where no act is called signing, the one that brought the paper about decided.
    let deciding = m.said.get("sign").cloned().unwrap_or_else(|| s.paper.input.clone());
    let input = if s.paper.key == "outcome" { &deciding } else { &s.paper.input };
    let ground = line(input, "ground");
    let reasons: Vec<Value> =
        list(input, "reasons").into_iter().map(|text| json!({ "text": text, "law": ground })).collect();
    let missing: Vec<Value> =
        list(input, "items").into_iter().map(|what| json!({ "name": null, "what": what })).collect();
    let plain: Vec<String> = if missing.is_empty() { Vec::new() } else { vec![line(input, "reason")] };
    let until = line(input, "until").parse::<Date>().ok();
    json!({
        "reasons": if missing.is_empty() { json!(reasons) } else { json!(plain) },
        "missing": missing,
        "reason": first_of(&[line(input, "reason"), list(input, "reasons").join("; ")]),
        "clock": if m.restarts { &words.clock_restarts } else { &words.clock_stops },
        "guidance": [words.guidance],
        "content": Some(line(input, "content")).filter(|t| !t.is_empty()),
        "measures": list(input, "measures"),
        "due_new": until.and_then(|d| due(s).map(|t| when(d.to_datetime(t.time())))),
        "requested": when(s.paper.at),
        "stopped": date(s.paper.at.date()),
        "contact": null,
        "asked": {
            "body": line(&s.paper.input, "body"),
            "question": line(&s.paper.input, "question"),
            "until": until.map(date),
        },
    })
}

fn first_of(texts: &[String]) -> String {
    texts.iter().find(|t| !t.is_empty()).cloned().unwrap_or_default()
}

/// The decision: in whose name, for whom, on what.
fn decision(s: &Setting) -> Value {
    let words = s.words();
    let about = s.outcome().and_then(|o| o.about.as_ref()).map(|a| lower_first(&a.vi)).unwrap_or_default();
    json!({
        "authority": fill(&words.authority, &[("agency", &s.agency.file.name.vi.to_uppercase())]),
        "permits": about,
        "holder": holder(s),
        "address": s.entry.as_ref().map(|e| e.text("address")).filter(|a| !a.is_empty()),
        "articles": super::people::articles(s).unwrap_or_else(|| articles(s)),
        "to": [holder(s)],
    })
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn holder(s: &Setting) -> String {
    let named = |e: &congvu_register::Entry| {
        let def = s.library.registers.get(&e.register)?;
        Some(e.text(&def.holder)).filter(|t| !t.is_empty())
    };
    let party = || s.case.matter.party.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    s.before.as_ref().or(s.entry.as_ref()).and_then(named).unwrap_or_else(party)
}

/// The articles after the first.
pub(crate) fn articles(s: &Setting) -> Vec<Value> {
    let words = s.words();
    let Some(outcome) = s.outcome() else { return Vec::new() };
    let mut all = Vec::new();
    if !outcome.provisions.is_empty() {
        let items: Vec<&str> = outcome.provisions.iter().map(|p| p.vi.as_str()).collect();
        all.push(json!({ "text": fill(&words.holder_must, &[("holder", &holder(s))]), "items": items }));
    }
    let refused = s.case.matter.said.get("sign").map(|said| list(said, "except")).unwrap_or_default();
    if !refused.is_empty() {
        all.push(json!({ "text": words.except, "items": refused }));
    }
    let ends = validity(s);
    match (&outcome.register, ends) {
        (Some(RegisterEffect::Add(_) | RegisterEffect::Reissue(_)), Some((from, until))) => {
            let values = [("paper", paper_name(s)), ("from", in_text(s, from)), ("until", in_text(s, until))];
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            all.push(Value::String(fill(&words.in_force_until, &values)));
        }
        _ => all.push(Value::String(words.in_force.clone())),
    }
    all.push(Value::String(fill(&words.carried_out_by, &[("unit", &s.unit())])));
    all
}

/// First and last day of force of the entry that the matter made or changed; in a draft, of the term asked for.
fn validity(s: &Setting) -> Option<(Date, Date)> {
    let last = |until: DateTime| until.date().yesterday().ok();
    if let Some(entry) = s.entry.as_ref().filter(|e| !s.draft || e.matter == s.case.matter.id) {
        return Some((entry.issued.date(), last(entry.until?)?));
    }
    let until = congvu_matter::term_end(s.outcome()?, &s.case.matter, s.paper.at)?;
    Some((s.paper.at.date(), last(until)?))
}

fn in_text(s: &Setting, day: Date) -> String {
    let day_number = format!("{:02}", day.day());
    let month = format!("{:02}", day.month());
    fill(
        &s.words().day_month_year,
        &[("day", &day_number), ("month", &month), ("year", &day.year().to_string())],
    )
}

/// The licence: its fields, what it was, what changes.
fn licence(s: &Setting) -> Value {
    let content = s.entry.as_ref().map_or(&s.case.matter.form, |e| &e.content);
    let original = s.before.as_ref().or(s.entry.as_ref()).map(|e| original(s, e));
    let valid = validity(s).map(|(from, until)| json!({ "from": date(from), "until": date(until) }));
    json!({
        "fields": fields(s, content),
        "original": original,
        "changes": changes(s),
        "corrections": corrections(s),
        "times": s.entry.as_ref().map_or(1, |e| e.reissued.max(1)),
        "valid": valid,
    })
}

/// What the paper behind an entry of the register concerned is called: giấy phép, giấy chứng nhận …
fn paper_name(s: &Setting) -> String {
    let of_entry = s.entry.as_ref().map(|e| e.register.as_str());
    let of_outcome = || Some(s.outcome()?.register.as_ref()?.register());
    let def = of_entry.or_else(of_outcome).and_then(|id| s.library.registers.get(id));
    def.and_then(|d| d.paper.as_ref()).map_or_else(|| s.words().original.clone(), |words| words.vi.clone())
}

/// The licence that a later paper is about: the number and day under which it was first issued.
fn original(s: &Setting, entry: &congvu_register::Entry) -> Value {
    let number = entry.number.split_once('/').map_or(entry.number.as_str(), |(_, cited)| cited);
    json!({ "name": paper_name(s), "number": number, "date": date(entry.issued.date()) })
}

fn fields(s: &Setting, content: &Map<String, Value>) -> Vec<Value> {
    let filled = |labels: Vec<Label>, from: &Map<String, Value>| -> Vec<Value> {
        let value = |l: &Label| l.value(from).map(|value| json!({ "label": l.label, "value": value }));
        labels.iter().filter_map(value).collect()
    };
    let mut all = filled(labels(s), content);
    all.extend(filled(shown(s), &s.case.matter.form));
    all
}

fn changes(s: &Setting) -> Vec<Value> {
    let Some(before) = &s.before else { return Vec::new() };
    let now =
        s.entry.as_ref().filter(|e| e.version > before.version).map_or(&s.case.matter.form, |e| &e.content);
    compared(s, &before.content, now, "old", "new")
}

fn corrections(s: &Setting) -> Vec<Value> {
    let Some(values) = s.paper.input.get("values").and_then(Value::as_object) else { return Vec::new() };
    let Some(before) = &s.before else { return Vec::new() };
    compared(s, &before.content, values, "printed", "corrected")
        .into_iter()
        .map(|mut c| {
            if let (Some(label), Some(fields)) = (c.get("label").cloned(), c.as_object_mut()) {
                fields.insert("place".to_owned(), label);
            }
            c
        })
        .collect()
}

fn compared(
    s: &Setting,
    before: &Map<String, Value>,
    now: &Map<String, Value>,
    old: &str,
    new: &str,
) -> Vec<Value> {
    let line = |l: &Label, values: &Map<String, Value>| l.line(values);
    labels(s)
        .iter()
        .filter(|l| !line(l, now).is_empty() && before.get(&l.name) != now.get(&l.name))
        .map(|l| {
            let was = Some(line(l, before)).filter(|t| !t.is_empty());
            json!({ "label": l.label, old: was, new: line(l, now) })
        })
        .collect()
}

//! One entry: what it says, and everything that it said before.

use super::find::read;
use super::labels::Labels;
use super::standing;
use crate::common::{AsOf, as_of, last_day, path, query};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use congvu_desk::{ActLine, Desk};
use congvu_matter::declare::Lifecycle;
use congvu_pack::Agency;
use congvu_register::{Entry, RegisterDef, Status, public};
use congvu_views::{agency_of, agency_shell, chip_at};
use congvu_web::components::{Column, Row, Table, Tone, chip, heading, key_values, notice, section, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    on: Option<String>,
    /// As `on`, in older links.
    at: Option<String>,
}

/// `GET /{agency}/registers/{register}/{number}`.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, register, number)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
    cx: PageCx,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let def = super::visible(&desk, &cx, agency, &register).await?;
    let (number, json) = number.strip_suffix(".json").map_or((number.as_str(), false), |n| (n, true));
    let rows = desk.store().entry_versions(agency.id(), &def.id, number).await.or_fault()?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in &rows {
        versions.push((read(row)?, row.verify_code.clone()));
    }
    let Some((first, _)) = versions.first() else { return Err(WebError::NotFound) };
    let w = cx.words();
    let at = as_of(wanted.on.as_deref().or(wanted.at.as_deref()), desk.clock().now());
    let acts = acts_of(&desk, agency, &versions).await?;
    if json || cx.wants_json() {
        return super::json::entry(&desk, &headers, agency, def, &versions, &acts, at);
    }
    let labels = Labels::of(desk.library(), &def.id, at.day);
    let title = first.cited().to_owned();
    let view = View { w, agency, def, labels, at, versions: &versions, acts: &acts };
    let base = format!("/{}/registers", agency.id());
    let shell = agency_shell(&cx, agency, title.as_str())
        .crumb(base.as_str(), w.t("registers-title"))
        .crumb(format!("{base}/{}", def.id), w.pick(&def.name.vi, &def.name.en))
        .crumb("#", title);
    let mut page = cx.page(shell, view.body());
    if def.listed {
        super::cached::json_of(&mut page, &format!("{base}/{}/{}.json", def.id, path(number)));
    }
    Ok(page)
}

/// A version with the code on its paper.
pub(super) type Versioned = (Entry, Option<String>);

/// The act that made a version.
#[derive(Debug, Clone, Default)]
pub(super) struct Did {
    /// Its name, in both languages; empty where the record does not have it.
    pub(super) vi: String,
    pub(super) en: String,
    /// Its place in the record.
    pub(super) seq: i64,
    /// When it was done.
    pub(super) at: Option<jiff::civil::DateTime>,
}

/// Most cases that are asked for the acts behind one entry.
const CASES: usize = 50;

/// The acts behind the versions, in their order: the one that the case did at that moment, or that took the paper register over.
async fn acts_of(desk: &Desk, agency: &Agency, versions: &[Versioned]) -> Result<Vec<Did>, WebError> {
    let mut known: BTreeMap<&str, (Option<&Lifecycle>, Vec<ActLine>)> = BTreeMap::new();
    for (entry, _) in versions {
        let matter = entry.matter.as_str();
        if known.len() >= CASES || known.contains_key(matter) {
            continue;
        }
        let case = desk.case(agency, matter).await.or_fault()?;
        let lifecycle = case.as_ref().and_then(|c| c.lifecycle(desk.library()));
        known.insert(matter, (lifecycle, desk.history(agency, matter).await.or_fault()?));
    }
    Ok(versions.iter().map(|(entry, _)| did(entry, known.get(entry.matter.as_str()))).collect())
}

fn did(entry: &Entry, known: Option<&(Option<&Lifecycle>, Vec<ActLine>)>) -> Did {
    let Some((lifecycle, lines)) = known else { return Did::default() };
    let line = match (&entry.origin, entry.status) {
        (Some(_), Status::Annulled) => lines.last(),
        (Some(origin), _) if lines.iter().any(|l| l.at == origin.at) => {
            lines.iter().find(|l| l.at == origin.at)
        }
        _ => lines.iter().find(|l| l.at == entry.since),
    };
    let Some(line) = line else { return Did::default() };
    let name = lifecycle.and_then(|l| l.act(&line.act.kind)).map(|a| &a.name);
    Did {
        vi: name.map(|n| n.vi.clone()).unwrap_or_default(),
        en: name.map(|n| n.en.clone()).unwrap_or_default(),
        seq: line.act.seq,
        at: Some(line.at),
    }
}

struct View<'a> {
    w: &'a Words,
    agency: &'a Agency,
    def: &'a RegisterDef,
    labels: Labels<'a>,
    at: AsOf,
    versions: &'a [Versioned],
    acts: &'a [Did],
}

impl View<'_> {
    fn body(&self) -> Html {
        let w = self.w;
        let shown = self.versions.iter().rfind(|(e, _)| e.since <= self.at.moment);
        let mut parts = Vec::new();
        if self.at.other {
            let day = fmt::date(w.lang(), self.at.day);
            let text = w.with("registers-as-of", &[("date", day.into())]);
            parts.push(notice(Tone::Info, &text, &Html::link("?", &w.t("registers-today"))));
        }
        match shown {
            Some((entry, code)) => parts.push(self.said(entry, code.as_deref())),
            None => {
                let number = self.versions.first().map(|(e, _)| e.cited().to_owned()).unwrap_or_default();
                parts.push(heading(1, &number));
                parts.push(notice(Tone::Neutral, &w.t("registers-not-yet"), &Html::EMPTY));
            }
        }
        parts.push(section(&w.t("registers-history"), &self.history()));
        Html::join(parts)
    }

    fn said(&self, entry: &Entry, code: Option<&str>) -> Html {
        let w = self.w;
        let values = public(entry, self.def);
        let mut pairs = vec![
            (w.t("registers-standing"), standing::shown(w, entry.standing(self.at.moment))),
            (w.t("registers-issued"), Html::text(&fmt::date(w.lang(), entry.issued.date()))),
            (w.t("registers-until"), Html::text(&last_day(w, entry.until))),
        ];
        pairs.extend(self.def.public.iter().filter_map(|p| {
            let value = self.labels.value(w, p, values.get(p)?);
            (!value.is_empty()).then(|| (self.labels.label(w, p), Html::text(&value)))
        }));
        pairs.push((
            w.t("registers-by"),
            Html::text(w.pick(&self.agency.file.name.vi, &self.agency.file.name.en)),
        ));
        pairs.push((w.t("registers-clause"), chip(w, &chip_at(w, self.agency, &entry.clause))));
        if let Some(from) = &entry.origin {
            let day = fmt::date(w.lang(), from.at.date());
            let said = [("book", from.book.clone().into()), ("date", day.into())];
            pairs.push((w.t("registers-origin"), Html::text(&w.with("registers-origin-of", &said))));
        }
        let mut all = heading(1, entry.cited()).then(&key_values(&pairs));
        if let Some(code) = code {
            let href = format!("/{}/v/{}", self.agency.id(), path(code));
            all = all.then(&congvu_web::components::button_link(&href, &w.t("registers-check-paper"), false));
        }
        all
    }

    fn history(&self) -> Html {
        let w = self.w;
        let mut before: Option<&Entry> = None;
        let mut rows = Vec::new();
        for (at, (entry, code)) in self.versions.iter().enumerate() {
            rows.push(self.version(before, entry, code.as_deref(), self.acts.get(at)));
            before = Some(entry);
        }
        rows.reverse();
        let columns =
            ["registers-since", "registers-what", "registers-paper", "registers-act", "registers-clause"];
        table(
            w,
            &Table {
                caption: w.t("registers-history"),
                columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
                rows,
                hide_caption: true,
                ..Table::default()
            },
        )
    }

    fn version(&self, before: Option<&Entry>, entry: &Entry, code: Option<&str>, did: Option<&Did>) -> Row {
        let w = self.w;
        let day = entry.since.date();
        let href = format!("?{}", query(&[("on", &day.to_string())]).trim_start_matches('?'));
        let paper = match code {
            Some(code) => Html::link(&format!("/{}/v/{}", self.agency.id(), path(code)), &entry.paper),
            None => Html::text(&entry.paper),
        };
        Row::new(vec![
            Html::link(&href, &fmt::date(w.lang(), day)),
            Html::text(&self.what(before, entry)),
            paper,
            Html::text(&did.map(|d| self.act(d)).unwrap_or_default()),
            chip(w, &chip_at(w, self.agency, &entry.clause)),
        ])
    }

    /// An act with its place in the record.
    fn act(&self, did: &Did) -> String {
        let name = self.w.pick(&did.vi, &did.en).to_owned();
        if did.seq == 0 {
            return name;
        }
        self.w.with("registers-act-of", &[("act", name.into()), ("seq", did.seq.to_string().into())])
    }

    /// What a version did, in words: only what anyone may see is named.
    fn what(&self, before: Option<&Entry>, entry: &Entry) -> String {
        let w = self.w;
        let Some(before) = before else {
            return match &entry.origin {
                Some(from) => w.with("registers-did-take-over", &[("book", from.book.clone().into())]),
                None => w.t("registers-did-issue"),
            };
        };
        let mut did = Vec::new();
        if before.status != entry.status {
            did.push(standing::word(w, entry.standing(entry.since)));
        }
        if entry.extended > before.extended {
            did.push(w.with("registers-did-extend", &[("date", last_day(w, entry.until).into())]));
        }
        if entry.reissued > before.reissued {
            did.push(w.t("registers-did-reissue"));
        }
        let (old, new) = (public(before, self.def), public(entry, self.def));
        for p in self.def.public.iter().filter(|p| old.get(*p) != new.get(*p)) {
            let value = new.get(p).map(|v| self.labels.value(w, p, v)).unwrap_or_default();
            let label = self.labels.label(w, p);
            did.push(w.with("registers-did-change", &[("label", label.into()), ("value", value.into())]));
        }
        if did.is_empty() { w.t("registers-did-other") } else { did.join("; ") }
    }
}

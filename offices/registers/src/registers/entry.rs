//! One entry: what it says, and everything that it said before.

use super::find::read;
use super::labels::Labels;
use super::standing;
use crate::common::{AsOf, as_of, last_day, path, query};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_register::{Entry, RegisterDef, public};
use congvu_views::{agency_of, agency_shell, chip_at};
use congvu_web::components::{Column, Row, Table, Tone, chip, heading, key_values, notice, section, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    at: Option<String>,
}

/// `GET /{agency}/registers/{register}/{number}`.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, register, number)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let def = super::one(desk.library(), agency, &register).ok_or(WebError::NotFound)?;
    let rows = desk.store().entry_versions(agency.id(), &def.id, &number).await.or_fault()?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in &rows {
        versions.push((read(row)?, row.verify_code.clone()));
    }
    let Some((first, _)) = versions.first() else { return Err(WebError::NotFound) };
    let w = cx.words();
    let at = as_of(wanted.at.as_deref(), desk.clock().now());
    let labels = Labels::of(desk.library(), &def.id, at.day);
    let title = first.cited().to_owned();
    let view = View { w, agency, def, labels, at, versions: &versions };
    let base = format!("/{}/registers", agency.id());
    let shell = agency_shell(&cx, agency, title.as_str())
        .crumb(base.as_str(), w.t("registers-title"))
        .crumb(format!("{base}/{}", def.id), w.pick(&def.name.vi, &def.name.en))
        .crumb("#", title);
    Ok(cx.page(shell, view.body()))
}

/// A version with the code on its paper.
type Versioned = (Entry, Option<String>);

struct View<'a> {
    w: &'a Words,
    agency: &'a Agency,
    def: &'a RegisterDef,
    labels: Labels<'a>,
    at: AsOf,
    versions: &'a [Versioned],
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
        for (entry, code) in self.versions {
            rows.push(self.version(before, entry, code.as_deref()));
            before = Some(entry);
        }
        rows.reverse();
        let columns = ["registers-since", "registers-what", "registers-paper", "registers-clause"];
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

    fn version(&self, before: Option<&Entry>, entry: &Entry, code: Option<&str>) -> Row {
        let w = self.w;
        let day = entry.since.date();
        let href = format!("?{}", query(&[("at", &day.to_string())]).trim_start_matches('?'));
        let paper = match code {
            Some(code) => Html::link(&format!("/{}/v/{}", self.agency.id(), path(code)), &entry.paper),
            None => Html::text(&entry.paper),
        };
        Row::new(vec![
            Html::link(&href, &fmt::date(w.lang(), day)),
            Html::text(&self.what(before, entry)),
            paper,
            chip(w, &chip_at(w, self.agency, &entry.clause)),
        ])
    }

    /// What a version did, in words: only what anyone may see is named.
    fn what(&self, before: Option<&Entry>, entry: &Entry) -> String {
        let w = self.w;
        let Some(before) = before else { return w.t("registers-did-issue") };
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

//! The finder of procedures.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_matter::declare::Procedure;
use congvu_pack::{Agency, Library};
use congvu_views::{agency_of, agency_shell, pick};
use congvu_web::components::{Link, Search, cards, heading, paragraph, search_box, section, section_at};
use congvu_web::{Html, PageCx, WebError, Words};
use jiff::civil::Date;
use serde::Deserialize;

use crate::finder::{Findable, find};
use crate::route;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let q: String = asked.q.chars().take(200).collect();
    let (library, today) = (desk.library(), desk.clock().now().date());
    let all = q.trim().is_empty();
    let found = found(library, agency, &q, today);
    let (own, filed): (Vec<&Procedure>, Vec<&Procedure>) = found.into_iter().partition(|p| p.own_initiative);
    let search = Search {
        action: format!("/{id}/procedures"),
        name: "q".to_owned(),
        value: q,
        label: w.t("licensing-search"),
        hint: w.t("licensing-search-hint"),
    };
    let n = u32::try_from(filed.len()).unwrap_or(u32::MAX);
    let list = if filed.is_empty() {
        paragraph(&w.t("licensing-found-none"))
    } else {
        let count = paragraph(&w.with("licensing-found", &[("n", n.into())]));
        // Nothing asked for: the whole catalogue, by field. An answer stays in the order of how well it fits.
        let list = if all { by_field(w, &desk, agency, &filed) } else { list(w, &desk, agency, &filed) };
        count.then(&list)
    };
    let own = if own.is_empty() {
        Html::EMPTY
    } else {
        section(
            &w.t("licensing-own-initiative"),
            &paragraph(&w.t("licensing-own-initiative-about")).then(&self::list(w, &desk, agency, &own)),
        )
    };
    let body = heading(1, &w.t("licensing-procedures")).then(&search_box(w, &search)).then(&list).then(&own);
    Ok(cx.page(agency_shell(&cx, agency, w.t("licensing-procedures")), body))
}

/// The agency's procedures that fit, best first.
fn found<'l>(library: &'l Library, agency: &Agency, q: &str, today: Date) -> Vec<&'l Procedure> {
    let all = in_order(library, agency, today);
    let items: Vec<Findable> = all
        .iter()
        .map(|p| Findable {
            names: vec![p.name.vi.clone(), p.name.en.clone()],
            called: p.called.clone(),
            field: library
                .fields
                .iter()
                .filter(|f| f.id == p.field)
                .flat_map(|f| [f.name.vi.clone(), f.name.en.clone()])
                .collect(),
        })
        .collect();
    find(q, &items).into_iter().filter_map(|i| all.get(i).copied()).collect()
}

/// What a department handles on a day. What anyone can ask for stands before what needs a licence already held.
pub(crate) fn in_order<'l>(library: &'l Library, agency: &Agency, today: Date) -> Vec<&'l Procedure> {
    let handled =
        agency.procedures.iter().filter_map(|p| library.loaded(agency.id(), p)).map(|p| &p.declared);
    let mut all: Vec<&Procedure> = handled.filter(|p| p.version_on(today).is_some()).collect();
    all.sort_by_key(|p| p.subject.is_some());
    all
}

/// The catalogue: a section for each field that has something, with the field's identifier to link to.
fn by_field(w: &Words, desk: &Desk, agency: &Agency, procedures: &[&Procedure]) -> Html {
    Html::join(desk.library().fields.iter().filter_map(|field| {
        let of_field: Vec<&Procedure> = procedures.iter().copied().filter(|p| p.field == field.id).collect();
        (!of_field.is_empty())
            .then(|| section_at(&field.id, pick(w, &field.name), &list(w, desk, agency, &of_field)))
    }))
}

fn list(w: &Words, desk: &Desk, agency: &Agency, procedures: &[&Procedure]) -> Html {
    let today = desk.clock().now().date();
    let items: Vec<_> = procedures
        .iter()
        .map(|p| {
            let link = Link::new(format!("/{}/procedures/{}", agency.id(), p.id), pick(w, &p.name));
            let loaded = desk.library().loaded(agency.id(), &p.id).filter(|_| !p.own_initiative);
            let routed = loaded.and_then(|l| Some(route::of(desk, agency, l, p.version_on(today)?)));
            // What this site does for whoever files; where another portal takes filings, that is said instead.
            let elsewhere = routed.map_or_else(String::new, |r| match route::short(w, &r) {
                own if own.is_empty() && r.to.own() => w.t("licensing-level-online"),
                other => other,
            });
            (link, format!("{} {elsewhere}", pick(w, &p.gives)).trim_end().to_owned())
        })
        .collect();
    cards(&items)
}

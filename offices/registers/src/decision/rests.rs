//! What rests on a place of the decision: procedures, and rows of the authority table.

use askama::Template;
use congvu_authority::{Ground, Power};
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_views::{pick, selector_text};
use congvu_web::components::{Column, Row, Table, bullets, table};
use congvu_web::{Html, Words};

/// True when `inner` is `outer` or a place in it.
fn within(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with("__"))
}

/// The procedures whose duty stands at this place or in it.
pub(super) fn procedures(w: &Words, desk: &Desk, agency: &Agency, eid: &str) -> Html {
    let found = agency.procedures.iter().filter_map(|id| desk.library().loaded(agency.id(), id));
    let found = found.filter(|p| agency.duty(&p.declared.duty).is_some_and(|d| within(&d.eid, eid)));
    let items: Vec<Html> = found
        .map(|p| {
            let href = format!("/{}/procedures/{}", agency.id(), crate::common::segment(&p.declared.id));
            Html::link(&href, pick(w, &p.declared.name))
        })
        .collect();
    if items.is_empty() { Html::EMPTY } else { bullets(&items) }
}

/// The rows of the authority table that cite this place.
pub(super) fn powers(w: &Words, desk: &Desk, agency: &Agency, eid: &str) -> Html {
    let here = |ground: &Ground| matches!(ground, Ground::Clause(clause) if clause.eid == eid);
    let duty = agency.rules.duties().iter().find(|(_, clause)| clause.eid == eid).map(|(key, _)| key);
    let named = |p: &&Power| {
        let of_duty = || duty.is_some_and(|d| matches!(p.clause, Ground::Duty) && p.duties.contains(d));
        here(&p.clause) || p.basis.iter().any(here) || of_duty()
    };
    let rows: Vec<Row> =
        agency.rules.powers().iter().filter(named).filter_map(|p| row(w, desk, agency, p)).collect();
    if rows.is_empty() {
        return Html::EMPTY;
    }
    let columns = ["registers-d-acts", "registers-d-holders", "registers-d-signs"];
    table(
        w,
        &Table {
            caption: w.t("registers-d-powers"),
            columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
            rows,
            hide_caption: true,
            ..Table::default()
        },
    )
}

/// The row in words. Acts that no lifecycle knows yet have no name that a reader would understand: they are left out.
fn row(w: &Words, desk: &Desk, agency: &Agency, power: &Power) -> Option<Row> {
    let acts: Vec<String> = power.acts.iter().filter_map(|act| act_name(w, desk, act)).collect();
    if acts.is_empty() {
        return None;
    }
    let mut holders: Vec<String> =
        power.holders.iter().map(|h| selector_text(w, agency, &h.to_string())).collect();
    holders.dedup();
    let signs = power.signing.map(|form| form.as_str()).unwrap_or_default();
    let signs = if signs == "own" { w.t("registers-d-own-name") } else { signs.to_owned() };
    Some(Row::new(vec![joined(&acts), joined(&holders), Html::text(&signs)]))
}

fn act_name(w: &Words, desk: &Desk, act: &str) -> Option<String> {
    let known = desk.library().lifecycles.values().find_map(|l| l.act(act));
    known.map(|a| pick(w, &a.name).to_owned())
}

fn joined(parts: &[String]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = "{% for p in parts %}{% if !loop.first %}; {% endif %}{{ p }}{% endfor %}"
    )]
    struct T<'a> {
        parts: &'a [String],
    }
    Html::render(&T { parts })
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn places_lie_within_places() {
        assert!(within("art_3__para_8__point_a", "art_3__para_8"));
        assert!(within("art_3__para_8", "art_3__para_8"));
        assert!(!within("art_3__para_80", "art_3__para_8"));
        assert!(!within("art_3", "art_3__para_8"));
    }
}

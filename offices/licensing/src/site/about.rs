//! The department: by what it exists, who leads it, who is in charge of what, how it is reached.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;
use congvu_authority::{Position, Title, Unit, UnitId};
use congvu_desk::{Book, Desk};
use congvu_pack::{Agency, Field, Library};
use congvu_views::{agency_of, agency_shell, chip_of, contact_lines, email, pick, telephone, title_of};
use congvu_web::components::{
    Column, Row, Table, bullets, chip, heading, key_values, lead, paragraph, section, section_at, table,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use jiff::civil::DateTime;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let book = desk.positions(agency).await.or_fault()?;
    let now = desk.clock().now();
    let decision = Html::literal("<p>")
        .then(&Html::text(&w.t("licensing-about-exists")))
        .then(&Html::literal(" "))
        .then(&Html::link(&format!("/{id}/decision"), &w.t("licensing-go-decision")))
        .then(&Html::literal("</p>"));
    let body = Html::join([
        heading(1, &w.t("licensing-about")),
        lead(pick(w, &agency.file.name)),
        decision,
        section_at("contact", &w.t("licensing-about-contact"), &key_values(&contact_lines(w, agency))),
        suggestions(w, agency),
        section_at("leaders", &w.t("licensing-about-leaders"), &leaders(w, agency, &book, now)),
        section_at("units", &w.t("licensing-about-units"), &units(w, agency, &book, now)),
        section_at("fields", &w.t("licensing-about-fields"), &fields(w, &desk, agency, &book)),
    ]);
    let shell = agency_shell(&cx, agency, w.t("licensing-about"))
        .crumb(format!("/{id}"), w.t("licensing-start"))
        .crumb("", w.t("licensing-about"));
    Ok(cx.page(shell, body))
}

/// Where suggestions go: an address, and the form that gets an answer.
fn suggestions(w: &Words, agency: &Agency) -> Html {
    let form = Html::literal("<p>")
        .then(&Html::link(&format!("/{}/feedback", agency.id()), &w.t("licensing-about-suggest-form")))
        .then(&Html::literal("</p>"));
    let address = Html::literal("<p>")
        .then(&Html::text(&w.t("licensing-about-suggest-mail")))
        .then(&Html::literal(" "))
        .then(&email(w, agency.file.contact.email.as_ref()))
        .then(&Html::literal("</p>"));
    section(&w.t("licensing-about-suggest"), &address.then(&form))
}

/// Those who lead the department: positions outside its units, without the body above it.
fn leaders(w: &Words, agency: &Agency, book: &Book, now: DateTime) -> Html {
    let leads =
        |p: &&Position| p.unit.is_none() && agency.rules.kind(&p.kind).is_some_and(|k| k.body.is_none());
    let held =
        book.roster.positions.iter().filter(leads).filter(|p| book.holder(p.id.as_str(), now).is_some());
    let items: Vec<Html> = held.map(|p| Html::text(&title_of(w, agency, book, &p.id, Some(now)))).collect();
    if items.is_empty() { paragraph(&w.t("licensing-about-nobody")) } else { bullets(&items) }
}

/// Who heads a unit today, with name and title.
fn head_of(w: &Words, agency: &Agency, book: &Book, unit: &Unit, now: DateTime) -> Option<String> {
    let heads = |p: &&Position| {
        let same = p.unit.as_ref().and_then(|u| agency.rules.unit(u)).is_some_and(|u| u.id == unit.id);
        same && agency.rules.kind(&p.kind).is_some_and(|k| k.title == Title::UnitHead)
    };
    let held = book.roster.positions.iter().filter(heads);
    held.map(|p| (p, book.holder(p.id.as_str(), now)))
        .find_map(|(p, holder)| holder.map(|_| title_of(w, agency, book, &p.id, Some(now))))
}

fn units(w: &Words, agency: &Agency, book: &Book, now: DateTime) -> Html {
    let rows = agency.rules.units().iter().map(|unit| {
        let head = head_of(w, agency, book, unit, now).unwrap_or_else(|| w.t("licensing-about-nobody"));
        Row::new(vec![
            Html::text(&unit.name)
                .then(&Html::literal(" "))
                .then(&chip(w, &chip_of(w, agency, &unit.clause))),
            Html::text(&head),
        ])
    });
    listed(w, "licensing-about-units", &["licensing-about-unit", "licensing-about-head"], rows.collect())
}

/// Which unit is in charge of a field, and how it is reached.
fn fields(w: &Words, desk: &Desk, agency: &Agency, book: &Book) -> Html {
    let (library, now) = (desk.library(), desk.clock().now());
    let rows = library.fields.iter().filter_map(|field| {
        let units = in_charge(library, agency, field);
        if units.is_empty() {
            return None;
        }
        let contact = agency.file.contact.fields.iter().find(|f| f.id == field.id);
        let names: Vec<String> = units
            .iter()
            .map(|unit| head_of(w, agency, book, unit, now).unwrap_or_else(|| unit.name.clone()))
            .collect();
        Some(Row::new(vec![
            Html::text(pick(w, &field.name)),
            Html::text(&names.join("; ")),
            telephone(w, contact.and_then(|c| c.telephone.as_ref())),
            email(w, contact.and_then(|c| c.email.as_ref())),
        ]))
    });
    let columns = [
        "licensing-about-field",
        "licensing-about-in-charge",
        "views-contact-telephone",
        "views-contact-email",
    ];
    listed(w, "licensing-about-fields", &columns, rows.collect())
}

/// Units that handle the procedures of a field.
fn in_charge<'a>(library: &Library, agency: &'a Agency, field: &Field) -> Vec<&'a Unit> {
    let handled = agency.procedures.iter().filter_map(|id| library.procedures.get(id));
    let mut seen = BTreeSet::new();
    handled
        .filter(|l| l.declared.field == field.id)
        .filter_map(|l| agency.rules.unit(&UnitId(l.declared.unit.clone())))
        .filter(|unit| seen.insert(unit.id.as_str().to_owned()))
        .collect()
}

fn listed(w: &Words, caption: &str, columns: &[&str], rows: Vec<Row>) -> Html {
    table(
        w,
        &Table {
            caption: w.t(caption),
            columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
            rows,
            hide_caption: true,
            ..Table::default()
        },
    )
}

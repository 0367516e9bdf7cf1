//! The department as it is on a day: units, positions, people, staff allotted, who is away, who stands in.

use crate::access::{Officer, Stop, enter};
use crate::as_of::{self, On};
use crate::frame::{self, moment};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_authority::{Appointment, Position, UnitId};
use congvu_desk::Desk;
use congvu_web::components::{Column, Row, Table, Tone, badge, bullets, section, table};
use congvu_web::{Html, PageCx, Words};
use jiff::civil::DateTime;

/// Words that a page has for sorts of staff.
const STAFF: [&str; 2] = ["civil-servant", "public-employee"];

/// `GET /{agency}/desk/people`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(on): Query<On>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let at = on.moment(officer.now);
    let leaders = section(&w.t("people-leaders"), &positions(w, &officer, None, at));
    let units = officer
        .agency
        .rules
        .units()
        .iter()
        .filter(|unit| officer.table.unit_at(&unit.id, at).as_ref() == Some(&unit.id));
    let units = units.map(|unit| {
        let name = officer.table.unit_name_at(&unit.id, at).unwrap_or(&unit.name);
        section(name, &about(w, &officer, &unit.id, at).then(&positions(w, &officer, Some(&unit.id), at)))
    });
    let parts = [
        links(w, &officer),
        as_of::chooser(w, &officer.at(""), at, &Html::EMPTY),
        leaders,
        Html::join(units),
        section(&w.t("people-quotas"), &quotas(w, &officer, at)),
        section(&w.t("people-away"), &away(w, &officer, at)),
        section(&w.t("people-substitutes"), &substitutes(w, &officer, at)),
        annulled(w, &officer),
    ];
    Ok(frame::page(&cx, &officer, &w.t("people-title"), parts))
}

fn links(w: &Words, officer: &Officer<'_>) -> Html {
    let all = [
        ("/prepare", "people-prepare"),
        ("/chart", "people-chart"),
        ("/signing", "people-signing"),
        ("/clauses", "people-clauses"),
        ("/open/leave/grant-leave", "people-leave"),
        ("/open/substitute/name-substitute", "people-substitute"),
        ("/open/delegation/order-signing", "people-order"),
        ("/open/delegation/authorise", "people-authorise"),
        ("/open/quota/set-quota", "people-quota"),
        ("/open/functions/assign-functions", "people-functions"),
        ("/structure", "people-structure"),
        ("/files", "people-files"),
    ];
    bullets(&all.map(|(path, text)| Html::link(&officer.at(path), &w.t(text))))
}

/// What the unit does, and how many people it has of how many.
fn about(w: &Words, officer: &Officer<'_>, unit: &UnitId, at: DateTime) -> Html {
    let laid_down = officer.table.functions_at(unit, at).map(|f| f.duties.clone());
    // A unit that others became part of does what they did.
    let merged = |u: &&congvu_authority::Unit| officer.table.unit_at(&u.id, at).as_ref() == Some(unit);
    let of_table =
        || officer.agency.rules.units().iter().filter(merged).flat_map(|u| u.duties.clone()).collect();
    let duties: Vec<String> = laid_down.unwrap_or_else(of_table);
    let chips: Vec<_> = duties
        .iter()
        .filter_map(|duty| officer.agency.rules.duty(duty))
        .map(|clause| congvu_views::chip_of(w, officer.agency, clause))
        .collect();
    let number = STAFF.iter().find_map(|staff| officer.book.quota(Some(unit.as_str()), staff, at));
    let held =
        i64::try_from(in_unit(officer, Some(unit), at).filter(|p| holder(officer, p, at).is_some()).count());
    let count = match number {
        Some(quota) => w.with(
            "people-count-of",
            &[("held", held.unwrap_or(i64::MAX).into()), ("number", quota.number.into())],
        ),
        None => w.with("people-count", &[("held", held.unwrap_or(i64::MAX).into())]),
    };
    let count = congvu_web::components::paragraph(&count);
    if chips.is_empty() { count } else { congvu_web::components::chips(w, &chips).then(&count) }
}

/// Positions of a unit, or of none, that exist at a moment.
pub(crate) fn in_unit<'o>(
    officer: &'o Officer<'_>,
    unit: Option<&'o UnitId>,
    at: DateTime,
) -> impl Iterator<Item = &'o Position> + 'o {
    officer.book.roster.positions.iter().filter(move |p| {
        let here = p.unit.as_ref().and_then(|key| officer.table.unit_at(key, at));
        let above = officer.agency.rules.kind(&p.kind).is_some_and(|kind| kind.body.is_some());
        here.as_ref() == unit && !above && officer.book.is_open(p.id.as_str(), at)
    })
}

pub(crate) fn holder<'o>(
    officer: &'o Officer<'_>,
    position: &Position,
    at: DateTime,
) -> Option<&'o Appointment> {
    officer.table.holders_of(&position.id, at).next()
}

fn positions(w: &Words, officer: &Officer<'_>, unit: Option<&UnitId>, at: DateTime) -> Html {
    let columns = ["position", "holder", "from", "until", "state"];
    let rows = in_unit(officer, unit, at).map(|position| row(w, officer, position, at)).collect();
    table(
        w,
        &Table {
            caption: w.t("people-positions"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("people-column-{c}")))).collect(),
            rows,
            empty: w.t("people-none"),
            keys: false,
            hide_caption: true,
        },
    )
}

fn row(w: &Words, officer: &Officer<'_>, position: &Position, at: DateTime) -> Row {
    let title = congvu_views::title_of(w, officer.agency, &officer.book, &position.id, None);
    let Some(held) = holder(officer, position, at) else {
        let empty = [
            Html::text(&title),
            Html::EMPTY,
            Html::EMPTY,
            Html::EMPTY,
            badge(Tone::Warn, &w.t("people-vacant")),
        ];
        return Row::new(empty.into());
    };
    let name = officer.book.name_of(held.person.as_str());
    let name = match &held.matter {
        Some(matter) => Html::link(&officer.case(matter), &name),
        None => Html::text(&name),
    };
    let away = officer.table.absence_of(&held.person, at, false);
    let (tone, state) = match away {
        Some(absence) if absence.barred => (Tone::Bad, "people-state-suspended"),
        Some(_) => (Tone::Info, "people-state-away"),
        None if held.acting => (Tone::Info, "people-state-acting"),
        None => (Tone::Good, "people-state-there"),
    };
    let until = held.to.map_or_else(|| w.t("people-open-end"), |to| moment(w, to));
    Row::new(vec![
        Html::text(&title),
        name,
        Html::text(&moment(w, held.from)),
        Html::text(&until),
        badge(tone, &w.t(state)),
    ])
}

fn quotas(w: &Words, officer: &Officer<'_>, at: DateTime) -> Html {
    let units = officer.agency.rules.units().iter().map(|unit| Some(unit.id.as_str()));
    let mut items = Vec::new();
    for unit in std::iter::once(None).chain(units) {
        for staff in STAFF {
            let Some(quota) = officer.book.quota(unit, staff, at) else { continue };
            let of = unit.and_then(|unit| officer.table.unit_name_at(&unit.into(), at));
            let name = of.map_or_else(|| w.t("people-whole"), str::to_owned);
            let text = w.with(
                "people-quota-line",
                &[
                    ("unit", name.into()),
                    ("staff", w.t(&format!("people-staff-{staff}")).into()),
                    ("number", quota.number.into()),
                    ("basis", quota.basis.clone().into()),
                ],
            );
            items.push(Html::text(&text));
        }
    }
    if items.is_empty() {
        congvu_web::components::paragraph(&w.t("people-quotas-none"))
    } else {
        bullets(&items)
    }
}

fn away(w: &Words, officer: &Officer<'_>, at: DateTime) -> Html {
    let lasting = officer.book.roster.absences.iter().filter(|a| a.to.is_none_or(|to| at < to));
    let items: Vec<Html> = lasting
        .map(|absence| {
            let until = absence.to.map_or_else(|| w.t("people-open-end"), |to| moment(w, to));
            let text = w.with(
                if absence.barred { "people-away-barred" } else { "people-away-line" },
                &[
                    ("who", officer.book.name_of(absence.person.as_str()).into()),
                    ("from", moment(w, absence.from).into()),
                    ("until", until.into()),
                ],
            );
            let act = if absence.barred { "reinstate" } else { "end-leave" };
            let end =
                Html::link(&officer.at(&format!("/matters/{}/{act}", absence.matter)), &w.t("people-end"));
            Html::text(&text).then(&Html::literal(" ")).then(&end)
        })
        .collect();
    if items.is_empty() {
        congvu_web::components::paragraph(&w.t("people-away-none"))
    } else {
        bullets(&items)
    }
}

fn substitutes(w: &Words, officer: &Officer<'_>, at: DateTime) -> Html {
    let lasting = officer.book.roster.substitutions.iter().filter(|s| s.to.is_none_or(|to| at < to));
    let items: Vec<Html> = lasting
        .map(|one| {
            let working = officer.table.substitutes_of(&one.position, at).contains(&one);
            let title =
                |position| congvu_views::title_of(w, officer.agency, &officer.book, position, Some(at));
            let text = w.with(
                if one.only_if_empty { "people-substitute-empty" } else { "people-substitute-named" },
                &[("position", title(&one.position).into()), ("substitute", title(&one.substitute).into())],
            );
            let state =
                if working { badge(Tone::Good, &w.t("people-substitute-working")) } else { Html::EMPTY };
            let end = if one.only_if_empty {
                Html::link(
                    &officer.at(&format!("/matters/{}/end-substitute", one.matter)),
                    &w.t("people-end"),
                )
            } else {
                Html::EMPTY
            };
            Html::join([Html::text(&text), Html::literal(" "), state, Html::literal(" "), end])
        })
        .collect();
    if items.is_empty() {
        congvu_web::components::paragraph(&w.t("people-substitutes-none"))
    } else {
        bullets(&items)
    }
}

/// Appointments that were taken back, with what is to be reviewed; nothing where there are none.
fn annulled(w: &Words, officer: &Officer<'_>) -> Html {
    let taken_back = officer.book.roster.appointments.iter().filter(|a| a.annulled.is_some());
    let items: Vec<Html> = taken_back
        .filter_map(|a| {
            let title = congvu_views::title_of(w, officer.agency, &officer.book, &a.position, None);
            let text = format!("{} ({title})", officer.book.name_of(a.person.as_str()));
            Some(Html::link(&officer.at(&format!("/review/{}", a.matter.as_ref()?)), &text))
        })
        .collect();
    if items.is_empty() { Html::EMPTY } else { section(&w.t("people-annulled"), &bullets(&items)) }
}

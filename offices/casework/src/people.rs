//! Who holds which position now, and by which clause each acts.

use crate::access::{Officer, Stop, enter_page};
use crate::{frame, said};
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_authority::{Ground, Position, Power, Selector, When};
use congvu_desk::Desk;
use congvu_web::components::{Chip, Column, Row, Table, chips, table};
use congvu_web::{Html, PageCx, Words};

/// `GET /{agency}/desk/people/clauses`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let w = cx.words();
    let title = w.t("casework-people");
    let columns = ["position", "holder", "since", "signs", "acts"];
    let list = Table {
        caption: title.clone(),
        columns: columns.iter().map(|c| Column::new(w.t(&format!("casework-people-{c}")))).collect(),
        rows: officer.book.roster.positions.iter().map(|p| row(w, &desk, &officer, p)).collect(),
        keys: false,
        hide_caption: true,
        ..Table::default()
    };
    let body = frame::body(&title, [table(w, &list)]);
    Ok(cx.page(frame::shell(&cx, &officer, &title), body))
}

fn row(w: &Words, desk: &Desk, officer: &Officer<'_>, position: &Position) -> Row {
    let held = officer
        .book
        .roster
        .appointments
        .iter()
        .find(|a| a.position == position.id && congvu_authority::in_force(a.from, a.to, officer.now));
    let name = held.map(|a| officer.book.name_of(a.person.as_str()));
    let since = held.map(|a| said::moment(w, a.from)).unwrap_or_default();
    Row::new(vec![
        Html::text(&officer.title(w, &position.id)),
        Html::text(&name.unwrap_or_else(|| w.t("casework-vacant"))),
        Html::text(&since),
        powers(w, desk, officer, position, true),
        powers(w, desk, officer, position, false),
    ])
}

/// The clauses of the rows that are for this position: those that sign papers, or the others.
fn powers(w: &Words, desk: &Desk, officer: &Officer<'_>, position: &Position, signs: bool) -> Html {
    let rows = officer.agency.rules.powers().iter();
    let mine = rows
        .filter(|p| p.signing.is_some() == signs && p.holders.iter().any(|h| holds(officer, h, position)));
    let mut shown: Vec<(Vec<String>, Vec<Chip>)> = Vec::new();
    for power in mine {
        let (acts, clauses) = (acts(w, desk, power), clauses(w, officer, power));
        if acts.is_empty() || clauses.is_empty() {
            continue;
        }
        let line = vec![format!("{} ({})", acts.join(", "), condition(w, power))];
        if !shown.iter().any(|(l, c)| *l == line && *c == clauses) {
            shown.push((line, clauses));
        }
    }
    Html::join(shown.iter().map(|(line, clauses)| {
        said::lines(line).then(&Html::literal(" ")).then(&chips(w, clauses)).then(&Html::literal("<br>"))
    }))
}

/// The acts of a row by their names; those that no matter of the house knows yet are left out.
fn acts(w: &Words, desk: &Desk, power: &Power) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for id in &power.acts {
        let found = desk.library().lifecycles.values().find_map(|l| l.act(id));
        let name = found.map(|a| congvu_views::pick(w, &a.name).to_owned());
        names.extend(name.filter(|n| !names.contains(n)));
    }
    names
}

fn holds(officer: &Officer<'_>, holder: &Selector, position: &Position) -> bool {
    match holder {
        Selector::Kind(kind) => *kind == position.kind,
        Selector::Role(role) => {
            let of_kind = officer.agency.rules.kind(&position.kind);
            position.roles.contains(role) || of_kind.is_some_and(|k| k.roles.contains(role))
        }
        Selector::Position(id) => *id == position.id,
        _ => false,
    }
}

/// In what form it signs and under what condition, in words.
fn condition(w: &Words, power: &Power) -> String {
    let when = match power.when {
        When::Always | When::Party => "casework-when-always",
        When::Assigned => "casework-when-assigned",
        When::OwnUnit => "casework-when-own-unit",
        When::AssignedField => "casework-when-assigned-field",
        When::Delegated => "casework-when-delegated",
        When::Ordered => "casework-when-ordered",
        When::Authorised => "casework-when-authorised",
    };
    let when = w.t(when);
    match power.signing {
        Some(form) if form.as_str() != "own" => format!("{}; {when}", form.as_str()),
        _ => when,
    }
}

/// The clauses on which a row rests; nothing where the decision is silent.
fn clauses(w: &Words, officer: &Officer<'_>, power: &Power) -> Vec<Chip> {
    let rules = &officer.agency.rules;
    let chip = |ground: &Ground| match ground {
        Ground::Duty => Some(Chip::new(w.t("casework-duty-clause"))),
        Ground::Clause(clause) => Some(congvu_views::chip_of(w, officer.agency, clause)),
        Ground::Cite(id) => {
            let statute = rules.statute(id, officer.now)?;
            Some(Chip::new(format!("{}, {}", statute.number, statute.article)).title(&statute.number))
        }
        Ground::Silent(_) => None,
    };
    let Some(first) = chip(&power.clause) else { return Vec::new() };
    std::iter::once(first).chain(power.basis.iter().filter_map(chip)).collect()
}

//! The indicators by which the state judges a department, computed from the record: each with what is counted, of what, what is left
//! out, and when the figures were closed. What cannot be computed here says why.

use crate::access::{Leader, Stop, enter};
use crate::choice::{self, Range};
use crate::figuring::{Score, score};
use crate::period::{self, Chosen};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_matter::declare::{Phase, Procedure, Version};
use congvu_pack::{Figure, Indicator, IndicatorGroup, Part};
use congvu_store::{By, Only};
use congvu_web::components::{
    Column, Row, Table, Tone, badge, bullets, heading, lead, notice, paragraph, section_at, table,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::civil::Date;
use serde::Deserialize;

/// What was asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    period: String,
}

/// `GET /{agency}/desk/indicators?period=`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let leader = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let chosen = period::chosen(&desk, leader.now.date(), &asked.period).ok_or(WebError::NotFound)?;
    let title = w.t("oversight-indicators");
    let mut parts = vec![
        heading(1, &title),
        lead(&period::text(w, chosen.from, chosen.to)),
        period::about(w, &leader, &chosen),
        notice(Tone::Info, &w.t("oversight-indicators-own"), &Html::EMPTY),
        period::form(w, &desk, &leader, &leader.at("/indicators"), &chosen, &Html::EMPTY),
    ];
    for group in &desk.library().oversight.groups {
        parts.push(self::group(w, &desk, &leader, &chosen, group).await?);
    }
    parts.push(crate::scales::section(w, &desk, &leader, &chosen).await?);
    let shell = leader
        .shell(&cx, &title)
        .crumb(leader.at("/overview"), w.t("oversight-overview"))
        .crumb("", title.clone());
    Ok(cx.page(shell, Html::join(parts)))
}

async fn group(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
    group: &IndicatorGroup,
) -> Result<Html, WebError> {
    let (mut rows, mut reached, mut measured) = (Vec::new(), 0.0_f64, 0_u32);
    for indicator in &group.indicators {
        let (row, score) = self::row(w, desk, leader, chosen, indicator).await?;
        rows.push(row);
        if let Some(points) = score.and_then(|s| s.points) {
            reached += points;
            measured = measured.saturating_add(indicator.points);
        }
    }
    let columns = ["indicator", "numerator", "denominator", "share", "points"];
    let name = congvu_views::pick(w, &group.name);
    let table = table(
        w,
        &Table {
            caption: name.to_owned(),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("oversight-indicator-{c}")))).collect(),
            rows,
            hide_caption: true,
            ..Table::default()
        },
    );
    let said = [
        ("reached", fmt::decimal(w.lang(), reached).into()),
        ("measured", measured.into()),
        ("points", group.points.into()),
    ];
    let sum = paragraph(&w.with("oversight-group-points", &said));
    Ok(section_at(&group.id, name, &sum.then(&table)))
}

async fn row(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
    indicator: &Indicator,
) -> Result<(Row, Option<Score>), WebError> {
    let mut name = Html::text(&format!("{} {}", indicator.id, congvu_views::pick(w, &indicator.name)));
    if !indicator.verified {
        let unread = badge(Tone::Neutral, &w.t("oversight-unverified"));
        name = Html::join([name, Html::literal("<br>"), unread]);
    }
    let points = |score: Option<f64>| match score {
        Some(points) => format!("{} / {}", fmt::decimal(w.lang(), points), indicator.points),
        None => format!("{} / {}", w.t("oversight-no-share"), indicator.points),
    };
    let (Some(above), Some(below)) = (&indicator.numerator, &indicator.denominator) else {
        let why = indicator.missing.as_ref().map(|m| congvu_views::pick(w, m)).unwrap_or_default();
        let text = format!("{} {why}", w.t("oversight-not-measured"));
        let cells = [name, Html::text(&text), Html::EMPTY, Html::EMPTY, Html::text(&points(None))];
        return Ok((Row::new(cells.to_vec()), None));
    };
    let numerator = counted(desk, leader, chosen, above).await?;
    let denominator = counted(desk, leader, chosen, below).await?;
    let score = score(indicator, numerator, denominator);
    let share = score
        .percent
        .map_or_else(|| w.t("oversight-no-share"), |p| format!("{} %", fmt::decimal(w.lang(), p)));
    if !indicator.exclusions.is_empty() {
        let items: Vec<Html> =
            indicator.exclusions.iter().map(|e| Html::text(congvu_views::pick(w, e))).collect();
        let title = Html::text(&w.t("oversight-exclusions"));
        let open = Html::literal("<details class=\"source\"><summary>");
        let parts =
            [name, open, title, Html::literal("</summary>"), bullets(&items), Html::literal("</details>")];
        name = Html::join(parts);
    }
    let cells = vec![
        name,
        side(w, leader, chosen, indicator, "numerator", above, numerator),
        side(w, leader, chosen, indicator, "denominator", below, denominator),
        Html::text(&share),
        Html::text(&points(score.points)),
    ];
    Ok((Row::new(cells), Some(score)))
}

/// One side of the fraction: the number, leading to its cases, and what it counts.
fn side(
    w: &Words,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
    indicator: &Indicator,
    side: &str,
    part: &Part,
    n: i64,
) -> Html {
    let text = fmt::number(w.lang(), n);
    let procedures = part.of.iter().any(|f| f.is_of_procedures());
    let number = if n == 0 || procedures {
        Html::text(&text)
    } else {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("indicator", &format!("{}/{side}", indicator.id))
            .append_pair("from", &chosen.from.to_string())
            .append_pair("to", &chosen.to.to_string())
            .finish();
        Html::link(&leader.at(&format!("/overview/cases?{query}")), &text)
    };
    Html::join([
        Html::literal("<strong>"),
        number,
        Html::literal("</strong><br>"),
        Html::text(congvu_views::pick(w, &part.about)),
    ])
}

/// The cases of one side of an indicator: its title and conditions. None where there is no such indicator, or no cases are counted.
pub(crate) fn cases(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    id: &str,
    side: &str,
    from: Date,
    to: Date,
) -> Option<(String, Vec<Only>)> {
    let mut all = desk.library().oversight.groups.iter().flat_map(|g| &g.indicators);
    let indicator = all.find(|i| i.id == id)?;
    let part = match side {
        "numerator" => indicator.numerator.as_ref()?,
        "denominator" => indicator.denominator.as_ref()?,
        _ => return None,
    };
    if part.of.iter().any(|f| f.is_of_procedures()) {
        return None;
    }
    let about = congvu_views::pick(w, &part.about);
    let title = format!("{} {about} – {}", indicator.id, period::text(w, from, to));
    Some((title, conditions(desk, leader, Range::of(from, to, leader.now_ms), &part.of)))
}

pub(crate) async fn counted(
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
    part: &Part,
) -> Result<i64, WebError> {
    let range = Range::of(chosen.from, chosen.to, leader.now_ms);
    if let Some(figure) = part.of.iter().find(|f| f.is_of_procedures()) {
        return of_procedures(desk, leader, range, *figure).await;
    }
    let only = conditions(desk, leader, range, &part.of);
    let counted = desk.store().count_cases(leader.agency.id(), &only, &[], &[]).await.or_fault()?;
    Ok(counted.first().map_or(0, |c| c.all))
}

/// What is counted, as conditions on cases.
fn conditions(desk: &Desk, leader: &Leader<'_>, range: Range, figures: &[Figure]) -> Vec<Only> {
    let library = desk.library();
    let oversight = &library.oversight;
    let mut only = leader.scope();
    for figure in figures {
        match figure {
            Figure::Received => only.extend([
                Only::Opened(range.from_ms, range.to_ms),
                choice::filed(library, leader.agency),
                choice::taken_in(library),
            ]),
            Figure::Resolved => only.extend([
                Only::Ended(range.from_ms, range.to_ms),
                choice::filed(library, leader.agency),
                Only::States(choice::states(library, Phase::Done)),
            ]),
            Figure::Feedback => only.extend([
                Only::Opened(range.from_ms, range.to_ms),
                Only::Kinds(vec![oversight.feedback.clone()]),
            ]),
            // A clock that stands still has no moment at which it is due, and a limit all the same.
            Figure::HasLimit => {
                only.push(Only::Not(vec![Only::Not(vec![Only::HasDue]), Only::Not(vec![Only::Stops(1)])]));
            }
            Figure::InTime => {
                only.extend([Only::Not(vec![Only::LateAt(range.cut_ms)]), Only::Not(vec![Only::Stops(2)])])
            }
            Figure::ActsInTime => only.extend([
                Only::Not(vec![Only::LateAt(range.cut_ms)]),
                Only::Not(vec![Only::TalliedAny(WITHIN.to_owned(), vec![LATE.to_owned()])]),
            ]),
            Figure::Online => only.push(Only::Channels(vec![oversight.online.clone()])),
            Figure::HasFile => only.push(Only::HasFile),
            Figure::HasResult => only.push(Only::States(choice::states(library, Phase::Done))),
            Figure::GivesPaper => {
                let gives =
                    |p: &Procedure| p.versions.iter().any(|v| v.outcome.values().any(|o| o.paper.is_some()));
                only.push(Only::Procedures(choice::procedures(library, leader.agency, gives)));
            }
            Figure::NotDisliked => {
                let start = format!("{}/", oversight.satisfaction.act);
                let disliked = Only::TalliedAny(start, oversight.satisfaction.dissatisfied.clone());
                only.push(Only::Not(vec![disliked]));
            }
            Figure::Procedures
            | Figure::ProceduresComplete
            | Figure::ProceduresOnline
            | Figure::ProceduresFiledOnline
            | Figure::ProceduresAtDesk
            | Figure::ProceduresSettledAtDesk => {}
        }
    }
    only
}

/// How the desk counts acts that have a time of their own.
const WITHIN: &str = "within/";
/// … of those that came late.
const LATE: &str = "late";

async fn of_procedures(
    desk: &Desk,
    leader: &Leader<'_>,
    range: Range,
    figure: Figure,
) -> Result<i64, WebError> {
    let library = desk.library();
    let today = leader.now.date();
    let units = leader.scope();
    let seen = |p: &Procedure| {
        let mine = |only: &Only| if let Only::Units(keys) = only { keys.contains(&p.unit) } else { true };
        units.iter().all(mine) && choice::is_filed(library, p)
    };
    let found = match figure {
        Figure::ProceduresFiledOnline => {
            let online = vec![library.oversight.online.clone()];
            let mut only = leader.scope();
            only.extend([
                Only::Opened(range.from_ms, range.to_ms),
                choice::filed(library, leader.agency),
                Only::Channels(online),
            ]);
            let groups = desk
                .store()
                .count_cases(leader.agency.id(), &only, &[By::Procedure], &[])
                .await
                .or_fault()?;
            groups.len()
        }
        _ => choice::procedures(library, leader.agency, |p| {
            let version = p.version_on(today);
            seen(p)
                && version.is_some_and(|v| match figure {
                    Figure::ProceduresComplete => complete(v),
                    Figure::ProceduresOnline => v.form.is_some(),
                    Figure::ProceduresAtDesk => v.steps.iter().any(|s| s.by == library.oversight.desk),
                    Figure::ProceduresSettledAtDesk => settled_at_desk(v, &library.oversight.desk),
                    _ => true,
                })
        })
        .len(),
    };
    Ok(i64::try_from(found).unwrap_or(i64::MAX))
}

/// Whether everything that must be public of a procedure is known: who may apply, the order of steps, the papers and the time, each read in
/// its source. Name, way and body are never missing here.
pub(crate) fn complete(version: &Version) -> bool {
    let time = version.time.as_ref().and_then(|t| t.counted());
    version.who.verified
        && !version.steps.is_empty()
        && version.dossier.iter().all(|part| part.verified)
        && time.is_some_and(|t| t.verified)
}

/// Whether every step that is not the applicant's is the one-stop desk's.
fn settled_at_desk(version: &Version, desk: &str) -> bool {
    let mut office = version.steps.iter().filter(|s| s.by != APPLICANT).peekable();
    office.peek().is_some() && office.all(|s| s.by == desk)
}

/// The selector of whoever applies.
const APPLICANT: &str = "applicant";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    // conformance: QD766-G
    #[test]
    fn the_groups_have_a_hundred_points() {
        let library = congvu_pack::Library::load(&congvu_pack::Files::built_in()).unwrap();
        let points: Vec<u32> = library.oversight.groups.iter().map(|g| g.points).collect();
        assert_eq!(points, [18, 20, 22, 22, 18]);
        let counts = library.oversight.groups.iter().map(|g| g.indicators.len());
        assert_eq!(counts.collect::<Vec<_>>(), [4, 1, 4, 6, 3]);
    }
}

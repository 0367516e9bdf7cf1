//! The indicators in grades: of each case that ended in the period, and of the department as a whole. Each says what was counted, of
//! what, and what is left out.
//!
//! Cases are looked at one by one with their acts, at most as many as the pack says: the cost is that many reads.

use crate::access::Leader;
use crate::choice::{self, Range};
use crate::indicators::{complete, counted};
use crate::period::Chosen;
use crate::seat;
use congvu_calendar::ClockEventKind;
use congvu_desk::{ActLine, Case, Desk, Pace, stays};
use congvu_matter::declare::Phase;
use congvu_pack::{Library, Measure, Scale, Scales};
use congvu_store::{CaseOrder, Only};
use congvu_views::pick;
use congvu_web::components::{Column, Row, Table, Tone, badge, bullets, paragraph, section_at, table};
use congvu_web::{Html, ResultExt, WebError, Words, fmt};
use std::collections::{BTreeMap, BTreeSet};

/// Most complaints of a period that are read.
const MOST_COMPLAINTS: u32 = 500;
/// What a complaint about conduct is called in the form for feedback, and the fields that are read of it.
const CONDUCT: (&str, &str) = ("kind", "conduct");
const CASE_NUMBER: &str = "case_number";
/// Where the answer to a complaint says that it was wrong.
const FINDING: (&str, &str, &str) = ("sign", "finding", "unfounded");

/// How many cases, or steps, reached so many points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Tally {
    by_points: BTreeMap<u32, i64>,
    left_out: i64,
}

impl Tally {
    fn add(&mut self, points: Option<u32>) {
        match points {
            Some(points) => *self.by_points.entry(points).or_default() += 1,
            None => self.left_out = self.left_out.saturating_add(1),
        }
    }

    fn count(&self) -> i64 {
        self.by_points.values().sum()
    }

    fn points(&self) -> i64 {
        self.by_points.iter().map(|(points, n)| i64::from(*points).saturating_mul(*n)).sum()
    }

    /// Points of a case on the average; none without cases.
    #[expect(clippy::cast_precision_loss, reason = "numbers of cases, shown with two decimals")]
    fn mean(&self) -> Option<f64> {
        let n = self.count();
        (n > 0).then(|| self.points() as f64 / n as f64)
    }
}

/// One case with its acts.
struct Seen {
    case: Case,
    acts: Vec<ActLine>,
}

/// The section of the page; nothing where the text was not in force in the period.
pub(crate) async fn section(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
) -> Result<Html, WebError> {
    let library = desk.library();
    let set = library.oversight.scales.as_ref().filter(|s| s.in_force(chosen.from, chosen.to));
    let Some(set) = set else { return Ok(Html::EMPTY) };
    let (cases, more) = seen(desk, leader, chosen, set).await?;
    let complaints = complaints(desk, leader, chosen).await?;
    let mut rows = Vec::new();
    for scale in &set.scales {
        rows.push(match scale.measure {
            Some(measure) => of_cases(w, desk, leader, scale, measure, &cases, &complaints),
            None => of_department(w, desk, leader, chosen, scale).await?,
        });
    }
    let columns = ["indicator", "scored", "counted", "result"];
    let table = table(
        w,
        &Table {
            caption: pick(w, &set.name).to_owned(),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("oversight-scale-{c}")))).collect(),
            rows,
            hide_caption: true,
            ..Table::default()
        },
    );
    let said = [("cite", set.cite.clone().into()), ("n", i64::try_from(cases.len()).unwrap_or(0).into())];
    let mut about = paragraph(&w.with("oversight-scales-about", &said));
    if more {
        about = about.then(&paragraph(&w.with("oversight-scales-more", &[("n", set.most_cases.into())])));
    }
    if !set.verified {
        about = about.then(&badge(Tone::Neutral, &w.t("oversight-unverified")));
    }
    Ok(section_at("scales", pick(w, &set.name), &about.then(&table)))
}

/// The cases that got their result in the period, those that ended last first, and whether there are more.
async fn seen(
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
    set: &Scales,
) -> Result<(Vec<Seen>, bool), WebError> {
    let library = desk.library();
    let range = Range::of(chosen.from, chosen.to, leader.now_ms);
    let mut only = leader.scope();
    only.extend([
        Only::Ended(range.from_ms, range.to_ms),
        choice::filed(library, leader.agency),
        Only::States(choice::states(library, Phase::Done)),
    ]);
    let (store, wanted) = (desk.store(), set.most_cases.saturating_add(1));
    let rows =
        store.cases_where(leader.agency.id(), &only, CaseOrder::EndedLast, wanted, None).await.or_fault()?;
    let most = usize::try_from(set.most_cases).unwrap_or(usize::MAX);
    let mut all = Vec::new();
    for case in desk.cases(&rows).or_fault()?.into_iter().take(most) {
        let acts = desk.history(leader.agency, &case.matter.id).await.or_fault()?;
        all.push(Seen { case, acts });
    }
    Ok((all, rows.len() > most))
}

/// The numbers of cases about whose handling somebody complained and was not found to be wrong. A complaint may come long after the
/// case ended, so that all are read that came until now.
async fn complaints(
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
) -> Result<BTreeSet<String>, WebError> {
    let library = desk.library();
    let range = Range::of(chosen.from, chosen.to, leader.now_ms);
    let only = [
        Only::Opened(range.from_ms, leader.now_ms.saturating_add(1)),
        Only::Kinds(vec![library.oversight.feedback.clone()]),
        Only::Not(vec![Only::States(choice::states(library, Phase::Ended))]),
    ];
    let store = desk.store();
    let rows = store
        .cases_where(leader.agency.id(), &only, CaseOrder::Opened, MOST_COMPLAINTS, None)
        .await
        .or_fault()?;
    Ok(desk.cases(&rows).or_fault()?.iter().filter_map(complained_of).collect())
}

/// The number of the case that a complaint about conduct names, as numbers are written.
fn complained_of(complaint: &Case) -> Option<String> {
    let m = &complaint.matter;
    let said = |name: &str| m.form.get(name).and_then(serde_json::Value::as_str);
    let (act, input, wrong) = FINDING;
    let found = m.said.get(act).and_then(|s| s.get(input)).and_then(serde_json::Value::as_str);
    if said(CONDUCT.0) != Some(CONDUCT.1) || found == Some(wrong) {
        return None;
    }
    let number: String = said(CASE_NUMBER)?.chars().filter(|c| !c.is_whitespace()).collect();
    (!number.is_empty()).then(|| number.to_uppercase())
}

/// What is looked at in a case: nothing where it is left out, several where each step is scored.
fn values(
    library: &Library,
    measure: Measure,
    seen: &Seen,
    complaints: &BTreeSet<String>,
) -> Vec<Option<u32>> {
    let case = &seen.case;
    match measure {
        Measure::Time => vec![time(case)],
        Measure::Steps => steps(library, seen).into_iter().map(|(_, value)| Some(value)).collect(),
        Measure::Contacts => vec![Some(contacts(case))],
        Measure::Bodies => vec![Some(contacts(case).min(1))],
        Measure::Conduct => {
            let code = case.matter.code.as_deref().unwrap_or_default();
            vec![if complaints.contains(code) { Some(2) } else { time(case) }]
        }
        Measure::Publication => {
            let version = case.procedure(library).and_then(|(_, v)| v);
            vec![version.map(|v| u32::from(!complete(v)))]
        }
    }
}

/// Before the day on which it was due, on it, or later; none without a limit.
fn time(case: &Case) -> Option<u32> {
    let clock = case.clock.as_ref()?;
    let (due, ended) = (clock.due?, clock.ended?);
    Some(match ended.date().cmp(&due.date()) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Equal if !clock.overdue => 1,
        _ => 2,
    })
}

/// Each step with a share: the act that ends it, and how it stands to its share.
fn steps(library: &Library, seen: &Seen) -> Vec<(String, u32)> {
    let now = seen.acts.last().map(|a| a.at).unwrap_or_default();
    let all = stays(library, &seen.case, &seen.acts, now);
    all.into_iter()
        .filter_map(|stay| {
            let value = match stay.pace()? {
                Pace::Ahead => 0,
                Pace::OnTime => 1,
                Pace::Late => 2,
            };
            Some((stay.act?, value))
        })
        .collect()
}

/// How often the applicant was asked for more.
fn contacts(case: &Case) -> u32 {
    let stops = case.matter.clock.iter().filter(|e| matches!(e.kind, ClockEventKind::Stop { .. })).count();
    u32::try_from(stops).unwrap_or(u32::MAX)
}

fn of_cases(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    scale: &Scale,
    measure: Measure,
    cases: &[Seen],
    complaints: &BTreeSet<String>,
) -> Row {
    let library = desk.library();
    let mut tally = Tally::default();
    for value in cases.iter().flat_map(|seen| values(library, measure, seen, complaints)) {
        tally.add(value.map(|v| scale.of_case(v)));
    }
    let reached = |points: u32| tally.by_points.get(&points).copied().unwrap_or(0);
    let mut lines: Vec<Html> =
        scale.grades.iter().map(|g| line(w, g.points, pick(w, &g.about), reached(g.points))).collect();
    lines.push(line(w, 0, &w.t("oversight-scale-else"), reached(0)));
    if tally.left_out > 0 {
        lines.push(Html::text(&w.with("oversight-scale-left-out", &[("n", tally.left_out.into())])));
    }
    let mut what = bullets(&lines);
    if measure == Measure::Steps {
        what = what.then(&by_unit(w, library, leader, scale, cases));
    }
    let said = [("points", tally.points().into()), ("n", tally.count().into())];
    let sum = paragraph(&w.with("oversight-scale-sum", &said));
    let unit = if measure == Measure::Steps { "oversight-scale-by-step" } else { "oversight-scale-by-case" };
    Row::new(vec![named(w, scale), Html::text(&w.t(unit)), sum.then(&what), result(w, tally.mean(), scale)])
}

/// Points of the steps by who does them.
fn by_unit(w: &Words, library: &Library, leader: &Leader<'_>, scale: &Scale, cases: &[Seen]) -> Html {
    let mut units: BTreeMap<String, Tally> = BTreeMap::new();
    for seen in cases {
        let version = seen.case.procedure(library).and_then(|(_, v)| v);
        for (act, value) in steps(library, seen) {
            let by = version.and_then(|v| v.steps.iter().find(|s| s.act == act)).map(|s| s.by.as_str());
            let who = seat::turn(w, leader, by.unwrap_or_default());
            units.entry(who).or_default().add(Some(scale.of_case(value)));
        }
    }
    let mean = |t: &Tally| t.mean().map(|m| fmt::decimal(w.lang(), m)).unwrap_or_default();
    let items: Vec<Html> =
        units.iter().map(|(who, tally)| Html::text(&format!("{who}: {}", mean(tally)))).collect();
    if items.is_empty() {
        Html::EMPTY
    } else {
        paragraph(&w.t("oversight-scale-units")).then(&bullets(&items))
    }
}

async fn of_department(
    w: &Words,
    desk: &Desk,
    leader: &Leader<'_>,
    chosen: &Chosen<'_>,
    scale: &Scale,
) -> Result<Row, WebError> {
    let (mut all, mut lines) = (Vec::new(), Vec::new());
    for share in &scale.shares {
        let above = counted(desk, leader, chosen, &share.numerator).await?;
        let below = counted(desk, leader, chosen, &share.denominator).await?;
        all.push((above, below));
        lines.push(Html::text(&format!(
            "{}: {} / {} ({})",
            pick(w, &share.numerator.about),
            fmt::number(w.lang(), above),
            fmt::number(w.lang(), below),
            pick(w, &share.denominator.about),
        )));
    }
    let points = scale.of_shares(&all);
    let grade = points.and_then(|p| scale.grades.iter().find(|g| g.points == p));
    let why = grade.map_or_else(|| w.t("oversight-scale-else"), |g| pick(w, &g.about).to_owned());
    let what = bullets(&lines).then(&if points.is_some() { paragraph(&why) } else { Html::EMPTY });
    let whole = w.t("oversight-scale-by-department");
    Ok(Row::new(vec![named(w, scale), Html::text(&whole), what, result(w, points.map(f64::from), scale)]))
}

fn line(w: &Words, points: u32, about: &str, n: i64) -> Html {
    let said = [("points", points.into()), ("about", about.to_owned().into()), ("n", n.into())];
    Html::text(&w.with("oversight-scale-line", &said))
}

/// The name, where it stands, and what is left out.
fn named(w: &Words, scale: &Scale) -> Html {
    let name = Html::text(&format!("{}. {}", scale.id, pick(w, &scale.name)));
    let article = Html::literal("<br><span class=\"muted\">")
        .then(&Html::text(&scale.article))
        .then(&Html::literal("</span>"));
    if scale.exclusions.is_empty() {
        return name.then(&article);
    }
    let items: Vec<Html> = scale.exclusions.iter().map(|e| Html::text(pick(w, e))).collect();
    Html::join([
        name,
        article,
        Html::literal("<details class=\"source\"><summary>"),
        Html::text(&w.t("oversight-exclusions")),
        Html::literal("</summary>"),
        bullets(&items),
        Html::literal("</details>"),
    ])
}

/// Points of the most that can be reached; missing data is not zero.
fn result(w: &Words, points: Option<f64>, scale: &Scale) -> Html {
    let points = points.map_or_else(|| w.t("oversight-no-share"), |p| fmt::decimal(w.lang(), p));
    Html::text(&format!("{points} / {}", scale.most()))
}

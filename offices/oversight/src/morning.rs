//! A leader's morning: what is late, what falls due today, what waits for the own signature, what was unusual.
//!
//! Costs two limited reads of the index of due days, one page of the leader's inbox and one pass over the latest acts.

use crate::access::{Leader, Stop, enter};
use crate::choice::{Choice, Standing};
use crate::overview::{about, case_link, number, over};
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{ActLine, ActorRef, Case, Desk};
use congvu_matter::declare::Effect;
use congvu_store::{By, CaseOrder, ListingRow};
use congvu_web::components::{Column, Row, Table, Tone, heading, lead, paragraph, section_at, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::ToSpan;
use jiff::civil::DateTime;

/// Rows of each part: the page is read standing.
const ROWS: u32 = 10;
/// What waits for a leader and is looked through for signatures.
const WAITING: u32 = 100;
/// Most unusual acts that are told.
const UNUSUAL: u32 = 20;
/// How many days back a working day is looked for: the longest holidays are shorter.
const MOST_DAYS: usize = 20;

/// `GET /{agency}/desk/morning`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let leader = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let title = w.t("oversight-morning");
    let since = last_working_day(&desk, leader.now);
    let morning = Morning { w, desk: &desk, leader: &leader };
    let at = format!("{} {}", fmt::time(leader.now.time()), fmt::date(w.lang(), leader.now.date()));
    let told = w.with("oversight-morning-since", &[("day", fmt::date(w.lang(), since.date()).into())]);
    let body = Html::join([
        heading(1, &title),
        lead(&w.with("oversight-at", &[("time", at.into())])),
        section_at("late", &w.t("oversight-late-cases"), &morning.due(Standing::Late).await?),
        section_at("today", &w.t("oversight-standing-today"), &morning.due(Standing::Today).await?),
        section_at("signature", &w.t("oversight-morning-signature"), &morning.signature().await?),
        section_at(
            "unusual",
            &w.t("oversight-morning-unusual"),
            &paragraph(&told).then(&morning.unusual(since).await?),
        ),
    ]);
    Ok(cx.page(leader.shell(&cx, &title), body))
}

/// Midnight before the last working day: on a Monday, that of Friday.
fn last_working_day(desk: &Desk, now: DateTime) -> DateTime {
    let calendar = &desk.library().calendar;
    let days = std::iter::successors(now.date().yesterday().ok(), |d| d.checked_sub(1.day()).ok());
    let found = days.take(MOST_DAYS).find(|d| calendar.is_working(*d) == Some(true));
    found.unwrap_or(now.date()).at(0, 0, 0, 0)
}

struct Morning<'a> {
    w: &'a Words,
    desk: &'a Desk,
    leader: &'a Leader<'a>,
}

impl Morning<'_> {
    fn table(&self, caption: &str, columns: [&str; 4], rows: Vec<Row>, empty: &str) -> Html {
        let w = self.w;
        table(
            w,
            &Table {
                caption: w.t(caption),
                columns: columns.iter().map(|c| Column::new(w.t(c))).collect(),
                rows,
                empty: w.t(empty),
                keys: true,
                hide_caption: true,
            },
        )
    }

    /// The first cases of a standing, and how many there are in all.
    async fn due(&self, standing: Standing) -> Result<Html, WebError> {
        let (w, desk, leader) = (self.w, self.desk, self.leader);
        let choice = Choice { standing, ..Choice::default() };
        let only = choice.conditions(desk, leader);
        let (store, agency) = (desk.store(), leader.agency.id());
        let by: [By; 0] = [];
        let counts = store.count_cases(agency, &only, &by, &[]).await.or_fault()?;
        let all = counts.iter().map(|c| c.all).sum();
        let rows = store.cases_where(agency, &only, CaseOrder::Due, ROWS, None).await.or_fault()?;
        let cases = desk.cases(&rows).or_fault()?;
        let shown = cases.iter().map(|case| self.due_row(standing, case)).collect();
        let columns =
            ["oversight-late-number", "oversight-late-about", "oversight-late-where", "oversight-late-over"];
        let caption =
            if standing == Standing::Late { "oversight-late-cases" } else { "oversight-standing-today" };
        let empty = if standing == Standing::Late {
            "oversight-nothing-late"
        } else {
            "oversight-morning-none-today"
        };
        let list = self.table(caption, columns, shown, empty);
        if all == 0 {
            return Ok(list);
        }
        let count = Html::text(&w.t("oversight-morning-all")).then(&Html::literal(" "));
        let count = Html::literal("<p>").then(&count).then(&number(w, leader, &choice, all));
        Ok(count.then(&Html::literal("</p>")).then(&list))
    }

    fn due_row(&self, standing: Standing, case: &Case) -> Row {
        let (w, library) = (self.w, self.desk.library());
        let state = crate::why::state(library, case).map(|s| congvu_views::pick(w, s).to_owned());
        let has = crate::seat::turn(w, self.leader, &case.turn);
        let cells = vec![
            case_link(w, self.leader, case),
            Html::text(&about(w, self.desk, case)),
            Html::text(&format!("{} – {has}", state.unwrap_or_default())),
            over(w, case),
        ];
        Row { cells, tone: if standing == Standing::Late { Tone::Bad } else { Tone::Neutral } }
    }

    /// What waits for this leader and is signed by the act it waits for.
    async fn signature(&self) -> Result<Html, WebError> {
        let (desk, leader) = (self.desk, self.leader);
        let found = desk.waiting(leader.agency, &leader.actor, WAITING, None).await.or_fault()?;
        let rows: Vec<Row> =
            found.rows.iter().filter_map(|row| self.to_sign(row)).take(ROWS as usize).collect();
        let columns =
            ["oversight-late-number", "oversight-late-about", "oversight-morning-act", "oversight-late-over"];
        Ok(self.table("oversight-morning-signature", columns, rows, "oversight-morning-none-signature"))
    }

    fn to_sign(&self, row: &ListingRow) -> Option<Row> {
        let (w, desk) = (self.w, self.desk);
        let life = desk.library().lifecycles.get(&row.life)?;
        let act = life.act(life.state(&row.state)?.next.as_deref()?)?;
        if !act.effects.iter().any(|e| matches!(e, Effect::Sign)) {
            return None;
        }
        let number = if row.code.is_empty() { w.t("oversight-no-number") } else { row.code.clone() };
        let procedure = desk.library().loaded(self.leader.agency.id(), &row.class);
        let kind = procedure.map_or(&life.name, |p| &p.declared.name);
        let about = [row.subject.as_str(), congvu_views::pick(w, kind)];
        let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
        let clock = desk.clock_of(row).map(|reading| congvu_views::clock(w, &reading));
        Some(Row::new(vec![
            Html::link(&self.leader.at(&format!("/cases/{}", row.reference)), &number),
            Html::text(&about.join(" – ")),
            Html::text(congvu_views::pick(w, &act.name)),
            clock.map_or(Html::EMPTY, |c| congvu_web::components::clock_short(w, &c)),
        ]))
    }

    /// Acts that are lawful and seldom, the latest first.
    async fn unusual(&self, since: DateTime) -> Result<Html, WebError> {
        let (desk, leader) = (self.desk, self.leader);
        let kinds = &desk.library().oversight.unusual;
        let acts = desk.acts_since(leader.agency, kinds, since, UNUSUAL).await.or_fault()?;
        let rows =
            acts.iter().filter(|(_, case)| self.is_own(case)).map(|(line, case)| self.told(line, case));
        let columns = [
            "oversight-morning-when",
            "oversight-morning-act",
            "oversight-late-about",
            "oversight-morning-who",
        ];
        let rows = rows.collect();
        Ok(self.table("oversight-morning-unusual", columns, rows, "oversight-morning-none-unusual"))
    }

    /// Whether the leader sees the case: all of them, or those of the own unit.
    fn is_own(&self, case: &Case) -> bool {
        let unit = case.procedure(self.desk.library()).map(|(p, _)| p.unit.as_str()).unwrap_or_default();
        self.leader.sees_unit(unit)
    }

    fn told(&self, line: &ActLine, case: &Case) -> Row {
        let (w, leader) = (self.w, self.leader);
        let name = case.lifecycle(self.desk.library()).and_then(|l| l.act(&line.act.kind));
        let name = name.map_or(line.act.kind.as_str(), |a| congvu_views::pick(w, &a.name));
        let who = match &line.act.actor {
            ActorRef::Position { position, .. } => {
                let position = position.as_str().into();
                congvu_views::title_of(w, leader.agency, &leader.book, &position, Some(line.at))
            }
            _ => String::new(),
        };
        let when = format!("{} {}", fmt::time(line.at.time()), fmt::date(w.lang(), line.at.date()));
        let about = case_link(w, leader, case).then(&Html::text(&format!(" {}", about(w, self.desk, case))));
        Row::new(vec![Html::text(&when), Html::text(name), about, Html::text(&who)])
    }
}

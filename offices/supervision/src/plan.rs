//! The plans of the years: drawn up, subjects that come twice marked, submitted, approved, published.

use crate::access::{Officer, Stop, enter, stopped};
use crate::duplicates::{self, PLAN};
use crate::inputs;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Case, Desk, On, Opening, WhyNot};
use congvu_matter::Command;
use congvu_matter::declare::{ActDef, Lifecycle};
use congvu_web::components::{
    Column, Row, Table, Tone, chip, heading, hidden, paragraph, post_form, section, table,
};
use congvu_web::form::FormValues;
use congvu_web::form::new_key;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde_json::Value;

fn life(desk: &Desk) -> Result<&Lifecycle, WebError> {
    desk.library().lifecycles.get(PLAN).map(AsRef::as_ref).ok_or(WebError::NotFound)
}

/// `GET /{agency}/desk/supervision/plans`
pub(crate) async fn list(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let title = w.t("supervision-plans");
    let plans = duplicates::plans(&desk, &officer).await?;
    let rows = plans.iter().map(|plan| {
        Row::new(vec![
            Html::link(&officer.at(&format!("/plans/{}", plan.matter.id)), &duplicates::year(plan)),
            congvu_views::state_badge(w, desk.library(), plan),
            Html::text(&duplicates::lines(plan).len().to_string()),
        ])
    });
    let listed = table(
        w,
        &Table {
            caption: title.clone(),
            columns: ["year", "state", "lines"]
                .iter()
                .map(|c| Column::new(w.t(&format!("supervision-column-{c}"))))
                .collect(),
            rows: rows.collect(),
            empty: w.t("supervision-no-plans"),
            keys: true,
            hide_caption: true,
        },
    );
    let act = life(&desk)?.act("plan").ok_or(WebError::NotFound)?;
    let fields = hidden("_key", &new_key()?).then(&inputs::fields(w, act, &FormValues::default(), &[]));
    let name = congvu_views::pick(w, &act.name);
    let body = Html::join([
        heading(1, &title),
        listed,
        section(name, &post_form(&cx.csrf(), &officer.at("/plans"), &fields, name)),
    ]);
    Ok(cx.page(
        officer.shell(&cx, &title).crumb(officer.at(""), w.t("supervision-home")).crumb("", title),
        body,
    ))
}

/// `POST /{agency}/desk/supervision/plans`
pub(crate) async fn begin(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let life = life(&desk)?;
    let act = life.act("plan").ok_or(WebError::NotFound)?;
    let on = On::New(Opening::Lifecycle(PLAN.to_owned()));
    perform(&desk, &cx, &officer, life, act, on, &values).await
}

/// `GET /{agency}/desk/supervision/plans/{matter}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let plan = found(&desk, &officer, &matter).await?;
    let w = cx.words();
    let title = w.with("supervision-plan-of", &[("year", duplicates::year(&plan).into())]);
    let body = Html::join([
        heading(1, &title),
        congvu_views::state_badge(w, desk.library(), &plan),
        paragraph(&w.t("supervision-plan-lines")),
        lines(w, &desk, &officer, &plan).await?,
        acts(&cx, &desk, &officer, &plan).await?,
    ]);
    let shell =
        officer.shell(&cx, &title).crumb(officer.at("/plans"), w.t("supervision-plans")).crumb("", title);
    Ok(cx.page(shell, body))
}

async fn found(desk: &Desk, officer: &Officer<'_>, matter: &str) -> Result<Case, WebError> {
    let case = desk.case(officer.agency, matter).await.or_fault()?;
    case.filter(|c| c.matter.lifecycle == PLAN).ok_or(WebError::NotFound)
}

/// The lines, each with where its subject comes already.
async fn lines(w: &Words, desk: &Desk, officer: &Officer<'_>, plan: &Case) -> Result<Html, WebError> {
    let all = duplicates::lines(plan);
    let year = duplicates::year(plan).parse().unwrap_or(officer.now.year());
    let mut rows = Vec::new();
    for line in &all {
        let here =
            all.iter().filter(|l| duplicates::folded(&l.code) == duplicates::folded(&line.code)).count();
        let seen = duplicates::seen(desk, officer, &line.code, year, &plan.matter.id).await?;
        let mut twice: Vec<String> = seen.iter().map(|s| s.what.clone()).collect();
        if here > 1 {
            twice.insert(0, w.t("supervision-twice-here"));
        }
        let cells = [&line.code, &line.name, &line.field, &line.month, &line.topic, &twice.join("; ")];
        let cells = cells.iter().map(|c| Html::text(c)).collect();
        rows.push(Row { cells, tone: if twice.is_empty() { Tone::Neutral } else { Tone::Warn } });
    }
    let columns = ["code", "subject", "field", "month", "topic", "twice"];
    Ok(table(
        w,
        &Table {
            caption: w.t("supervision-plan-lines"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("supervision-column-{c}")))).collect(),
            rows,
            empty: w.t("supervision-none"),
            hide_caption: true,
            keys: false,
        },
    ))
}

/// The acts of the plan: those that this person may do as forms, the others with the reason.
async fn acts(cx: &PageCx, desk: &Desk, officer: &Officer<'_>, plan: &Case) -> Result<Html, WebError> {
    let w = cx.words();
    let life = life(desk)?;
    let mut parts = Vec::new();
    for offer in desk.offers(officer.agency, &officer.actor(), &plan.matter).await.or_fault()? {
        let name = congvu_views::pick(w, &offer.act.name).to_owned();
        match &offer.may {
            Ok(permit) => {
                let mut values = FormValues::default();
                if let Some(items) =
                    plan.matter.said.get(&offer.act.id).and_then(|s| s.get("items")).and_then(Value::as_array)
                {
                    let text: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                    values.set(inputs::name("items"), text.join("\n"));
                }
                let fields = hidden("_key", &new_key()?).then(&inputs::fields(w, &offer.act, &values, &[]));
                let action = officer.at(&format!("/plans/{}/{}", plan.matter.id, offer.act.id));
                let clause = chip(w, &congvu_views::chip_of(w, officer.agency, &permit.clause));
                parts.push(section(&name, &clause.then(&post_form(&cx.csrf(), &action, &fields, &name))));
            }
            Err(why @ WhyNot::Refused(_)) => {
                let text = congvu_views::why_not_text(w, officer.agency, &officer.book, Some(life), why);
                parts.push(section(&name, &paragraph(&text)));
            }
            Err(WhyNot::NotNow(_)) => {}
        }
    }
    Ok(Html::join(parts))
}

/// `POST /{agency}/desk/supervision/plans/{matter}/{act}`
pub(crate) async fn act(
    State(desk): State<Desk>,
    Path((agency, matter, act)): Path<(String, String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    found(&desk, &officer, &matter).await?;
    let life = life(&desk)?;
    let act = life.act(&act).filter(|a| !a.from.is_empty()).ok_or(WebError::NotFound)?;
    perform(&desk, &cx, &officer, life, act, On::Matter(matter), &values).await
}

async fn perform(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    life: &Lifecycle,
    act: &ActDef,
    on: On,
    values: &FormValues,
) -> Result<Response, Stop> {
    let w = cx.words();
    let command = Command {
        act: act.id.clone(),
        input: inputs::said(act, values),
        channel: "office".to_owned(),
        ..Command::default()
    };
    let key = Some(values.get("_key").to_owned()).filter(|k| !k.is_empty());
    let name = congvu_views::pick(w, &act.name).to_owned();
    match desk.perform(officer.request(on, command, key)).await {
        Ok(done) => {
            let clause = congvu_views::chip_at(w, officer.agency, &done.clause).title;
            let said = [("act", name.into()), ("clause", clause.into())];
            cx.session().flash(Tone::Good, &w.with("supervision-done", &said));
            Ok(Redirect::to(&officer.at(&format!("/plans/{}", done.matter))).into_response())
        }
        Err(error) => stopped(desk, cx, officer, Some(life), &name, error).await,
    }
}

//! Who acts for whom: delegations past and present, making one, ending one.

use crate::access::{Officer, Stop, enter, enter_page};
use crate::acts::read::{clean, moment};
use crate::panel::{self, Hidden, May, MayNot};
use crate::{absence, frame, outcome, said};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Authority, Delegation, MatterFacts, Permit, PositionId, Refusal, in_force};
use congvu_desk::{Desk, On, Opening, PerformError, Request};
use congvu_matter::{Command, Refused};
use congvu_web::components::{
    Choice, Column, Field, FieldError, Input, PostButton, Row, Table, Tone, badge, chip, error_summary,
    field, post_button, section, table,
};
use congvu_web::form::FormValues;
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The lifecycle of a delegation, and its acts.
const LIFECYCLE: &str = "delegation";
const DELEGATE: &str = "delegate";
const END: &str = "end-delegation";

/// A form that is shown again.
#[derive(Debug, Default)]
struct Again {
    values: FormValues,
    errors: Vec<FieldError>,
}

/// `GET /{agency}/desk/delegation`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    show(&desk, &cx, &officer, &Again::default(), StatusCode::OK)
}

fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    again: &Again,
    status: StatusCode,
) -> Result<Response, Stop> {
    let w = cx.words();
    let authority = authority(officer)?;
    let title = w.t("casework-delegation");
    let (now, past): (Vec<&Delegation>, Vec<&Delegation>) =
        officer.book.roster.delegations.iter().rev().partition(|d| d.to.is_none_or(|to| officer.now < to));
    let list = |id: &str, list: &[&Delegation]| {
        section(&w.t(id), &delegations(cx, officer, &authority, list, w.t("casework-delegations-none")))
    };
    let past = if past.is_empty() { Html::EMPTY } else { list("casework-delegations-past", &past) };
    let body = frame::body(
        &title,
        [
            error_summary(w, &again.errors),
            list("casework-delegations-now", &now),
            past,
            absence::shown(w, officer),
            form(cx, desk, officer, &authority, again)?,
        ],
    );
    Ok(cx.page_with(status, frame::shell(cx, officer, &title), body))
}

fn authority(officer: &Officer<'_>) -> Result<Authority, WebError> {
    Authority::new(Arc::clone(&officer.agency.rules), officer.book.roster.clone()).or_fault()
}

fn delegations(
    cx: &PageCx,
    officer: &Officer<'_>,
    authority: &Authority,
    list: &[&Delegation],
    empty: String,
) -> Html {
    let w = cx.words();
    let columns = ["to", "from", "form", "time", "state", "clause", "do"];
    table(
        w,
        &Table {
            caption: w.t("casework-delegation"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("casework-delegation-{c}")))).collect(),
            rows: list.iter().map(|d| row(cx, officer, authority, d)).collect(),
            empty,
            keys: false,
            hide_caption: true,
        },
    )
}

fn row(cx: &PageCx, officer: &Officer<'_>, authority: &Authority, d: &Delegation) -> Row {
    let w = cx.words();
    let named = |p: &PositionId| congvu_views::title_of(w, officer.agency, &officer.book, p, Some(d.from));
    let until = d.to.map_or_else(|| w.t("casework-open-end"), |to| said::moment(w, to));
    let time = format!("{} – {until}", said::moment(w, d.from));
    let running = in_force(d.from, d.to, officer.now);
    let (tone, state) = match (authority.void().get(&d.id), running) {
        (Some(_), _) => (Tone::Bad, "casework-delegation-void"),
        (None, true) => (Tone::Good, "casework-delegation-running"),
        (None, false) if officer.now < d.from => (Tone::Info, "casework-delegation-coming"),
        (None, false) => (Tone::Neutral, "casework-delegation-over"),
    };
    let clause = d.basis.as_ref().map(|c| chip(w, &congvu_views::chip_of(w, officer.agency, c)));
    let over = d.to.is_some_and(|to| to <= officer.now);
    let facts = MatterFacts::about(&d.to_position);
    let may_end = !over && authority.may(&officer.actor(), END, &facts, officer.now).is_ok();
    let end = if may_end {
        let action = officer.desk(&format!("/delegation/{}/end", d.id));
        post_button(&cx.csrf(), &PostButton::new(action, w.t("casework-delegation-end")).danger())
    } else {
        Html::EMPTY
    };
    Row::new(vec![
        Html::text(&named(&d.to_position)),
        Html::text(&named(&d.from_position)),
        Html::text(d.form.as_str()),
        Html::text(&time),
        badge(tone, &w.t(state)),
        clause.unwrap_or(Html::EMPTY),
        end,
    ])
}

/// To whom this person may hand the department over, by the table; the refusal where to nobody.
fn targets<'b>(
    officer: &'b Officer<'_>,
    authority: &Authority,
) -> Result<(Vec<&'b PositionId>, Permit), Option<Box<Refusal>>> {
    let (mut may, mut permit, mut refused): (Vec<&PositionId>, Option<Permit>, Option<Box<Refusal>>) =
        (Vec::new(), None, None);
    for position in officer.book.roster.positions.iter().filter(|p| p.id != officer.position()) {
        let facts = MatterFacts::about(&position.id);
        match authority.may(&officer.actor(), DELEGATE, &facts, officer.now) {
            Ok(given) => {
                may.push(&position.id);
                permit.get_or_insert(given);
            }
            // A clause that forbids says more than the absence of one that empowers.
            Err(refusal) => {
                let forbids = |r: &Refusal| matches!(r.missing, congvu_authority::Missing::Forbidden { .. });
                if refused.as_deref().is_none_or(|known| forbids(&refusal) && !forbids(known)) {
                    refused = Some(refusal);
                }
            }
        }
    }
    permit.map(|p| (may, p)).ok_or(refused)
}

fn form(
    cx: &PageCx,
    desk: &Desk,
    officer: &Officer<'_>,
    authority: &Authority,
    again: &Again,
) -> Result<Html, WebError> {
    let w = cx.words();
    let label = act_name(w, desk, DELEGATE);
    let (may, not) = match targets(officer, authority) {
        Ok((targets, permit)) => {
            let may = May {
                id: DELEGATE.to_owned(),
                label,
                action: officer.desk("/delegation"),
                warning: String::new(),
                fields: fields(w, officer, &targets, again),
                clauses: vec![congvu_views::chip_of(w, officer.agency, &permit.clause)],
                capacity: String::new(),
                open: !again.errors.is_empty(),
            };
            (vec![may], Vec::new())
        }
        Err(None) => (Vec::new(), Vec::new()),
        Err(Some(refusal)) => {
            let view =
                congvu_views::refusal_view(w, officer.agency, &officer.book, &label, &refusal, officer.now);
            (Vec::new(), vec![MayNot { label, why: view.missing, clauses: view.consulted, may: view.may }])
        }
    };
    let hidden = Hidden { csrf: cx.csrf(), seen: 0, key: new_key()? };
    Ok(panel::acts(w, &hidden, &may, &not))
}

fn fields(w: &Words, officer: &Officer<'_>, targets: &[&PositionId], again: &Again) -> Html {
    let value = |name: &str| again.values.get(name).to_owned();
    let choices = targets
        .iter()
        .map(|p| {
            Choice::new(
                p.as_str(),
                congvu_views::title_of(w, officer.agency, &officer.book, p, Some(officer.now)),
            )
        })
        .collect();
    let all = [
        Field::new("to", w.t("casework-delegate-to")).input(Input::Select(choices)).value(value("to")),
        Field::new("from", w.t("casework-delegate-from"))
            .hint(w.t("casework-delegate-from-hint"))
            .input(Input::Moment)
            .value(value("from"))
            .optional(),
        Field::new("until", w.t("casework-delegate-until")).input(Input::Moment).value(value("until")),
        Field::new("reason", w.t("casework-delegate-reason")).value(value("reason")),
    ];
    Html::join(all.into_iter().map(|f| field(w, &f.errors(&again.errors))))
}

fn act_name(w: &Words, desk: &Desk, act: &str) -> String {
    let def = desk.library().lifecycles.get(LIFECYCLE).and_then(|l| l.act(act));
    def.map_or_else(|| act.to_owned(), |a| congvu_views::pick(w, &a.name).to_owned())
}

/// `POST /{agency}/desk/delegation`
pub(crate) async fn delegate(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, &format!("/{agency}/desk/delegation")).await?;
    let mut input = Map::new();
    for name in ["to", "from", "until", "reason"] {
        let typed = clean(values.get(name));
        let value = match name {
            "from" if typed.is_empty() => officer.now.to_string(),
            "from" | "until" => moment(&typed).unwrap_or(typed),
            _ => typed,
        };
        if !value.is_empty() {
            input.insert(name.to_owned(), Value::String(value));
        }
    }
    if !input.contains_key("to") {
        // Nobody was chosen: then there is no question of authority to ask yet.
        let errors = vec![FieldError::new("to", cx.words().t("casework-delegate-to-missing"))];
        return show(&desk, &cx, &officer, &Again { values, errors }, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::New(Opening::Lifecycle(LIFECYCLE.to_owned())),
        seen: None,
        idempotency_key: key(&values),
        command: Command { act: DELEGATE.to_owned(), input, ..Command::default() },
    };
    answer(&desk, &cx, &officer, DELEGATE, values, request).await
}

/// `POST /{agency}/desk/delegation/{matter}/end`
pub(crate) async fn end(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, &format!("/{agency}/desk/delegation")).await?;
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::Matter(matter),
        seen: None,
        idempotency_key: key(&values),
        command: Command { act: END.to_owned(), ..Command::default() },
    };
    answer(&desk, &cx, &officer, END, values, request).await
}

async fn answer(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    act: &str,
    values: FormValues,
    request: Request,
) -> Result<Response, Stop> {
    let w = cx.words();
    let lifecycle = desk.library().lifecycles.get(LIFECYCLE).map(AsRef::as_ref);
    let name = act_name(w, desk, act);
    match desk.perform(request).await {
        Ok(done) => {
            let clause = congvu_views::chip_at(w, officer.agency, &done.clause).title;
            let text = w.with("casework-done", &[("act", name.into()), ("clause", clause.into())]);
            cx.session().flash(Tone::Good, &text);
            Ok(Redirect::to(&officer.desk("/delegation")).into_response())
        }
        Err(PerformError::NotNow(Refused::Input { faults, .. })) => {
            let errors = faults
                .iter()
                .map(|fault| {
                    let one = Refused::Input { act: act.to_owned(), faults: vec![fault.clone()] };
                    FieldError::new(&fault.input, congvu_views::not_now_text(w, lifecycle, &one).join(" "))
                })
                .collect();
            show(desk, cx, officer, &Again { values, errors }, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => {
            let back = officer.desk("/delegation");
            outcome::stopped(desk, cx, officer, lifecycle, &name, &back, error).await
        }
    }
}

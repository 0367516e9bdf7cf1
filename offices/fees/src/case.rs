//! One case at the cash desk: what is charged, what came and went, and the acts.

use crate::access::{Officer, Stop, body, dong, enter, shell};
use crate::fields;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Case, Desk, Offer, On, PerformError, Request};
use congvu_matter::declare::{ActDef, Effect};
use congvu_matter::{Command, Refused, Way};
use congvu_views::pick;
use congvu_web::components::{
    Column, FieldError, Row, Table, Tone, bullets, chips, error_summary, hidden, notice, paragraph,
    post_form, section, section_at, table,
};
use congvu_web::form::FormValues;
use congvu_web::form::new_key;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};

/// What was typed and is to be put right.
struct Again {
    act: String,
    typed: FormValues,
    errors: Vec<FieldError>,
}

/// Whether an act is one of the cash desk. Bank transfers come with a statement, not typed in here.
fn is_ours(act: &ActDef) -> bool {
    act.by == "power" && act.effects.iter().any(|e| e.is_money() || *e == Effect::Assess)
}

/// `GET /{agency}/desk/fees/cases/{matter}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let case = open(&desk, &officer, &matter).await?;
    show(&desk, &cx, &officer, &case, None, StatusCode::OK).await
}

/// A case that may cost something: others never pass here.
async fn open(desk: &Desk, officer: &Officer<'_>, matter: &str) -> Result<Case, WebError> {
    let case = desk.case(officer.agency, matter).await.or_fault()?.ok_or(WebError::NotFound)?;
    let fee = case.procedure(desk.library()).and_then(|(_, v)| v?.fee.as_ref());
    let may_cost = case.matter.charge.is_some() || fee.is_some_and(congvu_matter::declare::Fee::is_charged);
    if may_cost { Ok(case) } else { Err(WebError::NotFound) }
}

async fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    again: Option<&Again>,
    status: StatusCode,
) -> Result<Response, Stop> {
    let w = cx.words();
    let code = case.matter.code.clone().unwrap_or_default();
    let offers = desk.offers(officer.agency, &officer.actor(), &case.matter).await.or_fault()?;
    let charge = case.matter.charge.as_ref();
    let facts = match charge {
        Some(charge) => congvu_views::money_facts(w, desk.library(), case, charge),
        None => notice(Tone::Info, &w.t("fees-not-assessed"), &rate(w, desk, case)),
    };
    let party = case.matter.party.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let papers = congvu_views::papers(
        w,
        desk.library(),
        case,
        &format!("/{}/desk/cases/{}/papers", officer.agency.id(), case.matter.id),
    );
    let mut parts = vec![
        error_summary(w, again.map_or(&[], |a| a.errors.as_slice())),
        paragraph(&party),
        facts,
        ground(w, case),
        entries(w, officer, case),
    ];
    for offer in offers.iter().filter(|o| is_ours(&o.act)) {
        parts.push(form(cx, desk, officer, case, offer, again)?);
    }
    parts.push(section(&w.t("fees-papers"), &papers));
    let to_case = format!("/{}/desk/cases/{}", officer.agency.id(), case.matter.id);
    parts.push(Html::link(&to_case, &w.t("fees-to-case")));
    let title = w.with("fees-case", &[("code", code.clone().into())]);
    Ok(cx.page_with(status, shell(cx, officer, &title).crumb("", code), body(&title, parts)))
}

/// The fee in words, where its amount is not set yet.
fn rate(w: &Words, desk: &Desk, case: &Case) -> Html {
    let fee = case.procedure(desk.library()).and_then(|(_, v)| v?.fee.as_ref());
    fee.and_then(|f| f.text.as_ref()).map_or(Html::EMPTY, |t| paragraph(pick(w, t)))
}

fn ground(w: &Words, case: &Case) -> Html {
    let ground = case.matter.charge.as_ref().map(|c| c.ground.as_str()).filter(|g| !g.is_empty());
    ground.map_or(Html::EMPTY, |g| paragraph(&w.with("fees-ground", &[("ground", g.to_owned().into())])))
}

fn entries(w: &Words, officer: &Officer<'_>, case: &Case) -> Html {
    let entries = case.matter.charge.as_ref().map(|c| c.entries.as_slice()).unwrap_or_default();
    if entries.is_empty() {
        return Html::EMPTY;
    }
    let rows = entries.iter().map(|e| {
        let signed = i64::try_from(e.amount).unwrap_or(i64::MAX);
        let who = if e.position.is_empty() {
            w.t("fees-by-system")
        } else {
            congvu_views::title_of(w, officer.agency, &officer.book, &e.position.as_str().into(), None)
        };
        Row::new(vec![
            Html::text(&format!("{}, {}", fmt::time(e.at.time()), fmt::date(w.lang(), e.at.date()))),
            dong(w, if e.way == Way::In { signed } else { signed.saturating_neg() }),
            Html::text(&method(w, &e.method)),
            Html::text(&e.references.join(", ")),
            Html::text(&who),
        ])
    });
    let title = w.t("fees-entries");
    let listed = table(
        w,
        &Table {
            caption: title.clone(),
            columns: vec![
                Column::new(w.t("fees-column-when")),
                Column::number(w.t("fees-column-money")),
                Column::new(w.t("fees-column-method")),
                Column::new(w.t("fees-column-reference")),
                Column::new(w.t("fees-column-by")),
            ],
            rows: rows.collect(),
            hide_caption: true,
            ..Table::default()
        },
    );
    section(&title, &listed)
}

/// How money came, in words; a way that only a pack knows keeps its name.
pub(crate) fn method(w: &Words, method: &str) -> String {
    match method {
        "cash" => w.t("fees-method-cash"),
        "card" => w.t("fees-method-card"),
        "transfer" => w.t("fees-method-transfer"),
        "online" => w.t("fees-method-online"),
        other => other.to_owned(),
    }
}

fn form(
    cx: &PageCx,
    desk: &Desk,
    officer: &Officer<'_>,
    case: &Case,
    offer: &Offer,
    again: Option<&Again>,
) -> Result<Html, WebError> {
    let w = cx.words();
    let (act, charge) = (&offer.act, case.matter.charge.as_ref());
    let likely = match act.effects.first() {
        Some(Effect::Refund) => charge.map_or(0, congvu_matter::Charge::excess),
        Some(Effect::Assess) => 0,
        _ => charge.map_or(0, congvu_matter::Charge::owed),
    };
    let held = charge.map_or(0, congvu_matter::Charge::held);
    // What has nothing to work on is not shown: nothing owed, nothing to give back.
    let idle = match act.effects.first() {
        Some(Effect::Refund) => held == 0,
        Some(Effect::Payment(congvu_matter::declare::PaymentEffect::Counter) | Effect::Waive) => likely == 0,
        _ => false,
    };
    let Ok(permit) = &offer.may else { return Ok(Html::EMPTY) };
    if idle {
        return Ok(Html::EMPTY);
    }
    let none = FormValues::default();
    let again = again.filter(|a| a.act == act.id);
    let (typed, errors) = again.map_or((&none, [].as_slice()), |a| (&a.typed, a.errors.as_slice()));
    let warning = act.warning.as_ref().map_or(Html::EMPTY, |t| notice(Tone::Warn, pick(w, t), &Html::EMPTY));
    let inner = Html::join([
        hidden("_seen", &case.matter.version.to_string()),
        hidden("_key", &new_key()?),
        warning,
        fields::html(w, act, likely, typed, errors),
        chips(w, &[congvu_views::chip_of(w, officer.agency, &permit.clause)]),
    ]);
    let action = officer.at(&format!("/cases/{}/acts/{}", case.matter.id, act.id));
    let _ = desk;
    Ok(section_at(&act.id, pick(w, &act.name), &post_form(&cx.csrf(), &action, &inner, pick(w, &act.name))))
}

/// `POST /{agency}/desk/fees/cases/{matter}/acts/{act}`
pub(crate) async fn perform(
    State(desk): State<Desk>,
    Path((agency, matter, act)): Path<(String, String, String)>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let case = open(&desk, &officer, &matter).await?;
    let w = cx.words();
    let lifecycle = case.lifecycle(desk.library());
    let act =
        lifecycle.and_then(|l| l.act(&act)).filter(|a| is_ours(a)).cloned().ok_or(WebError::NotFound)?;
    let key = typed.get("_key");
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::Matter(case.matter.id.clone()),
        seen: typed.get("_seen").parse().ok(),
        idempotency_key: (1..=100).contains(&key.len()).then(|| key.to_owned()),
        command: Command { act: act.id.clone(), input: fields::read(&act, &typed), ..Command::default() },
    };
    match desk.perform(request).await {
        Ok(_) => {
            cx.session()
                .flash(Tone::Good, &w.with("fees-done", &[("act", pick(w, &act.name).to_owned().into())]));
            Ok(Redirect::to(&officer.at(&format!("/cases/{}", case.matter.id))).into_response())
        }
        Err(error) => put_right(&desk, &cx, &officer, &case, &act, typed, error).await,
    }
}

/// What can be put right in the form is; the rest is a page of its own.
async fn put_right(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    act: &ActDef,
    typed: FormValues,
    error: PerformError,
) -> Result<Response, Stop> {
    let w = cx.words();
    let lifecycle = case.lifecycle(desk.library());
    let at = |input: &str, text: String| FieldError::new(fields::name(&act.id, input), text);
    let errors = match &error {
        PerformError::NotNow(Refused::Input { faults, .. }) => faults
            .iter()
            .map(|f| {
                let one = Refused::Input { act: act.id.clone(), faults: vec![f.clone()] };
                at(&f.input, congvu_views::not_now_text(w, lifecycle, &one).join(" "))
            })
            .collect(),
        PerformError::NotNow(refused @ Refused::TooMuch { .. }) => {
            vec![at("amount", congvu_views::not_now_text(w, lifecycle, refused).join(" "))]
        }
        PerformError::NotNow(refused @ Refused::KnownPayment { .. }) => {
            vec![at("reference", congvu_views::not_now_text(w, lifecycle, refused).join(" "))]
        }
        _ => Vec::new(),
    };
    if !errors.is_empty() {
        let again = Again { act: act.id.clone(), typed, errors };
        return show(desk, cx, officer, case, Some(&again), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if let PerformError::Changed { .. } = error {
        let fresh = open(desk, officer, &case.matter.id).await?;
        let facts =
            fresh.matter.charge.as_ref().map(|c| congvu_views::money_facts(w, desk.library(), &fresh, c));
        let title = w.t("fees-changed");
        let back = Html::link(&officer.at(&format!("/cases/{}", case.matter.id)), &w.t("fees-again"));
        let page =
            body(&title, [notice(Tone::Warn, &title, &bullets(&[back])), facts.unwrap_or(Html::EMPTY)]);
        return Ok(cx.page_with(StatusCode::CONFLICT, shell(cx, officer, &title), page));
    }
    let error =
        congvu_views::perform_error(w, desk, officer.agency, lifecycle, pick(w, &act.name), error).await;
    Err(error.into())
}

//! A case of violations: each act with its bracket, where in it the fine lies, who may fine so much, what is owed.

use crate::access::{Officer, Stop, enter, stopped};
use crate::home::VIOLATION;
use crate::inputs;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Case, Desk, On, PerformError};
use congvu_matter::{Command, Refused, Sanction};
use congvu_violation::{Behaviour, Law, Offender};
use congvu_web::components::{
    Column, Field, FieldError, Input, Row, Table, Tone, bullets, button_link, clock_line, error_summary,
    field, heading, hidden, key_values, paragraph, post_form, section, table,
};
use congvu_web::form::FormValues;
use congvu_web::form::new_key;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde_json::{Map, Value};

/// The act by which facts are weighed and a fine is proposed.
const WEIGH: &str = "weigh";
/// The act that decides.
const DECIDE: &str = "sanction";

/// `GET /{agency}/desk/supervision/cases/{matter}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let case = found(&desk, &officer, &matter).await?;
    show(&desk, &cx, &officer, &case, &FormValues::default(), &[], StatusCode::OK).await
}

async fn found(desk: &Desk, officer: &Officer<'_>, matter: &str) -> Result<Case, WebError> {
    let case = desk.case(officer.agency, matter).await.or_fault()?;
    case.filter(|c| c.matter.procedure == VIOLATION).ok_or(WebError::NotFound)
}

fn money(w: &Words, dong: u64) -> String {
    fmt::money(w.lang(), i64::try_from(dong).unwrap_or(i64::MAX))
}

/// Who broke the law, for the brackets.
fn offender(case: &Case) -> Offender {
    match case.matter.form.get("offender_kind").and_then(Value::as_str) {
        Some("organisation") => Offender::Organisation,
        _ => Offender::Individual,
    }
}

fn acts<'l>(law: &'l Law, case: &Case) -> Vec<&'l Behaviour> {
    let ids = case.matter.form.get("behaviours").and_then(Value::as_array);
    ids.into_iter().flatten().filter_map(|id| law.behaviour(id.as_str()?)).collect()
}

async fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    values: &FormValues,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response, Stop> {
    let w = cx.words();
    let title = case.matter.code.clone().unwrap_or_default();
    let clock = case.clock.as_ref().map_or(Html::EMPTY, |r| clock_line(w, &congvu_views::clock(w, r)));
    let mut parts = vec![
        error_summary(w, errors),
        heading(1, &title),
        head(w, desk, officer, case),
        clock,
        Html::literal("<p class=\"buttons\">"),
        button_link(&officer.case(&case.matter.id), &w.t("supervision-all-acts"), true),
        Html::literal("</p>"),
        section(&w.t("supervision-acts"), &brackets(w, desk, case)),
        section(&w.t("supervision-who"), &who(w, desk, officer, case).await?),
    ];
    if let Some(sanction) = &case.matter.sanction {
        parts.push(section(&w.t("supervision-decided"), &decided(w, desk, officer, sanction)));
    }
    if case.matter.state == "recorded" {
        parts.push(section(
            &w.t("supervision-propose"),
            &weigh_form(cx, desk, officer, case, values, errors)?,
        ));
    }
    let shell = officer.shell(cx, &title).crumb(officer.at(""), w.t("supervision-home")).crumb("", title);
    Ok(cx.page_with(status, shell, Html::join(parts)))
}

fn head(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Html {
    let of = |name: &str| case.matter.form.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut pairs = vec![
        (w.t("supervision-column-subject"), Html::text(&case.matter.subject)),
        (w.t("supervision-column-state"), congvu_views::state_badge(w, desk.library(), case)),
        (w.t("supervision-place"), Html::text(&of("place"))),
    ];
    if let Some(entry) = &case.matter.entry {
        let href = format!("/{}/registers/{}/{}", officer.agency.id(), entry.register, entry.number);
        pairs.push((w.t("supervision-entry"), Html::link(&href, &entry.number)));
    }
    key_values(&pairs)
}

/// The acts with decree, bracket of this offender, middle, and until when they can be fined.
fn brackets(w: &Words, desk: &Desk, case: &Case) -> Html {
    let law = &desk.library().violations;
    let now = desk.clock().now().date();
    let ended = case.matter.form.get("ended_on").and_then(Value::as_str).and_then(|d| d.parse().ok());
    let goes_on = case.matter.form.get("act_status").and_then(Value::as_str) != Some("ended");
    let since = ended.filter(|_| !goes_on).unwrap_or(case.matter.opened.date());
    let rows = acts(law, case).into_iter().map(|act| {
        let bracket = law.bracket(act, offender(case));
        let range = bracket.map(|(least, most)| match most {
            0 => w.t("supervision-warning-only"),
            _ => format!("{} – {}", money(w, least), money(w, most)),
        });
        let middle =
            bracket.filter(|(_, most)| *most > 0).map(|(least, most)| money(w, least.midpoint(most)));
        let until = law.sanctionable_until(act, since, now);
        let more = act.extra.as_ref().map(|e| w.pick(&e.vi, &e.en).to_owned()).unwrap_or_default();
        Row::new(vec![
            Html::text(w.pick(&act.text.vi, &act.text.en)),
            Html::text(&format!("{} {}", act.article.as_deref().unwrap_or_default(), act.decree)),
            Html::text(&range.unwrap_or_default()),
            Html::text(&middle.unwrap_or_default()),
            Html::text(&until.map_or_else(|| w.t("supervision-unknown"), |d| fmt::date(w.lang(), d))),
            Html::text(&more),
        ])
    });
    let columns = ["act", "article", "bracket", "middle", "until", "extra"];
    table(
        w,
        &Table {
            caption: w.t("supervision-acts"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("supervision-column-{c}")))).collect(),
            rows: rows.collect(),
            hide_caption: true,
            ..Table::default()
        },
    )
}

/// What each title may fine on this day, and which positions here may decide this case.
async fn who(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Result<Html, WebError> {
    let law = &desk.library().violations;
    let ids: Vec<String> = acts(law, case).iter().map(|a| a.id.clone()).collect();
    let Some((measure, powers)) = law.judged(&ids, officer.now.date()) else { return Ok(Html::EMPTY) };
    let day = officer.now.date();
    let limits: Vec<_> = acts(law, case).into_iter().flat_map(|act| law.powers(act, day)).collect();
    let rows = powers.iter().filter_map(|(id, most)| {
        // The text that gives it on this day, not one of another day.
        let of = limits.iter().find(|limit| limit.of.id == *id)?.of;
        let enough = *most >= measure;
        let verdict = w.t(if enough { "supervision-may" } else { "supervision-may-not" });
        Some(Row {
            cells: vec![
                Html::text(w.pick(&of.name.vi, &of.name.en)),
                Html::text(&money(w, *most)),
                Html::text(&verdict),
                Html::text(&format!(
                    "{} {}",
                    of.article.as_deref().unwrap_or_default(),
                    of.document.as_deref().unwrap_or_default()
                )),
            ],
            tone: if enough { Tone::Good } else { Tone::Neutral },
        })
    });
    let columns = ["title", "most", "verdict", "article"];
    let list = table(
        w,
        &Table {
            caption: w.t("supervision-who"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("supervision-column-{c}")))).collect(),
            rows: rows.collect(),
            empty: w.t("supervision-nobody"),
            hide_caption: true,
            ..Table::default()
        },
    );
    let may = desk.who_may(officer.agency, case, DECIDE).await.or_fault()?;
    let named: Vec<Html> = may
        .iter()
        .map(|(p, _)| {
            Html::text(&congvu_views::title_of(w, officer.agency, &officer.book, p, Some(officer.now)))
        })
        .collect();
    let told = w.with("supervision-measure", &[("amount", money(w, measure).into())]);
    Ok(Html::join([paragraph(&told), list, paragraph(&w.t("supervision-here")), bullets(&named)]))
}

/// The decision: total, served, due, paid, owed, interest.
fn decided(w: &Words, desk: &Desk, officer: &Officer<'_>, sanction: &Sanction) -> Html {
    let law = &desk.library().violations;
    let day = |d: Option<jiff::civil::Date>| d.map(|d| fmt::date(w.lang(), d)).unwrap_or_default();
    let mut pairs = vec![
        (
            w.t("supervision-outcome"),
            Html::text(&w.t(&format!("supervision-outcome-{}", known(&sanction.outcome)))),
        ),
        (w.t("supervision-total"), Html::text(&money(w, sanction.total))),
        (w.t("supervision-served"), Html::text(&day(sanction.served))),
        (w.t("supervision-due"), Html::text(&day(sanction.due))),
        (w.t("supervision-paid"), Html::text(&money(w, sanction.paid()))),
        (w.t("supervision-owed"), Html::text(&money(w, sanction.owed()))),
    ];
    let today = officer.now.date();
    if let Some(due) = sanction.due.filter(|due| *due < today && sanction.owed() > 0)
        && let Some(interest) = law.late_interest(sanction.owed(), due, today)
    {
        pairs.push((w.t("supervision-interest"), Html::text(&money(w, interest))));
    }
    let ends = law.time("enforceable", today).and_then(|t| law.ends(t, sanction.decided.date()));
    pairs.push((w.t("supervision-enforceable"), Html::text(&day(ends))));
    if sanction.annulled {
        pairs.push((w.t("supervision-column-state"), Html::text(&w.t("supervision-annulled"))));
    }
    key_values(&pairs)
}

fn known(outcome: &str) -> &str {
    if ["fine", "warning"].contains(&outcome) { outcome } else { "remedies" }
}

fn amount_name(id: &str) -> String {
    format!("amounts.{id}")
}

fn weigh_form(
    cx: &PageCx,
    desk: &Desk,
    officer: &Officer<'_>,
    case: &Case,
    values: &FormValues,
    errors: &[FieldError],
) -> Result<Html, WebError> {
    let w = cx.words();
    let life = case.lifecycle(desk.library()).ok_or(WebError::NotFound)?;
    let act = life.act(WEIGH).ok_or(WebError::NotFound)?;
    let law = &desk.library().violations;
    let amounts = acts(law, case).into_iter().map(|b| {
        let name = amount_name(&b.id);
        let typed = values.get(&name).to_owned();
        let label =
            w.with("supervision-amount", &[("act", w.pick(&b.text.vi, &b.text.en).to_owned().into())]);
        field(
            w,
            &Field::new(name, label)
                .hint(w.t("supervision-amount-hint"))
                .input(Input::Number)
                .value(typed)
                .errors(errors)
                .optional(),
        )
    });
    let fields = Html::join([
        hidden("_key", &new_key()?),
        Html::join(amounts),
        inputs::fields(w, act, values, errors),
    ]);
    let action = officer.at(&format!("/cases/{}/weigh", case.matter.id));
    Ok(post_form(&cx.csrf(), &action, &fields, congvu_views::pick(w, &act.name)))
}

/// `POST /{agency}/desk/supervision/cases/{matter}/weigh`
pub(crate) async fn weigh(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let case = found(&desk, &officer, &matter).await?;
    let w = cx.words();
    let life = case.lifecycle(desk.library()).ok_or(WebError::NotFound)?;
    let act = life.act(WEIGH).ok_or(WebError::NotFound)?;
    let mut said = inputs::said(act, &values);
    let law = &desk.library().violations;
    let set: Map<String, Value> = acts(law, &case)
        .iter()
        .map(|b| (b.id.clone(), values.get(&amount_name(&b.id)).trim().to_owned()))
        .filter(|(_, typed)| !typed.is_empty())
        .map(|(id, typed)| (id, Value::String(typed)))
        .collect();
    if !set.is_empty() {
        said.insert("amounts".to_owned(), Value::Object(set));
    }
    let command = Command { act: WEIGH.to_owned(), input: said, ..Command::default() };
    let key = Some(values.get("_key").to_owned()).filter(|k| !k.is_empty());
    match desk.perform(officer.request(On::Matter(case.matter.id.clone()), command, key)).await {
        Ok(_) => {
            cx.session().flash(Tone::Good, &w.t("supervision-weighed"));
            Ok(Redirect::to(&officer.at(&format!("/cases/{matter}"))).into_response())
        }
        Err(PerformError::NotNow(Refused::Input { faults, .. })) => {
            let errors = inputs::errors(w, Some(life), act, &faults);
            show(&desk, &cx, &officer, &case, &values, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => {
            let name = congvu_views::pick(w, &act.name).to_owned();
            stopped(&desk, &cx, &officer, Some(life), &name, error).await
        }
    }
}

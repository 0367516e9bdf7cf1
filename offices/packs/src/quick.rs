//! The commonest changes without TOML: a new version from a day, then its fee, limits, names of papers and shares.

use crate::access::{Officer, Stop, change, enter};
use crate::edit::{kept, text_now};
use crate::files::Asked;
use crate::frame;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Case, Desk};
use congvu_pack::change::may_change;
use congvu_pack::edit::{self, EditError, Quick};
use congvu_web::components::{
    Field, FieldError, Input, Tone, button_link, error_summary, field, hidden, lead, notice, paragraph,
    post_form, section,
};
use congvu_web::form::FormValues;
use congvu_web::form::new_key;
use congvu_web::{Html, PageCx, WebError, Words};
use jiff::civil::Date;

/// Most papers or steps of one version that the form shows.
const MOST: usize = 60;

fn toml(desk: &Desk, officer: &Officer<'_>, path: &str) -> Result<(), WebError> {
    let fits = path.ends_with(".toml") && may_change(desk.library(), officer.agency, path);
    fits.then_some(()).ok_or(WebError::NotFound)
}

/// `GET …/quick?path=…`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, cx.path()).await?;
    let case = change(&desk, &officer, &matter).await?;
    toml(&desk, &officer, &asked.path)?;
    let text = text_now(&desk, &officer, &case, &asked.path).await?.text;
    show(&cx, &officer, &case, &asked.path, &text, Vec::new())
}

fn show(
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    path: &str,
    text: &str,
    errors: Vec<FieldError>,
) -> Result<Response, Stop> {
    let w = cx.words();
    let mut parts = vec![lead(path), error_summary(w, &errors)];
    match edit::days(text) {
        Err(error) => parts.push(broken(w, officer, case, path, &error)),
        Ok(days) => {
            // What has begun stays as it is: people have filed under it.
            let open: Vec<Date> = days.into_iter().filter(|d| *d >= officer.today()).collect();
            if open.is_empty() {
                parts.push(paragraph(&w.t("packs-quick-none")));
            }
            for day in open {
                if let Ok(quick) = edit::read(text, day) {
                    let title = w.with("packs-quick-version", &[("date", frame::day(w, day).into())]);
                    parts.push(section(&title, &form(cx, officer, case, path, day, &quick)?));
                }
            }
            parts.push(section(&w.t("packs-quick-add"), &add(cx, officer, case, path, &errors)?));
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let crumbs = [(officer.change(&case.matter.id, ""), case.matter.subject.clone())];
    Ok(frame::page(cx, officer, status, &w.t("packs-quick"), Some(&crumbs), parts))
}

fn broken(w: &Words, officer: &Officer<'_>, case: &Case, path: &str, error: &EditError) -> Html {
    let said = paragraph(&error.to_string());
    let link = button_link(&officer.change_file(&case.matter.id, "edit", path), &w.t("packs-edit"), false);
    notice(Tone::Bad, &w.t("packs-quick-broken"), &said.then(&link))
}

fn carried(case: &Case, path: &str) -> Result<Html, WebError> {
    let seen = hidden("_seen", &case.matter.version.to_string());
    Ok(Html::join([hidden("_key", &new_key()?), seen, hidden("path", path)]))
}

/// A new version as a copy of the one in force then.
fn add(
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    path: &str,
    errors: &[FieldError],
) -> Result<Html, WebError> {
    let w = cx.words();
    let day = Field::new("day", w.t("packs-quick-day"))
        .hint(w.t("packs-quick-day-hint"))
        .input(Input::Date)
        .value(officer.today().to_string())
        .errors(errors);
    let fields = carried(case, path)?.then(&field(w, &day));
    let action = officer.change(&case.matter.id, "/version");
    Ok(post_form(&cx.csrf(), &action, &fields, &w.t("packs-quick-add-button")))
}

fn form(
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    path: &str,
    day: Date,
    quick: &Quick,
) -> Result<Html, WebError> {
    let w = cx.words();
    // Several versions may be open: each has its own form, and its fields their own names.
    let name = |field: &str| format!("{field}.{day}");
    let one = |id: &str, label: &str, value: &str| {
        field(w, &Field::new(name(id), w.t(label)).value(value).optional())
    };
    let read = |id: &str, source: &Option<(String, bool)>| {
        let (text, verified) = source.clone().unwrap_or_default();
        let mut tick = Field::new(name(&format!("{id}-read")), w.t("packs-quick-read"))
            .input(Input::Checkbox)
            .optional();
        if verified {
            tick = tick.value("true");
        }
        one(&format!("{id}-source"), "packs-quick-source", &text).then(&field(w, &tick))
    };
    let mut fields = vec![carried(case, path)?, hidden("day", &day.to_string())];
    fields.push(one("fee", "packs-quick-fee", quick.fee.as_deref().unwrap_or_default()));
    if let Some((vi, en)) = &quick.fee_text {
        fields.push(one("fee-vi", "packs-quick-fee-vi", vi));
        fields.push(one("fee-en", "packs-quick-fee-en", en));
    }
    fields.push(read("fee", &quick.fee_source));
    fields.push(one("statutory", "packs-quick-statutory", quick.statutory.as_deref().unwrap_or_default()));
    fields.push(read("statutory", &quick.statutory_source));
    fields.push(one("committed", "packs-quick-committed", quick.committed.as_deref().unwrap_or_default()));
    for (i, (vi, en)) in quick.dossier.iter().enumerate().take(MOST) {
        let n = i64::try_from(i).unwrap_or(0).saturating_add(1);
        let label = |id: &str| w.with(id, &[("n", n.into())]);
        fields.push(field(
            w,
            &Field::new(name(&format!("part-vi-{i}")), label("packs-quick-part-vi")).value(vi),
        ));
        fields.push(field(
            w,
            &Field::new(name(&format!("part-en-{i}")), label("packs-quick-part-en")).value(en),
        ));
    }
    for (i, (act, share)) in quick.shares.iter().enumerate().take(MOST) {
        let label = w.with("packs-quick-share", &[("act", act.clone().into())]);
        let value = share.clone().unwrap_or_default();
        fields.push(field(w, &Field::new(name(&format!("share-{i}")), label).value(value).optional()));
    }
    let action = officer.change(&case.matter.id, "/quick");
    Ok(post_form(&cx.csrf(), &action, &Html::join(fields), &w.t("packs-do-keep")))
}

/// What was typed, as [`edit::write`] takes it. A field that did not come with the form stays as it was; one that came
/// empty is taken out.
fn typed(values: &FormValues, day: Date, was: &Quick) -> Quick {
    let came = |field: &str| values.all(&format!("{field}.{day}")).first().map(|v| v.trim().to_owned());
    let or = |field: &str, was: &str| came(field).unwrap_or_else(|| was.to_owned());
    let source = |id: &str, was: &Option<(String, bool)>| {
        let text = came(&format!("{id}-source"))?;
        let read = came(&format!("{id}-read")).is_some_and(|v| v == "true");
        (was.is_some() || !text.is_empty() || read).then_some((text, read))
    };
    let limit = |id: &str, was: &Option<String>| came(id).filter(|text| was.is_some() || !text.is_empty());
    let fee = came("fee").map(|text| text.chars().filter(char::is_ascii_digit).collect::<String>());
    Quick {
        fee: fee.filter(|digits| !digits.is_empty()),
        fee_text: was.fee_text.as_ref().map(|(vi, en)| (or("fee-vi", vi), or("fee-en", en))),
        fee_source: source("fee", &was.fee_source),
        statutory: limit("statutory", &was.statutory),
        statutory_source: source("statutory", &was.statutory_source),
        committed: limit("committed", &was.committed),
        dossier: was
            .dossier
            .iter()
            .enumerate()
            .map(|(i, (vi, en))| (or(&format!("part-vi-{i}"), vi), or(&format!("part-en-{i}"), en)))
            .collect(),
        shares: was
            .shares
            .iter()
            .enumerate()
            .map(|(i, (act, share))| (act.clone(), came(&format!("share-{i}")).or_else(|| share.clone())))
            .collect(),
    }
}

/// `POST …/quick`
pub(crate) async fn keep(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let back = format!("/{agency}/desk/packs/changes/{matter}");
    let officer = enter(&desk, &cx, &agency, &back).await?;
    let case = change(&desk, &officer, &matter).await?;
    let path = values.get("path");
    toml(&desk, &officer, path)?;
    let now = text_now(&desk, &officer, &case, path).await?;
    let day: Date = values.get("day").parse().map_err(|_| WebError::BadForm)?;
    let was = edit::read(&now.text, day).map_err(|_| WebError::BadForm)?;
    let new = edit::write(&now.text, day, &typed(&values, day, &was)).map_err(|_| WebError::BadForm)?;
    let mut values = values;
    values.set("base", now.base);
    let path = path_of(&values);
    kept(&desk, &cx, &officer, &case, &path, &new, &values).await
}

fn path_of(values: &FormValues) -> String {
    values.get("path").to_owned()
}

/// `POST …/version`: a new version from a day.
pub(crate) async fn version(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
    mut values: FormValues,
) -> Result<Response, Stop> {
    let back = format!("/{agency}/desk/packs/changes/{matter}");
    let officer = enter(&desk, &cx, &agency, &back).await?;
    let case = change(&desk, &officer, &matter).await?;
    let path = path_of(&values);
    toml(&desk, &officer, &path)?;
    let now = text_now(&desk, &officer, &case, &path).await?;
    let w = cx.words();
    let again =
        |said: String| show(&cx, &officer, &case, &path, &now.text, vec![FieldError::new("day", said)]);
    let Some(day) = frame::read_day(values.get("day")).filter(|d| *d >= officer.today()) else {
        return again(w.t("packs-quick-day-wrong"));
    };
    match edit::copy_version(&now.text, day) {
        Ok(text) => {
            values.set("base", now.base.clone());
            kept(&desk, &cx, &officer, &case, &path, &text, &values).await
        }
        Err(EditError::Taken(_)) => again(w.t("packs-quick-day-taken")),
        Err(_) => again(w.t("packs-quick-day-wrong")),
    }
}

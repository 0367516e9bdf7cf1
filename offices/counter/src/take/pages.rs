//! The pages of one part: their order, how they are turned, which are left out.

use super::files::{self, Chosen, bindable, of_part};
use super::{Intake, Kept};
use crate::access::Stop;
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::Desk;
use congvu_views::filing::Specs;
use congvu_views::pick;
use congvu_web::components::{
    Column, FieldError, Row, Table, Tone, button_link, error_summary, heading, paragraph, post_form, table,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, WebError, Words};

/// Most pages that are shown to be put in order; a thicker part is bound in the order in which it came.
const MAX_SHOWN: usize = 100;
const TURNS: [u16; 4] = [0, 90, 180, 270];

struct Arranging<'d> {
    intake: Intake<'d>,
    part: String,
    pages: Vec<Chosen>,
}

async fn open<'d>(
    desk: &'d Desk,
    specs: &Specs,
    cx: &PageCx,
    (agency, procedure, draft, part): &(String, String, String, String),
) -> Result<Arranging<'d>, Stop> {
    let intake = Intake::open(desk, specs, cx, agency, procedure, draft).await?;
    let files = of_part(&intake.body.files, part);
    let known = !intake.draft.is_empty() && intake.asking.version.dossier.iter().any(|p| p.id == *part);
    if !known || !bindable(&files) {
        return Err(WebError::NotFound.into());
    }
    let pages = files::every_page(&files);
    Ok(Arranging { part: part.clone(), pages, intake })
}

/// `GET …/take/{procedure}/pages/{draft}/{part}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path(at): Path<(String, String, String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let arranging = open(&desk, &specs, &cx, &at).await?;
    Ok(show(&cx, &arranging, &FormValues::default(), &[]))
}

/// `POST …/take/{procedure}/pages/{draft}/{part}`: binds the pages as asked; they become one file.
pub(crate) async fn arrange(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path(at): Path<(String, String, String, String)>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, Stop> {
    let mut arranging = open(&desk, &specs, &cx, &at).await?;
    let w = cx.words();
    let chosen = chosen(&arranging.pages, &typed);
    if chosen.is_empty() {
        let errors = [FieldError::new("keep-0", w.t("counter-no-page"))];
        return Ok(show(&cx, &arranging, &typed, &errors));
    }
    let part = arranging.part.clone();
    if files::bind(&desk, &mut arranging.intake, &part, &chosen).await?.is_err() {
        let errors = [FieldError::new("keep-0", w.t("counter-not-bound"))];
        return Ok(show(&cx, &arranging, &typed, &errors));
    }
    arranging.intake.save(&desk).await?;
    let n = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
    cx.session().flash(Tone::Good, &w.with("counter-bound", &[("n", n.into())]));
    let back = arranging.intake.href(&format!("?draft={}", arranging.intake.draft));
    Ok(Redirect::to(&back).into_response())
}

/// The pages that stay, in the order of their numbers; the same number twice keeps the order that was.
fn chosen(pages: &[Chosen], typed: &FormValues) -> Vec<Chosen> {
    let mut kept: Vec<(u32, usize, Chosen)> = Vec::new();
    for (n, page) in pages.iter().enumerate() {
        if n < MAX_SHOWN && typed.get(&format!("keep-{n}")).is_empty() {
            continue;
        }
        let usual = u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
        let place = typed.get(&format!("place-{n}")).trim().parse().unwrap_or(usual);
        let turn = typed.get(&format!("turn-{n}")).parse().ok().filter(|t| TURNS.contains(t)).unwrap_or(0);
        kept.push((place, n, Chosen { turn, ..*page }));
    }
    kept.sort_by_key(|(place, n, _)| (*place, *n));
    kept.into_iter().map(|(_, _, page)| page).collect()
}

fn show(cx: &PageCx, arranging: &Arranging<'_>, typed: &FormValues, errors: &[FieldError]) -> Response {
    let w = cx.words();
    let intake = &arranging.intake;
    let declared = intake.asking.version.dossier.iter().find(|p| p.id == arranging.part);
    let name = declared.map(|p| pick(w, &p.name).to_owned()).unwrap_or_default();
    let files = of_part(&intake.body.files, &arranging.part);
    let rows = arranging.pages.iter().take(MAX_SHOWN).enumerate();
    let columns = ["counter-page", "counter-place", "counter-turn", "counter-keep"];
    let list = Table {
        caption: w.t("counter-pages-title"),
        columns: columns.iter().map(|c| Column::new(w.t(c))).collect(),
        rows: rows.map(|(n, page)| row(w, &files, n, page, typed)).collect(),
        hide_caption: true,
        ..Table::default()
    };
    let n = u32::try_from(arranging.pages.len()).unwrap_or(u32::MAX);
    let action = intake.href(&format!("/pages/{}/{}", intake.draft, arranging.part));
    let back = intake.href(&format!("?draft={}", intake.draft));
    let body = Html::join([
        heading(1, &name),
        error_summary(w, errors),
        paragraph(&w.with("counter-pages-lead", &[("n", n.into())])),
        post_form(&cx.csrf(), &action, &table(w, &list), &w.t("counter-bind-now")),
        button_link(&back, &w.t("counter-back"), false),
    ]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page_with(status, intake.officer.shell(cx, &name), body)
}

fn row(w: &Words, files: &[&Kept], n: usize, page: &Chosen, typed: &FormValues) -> Row {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% match kind %}{% when 0 %}<label class="vh" for="f-place-{{ n }}">{{ label }}</label><input class="short" inputmode="numeric" id="f-place-{{ n }}" name="place-{{ n }}" value="{{ value }}">{% when 1 %}<label class="vh" for="f-turn-{{ n }}">{{ label }}</label><select id="f-turn-{{ n }}" name="turn-{{ n }}">{% for t in TURNS %}<option value="{{ t }}"{% if *value == t.to_string() %} selected{% endif %}>{{ t }}°</option>{% endfor %}</select>{% else %}<label for="f-keep-{{ n }}"><input type="checkbox" id="f-keep-{{ n }}" name="keep-{{ n }}" value="true"{% if !value.is_empty() %} checked{% endif %}> <span class="vh">{{ label }}</span></label>{% endmatch %}"#
    )]
    struct T<'a> {
        kind: u8,
        n: usize,
        label: String,
        value: &'a String,
    }
    let file = files.get(page.file).map_or("", |k| k.file.name.as_str());
    let number = u32::try_from(page.page).unwrap_or(u32::MAX);
    let name = w.with("counter-page-of", &[("n", number.into()), ("file", file.to_owned().into())]);
    let cell = |kind: u8, column: &str, value: String| {
        let label = format!("{}: {name}", w.t(column));
        Html::render(&T { kind, n, label, value: &value })
    };
    let or = |field: &str, usual: String| {
        if typed.is_empty() { usual } else { typed.get(&format!("{field}-{n}")).to_owned() }
    };
    Row::new(vec![
        Html::text(&name),
        cell(0, "counter-place", or("place", n.saturating_add(1).to_string())),
        cell(1, "counter-turn", or("turn", "0".to_owned())),
        cell(2, "counter-keep", or("keep", "true".to_owned())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &[(&str, &str)], expected: &[(usize, u16)]) {
        let pages: Vec<Chosen> = (1..=3).map(|page| Chosen { file: 0, page, turn: 0 }).collect();
        let typed = typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        let kept = chosen(&pages, &FormValues::from_pairs(typed));
        let kept: Vec<(usize, u16)> = kept.iter().map(|c| (c.page, c.turn)).collect();
        assert_eq!(kept, expected);
    }

    #[test]
    fn pages_are_ordered_turned_and_left_out() {
        let all = [("keep-0", "true"), ("keep-1", "true"), ("keep-2", "true")];
        check(&all, &[(1, 0), (2, 0), (3, 0)]);
        check(&[("keep-0", "true"), ("keep-2", "true")], &[(1, 0), (3, 0)]);
        check(&[&all[..], &[("place-0", "9"), ("turn-1", "90")]].concat(), &[(2, 90), (3, 0), (1, 0)]);
        check(&[&all[..], &[("place-1", "x"), ("turn-0", "45")]].concat(), &[(1, 0), (2, 0), (3, 0)]);
        check(&[&all[..], &[("place-0", "2"), ("place-1", "2")]].concat(), &[(1, 0), (2, 0), (3, 0)]);
        check(&[], &[]);
    }
}

//! One register as of a day: search, table, CSV.

use super::find::{self, Asked};
use super::labels::Labels;
use super::standing;
use crate::common::{AsOf, as_of, last_day, path, query, typed};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_register::{Entry, RegisterDef, public};
use congvu_views::{agency_of, agency_shell};
use congvu_web::components::{Column, Row, Table, Tone, button_link, heading, lead, notice, table};
use congvu_web::{Html, PageCx, WebError, Words, fmt};
use serde::Deserialize;

/// Entries on a page.
const PAGE: u32 = 50;
/// Properties shown in the table; all of them stand on the page of an entry.
const COLUMNS: usize = 3;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    q: Option<String>,
    on: Option<String>,
    /// As `on`, in older links.
    at: Option<String>,
    after: Option<String>,
    limit: Option<String>,
}

/// Forms of a register, by what stands after its name in the address.
const FORMS: [(&str, Form); 4] =
    [(".csv", Form::Csv), (".json", Form::Json), (".atom", Form::Atom), (".jsonld", Form::Dataset)];

/// In which form a register is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Csv,
    Json,
    Atom,
    Dataset,
}

fn form_of(register: &str) -> (&str, Form) {
    FORMS
        .iter()
        .find_map(|(end, form)| register.strip_suffix(end).map(|id| (id, *form)))
        .unwrap_or((register, Form::Page))
}

/// `GET /{agency}/registers/{register}`; with `.csv`, `.json`, `.atom` or `.jsonld` after it for programs.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, register)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    cx: PageCx,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let (id, form) = form_of(&register);
    let def = super::visible(&desk, &cx, agency, id).await?;
    let form = if form == Form::Page && cx.wants_json() { Form::Json } else { form };
    let asked = Wish {
        q: typed(wanted.q.as_deref()),
        at: as_of(wanted.on.as_deref().or(wanted.at.as_deref()), desk.clock().now()),
        after: typed(wanted.after.as_deref()),
    };
    match form {
        Form::Page => {}
        Form::Csv => return Ok(super::csv::file(&desk, agency, def, asked, cx.words())),
        Form::Json => {
            let limit = wanted.limit.as_deref().and_then(|l| l.parse().ok()).unwrap_or(super::json::PAGE);
            return super::json::list(&desk, &headers, agency, def, &asked, limit).await;
        }
        Form::Atom => return super::feed::feed(&desk, &cx, &headers, agency, def).await,
        Form::Dataset => return super::dataset::register(&desk, &headers, agency, def),
    }
    let find =
        Asked { register: &def.id, q: &asked.q, moment: asked.at.moment, after: &asked.after, limit: PAGE };
    let found = find::entries(&desk, agency, &find).await?;
    let view = View {
        w: cx.words(),
        agency,
        def,
        labels: Labels::of(desk.library(), &def.id, asked.at.day),
        asked: &asked,
        import: super::may_import(&desk, &cx, agency, &def.id).await?,
    };
    let name = cx.words().pick(&def.name.vi, &def.name.en).to_owned();
    let w = cx.words();
    let shell = agency_shell(&cx, agency, name.as_str())
        .crumb(format!("/{}", agency.id()), w.t("registers-start"))
        .crumb(format!("/{}/registers", agency.id()), w.t("registers-title"))
        .crumb("#", name);
    let mut page = cx.page(shell, view.body(&found));
    if def.listed {
        super::cached::alternates(&mut page, &format!("/{}/registers/{}", agency.id(), def.id));
    }
    Ok(page)
}

/// What is wished for, read.
pub(super) struct Wish {
    pub(super) q: String,
    pub(super) at: AsOf,
    pub(super) after: String,
}

impl Wish {
    /// The day for addresses; empty for today.
    pub(super) fn day(&self) -> String {
        if self.at.other { self.at.day.to_string() } else { String::new() }
    }
}

struct View<'a> {
    w: &'a Words,
    agency: &'a Agency,
    def: &'a RegisterDef,
    labels: Labels<'a>,
    asked: &'a Wish,
    import: bool,
}

impl View<'_> {
    fn base(&self) -> String {
        format!("/{}/registers/{}", self.agency.id(), self.def.id)
    }

    fn body(&self, found: &find::Found) -> Html {
        let w = self.w;
        let day = fmt::date(w.lang(), self.asked.at.day);
        let mut parts = vec![
            heading(1, w.pick(&self.def.name.vi, &self.def.name.en)),
            lead(w.pick(&self.def.about.vi, &self.def.about.en)),
            self.filter(),
        ];
        if self.asked.at.other {
            let today = Html::link(
                &format!("{}{}", self.base(), query(&[("q", &self.asked.q)])),
                &w.t("registers-today"),
            );
            parts.push(notice(
                Tone::Info,
                &w.with("registers-as-of", &[("date", day.clone().into())]),
                &today,
            ));
        }
        if found.unfinished {
            parts.push(notice(Tone::Warn, &w.t("registers-unfinished"), &Html::EMPTY));
        }
        parts.push(self.table(found, &day));
        parts.push(self.pages(found));
        if self.import {
            let href = format!("/{}/desk/registers/{}/import", self.agency.id(), self.def.id);
            parts.push(button_link(&href, &w.t("registers-i-title"), false));
        }
        Html::join(parts)
    }

    fn filter(&self) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"<search><form class="filters no-print" method="get" action="{{ action }}"><div><label for="f-q">{{ w.t("registers-q") }}</label><input type="search" id="f-q" name="q" value="{{ q }}" maxlength="200" enterkeyhint="search" data-search></div><div><label for="f-at">{{ w.t("registers-at") }}</label>{% if wrong %}<p class="field-error" id="f-at-error">{{ w.t("registers-wrong-day") }}</p>{% endif %}<input type="date" id="f-at" name="on" value="{{ at }}"{% if wrong %} aria-invalid="true" aria-describedby="f-at-error"{% endif %}></div><div><button class="button button-primary" type="submit">{{ w.t("search") }}</button></div></form></search>"#
        )]
        struct T<'a> {
            w: &'a Words,
            action: String,
            q: &'a str,
            at: String,
            wrong: bool,
        }
        let at = self.asked.at;
        Html::render(&T {
            w: self.w,
            action: self.base(),
            q: &self.asked.q,
            at: at.day.to_string(),
            wrong: at.wrong,
        })
    }

    fn table(&self, found: &find::Found, day: &str) -> Html {
        let w = self.w;
        let shown: Vec<&String> = self.def.public.iter().take(COLUMNS).collect();
        let mut columns = vec![Column::new(w.t("registers-number"))];
        columns.extend(shown.iter().map(|p| Column::new(self.labels.label(w, p))));
        columns.push(Column::new(w.t("registers-until")));
        columns.push(Column::new(w.t("registers-standing")));
        let rows = found.entries.iter().map(|e| self.row(e, &shown)).collect();
        let empty =
            if self.asked.q.is_empty() { w.t("registers-empty") } else { w.t("registers-nothing-found") };
        let caption = w.with("registers-caption", &[("date", day.to_owned().into())]);
        table(w, &Table { caption, columns, rows, empty, keys: true, hide_caption: false })
    }

    fn row(&self, entry: &Entry, shown: &[&String]) -> Row {
        let w = self.w;
        let said = public(entry, self.def);
        let href = format!("{}/{}{}", self.base(), path(&entry.number), query(&[("on", &self.asked.day())]));
        let mut cells = vec![Html::link(&href, entry.cited())];
        cells.extend(
            shown
                .iter()
                .map(|p| Html::text(&said.get(*p).map(|v| self.labels.value(w, p, v)).unwrap_or_default())),
        );
        cells.push(Html::text(&last_day(w, entry.until)));
        cells.push(standing::shown(w, entry.standing(self.asked.at.moment)));
        Row::new(cells)
    }

    fn pages(&self, found: &find::Found) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"<nav class="pages" aria-label="{{ w.t("pages") }}">{% if let Some(first) = first %}<a href="{{ first }}">{{ w.t("registers-first-page") }}</a>{% endif %}{% if let Some(next) = next %}<a rel="next" href="{{ next }}">{{ w.t("pages-next") }}</a>{% endif %}</nav>{% if listed %}<nav class="pages no-print" aria-label="{{ w.t("registers-data") }}"><a href="{{ csv }}">{{ w.t("registers-csv") }}</a><a href="{{ json }}">{{ w.t("registers-json") }}</a><a href="{{ base }}.atom">{{ w.t("registers-atom") }}</a><a href="{{ base }}.jsonld">{{ w.t("registers-dataset") }}</a></nav>{% endif %}"#
        )]
        struct T<'a> {
            w: &'a Words,
            first: Option<String>,
            next: Option<String>,
            csv: String,
            json: String,
            base: &'a str,
            listed: bool,
        }
        let day = self.asked.day();
        let (base, q) = (self.base(), self.asked.q.as_str());
        let at = |after: &str| query(&[("q", q), ("on", &day), ("after", after)]);
        Html::render(&T {
            w: self.w,
            first: (!self.asked.after.is_empty()).then(|| format!("{base}{}", at(""))),
            next: found.next.as_deref().map(|after| format!("{base}{}", at(after))),
            csv: format!("{base}.csv{}", at("")),
            json: format!("{base}.json{}", at("")),
            base: &base,
            listed: self.def.listed,
        })
    }
}

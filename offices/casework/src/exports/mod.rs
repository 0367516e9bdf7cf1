//! Lists taken out as files. That somebody takes one out is an act: the record says who, when, how much and what was looked
//! for before the file is handed over.

mod list;
mod sheets;

pub(crate) use list::page;

use crate::access::{Officer, Stop, enter};
use crate::outcome;
use crate::search::{self, List, MAX_QUERY_BYTES, Wanted};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_authority::{Authority, MatterFacts};
use congvu_desk::{Desk, On, Opening, Request};
use congvu_matter::Command;
use congvu_sheet::Sheet;
use congvu_store::After;
use congvu_web::components::{paragraph, section};
use congvu_web::download::handed_out;
use congvu_web::form::FormValues;
use congvu_web::form::{key, new_key};
use congvu_web::{Html, PageCx, ResultExt, WebError, fmt};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The lifecycle of an export, and its act.
const LIFECYCLE: &str = "export";
const ACT: &str = "export";
/// Rows read at once.
const CHUNK: u32 = 500;
/// Most reads for one file: a search that finds next to nothing ends all the same.
const MAX_READS: u32 = 200;

/// Kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Xlsx,
}

impl Format {
    fn read(word: &str) -> Option<Self> {
        match word {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    fn bytes(self, sheet: &Sheet) -> Result<Vec<u8>, WebError> {
        match self {
            Self::Csv => Ok(sheet.csv()),
            Self::Xlsx => sheet.xlsx().or_fault(),
        }
    }
}

/// Whether this person may take lists out.
fn may(officer: &Officer<'_>) -> Result<bool, WebError> {
    let authority =
        Authority::new(Arc::clone(&officer.agency.rules), officer.book.roster.clone()).or_fault()?;
    Ok(authority.may(&officer.actor(), ACT, &MatterFacts::default(), officer.now).is_ok())
}

/// The buttons under what was found, or why there are none.
pub(crate) fn offer(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    wanted: &Wanted,
) -> Result<Html, WebError> {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% for (title, list) in lists %}<form method="post" action="{{ action }}"><input type="hidden" name="_csrf" value="{{ csrf }}"><input type="hidden" name="_key" value="{{ key }}"><input type="hidden" name="list" value="{{ list }}"><input type="hidden" name="query" value="{{ query }}"><p class="buttons">{{ title }}: <button class="button" type="submit" name="format" value="xlsx">XLSX<span class="vh"> – {{ title }}</span></button> <button class="button" type="submit" name="format" value="csv">CSV<span class="vh"> – {{ title }}</span></button></p></form>{% endfor %}"#
    )]
    struct T {
        action: String,
        csrf: String,
        key: String,
        query: String,
        lists: Vec<(String, &'static str)>,
    }
    let w = cx.words();
    let link = Html::link(&officer.desk("/exports"), &w.t("casework-exports"));
    let inner = if may(officer)? {
        let most = i64::from(desk.library().exports.most_rows);
        let lists = [(List::Cases, "casework-cases"), (List::Entries, "casework-entries")];
        let lists = lists.into_iter().filter(|(l, _)| wanted.shows(*l)).map(|(l, t)| (w.t(t), l.word()));
        let forms = Html::render(&T {
            action: officer.desk("/search/export"),
            csrf: cx.csrf(),
            key: new_key()?,
            query: wanted.query(),
            lists: lists.collect(),
        });
        paragraph(&w.with("casework-export-about", &[("n", fmt::number(w.lang(), most).into())])).then(&forms)
    } else {
        paragraph(&w.t("casework-export-not-yours"))
    };
    Ok(section(&w.t("casework-export-title"), &inner.then(&link)))
}

/// `POST /{agency}/desk/search/export`
pub(crate) async fn export(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, &format!("/{agency}/desk/search")).await?;
    let list = match values.get("list") {
        "cases" => List::Cases,
        "entries" => List::Entries,
        _ => return Err(WebError::BadForm.into()),
    };
    let format = Format::read(values.get("format")).ok_or(WebError::BadForm)?;
    let wanted = Wanted::read(values.get("query"));
    let query = wanted.query_of(Some(list), None);
    if query.len() > MAX_QUERY_BYTES {
        return Err(WebError::BadForm.into());
    }
    // Nothing is read for whoever may not; the act below is judged all the same, and gives the refusal in words.
    let sheet = if may(&officer)? {
        gathered(&desk, &cx, &officer, &Wanted::read(&query), list).await?
    } else {
        sheets::empty(cx.words(), list)
    };
    let bytes = format.bytes(&sheet)?;
    let input = json!({
        "list": list.word(),
        "format": format.word(),
        "rows": sheet.len().to_string(),
        "filter": query,
        "sha256": hex::encode(Sha256::digest(&bytes)),
    });
    match desk.perform(request(&officer, key(&values), input)).await {
        Ok(_) => {
            let name = format!("{}-{}-{}.{}", agency, list.word(), officer.now.date(), format.word());
            Ok(handed_out(bytes, format.media_type(), &name))
        }
        Err(error) => {
            let lifecycle = desk.library().lifecycles.get(LIFECYCLE).map(AsRef::as_ref);
            let act = lifecycle.and_then(|l| l.act(ACT));
            let name = act.map_or("", |a| congvu_views::pick(cx.words(), &a.name)).to_owned();
            let back = officer.desk(&format!("/search?{}", wanted.query()));
            outcome::stopped(&desk, &cx, &officer, lifecycle, &name, &back, error).await
        }
    }
}

/// All rows up to the limit, page after page.
async fn gathered(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    wanted: &Wanted,
    list: List,
) -> Result<Sheet, WebError> {
    let most = usize::try_from(desk.library().exports.most_rows).unwrap_or(usize::MAX);
    let narrow = search::narrow(desk, officer, wanted, list);
    let words = narrow.words();
    let mut sheet = sheets::empty(cx.words(), list);
    if words.is_empty() && !wanted.q.is_empty() {
        return Ok(sheet);
    }
    let asked = narrow.asked(list, &words);
    let mut after: Option<After> = None;
    for _ in 0..MAX_READS {
        let found = desk.store().find(officer.agency.id(), &asked, after.as_ref(), CHUNK).await.or_fault()?;
        for row in found.rows.iter().take(most.saturating_sub(sheet.len())) {
            sheet.push(sheets::row(cx.words(), desk, officer, list, row));
        }
        after = found.next;
        if after.is_none() || sheet.len() >= most {
            break;
        }
    }
    Ok(sheet)
}

fn request(officer: &Officer<'_>, key: Option<String>, input: Value) -> Request {
    let input = match input {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::New(Opening::Lifecycle(LIFECYCLE.to_owned())),
        seen: None,
        idempotency_key: key,
        command: Command { act: ACT.to_owned(), input, ..Command::default() },
    }
}

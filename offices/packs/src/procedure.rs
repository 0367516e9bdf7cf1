//! One procedure: its versions, its files, and the beginning of a change.

use crate::access::{Officer, Stop, enter};
use crate::{change, frame, home};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Desk, files_of};
use congvu_pack::Loaded;
use congvu_views::{chip_of, limit_text, pick};
use congvu_web::components::{Column, Row, Table, Tone, badge, bullets, chip, lead, section, table};
use congvu_web::{Html, PageCx, WebError, Words, fmt};

/// `GET /{agency}/desk/packs/procedures/{procedure}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, procedure)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency, cx.path()).await?;
    let w = cx.words();
    let handled = officer.agency.procedures.contains(&procedure);
    let loaded = desk.library().loaded(&agency, &procedure).filter(|_| handled).ok_or(WebError::NotFound)?;
    let p = &loaded.declared;
    let title = pick(w, &p.name).to_owned();
    let duty = officer.agency.duty(&p.duty).map(|c| chip(w, &chip_of(w, officer.agency, &c)));
    let parts = [
        lead(pick(w, &p.gives)),
        duty.unwrap_or(Html::EMPTY),
        section(&w.t("packs-versions"), &versions(w, &officer, loaded)),
        section(&w.t("packs-files"), &files(w, &desk, &officer, loaded)),
        section(&w.t("packs-prepare"), &change::propose_form(&cx, &officer, &p.id)?),
    ];
    Ok(frame::page(&cx, &officer, StatusCode::OK, &title, Some(&[]), parts))
}

fn versions(w: &Words, officer: &Officer<'_>, loaded: &Loaded) -> Html {
    let p = &loaded.declared;
    let now = p.version_on(officer.today()).map(|v| v.from);
    let rows = p.versions.iter().rev().map(|v| {
        let (tone, state) = match v.from {
            from if Some(from) == now => (Tone::Good, "packs-version-now"),
            from if from > officer.today() => (Tone::Info, "packs-version-coming"),
            _ => (Tone::Neutral, "packs-version-past"),
        };
        let limit = v.time.as_ref().and_then(|t| t.counted()).map(|l| limit_text(w, l.limit));
        let fee = v.fee.as_ref().map(|f| fmt::money(w.lang(), i64::try_from(f.amount).unwrap_or(i64::MAX)));
        let law: Vec<&str> = v.law.iter().map(|l| l.cite.as_str()).collect();
        let (read, all) = home::verified(v);
        Row::new(vec![
            Html::text(&frame::day(w, v.from)),
            badge(tone, &w.t(state)),
            Html::text(&law.join(", ")),
            Html::text(&limit.unwrap_or_default()),
            Html::text(&fee.unwrap_or_default()),
            Html::text(&format!("{read}/{all}")),
        ])
    });
    let columns = ["packs-from", "packs-state", "packs-law", "packs-limit", "packs-fee", "packs-verified"];
    let list = Table {
        caption: w.t("packs-versions"),
        columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
        rows: rows.collect(),
        hide_caption: true,
        ..Table::default()
    };
    table(w, &list)
}

fn files(w: &Words, desk: &Desk, officer: &Officer<'_>, loaded: &Loaded) -> Html {
    let shelf = desk.shelf(officer.agency);
    let items: Vec<Html> = files_of(loaded)
        .iter()
        .map(|path| {
            let link = Html::link(&officer.at(&format!("/packs/file?path={path}")), path);
            match shelf.files.get(path) {
                Some(own) => {
                    let said = w.with("packs-file-own", &[("date", frame::day(w, own.from).into())]);
                    link.then(&Html::text(" ")).then(&badge(Tone::Info, &said))
                }
                None => link,
            }
        })
        .collect();
    bullets(&items)
}

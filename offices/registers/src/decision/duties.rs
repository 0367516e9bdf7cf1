//! What the department does for people, duty by duty, and under which clause.

use crate::common::segment;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::{Agency, Duty};
use congvu_views::{agency_of, agency_shell, chip_at, pick};
use congvu_web::components::{Column, Row, Table, bullets, chip, heading, lead, table};
use congvu_web::{Html, PageCx, WebError, Words};

/// `GET /{agency}/duties`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let w = cx.words();
    let duties = desk.library().duties(agency);
    let carried = duties.iter().filter(|d| d.carried()).count();
    let counts = [("carried", count(carried).into()), ("all", count(duties.len()).into())];
    let title = w.t("registers-duties");
    let columns = ["registers-duties-duty", "registers-duties-how"];
    let body = Html::join([
        heading(1, &title),
        lead(&w.with("registers-duties-lead", &counts)),
        table(
            w,
            &Table {
                caption: title.clone(),
                columns: columns.iter().map(|id| Column::new(w.t(id))).collect(),
                rows: duties.iter().map(|d| row(w, agency, d)).collect(),
                hide_caption: true,
                ..Table::default()
            },
        ),
    ]);
    let shell = agency_shell(&cx, agency, title.as_str())
        .crumb(format!("/{}", agency.id()), w.t("registers-start"))
        .crumb("#", title);
    Ok(cx.page(shell, body))
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn row(w: &Words, agency: &Agency, duty: &Duty<'_>) -> Row {
    #[derive(Template)]
    #[template(ext = "html", source = r#"{{ chip }} <span lang="vi">{{ words }}</span>"#)]
    struct T {
        chip: Html,
        words: String,
    }
    let node = agency.decision.find(&duty.clause.eid);
    let words = node.map(|n| n.own_words()).unwrap_or_default();
    let chip = chip(w, &chip_at(w, agency, &duty.clause.eid));
    Row::new(vec![Html::render(&T { chip, words }), carriers(w, agency, duty)])
}

/// What a reader can open stands as a link; rooms of officers by their name.
fn carriers(w: &Words, agency: &Agency, duty: &Duty<'_>) -> Html {
    if !duty.carried() {
        return Html::text(&w.t("registers-duties-not-yet"));
    }
    let at = |path: &str, id: &str| format!("/{}/{path}/{}", agency.id(), segment(id));
    let procedures = duty
        .procedures
        .iter()
        .map(|p| Html::link(&at("procedures", &p.declared.id), pick(w, &p.declared.name)));
    let listed = duty.registers.iter().filter(|r| r.listed);
    let registers = listed.map(|r| Html::link(&at("registers", &r.id), w.pick(&r.name.vi, &r.name.en)));
    let matters = duty.matters.iter().map(|l| Html::text(pick(w, &l.name)));
    let rooms = duty.rooms.iter().map(|r| match r.page.starts_with("/desk") {
        true => Html::text(pick(w, &r.name)),
        false => Html::link(&format!("/{}{}", agency.id(), r.page), pick(w, &r.name)),
    });
    bullets(&procedures.chain(registers).chain(matters).chain(rooms).collect::<Vec<_>>())
}

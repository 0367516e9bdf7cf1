//! The file is taken in: its number, the slip to print, the next person.

use crate::access::{Officer, Stop, enter};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{Case, Desk, qr_svg};
use congvu_views::pick;
use congvu_web::components::{big_number, heading, key_values};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};

/// `GET /{agency}/desk/counter/done/{matter}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let case = desk.case(officer.agency, &matter).await.or_fault()?;
    // Only what came on paper: other cases have pages of their own.
    let case = case.filter(|c| c.on_paper(desk.library()).is_some()).ok_or(WebError::NotFound)?;
    let w = cx.words();
    let title = w.t("counter-done");
    let body = heading(1, &title).then(&slip(w, &desk, &officer, &case)?).then(&next(w, &officer, &case));
    Ok(cx.page(officer.shell(&cx, &title), body))
}

/// What goes with the person, on half a sheet.
fn slip(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Result<Html, WebError> {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<section class="slip">{{ number }}<div class="slip-body">{{ facts }}{% if !qr.is_empty() %}<img class="qr" src="{{ qr }}" alt="{{ url }}" width="140" height="140">{% endif %}</div><ul>{% for p in papers %}<li>{{ p }}</li>{% endfor %}</ul></section>"#
    )]
    struct T {
        number: Html,
        facts: Html,
        qr: String,
        url: String,
        papers: Vec<String>,
    }
    let m = &case.matter;
    let procedure = case.procedure(desk.library()).map(|(p, _)| pick(w, &p.name).to_owned());
    let at = |at: jiff::civil::DateTime| {
        format!("{}, {}", fmt::time(at.time()), fmt::date_weekday(w.lang(), at.date()))
    };
    let due = case.clock.as_ref().and_then(|c| c.due).map(at).unwrap_or_else(|| w.t("counter-due-later"));
    let said = m.said.values().find_map(|said| said.get("filer")?.as_str());
    let channel = w.t(&format!("views-channel-{}", m.channel));
    let facts = [
        (w.t("counter-procedure"), procedure.unwrap_or_default()),
        (w.t("counter-applicant"), m.party.as_ref().map(|p| p.name.clone()).unwrap_or_default()),
        (w.t("counter-filer"), said.unwrap_or_default().to_owned()),
        (w.t("views-channel"), channel),
        (w.t("counter-received"), at(m.opened)),
        (w.t("counter-due"), due),
    ];
    // The papers follow by hand what the act has passed on already.
    let pass_on = desk.library().calendar.pass_on(m.opened).map(|p| (w.t("counter-pass-on-by"), at(p.by)));
    let facts: Vec<(String, Html)> =
        facts.into_iter().chain(pass_on).map(|(k, v)| (k, Html::text(&v))).collect();
    let code = m.paper("receipt").map(|p| p.code.clone()).unwrap_or_default();
    let url = format!("{}/{}/v/{code}", desk.base_url(), officer.agency.id());
    let qr = if code.is_empty() { String::new() } else { data_uri(&qr_svg(&url).or_fault()?) };
    Ok(Html::render(&T {
        number: big_number(m.code.as_deref().unwrap_or_default()),
        facts: key_values(&facts),
        qr,
        url,
        papers: papers(w, desk, case),
    }))
}

/// Every paper that came, with how many of it.
fn papers(w: &Words, desk: &Desk, case: &Case) -> Vec<String> {
    let version = case.procedure(desk.library()).and_then(|(_, v)| v);
    let came = case.on_paper(desk.library()).unwrap_or_default();
    let parts = version.map(|v| v.dossier.as_slice()).unwrap_or_default();
    let line = |p: &congvu_matter::declare::Dossier| {
        let part = came.get(&p.id)?;
        let counts = [
            ("originals", part.originals.into()),
            ("copies", part.copies.into()),
            ("name", pick(w, &p.name).to_owned().into()),
        ];
        Some(w.with("counter-counted", &counts))
    };
    parts.iter().filter_map(line).collect()
}

fn data_uri(svg: &str) -> String {
    let escaped: String = form_urlencoded::byte_serialize(svg.as_bytes()).collect();
    format!("data:image/svg+xml,{}", escaped.replace('+', "%20"))
}

fn next(w: &Words, officer: &Officer<'_>, case: &Case) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<p class="buttons no-print"><a class="button button-primary" href="{{ next }}" accesskey="n" data-key="1" data-focus>{{ w.t("counter-next") }}</a> {% if let Some(r) = receipt %}<a class="button" href="{{ r }}" accesskey="p" data-key="2">{{ w.t("counter-receipt") }}</a> <a class="button" href="{{ r }}?sheet=a5" data-key="4">{{ w.t("counter-receipt-a5") }}</a> {% endif %}<a class="button" href="{{ case }}" data-key="3">{{ w.t("counter-case") }}</a></p>"#
    )]
    struct T<'a> {
        w: &'a Words,
        next: String,
        receipt: Option<String>,
        case: String,
    }
    let desk = format!("/{}/desk/cases/{}", officer.agency.id(), case.matter.id);
    let receipt = case.matter.paper("receipt").map(|p| format!("{desk}/papers/{}", p.code));
    Html::render(&T { w, next: officer.at(""), receipt, case: desk })
}

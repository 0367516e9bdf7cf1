//! A case on one screen: form and files, clock and history, papers, and what may be done now.

use crate::access::{Officer, Stop, enter_page};
use crate::acts::fields;
use crate::panel::{self, Hidden, May, MayNot};
use crate::{frame, preview, rows, said};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Case, Desk, Offer, WhyNot};
use congvu_matter::declare::{Effect, InputKind, ViolationEffect};
use congvu_views::Reader;
use congvu_web::components::{
    FieldError, FileItem, clock_line, error_summary, file_list, key_values, keys_help, section, timeline,
    two_columns,
};
use congvu_web::form::new_key;
use congvu_web::form::{FormSpec, FormValues};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde_json::Value;

/// A form that is shown again because something in it was wrong.
#[derive(Debug)]
pub(crate) struct Again {
    pub(crate) act: String,
    pub(crate) values: FormValues,
    pub(crate) errors: Vec<FieldError>,
}

/// `GET /{agency}/desk/cases/{matter}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let case = crate::access::matter(&desk, &officer, &matter).await?;
    show(&desk, &cx, &officer, &case, None, StatusCode::OK).await
}

/// The page, with a form that has to be put right where there is one.
pub(crate) async fn show(
    desk: &Desk,
    cx: &PageCx,
    officer: &Officer<'_>,
    case: &Case,
    again: Option<&Again>,
    status: StatusCode,
) -> Result<Response, Stop> {
    let w = cx.words();
    let offers = desk.offers(officer.agency, &officer.actor(), &case.matter).await.or_fault()?;
    let title = case.matter.code.clone().unwrap_or_else(|| {
        rows::kind(w, desk, &case.matter.agency, &case.matter.procedure, &case.matter.lifecycle)
    });
    let left = Html::join([
        section(&w.t("casework-form"), &form(w, desk, officer, case)),
        section(&w.t("casework-files"), &files(w, desk, officer, case)),
        preview::drafts(w, desk, officer, case, &offers),
    ]);
    let right = Html::join([
        clock(w, case),
        congvu_views::law_of_case(w, desk.library(), case, congvu_views::Told::Officer),
        consulted(w, officer, case),
        fee(w, desk, officer, case),
        section(&w.t("casework-papers"), &papers(w, desk, officer, case)),
        section(
            &w.t("casework-history"),
            &history(w, desk, officer, case).await?.then(&control_slip(w, officer, case)),
        ),
        section(&w.t("casework-notices"), &sendings(w, desk, officer, case).await?),
    ]);
    let body = frame::body(
        &title,
        [
            error_summary(w, again.map_or(&[], |a| a.errors.as_slice())),
            head(w, desk, officer, case),
            two_columns(&left, &right),
            acts(cx, desk, officer, case, &offers, again).await?,
            keys_help(w),
        ],
    );
    let shell = frame::shell(cx, officer, &title)
        .crumb(officer.desk(""), w.t("casework-inbox"))
        .crumb(officer.case(&case.matter.id), title);
    Ok(cx.page_with(status, shell, body))
}

fn head(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Html {
    let library = desk.library();
    let mut pairs = vec![
        (
            w.t("casework-column-procedure"),
            Html::text(&rows::kind(
                w,
                desk,
                &case.matter.agency,
                &case.matter.procedure,
                &case.matter.lifecycle,
            )),
        ),
        (w.t("casework-column-state"), congvu_views::state_badge(w, library, case)),
    ];
    let subject = rows::subject(case);
    if !subject.is_empty() {
        pairs.insert(0, (w.t("casework-column-subject"), Html::text(&subject)));
    }
    if let Some(phone) = case.matter.party.as_ref().map(|p| p.phone.as_str()).filter(|p| !p.is_empty()) {
        pairs.push((w.t("casework-phone"), Html::text(phone)));
    }
    let channel = format!("views-channel-{}", case.matter.channel);
    if ["online", "portal", "counter", "post", "office"].contains(&case.matter.channel.as_str()) {
        pairs.push((w.t("views-channel"), Html::text(&w.t(&channel))));
    }
    if case.matter.secret {
        let href = officer.desk(&format!("/complaints/{}", case.matter.id));
        pairs.push((w.t("casework-seal"), Html::link(&href, &w.t("casework-seal-open"))));
    }
    if let Some(position) = &case.matter.assigned {
        let position = position.as_str().into();
        let name = congvu_views::title_of(w, officer.agency, &officer.book, &position, Some(officer.now));
        pairs.push((w.t("casework-assigned"), Html::text(&name)));
    }
    let acts = case.lifecycle(library).map(|l| l.acts.as_slice()).unwrap_or_default();
    if acts.iter().flat_map(|a| &a.effects).any(|e| matches!(e, Effect::Violation(_))) {
        let href = officer.desk(&format!("/supervision/cases/{}", case.matter.id));
        pairs.push((w.t("views-nav-supervision"), Html::link(&href, &w.t("casework-violation"))));
    }
    if let Some(entry) = &case.matter.entry {
        let href = format!("/{}/registers/{}/{}", officer.agency.id(), entry.register, entry.number);
        pairs.push((w.t("casework-entry"), Html::link(&href, &entry.number)));
    }
    key_values(&pairs)
}

/// The form as it was filled in; for a matter without one, what was said when it was opened.
fn form(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Html {
    let library = desk.library();
    let schema = || {
        let loaded = library.procedure(&case.matter.agency, &case.matter.procedure)?;
        let (_, version) = case.procedure(library)?;
        loaded.schemas.get(&version?.form.as_ref()?.schema).cloned()
    };
    if let Some(spec) = schema().and_then(|s| FormSpec::new(s).ok()) {
        return spec.read_only(w, &Value::Object(case.matter.form.clone()), None);
    }
    let opening = case.lifecycle(library).map(|l| l.acts.iter().filter(|a| a.from.is_empty()));
    let said = opening.and_then(|mut all| all.find_map(|a| Some((a, case.matter.said.get(&a.id)?))));
    said.map_or(Html::EMPTY, |(act, input)| said::html(w, officer, act, input))
}

fn files(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Html {
    let dossier =
        case.procedure(desk.library()).and_then(|(_, v)| v).map(|v| v.dossier.as_slice()).unwrap_or_default();
    let items: Vec<FileItem> = case
        .matter
        .files
        .iter()
        .map(|f| {
            let part = dossier.iter().find(|p| p.id == f.part).map(|p| congvu_views::pick(w, &p.name));
            FileItem {
                name: part.unwrap_or(&f.name).to_owned(),
                href: Some(officer.case(&format!("{}/files/{}", case.matter.id, f.sha256))),
                kind: f.media_type.rsplit('/').next().unwrap_or_default().to_uppercase(),
                size_bytes: f.size_bytes,
                sha256: f.sha256.clone(),
                note: if part.is_some() { f.name.clone() } else { String::new() },
            }
        })
        .collect();
    file_list(w, &items).then(&crate::on_paper::html(w, desk, case))
}

/// Bodies that were asked for their opinion: what they were asked, by when, and whether they answered.
fn consulted(w: &Words, officer: &Officer<'_>, case: &Case) -> Html {
    if case.matter.consulted.is_empty() {
        return Html::EMPTY;
    }
    let state = |asked: &congvu_matter::Consulted| {
        let until = fmt::date(w.lang(), asked.until);
        match asked.answered {
            Some(at) => w.with("casework-consulted-answered", &[("at", said::moment(w, at).into())]),
            None if officer.now.date() > asked.until => {
                w.with("casework-consulted-late", &[("until", until.into())])
            }
            None => w.with("casework-consulted-waiting", &[("until", until.into())]),
        }
    };
    let pairs: Vec<(String, Html)> =
        case.matter.consulted.iter().map(|c| (c.body.clone(), Html::text(&state(c)))).collect();
    section(&w.t("casework-consulted"), &key_values(&pairs))
}

fn clock(w: &Words, case: &Case) -> Html {
    let reading = case.clock.as_ref();
    reading
        .map_or(Html::EMPTY, |r| section(&w.t("casework-clock"), &clock_line(w, &congvu_views::clock(w, r))))
}

/// What is charged; nothing where nothing is.
fn fee(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Html {
    let Some(charge) = &case.matter.charge else { return Html::EMPTY };
    let facts = congvu_views::money_facts(w, desk.library(), case, charge);
    let href = officer.desk(&format!("/fees/cases/{}", case.matter.id));
    section(&w.t("views-fee"), &facts.then(&Html::link(&href, &w.t("casework-fee-open"))))
}

fn papers(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Html {
    congvu_views::papers(w, desk.library(), case, &officer.case(&format!("{}/papers", case.matter.id)))
}

async fn sendings(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Result<Html, WebError> {
    let sent = desk.sendings(officer.agency, &case.matter.id).await.or_fault()?;
    Ok(congvu_views::sendings(w, &sent.iter().collect::<Vec<_>>(), true))
}

async fn history(w: &Words, desk: &Desk, officer: &Officer<'_>, case: &Case) -> Result<Html, WebError> {
    let lines = desk.history(officer.agency, &case.matter.id).await.or_fault()?;
    let library = desk.library();
    let reader = Reader::Officer(&officer.book);
    let mut items = congvu_views::timeline_items(w, officer.agency, library, case, &lines, reader);
    let lifecycle = case.lifecycle(library);
    for (item, line) in items.iter_mut().zip(&lines) {
        if let Some(capacity) = line.act.capacity.as_ref().filter(|c| c.form != "own") {
            let behalf = capacity.on_behalf_of.as_deref().map(|p| officer.title(w, &p.into()));
            let how = how(w, &capacity.form, &behalf.unwrap_or_default());
            item.who = format!("{} – {how}", item.who);
        }
        if let Some(place) = line.act.capacity.as_ref().and_then(|c| c.in_place_of.as_deref()) {
            let place = officer.title(w, &place.into());
            item.who = format!("{} – {}", item.who, w.with("casework-in-place-of", &[("who", place.into())]));
        }
        // A delegation, or the clause that lets a deputy sign, is as much a ground as the duty itself.
        let basis = line.act.basis.iter().filter_map(|b| b.clause.as_ref());
        for chip in basis.map(|c| congvu_views::chip_of(w, officer.agency, c)) {
            if !item.clauses.contains(&chip) {
                item.clauses.push(chip);
            }
        }
        if let (Some(act), Value::Object(input)) =
            (lifecycle.and_then(|l| l.act(&line.act.kind)), &line.act.input)
        {
            // What is counted was asked of the applicant for the sums alone; counted papers stand beside the files.
            let counted = act.effects.iter().any(|e| matches!(e, Effect::Tally(_)));
            let mut input = input.clone();
            input.retain(|id, _| Some(id) != act.paper_dossier.as_ref());
            let said = if counted { Html::EMPTY } else { said::html(w, officer, act, &input) };
            // Below what was said: the place in the public log.
            item.detail = said.then(&item.detail);
        }
    }
    Ok(timeline(w, &items))
}

/// The same as the prescribed slip, to be printed; only for what was taken in as a file.
fn control_slip(w: &Words, officer: &Officer<'_>, case: &Case) -> Html {
    if case.matter.code.is_none() {
        return Html::EMPTY;
    }
    let href = officer.case(&format!("{}/control-slip", case.matter.id));
    congvu_web::components::button_link(&href, &w.t("casework-control-slip"), false)
}

/// In what capacity, in words: `ký thay (KT.) Giám đốc Sở`.
fn how(w: &Words, form: &str, behalf: &str) -> String {
    let known = ["Q", "KT", "TL", "TUQ", "TM"].contains(&form);
    if !known {
        return w.t("casework-capacity-own");
    }
    let id = format!("casework-capacity-{form}");
    w.with(&id, &[("who", behalf.to_owned().into())]).trim().to_owned()
}

async fn acts(
    cx: &PageCx,
    desk: &Desk,
    officer: &Officer<'_>,
    case: &Case,
    offers: &[Offer],
    again: Option<&Again>,
) -> Result<Html, WebError> {
    let w = cx.words();
    let (mut may, mut not) = (Vec::new(), Vec::new());
    // What only the applicant does is no business of this panel, and money is that of the cash desk.
    let money = |o: &Offer| o.act.effects.iter().any(|e| e.is_money() || *e == Effect::Assess);
    // Facts are weighed on the page of the inspectorate, which shows brackets and powers.
    let weighs = |o: &Offer| o.act.effects.contains(&Effect::Violation(ViolationEffect::Weigh));
    // What is said or read under a seal has its own page, which keeps nothing.
    let sealed = |o: &Offer| o.act.is_sealing() || o.act.effects.contains(&Effect::Look);
    for offer in offers.iter().filter(|o| o.act.by != "applicant" && !money(o) && !weighs(o) && !sealed(o)) {
        match &offer.may {
            Ok(permit) => {
                let asked = fields::gather(w, desk, officer, &case.matter, &offer.act).await?;
                let structured = offer.act.inputs.iter().any(|i| i.kind == InputKind::Object);
                if structured && asked.entry.is_none() {
                    let label = congvu_views::pick(w, &offer.act.name).to_owned();
                    not.push(MayNot { label, why: vec![w.t("casework-no-entry")], ..MayNot::default() });
                    continue;
                }
                may.push(permitted(w, officer, case, offer, permit, &asked, again));
            }
            Err(why) => not.push(not_now(w, desk, officer, case, offer, why)),
        }
    }
    let hidden = Hidden { csrf: cx.csrf(), seen: case.matter.version, key: new_key()? };
    Ok(panel::acts(w, &hidden, &may, &not))
}

fn permitted(
    w: &Words,
    officer: &Officer<'_>,
    case: &Case,
    offer: &Offer,
    permit: &congvu_authority::Permit,
    asked: &fields::Asked<'_>,
    again: Option<&Again>,
) -> May {
    let act = &offer.act;
    let again = again.filter(|a| a.act == act.id);
    let none = FormValues::default();
    let (values, errors) = again.map_or((&none, [].as_slice()), |a| (&a.values, a.errors.as_slice()));
    let signs = act.effects.contains(&Effect::Sign);
    let capacity = if signs {
        let behalf = permit.capacity.on_behalf_of.as_ref().map(|p| officer.title(w, p)).unwrap_or_default();
        w.with("casework-signs-as", &[("how", how(w, permit.capacity.form.as_str(), &behalf).into())])
    } else {
        String::new()
    };
    May {
        id: act.id.clone(),
        label: congvu_views::pick(w, &act.name).to_owned(),
        action: officer.case(&format!("{}/acts/{}", case.matter.id, act.id)),
        warning: act.warning.as_ref().map(|t| congvu_views::pick(w, t).to_owned()).unwrap_or_default(),
        fields: fields::html(w, asked, values, errors),
        clauses: vec![congvu_views::chip_of(w, officer.agency, &permit.clause)],
        capacity,
        open: again.is_some(),
    }
}

fn not_now(
    w: &Words,
    desk: &Desk,
    officer: &Officer<'_>,
    case: &Case,
    offer: &Offer,
    why: &WhyNot,
) -> MayNot {
    let label = congvu_views::pick(w, &offer.act.name).to_owned();
    match why {
        WhyNot::Refused(refusal) => {
            let view =
                congvu_views::refusal_view(w, officer.agency, &officer.book, &label, refusal, officer.now);
            MayNot { label, why: view.missing, clauses: view.consulted, may: view.may }
        }
        WhyNot::NotNow(refused) => {
            let why = congvu_views::not_now_text(w, case.lifecycle(desk.library()), refused);
            MayNot { label, why, ..MayNot::default() }
        }
    }
}

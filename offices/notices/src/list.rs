//! What somebody was told, to read.

use crate::Notices;
use crate::bell::recipient;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, Sending, from_ms};
use congvu_pack::Agency;
use congvu_pack::notices::Channel;
use congvu_views::door::{self, Stop};
use congvu_views::{agency_of, agency_shell, citizen_of, officer_shell};
use congvu_web::components::{
    PostButton, Tone, badge, bullets, button_link, heading, lead, notice, paragraph, post_button,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, Shell, SignedIn, WebError, Words, fmt};
use serde::Deserialize;

/// Notices on one page.
const PAGE: u32 = 30;
/// Longest place in the list that is read, in bytes.
const MAX_PLACE_BYTES: usize = 200;

/// `?before=`: the last notice of the page before.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Place {
    #[serde(default)]
    before: String,
}

impl Place {
    fn parts(&self) -> Option<(i64, &str)> {
        let (at, id) = self.before.split_once('.').filter(|_| self.before.len() <= MAX_PLACE_BYTES)?;
        Some((at.parse().ok()?, id))
    }
}

/// Whose list it is.
struct Reader<'r> {
    agency: &'r Agency,
    who: SignedIn,
    is_officer: bool,
}

impl Reader<'_> {
    fn path(&self) -> String {
        let desk = if self.is_officer { "/desk" } else { "" };
        format!("/{}{desk}/notices", self.agency.id())
    }

    fn shell(&self, cx: &PageCx, title: &str) -> Shell {
        let w = cx.words();
        if self.is_officer {
            return officer_shell(cx, self.agency, title)
                .crumb(format!("/{}/desk", self.agency.id()), w.t("notices-inbox"))
                .crumb("", title);
        }
        agency_shell(cx, self.agency, title)
            .crumb(format!("/{}", self.agency.id()), w.t("notices-start"))
            .crumb("", title)
    }
}

/// The officer, who must hold the position now: whose appointment has ended reads nothing more.
async fn officer_here<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Reader<'d>, Stop> {
    let agency = agency_of(desk, agency)?;
    let held = door::officer_here(desk, cx, agency).await?;
    let who = held.and_then(|_| cx.session().signed_in());
    let who = who.ok_or_else(|| door::to_sign_in(agency, cx.path()))?;
    Ok(Reader { agency, who, is_officer: true })
}

fn citizen_here<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Reader<'d>, Stop> {
    let agency = agency_of(desk, agency)?;
    let who = citizen_of(cx, agency).ok_or_else(|| door::to_sign_in(agency, cx.path()))?;
    Ok(Reader { agency, who, is_officer: false })
}

/// `GET /{agency}/desk/notices`
pub(crate) async fn officer(
    State(office): State<Notices>,
    Path(agency): Path<String>,
    Query(place): Query<Place>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let reader = officer_here(&office.desk, &cx, &agency).await?;
    Ok(show(&office.desk, &cx, &reader, &place).await?)
}

/// `GET /{agency}/notices`
pub(crate) async fn citizen(
    State(office): State<Notices>,
    Path(agency): Path<String>,
    Query(place): Query<Place>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let reader = citizen_here(&office.desk, &cx, &agency)?;
    Ok(show(&office.desk, &cx, &reader, &place).await?)
}

/// `POST /{agency}/desk/notices`
pub(crate) async fn officer_marks(
    State(office): State<Notices>,
    Path(agency): Path<String>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, Stop> {
    let reader = officer_here(&office.desk, &cx, &agency).await?;
    Ok(mark(&office.desk, &reader, &typed).await?)
}

/// `POST /{agency}/notices`
pub(crate) async fn citizen_marks(
    State(office): State<Notices>,
    Path(agency): Path<String>,
    cx: PageCx,
    typed: FormValues,
) -> Result<Response, Stop> {
    let reader = citizen_here(&office.desk, &cx, &agency)?;
    Ok(mark(&office.desk, &reader, &typed).await?)
}

/// Marks one notice, or all with no identifier, as read or unread.
async fn mark(desk: &Desk, reader: &Reader<'_>, typed: &FormValues) -> Result<Response, WebError> {
    let read_ms = (typed.get("read") != "0").then(|| desk.clock().now_ms());
    let store = desk.store();
    store
        .mark_read(reader.agency.id(), &recipient(&reader.who), typed.get("id"), read_ms)
        .await
        .or_fault()?;
    Ok(Redirect::to(&reader.path()).into_response())
}

async fn show(desk: &Desk, cx: &PageCx, reader: &Reader<'_>, place: &Place) -> Result<Response, WebError> {
    let w = cx.words();
    let title = w.t("views-nav-notices");
    let to = recipient(&reader.who);
    let (store, channel) = (desk.store(), Channel::InApp.as_str());
    let told = store
        .messages_to(reader.agency.id(), &to, channel, PAGE.saturating_add(1), place.parts())
        .await
        .or_fault()?;
    let (told, more) = match told.split_at_checked(PAGE as usize) {
        Some((page, rest)) => (page, !rest.is_empty()),
        None => (told.as_slice(), false),
    };
    let mut parts = vec![heading(1, &title), lead(&w.t("notices-lead"))];
    if reader.is_officer && desk.outlets().is_empty() {
        parts.push(notice(Tone::Warn, &w.t("notices-nothing-leaves"), &Html::EMPTY));
    }
    let mut above = Vec::new();
    if !reader.is_officer {
        let choices = format!("/{}/notices/choices", reader.agency.id());
        above.push(button_link(&choices, &w.t("notices-choose"), false));
    }
    if told.iter().any(|m| m.read_ms.is_none()) {
        above.push(post_button(&cx.csrf(), &PostButton::new(reader.path(), w.t("notices-all-read"))));
    }
    parts.push(buttons(above));
    if told.is_empty() {
        parts.push(paragraph(&w.t("notices-none")));
    }
    parts.extend(told.iter().map(|message| one(w, &cx.csrf(), reader, message)));
    if let Some(last) = told.last().filter(|_| more) {
        let href = format!("{}?before={}.{}", reader.path(), last.queued_ms, last.id);
        parts.push(button_link(&href, &w.t("notices-older"), false));
    }
    Ok(cx.page(reader.shell(cx, &title), Html::join(parts)))
}

fn one(w: &Words, csrf: &str, reader: &Reader<'_>, message: &Sending) -> Html {
    let (tone, state) = match message.read_ms {
        Some(_) => (Tone::Neutral, w.t("views-sending-read")),
        None => (Tone::Info, w.t("views-sending-unread")),
    };
    let at = from_ms(message.queued_ms);
    let when = format!(" {}, {}", fmt::time(at.time()), fmt::date_weekday(w.lang(), at.date()));
    let subject = w.pick(&message.subject_vi, &message.subject_en);
    let body = w.pick(&message.body_vi, &message.body_en);
    let texts = body.split("\n\n").map(str::trim).filter(|t| !t.is_empty()).map(|t| lines(t, &message.link));
    let (label, read) = match message.read_ms {
        Some(_) => ("notices-mark-unread", "0"),
        None => ("notices-mark-read", "1"),
    };
    let mark =
        PostButton::new(reader.path(), w.t(label)).hidden("id", message.id.as_str()).hidden("read", read);
    let desk = if reader.is_officer { "/desk" } else { "" };
    let case = format!("/{}{desk}/cases/{}", reader.agency.id(), message.matter);
    Html::join([
        heading(2, subject),
        Html::literal("<p>"),
        badge(tone, &state),
        Html::text(&when),
        Html::literal("</p>"),
        Html::join(texts),
        buttons(vec![button_link(&case, &w.t("notices-open-case"), false), post_button(csrf, &mark)]),
    ])
}

/// Buttons beside one another, with room between them.
fn buttons(all: Vec<Html>) -> Html {
    if all.is_empty() {
        return Html::EMPTY;
    }
    Html::join([Html::literal("<div class=\"buttons\">"), Html::join(all), Html::literal("</div>")])
}

/// A paragraph that keeps its lines, and its list. The line with the address of the case is a button below.
fn lines(text: &str, link: &str) -> Html {
    let mut parts = Vec::new();
    let mut items: Vec<Html> = Vec::new();
    for line in text.lines().filter(|l| link.is_empty() || !l.contains(link)) {
        match line.strip_prefix("- ") {
            Some(item) => items.push(Html::text(item)),
            None => {
                if !items.is_empty() {
                    parts.push(bullets(&std::mem::take(&mut items)));
                }
                parts.push(paragraph(line));
            }
        }
    }
    if !items.is_empty() {
        parts.push(bullets(&items));
    }
    Html::join(parts)
}

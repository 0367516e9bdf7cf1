//! The feed: made, taken back, read by calendars.

use crate::days::{self, Span};
use crate::{ical, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::Desk;
use congvu_views::door::{AtWork, Stop, in_office};
use congvu_views::{Officer, agency_of};
use congvu_web::components::Tone;
use congvu_web::download::{private, saved, unlisted};
use congvu_web::{PageCx, ResultExt, WebError};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Days before today, and in all, that a feed tells of.
const BEFORE_DAYS: i64 = 31;
const ALL_DAYS: i64 = 186;
/// Hexadecimal digits of a key.
const KEY_CHARS: usize = 64;

/// Whose feed it is.
#[derive(Debug, Serialize, Deserialize)]
struct Owner {
    person: String,
    position: String,
}

/// The setting that says whose feed a key is, by the key's digest.
fn by_key(key: &str) -> String {
    format!("agenda-feed/{}", hex::encode(Sha256::digest(key.as_bytes())))
}

/// The setting that says under which setting an officer's feed is kept.
fn by_owner(who: &Officer) -> String {
    format!("agenda-feed-of/{}/{}", who.person, who.position)
}

/// Whether the officer has a feed.
pub(crate) async fn exists(desk: &Desk, officer: &AtWork<'_>) -> Result<bool, WebError> {
    let kept = desk.store().setting(officer.agency.id(), &by_owner(&officer.who)).await.or_fault()?;
    Ok(kept.is_some())
}

async fn take_back(desk: &Desk, officer: &AtWork<'_>) -> Result<(), WebError> {
    let (store, agency, owner) = (desk.store(), officer.agency.id(), by_owner(&officer.who));
    if let Some(kept) = store.setting(agency, &owner).await.or_fault()? {
        store.delete_setting(agency, &kept).await.or_fault()?;
        store.delete_setting(agency, &owner).await.or_fault()?;
    }
    Ok(())
}

/// `POST /{agency}/desk/calendar/feed`: a new address, shown once; an older one ends.
pub(crate) async fn make(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = in_office(&desk, &cx, &agency, &page::path(&agency), "agenda-title").await?;
    take_back(&desk, &officer).await?;
    let mut bytes = [0_u8; KEY_CHARS / 2];
    getrandom::fill(&mut bytes).map_err(|e| WebError::Unavailable(e.to_string()))?;
    let key = hex::encode(bytes);
    let owner = Owner { person: officer.who.person.clone(), position: officer.who.position.clone() };
    let (store, id, kept) = (desk.store(), officer.agency.id(), by_key(&key));
    store.put_setting(id, &kept, &serde_json::to_string(&owner).or_fault()?).await.or_fault()?;
    store.put_setting(id, &by_owner(&officer.who), &kept).await.or_fault()?;
    let address = format!("{}/{id}/calendar/{key}.ics", desk.base_url());
    Ok(private(page::show(&desk, &cx, &officer, officer.today(), Some(&address)).await?))
}

/// `POST /{agency}/desk/calendar/feed/end`
pub(crate) async fn end(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = in_office(&desk, &cx, &agency, &page::path(&agency), "agenda-title").await?;
    take_back(&desk, &officer).await?;
    cx.session().flash(Tone::Good, &cx.words().t("agenda-feed-ended"));
    Ok(Redirect::to(&page::path(&agency)).into_response())
}

/// `GET /{agency}/calendar/{key}.ics`. A key that is nobody's, and one whose owner is no longer in office, lead nowhere.
pub(crate) async fn read(
    State(desk): State<Desk>,
    Path((agency, file)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let key = file.strip_suffix(".ics").ok_or(WebError::NotFound)?;
    if key.len() != KEY_CHARS || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(WebError::NotFound);
    }
    let kept = desk.store().setting(agency.id(), &by_key(key)).await.or_fault()?;
    let owner: Owner = serde_json::from_str(&kept.ok_or(WebError::NotFound)?).or_fault()?;
    let book = desk.positions(agency).await.or_fault()?;
    let now = desk.clock().now();
    if !book.positions_of(&owner.person, now).iter().any(|p| p.as_str() == owner.position) {
        return Err(WebError::NotFound);
    }
    let who = Officer { name: book.name_of(&owner.person), person: owner.person, position: owner.position };
    let officer = AtWork { agency, who, book, now };
    let first = officer.today().saturating_sub(BEFORE_DAYS.days());
    let w = cx.words();
    let span = Span::of(first, ALL_DAYS);
    let mut items = days::of(w, &desk, &officer, span).await?;
    for item in &mut items {
        // What has no end yet lasts as long as the feed looks ahead.
        item.last = item.last.min(span.last);
    }
    let name =
        w.with("agenda-feed-name", &[("agency", congvu_views::pick(w, &agency.file.name).to_owned().into())]);
    let feed = ical::Feed { base_url: desk.base_url(), agency: agency.id(), name: &name, now };
    let text = ical::written(&feed, &items);
    Ok(private(unlisted(saved(text, "text/calendar; charset=utf-8", "cong-vu.ics"))))
}

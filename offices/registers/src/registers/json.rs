//! Registers for programs: the public view in JSON, page after page.

use super::cached;
use super::entry::{Did, Versioned};
use super::find::{self, Asked};
use super::list::Wish;
use super::standing;
use crate::common::{AsOf, path, query};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_register::{Entry, RegisterDef, public};
use congvu_web::WebError;
use jiff::civil::DateTime;
use serde_json::{Value, json};

/// Entries on a page when nothing else is asked for.
pub(super) const PAGE: u32 = 100;
/// Most entries on a page.
const MOST: u32 = 500;
/// Media type of the answers.
const JSON: &str = "application/json";

/// `GET /{agency}/registers/{register}.json`: the entries as of a day, in the order of their numbers.
pub(super) async fn list(
    desk: &Desk,
    headers: &HeaderMap,
    agency: &Agency,
    def: &RegisterDef,
    wish: &Wish,
    limit: u32,
) -> Result<Response, WebError> {
    let limit = limit.clamp(1, MOST);
    let asked = Asked { register: &def.id, q: &wish.q, moment: wish.at.moment, after: &wish.after, limit };
    let found = find::entries(desk, agency, &asked).await?;
    let base = address(desk, agency, def);
    let next = found.next.as_ref().map(|after| {
        let (day, limit) = (wish.day(), limit.to_string());
        let limit = if limit == PAGE.to_string() { "" } else { limit.as_str() };
        format!("{base}.json{}", query(&[("q", &wish.q), ("on", &day), ("limit", limit), ("after", after)]))
    });
    let entries: Vec<Value> = found.entries.iter().map(|e| one(&base, def, e, wish.at.moment)).collect();
    let body = json!({
        "agency": agency.id(),
        "register": def.id,
        "name": { "vi": def.name.vi, "en": def.name.en },
        "url": base,
        "on": wish.at.day,
        "complete": !found.unfinished,
        "entries": entries,
        "next": next,
    });
    let mut answer = cached::answer(headers, JSON, def.listed, None, body.to_string());
    if let Some(value) = next.and_then(|n| HeaderValue::from_str(&format!("<{n}>; rel=\"next\"")).ok()) {
        answer.headers_mut().insert(header::LINK, value);
    }
    Ok(answer)
}

/// `GET /{agency}/registers/{register}/{number}.json`: an entry as of a day, and what it said before.
pub(super) fn entry(
    desk: &Desk,
    headers: &HeaderMap,
    agency: &Agency,
    def: &RegisterDef,
    versions: &[Versioned],
    acts: &[Did],
    at: AsOf,
) -> Result<Response, WebError> {
    let base = address(desk, agency, def);
    let Some((shown, code)) = versions.iter().rfind(|(e, _)| e.since <= at.moment) else {
        return Err(WebError::NotFound);
    };
    let history: Vec<Value> = versions
        .iter()
        .enumerate()
        .map(|(i, (entry, _))| {
            let did = acts.get(i).cloned().unwrap_or_default();
            let mut said = one(&base, def, entry, entry.since);
            if let Value::Object(said) = &mut said {
                said.remove("url");
                said.insert("version".into(), entry.version.into());
                said.insert(
                    "act".into(),
                    json!({ "name": { "vi": did.vi, "en": did.en }, "seq": did.seq, "at": did.at.map(stamp) }),
                );
            }
            said
        })
        .collect();
    let mut body = one(&base, def, shown, at.moment);
    if let Value::Object(body) = &mut body {
        body.insert("agency".into(), agency.id().into());
        body.insert("register".into(), def.id.clone().into());
        body.insert("on".into(), json!(at.day));
        body.insert("version".into(), shown.version.into());
        if let Some(code) = code {
            body.insert(
                "verify".into(),
                format!("{}/{}/v/{}", desk.base_url(), agency.id(), path(code)).into(),
            );
        }
        body.insert("history".into(), history.into());
    }
    let changed = versions.iter().filter_map(|(e, _)| timestamp(e.since)).max();
    Ok(cached::answer(headers, JSON, def.listed, changed, body.to_string()))
}

/// One version of an entry, with what anyone may see of it.
fn one(base: &str, def: &RegisterDef, entry: &Entry, at: DateTime) -> Value {
    json!({
        "number": entry.cited(),
        "url": format!("{base}/{}", path(&entry.number)),
        "standing": standing::key(entry.standing(at)),
        "issued": entry.issued.date(),
        "last_day": entry.until.and_then(|u| u.date().yesterday().ok()),
        "since": stamp(entry.since),
        "paper": entry.paper,
        "clause": entry.clause,
        "content": public(entry, def),
        "taken_over": entry.origin.as_ref().map(|o| json!({ "book": o.book, "at": stamp(o.at) })),
    })
}

/// The lasting address of a register.
pub(super) fn address(desk: &Desk, agency: &Agency, def: &RegisterDef) -> String {
    format!("{}/{}/registers/{}", desk.base_url(), agency.id(), def.id)
}

/// A moment of the offices as a point in time.
pub(super) fn timestamp(at: DateTime) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_millisecond(congvu_desk::to_ms(at)).ok()
}

/// A moment of the offices as RFC 3339 has it.
pub(super) fn stamp(at: DateTime) -> String {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
    at.to_zoned(zone).map_or_else(|_| at.to_string(), |z| z.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

//! Sample people: appointed by acts like everybody else.

use super::sample::{Sample, SamplePosition};
use anyhow::Context;
use congvu_accounts::{CITIZEN, OFFICER};
use congvu_authority::{Actor, UnitId};
use congvu_desk::{Desk, On, Opening, Request};
use congvu_matter::Command;
use congvu_pack::Agency;
use congvu_store::AccountRow;
use congvu_web::security::password::Passwords;
use serde_json::json;

/// Makes people and accounts in every department that has none yet.
///
/// # Errors
/// An act is refused, or the store cannot be written.
pub async fn seed(desk: &Desk, passwords: &Passwords, sample: &Sample) -> anyhow::Result<()> {
    let mut hash = None;
    let agencies: Vec<Agency> = desk.library().agencies.values().map(|a| Agency::clone(a)).collect();
    for (nth, agency) in agencies.iter().enumerate() {
        if desk.store().head(agency.id()).await?.seq > 0 {
            continue;
        }
        let hash = match &hash {
            Some(hash) => hash,
            // One hash for all: they share the password that stands on the sign-in page.
            None => hash.insert(passwords.hash(&sample.password).await?),
        };
        for (which, position) in sample.positions.iter().enumerate() {
            if has_head(desk, agency, position).await? {
                continue;
            }
            let name = name(sample, nth.saturating_mul(31).saturating_add(which.saturating_mul(7)));
            appoint(desk, agency, position, &name)
                .await
                .with_context(|| format!("appointing `{}` in `{}`", position.id, agency.id()))?;
            let account = officer(desk, position, &name, hash);
            desk.store().put_account(agency.id(), &account).await?;
        }
        let founder = founder(desk, agency, sample, hash);
        desk.store().put_account(agency.id(), &founder).await?;
        let secret = serde_json::to_string(&sample.gateway_secret)?;
        desk.store().put_setting(agency.id(), "payment-gateway", &secret).await?;
        for citizen in &sample.citizens {
            let account = AccountRow {
                id: format!("citizen:{}", citizen.login),
                login: citizen.login.clone(),
                password_hash: hash.clone(),
                name: citizen.name.clone(),
                phone: citizen.phone.clone(),
                email: citizen.email.clone(),
                kind: CITIZEN.to_owned(),
                person: None,
                created_ms: desk.clock().now_ms(),
                closed_ms: None,
            };
            desk.store().put_account(agency.id(), &account).await?;
        }
    }
    Ok(())
}

/// Whether this would be a second head of one division: some departments have one division for what others divide.
async fn has_head(desk: &Desk, agency: &Agency, position: &SamplePosition) -> anyhow::Result<bool> {
    let unit = |key: &str| agency.rules.unit(&UnitId(key.to_owned())).map(|u| &u.id);
    let Some(of) = position.unit.as_deref().filter(|_| position.kind == "unit-head") else {
        return Ok(false);
    };
    let book = desk.positions(agency).await?;
    let heads = book.roster.positions.iter().filter(|p| p.kind == position.kind);
    Ok(heads.filter_map(|p| p.unit.as_ref()).any(|u| unit(u.as_str()) == unit(of)))
}

/// A name put together from the parts; the same number always gives the same name.
fn name(sample: &Sample, number: usize) -> String {
    let part = |parts: &[String], n: usize| {
        n.checked_rem(parts.len()).and_then(|i| parts.get(i)).cloned().unwrap_or_default()
    };
    let family = part(&sample.family, number);
    let middle = part(&sample.middle, number.wrapping_mul(3));
    let given = part(&sample.given, number.wrapping_mul(5));
    format!("{family} {middle} {given}")
}

fn officer(desk: &Desk, position: &SamplePosition, name: &str, hash: &str) -> AccountRow {
    AccountRow {
        id: format!("officer:{}", position.login),
        login: position.login.clone(),
        password_hash: hash.to_owned(),
        name: name.to_owned(),
        phone: String::new(),
        email: String::new(),
        kind: OFFICER.to_owned(),
        person: Some(person(position)),
        created_ms: desk.clock().now_ms(),
        closed_ms: None,
    }
}

/// Whoever holds the office above the department has an account, too: the first acts are theirs.
fn founder(desk: &Desk, agency: &Agency, sample: &Sample, hash: &str) -> AccountRow {
    let founder = &agency.file.founder;
    AccountRow {
        id: format!("officer:{}", sample.founder.login),
        login: sample.founder.login.clone(),
        password_hash: hash.to_owned(),
        name: founder.name.clone(),
        phone: String::new(),
        email: String::new(),
        kind: OFFICER.to_owned(),
        person: Some(founder.position.clone()),
        created_ms: desk.clock().now_ms(),
        closed_ms: None,
    }
}

fn person(position: &SamplePosition) -> String {
    format!("person:{}", position.login)
}

async fn appoint(desk: &Desk, agency: &Agency, position: &SamplePosition, name: &str) -> anyhow::Result<()> {
    let founder = &agency.file.founder.position;
    let by = if position.by == "founder" { founder } else { &position.by };
    let book = desk.positions(agency).await?;
    let (holder, _) = book.holder(by, desk.clock().now()).with_context(|| format!("nobody holds `{by}`"))?;
    let input = json!({ "appointment": {
        "position": { "id": position.id, "kind": position.kind, "unit": position.unit },
        "person": person(position),
        "name": name,
        "from": desk.clock().now(),
    }});
    let command = Command {
        act: "appoint".to_owned(),
        input: input.as_object().cloned().unwrap_or_default(),
        subject: name.to_owned(),
        channel: "office".to_owned(),
        ..Command::default()
    };
    let request = Request {
        agency: agency.id().to_owned(),
        actor: Actor::Position { person: holder.into(), position: by.as_str().into() },
        on: On::New(Opening::Lifecycle("appointment".to_owned())),
        seen: None,
        idempotency_key: None,
        command,
    };
    desk.perform(request).await?;
    Ok(())
}

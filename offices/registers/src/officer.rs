//! Officers at the registers: who reads books of the office, who takes paper registers over.

use crate::registers::keeper;
use congvu_authority::{Actor, Authority, MatterFacts, UnitId};
use congvu_desk::{Book, Desk};
use congvu_pack::Agency;
use congvu_views::door::{AtWork, to_sign_in};
use congvu_web::{PageCx, WebError};
use std::sync::Arc;

pub(crate) use congvu_views::door::Stop;

/// The officer who is signed in here and still holds the position; none for anybody else.
pub(crate) async fn of<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &'d Agency,
) -> Result<Option<AtWork<'d>>, WebError> {
    congvu_views::door::officer_here(desk, cx, agency).await
}

/// As [`of`]; anybody else goes to the sign-in page and comes back to `next`.
pub(crate) async fn enter<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &'d Agency,
    next: &str,
) -> Result<AtWork<'d>, Stop> {
    let here = of(desk, cx, agency).await?;
    here.ok_or_else(|| to_sign_in(agency, next).into())
}

/// What a register is to the authority table: its duty, and the unit that carries it.
fn facts(desk: &Desk, agency: &Agency, register: &str) -> Option<MatterFacts> {
    let keeper = &keeper(desk.library(), agency, register)?.declared;
    Some(MatterFacts {
        duty: Some(keeper.duty.clone()),
        unit: Some(UnitId(keeper.unit.clone())),
        ..MatterFacts::default()
    })
}

/// Whether whoever is signed in may do an act with a register.
pub(crate) async fn may(
    desk: &Desk,
    cx: &PageCx,
    agency: &Agency,
    act: &str,
    register: &str,
) -> Result<bool, WebError> {
    let Some(officer) = of(desk, cx, agency).await? else { return Ok(false) };
    Ok(allowed(desk, agency, &officer.book, &officer.actor(), act, register))
}

/// As [`may`], for an officer who has entered.
pub(crate) fn allowed(
    desk: &Desk,
    agency: &Agency,
    book: &Book,
    actor: &Actor,
    act: &str,
    register: &str,
) -> bool {
    let Some(facts) = facts(desk, agency, register) else { return false };
    let authority = Authority::new(Arc::clone(&agency.rules), book.roster.clone());
    authority.is_ok_and(|a| a.may(actor, act, &facts, desk.clock().now()).is_ok())
}

/// Who may do an act with a register: positions in words.
pub(crate) fn who_may(
    w: &congvu_web::Words,
    desk: &Desk,
    agency: &Agency,
    book: &Book,
    act: &str,
    register: &str,
) -> Vec<String> {
    let Some(facts) = facts(desk, agency, register) else { return Vec::new() };
    let now = desk.clock().now();
    let Ok(authority) = Authority::new(Arc::clone(&agency.rules), book.roster.clone()) else {
        return Vec::new();
    };
    authority
        .who_may(act, &facts, now)
        .into_iter()
        .map(|(position, _, _)| congvu_views::title_of(w, agency, book, &position, Some(now)))
        .collect()
}

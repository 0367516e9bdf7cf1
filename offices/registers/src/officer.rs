//! Officers at the registers: who reads books of the office, who takes paper registers over.

use crate::registers::keeper;
use axum::response::{IntoResponse, Redirect, Response};
use congvu_authority::{Actor, Authority, MatterFacts, UnitId};
use congvu_desk::{Book, Desk};
use congvu_pack::Agency;
use congvu_web::{PageCx, ResultExt, WebError};
use std::sync::Arc;

/// Why a handler ends early.
pub(crate) enum Stop {
    /// An error page of the house.
    Web(WebError),
    /// To the sign-in page.
    SignIn(Box<Response>),
}

impl From<WebError> for Stop {
    fn from(error: WebError) -> Self {
        Self::Web(error)
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::Web(error) => error.into_response(),
            Self::SignIn(answer) => *answer,
        }
    }
}

/// The officer who is signed in here and still holds the position; none for anybody else.
pub(crate) async fn of(
    desk: &Desk,
    cx: &PageCx,
    agency: &Agency,
) -> Result<Option<(congvu_views::Officer, Book)>, WebError> {
    let Ok(officer) = congvu_views::officer_of(cx, agency) else { return Ok(None) };
    let book = desk.positions(agency).await.or_fault()?;
    let now = desk.clock().now();
    let person = officer.person.as_str();
    let held = book.positions_of(person, now).iter().any(|p| p.as_str() == officer.position);
    Ok(held.then_some((officer, book)))
}

/// As [`of`]; anybody else goes to the sign-in page and comes back to `next`.
pub(crate) async fn enter(
    desk: &Desk,
    cx: &PageCx,
    agency: &Agency,
    next: &str,
) -> Result<(congvu_views::Officer, Book), Stop> {
    if let Some(found) = of(desk, cx, agency).await? {
        return Ok(found);
    }
    let next = congvu_web::context::safe_next(Some(next));
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    let answer = Redirect::to(&format!("/{}/sign-in?{query}", agency.id())).into_response();
    Err(Stop::SignIn(Box::new(answer)))
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
    let Some((officer, book)) = of(desk, cx, agency).await? else { return Ok(false) };
    Ok(allowed(desk, agency, &book, &officer.actor(), act, register))
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

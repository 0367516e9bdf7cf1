//! The proof that what an applicant did stands in the public log.

use super::open;
use crate::visitor::Access;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{ActorRef, Desk};
use congvu_views::agency_of;
use congvu_web::download::{private, saved};
use congvu_web::{PageCx, ResultExt, WebError};

/// `GET /{agency}/cases/{matter}/receipts/{seq}`: with the act itself for the one who did it, so that it can be shown to others.
pub(crate) async fn show(
    State(desk): State<Desk>,
    Path((id, matter, seq)): Path<(String, String, i64)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (case, access) = open(&desk, &cx, agency, &matter).await?;
    let acts = desk.history(agency, &case.matter.id).await.or_fault()?;
    let act = acts.iter().map(|line| &line.act).find(|act| act.seq == seq).ok_or(WebError::NotFound)?;
    // What officers wrote is not the applicant's to show, nor anything to whoever knows a number and a telephone.
    let theirs = access == Access::Own && matches!(act.actor, ActorRef::Applicant { .. });
    let receipt = desk.receipt(agency.id(), seq, theirs).await.or_fault()?.ok_or(WebError::NotFound)?;
    let name = format!("{id}-{seq}.tlog-proof");
    Ok(private(saved(receipt.write().or_fault()?, "text/plain", &name)))
}

//! Cases as applicants see them.

pub(crate) mod act;
pub(crate) mod follow;
pub(crate) mod page;
pub(crate) mod paper;
pub(crate) mod progress;
pub(crate) mod receipt;

use congvu_desk::{Case, Desk};
use congvu_pack::Agency;
use congvu_web::{PageCx, ResultExt, WebError};

use crate::visitor::{Access, access};

/// A case that this visitor may see. One that is somebody else's does not exist for them.
pub(crate) async fn open(
    desk: &Desk,
    cx: &PageCx,
    agency: &Agency,
    matter: &str,
) -> Result<(Case, Access), WebError> {
    let case = desk.case(agency, matter).await.or_fault()?.ok_or(WebError::NotFound)?;
    let access = access(cx, agency, &case).ok_or(WebError::NotFound)?;
    Ok((case, access))
}

/// The acts that an applicant may do, as lifecycles name them.
pub(crate) const APPLICANT: &str = "applicant";

/// Whether a visitor who came by number and telephone may do an act: not one that cannot be undone.
pub(crate) fn open_to(access: Access, act: &congvu_matter::declare::ActDef) -> bool {
    act.by == APPLICANT && (access == Access::Own || act.warning.is_none())
}

/// The applicant as the authority table knows them.
pub(crate) fn applicant(case: &Case) -> congvu_authority::Actor {
    let account = case.matter.party.as_ref().map(|p| p.account.clone()).unwrap_or_default();
    congvu_authority::Actor::Applicant { account: account.into() }
}

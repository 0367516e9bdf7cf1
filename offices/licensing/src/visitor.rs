//! Whose drafts and cases a visitor may see: an account, or a secret that the session keeps for those without one.

use congvu_authority::Actor;
use congvu_desk::Case;
use congvu_pack::Agency;
use congvu_web::{PageCx, WebError};
use sha2::{Digest, Sha256};

/// Session value with the secret of a visitor without an account.
const GUEST: &str = "licensing-guest";
/// Session value with the cases that number and telephone opened.
const KNOWN: &str = "licensing-cases";
/// Most cases that a session remembers.
const MAX_KNOWN: usize = 20;

/// Who files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// Account, or `guest:` and a secret.
    pub(crate) account: String,
    /// Name, for those with an account.
    pub(crate) name: String,
    signed_in: bool,
}

impl Visitor {
    /// The visitor; one without an account gets a secret that the session keeps.
    pub(crate) fn of(cx: &PageCx, agency: &Agency) -> Result<Self, WebError> {
        if let Some(known) = Self::known(cx, agency) {
            return Ok(known);
        }
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(WebError::fault)?;
        let account = format!("guest:{}", hex::encode(bytes));
        if !cx.session().set(GUEST, &account) {
            return Err(WebError::fault("the session has no room for a visitor"));
        }
        Ok(Self { account, name: String::new(), signed_in: false })
    }

    /// The visitor, where the session already knows one.
    pub(crate) fn known(cx: &PageCx, agency: &Agency) -> Option<Self> {
        if let Some(who) = congvu_views::citizen_of(cx, agency) {
            return Some(Self { account: who.person, name: who.name, signed_in: true });
        }
        let account: String = cx.session().get(GUEST)?;
        Some(Self { account, name: String::new(), signed_in: false })
    }

    /// Under which name the store keeps the visitor's drafts. The secret itself is not stored.
    pub(crate) fn draft_owner(&self) -> String {
        if self.signed_in {
            return format!("account:{}", self.account);
        }
        format!("secret:{}", hex::encode(Sha256::digest(self.account.as_bytes())))
    }

    /// As the authority table knows the visitor.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Applicant { account: self.account.as_str().into() }
    }
}

/// How a visitor comes to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// It is the visitor's own: the same account, or the browser in which it was filed.
    Own,
    /// Number and telephone opened it: to read, and to send what was asked for.
    Known,
}

/// What this visitor may see of a case.
pub(crate) fn access(cx: &PageCx, agency: &Agency, case: &Case) -> Option<Access> {
    // Matters of the house itself have no applicant and are nobody's here.
    let party = case.matter.party.as_ref()?;
    let guest: Option<String> = cx.session().get(GUEST);
    let account = congvu_views::citizen_of(cx, agency).map(|who| who.person);
    let own = |known: &Option<String>| known.as_ref().is_some_and(|a| !a.is_empty() && *a == party.account);
    if own(&account) || own(&guest) {
        return Some(Access::Own);
    }
    let known: Vec<String> = cx.session().get(KNOWN).unwrap_or_default();
    known.contains(&key(agency, &case.matter.id)).then_some(Access::Known)
}

/// Remembers that number and telephone opened a case.
pub(crate) fn remember(cx: &PageCx, agency: &Agency, matter: &str) {
    let mut known: Vec<String> = cx.session().get(KNOWN).unwrap_or_default();
    let key = key(agency, matter);
    known.retain(|k| *k != key);
    known.push(key);
    let surplus = known.len().saturating_sub(MAX_KNOWN);
    known.drain(..surplus);
    cx.session().set(KNOWN, &known);
}

fn key(agency: &Agency, matter: &str) -> String {
    format!("{}/{matter}", agency.id())
}

/// Accounts under which this visitor's cases stand.
pub(crate) fn accounts(cx: &PageCx, agency: &Agency) -> Vec<String> {
    let guest: Option<String> = cx.session().get(GUEST);
    let account = congvu_views::citizen_of(cx, agency).map(|who| who.person);
    account.into_iter().chain(guest).collect()
}

//! What the department itself says of a file that it issued.

use congvu_desk::{Case, Desk, DeskError};
use congvu_matter::{EntryRef, Paper};
use congvu_pack::Agency;
use congvu_register::Standing;
use congvu_views::chip_at;
use congvu_web::components::chips;
use congvu_web::{Html, ResultExt, WebError, Words};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A paper of ours, found by the digest of the file.
pub(crate) struct Known {
    /// Code printed on it.
    pub(crate) code: String,
    case: Option<(Case, Paper)>,
    standing: Option<Standing>,
}

pub(crate) async fn known(desk: &Desk, agency: &Agency, pdf: &[u8]) -> Result<Option<Known>, WebError> {
    let sha256 = hex::encode(Sha256::digest(pdf));
    let row = desk.store().document_by_sha256(agency.id(), &sha256).await.or_fault()?;
    let Some(row) = row else { return Ok(None) };
    let Some((_, code)) = row.id.rsplit_once('/') else { return Ok(None) };
    // Only what anybody with the code is told: cases of secret lives are not given here.
    let case = desk.case(agency, &row.matter).await.or_fault()?;
    let case = case.and_then(|case| {
        let paper = case.matter.papers.iter().find(|p| p.code == code).cloned()?;
        Some((case, paper))
    });
    let standing = standing(desk, agency, code).await.or_fault()?;
    Ok(Some(Known { code: code.to_owned(), case, standing }))
}

/// How the entry that the paper made stands now, where it stands in a public register.
async fn standing(desk: &Desk, agency: &Agency, code: &str) -> Result<Option<Standing>, DeskError> {
    let Some(row) = desk.store().entry_by_verify_code(agency.id(), code).await? else { return Ok(None) };
    if !desk.library().registers.get(&row.register).is_some_and(|def| def.listed) {
        return Ok(None);
    }
    let at = EntryRef { register: row.register.clone(), number: row.number.clone() };
    let entry = desk.entry(agency.id(), &at).await?;
    // A paper that a later one changed is told to be so on its own page.
    let entry = entry.filter(|entry| entry.version == row.version);
    Ok(entry.map(|entry| entry.standing(desk.clock().now())))
}

impl Known {
    /// Name and value, for the page.
    pub(crate) async fn lines(
        &self,
        w: &Words,
        desk: &Desk,
        agency: &Agency,
    ) -> Result<Vec<(String, Html)>, WebError> {
        let mut all = Vec::new();
        if let Some((case, paper)) = &self.case {
            let name = congvu_views::paper_name(w, desk.library(), case, paper);
            all.push((w.t("trust-k-paper"), Html::text(&name)));
            if let Some(signed) = &paper.signature {
                let lines = signed.lines.join(", ");
                let who = match lines.is_empty() {
                    true => signed.name.clone(),
                    false => format!("{} ({lines})", signed.name),
                };
                all.push((w.t("trust-k-signed"), Html::text(&who)));
                let clauses = clause(desk, agency, case, paper).await?;
                if let Some(eid) = clauses {
                    all.push((w.t("trust-k-power"), chips(w, &[chip_at(w, agency, &eid)])));
                }
            }
        }
        if let Some(standing) = self.standing {
            all.push((w.t("trust-k-now"), Html::text(&in_words(w, standing))));
        }
        Ok(all)
    }
}

/// By which clause the one who signed had the power, as the record says.
async fn clause(
    desk: &Desk,
    agency: &Agency,
    case: &Case,
    paper: &Paper,
) -> Result<Option<String>, WebError> {
    let acts = desk.history(agency, &case.matter.id).await.or_fault()?;
    let signs = |events: &Value| {
        events.as_array().is_some_and(|all| all.iter().any(|e| e.get("event").is_some_and(|k| k == "signed")))
    };
    let sign = acts.iter().rfind(|line| line.at <= paper.at && signs(&line.act.events));
    Ok(sign.map(|line| line.act.clause.eid.clone()))
}

fn in_words(w: &Words, standing: Standing) -> String {
    match standing {
        Standing::Valid => w.t("trust-k-valid"),
        Standing::Expired => w.t("trust-k-expired"),
        Standing::Suspended => w.t("trust-k-suspended"),
        Standing::Revoked | Standing::Annulled => w.t("trust-k-revoked"),
        Standing::Ended => w.t("trust-k-ended"),
    }
}

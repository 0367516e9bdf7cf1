//! Who may see the department's figures: whom the authority table lets oversee all of it, or the own unit.

use congvu_authority::{Actor, Permit};
use congvu_desk::{Book, Desk};
use congvu_pack::Agency;
use congvu_store::Only;
use congvu_views::door::{AtWork, signed_in};
use congvu_web::components::{Chip, Link};
use congvu_web::{PageCx, ResultExt, Shell, WebError, Words};
use jiff::civil::DateTime;

pub(crate) use congvu_views::door::Stop;

/// The power that the authority table knows for it.
const OVERSEE: &str = "oversee";

/// Somebody who oversees.
#[derive(Debug)]
pub(crate) struct Leader<'d> {
    pub(crate) agency: &'d Agency,
    pub(crate) actor: Actor,
    pub(crate) book: Book,
    pub(crate) now: DateTime,
    pub(crate) now_ms: i64,
    /// The clause that lets this person see it.
    pub(crate) permit: Permit,
    /// The keys of the unit, where it is one's own unit only, and its name.
    unit: Option<(Vec<String>, String)>,
}

impl Leader<'_> {
    /// An address among these pages.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("/{}/desk{path}", self.agency.id())
    }

    /// What this person may see at all.
    pub(crate) fn scope(&self) -> Vec<Only> {
        self.unit.iter().map(|(keys, _)| Only::Units(keys.clone())).collect()
    }

    /// Whether cases of a unit are among those that this person may see.
    pub(crate) fn sees_unit(&self, unit: &str) -> bool {
        self.unit.as_ref().is_none_or(|(keys, _)| keys.iter().any(|key| key == unit))
    }

    /// The name of the unit, where it is one's own unit only.
    pub(crate) fn own_unit(&self) -> Option<&str> {
        self.unit.as_ref().map(|(_, name)| name.as_str())
    }

    /// The chip of the clause.
    pub(crate) fn clause(&self, w: &Words) -> Chip {
        congvu_views::chip_of(w, self.agency, &self.permit.clause)
    }

    /// The frame of these pages.
    pub(crate) fn shell(&self, cx: &PageCx, title: &str) -> Shell {
        let w = cx.words();
        let mut shell = congvu_views::officer_shell(cx, self.agency, title);
        let here = self.at("/overview");
        let after =
            shell.nav.iter().position(|l| l.href == here).map_or(shell.nav.len(), |i| i.saturating_add(1));
        let more = [
            ("/morning", "oversight-morning"),
            ("/reports", "oversight-reports"),
            ("/indicators", "oversight-indicators"),
            ("/stops", "oversight-stops-nav"),
        ];
        for (place, (path, text)) in more.into_iter().enumerate() {
            shell.nav.insert(after.saturating_add(place), Link::new(self.at(path), w.t(text)));
        }
        shell
    }
}

/// All keys that lead to the same unit as this one: some departments have one division for what others divide.
pub(crate) fn unit_keys(desk: &Desk, agency: &Agency, unit: &str) -> Vec<String> {
    let of = |key: &str| agency.rules.unit(&key.into()).map(|u| u.id.to_string());
    let wanted = of(unit);
    let all = agency.procedures.iter().filter_map(|id| desk.library().loaded(agency.id(), id));
    let mut keys: Vec<String> =
        all.map(|p| p.declared.unit.clone()).filter(|key| of(key) == wanted).collect();
    keys.push(unit.to_owned());
    keys.sort();
    keys.dedup();
    keys
}

/// Lets a leader in. Anybody else in office is told who may; others go to the sign-in page and come back.
pub(crate) async fn enter<'d>(desk: &'d Desk, cx: &PageCx, agency: &str) -> Result<Leader<'d>, Stop> {
    let here = signed_in(desk, cx, agency, cx.path()).await?;
    let (actor, now_ms) = (here.actor(), desk.clock().now_ms());
    let AtWork { agency, who, book, now } = here;
    let own = book.position(&who.position).and_then(|p| p.unit.as_ref()).map(ToString::to_string);
    let whole = desk.may(agency, &actor, OVERSEE, None).await.or_fault()?;
    let (permit, unit) = match (whole, own) {
        (Ok(permit), _) => (permit, None),
        (Err(refusal), None) => return Err(refused(cx, agency, &book, &refusal, now).into()),
        (Err(_), Some(unit)) => match desk.may(agency, &actor, OVERSEE, Some(&unit)).await.or_fault()? {
            Ok(permit) => {
                let name =
                    agency.rules.unit(&unit.as_str().into()).map_or_else(String::new, |u| u.name.clone());
                (permit, Some((unit_keys(desk, agency, &unit), name)))
            }
            Err(refusal) => return Err(refused(cx, agency, &book, &refusal, now).into()),
        },
    };
    Ok(Leader { agency, actor, book, now, now_ms, permit, unit })
}

fn refused(
    cx: &PageCx,
    agency: &Agency,
    book: &Book,
    refusal: &congvu_authority::Refusal,
    now: DateTime,
) -> WebError {
    let w = cx.words();
    WebError::refused(congvu_views::refusal_view(w, agency, book, &w.t("oversight-see"), refusal, now))
}

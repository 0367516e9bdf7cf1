//! Who is signed in, and what positions are called.

use congvu_authority::{Actor, PositionId};
use congvu_desk::Book;
use congvu_pack::Agency;
use congvu_web::{PageCx, SignedIn, WebError, Words};

/// An officer who is signed in and acts in a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Person.
    pub person: String,
    /// Name.
    pub name: String,
    /// Position.
    pub position: String,
}

impl Officer {
    /// As the authority table knows the officer.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Position { person: self.person.as_str().into(), position: self.position.as_str().into() }
    }
}

fn here(cx: &PageCx, agency: &Agency) -> Option<SignedIn> {
    cx.session().signed_in().filter(|who| who.agency.as_deref() == Some(agency.id()))
}

/// The signed-in officer of this department.
///
/// # Errors
/// [`WebError::SignIn`] when nobody, a citizen or somebody of another department is signed in.
pub fn officer_of(cx: &PageCx, agency: &Agency) -> Result<Officer, WebError> {
    let who = here(cx, agency).ok_or(WebError::SignIn)?;
    let position = who.position.ok_or(WebError::SignIn)?;
    Ok(Officer { person: who.person, name: who.name, position })
}

/// The signed-in citizen's account at this department.
#[must_use]
pub fn citizen_of(cx: &PageCx, agency: &Agency) -> Option<SignedIn> {
    here(cx, agency).filter(|who| who.position.is_none())
}

/// Whoever is signed in at this department, as the authority table knows them.
#[must_use]
pub fn actor_of(cx: &PageCx, agency: &Agency) -> Option<Actor> {
    let who = here(cx, agency)?;
    Some(match who.position {
        Some(position) => Actor::Position { person: who.person.into(), position: position.into() },
        None => Actor::Applicant { account: who.person.into() },
    })
}

/// What a position is called and, with `names`, who holds it: `Giám đốc Sở (Nguyễn Văn An)`.
#[must_use]
pub fn title_of(
    w: &Words,
    agency: &Agency,
    book: &Book,
    position: &PositionId,
    names: Option<jiff::civil::DateTime>,
) -> String {
    let Some(found) = book.position(position.as_str()) else { return position.to_string() };
    let kind = agency.rules.kind(&found.kind).map_or(found.kind.as_str(), |k| w.pick(&k.name.vi, &k.name.en));
    let unit = found.unit.as_ref().and_then(|u| agency.rules.unit(u)).map(|u| u.name.as_str());
    let title = match unit {
        Some(unit) => format!("{kind}, {unit}"),
        None => kind.to_owned(),
    };
    match names.and_then(|at| book.holder(position.as_str(), at)) {
        Some((_, name)) if !name.is_empty() => format!("{title} ({name})"),
        _ => title,
    }
}

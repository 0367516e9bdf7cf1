//! Who is signed in, and what positions are called.

use congvu_authority::{Actor, Position, PositionId, Title};
use congvu_desk::{Book, joined, sentence};
use congvu_pack::Agency;
use congvu_web::{Lang, PageCx, SignedIn, WebError, Words};

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
    let title = seat(w, agency, found);
    match names.and_then(|at| book.holder(position.as_str(), at)) {
        Some((_, name)) if !name.is_empty() => format!("{title} ({name})"),
        _ => title,
    }
}

/// A position in words: the title of a unit's head joins its unit's name, other kinds stand beside it.
fn seat(w: &Words, agency: &Agency, position: &Position) -> String {
    let kind = agency.rules.kind(&position.kind);
    let name = kind.map_or(position.kind.as_str(), |k| w.pick(&k.name.vi, &k.name.en));
    let Some(unit) = position.unit.as_ref().and_then(|u| agency.rules.unit(u)) else {
        return name.to_owned();
    };
    let beside = |title: &str| {
        w.with("views-seat", &[("title", title.to_owned().into()), ("unit", unit.name.clone().into())])
    };
    let leads = kind.is_some_and(|k| matches!(k.title, Title::UnitHead | Title::UnitDeputy));
    match agency.rules.title(position).filter(|_| leads) {
        Some(title) if w.lang() == Lang::Vi => joined(&sentence(&title.vi), &unit.name),
        Some(title) => beside(&sentence(w.pick(&title.vi, &title.en))),
        None => beside(name),
    }
}

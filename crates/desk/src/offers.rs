//! What somebody may do with a matter now, and what not and why.

use crate::Case;
use crate::desk::Desk;
use crate::error::{DeskError, PerformError};
use crate::perform::{Definition, facts, fine_facts, seat_prepared};
use crate::proposal::other_hands;
use congvu_authority::{Actor, Permit, PositionId, Refusal};
use congvu_matter::declare::ActDef;
use congvu_matter::{Command, Matter, Refused};
use congvu_pack::Agency;

/// One act of the lifecycle, offered or not.
#[derive(Debug)]
pub struct Offer {
    /// The act.
    pub act: ActDef,
    /// A permit, or why not.
    pub may: Result<Permit, WhyNot>,
}

/// Why an act is not offered.
#[derive(Debug)]
pub enum WhyNot {
    /// No clause empowers this person to it.
    Refused(Box<Refusal>),
    /// It is not the matter's turn for it.
    NotNow(Refused),
}

impl Desk {
    /// All acts of a matter's life that touch its present state, for one actor.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn offers(
        &self,
        agency: &Agency,
        actor: &Actor,
        matter: &Matter,
    ) -> Result<Vec<Offer>, DeskError> {
        let now = self.inner.clock.now();
        let Ok(definition) = Definition::of(&self.packs.library, matter) else { return Ok(Vec::new()) };
        let opened = self.book(agency).await?;
        let seated = seat_prepared(agency, &opened, actor, matter);
        let judging = seated.as_ref().unwrap_or(&opened);
        let done = self.done_by(agency, &definition.lifecycle.acts, Some(matter), actor).await?;
        let form_on = |key: &str, day| self.packs.library.form_on(key, day);
        let ctx = definition.context(&self.packs.library, agency, &matter.id, &[], &form_on, now);
        let mut offers = Vec::new();
        let declared =
            |a: &&ActDef| !a.optional || congvu_matter::holder_of(definition.version(), &a.id).is_some();
        // What the program does by itself is nobody's to be offered.
        let here = |a: &&ActDef| a.from.contains(&matter.state) && a.by != "system";
        for act in definition.lifecycle.acts.iter().filter(here).filter(declared) {
            let may = match congvu_matter::possible(Some(matter), act, &ctx) {
                // A matter that costs nothing never shows anything of money.
                Err(Refused::NoCharge) => continue,
                Err(refused) => Err(WhyNot::NotNow(refused)),
                Ok(()) => {
                    if let Err(refused) = other_hands(act, &done) {
                        offers.push(Offer { act: act.clone(), may: Err(WhyNot::NotNow(refused)) });
                        continue;
                    }
                    let command = Command { act: act.id.clone(), ..Command::default() };
                    let mut facts = facts(&definition, Some(matter), &command, actor);
                    facts.extra = fine_facts(&self.packs.library, &definition, Some(matter), &command, now);
                    let asked = judging.authority.may(actor, &act.id, &facts, now);
                    asked.map_err(WhyNot::Refused)
                }
            };
            offers.push(Offer { act: act.clone(), may });
        }
        Ok(offers)
    }

    /// Whether somebody may do an act on cases of this department at all: a permit for one of its duties, or why not.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn empowered(
        &self,
        agency: &Agency,
        actor: &Actor,
        act: &str,
    ) -> Result<Result<Permit, Box<Refusal>>, DeskError> {
        let now = self.inner.clock.now();
        let opened = self.book(agency).await?;
        let library = &self.packs.library;
        let mut duties =
            agency.procedures.iter().filter_map(|id| library.loaded(agency.id(), id)).map(|p| &p.declared);
        let facts = congvu_authority::MatterFacts {
            duty: duties.next().map(|p| p.duty.clone()),
            ..congvu_authority::MatterFacts::default()
        };
        Ok(opened.authority.may(actor, act, &facts, now))
    }

    /// Which of these transactions of banks and gateways stand in the record already.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn known_payments(
        &self,
        agency: &Agency,
        references: &[String],
    ) -> Result<Vec<String>, DeskError> {
        let mut known = Vec::new();
        for reference in references {
            let row = crate::perform::payment_row_id(reference);
            if self.inner.store.matter(agency.id(), &row).await?.is_some() {
                known.push(reference.clone());
            }
        }
        Ok(known)
    }

    /// Positions that may be chosen in an input limited to the holder of a step (`step:appraise`).
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn candidates(
        &self,
        agency: &Agency,
        matter: &Matter,
        of: &str,
    ) -> Result<Vec<(PositionId, String)>, DeskError> {
        let now = self.inner.clock.now();
        let Ok(definition) = Definition::of(&self.packs.library, matter) else { return Ok(Vec::new()) };
        let opened = self.book(agency).await?;
        let selector = of
            .strip_prefix("step:")
            .and_then(|step| congvu_matter::holder_of(definition.version(), step))
            .unwrap_or(of)
            .parse::<congvu_authority::Selector>();
        let Ok(selector) = selector else { return Ok(Vec::new()) };
        let facts = facts(&definition, Some(matter), &Command::default(), &Actor::System);
        let held = opened.authority.holders(&selector, &facts, now);
        Ok(held
            .into_iter()
            .map(|(position, person)| (position, opened.book.name_of(person.as_str())))
            .collect())
    }

    /// Whether somebody may do what is no act on a matter, such as reading reports: the table judges it all the same.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn may(
        &self,
        agency: &Agency,
        actor: &Actor,
        act: &str,
        unit: Option<&str>,
    ) -> Result<Result<Permit, Box<Refusal>>, DeskError> {
        let now = self.inner.clock.now();
        let opened = self.book(agency).await?;
        let unit = unit.map(|u| congvu_authority::UnitId(u.to_owned()));
        let facts = congvu_authority::MatterFacts { unit, ..congvu_authority::MatterFacts::default() };
        Ok(opened.authority.may(actor, act, &facts, now))
    }

    /// Who may do an act on a matter now, with their names.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn who_may(
        &self,
        agency: &Agency,
        case: &Case,
        act: &str,
    ) -> Result<Vec<(PositionId, String)>, DeskError> {
        let now = self.inner.clock.now();
        let definition = match Definition::of(&self.packs.library, &case.matter) {
            Ok(definition) => definition,
            Err(PerformError::Desk(error)) => return Err(error),
            Err(_) => return Ok(Vec::new()),
        };
        let opened = self.book(agency).await?;
        let command = Command { act: act.to_owned(), ..Command::default() };
        let mut facts = facts(&definition, Some(&case.matter), &command, &Actor::System);
        facts.extra = fine_facts(&self.packs.library, &definition, Some(&case.matter), &command, now);
        Ok(opened
            .authority
            .who_may(act, &facts, now)
            .into_iter()
            .map(|(position, person, _)| (position, opened.book.name_of(person.as_str())))
            .collect())
    }
}

//! Matters that are not open yet: who may open one, and who could be put in charge.

use crate::desk::Desk;
use crate::error::{DeskError, PerformError};
use crate::perform::{Definition, facts};
use crate::request::Opening;
use congvu_authority::{Actor, Permit, PositionId, Selector};
use congvu_matter::{Command, holder_of};
use congvu_pack::Agency;

impl Desk {
    /// Whether somebody may open a matter of a procedure now by an act: judged by the same table as the act itself.
    ///
    /// # Errors
    /// [`PerformError::Refused`] with what is missing; [`PerformError::Unknown`] for a procedure that is not the
    /// agency's; the store cannot be read.
    pub async fn may_open(
        &self,
        agency: &Agency,
        actor: &Actor,
        procedure: &str,
        act: &str,
    ) -> Result<Permit, PerformError> {
        let now = self.inner.clock.now();
        let opening = Opening::Procedure(procedure.to_owned());
        let definition = Definition::opening(&self.packs.library, agency, &opening, now)?;
        let opened = self.book(agency).await?;
        let command = Command { act: act.to_owned(), ..Command::default() };
        let facts = facts(&definition, None, &command, actor);
        opened.authority.may(actor, act, &facts, now).map_err(PerformError::Refused)
    }

    /// Positions that may be chosen, for a matter that is to be opened, in an input limited to the holder of a step
    /// (`step:appraise`).
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn candidates_for(
        &self,
        agency: &Agency,
        procedure: &str,
        of: &str,
    ) -> Result<Vec<(PositionId, String)>, DeskError> {
        let now = self.inner.clock.now();
        let opening = Opening::Procedure(procedure.to_owned());
        let definition = match Definition::opening(&self.packs.library, agency, &opening, now) {
            Ok(definition) => definition,
            Err(PerformError::Desk(error)) => return Err(error),
            Err(_) => return Ok(Vec::new()),
        };
        let opened = self.book(agency).await?;
        let by = of.strip_prefix("step:").and_then(|s| holder_of(definition.version(), s)).unwrap_or(of);
        let Ok(selector) = by.parse::<Selector>() else { return Ok(Vec::new()) };
        let facts = facts(&definition, None, &Command::default(), &Actor::System);
        let held = opened.authority.holders(&selector, &facts, now);
        Ok(held
            .into_iter()
            .map(|(position, person)| (position, opened.book.name_of(person.as_str())))
            .collect())
    }
}

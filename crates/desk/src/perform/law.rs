//! The law that governs a matter is settled before anybody acts on it.

use super::definition::Definition;
use crate::desk::Desk;
use crate::error::PerformError;
use crate::request::{On, Request};
use congvu_authority::Actor;
use congvu_matter::{Command, Matter, pending};
use congvu_pack::Agency;
use jiff::civil::DateTime;
use std::pin::Pin;

/// Most versions that can have come into force since somebody looked at a matter.
const MOST: usize = 32;

/// Whether a version has come into force for the matter on which nothing was decided yet, and the act is not that decision.
pub(crate) fn comes_first(definition: &Definition, matter: &Matter, act: &str, now: DateTime) -> bool {
    let deciding = definition.lifecycle.law_act();
    definition.procedure().is_some_and(|p| pending(p, matter, now.date()).is_some())
        && deciding.is_some_and(|d| d.id != act && d.from.contains(&matter.state))
}

impl Desk {
    /// Applies the transitional rules of all versions that have come into force since a matter was opened, each by an act
    /// of the system of its own, once.
    ///
    /// # Errors
    /// An act was not possible; see [`PerformError`].
    pub(crate) fn settle_law<'d>(
        &'d self,
        agency: &'d Agency,
        id: &'d str,
    ) -> Pin<Box<dyn Future<Output = Result<(), PerformError>> + Send + 'd>> {
        // Behind a pointer: acts lead here, and from here to acts.
        Box::pin(async move {
            for _ in 0..MOST {
                let Some(request) = self.settling(agency, id).await? else { break };
                match self.perform(request).await {
                    Ok(_) => {}
                    // Somebody was quicker: look again.
                    Err(PerformError::Changed { .. } | PerformError::NotNow(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
    }

    /// The next act by which the law of a matter is settled; none where it is.
    async fn settling(&self, agency: &Agency, id: &str) -> Result<Option<Request>, PerformError> {
        let Some(case) = self.case(agency, id).await? else { return Ok(None) };
        let definition = Definition::of(&self.packs.library, &case.matter)?;
        let today = self.inner.clock.now().date();
        let new = definition.procedure().and_then(|p| pending(p, &case.matter, today));
        let act = definition.lifecycle.law_act().filter(|a| a.from.contains(&case.matter.state));
        let (Some(new), Some(act)) = (new, act) else { return Ok(None) };
        Ok(Some(Request {
            agency: agency.id().to_owned(),
            actor: Actor::System,
            on: On::Matter(id.to_owned()),
            seen: Some(case.matter.version),
            idempotency_key: Some(format!("law/{id}/{}", new.from)),
            command: Command { act: act.id.clone(), ..Command::default() },
        }))
    }
}

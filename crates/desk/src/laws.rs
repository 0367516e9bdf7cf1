//! Once a day, and when the server starts: whether the law has changed for matters that are open.

use crate::desk::Desk;
use crate::error::DeskError;
use congvu_matter::pending;
use congvu_pack::Agency;
use jiff::ToSpan as _;
use jiff::civil::DateTime;
use std::sync::PoisonError;

/// Matters read at a time.
const PAGE: u32 = 200;
/// How long until the next try after one that failed, minutes.
const AGAIN_MINUTES: i64 = 10;

impl Desk {
    /// Looks through the open matters of all departments when a day has begun, and settles by acts of the system which law
    /// governs each from now on. Does nothing when it was done today. Whatever is missed, the next act on the matter finds.
    pub async fn look_at_laws(&self) {
        let now = self.inner.clock.now();
        if !self.turn_to_look(now) {
            return;
        }
        for agency in self.packs.library.agencies.values() {
            if let Err(error) = self.laws_of(agency).await {
                tracing::warn!(agency = agency.id(), %error, "open matters could not be looked through for changes of the law");
                let again = now.checked_add(AGAIN_MINUTES.minutes()).unwrap_or(now);
                *self.inner.look_at_laws.lock().unwrap_or_else(PoisonError::into_inner) = Some(again);
            }
        }
    }

    /// Whether it is time, and nobody else here is looking.
    fn turn_to_look(&self, now: DateTime) -> bool {
        let mut next = self.inner.look_at_laws.lock().unwrap_or_else(PoisonError::into_inner);
        let due = next.is_none_or(|next| next <= now);
        if due {
            *next = now.date().tomorrow().ok().map(|day| day.at(0, 0, 0, 0));
        }
        due
    }

    async fn laws_of(&self, agency: &Agency) -> Result<(), DeskError> {
        for group in self.inner.store.open_by_state(agency.id()).await? {
            let several = self
                .packs
                .library
                .procedure(agency.id(), &group.procedure)
                .map_or(0, |p| p.declared.versions.len());
            if several < 2 {
                continue;
            }
            let mut after = String::new();
            loop {
                let (kind, procedure, state) = (&group.kind, &group.procedure, &group.state);
                let store = &self.inner.store;
                let rows = store.matters_in_state(agency.id(), kind, procedure, state, PAGE, &after).await?;
                let Some(last) = rows.last() else { break };
                after.clone_from(&last.id);
                for case in self.cases(&rows)? {
                    self.law_of(agency, &case).await;
                }
            }
        }
        Ok(())
    }

    async fn law_of(&self, agency: &Agency, case: &crate::Case) {
        let today = self.inner.clock.now().date();
        let Some((procedure, _)) = case.procedure(&self.packs.library) else { return };
        if pending(procedure, &case.matter, today).is_none() {
            return;
        }
        // One matter that cannot be settled must not keep the others waiting; the next act on it says why.
        if let Err(error) = self.settle_law(agency, &case.matter.id).await {
            tracing::warn!(matter = %case.matter.id, %error, "the law that governs a matter could not be settled");
        }
    }
}

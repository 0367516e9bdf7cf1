//! What was done under an appointment that was taken back: found for review, never changed by itself.

use crate::clock::to_ms;
use crate::desk::Desk;
use crate::error::DeskError;
use congvu_pack::Agency;
use congvu_store::ActRow;

/// Most acts that one review lists.
const MOST: u32 = 1_000;

impl Desk {
    /// The acts that were done in the position under the annulled appointments of a matter, the first 1 000 in their order.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn acts_under(&self, agency: &Agency, matter: &str) -> Result<Vec<ActRow>, DeskError> {
        let opened = self.book(agency).await?;
        let mut all = Vec::new();
        let annulled = opened.book.made_by(matter).filter_map(|a| Some((a, a.annulled?)));
        for (made, annulled) in annulled {
            let who = (made.person.as_str(), made.position.as_str());
            let time = (to_ms(made.from), to_ms(annulled));
            all.extend(self.inner.store.acts_in_position(agency.id(), who, time, MOST, 0).await?);
        }
        Ok(all)
    }
}

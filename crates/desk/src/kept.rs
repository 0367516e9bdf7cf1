//! Small matters that begin and end with one act: what was kept of them lately.

use crate::Case;
use crate::clock::to_ms;
use crate::codes;
use crate::desk::Desk;
use crate::error::DeskError;
use congvu_pack::Agency;
use jiff::civil::DateTime;

impl Desk {
    /// Matters without a procedure in this state that were opened since a moment, oldest first, at most `most`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn kept_since(
        &self,
        agency: &Agency,
        lifecycle: &str,
        state: &str,
        since: DateTime,
        most: u32,
    ) -> Result<Vec<Case>, DeskError> {
        // Identifiers are in the order of time.
        let after = codes::id(to_ms(since));
        let store = &self.inner.store;
        let rows = store.matters_in_state(agency.id(), lifecycle, "", state, most, &after).await?;
        self.cases(&rows)
    }
}

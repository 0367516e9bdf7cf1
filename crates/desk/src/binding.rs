//! Scans of one part of a dossier, bound into one file.

use crate::desk::Desk;
use crate::error::DeskError;
use congvu_paper::{Binding, Bound};

impl Desk {
    /// Binds pages into one PDF, in the order given. Work for the processor, done aside.
    ///
    /// # Errors
    /// The pages cannot be bound; see [`congvu_paper::Typesetter::bind`].
    pub async fn bind(&self, binding: Binding) -> Result<Bound, DeskError> {
        let inner = std::sync::Arc::clone(&self.inner);
        let bound = tokio::task::spawn_blocking(move || inner.typesetter.bind(&binding)).await;
        let bound = bound.map_err(|_| DeskError::Paper("the typesetter stopped".into()))?;
        bound.map_err(|e| DeskError::Paper(e.to_string()))
    }
}

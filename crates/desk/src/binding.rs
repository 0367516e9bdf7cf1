//! Pages bound into one file: scans of one part of a dossier, papers at half their size.

use crate::desk::Desk;
use crate::error::DeskError;
use congvu_paper::{Binding, Bound, Leaf, Sheet};

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

    /// The pages of a paper at half their area, so that what was set on A4 comes out on A5, as slips at a counter do (Circular
    /// 01/2018/TT-VPCP, Article 9.2). A print: what counts is the paper itself.
    ///
    /// # Errors
    /// The bytes are no PDF, or cannot be bound.
    pub async fn half_size(&self, pdf: Vec<u8>) -> Result<Vec<u8>, DeskError> {
        let look = congvu_scan::look(&pdf, "").map_err(|e| DeskError::Paper(e.to_string()))?;
        let half = std::f32::consts::FRAC_1_SQRT_2;
        let leaf = |(n, page): (usize, &congvu_scan::Page)| Leaf {
            source: 0,
            page: n.saturating_add(1),
            turn: 0,
            sheet: Sheet::Page { width: page.width * half, height: page.height * half },
        };
        let leaves = look.pages.iter().enumerate().map(leaf).collect();
        let at = self.inner.clock.now();
        let binding = Binding { title: "A5".to_owned(), sources: vec![pdf], leaves, at };
        Ok(self.bind(binding).await?.pdf)
    }
}

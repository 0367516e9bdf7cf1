//! Sealing papers with the agency's key: whoever holds the keys is given each paper before it is kept.

use crate::desk::Desk;
use crate::error::DeskError;
use congvu_matter::Paper;
use congvu_pack::Agency;
use std::future::Future;
use std::pin::Pin;

/// A paper on its way to be sealed.
#[derive(Debug, Clone)]
pub struct ToSeal {
    /// Whose seal.
    pub agency: String,
    /// The paper as set.
    pub pdf: Vec<u8>,
    /// Now, milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// Which paper it is, for the seal's own words.
    pub reason: String,
    /// Where the agency sits.
    pub place: String,
}

/// The answer of whoever seals: the sealed paper, or why there is none.
pub type Sealed<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send + 'a>>;

/// Holds the keys of seals.
pub trait Sealer: Send + Sync {
    /// Seals a paper. The bytes of the paper must stay as they are at the beginning of the sealed one.
    fn seal(&self, paper: ToSeal) -> Sealed<'_>;
}

impl Desk {
    /// From now on papers are sealed before they are kept. Only the first is taken.
    pub fn set_sealer(&self, sealer: std::sync::Arc<dyn Sealer>) {
        let _ = self.inner.sealer.set(sealer);
    }

    /// The paper with its seal, where papers are sealed here.
    pub(crate) async fn sealed(
        &self,
        agency: &Agency,
        paper: &Paper,
        pdf: Vec<u8>,
    ) -> Result<Vec<u8>, DeskError> {
        let Some(sealer) = self.inner.sealer.get() else { return Ok(pdf) };
        let title = paper.form.as_ref().map(|form| form.title.clone());
        let reason = title.into_iter().chain([paper.cited()]).filter(|part| !part.is_empty());
        let asked = ToSeal {
            agency: agency.id().to_owned(),
            at_ms: self.inner.clock.now_ms(),
            reason: reason.collect::<Vec<_>>().join(" "),
            place: agency.file.place.clone(),
            pdf: pdf.clone(),
        };
        let sealed = sealer.seal(asked).await.map_err(DeskError::Unsealed)?;
        // Whatever sealed it, what was decided must still stand there.
        if sealed.starts_with(&pdf) {
            Ok(sealed)
        } else {
            Err(DeskError::Unsealed("the paper was changed".into()))
        }
    }
}

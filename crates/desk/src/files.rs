//! Files that people hand in: looked at first, kept only when they can be taken.

use crate::desk::Desk;
use crate::error::DeskError;
use congvu_scan::{Kind, Look, Unfit};
use congvu_store::{FileError, FileLimits};

/// A file that was taken and is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// Size of the content.
    pub size_bytes: u64,
    /// Its media type, by its content.
    pub media_type: String,
    /// The declared name, safe to show.
    pub name: String,
    /// What it is and which pages it has.
    pub look: Look,
}

/// Why a file was not taken; nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// It cannot be taken by anybody.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// Too large here.
    #[error("the file is larger than {max_bytes} bytes")]
    TooLarge {
        /// The limit.
        max_bytes: usize,
    },
    /// Of a kind that is not asked for here.
    #[error("{found:?} is not asked for here")]
    Kind {
        /// What it is.
        found: Kind,
    },
    /// A fault of ours.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl Desk {
    /// Looks at a file and keeps it, if it can be taken and is of one of `kinds`.
    ///
    /// # Errors
    /// See [`NotTaken`].
    pub async fn take_file(
        &self,
        bytes: Vec<u8>,
        name: &str,
        kinds: &[Kind],
        max_bytes: usize,
    ) -> Result<Taken, NotTaken> {
        let (bytes, look) = self.examine(bytes, name, kinds, max_bytes).await?;
        let limits = FileLimits { max_bytes, allow: &[look.kind.media_type()] };
        let stored = self.inner.store.files().put(bytes, name, &limits).await.map_err(|e| match e {
            FileError::Empty => NotTaken::Unfit(Unfit::Empty),
            FileError::TooLarge { max_bytes, .. } => NotTaken::TooLarge { max_bytes },
            FileError::TypeNotAllowed { .. } => NotTaken::Unfit(Unfit::Unknown),
            other => NotTaken::Desk(DeskError::Files(other.to_string())),
        })?;
        Ok(Taken {
            sha256: stored.sha256,
            size_bytes: stored.size_bytes,
            media_type: stored.media_type,
            name: stored.name,
            look,
        })
    }

    /// Looks at a file whether it can be taken and is of one of `kinds`; keeps nothing.
    ///
    /// # Errors
    /// See [`NotTaken`].
    pub async fn examine(
        &self,
        bytes: Vec<u8>,
        name: &str,
        kinds: &[Kind],
        max_bytes: usize,
    ) -> Result<(Vec<u8>, Look), NotTaken> {
        if bytes.len() > max_bytes {
            return Err(NotTaken::TooLarge { max_bytes });
        }
        let (bytes, look) = aside(bytes, name).await;
        let look = look?;
        if kinds.contains(&look.kind) { Ok((bytes, look)) } else { Err(NotTaken::Kind { found: look.kind }) }
    }

    /// A kept file with what it is.
    ///
    /// # Errors
    /// It is not there, or is damaged.
    pub async fn kept_file(&self, sha256: &str) -> Result<(Vec<u8>, Look), NotTaken> {
        let bytes = self.inner.store.files().get(sha256).await;
        let bytes = bytes.map_err(|e| NotTaken::Desk(DeskError::Files(e.to_string())))?;
        let (bytes, look) = aside(bytes, "").await;
        Ok((bytes, look?))
    }
}

/// Reading what somebody handed in takes a while and may even fail in a library: it is done aside.
async fn aside(bytes: Vec<u8>, name: &str) -> (Vec<u8>, Result<Look, Unfit>) {
    let bytes = std::sync::Arc::new(bytes);
    let (looked, name) = (std::sync::Arc::clone(&bytes), name.to_owned());
    let look = tokio::task::spawn_blocking(move || congvu_scan::look(&looked, &name)).await;
    let bytes = std::sync::Arc::try_unwrap(bytes).unwrap_or_else(|shared| shared.as_ref().clone());
    (bytes, look.unwrap_or(Err(Unfit::Damaged)))
}

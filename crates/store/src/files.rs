//! Content-addressed files in a local folder.

use std::path::Path;
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::{ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};

use crate::names::display_name;

/// Media type of content that nothing is known about.
const UNKNOWN: &str = "application/octet-stream";

/// What the caller accepts.
#[derive(Debug, Clone, Copy)]
pub struct FileLimits<'a> {
    /// Largest size, in bytes.
    pub max_bytes: usize,
    /// Media types allowed, as found by looking at the content (pictures of telephones are `image/heif`); empty
    /// allows none.
    pub allow: &'a [&'a str],
}

/// A file that is stored durably.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Lower-case hexadecimal SHA-256 of the content.
    pub sha256: String,
    /// Size of the content.
    pub size_bytes: u64,
    /// Found by looking at the content; the name and what the browser says are not believed.
    pub media_type: String,
    /// The declared name, made safe for display by [`display_name`].
    pub name: String,
}

/// Why a file was not stored or not given.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Nothing in it.
    #[error("the file is empty; choose the file again")]
    Empty,
    /// Larger than allowed.
    #[error("the file has {size_bytes} bytes, at most {max_bytes} are allowed; make it smaller")]
    TooLarge {
        /// Size of the file.
        size_bytes: usize,
        /// Size allowed.
        max_bytes: usize,
    },
    /// The content is of another type than those allowed.
    #[error("files of type `{found}` are not accepted here; send another type")]
    TypeNotAllowed {
        /// Media type found.
        found: String,
    },
    /// Not a SHA-256 in lower-case hexadecimal.
    #[error("`{0}` is not a SHA-256 in lower-case hexadecimal")]
    BadDigest(String),
    /// No such file.
    #[error("there is no file `{0}`")]
    NotFound(String),
    /// The stored content does not have its digest any more.
    #[error("file `{0}` is damaged; restore it from the backup")]
    Corrupt(String),
    /// The folder or the disk failed.
    #[error("file storage: {0}")]
    Storage(String),
}

/// The folder of content-addressed files. Cheap to clone.
#[derive(Debug, Clone)]
pub struct FileStore {
    objects: Arc<LocalFileSystem>,
}

impl FileStore {
    /// Opens the folder, making it if need be.
    ///
    /// # Errors
    /// [`FileError::Storage`] when it cannot be made or read.
    pub fn open(dir: &Path) -> Result<FileStore, FileError> {
        std::fs::create_dir_all(dir).map_err(|e| FileError::Storage(e.to_string()))?;
        let objects = LocalFileSystem::new_with_prefix(dir)
            .map_err(|e| FileError::Storage(e.to_string()))?
            .with_fsync(true);
        Ok(FileStore { objects: Arc::new(objects) })
    }

    /// Stores `bytes` durably and tells their digest and type. Storing the same content again is harmless, and mends
    /// it should the stored content be damaged.
    ///
    /// # Errors
    /// Every [`FileError`] but those of reading; nothing is stored then.
    pub async fn put(
        &self,
        bytes: Vec<u8>,
        declared_name: &str,
        limits: &FileLimits<'_>,
    ) -> Result<StoredFile, FileError> {
        if bytes.is_empty() {
            return Err(FileError::Empty);
        }
        let size_bytes = bytes.len();
        if size_bytes > limits.max_bytes {
            return Err(FileError::TooLarge { size_bytes, max_bytes: limits.max_bytes });
        }
        let media_type = sniff(&bytes);
        if !limits.allow.contains(&media_type) {
            return Err(FileError::TypeNotAllowed { found: media_type.to_owned() });
        }
        let (bytes, sha256) = digest(bytes).await?;
        self.objects
            .put(&location(&sha256)?, PutPayload::from(bytes))
            .await
            .map_err(|e| FileError::Storage(e.to_string()))?;
        Ok(StoredFile {
            sha256,
            size_bytes: size_bytes as u64,
            media_type: media_type.to_owned(),
            name: display_name(declared_name),
        })
    }

    /// Stores bytes that tell nothing by themselves, such as encrypted content, and gives their digest.
    ///
    /// # Errors
    /// [`FileError::Empty`], [`FileError::TooLarge`], [`FileError::Storage`]; nothing is stored then.
    pub async fn put_opaque(&self, bytes: Vec<u8>, max_bytes: usize) -> Result<String, FileError> {
        if bytes.is_empty() {
            return Err(FileError::Empty);
        }
        if bytes.len() > max_bytes {
            return Err(FileError::TooLarge { size_bytes: bytes.len(), max_bytes });
        }
        let (bytes, sha256) = digest(bytes).await?;
        let put = self.objects.put(&location(&sha256)?, PutPayload::from(bytes)).await;
        put.map_err(|e| FileError::Storage(e.to_string()))?;
        Ok(sha256)
    }

    /// Reads a file, checking its digest on the way: damaged content is never given out.
    ///
    /// # Errors
    /// [`FileError::NotFound`], [`FileError::Corrupt`], [`FileError::BadDigest`], [`FileError::Storage`].
    pub async fn get(&self, sha256: &str) -> Result<Vec<u8>, FileError> {
        let stored = match self.objects.get(&location(sha256)?).await {
            Ok(found) => found.bytes().await,
            Err(e) => Err(e),
        };
        let bytes = stored.map_err(|e| match e {
            object_store::Error::NotFound { .. } => FileError::NotFound(sha256.to_owned()),
            other => FileError::Storage(other.to_string()),
        })?;
        let (bytes, found) = digest(bytes.into()).await?;
        if found == sha256 { Ok(bytes) } else { Err(FileError::Corrupt(sha256.to_owned())) }
    }

    /// What a stored file is, found by reading it: its size and type, with a name made safe for display.
    ///
    /// # Errors
    /// As for [`FileStore::get`].
    pub async fn describe(&self, sha256: &str, declared_name: &str) -> Result<StoredFile, FileError> {
        let bytes = self.get(sha256).await?;
        Ok(StoredFile {
            sha256: sha256.to_owned(),
            size_bytes: bytes.len() as u64,
            media_type: sniff(&bytes).to_owned(),
            name: display_name(declared_name),
        })
    }

    /// Whether a file is there; does not read it.
    ///
    /// # Errors
    /// [`FileError::BadDigest`], [`FileError::Storage`].
    pub async fn contains(&self, sha256: &str) -> Result<bool, FileError> {
        match self.objects.head(&location(sha256)?).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(e) => Err(FileError::Storage(e.to_string())),
        }
    }

    /// Removes a file for good, as when personal data must be erased; one that is not there is removed already. The
    /// caller makes sure that nothing uses it: see [`Store::uses_of_file`](crate::Store::uses_of_file).
    ///
    /// # Errors
    /// [`FileError::BadDigest`], [`FileError::Storage`].
    pub async fn erase(&self, sha256: &str) -> Result<(), FileError> {
        match self.objects.delete(&location(sha256)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(e) => Err(FileError::Storage(e.to_string())),
        }
    }
}

/// Two levels of folders keep each of them small: `ab/cd/abcd…`.
fn location(sha256: &str) -> Result<object_store::path::Path, FileError> {
    let valid = sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match (valid, sha256.get(0..2), sha256.get(2..4)) {
        (true, Some(first), Some(second)) => Ok(object_store::path::Path::from_iter([first, second, sha256])),
        _ => Err(FileError::BadDigest(sha256.chars().take(80).collect())),
    }
}

/// Hashing a large file takes long enough to keep other requests waiting, so it is done aside.
async fn digest(bytes: Vec<u8>) -> Result<(Vec<u8>, String), FileError> {
    tokio::task::spawn_blocking(move || {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        (bytes, sha256)
    })
    .await
    .map_err(|e| FileError::Storage(e.to_string()))
}

fn sniff(bytes: &[u8]) -> &'static str {
    match infer::get(bytes).map_or(UNKNOWN, |kind| kind.mime_type()) {
        // `infer` also takes a PDF header further inside, which would let a web page pass as a PDF; ISO 32000-2, 7.5.2
        // has it at the very beginning.
        "application/pdf" if !bytes.starts_with(b"%PDF-") => UNKNOWN,
        found => found,
    }
}

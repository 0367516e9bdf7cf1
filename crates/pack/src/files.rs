//! The files of the packs: built into the program, or a folder.

use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::Path;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");

/// Largest file read from a folder.
const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;
/// Most files read from a folder.
const MAX_FILES: usize = 20_000;

/// Files by their path relative to the packs folder, with `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// Content by path.
    pub by_path: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// The packs built into the program.
    #[must_use]
    pub fn built_in() -> Self {
        let mut files = Self::default();
        let mut folders = vec![&BUILT_IN];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            for file in folder.files() {
                let path = file.path().to_string_lossy().replace('\\', "/");
                files.by_path.insert(path, file.contents().to_vec());
            }
        }
        files
    }

    /// The packs in a folder.
    ///
    /// # Errors
    /// The folder cannot be read, holds too many files, or one that is too large.
    pub fn from_folder(root: &Path) -> std::io::Result<Self> {
        let mut files = Self::default();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let entry = entry?;
                let path = entry.path();
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    folders.push(path);
                } else if kind.is_file() {
                    files.take(root, &path, entry.metadata()?.len())?;
                }
            }
        }
        Ok(files)
    }

    fn take(&mut self, root: &Path, path: &Path, size_bytes: u64) -> std::io::Result<()> {
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        if size_bytes > MAX_FILE_BYTES {
            let text = format!("`{name}` is larger than {MAX_FILE_BYTES} bytes");
            return Err(std::io::Error::other(text));
        }
        if self.by_path.len() >= MAX_FILES {
            return Err(std::io::Error::other(format!("more than {MAX_FILES} files in the packs folder")));
        }
        self.by_path.insert(name, std::fs::read(path)?);
        Ok(())
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.by_path.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// Paths under a folder with this ending.
    pub fn under<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a str> {
        self.by_path.keys().map(String::as_str).filter(move |p| p.starts_with(folder) && p.ends_with(ending))
    }
}

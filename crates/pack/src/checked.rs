//! A check of packs that are not in use yet: everything found, faults apart from remarks.

use crate::{Counts, Fault, Files, Library, check};

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// What was read; none where a file that everything needs is missing or cannot be read. It is fit for use only without
    /// faults.
    pub library: Option<Library>,
    /// What must be put right before the packs can be used.
    pub faults: Vec<Fault>,
    /// What a person should look at: the packs work as they are.
    pub remarks: Vec<Fault>,
}

impl Checked {
    /// Reads and checks a tree of files, built in, from a folder or made in memory.
    ///
    /// ```
    /// let mut files = congvu_pack::Files::built_in();
    /// assert!(congvu_pack::Checked::of(&files).is_whole());
    /// files.by_path.insert("vn/numbering.toml".to_owned(), b"case = 1".to_vec());
    /// assert_eq!(congvu_pack::Checked::of(&files).faults[0].file, "vn/numbering.toml");
    /// ```
    #[must_use]
    pub fn of(files: &Files) -> Self {
        let (library, faults) = Library::read(files);
        // Remarks on packs that cannot be read as a whole would be wrong.
        let mut remarks = match library.as_ref().filter(|_| faults.is_empty()) {
            Some(library) => check::remarks(files, library),
            None => Vec::new(),
        };
        remarks.sort();
        remarks.dedup();
        Self { library, faults, remarks }
    }

    /// Whether the packs can be used.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.library.is_some() && self.faults.is_empty()
    }

    /// How much there is, where something could be read.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        self.library.as_ref().map(Library::counts)
    }
}

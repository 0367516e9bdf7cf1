//! The templates of a pack, read once and shared by all papers.

use std::collections::BTreeMap;

use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use crate::error::PaperError;
use crate::typesetter::{PaperJob, Typesetter};

/// Files in one set.
const MAX_FILES: usize = 256;

/// One template. The largest of ours is a twentieth of it.
const MAX_FILE_BYTES: usize = 256 * 1024;

/// Names that a job fills in; a template of the same name would be hidden by them.
pub(crate) const RESERVED: [&str; 3] = ["data.json", "typesetter.json", "qr.svg"];

/// Template files by name, such as `licence.typ`; parsed once, cheap to clone the references to.
#[derive(Debug, Clone, Default)]
pub struct TemplateSet {
    sources: BTreeMap<String, Source>,
}

impl TemplateSet {
    /// Takes the files of a pack's paper folder: name relative to that folder, and text.
    ///
    /// Where a name comes twice the later file counts, so that an agency's folder may follow the common one and
    /// replace single templates.
    ///
    /// # Errors
    /// Too many or too large files, a name that leaves the folder, or one that every job fills in itself
    /// (`data.json`, `typesetter.json`, `qr.svg`).
    pub fn new<N, T>(files: impl IntoIterator<Item = (N, T)>) -> Result<Self, PaperError>
    where
        N: Into<String>,
        T: Into<String>,
    {
        let mut sources = BTreeMap::new();
        for (name, text) in files {
            let (name, text): (String, String) = (name.into(), text.into());
            if text.len() > MAX_FILE_BYTES {
                return Err(PaperError::in_file(
                    name,
                    format!("larger than {MAX_FILE_BYTES} bytes; split the template"),
                ));
            }
            let path = virtual_path(&name)?;
            let key = path.get_without_slash().to_owned();
            if RESERVED.contains(&key.as_str()) {
                return Err(PaperError::in_file(
                    name,
                    "the name is filled in for every paper; choose another",
                ));
            }
            sources.insert(key, Source::new(file_id(path), text));
            if sources.len() > MAX_FILES {
                return Err(PaperError::new(format!("more than {MAX_FILES} templates in one set")));
            }
        }
        Ok(Self { sources })
    }

    /// Typesets `main` with sample data and throws the paper away: for the start of the server, so that a fault in a template
    /// stops it there and never surprises a citizen. Gives the warnings.
    ///
    /// # Errors
    /// As [`Typesetter::typeset`].
    pub fn check(
        &self,
        typesetter: &Typesetter,
        main: &str,
        sample: &serde_json::Value,
    ) -> Result<Vec<String>, PaperError> {
        let at = jiff::civil::date(2000, 1, 1).at(0, 0, 0, 0);
        let job = PaperJob { templates: self, main, data: sample, assets: &[], at, lang: "vi" };
        Ok(typesetter.typeset(&job)?.warnings)
    }

    /// Names of all files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(String::as_str)
    }

    /// Whether a file of this name is in the set.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Source> {
        self.sources.get(name)
    }
}

/// A path inside the job's folder.
pub(crate) fn virtual_path(name: &str) -> Result<VirtualPath, PaperError> {
    VirtualPath::new(name)
        .ok()
        .filter(|path| !path.is_root() && name.len() <= 200)
        .ok_or_else(|| PaperError::in_file(name, "not a file name inside the template folder"))
}

/// The compiler's number for a file. It keeps every name for the life of the process, at most 65 535 of them.
pub(crate) fn file_id(path: VirtualPath) -> FileId {
    RootedPath::new(VirtualRoot::Project, path).intern()
}

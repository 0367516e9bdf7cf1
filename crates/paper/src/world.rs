//! What a template can see while it is typeset: its set, its data, its assets, the fonts. No disk, no network, no clock.

use std::path::PathBuf;

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::fonts::Fonts;
use crate::templates::TemplateSet;

/// One job's view.
pub(crate) struct PaperWorld<'a> {
    pub(crate) library: &'a LazyHash<Library>,
    pub(crate) fonts: &'a Fonts,
    pub(crate) templates: &'a TemplateSet,
    pub(crate) main: FileId,
    /// `data.json`, `typesetter.json`, `qr.svg` and the job's assets; few, so a list will do.
    pub(crate) files: Vec<(String, Bytes)>,
    /// The date of the document.
    pub(crate) today: Option<Datetime>,
}

impl PaperWorld<'_> {
    /// The template of this number, to find lines in.
    pub(crate) fn lines_of(&self, id: FileId) -> Option<&Source> {
        self.templates.get(name_of(id).ok()?)
    }
}

/// The name of a file of the set; packages from the network do not exist here.
fn name_of(id: FileId) -> FileResult<&'static str> {
    let path = id.get();
    match path.root() {
        VirtualRoot::Project => Ok(path.vpath().get_without_slash()),
        VirtualRoot::Package(spec) => Err(FileError::Package(PackageError::NotFound(spec.clone()))),
    }
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let name = name_of(id)?;
        self.templates.get(name).cloned().ok_or_else(|| FileError::NotFound(PathBuf::from(name)))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = name_of(id)?;
        if let Some((_, bytes)) = self.files.iter().find(|(file, _)| file == name) {
            return Ok(bytes.clone());
        }
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

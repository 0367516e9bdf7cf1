//! Fonts: what is compiled in, and what the server's folders add.

use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::error::PaperError;

/// Families that set a paper as Decree 30/2020 Phụ lục I asks (Times New Roman), best first. The others have the
/// same metrics, so lines break in the same places.
const PREFERRED_FAMILIES: [&str; 4] = ["Times New Roman", "Tinos", "Liberation Serif", EMBEDDED_FAMILY];

/// The serif family that typst ships: not the measures of Times New Roman, but complete in Vietnamese and always there.
const EMBEDDED_FAMILY: &str = "Libertinus Serif";

/// More font files than a server's folder of document fonts can sensibly hold.
const MAX_FILES_PER_DIR: usize = 512;

/// Larger files are collections for other scripts.
const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// Where the fonts of a [`Typesetter`](crate::Typesetter) come from.
#[derive(Debug, Clone, Default)]
pub enum FontSource {
    /// Only the fonts compiled into the program: the same bytes on every machine.
    #[default]
    EmbeddedOnly,
    /// The embedded fonts and the `.ttf` and `.otf` files in these folders (not below them). A server that may use Times New
    /// Roman puts it there and papers are set in it.
    WithDirs(Vec<PathBuf>),
}

/// The loaded fonts, shared by all papers.
#[derive(Debug)]
pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
    /// Those of [`PREFERRED_FAMILIES`] that are there.
    pub(crate) families: Vec<&'static str>,
}

impl Fonts {
    pub(crate) fn load(source: &FontSource) -> Result<Self, PaperError> {
        let mut fonts: Vec<Font> = typst_assets::fonts()
            .flat_map(|data| Font::iter(Bytes::new(data)))
            .filter(|font| font.info().family == EMBEDDED_FAMILY)
            .collect();
        if let FontSource::WithDirs(dirs) = source {
            for dir in dirs {
                fonts.extend(fonts_in(dir)?);
            }
        }
        // A face without all Vietnamese letters would be patched with letters of another: better not to use it at all.
        fonts.retain(is_whole);
        let book = FontBook::from_fonts(&fonts);
        let families: Vec<&str> = PREFERRED_FAMILIES
            .into_iter()
            .filter(|family| book.contains_family(&family.to_lowercase()))
            .collect();
        if families.is_empty() {
            return Err(PaperError::new("the program was built without its serif font; rebuild the program"));
        }
        Ok(Self { book: LazyHash::new(book), fonts, families })
    }
}

/// Whether a face has every letter of Vietnamese.
fn is_whole(font: &Font) -> bool {
    vietnamese().all(|c| font.info().coverage.contains(c as u32))
}

/// The precomposed letters of Vietnamese beyond ASCII.
fn vietnamese() -> impl Iterator<Item = char> {
    let letters = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư".chars();
    letters.chain('\u{1EA0}'..='\u{1EF9}')
}

/// Fonts of one folder, in the order of their file names so that every start chooses alike.
fn fonts_in(dir: &Path) -> Result<Vec<Font>, PaperError> {
    let fault = |e: std::io::Error| {
        PaperError::in_file(dir.display().to_string(), format!("the font folder cannot be read: {e}"))
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        if matches!(extension.as_deref(), Some("ttf" | "otf")) {
            files.push(path);
        }
        if files.len() > MAX_FILES_PER_DIR {
            return Err(PaperError::in_file(
                dir.display().to_string(),
                format!(
                    "more than {MAX_FILES_PER_DIR} fonts in the folder; name a folder that has only those for papers"
                ),
            ));
        }
    }
    files.sort();
    let mut fonts = Vec::new();
    for path in files {
        if std::fs::metadata(&path).map_err(fault)?.len() <= MAX_FILE_BYTES {
            fonts.extend(Font::iter(Bytes::new(std::fs::read(&path).map_err(fault)?)));
        }
    }
    Ok(fonts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_fonts_hold_every_vietnamese_letter() {
        let fonts = Fonts::load(&FontSource::EmbeddedOnly).unwrap();
        assert_eq!(fonts.families, [EMBEDDED_FAMILY]);
        assert!(fonts.fonts.len() >= 4, "regular, italic, bold and one that is both");
        assert!(fonts.fonts.iter().all(is_whole));
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = Fonts::load(&FontSource::WithDirs(vec!["/no/such/folder".into()])).unwrap_err();
        assert_eq!(error.file.as_deref(), Some("/no/such/folder"));
    }
}

//! What a file is, by its first bytes.

/// Kinds of file that people hand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PDF (ISO 32000).
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// HEIC or another HEIF picture of a telephone.
    Heic,
    /// Word since 2007 (ECMA-376).
    Docx,
    /// Word before.
    Doc,
}

const ALL: [(Kind, &str, &[&str]); 6] = [
    (Kind::Pdf, "application/pdf", &["pdf"]),
    (Kind::Jpeg, "image/jpeg", &["jpg", "jpeg", "jpe", "jfif"]),
    (Kind::Png, "image/png", &["png"]),
    (Kind::Heic, "image/heif", &["heic", "heif", "hif"]),
    (Kind::Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    (Kind::Doc, "application/msword", &["doc"]),
];

/// Brands of the HEIF family that hold still pictures (ISO/IEC 23008-12, annex B).
const HEIF_BRANDS: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"];

impl Kind {
    /// The kind of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'P', b'K', 3, 4, ..] => Some(Self::Docx),
            [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Some(Self::Doc),
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
                HEIF_BRANDS.iter().any(|b| brand.starts_with(b)).then_some(Self::Heic)
            }
            _ => None,
        }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, media_type, _)| media_type)
    }

    /// The kind of a media type.
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        ALL.iter().find(|(_, known, _)| *known == media_type).map(|(kind, ..)| *kind)
    }

    /// Whether a name's ending is one of this kind. A name without an ending claims nothing.
    pub(crate) fn fits_name(self, name: &str) -> bool {
        let Some((stem, ending)) = name.rsplit_once('.') else { return true };
        if stem.is_empty() || ending.is_empty() {
            return true;
        }
        let ending = ending.trim().to_lowercase();
        ALL.iter().any(|(kind, _, endings)| *kind == self && endings.contains(&ending.as_str()))
    }
}

use askama::Template;

use super::field::FieldError;
use crate::fmt;
use crate::html::Html;
use crate::i18n::Words;

/// A file that was handed in or issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileItem {
    /// What it is, for instance `Đề án hoạt động`.
    pub name: String,
    /// Where it can be read; none when it may not be.
    pub href: Option<String>,
    /// Kind in a word, for instance `PDF`.
    pub kind: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// SHA-256 in hexadecimal; shown to officers in short, may be empty.
    pub sha256: String,
    /// A remark, for instance `nộp ngày 04/03/2024`; may be empty.
    pub note: String,
}

impl FileItem {
    fn size(&self, w: &Words) -> String {
        fmt::size(w.lang(), self.size_bytes)
    }

    fn short_hash(&self) -> String {
        self.sha256.chars().take(12).collect()
    }
}

/// A list of files; a plain sentence when there are none.
pub fn file_list(w: &Words, files: &[FileItem]) -> Html {
    #[derive(Template)]
    #[template(path = "c/files.html")]
    struct T<'a> {
        w: &'a Words,
        files: &'a [FileItem],
    }
    Html::render(&T { w, files })
}

/// A field for handing in a file. Kinds and sizes are said before, not after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upload {
    /// Name in the (multipart) form.
    pub name: String,
    /// What is asked for.
    pub label: String,
    /// Help; may be empty.
    pub hint: String,
    /// Kinds in words, for instance `["PDF", "JPG", "PNG"]`.
    pub kinds: Vec<String>,
    /// The HTML `accept` list that fits the kinds, for instance `.pdf,image/jpeg`.
    pub accept: String,
    /// Largest file, in bytes.
    pub max_bytes: u64,
    /// Must be handed in.
    pub required: bool,
    /// More than one file.
    pub multiple: bool,
    /// What is wrong with it; may be empty.
    pub error: String,
    /// What is already there.
    pub present: Vec<FileItem>,
}

impl Upload {
    /// Takes its message out of a list of errors, if it has one there.
    #[must_use]
    pub fn errors(mut self, errors: &[FieldError]) -> Self {
        self.error =
            errors.iter().find(|e| e.field == self.name).map(|e| e.message.clone()).unwrap_or_default();
        self
    }
}

/// The upload field; it belongs into an [`upload_form`](super::upload_form).
pub fn upload_field(w: &Words, upload: &Upload) -> Html {
    #[derive(Template)]
    #[template(path = "c/upload.html")]
    struct T<'a> {
        w: &'a Words,
        u: &'a Upload,
        limits: String,
        present: Html,
    }
    let limits = w.with(
        "upload-limits",
        &[("kinds", upload.kinds.join(", ").into()), ("size", fmt::size(w.lang(), upload.max_bytes).into())],
    );
    let present = if upload.present.is_empty() { Html::EMPTY } else { file_list(w, &upload.present) };
    Html::render(&T { w, u: upload, limits, present })
}

//! Reading one file, with its position on a fault.

use crate::locate::position;
use crate::{Fault, Files};
use serde::de::DeserializeOwned;

/// Reads a TOML file into a declared type; unknown keys are faults.
pub(crate) fn toml_file<T: DeserializeOwned>(files: &Files, path: &str) -> Result<T, Fault> {
    let source = text(files, path)?;
    toml::from_str(source).map_err(|error| {
        let (line, column) = position(source, error.span().map_or(0, |s| s.start));
        Fault { file: path.to_owned(), line, column, reason: one_line(error.message()) }
    })
}

/// Reads TOML that is not a pack into a type; unknown keys are faults.
///
/// # Errors
/// Line, column and what is wrong.
pub fn toml_text<T: DeserializeOwned>(source: &str) -> Result<T, Fault> {
    toml::from_str(source).map_err(|error| {
        let (line, column) = position(source, error.span().map_or(0, |s| s.start));
        Fault { file: String::new(), line, column, reason: one_line(error.message()) }
    })
}

/// Reads a JSON file.
pub(crate) fn json_file(files: &Files, path: &str) -> Result<serde_json::Value, Fault> {
    let source = text(files, path)?;
    serde_json::from_str(source).map_err(|error| Fault {
        file: path.to_owned(),
        line: error.line().max(1),
        column: error.column().max(1),
        reason: one_line(&error.to_string()),
    })
}

/// The text of a file that must be there.
pub(crate) fn text<'f>(files: &'f Files, path: &str) -> Result<&'f str, Fault> {
    let fault = |reason: &str| Fault { file: path.to_owned(), line: 1, column: 1, reason: reason.to_owned() };
    match files.by_path.get(path) {
        None => Err(fault("the file is missing: add it, or remove what refers to it")),
        Some(bytes) => {
            std::str::from_utf8(bytes).map_err(|_| fault("the file is not UTF-8 text: save it as UTF-8"))
        }
    }
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! From a place in a TOML document (`version.0.step.2.by`) to line and column.

use crate::Fault;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Finds places in one file.
pub(crate) struct Locator<'a> {
    file: &'a str,
    source: &'a str,
}

impl<'a> Locator<'a> {
    pub(crate) fn new(file: &'a str, source: &'a str) -> Self {
        Self { file, source }
    }

    /// A fault at a place; the nearest place above it that exists when the path goes on into nothing.
    pub(crate) fn fault(&self, path: &str, reason: impl Into<String>) -> Fault {
        let (line, column) = position(self.source, self.offset(path));
        Fault { file: self.file.to_owned(), line, column, reason: reason.into() }
    }

    fn offset(&self, path: &str) -> usize {
        let Ok(table) = DeTable::parse(self.source) else { return 0 };
        let mut found = table.span().start;
        let mut here: Option<&Spanned<DeValue<'_>>> = None;
        for part in path.split('.').filter(|p| !p.is_empty()) {
            let next = match here {
                None => member(table.get_ref(), part),
                Some(value) => match value.get_ref() {
                    DeValue::Table(t) => member(t, part),
                    DeValue::Array(a) => part.parse().ok().and_then(|i: usize| a.get(i)),
                    _ => None,
                },
            };
            let Some(value) = next else { break };
            found = value.span().start;
            here = Some(value);
        }
        found
    }
}

fn member<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v)
}

/// Line and column, both from 1, of a byte offset.
pub(crate) fn position(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset.min(source.len())).unwrap_or(source);
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()).saturating_add(1);
    (line, column)
}

//! Comments above tests that say which requirement the test shows.

use crate::invariants::SourceFile;
use anyhow::{Result, bail};

/// What a mark begins with, after the sign of a comment.
const SIGN: &str = "conformance:";
/// Between a mark and its test there are only comments and attributes, at most so many lines.
const REACH: usize = 12;

/// One requirement, shown by one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The requirement.
    pub id: String,
    /// The test.
    pub test: String,
    /// Where it is.
    pub path: String,
    /// Line of the mark, from 1.
    pub line: usize,
}

/// Every mark of the tree.
///
/// # Errors
/// A mark stands above no test, or names nothing.
pub fn find(files: &[SourceFile]) -> Result<Vec<Mark>> {
    let mut found = Vec::new();
    let read = |f: &&SourceFile| [".rs", ".mjs", ".py"].iter().any(|e| f.path.ends_with(e));
    // This folder speaks about marks without making any.
    for file in files.iter().filter(read).filter(|f| !f.path.starts_with("xtask/src/conformance/")) {
        let lines: Vec<&str> = file.text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let Some(ids) = ids(line) else { continue };
            let line = number.saturating_add(1);
            let below = lines.iter().skip(line).take(REACH);
            let Some(test) = below.map_while(|l| passes(l)).flatten().next() else {
                bail!("{}:{line}: a mark of conformance stands above no test", file.path);
            };
            if ids.is_empty() {
                bail!("{}:{line}: a mark of conformance names nothing", file.path);
            }
            found.extend(ids.into_iter().map(|id| Mark {
                id,
                test: test.clone(),
                path: file.path.clone(),
                line,
            }));
        }
    }
    found.sort_by(|a, b| (&a.id, &a.path, a.line).cmp(&(&b.id, &b.path, b.line)));
    Ok(found)
}

/// The requirements named by a line, if it is a mark.
fn ids(line: &str) -> Option<Vec<String>> {
    let line = line.trim_start();
    let comment = ["///", "//", "#"].iter().find_map(|sign| line.strip_prefix(sign))?;
    let ids = comment.trim_start().strip_prefix(SIGN)?;
    Some(
        ids.split(',')
            .map(|id| id.trim().trim_end_matches('.').to_owned())
            .filter(|id| !id.is_empty())
            .collect(),
    )
}

/// Nothing where the search ends; `Some(None)` for what may stand between a mark and its test.
fn passes(line: &str) -> Option<Option<String>> {
    let line = line.trim();
    if let Some(name) = test(line) {
        return Some(Some(name));
    }
    let between = line.is_empty() || ["//", "#", "@"].iter().any(|sign| line.starts_with(sign));
    between.then_some(None)
}

/// The name of the test that a line begins.
fn test(line: &str) -> Option<String> {
    let name =
        |rest: &str| -> String { rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    if let Some(rest) = line.strip_prefix("fn ").or_else(|| line.strip_prefix("def ")) {
        return Some(name(rest));
    }
    let rest = line.strip_prefix("await ").unwrap_or(line).strip_prefix("test(")?;
    let quote = rest.chars().next().filter(|c| "\"'`".contains(*c))?;
    rest.split(quote).nth(1).map(str::to_owned)
}

//! What the rules look at: the packages as cargo knows them, and the text of the files.

use crate::run::{cargo, quiet, root};
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 8] =
    ["target", ".git", ".hypothesis", "node_modules", "data", "corpus", "__pycache__", "snapshots"];
/// What the rules read.
const READ: [&str; 15] = [
    "rs", "toml", "md", "mjs", "js", "css", "html", "ftl", "py", "json", "sql", "typ", "lock", "yaml", "tsv",
];

/// A package of the workspace.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// Name, for instance `congvu-law`.
    pub name: String,
    /// Folder below the root, for instance `crates/law`.
    pub folder: String,
    /// Packages that it names, for the program itself.
    pub uses: BTreeSet<String>,
    /// Packages that it names for tests or for building.
    pub uses_in_tests: BTreeSet<String>,
}

/// A file of the workspace.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path below the root.
    pub path: String,
    /// Content.
    pub text: String,
}

/// The whole workspace.
#[derive(Debug, Clone, Default)]
pub struct House {
    /// Its packages.
    pub packages: Vec<Package>,
    /// For every package, of ours or not, those that it uses directly outside tests.
    pub edges: BTreeMap<String, BTreeSet<String>>,
    /// Its files.
    pub files: Vec<SourceFile>,
    /// Where it lies.
    pub root: String,
}

impl House {
    /// Reads the workspace.
    pub fn read() -> Result<Self> {
        let root = root();
        let host = quiet(crate::run::program("rustc").arg("-vV"))?;
        let host =
            host.lines().find_map(|l| l.strip_prefix("host: ")).context("rustc does not name its host")?;
        let metadata = ["metadata", "--format-version", "1", "--filter-platform", host];
        let metadata: Value = serde_json::from_str(&quiet(cargo().args(metadata))?)?;
        let mut house = Self { root: root.display().to_string(), ..Self::default() };
        house.read_packages(&metadata, &root);
        house.read_edges(&metadata);
        read_files(&root, &root, &mut house.files)?;
        house.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(house)
    }

    fn read_packages(&mut self, metadata: &Value, root: &Path) {
        let members: BTreeSet<&str> =
            items(metadata, "workspace_members").filter_map(Value::as_str).collect();
        for package in items(metadata, "packages").filter(|p| members.contains(word(p, "id"))) {
            let manifest = Path::new(word(package, "manifest_path"));
            let folder = manifest.parent().and_then(|f| f.strip_prefix(root).ok());
            let mut ours = Package {
                name: word(package, "name").to_owned(),
                folder: folder.map(|f| f.display().to_string()).unwrap_or_default(),
                ..Package::default()
            };
            for used in items(package, "dependencies") {
                let list = if used["kind"].is_null() { &mut ours.uses } else { &mut ours.uses_in_tests };
                list.insert(word(used, "name").to_owned());
            }
            self.packages.push(ours);
        }
    }

    fn read_edges(&mut self, metadata: &Value) {
        let names: BTreeMap<&str, &str> =
            items(metadata, "packages").map(|p| (word(p, "id"), word(p, "name"))).collect();
        let name = |id: &str| names.get(id).copied().unwrap_or_default().to_owned();
        for node in items(&metadata["resolve"], "nodes") {
            let in_program = |used: &&Value| items(used, "dep_kinds").any(|k| k["kind"].is_null());
            let used = items(node, "deps").filter(in_program).map(|used| name(word(used, "pkg")));
            self.edges.entry(name(word(node, "id"))).or_default().extend(used);
        }
    }

    /// Everything that a package uses, directly or through others, outside tests.
    pub fn reach(&self, name: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(next) = open.pop() {
            for used in self.edges.get(&next).into_iter().flatten() {
                if found.insert(used.clone()) {
                    open.push(used.clone());
                }
            }
        }
        found
    }

    /// Rust sources that become the program, not tests of it, with the lines that are not comments.
    pub fn code(&self) -> impl Iterator<Item = (&SourceFile, Vec<(usize, &str)>)> {
        let is_code = |f: &&SourceFile| {
            f.path.ends_with(".rs")
                && f.path.contains("/src/")
                && !f.path.starts_with("xtask/")
                && !f.path.contains("/tests")
        };
        self.files.iter().filter(is_code).map(|file| (file, code_lines(&file.text)))
    }

    /// The file with this path.
    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|f| f.path == path)
    }
}

/// Lines with their numbers, without comments and without the tests at the end of a file.
fn code_lines(text: &str) -> Vec<(usize, &str)> {
    let before_tests = |line: &&str| line.trim() != "#[cfg(test)]";
    let lines = text.lines().take_while(before_tests).enumerate();
    lines.filter(|(_, l)| !l.trim_start().starts_with("//")).map(|(n, l)| (n.saturating_add(1), l)).collect()
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn read_files(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading `{}`", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                read_files(root, &path, files)?;
            }
            continue;
        }
        let ends = path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
        if !(READ.contains(&ends.as_str()) || ends.is_empty()) {
            continue;
        }
        // A file that another program removes meanwhile, or that is no text, is none of the rules' concern.
        if let Ok(text) = std::fs::read_to_string(&path) {
            let path = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            files.push(SourceFile { path, text });
        }
    }
    Ok(())
}

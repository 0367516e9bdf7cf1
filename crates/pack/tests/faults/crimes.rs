//! What is done to a pack, and whether it is seen.

use congvu_pack::{Fault, Files, Library};

pub(crate) const GRANT: &str = "vn/online-information/aggregated-site/grant.toml";
pub(crate) const NOTICE: &str = "vn/press/conference.toml";
pub(crate) const AMEND: &str = "vn/online-information/aggregated-site/amend.toml";
pub(crate) const REVOKE: &str = "vn/online-information/aggregated-site/revoke.toml";
pub(crate) const SCHEMA: &str = "vn/online-information/aggregated-site/grant.schema.json";

/// What is done to a file.
pub(crate) enum Crime {
    /// The first place of a text gets another; the fault is expected on the line of the new text.
    Replace(&'static str, &'static str),
    /// As `Replace`, but the fault is expected where this text stands.
    ReplaceSeenAt(&'static str, &'static str, &'static str),
    /// The file goes.
    Remove,
    /// Its bytes are these.
    Bytes(&'static [u8]),
    /// The file also stands at another path, where the fault is expected.
    CopyTo(&'static str),
}

pub(crate) use Crime::{Bytes, CopyTo, Remove, Replace, ReplaceSeenAt};

pub(crate) fn faults(files: &Files) -> Vec<Fault> {
    Library::load(files).err().map(|f| f.0).unwrap_or_default()
}

fn line_of(text: &str, needle: &str) -> usize {
    let at = text.find(needle).unwrap_or_else(|| panic!("the mutated file has no `{needle}`"));
    text[..at].matches('\n').count() + 1
}

/// Commits the crime and expects a fault in `seen` with all of `reason` in it.
fn check(file: &str, crime: &Crime, reason: &str) -> Option<String> {
    let mut files = Files::built_in();
    // One department is enough to be judged by, and quicker to load than five.
    files.by_path.retain(|path, _| ["vn/", "binh-duong/"].iter().any(|folder| path.starts_with(folder)));
    let before = files.by_path.get(file).unwrap_or_else(|| panic!("there is no `{file}`")).clone();
    let (seen, line) = match crime {
        Replace(old, new) | ReplaceSeenAt(old, new, _) => {
            let text = String::from_utf8(before).unwrap();
            assert!(text.contains(old), "`{file}` has no `{old}`");
            let text = text.replacen(old, new, 1);
            let at = if let ReplaceSeenAt(_, _, at) = crime { at } else { new };
            let line = line_of(&text, at);
            files.by_path.insert(file.to_owned(), text.into_bytes());
            (file.to_owned(), line)
        }
        Remove => {
            files.by_path.remove(file);
            (file.to_owned(), 1)
        }
        Bytes(bytes) => {
            files.by_path.insert(file.to_owned(), bytes.to_vec());
            (file.to_owned(), 1)
        }
        CopyTo(path) => {
            files.by_path.insert((*path).to_owned(), before);
            ((*path).to_owned(), 1)
        }
    };
    let found = faults(&files);
    let hit = found.iter().any(|f| f.file == seen && f.line == line && f.reason.contains(reason));
    let list: Vec<String> = found.iter().map(ToString::to_string).collect();
    (!hit).then(|| format!("expected {seen}:{line}: …{reason}…, found:\n  {}", list.join("\n  ")))
}

pub(crate) fn check_all(file: &'static str, cases: Vec<(Crime, &'static str)>) {
    check_each(cases.into_iter().map(|(crime, reason)| (file, crime, reason)).collect());
}

/// Commits each crime; loading takes its time, so several are looked into at once.
pub(crate) fn check_each(cases: Vec<(&str, Crime, &str)>) {
    let halves = cases.chunks(cases.len().div_ceil(2));
    let missed: Vec<String> = std::thread::scope(|scope| {
        let look = |half: &[(&str, Crime, &str)]| -> Vec<String> {
            half.iter().filter_map(|(file, crime, reason)| check(file, crime, reason)).collect()
        };
        let looking: Vec<_> = halves.map(|half| scope.spawn(move || look(half))).collect();
        looking.into_iter().flat_map(|l| l.join().unwrap()).collect()
    });
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

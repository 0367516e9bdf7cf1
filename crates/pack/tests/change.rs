//! A department's own packs: what may be changed, and that nothing else changes by it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use congvu_pack::change::{Texts, begun, may_change};
use congvu_pack::edit::{self, EditError};
use congvu_pack::{Files, Library};
use jiff::civil::date;
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::load(&Files::built_in()).unwrap());

const FILE: &str = "vn/online-information/aggregated-site/grant.toml";

fn text(path: &str) -> String {
    LIBRARY.files.text(path).unwrap().to_owned()
}

fn own(path: &str, text: &str) -> Texts {
    Texts::from([(path.to_owned(), text.as_bytes().to_vec())])
}

#[test]
fn a_change_that_changes_nothing_changes_nothing() {
    for agency in LIBRARY.agencies.keys() {
        let texts: Texts = LIBRARY
            .procedures
            .values()
            .filter(|p| LIBRARY.agencies[agency].procedures.contains(&p.declared.id))
            .map(|p| (p.file.clone(), text(&p.file).into_bytes()))
            .collect();
        let checked = LIBRARY.check_own(agency, &texts);
        assert_eq!(checked.faults, Vec::new(), "{agency}");
        let new = LIBRARY.with_change(agency, &checked.library.unwrap());
        assert!(new.own.is_empty(), "{agency}");
        assert_eq!(new.agencies[agency].procedures, LIBRARY.agencies[agency].procedures);
        assert_eq!(new.counts(), LIBRARY.counts());
        let day = date(2024, 3, 4);
        assert_eq!(begun(&LIBRARY.procedures, &new.procedures, day, &texts), Vec::new());
    }
}

/// Every procedure file of the house: adding a version and writing back what was read alter nothing but that.
#[test]
fn edits_touch_only_what_they_are_about() {
    let mut written = 0;
    for loaded in LIBRARY.procedures.values() {
        let source = text(&loaded.file);
        for day in edit::days(&source).unwrap() {
            let quick = edit::read(&source, day).unwrap();
            assert_eq!(edit::write(&source, day, &quick).unwrap(), source, "{} {day}", loaded.file);
            written += 1;
        }
        let last = *edit::days(&source).unwrap().last().unwrap();
        let next = last.tomorrow().unwrap();
        let copied = edit::copy_version(&source, next).unwrap();
        let lines: Vec<&str> = source.lines().collect();
        let mut kept = copied.lines();
        assert!(lines.iter().all(|line| kept.any(|k| k == *line)), "{}: a line is gone", loaded.file);
        assert_eq!(edit::read(&copied, next), edit::read(&source, last), "{}", loaded.file);
    }
    assert!(written > 100, "{written} versions");
}

#[test]
fn a_copied_version_leaves_out_the_end_of_the_old_one() {
    let source = "id = \"x\"\n# first\n[[version]]\nfrom = \"2020-01-01\"\nuntil = \"2021-01-01\"\ntransition = \"moves\"\n[version.transitional]\nground = 1\n[version.who]\nkinds = []\n\n# second\n[[version]]\nfrom = \"2022-01-01\"\n[version.fee]\namount = 5 # why\n";
    let copied = edit::copy_version(source, date(2020, 6, 1)).unwrap();
    assert_eq!(
        copied,
        "id = \"x\"\n# first\n[[version]]\nfrom = \"2020-01-01\"\nuntil = \"2021-01-01\"\ntransition = \"moves\"\n[version.transitional]\nground = 1\n[version.who]\nkinds = []\n\n# --- From 2020-06-01: copied from the version of 2020-01-01\n[[version]]\nfrom = \"2020-06-01\"\n[version.who]\nkinds = []\n\n# second\n[[version]]\nfrom = \"2022-01-01\"\n[version.fee]\namount = 5 # why\n"
    );
    let mut quick = edit::read(source, date(2022, 1, 1)).unwrap();
    quick.fee = Some("7".to_owned());
    quick.fee_source = None;
    assert!(edit::write(source, date(2022, 1, 1), &quick).unwrap().ends_with("amount = 7 # why\n"));
    for (text, day, expected) in [
        (source, date(2022, 1, 1), EditError::Taken(date(2022, 1, 1))),
        (source, date(2019, 1, 1), EditError::NoVersion(date(2019, 1, 1))),
        ("id = 1", date(2019, 1, 1), EditError::NoVersion(date(2019, 1, 1))),
    ] {
        assert_eq!(edit::copy_version(text, day), Err(expected));
    }
    for broken in ["[[version]]\nfrom = ", "[[version]", "version = 3\nversion = 4"] {
        assert!(
            matches!(edit::copy_version(broken, date(2022, 1, 1)), Err(EditError::Broken { .. })),
            "{broken}"
        );
    }
}

#[test]
fn a_new_version_is_read_by_one_department_alone() {
    let day = date(2024, 4, 1);
    let copied = edit::copy_version(&text(FILE), day).unwrap();
    let mut quick = edit::read(&copied, day).unwrap();
    quick.fee = Some("90000".to_owned());
    let texts = own(FILE, &edit::write(&copied, day, &quick).unwrap());
    let checked = LIBRARY.check_own("hau-giang", &texts);
    assert_eq!(checked.faults, Vec::new());
    let read = checked.library.unwrap();
    assert_eq!(begun(&LIBRARY.procedures, &read.procedures, date(2024, 3, 4), &texts), Vec::new());
    let new = LIBRARY.with_change("hau-giang", &read);
    let fee = |agency: &str| {
        let loaded = new.loaded(agency, "aggregated-site.grant").unwrap();
        loaded.declared.version_on(day).unwrap().fee.as_ref().unwrap().amount
    };
    assert_eq!((fee("hau-giang"), fee("long-an")), (90_000, 0));
    assert_eq!(new.own["hau-giang"].len(), 1);
    // Taken back, nothing is left of it.
    let back = new.with_change("hau-giang", &LIBRARY.check_own("hau-giang", &Texts::new()).library.unwrap());
    assert!(back.own.is_empty());
}

#[test]
fn the_clause_must_stand_in_the_departments_own_decision() {
    let texts = own(FILE, &text(FILE).replacen("duty = \"8.a\"", "duty = \"36.a\"", 1));
    let faults = LIBRARY.check_own("hau-giang", &texts).faults;
    assert!(faults.iter().any(|f| f.file == FILE && f.line > 1 && f.reason.contains("36.a")), "{faults:?}");
}

#[test]
fn only_procedures_that_the_department_handles() {
    let agency = &LIBRARY.agencies["hau-giang"];
    for (path, expected) in [
        (FILE, true),
        ("vn/press/bulletin/grant.toml", true),
        ("vn/press/new-folder/new-one.toml", true),
        ("vn/press/bulletin/grant-2.schema.json", true),
        ("vn/authority.toml", false),
        ("vn/press.toml", false),
        ("vn/papers/licence.typ", false),
        ("vn/lifecycles/application.toml", false),
        ("vn/press/../authority.toml", false),
        ("hau-giang/agency.toml", false),
        ("vn/press/x.json", false),
        ("vn/press/ơ.toml", false),
        ("vn/press/a b.toml", false),
        ("", false),
    ] {
        assert_eq!(may_change(&LIBRARY, agency, path), expected, "{path}");
    }
    // What the department does not handle, and what no path may be.
    let checked = LIBRARY.check_own("hau-giang", &own("vn/authority.toml", &text("vn/authority.toml")));
    assert!(checked.faults.iter().any(|f| f.reason.contains("only files of procedures")));
}

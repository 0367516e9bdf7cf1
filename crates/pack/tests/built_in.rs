//! The packs built into the program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use congvu_pack::{Checked, Counts, Files, Library};

fn library() -> Library {
    Library::load(&Files::built_in()).unwrap_or_else(|faults| panic!("{faults}"))
}

// conformance: TT21-CN03, TT22-5.1.a, TT32-6.3
#[test]
fn they_are_whole() {
    let expected =
        Counts { agencies: 5, procedures: 70, versions: 114, lifecycles: 33, registers: 21, papers: 40 };
    assert_eq!(library().counts(), expected);
}

#[test]
fn every_department_resolves_every_duty_it_needs() {
    let library = library();
    for agency in library.agencies.values() {
        assert!(agency.procedures.len() >= 58, "{}", agency.id());
        for id in &agency.procedures {
            let duty = &library.procedures[id].declared.duty;
            let clause =
                agency.duty(duty).unwrap_or_else(|| panic!("`{}` has no clause `{duty}`", agency.id()));
            let para = duty.split('.').next().unwrap();
            assert!(clause.eid.contains(&format!("__para_{para}")), "{duty}: {}", clause.eid);
        }
    }
}

// conformance: HN-01, TT21-CN02
#[test]
fn the_day_chooses_the_version() {
    let library = library();
    let grant = &library.procedures["aggregated-site.grant"].declared;
    let check = |day: &str, expected: Option<&str>| {
        let version = grant.version_on(day.parse().unwrap()).map(|v| v.from.to_string());
        assert_eq!(version.as_deref(), expected, "{day}");
    };
    check("2018-04-14", None);
    check("2018-04-15", Some("2018-04-15"));
    check("2024-12-24", Some("2018-04-15"));
    check("2024-12-25", Some("2024-12-25"));
    check("2025-12-31", Some("2024-12-25"));
    check("2026-01-01", Some("2026-01-01"));
}

// conformance: TT22-5.1.đ
#[test]
fn the_day_chooses_the_form() {
    let library = library();
    let check = |key: &str, day: &str, expected: Result<Option<&str>, Option<&str>>| {
        let found = library.form_on(key, day.parse().unwrap());
        let found = found.map(|f| f.number).map_err(|from| from.map(|d| d.to_string()));
        assert_eq!(
            found,
            expected.map(|n| n.map(str::to_owned)).map_err(|d| d.map(str::to_owned)),
            "{key} {day}"
        );
    };
    check("stop", "2025-09-14", Err(Some("2025-09-15")));
    check("stop", "2025-09-15", Ok(Some("Mẫu số 05")));
    check("control", "2025-09-14", Ok(Some("Mẫu số 05")));
    check("control", "2025-09-15", Ok(Some("Mẫu số 06")));
    check("receipt", "2019-01-05", Err(Some("2019-01-06")));
    check("correction", "2024-03-04", Ok(None));
    check("no-such-form", "2024-03-04", Err(None));
}

#[test]
fn a_folder_is_read_as_what_is_built_in() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let (folder, built_in) = (Files::from_folder(&root).expect("the folder is there"), Files::built_in());
    assert_eq!(folder.by_path.keys().collect::<Vec<_>>(), built_in.by_path.keys().collect::<Vec<_>>());
    let other: Vec<_> =
        folder.by_path.iter().filter(|(path, bytes)| built_in.by_path[*path] != **bytes).collect();
    assert!(other.is_empty(), "{:?}", other.iter().map(|(path, _)| path).collect::<Vec<_>>());
    assert!(Files::from_folder(&root.join("no-such-folder")).is_err());
}

/// One line with the count, however many fields: a list of hundreds would hide every other remark.
#[test]
fn fields_without_help_are_counted_in_one_remark() {
    let count = |files: &Files| {
        let remarks = Checked::of(files).remarks;
        let found: Vec<&str> =
            remarks.iter().map(|r| r.reason.as_str()).filter(|r| r.contains("`x-help-vi`")).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].split(' ').next().unwrap().parse::<usize>().unwrap()
    };
    let mut files = Files::built_in();
    let before = count(&files);
    let path = "vn/feedback/handling.schema.json";
    let text = files.text(path).unwrap().replacen("\"x-help-vi\": \"Việc gì", "\"x-help-en\": \"Việc gì", 1);
    let text = text.replacen("      \"x-help-en\": \"What, when and where; if you know it, who.\",\n", "", 1);
    files.by_path.insert(path.to_owned(), text.into_bytes());
    assert_eq!(count(&files), before + 1);
}

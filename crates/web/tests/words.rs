//! Every message exists in both languages, and every message used exists.
#![expect(clippy::unwrap_used, reason = "helpers of tests, outside test functions")]

use congvu_web::{I18n, Lang};

fn check_folder(i18n: &I18n, folder: &std::path::Path, missing: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            check_folder(i18n, &path, missing);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
            missing.extend(i18n.missing_in(&std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn the_shared_words_are_whole() {
    let i18n = I18n::builder().build().unwrap();
    assert_eq!(i18n.problems(), Vec::<String>::new());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    check_folder(&i18n, &root.join("src"), &mut missing);
    check_folder(&i18n, &root.join("templates"), &mut missing);
    // In the documentation of `Words::with` and in the source of the checker itself.
    missing.retain(|id| !matches!(id.as_str(), "days-left" | "id" | ""));
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn words_that_no_source_uses_are_found_and_taken_out() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    let mut folders = vec![root.join("src"), root.join("templates")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { all += &std::fs::read_to_string(path).unwrap() }
        }
    }
    // Buttons that every office needs; kept here so that all say the same.
    let for_offices = ["save", "continue", "back", "send", "search"];
    let unused: Vec<_> = include_str!("../locales/vi/web.ftl")
        .lines()
        .filter_map(|l| l.split_once(" = ").map(|(id, _)| id))
        .filter(|id| !all.contains(&format!("\"{id}\"")) && !for_offices.contains(id))
        .collect();
    assert_eq!(unused, Vec::<&str>::new());
}

#[test]
fn problems_are_found() {
    for (vi, en, expected) in [
        ("a = A", "a = A", None),
        ("a = A", "b = B", Some("`a` is missing in English")),
        ("a = A { $n }", "a = A", Some("`a` uses {\"n\"} in Vietnamese but {} in English")),
    ] {
        let i18n = I18n::builder().add(Lang::Vi, vi).add(Lang::En, en).build().unwrap();
        assert_eq!(i18n.problems().first().map(String::as_str), expected);
    }
    assert!(I18n::builder().add(Lang::Vi, "a = { $").build().is_err(), "not Fluent");
    assert!(I18n::builder().add(Lang::Vi, "save = again").build().is_err(), "twice");
    assert_eq!(I18n::builder().build().unwrap().missing_in("w.t(\"nope\") w.t(\"save\")"), ["nope"]);
}

#[test]
fn values_go_into_messages() {
    let i18n = I18n::builder().build().unwrap();
    let (vi, en) = (i18n.words(Lang::Vi), i18n.words(Lang::En));
    let args = |n: i64| [("n", n.into()), ("last", 12_345.into())];
    assert_eq!(vi.with("pages-where", &args(1_234)), "Trang 1.234 trên 12.345");
    assert_eq!(en.with("pages-where", &args(1_234)), "Page 1,234 of 12,345");
    assert_eq!(en.with("error-summary", &[("n", 1.into())]), "One thing needs another look");
    assert_eq!(en.with("error-summary", &[("n", 2.into())]), "2 things need another look");
    assert_eq!(
        (vi.pick("a", "b"), en.pick("a", "b"), en.pick("a", ""), vi.pick("", "b")),
        ("a", "b", "a", "b")
    );
    assert_eq!(vi.t("no-such-message"), "no-such-message");
}

#[test]
fn the_language_is_chosen() {
    for (query, cookie, accept, expected) in [
        (Some("en"), Some("vi"), Some("vi"), Lang::En),
        (Some("fr"), Some("en"), None, Lang::En),
        (None, None, Some("en-GB,en;q=0.9,vi;q=0.8"), Lang::En),
        (None, None, Some("en;q=0.5, vi-VN"), Lang::Vi),
        (None, None, Some("fr, *;q=0.1"), Lang::Vi),
        (None, None, Some("en;q=0"), Lang::Vi),
        (None, None, Some(";;;,q=,en;q=x"), Lang::Vi),
        (None, None, None, Lang::Vi),
    ] {
        assert_eq!(Lang::choose(query, cookie, accept), expected, "{query:?} {cookie:?} {accept:?}");
    }
}

#[test]
fn clocks_speak_plainly() {
    use congvu_web::components::{Clock, Stopped, clock_line};
    let i18n = I18n::builder().build().unwrap();
    let clock = |used, left| Clock { used, total: 8, left, ..Clock::default() };
    let stopped = Stopped { since: jiff::civil::date(2024, 3, 6), why: "chờ bổ sung".to_owned() };
    for (clock, vi, en) in [
        (clock(3, 5), "Còn 5 ngày làm việc", "5 working days left"),
        (clock(7, 1), "Còn 1 ngày làm việc", "1 working day left"),
        (clock(8, 0), "Đến hạn hôm nay", "Due today"),
        (clock(9, -1), "Quá hạn 1 ngày làm việc", "1 working day overdue"),
        (Clock { finished: true, ..clock(8, 0) }, "Xong đúng hạn", "Done in time"),
        (Clock { finished: true, ..clock(10, -2) }, "Xong trễ 2 ngày làm việc", "Done 2 working days late"),
        (
            Clock { stopped: Some(stopped), ..clock(3, 5) },
            "Tạm dừng từ 06/03/2024: chờ bổ sung",
            "Stopped since 6 March 2024:",
        ),
        (
            Clock { due: Some(jiff::civil::date(2024, 3, 14)), ..clock(3, 5) },
            "Thứ Năm, 14/03/2024",
            "Thursday 14 March 2024",
        ),
    ] {
        for (lang, expected) in [(Lang::Vi, vi), (Lang::En, en)] {
            let html = clock_line(&i18n.words(lang), &clock).into_string();
            assert!(html.contains(expected), "{expected} in {html}");
        }
    }
}

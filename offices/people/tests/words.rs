//! Every message exists in both languages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[test]
fn messages_are_complete() {
    let words = congvu_people::words(congvu_views::words(congvu_web::I18n::builder())).build().unwrap();
    assert_eq!(words.problems(), Vec::<String>::new());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for file in std::fs::read_dir(root.join("src")).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(words.missing_in(&text), Vec::<String>::new(), "{}", path.display());
        for id in text.split('"').filter(|p| p.starts_with("people-") && !p.contains(['{', ' '])) {
            assert!(words.has(id), "{id} in {}", path.display());
        }
        read += 1;
    }
    assert!(read > 10, "only {read} files were looked at");
    // Ids that are put together.
    for (stem, ends) in [
        ("people-column-", "position holder from until state unit who look"),
        ("people-signing-", "who signs for duties"),
        ("people-review-", "when act matter review"),
        ("people-prepare-", "person name position kind unit from to acting reason"),
        ("people-staff-", "civil-servant public-employee"),
    ] {
        for end in ends.split(' ') {
            assert!(words.has(&format!("{stem}{end}")), "{stem}{end}");
        }
    }
}

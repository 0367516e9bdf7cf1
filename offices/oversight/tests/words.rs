//! Every message exists in both languages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[test]
fn messages_are_complete() {
    let words = congvu_oversight::words(congvu_views::words(congvu_web::I18n::builder())).build().unwrap();
    assert_eq!(words.problems(), Vec::<String>::new());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for file in std::fs::read_dir(root.join("src")).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(words.missing_in(&text), Vec::<String>::new(), "{}", path.display());
        for id in text.split('"').filter(|p| p.starts_with("oversight-") && !p.contains(['{', ' '])) {
            assert!(words.has(id), "{id} in {}", path.display());
        }
        read += 1;
    }
    assert!(read > 10, "only {read} files were looked at");
    // Ids that are put together.
    let standings =
        "open late today soon stopped received resolved resolved-in-time resolved-late running running-late";
    for standing in standings.split(' ') {
        assert!(words.has(&format!("oversight-standing-{standing}")), "{standing}");
    }
}

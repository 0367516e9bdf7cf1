//! Every message exists in both languages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[test]
fn messages_are_complete() {
    let words = congvu_supervision::words(congvu_views::words(congvu_web::I18n::builder())).build().unwrap();
    assert_eq!(words.problems(), Vec::<String>::new());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for file in std::fs::read_dir(root.join("src")).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(words.missing_in(&text), Vec::<String>::new(), "{}", path.display());
        for id in text.split('"').filter(|p| p.starts_with("supervision-") && !p.contains(['{', ' '])) {
            assert!(words.has(id), "{id} in {}", path.display());
        }
        read += 1;
    }
    assert!(read > 8, "only {read} files were looked at");
    // Ids that are put together.
    for column in "number subject kind state due act article bracket middle until extra title most verdict year lines code field \
                   month topic twice issued outcome recommendations device holder enrolled revoke"
        .split_whitespace()
    {
        assert!(words.has(&format!("supervision-column-{column}")), "{column}");
    }
    // Every field of an act in the packs has a name.
    let library = congvu_pack::Library::load(&congvu_pack::Files::built_in()).unwrap();
    for act in &library.violations.all.behaviours {
        assert!(words.has(&format!("supervision-field-{}", act.field)), "{}", act.field);
    }
}

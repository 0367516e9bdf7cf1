//! Every message exists in both languages.

#[test]
fn messages_are_complete() {
    let words = congvu_packs::words(congvu_views::words(congvu_web::I18n::builder())).build().unwrap();
    assert_eq!(words.problems(), Vec::<String>::new());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for folder in ["src", "templates"] {
        for file in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(words.missing_in(&text), Vec::<String>::new(), "{}", path.display());
            // Ids that stand in tables of the source.
            for id in text.split('"').filter(|p| p.starts_with("packs-") && !p.contains(['{', ' '])) {
                assert!(words.has(id), "{id} in {}", path.display());
            }
            read += 1;
        }
    }
    assert!(read > 12, "only {read} files were looked at");
}

//! Every message exists in both languages, and every one that is used exists.

use congvu_web::I18n;

#[test]
fn messages_are_complete() {
    let i18n = congvu_licensing::words(congvu_views::words(I18n::builder())).build().unwrap();
    assert_eq!(i18n.problems(), Vec::<String>::new());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for found in std::fs::read_dir(folder).unwrap() {
            let path = found.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            read += 1;
            assert_eq!(i18n.missing_in(&source), Vec::<String>::new(), "{}", path.display());
            // Ids that are chosen first and looked up later stand in quotes of their own.
            let quoted = source.split('"').filter(|s| {
                s.starts_with("licensing-") && !matches!(*s, "licensing-guest" | "licensing-cases")
            });
            for id in quoted {
                assert!(i18n.has(id), "`{id}` in {}", path.display());
            }
        }
    }
    assert!(read > 15, "sources were read");
}

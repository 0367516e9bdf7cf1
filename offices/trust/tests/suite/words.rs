use congvu_web::I18n;
use std::path::Path;

fn sources(folder: &Path, into: &mut String) {
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_message_is_there_in_both_languages_and_used() {
    let words = congvu_trust::words(congvu_views::words(I18n::builder())).build().unwrap();
    assert_eq!(words.problems(), Vec::<String>::new());
    let mut source = String::new();
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    sources(&crate_folder.join("src"), &mut source);
    assert_eq!(words.missing_in(&source), Vec::<String>::new());
    let messages = include_str!("../../locales/vi/trust.ftl");
    for id in messages.lines().filter_map(|l| l.split_once(" = ")).map(|(id, _)| id) {
        assert!(id.starts_with("trust-"), "`{id}` does not begin with the office");
        assert!(source.contains(&format!("\"{id}\"")), "`{id}` is not used");
    }
}

//! Every message is there in both languages, and every message that the sources name exists.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use congvu_web::I18n;

#[test]
fn messages_are_whole() {
    let words = congvu_counter::words(congvu_views::words(I18n::builder())).build().unwrap();
    assert_eq!(words.problems(), Vec::<String>::new());
    for source in [
        include_str!("../src/start.rs"),
        include_str!("../src/done.rs"),
        include_str!("../src/access.rs"),
        include_str!("../src/take/form.rs"),
        include_str!("../src/take/files.rs"),
        include_str!("../src/take/pages.rs"),
        include_str!("../src/take/perform.rs"),
    ] {
        assert_eq!(words.missing_in(source), Vec::<String>::new());
    }
}

//! Every message exists in both languages, and every one that is used exists.

use congvu_web::I18n;

const SOURCES: [&str; 11] = [
    include_str!("../src/contact.rs"),
    include_str!("../src/charge.rs"),
    include_str!("../src/clause.rs"),
    include_str!("../src/clock.rs"),
    include_str!("../src/history.rs"),
    include_str!("../src/limit.rs"),
    include_str!("../src/not_now.rs"),
    include_str!("../src/refusal.rs"),
    include_str!("../src/shell.rs"),
    include_str!("../src/standing.rs"),
    include_str!("../src/who.rs"),
];

#[test]
fn messages_are_complete() {
    let i18n = congvu_views::words(I18n::builder()).build().unwrap();
    assert_eq!(i18n.problems(), Vec::<String>::new());
    let mut missing: Vec<String> = SOURCES.iter().flat_map(|s| i18n.missing_in(s)).collect();
    // Ids that are chosen first and looked up later stand in quotes of their own.
    for source in SOURCES {
        missing
            .extend(source.split('"').filter(|s| s.starts_with("views-") && !i18n.has(s)).map(str::to_owned));
    }
    assert_eq!(missing, Vec::<String>::new());
}

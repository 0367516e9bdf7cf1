//! Every sentence in both languages, every address in the description.

use congvu_web::I18n;
use std::path::Path;

#[test]
fn no_word_is_missing() {
    let words = congvu_portal::words(congvu_views::words(I18n::builder())).build().unwrap();
    assert_eq!(words.problems(), Vec::<String>::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut problems = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert_eq!(words.missing_in(&text), Vec::<String>::new());
        for kind in [
            "unsigned",
            "bad-signature",
            "unknown-partner",
            "out-of-time",
            "replayed",
            "bad-digest",
            "not-json",
            "bad-query",
            "message-reused",
            "dossier-reused",
            "not-taken-here",
            "no-data",
            "not-permitted",
        ] {
            if text.contains(&format!("\"{kind}\"")) {
                problems += 1;
                for id in [format!("portal-problem-{kind}"), format!("portal-problem-{kind}-more")] {
                    assert!(words.has(&id), "{id}");
                }
            }
        }
    }
    assert!(problems >= 13, "{problems}");
    for why in ["unknown-status", "dossier-reused", "not-opened", "files", "not-performed"] {
        assert!(words.has(&format!("portal-why-{why}")), "{why}");
    }
    for state in
        ["failed", "refused", "waiting", "delivered", "synchronised", "done", "late", "early", "taken"]
    {
        assert!(words.has(&format!("portal-state-{state}")), "{state}");
    }
}

#[test]
fn the_description_has_every_address() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let description: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(root.join("openapi.json")).unwrap()).unwrap();
    let source = std::fs::read_to_string(root.join("src/lib.rs")).unwrap();
    let routes: Vec<&str> = source
        .split(".route(\"")
        .skip(1)
        .filter_map(|r| r.split('"').next())
        .filter(|r| r.contains("/portal/v1/") && !r.ends_with("openapi.json"))
        .collect();
    let mut described: Vec<&String> = description["paths"].as_object().unwrap().keys().collect();
    described.sort();
    let mut routes: Vec<String> = routes.into_iter().map(str::to_owned).collect();
    routes.sort();
    assert_eq!(described, routes.iter().collect::<Vec<_>>());
}

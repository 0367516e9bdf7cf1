//! What people type finds what they mean, over the packs as they are.

use congvu_licensing::finder::{Findable, find};
use congvu_pack::{Files, Library};

// conformance: TT22-6.1.k, TT32-11.2.b, NB-10
#[test]
fn typed_words_find_procedures() {
    let library = Library::load(&Files::built_in()).unwrap();
    let mut all: Vec<_> = library.procedures.values().map(|p| &p.declared).collect();
    // As the page has them.
    all.sort_by_key(|p| p.subject.is_some());
    let items: Vec<Findable> = all
        .iter()
        .map(|p| Findable {
            names: vec![p.name.vi.clone(), p.name.en.clone()],
            called: p.called.clone(),
            field: Vec::new(),
        })
        .collect();
    let (mut cases, mut missed) = (0, Vec::new());
    for line in include_str!("../testdata/finder.tsv").lines().filter(|l| !l.starts_with('#')) {
        let (typed, expected) = line.split_once('\t').unwrap();
        let first = find(typed, &items).first().map_or("-", |i| all[*i].id.as_str());
        if first != expected {
            missed.push(format!("`{typed}` finds {first}, not {expected}"));
        }
        cases += 1;
    }
    assert_eq!(missed, Vec::<String>::new());
    assert!(cases > 20);
    assert_eq!(find("", &items).len(), items.len(), "nothing asked for shows all");
}

//! Search by the beginnings of words.

use congvu_store::testing::Backend;
use congvu_store::{MAX_TOKENS, TokenRow, Writes};

use crate::support::{AGENCY, on_both, open, try_write, write};

on_both!(finds_by_beginnings_of_all_words, common_words_stay_bounded);

fn tokens(reference: &str, text: &str) -> TokenRow {
    TokenRow {
        kind: "procedure".to_owned(),
        reference: reference.to_owned(),
        tokens: text.split_whitespace().map(str::to_owned).collect(),
    }
}

async fn finds_by_beginnings_of_all_words(backend: Backend) {
    let t = open(backend).await;
    let rows = vec![
        tokens("p-1", "cap giay phep thiet lap trang thong tin dien tu tong hop"),
        tokens("p-2", "cap lai giay phep buu chinh"),
        tokens("p-3", "hau giang giay giay"),
        tokens("p-4", "100% a_b"),
    ];
    write(&t.store, Writes { tokens: rows, ..Writes::default() }).await;
    // The rows replace those stored before for the same reference.
    let changed = vec![tokens("p-2", "cap lai giay phep vien thong"), tokens("p-5", "")];
    write(&t.store, Writes { tokens: changed, ..Writes::default() }).await;
    for (words, expected) in [
        (vec!["giay", "phep"], vec!["p-2", "p-1"]),
        (vec!["gi", "ph", "c"], vec!["p-2", "p-1"]),
        (vec!["giay"], vec!["p-3", "p-2", "p-1"]),
        (vec!["buu"], vec![]),
        (vec!["vien"], vec!["p-2"]),
        (vec!["hau", "giang"], vec!["p-3"]),
        (vec!["hau", "phep"], vec![]),
        (vec!["giayy"], vec![]),
        (vec![], vec![]),
        (vec!["", ""], vec![]),
        (vec!["", "hau"], vec!["p-3"]),
        (vec!["100%"], vec!["p-4"]),
        (vec!["%"], vec![]),
        (vec!["a_"], vec!["p-4"]),
        (vec!["_"], vec![]),
        (
            vec!["g", "gi", "gia", "giay", "p", "ph", "phe", "phep", "nothing-after-the-eighth"],
            vec!["p-2", "p-1"],
        ),
    ] {
        let found = t.store.search(AGENCY, "procedure", &words, 10).await.expect("searched");
        assert_eq!(
            (found.references, found.more),
            (expected.iter().map(|r| (*r).to_owned()).collect(), false),
            "{words:?}"
        );
    }
    let found = t.store.search(AGENCY, "procedure", &["giay"], 2).await.expect("searched");
    assert_eq!((found.references.len(), found.more), (2, true));
    let found = t.store.search(AGENCY, "matter", &["giay"], 2).await.expect("searched");
    assert!(found.references.is_empty(), "another kind");
}

async fn common_words_stay_bounded(backend: Backend) {
    let t = open(backend).await;
    for part in 0..6 {
        let rows = (0..1_000)
            .map(|at| tokens(&format!("r-{part}-{at:04}"), &format!("nha{at} nam w{part}-{at}")))
            .collect();
        write(&t.store, Writes { tokens: rows, ..Writes::default() }).await;
    }
    // 12 000 places begin with "n": more than a search looks at.
    let found = t.store.search(AGENCY, "procedure", &["n"], 5).await.expect("searched");
    assert_eq!((found.references.len(), found.more), (5, true));
    let found = t.store.search(AGENCY, "procedure", &["n", "w3-77"], 100).await.expect("searched");
    assert_eq!(found.references.len(), 11, "the rare word leads: w3-77 and w3-770 to w3-779");
    let many = tokens("r", &vec!["w"; MAX_TOKENS + 1].join(" "));
    assert!(try_write(&t.store, Writes { tokens: vec![many], ..Writes::default() }).await.is_err());
}

//! Finding by words and properties, page by page.

use congvu_store::testing::Backend;
use congvu_store::{After, Asked, ListingRow, MAX_TOKENS, Order, SavedListRow, Store, Writes};

use crate::support::{AGENCY, T0, on_both, open, try_write, write};

on_both!(
    finds_by_beginnings_of_all_words,
    pages_are_complete_in_every_order,
    common_words_stay_bounded,
    properties_narrow,
    saved_lists_belong_to_a_person,
);

fn row(reference: &str, ord_ms: i64, text: &str) -> ListingRow {
    ListingRow {
        kind: "case".to_owned(),
        ord_ms,
        reference: reference.to_owned(),
        words: text.split_whitespace().map(str::to_owned).collect(),
        ..ListingRow::default()
    }
}

async fn put(store: &Store, listings: Vec<ListingRow>) {
    for part in listings.chunks(1_000) {
        write(store, Writes { listings: part.to_vec(), ..Writes::default() }).await;
    }
}

fn asked<'a>(words: &'a [&'a str]) -> Asked<'a> {
    Asked { kind: "case", words, ..Asked::default() }
}

async fn found(store: &Store, asked: &Asked<'_>, limit: u32) -> Vec<String> {
    let page = store.find(AGENCY, asked, None, limit).await.expect("found");
    page.rows.into_iter().map(|r| r.reference).collect()
}

/// All pages, one after the other.
async fn all(store: &Store, asked: &Asked<'_>, limit: u32) -> Vec<String> {
    let (mut seen, mut after): (Vec<String>, Option<After>) = (Vec::new(), None);
    loop {
        let page = store.find(AGENCY, asked, after.as_ref(), limit).await.expect("found");
        assert!(page.rows.len() <= limit as usize);
        seen.extend(page.rows.into_iter().map(|r| r.reference));
        match page.next {
            Some(next) => {
                assert_ne!(after.as_ref(), Some(&next), "a page goes on");
                after = Some(next);
            }
            None => return seen,
        }
    }
}

async fn finds_by_beginnings_of_all_words(backend: Backend) {
    let t = open(backend).await;
    let rows = vec![
        row("p-1", 1, "cap giay phep thiet lap trang thong tin dien tu tong hop h1-01"),
        row("p-2", 2, "cap lai giay phep buu chinh h1-02"),
        row("p-3", 3, "hau giang giay giay h1-03"),
        row("p-4", 4, "100% a_b a%b \\x"),
    ];
    put(&t.store, rows).await;
    // The row replaces the one stored before, and what it names is forgotten.
    let gone = vec!["buu".to_owned(), "chinh".to_owned(), "giay".to_owned()];
    let changed = ListingRow { gone, ..row("p-2", 2, "cap lai giay phep vien thong h1-02") };
    put(&t.store, vec![changed, row("p-5", 5, "")]).await;
    let cases: &[(&[&str], &[&str])] = &[
        (&["giay", "phep"], &["p-2", "p-1"]),
        (&["giay", "ph"], &["p-2", "p-1"]),
        // No word is `gi`: then it is the beginning of one.
        (&["gi", "ph", "c"], &["p-2", "p-1"]),
        // `cap` is a word; `la` begins `lap` and `lai`.
        (&["cap", "la"], &["p-2", "p-1"]),
        (&["giay"], &["p-3", "p-2", "p-1"]),
        (&["buu"], &[]),
        (&["vien"], &["p-2"]),
        (&["hau", "giang"], &["p-3"]),
        (&["hau", "phep"], &[]),
        (&["giayy"], &[]),
        (&["", "hau"], &["p-3"]),
        (&["100%"], &["p-4"]),
        (&["%"], &[]),
        (&["a_"], &["p-4"]),
        (&["a%"], &["p-4"]),
        (&["\\"], &["p-4"]),
        (&["_"], &[]),
        (&["=x"], &["p-5", "p-4", "p-3", "p-2", "p-1"]),
        (&["h1-0"], &["p-3", "p-2", "p-1"]),
        (&["h1-02"], &["p-2"]),
        (&[], &["p-5", "p-4", "p-3", "p-2", "p-1"]),
        (&["g", "gi", "gia", "giay", "p", "ph", "phe", "phep", "nothing-after-the-eighth"], &["p-2", "p-1"]),
    ];
    for (words, expected) in cases {
        assert_eq!(found(&t.store, &asked(words), 10).await, *expected, "{words:?}");
        let slow = t.store.find_by_reading_all(AGENCY, "case", words, 10).await.expect("read");
        if words.len() < 9 && !words.contains(&"=x") && *words != ["cap", "la"] {
            let slow: Vec<String> = slow.into_iter().map(|r| r.reference).collect();
            assert_eq!(slow, *expected, "{words:?} by reading all");
        }
    }
    let page = t.store.find(AGENCY, &asked(&["giay"]), None, 2).await.expect("found");
    let last = After { at_ms: 2, reference: "p-2".to_owned() };
    assert_eq!((page.rows.len(), page.next, page.unfinished), (2, Some(last), false));
    let elsewhere = Asked { kind: "entry", ..asked(&["giay"]) };
    assert!(found(&t.store, &elsewhere, 2).await.is_empty(), "another kind");
    // An act that changes no words leaves their places alone.
    let settled =
        ListingRow { settled: true, state: "done".to_owned(), ..row("p-3", 3, "hau giang giay h1-03") };
    put(&t.store, vec![settled]).await;
    assert_eq!(found(&t.store, &asked(&["hau"]), 2).await, ["p-3"]);
}

/// What a case looks like in the tests of paging: a few properties that repeat with different periods.
fn many(count: i64) -> Vec<ListingRow> {
    (0..count)
        .map(|n| ListingRow {
            class: format!("class-{}", n % 7),
            state: if n % 10 == 0 { "open" } else { "done" }.to_owned(),
            phase: if n % 10 == 0 { "working" } else { "done" }.to_owned(),
            officer: if n % 400 == 0 { "press-1" } else { "" }.to_owned(),
            unit: "press".to_owned(),
            due_ms: (n % 3 > 0).then_some(T0 + n * 7_919 % 1_000),
            closed_ms: (n % 10 != 0).then_some(T0),
            // Some are filed in the same millisecond.
            ..row(&format!("c-{n:05}"), T0 + n / 3, &format!("trang tin so{n} le{} nhom{}", n % 2, n % 97))
        })
        .collect()
}

async fn pages_are_complete_in_every_order(backend: Backend) {
    let t = open(backend).await;
    let rows = many(1_200);
    put(&t.store, rows.clone()).await;
    let newest = |keep: &dyn Fn(&ListingRow) -> bool| -> Vec<String> {
        let mut kept: Vec<&ListingRow> = rows.iter().filter(|r| keep(r)).collect();
        kept.sort_by_key(|r| std::cmp::Reverse((r.ord_ms, r.reference.clone())));
        kept.into_iter().map(|r| r.reference.clone()).collect()
    };
    let due_first = |keep: &dyn Fn(&ListingRow) -> bool| -> Vec<String> {
        let mut kept: Vec<&ListingRow> = rows.iter().filter(|r| r.closed_ms.is_none() && keep(r)).collect();
        kept.sort_by_key(|r| (r.due_ms.unwrap_or(i64::MAX), r.reference.clone()));
        kept.into_iter().map(|r| r.reference.clone()).collect()
    };
    let has = |r: &ListingRow, word: &str| r.words.iter().any(|w| w.starts_with(word));
    for limit in [31, 999] {
        assert_eq!(all(&t.store, &asked(&["trang"]), limit).await, newest(&|_| true));
        assert_eq!(
            all(&t.store, &asked(&["le1", "nhom5"]), limit).await,
            newest(&|r| has(r, "le1") && has(r, "nhom5"))
        );
        assert_eq!(all(&t.store, &asked(&["tin", "so11"]), limit).await, newest(&|r| has(r, "so11")));
        let narrow = Asked {
            classes: Some(vec!["class-3", "class-5"]),
            states: Some(vec!["open", "other"]),
            from_ms: Some(T0 + 100),
            to_ms: Some(T0 + 300),
            ..asked(&["tin"])
        };
        let keep = |r: &ListingRow| {
            ["class-3", "class-5"].contains(&r.class.as_str())
                && r.state == "open"
                && (T0 + 100..T0 + 300).contains(&r.ord_ms)
        };
        assert_eq!(all(&t.store, &narrow, limit).await, newest(&keep));
        let by_due = Asked { order: Order::Due, ..narrow.clone() };
        assert_eq!(all(&t.store, &by_due, limit).await, due_first(&keep));
        let by_due = Asked { order: Order::Due, ..asked(&[]) };
        assert_eq!(all(&t.store, &by_due, limit).await, due_first(&|_| true));
        let rare = Asked { order: Order::Due, ..asked(&["nhom96"]) };
        assert_eq!(all(&t.store, &rare, limit).await, due_first(&|r| has(r, "nhom96")));
        let late = Asked { closed: Some(false), due_to_ms: Some(T0 + 500), ..asked(&[]) };
        let is_late = |r: &ListingRow| r.closed_ms.is_none() && r.due_ms.is_some_and(|d| d < T0 + 500);
        assert_eq!(all(&t.store, &late, limit).await, newest(&is_late));
        let officer = Asked { officer: Some("press-1"), unit: Some("press"), ..asked(&["tin"]) };
        assert_eq!(all(&t.store, &officer, limit).await, newest(&|r| r.officer == "press-1"));
    }
}

async fn common_words_stay_bounded(backend: Backend) {
    let t = open(backend).await;
    let count = 9_000;
    // The oldest ten have a word that begins like a thousand others; each number is a word of its own.
    let rows = (0..count)
        .map(|n| {
            let old = if n < 10 { " xa-cu" } else { "" };
            row(&format!("c-{n:05}"), n, &format!("nha nam{} so-{n:05}{old}", n % 2))
        })
        .collect();
    put(&t.store, rows).await;
    let newest: Vec<String> = (0..5).map(|n| format!("c-{:05}", count - 1 - n)).collect();
    assert_eq!(found(&t.store, &asked(&["n"]), 5).await, newest);
    assert_eq!(found(&t.store, &asked(&["so-"]), 5).await, newest, "9 000 words begin so");
    assert_eq!(found(&t.store, &asked(&["nha", "so-0123"]), 99).await.len(), 10, "the rare word leads");
    assert_eq!(found(&t.store, &asked(&["nha", "xa"]), 99).await.len(), 10);
    // Two common things that never meet: the search stops, says so, and goes on from there.
    let never = Asked { phase: Some("stopped"), ..asked(&["nha", "nam1"]) };
    let page = t.store.find(AGENCY, &never, None, 50).await.expect("found");
    assert!(page.rows.is_empty() && page.unfinished, "{page:?}");
    assert!(page.next.is_some());
    assert!(all(&t.store, &never, 50).await.is_empty(), "and comes to its end");
    let many = row("r", 1, &vec!["w"; MAX_TOKENS + 1].join(" "));
    assert!(try_write(&t.store, Writes { listings: vec![many], ..Writes::default() }).await.is_err());
    for word in ["a b", "=class"] {
        let bad = ListingRow { words: vec![word.to_owned()], ..row("r", 1, "") };
        assert!(
            try_write(&t.store, Writes { listings: vec![bad], ..Writes::default() }).await.is_err(),
            "{word}"
        );
    }
}

async fn properties_narrow(backend: Backend) {
    let t = open(backend).await;
    put(&t.store, many(60)).await;
    for (asked, expected) in [
        (Asked { phase: Some("working"), ..asked(&[]) }, 6),
        (Asked { closed: Some(true), ..asked(&[]) }, 54),
        (Asked { closed: Some(false), ..asked(&["le0"]) }, 6),
        (Asked { closed: Some(false), ..asked(&["le1"]) }, 0),
        (Asked { channel: Some("post"), ..asked(&[]) }, 0),
        (Asked { channel: Some(""), ..asked(&[]) }, 60),
        (Asked { states: Some(vec![]), ..asked(&[]) }, 0),
        (Asked { classes: Some(vec![]), ..asked(&["trang"]) }, 0),
        (Asked { classes: Some(vec!["class-0"]), ..asked(&[]) }, 9),
        (Asked { officer: Some("press-1"), ..asked(&[]) }, 1),
        (Asked { from_ms: Some(T0 + 10), to_ms: Some(T0 + 11), ..asked(&[]) }, 3),
        (Asked { due_from_ms: Some(0), due_to_ms: Some(T0), ..asked(&[]) }, 0),
        (Asked { due_from_ms: Some(T0), ..asked(&[]) }, 40),
        (Asked { not_due_before_ms: Some(T0 + 1_000), ..asked(&[]) }, 20),
    ] {
        assert_eq!(found(&t.store, &asked, 99).await.len(), expected, "{asked:?}");
    }
}

// conformance: ND30-PL6-III.6.e
async fn saved_lists_belong_to_a_person(backend: Backend) {
    let t = open(backend).await;
    let list = |id: &str, name: &str, created_ms: i64| SavedListRow {
        id: id.to_owned(),
        name: name.to_owned(),
        query: "q=a&late=1".to_owned(),
        created_ms,
    };
    for (person, list) in
        [("an", list("1", "Quá hạn", 2)), ("an", list("2", "Mới", 1)), ("binh", list("1", "Khác", 1))]
    {
        t.store.put_saved_list(AGENCY, person, &list).await.expect("kept");
    }
    t.store.put_saved_list(AGENCY, "an", &list("1", "Trễ hạn", 9)).await.expect("renamed");
    let names = |rows: Vec<SavedListRow>| rows.into_iter().map(|r| r.name).collect::<Vec<_>>();
    assert_eq!(names(t.store.saved_lists(AGENCY, "an", 9).await.expect("read")), ["Mới", "Trễ hạn"]);
    assert_eq!(names(t.store.saved_lists(AGENCY, "an", 1).await.expect("read")), ["Mới"]);
    assert!(t.store.saved_lists("long-an", "an", 9).await.expect("read").is_empty());
    assert!(!t.store.delete_saved_list(AGENCY, "binh", "2").await.expect("asked"), "somebody else's");
    assert!(t.store.delete_saved_list(AGENCY, "an", "2").await.expect("asked"));
    assert_eq!(names(t.store.saved_lists(AGENCY, "an", 9).await.expect("read")), ["Trễ hạn"]);
}

//! Registers: versions, as-of reading, verification codes.

use congvu_store::testing::Backend;
use congvu_store::{CommitError, DocumentRow, EntryRow, StoreError, Writes};

use crate::support::{AGENCY, on_both, open, try_write, write};

on_both!(
    says_what_it_said_then,
    versions_do_not_change,
    codes_lead_to_one_thing,
    what_changed_last,
    many_at_once,
    numbers_taken_over,
);

fn entry(number: &str, version: i64, from_ms: i64, to_ms: Option<i64>) -> EntryRow {
    EntryRow {
        register: "sites".to_owned(),
        number: number.to_owned(),
        version,
        from_ms,
        to_ms,
        status: "valid".to_owned(),
        holder: "Công ty Một".to_owned(),
        matter: "m-1".to_owned(),
        verify_code: Some(format!("v-{number}")),
        body: format!("{{\"version\":{version}}}"),
    }
}

fn entries(entries: Vec<EntryRow>) -> Writes {
    Writes { entries, ..Writes::default() }
}

async fn says_what_it_said_then(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    write(s, entries(vec![entry("1", 1, 100, None), entry("2", 1, 150, Some(300))])).await;
    write(s, entries(vec![entry("1", 2, 200, None), entry("3", 1, 500, None)])).await;
    // A correction that goes back: from 120 on, the third version is what counts.
    write(s, entries(vec![entry("4", 1, 100, None), entry("4", 2, 200, None)])).await;
    write(s, entries(vec![entry("4", 3, 120, Some(400))])).await;
    for (at, expected) in [
        (99, vec![]),
        (100, vec![("1", 1), ("4", 1)]),
        (120, vec![("1", 1), ("4", 3)]),
        (199, vec![("1", 1), ("2", 1), ("4", 3)]),
        (200, vec![("1", 2), ("2", 1), ("4", 3)]),
        (300, vec![("1", 2), ("4", 3)]),
        (400, vec![("1", 2)]),
        (500, vec![("1", 2), ("3", 1)]),
    ] {
        let list = s.entries_list(AGENCY, "sites", at, 100, "").await.expect("read");
        let got: Vec<_> = list.iter().map(|e| (e.number.as_str(), e.version)).collect();
        assert_eq!(got, expected, "the register at {at}");
        for number in ["1", "2", "3", "4"] {
            let one = s.entry_as_of(AGENCY, "sites", number, at).await.expect("read");
            let in_list = list.iter().find(|e| e.number == number).cloned();
            assert_eq!(one, in_list, "entry {number} at {at}");
        }
    }
    let page = s.entries_list(AGENCY, "sites", 200, 1, "1").await.expect("read");
    assert_eq!(page.iter().map(|e| e.number.as_str()).collect::<Vec<_>>(), ["2"]);
    let current = s.entry_current(AGENCY, "sites", "2").await.expect("read");
    assert_eq!(current, Some(entry("2", 1, 150, Some(300))), "the latest version, though it has ended");
    assert_eq!(s.entry_versions(AGENCY, "sites", "4").await.expect("read").len(), 3);
    assert_eq!(s.entries_of(AGENCY, "m-1").await.expect("read").len(), 7);
}

async fn versions_do_not_change(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let stored = entry("1", 1, 100, None);
    write(s, entries(vec![stored.clone()])).await;
    for changed in [
        EntryRow { status: "revoked".to_owned(), ..stored.clone() },
        EntryRow { holder: "Công ty Hai".to_owned(), ..stored.clone() },
        EntryRow { from_ms: 90, ..stored.clone() },
        EntryRow { body: "{}".to_owned(), ..stored.clone() },
        EntryRow { verify_code: None, ..stored.clone() },
        EntryRow { matter: "m-2".to_owned(), ..stored.clone() },
    ] {
        let answer = try_write(s, entries(vec![changed])).await;
        assert!(matches!(answer, Err(CommitError::Store(StoreError::Duplicate { .. }))), "{answer:?}");
        assert_eq!(s.entry_current(AGENCY, "sites", "1").await.expect("read"), Some(stored.clone()));
    }
    let ended = EntryRow { to_ms: Some(500), ..stored };
    write(s, entries(vec![ended.clone()])).await;
    assert_eq!(s.entry_current(AGENCY, "sites", "1").await.expect("read"), Some(ended.clone()));
    let backwards = EntryRow { to_ms: Some(99), ..ended };
    let answer = try_write(s, entries(vec![backwards])).await;
    assert!(matches!(answer, Err(CommitError::Store(StoreError::Invalid(_)))), "{answer:?}");
}

async fn codes_lead_to_one_thing(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let document = |id: &str, code: &str| DocumentRow {
        id: id.to_owned(),
        matter: "m-1".to_owned(),
        kind: "licence".to_owned(),
        number: Some("1/GP-STTTT".to_owned()),
        sha256: "ab".repeat(32),
        media_type: "application/pdf".to_owned(),
        title: "Giấy phép".to_owned(),
        at_ms: 100,
        verify_code: Some(code.to_owned()),
    };
    let documents = |documents: Vec<DocumentRow>| Writes { documents, ..Writes::default() };
    write(s, entries(vec![entry("1", 1, 100, None)])).await;
    write(s, entries(vec![entry("1", 2, 200, None)])).await;
    write(s, documents(vec![document("d-1", "c-1"), document("d-2", "c-2")])).await;
    let other = EntryRow { verify_code: Some("v-1".to_owned()), ..entry("2", 1, 100, None) };
    let twice = Writes { entries: vec![entry("7", 1, 1, None)], ..documents(vec![document("d-7", "v-7")]) };
    for taken in [
        entries(vec![other]),
        documents(vec![document("d-3", "c-1")]),
        documents(vec![document("d-3", "v-1")]),
        twice,
    ] {
        let answer = try_write(s, taken).await;
        assert!(matches!(answer, Err(CommitError::Store(StoreError::Duplicate { .. }))), "{answer:?}");
    }
    let found = s.entry_by_verify_code(AGENCY, "v-1").await.expect("read");
    assert_eq!(found.map(|e| (e.number, e.version)), Some(("1".to_owned(), 2)));
    let found = s.document_by_verify_code(AGENCY, "c-2").await.expect("read");
    assert_eq!(found, Some(document("d-2", "c-2")));
    for unknown in ["c-1' OR '1'='1", "", "V-1", "c-3"] {
        assert_eq!(s.entry_by_verify_code(AGENCY, unknown).await.expect("read"), None);
        assert_eq!(s.document_by_verify_code(AGENCY, unknown).await.expect("read"), None);
    }
    assert_eq!(s.entry_by_verify_code(AGENCY, "c-1").await.expect("read"), None, "a document's code");
    assert_eq!(s.documents_of(AGENCY, "m-1").await.expect("read").len(), 2);
    assert_eq!(s.document(AGENCY, "d-1").await.expect("read"), Some(document("d-1", "c-1")));
}

async fn what_changed_last(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let first = vec![entry("1", 1, 100, None), entry("2", 1, 300, None), entry("3", 1, 300, None)];
    write(s, entries(first)).await;
    write(s, entries(vec![entry("1", 2, 300, None), entry("9", 1, 900, None)])).await;
    let (mut seen, mut last) = (Vec::new(), None::<(i64, String, i64)>);
    loop {
        let before = last.as_ref().map(|(from, number, version)| (*from, number.as_str(), *version));
        let page = s.entries_changed(AGENCY, "sites", 500, before, 2).await.expect("read");
        let Some(end) = page.last() else { break };
        last = Some((end.from_ms, end.number.clone(), end.version));
        seen.extend(page.into_iter().map(|e| (e.number, e.version)));
    }
    let expected = [("3", 1), ("2", 1), ("1", 2), ("1", 1)].map(|(n, v)| (n.to_owned(), v));
    assert_eq!(seen, expected, "latest first, without what has not begun");
    assert!(s.entries_changed("other", "sites", 500, None, 9).await.expect("read").is_empty());
}

async fn many_at_once(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let made: Vec<EntryRow> = (0..2_500)
        .map(|n| EntryRow { verify_code: None, ..entry(&format!("{n:05}"), 1, 100, None) })
        .collect();
    write(s, entries(made)).await;
    let second = EntryRow { verify_code: None, ..entry("00007", 2, 200, None) };
    write(s, entries(vec![second.clone()])).await;
    let numbers: Vec<String> = (0..3_000).map(|n| format!("{n:05}")).collect();
    let found = s.entries_by_number(AGENCY, "sites", &numbers).await.expect("read");
    assert_eq!(found.len(), 2_500);
    assert_eq!(found.iter().find(|e| e.number == "00007"), Some(&second), "the latest version");
    assert!(s.entries_by_number("other", "sites", &numbers).await.expect("read").is_empty());
    let page = s.entries_made(AGENCY, "m-1", "sites", "02497", 10).await.expect("read");
    assert_eq!(page.iter().map(|e| e.number.as_str()).collect::<Vec<_>>(), ["02498", "02499"]);
}

async fn numbers_taken_over(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let draw = || async {
        let mut work = crate::support::work(|assigned| {
            let answer = assigned.numbers.first().map(i64::to_string).unwrap_or_default().into_bytes();
            Ok(Writes { answer, ..Writes::default() })
        });
        work.series = vec!["paper/GP/2024".to_owned()];
        String::from_utf8(s.commit(work).await.expect("stored").answer).expect("a number")
    };
    assert_eq!(draw().await, "1");
    for (taken, next) in [(7, "8"), (3, "9"), (9, "10"), (40, "41")] {
        let at_least = vec![("paper/GP/2024".to_owned(), taken)];
        write(s, Writes { at_least, ..Writes::default() }).await;
        assert_eq!(draw().await, next, "after {taken}");
    }
    // Drawn and taken over at the same moment: whoever comes second goes on from the first.
    let at_least = vec![("paper/GP/2024".to_owned(), 50)];
    let (_, drawn) = tokio::join!(write(s, Writes { at_least, ..Writes::default() }), draw());
    assert!(drawn == "42" || drawn == "51", "{drawn}");
    assert_eq!(draw().await, if drawn == "42" { "51" } else { "52" });
}

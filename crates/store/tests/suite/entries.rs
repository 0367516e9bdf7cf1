//! Registers: versions, as-of reading, verification codes.

use congvu_store::testing::Backend;
use congvu_store::{CommitError, DocumentRow, EntryRow, StoreError, Writes};

use crate::support::{AGENCY, on_both, open, try_write, write};

on_both!(says_what_it_said_then, versions_do_not_change, codes_lead_to_one_thing);

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

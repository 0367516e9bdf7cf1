//! Lists of matters, page by page.

use congvu_store::testing::Backend;
use congvu_store::{FileUseRow, MatterRow, StateCount, StoreError, Writes};

use crate::support::{AGENCY, T0, matter, on_both, open, write};

on_both!(the_inbox_is_in_order, an_applicants_matters, counts_and_lists, files_of_a_matter);

async fn the_inbox_is_in_order(backend: Backend) {
    let t = open(backend).await;
    let row = |id: &str, turn: &str, due_ms: Option<i64>| MatterRow {
        turn: turn.to_owned(),
        due_ms,
        ..matter(id, 1)
    };
    write(
        &t.store,
        Writes {
            matters: vec![
                row("m-1", "role:reception", Some(T0 + 30)),
                row("m-2", "position:bd-05", Some(T0 + 10)),
                row("m-3", "role:reception", None),
                row("m-4", "unit:other", Some(T0)),
                row("m-5", "role:reception", Some(T0 + 10)),
                row("m-6", "position:bd-05", None),
                row("m-7", "", None),
            ],
            ..Writes::default()
        },
    )
    .await;
    let turns = ["role:reception", "position:bd-05", "role:nobody"];
    let all = ["m-2", "m-5", "m-1", "m-3", "m-6"];
    for limit in 1..=6 {
        let mut seen: Vec<String> = Vec::new();
        let mut after: Option<(i64, String)> = None;
        loop {
            let from = after.as_ref().map(|(due, id)| (*due, id.as_str()));
            let page = t.store.matters_by_turn(AGENCY, &turns, limit, from).await.expect("read");
            assert!(page.len() <= limit as usize);
            let Some(last) = page.last() else { break };
            after = Some((last.due_ms.unwrap_or(i64::MAX), last.id.clone()));
            seen.extend(page.into_iter().map(|m| m.id));
        }
        assert_eq!(seen, all, "pages of {limit}");
    }
    assert!(t.store.matters_by_turn(AGENCY, &[], 10, None).await.expect("read").is_empty());
    let many = vec!["x"; congvu_store::MAX_TURNS + 1];
    let refused = t.store.matters_by_turn(AGENCY, &many, 10, None).await;
    assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
    let most = t.store.matters_by_turn(AGENCY, &many[1..], 10, None).await.expect("as many as allowed");
    assert!(most.is_empty());
}

async fn an_applicants_matters(backend: Backend) {
    let t = open(backend).await;
    let row = |id: &str, applicant: &str, opened_ms: i64| MatterRow {
        applicant: Some(applicant.to_owned()),
        opened_ms,
        ..matter(id, 1)
    };
    let matters =
        vec![row("m-1", "p", T0), row("m-2", "p", T0 + 5), row("m-3", "q", T0), row("m-4", "p", T0)];
    write(&t.store, Writes { matters, ..Writes::default() }).await;
    let first = t.store.matters_by_applicant(AGENCY, "p", 2, None).await.expect("read");
    assert_eq!(first.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["m-2", "m-4"]);
    let rest = t.store.matters_by_applicant(AGENCY, "p", 9, Some((T0, "m-4"))).await.expect("read");
    assert_eq!(rest.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["m-1"]);
}

async fn counts_and_lists(backend: Backend) {
    let t = open(backend).await;
    let row = |id: &str, state: &str| MatterRow { state: state.to_owned(), ..matter(id, 1) };
    let closed = MatterRow { closed_ms: Some(T0), ..row("m-0", "received") };
    let matters = vec![closed, row("m-1", "received"), row("m-2", "decided"), row("m-3", "received")];
    write(&t.store, Writes { matters, ..Writes::default() }).await;
    let count = |state: &str, count| StateCount {
        kind: "application".to_owned(),
        procedure: "site.grant".to_owned(),
        state: state.to_owned(),
        count,
    };
    let counts = t.store.open_by_state(AGENCY).await.expect("read");
    assert_eq!(counts, [count("decided", 1), count("received", 2)]);
    let ids = |rows: Vec<MatterRow>| rows.into_iter().map(|m| m.id).collect::<Vec<_>>();
    assert_eq!(ids(t.store.matters(AGENCY, 2, "m-1").await.expect("read")), ["m-2", "m-3"]);
    let received = t.store.matters_in_state(AGENCY, "application", "site.grant", "received", 9, "").await;
    assert_eq!(ids(received.expect("read")), ["m-0", "m-1", "m-3"]);
}

async fn files_of_a_matter(backend: Backend) {
    let t = open(backend).await;
    let file = |part: &str, sha256: &str, name: &str| FileUseRow {
        matter: "m-1".to_owned(),
        part: part.to_owned(),
        name: name.to_owned(),
        sha256: sha256.repeat(32),
        size_bytes: 3,
        media_type: "application/pdf".to_owned(),
        at_ms: T0,
    };
    let uses = |file_uses: Vec<FileUseRow>| Writes { file_uses, ..Writes::default() };
    write(&t.store, uses(vec![file("plan", "ab", "a.pdf"), file("form", "cd", "b.pdf")])).await;
    write(&t.store, uses(vec![file("plan", "ab", "c.pdf")])).await;
    let found = t.store.files_of(AGENCY, "m-1").await.expect("read");
    assert_eq!(found, [file("form", "cd", "b.pdf"), file("plan", "ab", "c.pdf")]);
    assert_eq!(t.store.uses_of_file(AGENCY, &"ab".repeat(32)).await.expect("read").len(), 1);
}

//! Nothing of one agency is seen from another.

use congvu_store::testing::Backend;
use congvu_store::{
    AccountRow, Asked, DocumentRow, DraftRow, EntryRow, FileUseRow, JobRow, ListingRow, MatterRow,
    SessionRow, Writes,
};

use crate::support::{AGENCY, T0, act, matter, on_both, open, work, write};

on_both!(agencies_do_not_see_each_other);

async fn agencies_do_not_see_each_other(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    s.commit(work(|a| Ok(Writes { acts: vec![act(a, "a-1", "m-1")], ..Writes::default() })))
        .await
        .expect("stored");
    let (code, sha256) = (Some("v-1".to_owned()), "ab".repeat(32));
    let m = MatterRow { code: code.clone(), applicant: Some("p".to_owned()), ..matter("m-1", 1) };
    let entry = EntryRow {
        register: "sites".to_owned(),
        number: "1".to_owned(),
        version: 1,
        matter: "m-1".to_owned(),
        verify_code: code.clone(),
        ..EntryRow::default()
    };
    let document = DocumentRow {
        id: "d-1".to_owned(),
        matter: "m-1".to_owned(),
        verify_code: Some("v-2".to_owned()),
        ..DocumentRow::default()
    };
    let file = FileUseRow { matter: "m-1".to_owned(), sha256: sha256.clone(), ..FileUseRow::default() };
    let job = JobRow { id: "j".to_owned(), kind: "k".to_owned(), max_attempts: 1, ..JobRow::default() };
    let listing = ListingRow {
        kind: "case".to_owned(),
        ord_ms: T0,
        reference: "m-1".to_owned(),
        words: vec!["hau".to_owned()],
        ..ListingRow::default()
    };
    write(
        s,
        Writes {
            matters: vec![m],
            entries: vec![entry],
            documents: vec![document],
            file_uses: vec![file],
            jobs: vec![job],
            listings: vec![listing],
            ..Writes::default()
        },
    )
    .await;
    let account = AccountRow { id: "u".to_owned(), login: "u".to_owned(), ..AccountRow::default() };
    s.put_account(AGENCY, &account).await.expect("stored");
    let session = SessionRow { key_hash: "h".to_owned(), expires_ms: T0, ..SessionRow::default() };
    s.put_session(AGENCY, &session).await.expect("stored");
    let draft = DraftRow { id: "f".to_owned(), owner: "o".to_owned(), ..DraftRow::default() };
    s.put_draft(AGENCY, &draft).await.expect("stored");
    s.put_setting(AGENCY, "k", "1").await.expect("stored");
    assert_eq!(s.throttle(AGENCY, "ip", 1_000, T0).await.expect("counted"), 1);
    for (agency, seen) in
        [(AGENCY, true), ("long-an", false), ("", false), ("binh-duong ", false), ("%", false)]
    {
        let found = [
            s.matter(agency, "m-1").await.expect("read").is_some(),
            s.matter_by_code(agency, "v-1").await.expect("read").is_some(),
            !s.matters_by_turn(agency, &["role:reception"], 9, None).await.expect("read").is_empty(),
            !s.matters_by_applicant(agency, "p", 9, None).await.expect("read").is_empty(),
            !s.matters(agency, 9, "").await.expect("read").is_empty(),
            !s.open_by_state(agency).await.expect("read").is_empty(),
            !s.acts_of(agency, "m-1", 9, 0).await.expect("read").is_empty(),
            !s.acts_from(agency, 1, 9).await.expect("read").is_empty(),
            s.act(agency, "a-1").await.expect("read").is_some(),
            s.head(agency).await.expect("read").seq > 0,
            s.entry_as_of(agency, "sites", "1", T0).await.expect("read").is_some(),
            s.entry_current(agency, "sites", "1").await.expect("read").is_some(),
            !s.entry_versions(agency, "sites", "1").await.expect("read").is_empty(),
            !s.entries_list(agency, "sites", T0, 9, "").await.expect("read").is_empty(),
            !s.entries_of(agency, "m-1").await.expect("read").is_empty(),
            s.entry_by_verify_code(agency, "v-1").await.expect("read").is_some(),
            s.document(agency, "d-1").await.expect("read").is_some(),
            !s.documents_of(agency, "m-1").await.expect("read").is_empty(),
            s.document_by_verify_code(agency, "v-2").await.expect("read").is_some(),
            !s.files_of(agency, "m-1").await.expect("read").is_empty(),
            !s.uses_of_file(agency, &sha256).await.expect("read").is_empty(),
            !s.find(agency, &Asked { kind: "case", words: &["ha"], ..Asked::default() }, None, 9)
                .await
                .expect("read")
                .rows
                .is_empty(),
            !s.listings_by_turn(agency, &["role:reception"], 9, None).await.expect("read").is_empty(),
            s.account(agency, "u").await.expect("read").is_some(),
            s.account_by_login(agency, "u").await.expect("read").is_some(),
            !s.accounts(agency, 9, "").await.expect("read").is_empty(),
            s.session(agency, "h", 0).await.expect("read").is_some(),
            s.draft(agency, "o", "f").await.expect("read").is_some(),
            !s.drafts_of(agency, "o", 9).await.expect("read").is_empty(),
            s.setting(agency, "k").await.expect("read").is_some(),
            !s.settings(agency).await.expect("read").is_empty(),
            !s.jobs(agency, "ready", 9, None).await.expect("read").is_empty(),
        ];
        assert_eq!(found, [seen; 32], "`{agency}`");
    }
    assert_eq!(s.throttle("long-an", "ip", 1_000, T0).await.expect("counted"), 1);
    assert!(!s.delete_draft("long-an", "o", "f").await.expect("works"));
    assert_eq!(s.delete_sessions_of("long-an", "u").await.expect("works"), 0);
}

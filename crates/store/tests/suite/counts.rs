//! Counting cases: every number is as long as the list behind it.

use congvu_store::testing::Backend;
use congvu_store::{By, CaseOrder, FileUseRow, MatterRow, Only, StoreError, TallyRow, Writes};

use crate::support::{AGENCY, T0, matter, on_both, open, write};

on_both!(numbers_and_their_lists, groups, answers, limits);

const HOUR: i64 = 3_600_000;

fn rows() -> Vec<MatterRow> {
    let row = |id: &str, due: Option<i64>, ended: Option<i64>| MatterRow {
        due_ms: due.map(|h| T0 + h * HOUR),
        ended_ms: ended.map(|h| T0 + h * HOUR),
        closed_ms: ended.map(|h| T0 + h * HOUR),
        channel: "online".to_owned(),
        ..matter(id, 1)
    };
    vec![
        row("m-1", Some(10), None),
        row("m-2", Some(20), None),
        MatterRow { stops: 2, assigned: Some("press-1".to_owned()), ..row("m-3", None, None) },
        row("m-4", Some(10), Some(9)),
        MatterRow { channel: "counter".to_owned(), ..row("m-5", Some(10), Some(11)) },
        MatterRow { opened_ms: T0 - HOUR, unit: "press".to_owned(), ..row("m-6", Some(10), None) },
        // Neither a matter of the house nor a row that only carries a version is a case.
        MatterRow { procedure: String::new(), ..row("m-7", Some(1), None) },
    ]
}

async fn numbers_and_their_lists(backend: Backend) {
    let t = open(backend).await;
    let file_uses =
        vec![FileUseRow { matter: "m-1".into(), sha256: "a".repeat(64), ..FileUseRow::default() }];
    let tallies = vec![
        TallyRow { matter: "m-4".into(), item: "rate/overall".into(), value: "2".into(), at_ms: T0 },
        TallyRow { matter: "m-5".into(), item: "within/refuse".into(), value: "late".into(), at_ms: T0 },
    ];
    write(&t.store, Writes { matters: rows(), file_uses, tallies, ..Writes::default() }).await;
    let at = |h: i64| T0 + h * HOUR;
    let texts = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let check = async |only: &[Only], expected: &[&str]| {
        let list = t.store.cases_where(AGENCY, only, CaseOrder::Due, 100, None).await.expect("listed");
        let mut ids: Vec<String> = list.into_iter().map(|m| m.id).collect();
        ids.sort();
        assert_eq!(ids, expected, "{only:?}");
        let counted = t.store.count_cases(AGENCY, only, &[], &[]).await.expect("counted");
        let numbers: Vec<i64> = counted.iter().map(|c| c.all).collect();
        assert_eq!(numbers, [expected.len() as i64], "{only:?}");
    };
    let all = ["m-1", "m-2", "m-3", "m-4", "m-5", "m-6"];
    check(&[], &all).await;
    check(&[Only::Open], &["m-1", "m-2", "m-3", "m-6"]).await;
    check(&[Only::LateAt(at(10))], &[]).await;
    check(&[Only::LateAt(at(10) + 1)], &["m-1", "m-5", "m-6"]).await;
    check(&[Only::LateAt(at(30)), Only::Open], &["m-1", "m-2", "m-6"]).await;
    check(&[Only::Not(vec![Only::LateAt(at(30))])], &["m-3", "m-4"]).await;
    check(&[Only::Opened(T0, at(1))], &["m-1", "m-2", "m-3", "m-4", "m-5"]).await;
    check(&[Only::Opened(T0 - HOUR, T0)], &["m-6"]).await;
    check(&[Only::Ended(at(9), at(11))], &["m-4"]).await;
    check(&[Only::RunningAt(at(10))], &["m-1", "m-2", "m-3", "m-5", "m-6"]).await;
    check(&[Only::RunningAt(T0)], &["m-6"]).await;
    check(&[Only::Due(at(10), at(20))], &["m-1", "m-4", "m-5", "m-6"]).await;
    check(&[Only::HasDue], &["m-1", "m-2", "m-4", "m-5", "m-6"]).await;
    check(&[Only::Stops(2)], &["m-3"]).await;
    check(&[Only::Assigned("press-1".into())], &["m-3"]).await;
    check(&[Only::WasAssigned], &["m-3"]).await;
    check(&[Only::Channels(texts(&["counter", "post"]))], &["m-5"]).await;
    check(&[Only::Units(texts(&["press"]))], &["m-6"]).await;
    check(&[Only::Units(vec![])], &[]).await;
    check(&[Only::Turns(texts(&["role:reception"]))], &all).await;
    check(&[Only::Procedures(texts(&["site.grant"])), Only::Kinds(texts(&["application"]))], &all).await;
    check(&[Only::States(vec![("application".into(), "received".into())])], &all).await;
    check(&[Only::States(vec![("notice".into(), "received".into())])], &[]).await;
    check(&[Only::HasFile], &["m-1"]).await;
    check(&[Only::Tallied("rate/overall".into(), texts(&["1", "2"]))], &["m-4"]).await;
    check(&[Only::Tallied("rate/overall".into(), texts(&["3"]))], &[]).await;
    check(&[Only::Tallied("rate/overall".into(), vec![])], &["m-4"]).await;
    check(&[Only::TalliedAny("within/".into(), texts(&["late"]))], &["m-5"]).await;
    check(&[Only::TalliedAny("within/".into(), texts(&["2"]))], &[]).await;
    // Another department sees nothing of it.
    assert!(t.store.cases_where("long-an", &[], CaseOrder::Due, 9, None).await.expect("read").is_empty());
    // Page by page in the order of due moments.
    let mut seen = Vec::new();
    let mut after: Option<(i64, String)> = None;
    loop {
        let from = after.as_ref().map(|(due, id)| (*due, id.as_str()));
        let page = t.store.cases_where(AGENCY, &[Only::Open], CaseOrder::Due, 1, from).await.expect("read");
        let Some(last) = page.last() else { break };
        after = Some((last.due_ms.unwrap_or(i64::MAX), last.id.clone()));
        seen.extend(page.into_iter().map(|m| m.id));
    }
    assert_eq!(seen, ["m-1", "m-6", "m-2", "m-3"]);
    let last = t.store.cases_where(AGENCY, &[], CaseOrder::EndedLast, 1, None).await.expect("read");
    assert_eq!(last[0].id, "m-5");
}

async fn groups(backend: Backend) {
    let t = open(backend).await;
    write(&t.store, Writes { matters: rows(), ..Writes::default() }).await;
    let of = [vec![Only::LateAt(T0 + 15 * HOUR)], vec![Only::Open]];
    let counted = t.store.count_cases(AGENCY, &[], &[By::Unit, By::Channel], &of).await.expect("counted");
    let found: Vec<_> = counted.iter().map(|c| (c.keys.join(" "), c.all, c.of.clone())).collect();
    assert_eq!(
        found,
        [
            ("press online".to_owned(), 1, vec![1, 1]),
            ("reception counter".to_owned(), 1, vec![1, 0]),
            ("reception online".to_owned(), 4, vec![1, 3]),
        ]
    );
    let by = [By::Procedure, By::Turn, By::Assigned, By::Kind, By::State];
    let counted = t.store.count_cases(AGENCY, &[Only::Stops(1)], &by, &[]).await.expect("counted");
    assert_eq!(counted[0].keys, ["site.grant", "role:reception", "press-1", "application", "received"]);
    // No case, no group: but a number without groups is 0.
    let none = [Only::Stops(99)];
    assert!(t.store.count_cases(AGENCY, &none, &[By::Unit], &of).await.expect("counted").is_empty());
    assert_eq!(t.store.count_cases(AGENCY, &none, &[], &of).await.expect("counted")[0].of, [0, 0]);
}

async fn answers(backend: Backend) {
    let t = open(backend).await;
    let tally = |matter: &str, value: &str, at_ms: i64| TallyRow {
        matter: matter.to_owned(),
        item: "rate/overall".to_owned(),
        value: value.to_owned(),
        at_ms,
    };
    let tallies = vec![tally("m-1", "1", T0), tally("m-2", "1", T0), tally("m-3", "3", T0 + 5)];
    write(&t.store, Writes { matters: rows(), tallies, ..Writes::default() }).await;
    let check = async |from: i64, to: i64, expected: &[(&str, i64)]| {
        let found = t.store.tallies(AGENCY, from, to).await.expect("counted");
        let found: Vec<(&str, i64)> = found.iter().map(|c| (c.value.as_str(), c.count)).collect();
        assert_eq!(found, expected);
    };
    check(T0, T0 + 6, &[("1", 2), ("3", 1)]).await;
    check(T0, T0 + 5, &[("1", 2)]).await;
    // A later answer replaces the earlier one.
    write(&t.store, Writes { tallies: vec![tally("m-1", "3", T0 + 5)], ..Writes::default() }).await;
    check(T0, T0 + 6, &[("1", 1), ("3", 2)]).await;
}

async fn limits(backend: Backend) {
    let t = open(backend).await;
    let many = vec![Only::Open; congvu_store::MAX_CONDITIONS + 1];
    let refused = t.store.count_cases(AGENCY, &many, &[], &[]).await;
    assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
    let values = Only::Units(vec!["x".to_owned(); congvu_store::MAX_CONDITIONS * 2]);
    let refused = t.store.cases_where(AGENCY, &[values], CaseOrder::Due, 1, None).await;
    assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
}

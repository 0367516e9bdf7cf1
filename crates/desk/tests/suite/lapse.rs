//! Where the law says that silence is an answer, the passing of time ends a matter by itself, once and not before.

use crate::sample_form::filled;
use crate::support::{BD, House, MONDAY, act, agency_of, assert_whole, attached, case, filing, on_both};
use congvu_desk::{Desk, Done};
use congvu_record::ActorRef;
use congvu_store::testing::Backend;
use serde_json::{Value, json};
use std::time::Duration;

const NOTICE: &str = "press-conference.notice";

async fn notify(desk: &Desk) -> Done {
    let loaded = &desk.library().procedures[NOTICE];
    let version = loaded.declared.version_on(desk.clock().now().date()).expect("in force");
    let form = filled(&loaded.schemas[&version.form.as_ref().expect("a form").schema], None);
    let mut asked = filing(BD, NOTICE, Value::Object(form), None);
    asked.command.files = version.dossier.iter().map(|p| attached(&p.id)).collect();
    desk.perform(asked).await.expect("notified")
}

/// Lets the jobs run until none is due.
async fn time_passes(desk: &Desk) {
    let worker = tokio::spawn(congvu_desk::run_jobs(desk.clone()));
    for _ in 0..600 {
        let now_ms = congvu_desk::to_ms(desk.clock().now());
        let ready = desk.store().jobs(BD, "ready", 100, None).await.unwrap();
        let running = desk.store().jobs(BD, "running", 100, None).await.unwrap();
        if running.is_empty() && ready.iter().all(|j| j.run_at_ms > now_ms) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    worker.abort();
    assert!(desk.store().jobs(BD, "dead", 10, None).await.unwrap().is_empty());
}

async fn silence_is_consent(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let monday = house.at(MONDAY);
    let silent = notify(&monday).await.matter;
    let answered = notify(&monday).await.matter;
    let due = case(&monday, BD, &silent).await.clock.expect("a clock").due.expect("it runs");
    assert_eq!(due.to_string(), "2024-03-05T08:00:00", "24 hours, whatever the office hours are");

    // The other one is answered in time.
    let assignee = json!({ "assignee": "press-1" });
    act(&monday, BD, "reception-1", &answered, "receive", assignee).await.expect("received");
    let opinion = json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." });
    act(&monday, BD, "press-1", &answered, "appraise", opinion).await.expect("appraised");
    act(&monday, BD, "press-head", &answered, "agree", json!({})).await.expect("agreed");
    let decision = json!({ "outcome": "granted" });
    act(&monday, BD, "director", &answered, "sign", decision).await.expect("signed");

    time_passes(&house.at("2024-03-05T07:58")).await;
    assert_eq!(
        case(&monday, BD, &silent).await.matter.state,
        "filed",
        "a moment before, nothing has happened"
    );

    let after = house.at("2024-03-05T08:00");
    time_passes(&after).await;
    let lapsed = case(&after, BD, &silent).await;
    assert_eq!(lapsed.matter.state, "lapsed");
    assert!(lapsed.matter.closed.is_some());
    let history = after.history(agency_of(&after, BD), &silent).await.unwrap();
    let last = history.last().expect("acts");
    assert_eq!((last.act.kind.as_str(), &last.act.actor), ("lapse", &ActorRef::System));
    assert!(last.act.clause.eid.ends_with("__para_4__point_c"), "{}", last.act.clause.eid);
    assert_eq!(case(&after, BD, &answered).await.matter.state, "signed", "an answer is not overtaken");

    // Nobody else can let time pass.
    let third = notify(&after).await.matter;
    for who in ["director", "press-head", "reception-1", "citizen:sao-mai"] {
        assert!(act(&after, BD, who, &third, "lapse", json!({})).await.is_err(), "{who}");
    }
    assert_whole(&after, BD).await;
}

on_both!(silence_is_consent);

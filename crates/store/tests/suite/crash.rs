//! What was acknowledged is there after a crash.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use congvu_store::testing::{Backend, Cluster, TestStore};
use congvu_store::{Store, StoreConfig};

use crate::support::{AGENCY, change, matter, on_both, open, verify_chain};

on_both!(a_killed_process_loses_nothing);

/// Names the database for the process that is going to be killed.
const DATABASE: &str = "CONGVU_CRASH_DATABASE";

/// Not a test of its own: what the killed process does. It prints each act after it was acknowledged.
#[test]
#[ignore = "run by `a_killed_process_loses_nothing`"]
fn child_that_is_killed() {
    let Ok(database) = std::env::var(DATABASE) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let files = std::env::temp_dir();
        let store = Store::open(StoreConfig::new(database, files)).await.expect("opens");
        let tasks: Vec<_> = (0..16).map(|task| tokio::spawn(write_and_tell(store.clone(), task))).collect();
        for task in tasks {
            task.await.expect("no panic");
        }
    });
}

async fn write_and_tell(store: Store, task: usize) {
    let pid = std::process::id();
    for version in 1.. {
        let id = format!("m-{pid}-{task}");
        let work = change(&format!("a-{pid}-{task}-{version}"), matter(&id, version));
        let Ok(done) = store.commit(work).await else { return };
        let mut out = std::io::stdout().lock();
        writeln!(out, "ack {} {id} {version}", done.first_seq).and_then(|()| out.flush()).expect("told");
    }
}

async fn a_killed_process_loses_nothing(backend: Backend) {
    let t = open(backend).await;
    let mut total = 0;
    for round in 1..=3 {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "crash::child_that_is_killed", "--ignored", "--nocapture"])
            .env(DATABASE, &t.config().database)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the child starts");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut told = Vec::new();
        while told.len() < 150 * round {
            let mut line = String::new();
            assert!(out.read_line(&mut line).expect("read") > 0, "the child ended by itself");
            told.extend(parse(&line));
        }
        child.kill().expect("killed with SIGKILL, in the middle of its work");
        child.wait().expect("gone");
        // What it managed to say before it died was acknowledged, too.
        let mut rest = String::new();
        out.read_to_string(&mut rest).expect("read");
        told.extend(rest.split_inclusive('\n').filter(|l| l.ends_with('\n')).filter_map(parse));
        let acts = verify_chain(&t.store, AGENCY).await;
        total += told.len() as i64;
        assert!(acts >= total, "{acts} acts, {total} acknowledged");
        total = acts;
        for (seq, id, version) in told {
            let act = t.store.acts_from(AGENCY, seq, 1).await.expect("read").remove(0);
            assert_eq!((act.seq, act.matter.as_str()), (seq, id.as_str()));
            let now = t.store.matter(AGENCY, &id).await.expect("read").expect("it is there");
            let acts = t.store.acts_of(AGENCY, &id, 1_000, 0).await.expect("read").len() as i64;
            assert!(now.version >= version && now.version == acts, "{id}: all of a work or nothing");
        }
    }
}

fn parse(line: &str) -> Option<(i64, String, i64)> {
    // The test harness prints before the first line without ending its own.
    let (_, told) = line.split_once("ack ")?;
    let mut words = told.split_whitespace();
    Some((words.next()?.parse().ok()?, words.next()?.to_owned(), words.next()?.parse().ok()?))
}

// conformance: HN-22
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crashed_server_loses_nothing_and_is_found_again() {
    let cluster = tokio::task::spawn_blocking(Cluster::start).await.expect("no panic").expect("starts");
    let cluster = Arc::new(cluster);
    let t = TestStore::open_in(&cluster).await.expect("opens");
    let stop = Arc::new(AtomicBool::new(false));
    let tasks: Vec<_> = (0..8)
        .map(|task| {
            let (store, stop) = (t.store.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut told = Vec::new();
                let mut at = 0;
                while !stop.load(Ordering::SeqCst) {
                    at += 1;
                    let id = format!("{task}-{at}");
                    if store.commit(change(&id, matter(&id, 1))).await.is_ok() {
                        told.push((id, Instant::now()));
                    }
                }
                told
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(400)).await;
    let crashing = Arc::clone(&cluster);
    let restarted = tokio::task::spawn_blocking(move || crashing.crash_and_restart()).await;
    restarted.expect("no panic").expect("starts again");
    let back = Instant::now();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    stop.store(true, Ordering::SeqCst);
    let mut after = 0;
    for task in tasks {
        for (id, when) in task.await.expect("no panic") {
            let version = t.store.matter(AGENCY, &id).await.expect("read").map(|m| m.version);
            assert_eq!(version, Some(1), "{id} was acknowledged");
            after += usize::from(when > back);
        }
    }
    assert!(after > 0, "the same store commits again after the restart");
    verify_chain(&t.store, AGENCY).await;
}

//! How many works a second are committed, beside a bare loop that writes the same rows.
//!
//! ```text
//! cargo run --release -p congvu-store --example commits -- [database] [works] [tasks]
//! ```
//! Without a database it measures SQLite in a temporary folder, then a PostgreSQL of its own. Give
//! `sqlite:///folder/x.db` to measure another disk. Each work has one act and brings one matter to its next version.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement prints, and stops when something is wrong"
)]

use std::time::{Duration, Instant};

use congvu_store::testing::{Backend, TestStore, fresh_postgres};
use congvu_store::{ActRow, Assigned, Expect, MatterRow, Store, StoreConfig, Work, Writes};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

const AGENCY: &str = "binh-duong";
/// The bare loop writes beside, should both use the same database.
const BARE: &str = "long-an";
/// Acts of a matter before the next one is opened.
const ACTS: usize = 8;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let database = arguments.next();
    let works: usize = arguments.next().map_or(50_000, |n| n.parse().unwrap());
    let tasks: usize = arguments.next().map_or(64, |n| n.parse().unwrap());
    if let Some(database) = database {
        let dir = std::env::temp_dir();
        let store = Store::open(StoreConfig::new(&database, dir)).await.unwrap();
        measure(&database, &store, &database, works, tasks).await;
        return;
    }
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let t = TestStore::open(backend).await.unwrap();
        let fresh = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(fresh_postgres().await.unwrap()),
        };
        let beside = format!("{}-bare", t.config().database);
        let bare = fresh.as_ref().map_or(beside, |fresh| fresh.url.clone());
        // The bare loop gets the same tables and indexes.
        let mut config = t.config().clone();
        config.database = bare.clone();
        Store::open(config).await.unwrap().close().await;
        measure(&format!("{backend:?}"), &t.store, &bare, works, tasks).await;
    }
}

async fn measure(name: &str, store: &Store, bare: &str, works: usize, tasks: usize) {
    let (ours, waits) = commits(store, works, tasks).await;
    store.close().await;
    let loops = bare_loop(bare, works, tasks).await;
    let rate = |time: Duration| works as f64 / time.as_secs_f64();
    println!(
        "{name}: {works} works by {tasks} tasks: {:.0} works/s (wait {:.1} ms median, {:.1} ms for 99 %); \
         bare loop in transactions of {tasks}: {:.0} works/s; ratio {:.2}",
        rate(ours),
        waits[waits.len() / 2].as_secs_f64() * 1e3,
        waits[waits.len() * 99 / 100].as_secs_f64() * 1e3,
        rate(loops),
        rate(ours) / rate(loops),
    );
}

fn act(seq: i64, at: usize, task: usize) -> ActRow {
    ActRow {
        seq,
        id: format!("0190-{task:04}-{at:08}"),
        matter: matter_id(at, task),
        kind: "receive".to_owned(),
        at_ms: 1_709_514_000_000 + seq,
        actor: "bd-an".to_owned(),
        position: Some("bd-05".to_owned()),
        clause: "d2.k8.a".to_owned(),
        hash: [7; 32],
        salt: Some([7; 32]),
        body: vec![b'x'; 400],
    }
}

fn matter_id(at: usize, task: usize) -> String {
    format!("0190-{task:04}-{:08}", at / ACTS)
}

fn matter(at: usize, task: usize) -> MatterRow {
    MatterRow {
        id: matter_id(at, task),
        version: (at % ACTS) as i64 + 1,
        kind: "application".to_owned(),
        procedure: "aggregated-site.grant".to_owned(),
        state: "received".to_owned(),
        code: Some(format!("{task}.{}", at / ACTS)),
        turn: "role:reception".to_owned(),
        unit: "reception".to_owned(),
        applicant: Some("p-1".to_owned()),
        subject: "Cấp giấy phép thiết lập trang thông tin điện tử tổng hợp".to_owned(),
        channel: "online".to_owned(),
        due_ms: Some(1_709_914_000_000),
        opened_ms: 1_709_514_000_000,
        body: "{}".repeat(150),
        ..MatterRow::default()
    }
}

fn work(at: usize, task: usize) -> Work {
    let row = matter(at, task);
    Work {
        agency: AGENCY.to_owned(),
        idempotency: None,
        expect: vec![Expect { matter: row.id.clone(), version: row.version - 1 }],
        series: Vec::new(),
        finish: Box::new(move |assigned: &Assigned| {
            Ok(Writes {
                acts: vec![act(assigned.next_seq, at, task)],
                matters: vec![row.clone()],
                ..Writes::default()
            })
        }),
    }
}

async fn commits(store: &Store, works: usize, tasks: usize) -> (Duration, Vec<Duration>) {
    let start = Instant::now();
    let running: Vec<_> = (0..tasks)
        .map(|task| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut waits = Vec::new();
                for at in 0..works / tasks {
                    let begin = Instant::now();
                    store.commit(work(at, task)).await.unwrap();
                    waits.push(begin.elapsed());
                }
                waits
            })
        })
        .collect();
    let mut waits = Vec::new();
    for task in running {
        waits.extend(task.await.unwrap());
    }
    let time = start.elapsed();
    waits.sort();
    (time, waits)
}

const ACT: &str =
    "INSERT INTO act (agency, seq, id, matter, kind, at_ms, actor, position, clause, hash, body) VALUES ";
const MATTER: &str = "INSERT INTO matter (agency, id, version, kind, procedure, state, code, turn, unit, applicant, \
    subject, due_ms, due_order, opened_ms, closed_ms, body) VALUES ";
const AGAIN: &str = " ON CONFLICT (agency, id) DO UPDATE SET version = excluded.version, state = excluded.state, \
    turn = excluded.turn, due_ms = excluded.due_ms, due_order = excluded.due_order, body = excluded.body";

/// The same rows in multi-row statements, one after the other on one connection: no queue, no checks, no answers.
async fn bare_loop(database: &str, works: usize, tasks: usize) -> Duration {
    sqlx::any::install_default_drivers();
    let sqlite = database.starts_with("sqlite");
    let mut conn = AnyConnection::connect(database).await.unwrap();
    if sqlite {
        let text = "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536";
        sqlx::raw_sql(text).execute(&mut conn).await.unwrap();
    }
    let (acts, matters) = (many(ACT, 11, tasks, "", sqlite), many(MATTER, 16, tasks, AGAIN, sqlite));
    let start = Instant::now();
    for at in 0..works / tasks {
        let mut tx = conn.begin().await.unwrap();
        let mut query = sqlx::query(AssertSqlSafe(acts.clone()));
        for task in 0..tasks {
            let a = act((at * tasks + task) as i64 + 1, at, task);
            query = query.bind(BARE).bind(a.seq).bind(a.id).bind(a.matter).bind(a.kind).bind(a.at_ms);
            query = query.bind(a.actor).bind(a.position).bind(a.clause).bind(a.hash.to_vec()).bind(a.body);
        }
        query.execute(&mut *tx).await.unwrap();
        let mut query = sqlx::query(AssertSqlSafe(matters.clone()));
        for task in 0..tasks {
            let m = matter(at, task);
            query = query.bind(BARE).bind(m.id).bind(m.version).bind(m.kind).bind(m.procedure).bind(m.state);
            query =
                query.bind(m.code).bind(m.turn).bind(m.unit).bind(m.applicant).bind(m.subject).bind(m.due_ms);
            query = query.bind(m.due_ms).bind(m.opened_ms).bind(m.closed_ms).bind(m.body);
        }
        query.execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
    start.elapsed()
}

fn many(head: &str, columns: usize, rows: usize, tail: &str, sqlite: bool) -> String {
    let mut number = 0;
    let rows: Vec<String> = (0..rows)
        .map(|_| {
            let values: Vec<String> = (0..columns)
                .map(|_| {
                    number += 1;
                    if sqlite { "?".to_owned() } else { format!("${number}") }
                })
                .collect();
            format!("({})", values.join(","))
        })
        .collect();
    format!("{head}{}{tail}", rows.join(","))
}

//! The public log: it follows the record, proves what stands in it, and tells on whoever changes the database.

use crate::people::HG;
use crate::support::{BD, House, MONDAY, assert_whole, file_grant, on_both, to_signature};
use congvu_desk::witness::Unseen;
use congvu_desk::{Desk, LogSeed, Receipt, TileAt, VerifierKey, Witnesses};
use congvu_record::log::{Checkpoint, merkle};
use congvu_record::{GENESIS, chain, commitment, leaf};
use congvu_store::testing::Backend;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::collections::BTreeMap;

fn keyed(desk: Desk) -> Desk {
    desk.set_log_seeds(BTreeMap::from([(BD.to_owned(), LogSeed { log: [3; 32], witness: [13; 32] })]));
    desk
}

async fn key(desk: &Desk) -> VerifierKey {
    desk.log_state(BD).await.unwrap().expect("a log").verifier.parse().unwrap()
}

async fn every_act_is_proven_by_a_receipt(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = keyed(house.at(MONDAY));
    assert!(desk.log_state(BD).await.unwrap().is_none());
    assert_eq!(desk.grow_log(BD).await.unwrap(), 8);
    let first = desk.log_state(BD).await.unwrap().unwrap();
    assert_eq!(first.checkpoint.origin, "congvu.example.vn/binh-duong/log");
    let done = file_grant(&desk, BD).await;
    // Not before it is signed.
    assert!(desk.receipt(BD, done.seq, true).await.unwrap().is_none());
    assert_eq!(desk.store().unlogged().await.unwrap(), [(BD.to_owned(), 9, 8)]);
    assert_eq!(desk.grow_log(BD).await.unwrap(), 9);
    assert_eq!(desk.grow_log(BD).await.unwrap(), 9);
    assert!(desk.store().unlogged().await.unwrap().is_empty());
    let key = key(&desk).await;
    for seq in 1..=9 {
        let text = desk.receipt(BD, seq, true).await.unwrap().unwrap().write().unwrap();
        let proven = Receipt::read(&text).unwrap().check(&key, &[]).unwrap();
        assert_eq!(proven.act.unwrap().seq, seq);
        let closed = desk.receipt(BD, seq, false).await.unwrap().unwrap();
        assert!(!closed.write().unwrap().contains("\"act\""));
        assert!(closed.check(&key, &[]).unwrap().act.is_none());
    }
    for none in [0, -1, 10, i64::MAX, i64::MIN] {
        assert!(desk.receipt(BD, none, true).await.unwrap().is_none());
    }
    assert_whole(&desk, BD).await;
}

async fn the_log_is_read_as_tiles(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = keyed(house.at(MONDAY));
    file_grant(&desk, BD).await;
    desk.grow_log(BD).await.unwrap();
    let at = TileAt { level: 0, number: 0 };
    let tile = desk.log_tile(BD, at, 9).await.unwrap().unwrap();
    let entries = desk.log_entries(BD, 0, 9).await.unwrap().unwrap();
    let hashes: Vec<_> = entries
        .chunks(34)
        .map(|entry| {
            assert_eq!(entry[..2], [0, 32]);
            leaf(&entry[2..])
        })
        .collect();
    assert_eq!(tile, hashes.concat());
    assert_eq!(desk.log_tile(BD, at, 4).await.unwrap().unwrap(), hashes[..4].concat());
    for (at, width) in [
        (at, 10),
        (at, 256),
        (at, 0),
        (TileAt { level: 0, number: 1 }, 1),
        (TileAt { level: 1, number: 0 }, 1),
    ] {
        assert!(desk.log_tile(BD, at, width).await.unwrap().is_none(), "{at:?} {width}");
    }
    assert!(desk.log_entries(BD, 0, 10).await.unwrap().is_none());
    assert!(desk.log_entries(BD, u64::MAX, 1).await.unwrap().is_none());
}

/// Two servers on the same data make one log.
async fn two_servers_make_one_log(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desks = [keyed(house.at(MONDAY)), keyed(house.at(MONDAY))];
    for _ in 0..3 {
        file_grant(&desks[0], BD).await;
        let tasks = desks.each_ref().map(|desk| {
            let desk = desk.clone();
            tokio::spawn(async move { desk.grow_log(BD).await.unwrap() })
        });
        for task in tasks {
            task.await.unwrap();
        }
    }
    let state = desks[1].log_state(BD).await.unwrap().unwrap();
    assert_eq!(state.checkpoint.size, 11);
    assert_eq!(desks[0].store().checkpoints(BD, 0, 100).await.unwrap().len(), 3);
    assert_whole(&desks[0], BD).await;
    // Another key signs nothing.
    let stranger = house.at(MONDAY);
    stranger.set_log_seeds(BTreeMap::from([(BD.to_owned(), LogSeed { log: [4; 32], witness: [14; 32] })]));
    file_grant(&desks[0], BD).await;
    let refused = stranger.grow_log(BD).await.unwrap_err().to_string();
    assert!(refused.contains("not the one with which the log was begun"), "{refused}");
}

async fn run(db: &mut AnyConnection, text: &str) {
    sqlx::raw_sql(AssertSqlSafe(text)).execute(db).await.unwrap_or_else(|e| panic!("{text}: {e}"));
}

/// Crime, what must be said about it, and whether the log is signed no further.
const CRIMES: [(&str, &str, bool); 9] = [
    (
        "DELETE FROM act WHERE seq >= 12; UPDATE chain SET seq = 11",
        "the record has only 11: acts were taken away",
        true,
    ),
    (
        "UPDATE log_tile SET hashes = (SELECT hash FROM act WHERE seq = 1)",
        "act no. 1: it is not the act that stands in the public log",
        true,
    ),
    ("DELETE FROM log_tile", "act no. 12: it is not the act that stands in the public log", true),
    ("DELETE FROM log", "it was taken away", false),
    ("UPDATE log SET origin = 'elsewhere'", "elsewhere", true),
    (
        "UPDATE checkpoint SET size = 7 WHERE size = 8",
        "checkpoint over 7 acts: its row names another size",
        false,
    ),
    (
        "UPDATE checkpoint SET note = (SELECT note FROM checkpoint_copy WHERE size = 8) WHERE size = 12",
        "its row names another size",
        true,
    ),
    (
        "UPDATE checkpoint SET note = replace(note, 'AA', 'AB') || '' WHERE size = 12; UPDATE checkpoint SET note = replace(note, '12', '13') WHERE size = 12",
        "checkpoint over 12 acts",
        true,
    ),
    ("UPDATE checkpoint SET at_ms = 0 WHERE size = 12", "the clock was set back", false),
];

async fn each_crime_against_the_log_is_found(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = keyed(house.at(MONDAY));
    desk.grow_log(BD).await.unwrap();
    let m = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &m).await;
    assert_eq!(desk.grow_log(BD).await.unwrap(), 12);
    assert_whole(&desk, BD).await;
    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect(&house.test.config().database).await.expect("the database opens");
    let tables = ["act", "chain", "log", "log_tile", "checkpoint"];
    for table in tables {
        run(&mut db, &format!("CREATE TABLE {table}_copy AS SELECT * FROM {table}")).await;
    }
    for (crime, said, stops) in CRIMES {
        run(&mut db, crime).await;
        let report = congvu_desk::verify(desk.store(), BD, &[]).await.expect("the record can be read");
        assert!(report.faults.iter().any(|f| f.contains(said)), "{crime}: {:?}", report.faults);
        assert_eq!(desk.grow_log(BD).await.is_err(), stops, "{crime}");
        for table in tables {
            run(&mut db, &format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {table}_copy"))
                .await;
        }
        assert_whole(&desk, BD).await;
    }
    db.close().await.unwrap();
}

/// An administrator changes an act and makes everything after it anew, the head included: the chain fits, the log does not.
async fn a_record_made_anew_is_found(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = keyed(house.at(MONDAY));
    file_grant(&desk, BD).await;
    desk.grow_log(BD).await.unwrap();
    let key = key(&desk).await;
    let rows = desk.store().acts_from(BD, 1, 99).await.unwrap();
    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect(&house.test.config().database).await.expect("the database opens");
    let mut prev = GENESIS;
    for row in &rows {
        let text = String::from_utf8(row.body.clone()).unwrap();
        let body = if row.seq == 5 { text.replace("Người press-1", "Người khác") } else { text }.into_bytes();
        let hash = chain(&prev, &leaf(&commitment(row.salt.as_ref(), &body)));
        let update = sqlx::query("UPDATE act SET body = $1, hash = $2 WHERE seq = $3");
        update.bind(body).bind(hash.to_vec()).bind(row.seq).execute(&mut db).await.unwrap();
        prev = hash;
    }
    sqlx::query("UPDATE chain SET hash = $1").bind(prev.to_vec()).execute(&mut db).await.unwrap();
    let report = congvu_desk::verify(desk.store(), BD, &[]).await.unwrap();
    assert!(!report.faults.iter().any(|f| f.contains("its content was changed")), "{:?}", report.faults);
    let named = "act no. 5: it is not the act that stands in the public log";
    assert!(report.faults.iter().any(|f| f == named), "{:?}", report.faults);

    // He makes the log anew too, with a key of his own: whoever noted the key finds out.
    for table in ["log", "log_tile", "checkpoint"] {
        run(&mut db, &format!("DELETE FROM {table}")).await;
    }
    let forger = house.at(MONDAY);
    forger.set_log_seeds(BTreeMap::from([(BD.to_owned(), LogSeed { log: [9; 32], witness: [19; 32] })]));
    forger.grow_log(BD).await.unwrap();
    let said = |faults: &[String]| faults.iter().any(|f| f.contains("is not the one that is known"));
    assert!(!said(&congvu_desk::verify(desk.store(), BD, &[]).await.unwrap().faults));
    assert!(said(&congvu_desk::verify(desk.store(), BD, &[key]).await.unwrap().faults));
    db.close().await.unwrap();
}

fn neighbours(desk: Desk) -> Desk {
    let seed = |n: u8| LogSeed { log: [n; 32], witness: [n + 1; 32] };
    desk.set_log_seeds(BTreeMap::from([(BD.to_owned(), seed(3)), (HG.to_owned(), seed(5))]));
    desk.set_witnesses(Witnesses { each_other: true, ..Witnesses::default() });
    desk
}

/// One department attests that the log of the other has only grown.
async fn departments_are_each_other_s_witnesses(backend: Backend) {
    let house = House::open(backend, &[BD, HG]).await;
    let desk = neighbours(house.at(MONDAY));
    for agency in [BD, HG] {
        desk.grow_log(agency).await.unwrap();
    }
    for more in 0..3 {
        assert!(desk.attested(BD).await.unwrap()[0].1.is_none());
        assert_eq!(desk.gather(BD).await.unwrap(), 1);
        assert_eq!(desk.gather(BD).await.unwrap(), 1, "once is enough");
        let attested = desk.attested(BD).await.unwrap();
        assert_eq!(attested[0].0.name(), "congvu.example.vn/hau-giang/witness");
        let receipt = desk.receipt(BD, 8 + more, true).await.unwrap().unwrap();
        let proven = receipt.check(&key(&desk).await, &[attested[0].0.clone()]).unwrap();
        assert_eq!(proven.witnesses.len(), 1);
        file_grant(&desk, BD).await;
        desk.grow_log(BD).await.unwrap();
    }
    assert_whole(&desk, BD).await;
}

/// Whoever makes a log anew, with the right key, is found out by the witness, and by nobody who has only the log.
async fn a_fork_is_not_attested(backend: Backend) {
    let house = House::open(backend, &[BD, HG]).await;
    let desk = neighbours(house.at(MONDAY));
    for agency in [BD, HG] {
        desk.grow_log(agency).await.unwrap();
    }
    desk.gather(BD).await.unwrap();
    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect(&house.test.config().database).await.expect("the database opens");
    let rows = desk.store().acts_from(BD, 1, 99).await.unwrap();
    let mut prev = GENESIS;
    for row in &rows {
        let text = String::from_utf8(row.body.clone()).unwrap();
        let body = text.replace("Người press-1", "Người khác").into_bytes();
        let hash = chain(&prev, &leaf(&commitment(row.salt.as_ref(), &body)));
        let update = sqlx::query("UPDATE act SET body = $1, hash = $2 WHERE agency = $3 AND seq = $4");
        update.bind(body).bind(hash.to_vec()).bind(BD).bind(row.seq).execute(&mut db).await.unwrap();
        prev = hash;
    }
    let update = sqlx::query("UPDATE chain SET hash = $1 WHERE agency = $2");
    update.bind(prev.to_vec()).bind(BD).execute(&mut db).await.unwrap();
    for table in ["log_tile", "checkpoint"] {
        run(&mut db, &format!("DELETE FROM {table} WHERE agency = '{BD}'")).await;
    }
    // Rewound: fewer acts than the witness saw. Then another history over as many, and over more.
    desk.grow_log(BD).await.unwrap();
    assert_eq!(desk.gather(BD).await.unwrap(), 0, "as many acts, and others");
    desk.perform(crate::support::filing(BD, crate::support::GRANT, crate::support::grant_form(), None))
        .await
        .ok();
    desk.grow_log(BD).await.unwrap();
    assert_eq!(desk.gather(BD).await.unwrap(), 0, "more acts, and others before them");
    assert!(desk.attested(BD).await.unwrap()[0].1.is_none());
    db.close().await.unwrap();
}

async fn a_witness_answers_as_specified(backend: Backend) {
    let house = House::open(backend, &[BD, HG]).await;
    let desk = neighbours(house.at(MONDAY));
    for agency in [BD, HG] {
        desk.grow_log(agency).await.unwrap();
    }
    let note = desk.log_state(BD).await.unwrap().unwrap().note;
    let first = format!("old 0\n\n{}", note.as_str());
    let status = |answer: Result<String, Unseen>| answer.map_or_else(|unseen| unseen.status(), |_| 200);
    let ask = async |agency: &str, body: &str| status(desk.add_checkpoint(agency, body).await.unwrap());
    assert_eq!(ask(BD, &first).await, 404, "nobody is a witness of their own");
    assert_eq!(ask(HG, &first).await, 200);
    assert_eq!(ask(HG, &first).await, 409);
    assert_eq!(ask(HG, &first.replace("old 0", "old 8")).await, 200, "the same again");
    assert_eq!(ask(HG, &first.replace("old 0", "old 9")).await, 400);
    assert_eq!(ask(HG, "old 0\n").await, 400);
    assert_eq!(ask(HG, &first.replace("old 0", "old 8").replace("\n8\n", "\n9\n")).await, 403);
    // Twenty at once: each either signs or says what was seen; nothing goes back.
    file_grant(&desk, BD).await;
    desk.grow_log(BD).await.unwrap();
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let desk = desk.clone();
            tokio::spawn(async move { desk.gather(BD).await.unwrap() })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(desk.gather(BD).await.unwrap(), 1);
}

/// What was signed later always begins with what was signed before.
async fn checkpoints_are_consistent(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = keyed(house.at(MONDAY));
    let mut before: Option<Checkpoint> = None;
    for _ in 0..3 {
        desk.grow_log(BD).await.unwrap();
        let now = desk.log_state(BD).await.unwrap().unwrap().checkpoint;
        if let Some(before) = before {
            let proof = desk.log_consistency(BD, before.size, now.size).await.unwrap().unwrap();
            merkle::check_consistency((before.size, &before.root), (now.size, &now.root), &proof).unwrap();
        }
        before = Some(now);
        file_grant(&desk, BD).await;
    }
    for (old, size) in [(9, 8), (8, 1_000)] {
        assert!(desk.log_consistency(BD, old, size).await.unwrap().is_none());
    }
}

on_both!(
    every_act_is_proven_by_a_receipt,
    the_log_is_read_as_tiles,
    two_servers_make_one_log,
    each_crime_against_the_log_is_found,
    a_record_made_anew_is_found,
    checkpoints_are_consistent,
    departments_are_each_other_s_witnesses,
    a_fork_is_not_attested,
    a_witness_answers_as_specified,
);

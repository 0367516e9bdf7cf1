//! Crimes committed in the database itself: each is found and named.

use crate::support::{BD, House, MONDAY, assert_whole, file_grant, on_both, to_signature};
use congvu_store::testing::Backend;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

async fn run(db: &mut AnyConnection, text: &str) {
    sqlx::raw_sql(AssertSqlSafe(text)).execute(db).await.unwrap_or_else(|e| panic!("{text}: {e}"));
}

/// Crime, what must be said about it.
const CRIMES: [(&str, &str); 12] = [
    ("UPDATE act SET body = (SELECT a.body FROM act_copy a WHERE a.seq = 9) WHERE seq = 10", "(no. 10): its content was changed"),
    ("UPDATE act SET hash = (SELECT a.hash FROM act_copy a WHERE a.seq = 9) WHERE seq = 10", "(no. 10): its content was changed"),
    ("UPDATE act SET kind = 'withdraw' WHERE seq = 10", "(no. 10): its row names another matter or act"),
    ("DELETE FROM act WHERE seq = 10", "(no. 11): acts before it were removed: expected no. 10"),
    ("DELETE FROM act WHERE seq = 1", "(no. 2): acts before it were removed: expected no. 1"),
    (
        "UPDATE act SET seq = 1000 WHERE seq = 10; UPDATE act SET seq = 10 WHERE seq = 11; UPDATE act SET seq = 11 WHERE seq = 1000",
        "(no. 10): its content",
    ),
    (
        "UPDATE act SET seq = seq + 1000 WHERE seq >= 11; UPDATE act SET seq = seq - 999 WHERE seq >= 1000;
         INSERT INTO act (agency, seq, id, matter, kind, at_ms, actor, position, clause, hash, body) SELECT agency, 11, 'inserted', matter, kind, at_ms, actor, position, clause, hash, body FROM act WHERE seq = 10",
        "act `inserted` (no. 11)",
    ),
    ("DELETE FROM act WHERE seq >= 12", "acts after it were removed: the known head is no. 12"),
    ("DELETE FROM act", "acts after it were removed: the known head is no. 12"),
    ("UPDATE matter SET body = replace(body, 'agreed', 'signed') WHERE code IS NOT NULL", "its stored state is not what its acts give"),
    ("UPDATE matter SET state = 'signed' WHERE code IS NOT NULL", "its row for lists is not what its acts give"),
    ("DELETE FROM matter WHERE code IS NOT NULL", "its stored state is not what its acts give"),
];

async fn each_crime_is_found(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &m).await;
    assert_eq!(desk.store().head(BD).await.unwrap().seq, 12);
    assert_whole(&desk, BD).await;

    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect(&house.test.config().database).await.expect("the database opens");
    for table in ["act", "matter"] {
        run(&mut db, &format!("CREATE TABLE {table}_copy AS SELECT * FROM {table}")).await;
    }
    for (crime, said) in CRIMES {
        run(&mut db, crime).await;
        let report = congvu_desk::verify(desk.store(), BD, &[]).await.expect("the record can be read");
        assert!(report.faults.iter().any(|f| f.contains(said)), "{crime}: {:?}", report.faults);
        for table in ["act", "matter"] {
            run(&mut db, &format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {table}_copy"))
                .await;
        }
        assert_whole(&desk, BD).await;
    }
    db.close().await.unwrap();
}

/// Whoever forges an act and its link breaks the link after it.
async fn a_forged_link_breaks_the_next(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    file_grant(&desk, BD).await;
    let rows = desk.store().acts_from(BD, 1, 9).await.unwrap();
    let text = String::from_utf8(rows[4].body.clone()).unwrap();
    let forged = text.replace("person:press-1", "person:forged").into_bytes();
    assert_ne!(forged, rows[4].body);
    let commitment = congvu_record::commitment(rows[4].salt.as_ref(), &forged);
    let hash = congvu_record::chain(&rows[3].hash, &congvu_record::leaf(&commitment));
    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect(&house.test.config().database).await.expect("the database opens");
    let update =
        sqlx::query("UPDATE act SET body = $1, hash = $2 WHERE seq = 5").bind(forged).bind(hash.to_vec());
    update.execute(&mut db).await.unwrap();
    let report = congvu_desk::verify(desk.store(), BD, &[]).await.unwrap();
    assert!(report.faults.iter().any(|f| f.contains("(no. 6)")), "{:?}", report.faults);
    assert!(
        !report.faults.iter().any(|f| f.contains("(no. 5): its content was changed")),
        "{:?}",
        report.faults
    );
    db.close().await.unwrap();
}

on_both!(each_crime_is_found, a_forged_link_breaks_the_next);

//! An upgrade of the program changes the database, never what the record says.

use crate::support::{BD, House, MONDAY, assert_whole, file_grant, to_signature};
use congvu_store::testing::Backend;
use sqlx::{AnyConnection, Connection};

/// Takes back what these migrations made, so that the next start finds a database of an earlier version.
const EARLIER: &str =
    "DROP INDEX entry_changed; DROP INDEX matter_open; DELETE FROM migration WHERE number IN (2, 9)";

async fn migrations(database: &str) -> i64 {
    let mut db = AnyConnection::connect(database).await.expect("the database opens");
    let n: i64 = sqlx::query_scalar("SELECT count(*) FROM migration").fetch_one(&mut db).await.unwrap();
    db.close().await.unwrap();
    n
}

async fn the_record_is_whole_before_and_after(backend: Backend) {
    let mut house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let matter = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &matter).await;
    assert_whole(&desk, BD).await;
    let head = desk.store().head(BD).await.unwrap();
    let database = house.test.config().database.clone();
    drop(desk);

    sqlx::any::install_default_drivers();
    let all = migrations(&database).await;
    let mut db = AnyConnection::connect(&database).await.expect("the database opens");
    sqlx::raw_sql(EARLIER).execute(&mut db).await.expect("taken back");
    db.close().await.unwrap();
    assert_eq!(migrations(&database).await, all - 2, "an earlier version");
    // The record of an earlier version can be checked before the upgrade, too.
    assert_whole(&house.at(MONDAY), BD).await;

    house.test.reopen().await.expect("the new program brings its migrations");
    assert_eq!(migrations(&database).await, all);
    let desk = house.at(MONDAY);
    assert_whole(&desk, BD).await;
    assert_eq!(desk.store().head(BD).await.unwrap(), head, "nothing was added, nothing changed");
    // And the work goes on where it stood.
    let next = file_grant(&desk, BD).await;
    assert_ne!(next.matter, matter);
    assert_whole(&desk, BD).await;
}

// conformance: NB-30.4
#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    the_record_is_whole_before_and_after(Backend::Sqlite).await;
}

// conformance: NB-30.4
#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    the_record_is_whole_before_and_after(Backend::Postgres).await;
}

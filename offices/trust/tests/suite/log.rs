//! The public log over HTTP.

use axum::http::StatusCode;
use congvu_desk::{LogSeed, Receipt, TileAt, VerifierKey, Witnesses, tiles};
use congvu_record::log::note::KeyKind;
use congvu_record::log::{Checkpoint, LogKey, Note, Tiles};
use congvu_testing::{House, Office, Seat};
use congvu_web::I18n;
use std::collections::BTreeMap;
use std::sync::Arc;

const AGENCY: &str = "long-an";
const SEATS: [Seat; 3] = [
    ("director", "director", ""),
    ("reception", "reception", "office"),
    ("head", "unit-head", "press-publishing"),
];
const OFFICE: Office = Office {
    routes: |desk| congvu_trust::routes(congvu_trust::Office::new(desk.clone(), Arc::default())),
    words: || congvu_trust::words(congvu_views::words(I18n::builder())).build().unwrap(),
};

async fn house() -> House {
    let house = House::open(AGENCY, &SEATS, OFFICE).await;
    house
        .desk
        .set_log_seeds(BTreeMap::from([(AGENCY.to_owned(), LogSeed { log: [1; 32], witness: [11; 32] })]));
    house
}

#[tokio::test]
async fn a_program_reads_the_log_and_comes_to_its_root() {
    let house = house().await;
    let mut client = house.visitor();
    assert_eq!(client.get("/long-an/log/checkpoint").await.status, StatusCode::NOT_FOUND);
    client.get("/long-an/log").await.has("Sổ chưa có việc nào được ký xác nhận");
    house.file().await;
    house.desk.grow_log(AGENCY).await.unwrap();

    let answer = client.get("/long-an/log/checkpoint").await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-cache");
    let state = house.desk.log_state(AGENCY).await.unwrap().unwrap();
    let key: VerifierKey = state.verifier.parse().unwrap();
    let checkpoint = Checkpoint::check(&Note::read(&answer.text).unwrap(), &key).unwrap();
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("localhost/long-an/log", 4));
    let tile = client.get("/long-an/log/tile/0/000.p/4").await;
    assert_eq!(tile.header("cache-control"), "public, max-age=31536000, immutable");
    let hashes = tile.bytes.chunks(32).map(|hash| hash.try_into().unwrap()).collect();
    let mut known = Tiles::default();
    known.put(TileAt { level: 0, number: 0 }, hashes);
    assert_eq!(known.root(0..4), Some(checkpoint.root));
    let page = client.get("/long-an/log").await;
    page.has("Sổ ghi công khai của Sở");
    page.has("localhost/long-an/log");
}

#[tokio::test]
async fn what_is_not_in_the_signed_tree_is_not_there() {
    let house = house().await;
    house.desk.grow_log(AGENCY).await.unwrap();
    let mut client = house.visitor();
    for path in [
        "tile/0/000",
        "tile/0/000.p/4",
        "tile/0/000.p/0",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
        "tile/8/000.p/1",
        "tile/00/000.p/1",
        "tile/-1/000.p/1",
        "tile/entries/000.p/4",
        "tile/entries/x",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/names/000.p/1",
        "acts/4",
        "acts/0",
        "acts/-1",
    ] {
        let answer = client.get(&format!("/long-an/log/{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(client.get("/nowhere/log").await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.get("/long-an/log/tile/entries/000.p/3").await.bytes.len(), 3 * 34);
    assert_eq!(tiles::read_path("000.p/3"), Some((0, 3)));
}

#[tokio::test]
async fn the_proof_of_an_act_tells_nothing_of_it() {
    let house = house().await;
    let filed = house.file().await;
    house.desk.grow_log(AGENCY).await.unwrap();
    let key: VerifierKey = house.desk.log_state(AGENCY).await.unwrap().unwrap().verifier.parse().unwrap();
    let answer = house.visitor().get(&format!("/long-an/log/acts/{}", filed.seq)).await;
    assert!(answer.header("content-disposition").contains(".tlog-proof"));
    let receipt = Receipt::read(&answer.text).unwrap();
    let proven = receipt.check(&key, &[]).unwrap();
    assert!(receipt.opening.is_none() && proven.act.is_none());
}

#[tokio::test]
async fn a_witness_is_asked_over_http() {
    let house = house().await;
    house.desk.grow_log(AGENCY).await.unwrap();
    let other = LogKey::new("other.example/log", KeyKind::Log, &[5; 32]).unwrap();
    house.desk.set_witnesses(Witnesses { watched: vec![other.verifier()], ..Witnesses::default() });
    let checkpoint = |size: u64, byte: u8| {
        let said = Checkpoint { origin: "other.example/log".to_owned(), size, root: [byte; 32] };
        said.sign(&other).unwrap().as_str().to_owned()
    };
    let mut client = house.visitor();
    for (body, status, says) in [
        (format!("old 0\n\n{}", checkpoint(1, 1)), 200, "localhost/long-an/witness"),
        (format!("old 0\n\n{}", checkpoint(1, 1)), 409, "1\n"),
        (format!("old 1\n\n{}", checkpoint(1, 1)), 200, "localhost/long-an/witness"),
        (format!("old 1\n\n{}", checkpoint(1, 2)), 422, "does not begin with"),
        (format!("old 1\n\n{}", checkpoint(2, 2)), 422, "does not begin with"),
        (format!("old 2\n\n{}", checkpoint(1, 1)), 400, "line 1"),
        ("old 0\n".to_owned(), 400, "line 1"),
        (
            format!("old 0\n\n{}", checkpoint(1, 1)).replace("other.example", "third.example"),
            404,
            "is not watched",
        ),
    ] {
        let headers = [("content-type", "application/octet-stream")];
        let answer = client.raw("/long-an/witness/add-checkpoint", &headers, body.clone().into_bytes()).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.text);
        answer.has(says);
    }
    let huge = vec![b'a'; 1 << 20];
    let headers = [("content-type", "application/octet-stream")];
    let answer = client.raw("/long-an/witness/add-checkpoint", &headers, huge).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

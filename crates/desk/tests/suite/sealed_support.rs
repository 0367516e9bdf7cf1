//! A department with an inspectorate, a denunciation with a name that must not be found, and ways to look for it everywhere.

use crate::support::{BD, House, act, appoint, officer, request};
use congvu_authority::Actor;
use congvu_desk::{Desk, Done, On, Opening, PerformError, Request, SealKey, Unsealed};
use congvu_matter::{Party, Secret, SecretFile};
use congvu_store::testing::Backend;
use serde_json::{Value, json};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use unicode_normalization::UnicodeNormalization;

pub const PROCEDURE: &str = "denunciation.handling";
pub const NAME: &str = "Quách Thị Hồng Nhạn";
pub const OTHER: &str = "Lò Ánh";
pub const ADDRESS: &str = "Ngõ 47 đường Bạch Đằng, phường Hiệp Thành";
pub const PHONE: &str = "0938475610";
pub const ID_NUMBER: &str = "074192008815";
pub const EMAIL: &str = "hongnhan.quach@thudientu.example.vn";
pub const CONTENT: &str = "Ngày 12 tháng 02 tôi chứng kiến việc nhận phong bì tại quầy tiếp khách.";
pub const FILE_NAME: &str = "anh-chup-phong-bi-quach-nhan.pdf";
pub const FILE: &[u8] = b"%PDF-1.7 chung cu do Quach Thi Hong Nhan chup";
pub const KEY: &str = "00112233445566778899aabbccddeeff";

/// The department with its inspectorate.
pub async fn inspected(backend: Backend) -> House {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at("2024-03-01T09:00");
    for (id, kind) in [("inspectorate-head", "unit-head"), ("inspectorate-1", "specialist")] {
        let position = json!({ "id": id, "kind": kind, "unit": "inspectorate" });
        appoint(&desk, BD, "director", &position).await.expect("appointed");
    }
    house
}

/// What somebody with this name says.
pub fn secret(name: &str) -> Secret {
    let said = json!({
        "full_name": name, "address": ADDRESS, "phone": PHONE, "id_number": ID_NUMBER, "email": EMAIL,
        "accused": "Người nhận phong bì", "content": CONTENT,
    });
    Secret {
        said: said.as_object().cloned().unwrap(),
        files: vec![SecretFile {
            name: FILE_NAME.to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: FILE.to_vec(),
        }],
    }
}

/// A request to denounce, to be sent or to be changed first.
pub fn asking(desk: &Desk, key: &str, name: &str, about: &str) -> Request {
    let agency = desk.agency(BD).unwrap();
    let code = desk.follow_code(agency, key).expect("a code");
    let account = desk.account_of_code(agency, &code).expect("an account");
    let leadership = about == "leadership";
    let (what, input) =
        if leadership { ("denounce-leadership", json!({})) } else { ("denounce", json!({ "about": about })) };
    let actor = Actor::Applicant { account: account.as_str().into() };
    let mut asked = request(BD, actor, On::New(Opening::Procedure(PROCEDURE.to_owned())), what, input);
    asked.idempotency_key = Some(key.to_owned());
    asked.command.party = Some(Party { account, name: String::new(), phone: String::new() });
    asked.command.secret = Some(secret(name));
    asked
}

pub async fn denounced(desk: &Desk, key: &str, name: &str, about: &str) -> Done {
    desk.perform(asking(desk, key, name, about)).await.expect("denounced")
}

/// A denunciation taken in at the desk, accepted, with somebody to verify it.
pub async fn accepted(desk: &Desk) -> String {
    let on = On::New(Opening::Procedure(PROCEDURE.to_owned()));
    let input = json!({ "about": "field", "how": "letter" });
    let mut asked = request(BD, officer("reception-1"), on, "take-denunciation", input);
    asked.command.channel = "counter".to_owned();
    asked.command.secret = Some(secret(NAME));
    let matter = desk.perform(asked).await.expect("taken in").matter;
    let check = json!({ "assignee": "inspectorate-1", "extract": "Việc nhận tiền tại quầy." });
    act(desk, BD, "inspectorate-head", &matter, "assign-check", check).await.expect("handed over");
    let accept = json!({ "assignee": "inspectorate-1", "content": "Việc nhận tiền tại quầy." });
    act(desk, BD, "director", &matter, "accept-denunciation", accept).await.expect("accepted");
    matter
}

pub fn looking(position: &str, matter: &str, reason: &str) -> Request {
    let input = json!({ "what": "identity", "reason": reason });
    request(BD, officer(position), On::Matter(matter.to_owned()), "look", input)
}

pub async fn look(desk: &Desk, position: &str, matter: &str) -> Result<(Done, Vec<Unsealed>), PerformError> {
    desk.look(looking(position, matter, "Xác minh người tố cáo")).await
}

/// The same desk with another key file, or with none.
pub fn with_key(house: &House, moment: &str, key: Option<[u8; 32]>) -> Desk {
    let desk = house.bare_at(moment);
    if let Some(key) = key {
        desk.set_seal(SealKey::new(key));
    }
    desk
}

/// Ways to write what must not be found: as typed, decomposed, without diacritics, in parts, encoded, hashed.
pub fn traces() -> Vec<(String, Vec<u8>)> {
    use sha2::Digest;
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    let texts = [NAME, ADDRESS, PHONE, ID_NUMBER, EMAIL, CONTENT, FILE_NAME, "Quach Thi Hong Nhan"];
    for text in texts {
        let folded = congvu_register::words(text).join(" ");
        let decomposed: String = text.nfd().collect();
        for form in [text.to_owned(), decomposed, folded, text.to_lowercase(), text.to_uppercase()] {
            all.push((format!("hex of {form}"), hex::encode(&form).into_bytes()));
            all.push((format!("hash of {form}"), sha2::Sha256::digest(&form).to_vec()));
            all.push((format!("hex hash of {form}"), hex::encode(sha2::Sha256::digest(&form)).into_bytes()));
            all.push((format!("UTF-16 of {form}"), form.encode_utf16().flat_map(u16::to_le_bytes).collect()));
            all.push((form.clone(), form.into_bytes()));
        }
    }
    for part in ["Quách", "Nhạn", "quach", "Bạch Đằng", "bach dang", "hongnhan", "phong bì", "phong bi"]
    {
        all.push((part.to_owned(), part.as_bytes().to_vec()));
    }
    all.push(("the file".to_owned(), FILE.to_vec()));
    all.push(("the hash of the file".to_owned(), hex::encode(sha2::Sha256::digest(FILE)).into_bytes()));
    all
}

/// The first trace in some bytes.
pub fn found_in(bytes: &[u8], traces: &[(String, Vec<u8>)]) -> Option<String> {
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    traces.iter().find(|(_, needle)| has(needle)).map(|(name, _)| name.clone())
}

/// Every value of every table, as whoever copies the database reads it.
pub async fn dump(house: &House) -> Vec<u8> {
    sqlx::any::install_default_drivers();
    let url = &house.test.config().database;
    let mut db = AnyConnection::connect(url).await.expect("the database opens");
    let sqlite = url.starts_with("sqlite");
    let tables = if sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'"
    };
    let tables = sqlx::query(tables).fetch_all(&mut db).await.expect("tables");
    let mut all = Vec::new();
    for row in tables {
        let table: String = row.try_get(0).expect("a name");
        let text = if sqlite {
            let columns =
                sqlx::query(AssertSqlSafe(format!("SELECT name FROM pragma_table_info('{table}')")));
            let columns = columns.fetch_all(&mut db).await.expect("columns");
            let names: Vec<String> = columns.iter().map(|c| c.try_get::<String, _>(0).unwrap()).collect();
            let cells: Vec<String> =
                names.iter().map(|n| format!("COALESCE(CAST(\"{n}\" AS BLOB), x'')")).collect();
            format!("SELECT {} FROM \"{table}\"", cells.join(", "))
        } else {
            format!("SELECT convert_to(CAST(t AS TEXT), 'UTF8') FROM \"{table}\" t")
        };
        for row in sqlx::query(AssertSqlSafe(text)).fetch_all(&mut db).await.expect("rows") {
            for at in 0..row.len() {
                all.extend(row.try_get::<Vec<u8>, _>(at).expect("bytes"));
                all.push(0);
            }
        }
    }
    db.close().await.unwrap();
    all
}

/// Runs a statement as an intruder would.
pub async fn crime(house: &House, text: &str) {
    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect(&house.test.config().database).await.expect("the database opens");
    sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut db).await.unwrap_or_else(|e| panic!("{text}: {e}"));
    db.close().await.unwrap();
}

/// What was said in clear or under the seal, as the looker reads it.
pub fn value<'v>(unsealed: &'v Unsealed, input: &str) -> &'v str {
    unsealed.said.get(input).and_then(Value::as_str).unwrap_or_default()
}

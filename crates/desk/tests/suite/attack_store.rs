//! Somebody has the database, the files and the log, and looks for who denounced.

use crate::sealed_support::{
    CONTENT, KEY, NAME, OTHER, PROCEDURE, asking, crime, denounced, dump, found_in, inspected, look, secret,
    traces, value, with_key,
};
use crate::support::{BD, MONDAY, act, agency_of, answer, assert_whole, on_both};
use congvu_store::testing::Backend;
use congvu_store::{Asked, Only};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The search itself must be able to find: what it looks for is there for whoever may look.
async fn no_table_tells(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let done = denounced(&desk, KEY, NAME, "staff").await;
    look(&desk, "director", &done.matter).await.expect("looked");
    let traces = traces();
    assert!(found_in(format!("…{NAME}…").as_bytes(), &traces).is_some());
    let everything = dump(&house).await;
    assert!(found_in(&everything, &[("the matter".into(), done.matter.clone().into_bytes())]).is_some());
    assert_eq!(found_in(&everything, &traces), None);
    assert_whole(&desk, BD).await;
}

fn files_below(folder: &Path, all: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files_below(&path, all) } else { all.push(std::fs::read(&path).expect("a file")) }
    }
}

/// Database, write-ahead log, files: byte by byte, as a stolen disk has them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_byte_on_the_disk_tells() {
    let house = inspected(Backend::Sqlite).await;
    let desk = house.at(MONDAY);
    let done = denounced(&desk, KEY, NAME, "staff").await;
    look(&desk, "director", &done.matter).await.expect("looked");
    let folder = house.test.config().files_dir.parent().expect("the folder of the data").to_owned();
    let mut files = Vec::new();
    files_below(&folder, &mut files);
    assert!(files.len() >= 3, "database, log and a sealed file: {}", files.len());
    let traces = traces();
    for bytes in &files {
        assert_eq!(found_in(bytes, &traces), None);
    }
}

/// A copy of the database, and a server without the key file or with another one.
async fn without_the_key_file_nothing_opens(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let done = denounced(&desk, KEY, NAME, "staff").await;
    for key in [None, Some([7; 32])] {
        let stolen = with_key(&house, MONDAY, key);
        let said = look(&stolen, "director", &done.matter).await.expect_err("must not open").to_string();
        assert!(said.starts_with("seal: ") && !said.contains("Quách"), "{said}");
    }
    let (_, opened) = look(&desk, "director", &done.matter).await.expect("looked");
    assert_eq!(value(&opened[0], "full_name"), NAME);
}

/// Without a key nothing is taken in, rather than something in clear.
async fn without_a_key_nothing_is_taken_in(backend: Backend) {
    let house = inspected(backend).await;
    let asked = asking(&house.at(MONDAY), KEY, NAME, "staff");
    let before = house.at(MONDAY).store().head(BD).await.unwrap().seq;
    let bare = with_key(&house, MONDAY, None);
    let said = bare.perform(asked).await.expect_err("must not be taken").to_string();
    assert!(said.contains("no key to seal with"), "{said}");
    assert_eq!(bare.store().head(BD).await.unwrap().seq, before);
    assert_eq!(found_in(&dump(&house).await, &traces()), None);
}

/// Two denunciations by the same person have nothing in common for whoever lacks the key.
async fn equal_names_look_different(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let one = denounced(&desk, KEY, NAME, "staff").await.matter;
    let two = denounced(&desk, "ffeeddccbbaa99887766554433221100", NAME, "staff").await.matter;
    let store = desk.store();
    let (a, b) = (store.sealed_of(BD, &one).await.unwrap(), store.sealed_of(BD, &two).await.unwrap());
    assert_ne!(a[0].commitment, b[0].commitment);
    let words = |text: &str| -> Vec<String> {
        text.split('"').filter(|w| w.len() == 64).map(str::to_owned).collect()
    };
    let (of_a, of_b) = (words(&a[0].tags), words(&b[0].tags));
    assert!(of_a.len() >= 3 && of_b.len() == of_a.len());
    assert!(of_a.iter().all(|t| !of_b.contains(t)), "tags of one person agree");
    // Whoever may look is told.
    let (_, opened) = look(&desk, "director", &two).await.expect("looked");
    let inputs = opened[0].same.get(&one).expect("the other matter is named");
    assert!(inputs.contains("full_name") && inputs.contains("phone"), "{inputs:?}");
    let other = denounced(&desk, "0f0e0d0c0b0a09080706050403020100", OTHER, "staff").await.matter;
    let (_, opened) = look(&desk, "director", &other).await.expect("looked");
    assert!(opened[0].same.values().all(|inputs| !inputs.contains("full_name")));
}

/// A name of two letters and one of two hundred give the same size.
async fn sizes_do_not_tell(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let mut sizes = Vec::new();
    let long = "Công Tằng Tôn Nữ ".repeat(15);
    let keys = [KEY.to_owned(), "a1".repeat(16), "a2".repeat(16)];
    for (key, name) in keys.iter().zip(["An", long.trim(), ""]) {
        let mut asked = asking(&desk, key, name, "staff");
        if name.is_empty() {
            asked.command.secret.as_mut().unwrap().said.retain(|k, _| k == "content");
        }
        let matter = desk.perform(asked).await.expect("denounced").matter;
        let row = desk.store().sealed_of(BD, &matter).await.unwrap().remove(0);
        sizes.push((row.ciphertext.len(), row.keys.len(), row.tags.len()));
    }
    assert!(sizes.iter().all(|s| *s == sizes[0]), "{sizes:?}");
}

/// The digest that makes repetitions harmless must not be one that names can be tried against.
async fn requests_are_no_oracle(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    denounced(&desk, KEY, NAME, "staff").await;
    let everything = dump(&house).await;
    // What a plain digest over the request would be, with and without the sealed part.
    let said = serde_json::Value::Object(secret(NAME).said).to_string();
    for text in [said, json!({ "full_name": NAME }).to_string(), NAME.to_owned()] {
        let digest = Sha256::digest(text.as_bytes());
        assert_eq!(found_in(&everything, &[("digest".into(), digest.to_vec())]), None);
    }
}

/// The code and its plain hash stand nowhere: the account that follows from it needs the key.
async fn the_code_is_not_stored(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let agency = agency_of(&desk, BD);
    let code = desk.follow_code(agency, KEY).unwrap();
    denounced(&desk, KEY, NAME, "staff").await;
    let everything = dump(&house).await;
    let plain = code.replace('-', "");
    for text in [&code, &plain] {
        let hashed = Sha256::digest(text.as_bytes());
        let needles = [
            ("code".to_owned(), text.clone().into_bytes()),
            ("hash".to_owned(), hashed.to_vec()),
            ("hex hash".to_owned(), hex::encode(hashed).into_bytes()),
        ];
        assert_eq!(found_in(&everything, &needles), None);
    }
    assert_eq!(code.len(), 24);
    assert!(desk.case_of_code(agency, &code.to_lowercase()).await.unwrap().is_some());
}

/// No list, no search, no sum of the other offices has it.
async fn nothing_common_has_it(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let done = denounced(&desk, KEY, NAME, "staff").await;
    let (agency, store) = (agency_of(&desk, BD), desk.store());
    assert!(desk.case(agency, &done.matter).await.unwrap().is_none());
    let code = done.code.expect("a number");
    assert!(desk.case_by_code(agency, &code).await.unwrap().is_none());
    for words in [["quach"], ["nhan"], ["bach"], ["phong"]] {
        for kind in ["case", "entry", "denunciation"] {
            let asked = Asked { kind, words: &words, ..Asked::default() };
            assert!(store.find(BD, &asked, None, 50).await.unwrap().rows.is_empty(), "{kind} {words:?}");
        }
    }
    let asked = Asked { kind: "case", ..Asked::default() };
    assert!(store.find(BD, &asked, None, 50).await.unwrap().rows.is_empty());
    assert!(store.open_by_state(BD).await.unwrap().iter().all(|r| r.procedure.is_empty()));
    assert!(store.opened_by_channel(BD, 0, i64::MAX).await.unwrap().is_empty());
    for only in [
        Only::Procedures(vec![PROCEDURE.to_owned()]),
        Only::Units(vec!["inspectorate".to_owned()]),
        Only::Channels(vec!["online".to_owned()]),
        Only::HasFile,
    ] {
        let order = congvu_store::CaseOrder::EndedLast;
        let found = store.cases_where(BD, std::slice::from_ref(&only), order, 50, None).await.unwrap();
        assert!(found.is_empty(), "{only:?}");
    }
    assert!(store.files_of(BD, &done.matter).await.unwrap().is_empty());
    // Nor do the numbers of others leave a gap where it stands.
    let next = crate::support::file_grant(&desk, BD).await.code.expect("a number");
    assert!(next.ends_with("-0001") && code.contains("-S-"), "{code}, {next}");
    assert!(desk.sendings(agency, &done.matter).await.unwrap().is_empty());
}

/// What developers print does not tell, nor do errors.
async fn debug_and_errors_are_silent(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let traces = traces();
    let mut asked = asking(&desk, KEY, NAME, "staff");
    assert_eq!(found_in(format!("{asked:?}").as_bytes(), &traces), None);
    asked.command.secret.as_mut().unwrap().said.insert("full_name".into(), json!(NAME.repeat(40)));
    let error = desk.perform(asked.clone()).await.expect_err("too long");
    assert_eq!(answer::<()>(&Err(error)), "Input: full_name too-long");
    asked.command.secret = Some(secret(NAME));
    asked.command.secret.as_mut().unwrap().said.insert("nickname".into(), json!(NAME));
    let error = desk.perform(asked).await.expect_err("unknown");
    assert_eq!(found_in(format!("{error:?} {error}").as_bytes(), &traces), None);
    let done = denounced(&desk, KEY, NAME, "staff").await;
    let (_, opened) = look(&desk, "director", &done.matter).await.expect("looked");
    assert_eq!(value(&opened[0], "content"), CONTENT);
    assert_eq!(found_in(format!("{opened:?} {done:?}").as_bytes(), &traces), None);
    let rows = desk.store().sealed_of(BD, &done.matter).await.unwrap();
    assert!(format!("{rows:?}").len() < 200);
}

/// Crimes in the table of seals: the envelope of one matter in another, keys under another name, bits turned over.
async fn forged_seals_do_not_open(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let one = denounced(&desk, KEY, NAME, "staff").await.matter;
    let chairmans = denounced(&desk, "ffeeddccbbaa99887766554433221100", OTHER, "leadership").await.matter;
    crime(&house, "CREATE TABLE kept AS SELECT * FROM sealed").await;
    let crimes = [
        // The Chairman's envelope under the director's matter, in place of his.
        format!(
            "UPDATE sealed SET ciphertext = (SELECT k.ciphertext FROM kept k WHERE k.matter = '{chairmans}'), \
             keys = (SELECT replace(k.keys, 'chairman', 'director') FROM kept k WHERE k.matter = '{chairmans}') \
             WHERE matter = '{one}'"
        ),
        format!("UPDATE sealed SET keys = '[]' WHERE matter = '{one}'"),
        format!(
            "UPDATE sealed SET keys = replace(keys, '\"enc\":\"', '\"enc\":\"00') WHERE matter = '{one}'"
        ),
        format!("DELETE FROM sealed WHERE matter = '{one}'"),
    ];
    for text in &crimes {
        crime(&house, text).await;
        let said = look(&desk, "director", &one).await.expect_err("must not open").to_string();
        assert!(said.starts_with("seal: "), "{text}: {said}");
        assert_eq!(found_in(said.as_bytes(), &traces()), None);
        crime(&house, "DELETE FROM sealed; INSERT INTO sealed SELECT * FROM kept").await;
    }
    crime(&house, &crimes[0]).await;
    let report = congvu_desk::verify(desk.store(), BD, &[]).await.unwrap();
    assert!(report.faults.iter().any(|f| f.contains("what is sealed in it")), "{:?}", report.faults);
    crime(&house, "DELETE FROM sealed; INSERT INTO sealed SELECT * FROM kept").await;
    look(&desk, "director", &one).await.expect("looked");
    assert_whole(&desk, BD).await;
}

/// A deputy's name written over the director's among the keys opens nothing: the key was wrapped for another.
async fn a_renamed_key_opens_nothing(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let one = denounced(&desk, KEY, NAME, "inspectorate").await.matter;
    crime(&house, "UPDATE sealed SET keys = replace(keys, 'director', 'inspectorate-head')").await;
    assert_eq!(answer(&look(&desk, "inspectorate-head", &one).await), "NotSealedFor");
    // And even with the matter forged to match, the key itself does not fit.
    crime(&house, "UPDATE matter SET body = replace(body, '\"director\"', '\"inspectorate-head\"')").await;
    let forged = house.at(MONDAY);
    let said = look(&forged, "inspectorate-head", &one).await.expect_err("must not open").to_string();
    assert_eq!(found_in(said.as_bytes(), &traces()), None);
}

/// Erased is erased, for everybody; the record stays whole.
async fn what_is_erased_stays_erased(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let one = denounced(&desk, KEY, NAME, "staff").await.matter;
    let why = || json!({ "reason": "Không có chứng cứ" });
    assert_eq!(answer(&act(&desk, BD, "director", &one, "erase-identity", why()).await), "WrongState");
    act(&desk, BD, "inspectorate-head", &one, "file-away", why()).await.expect("filed away");
    let by_head = act(&desk, BD, "inspectorate-head", &one, "erase-identity", why()).await;
    assert_eq!(answer(&by_head), "refused: no-power");
    act(&desk, BD, "director", &one, "erase-identity", why()).await.expect("erased");
    assert_eq!(answer(&look(&desk, "director", &one).await), "NotSealedFor");
    let row = desk.store().sealed_of(BD, &one).await.unwrap().remove(0);
    assert!(row.ciphertext.is_empty() && row.keys.is_empty() && row.tags.is_empty());
    assert_whole(&desk, BD).await;
}

on_both!(
    no_table_tells,
    without_the_key_file_nothing_opens,
    without_a_key_nothing_is_taken_in,
    equal_names_look_different,
    sizes_do_not_tell,
    requests_are_no_oracle,
    the_code_is_not_stored,
    nothing_common_has_it,
    debug_and_errors_are_silent,
    forged_seals_do_not_open,
    a_renamed_key_opens_nothing,
    what_is_erased_stays_erased,
);

//! A paper register is taken over by one act, whole or not at all, and taken back by another.

use crate::support::{
    BD, GRANT, House, MONDAY, act, agency_of, answer, assert_whole, attached, citizen, entry_of, grant_form,
    granted, officer, on_both, request, revoked,
};
use congvu_authority::Actor;
use congvu_desk::{Desk, Done, On, Opening, PerformError};
use congvu_matter::{Attachment, EntryRef};
use congvu_register::import::{Row, Rows};
use congvu_register::{Standing, Status};
use congvu_store::FileLimits;
use congvu_store::testing::Backend;
use jiff::civil::date;
use serde_json::json;

on_both!(
    entries_come_with_their_origin,
    who_may,
    nothing_half_imported,
    taken_back_as_a_whole,
    numbers_go_on_after_the_book
);

const SITES: &str = "aggregated-sites";
const LIMITS: FileLimits<'_> =
    FileLimits { max_bytes: 64 * 1024 * 1024, allow: &["application/octet-stream", "text/plain"] };

fn row(line: u32, number: &str, year: i16, status: Status) -> Row {
    let content = json!({
        "licensee": format!("Đơn vị dòng {line}"), "enterprise_code": "3700123456", "domains": ["mau.example.vn"],
    });
    Row {
        number: number.to_owned(),
        issued: date(year, 2, 5),
        last_day: Some(date(year + 10, 2, 4)),
        status,
        page: "tr. 3".to_owned(),
        line,
        content: content.as_object().cloned().unwrap(),
    }
}

fn book() -> Vec<Row> {
    vec![
        row(2, "01/GP-STTTT", 2019, Status::Valid),
        row(3, "02/GP-STTTT", 2019, Status::Revoked),
        row(4, "07/GP-STTTT", 2024, Status::Valid),
    ]
}

async fn stored(desk: &Desk, register: &str, rows: Vec<Row>) -> Attachment {
    let bytes = serde_json::to_vec(&Rows { register: register.to_owned(), rows }).unwrap();
    let file = desk.store().files().put(bytes, "rows.json", &LIMITS).await.expect("stored");
    Attachment { sha256: file.sha256, size_bytes: file.size_bytes, ..attached("rows") }
}

async fn import(desk: &Desk, by: Actor, rows: Vec<Row>, key: &str) -> Result<Done, PerformError> {
    let file = stored(desk, SITES, rows).await;
    let on = On::New(Opening::Register { lifecycle: "register-import".into(), register: SITES.into() });
    let mut asked = request(BD, by, on, "import", json!({ "book": "Sổ giấy phép, quyển 1" }));
    asked.command.files = vec![file];
    asked.idempotency_key = Some(key.to_owned());
    desk.perform(asked).await
}

async fn annul(desk: &Desk, who: &str, matter: &str) -> Result<Done, PerformError> {
    act(desk, BD, who, matter, "annul", json!({ "reason": "Nhập nhầm sổ." })).await
}

async fn standing(desk: &Desk, number: &str, day: jiff::civil::Date) -> Option<Standing> {
    let at = day.at(12, 0, 0, 0);
    let row = desk.store().entry_as_of(BD, SITES, number, congvu_desk::to_ms(at)).await.expect("read")?;
    let entry: congvu_register::Entry = serde_json::from_str(&row.body).unwrap();
    Some(entry.standing(at))
}

async fn entries_come_with_their_origin(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = &house.at(MONDAY);
    let done = import(desk, officer("press-head"), book(), "k").await.expect("imported");
    assert_eq!(done.state, "imported");
    let (agency, history) =
        (agency_of(desk, BD), desk.history(agency_of(desk, BD), &done.matter).await.unwrap());
    let clause = agency.duty("8.a").expect("a clause");
    assert_eq!((history.len(), &history[0].act.clause), (1, &clause), "one act, under the register's duty");
    assert_eq!(history[0].act.files.len(), 1, "the record names the rows");
    let at = EntryRef { register: SITES.into(), number: "2019/01/GP-STTTT".into() };
    let entry = desk.entry(BD, &at).await.unwrap().expect("an entry");
    let origin = entry.origin.clone().expect("an origin");
    assert_eq!(
        (origin.book.as_str(), origin.page.as_str(), origin.line),
        ("Sổ giấy phép, quyển 1", "tr. 3", 2)
    );
    assert_eq!((entry.clause.as_str(), entry.matter.as_str()), (clause.eid.as_str(), done.matter.as_str()));
    for (number, day, expected) in [
        ("2019/01/GP-STTTT", date(2019, 2, 4), None),
        ("2019/01/GP-STTTT", date(2019, 2, 5), Some(Standing::Valid)),
        ("2019/01/GP-STTTT", date(2029, 2, 4), Some(Standing::Valid)),
        ("2019/02/GP-STTTT", date(2024, 3, 1), Some(Standing::Valid)),
        ("2019/02/GP-STTTT", date(2024, 3, 5), Some(Standing::Revoked)),
    ] {
        assert_eq!(standing(desk, number, day).await, expected, "{number} on {day}");
    }
    // What was taken over is an entry like any other: it can be revoked by a case.
    revoked(desk, BD, &at).await.expect("revoked");
    assert_eq!(desk.entry(BD, &at).await.unwrap().expect("an entry").status, Status::Revoked);
    assert_whole(desk, BD).await;
}

async fn who_may(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = &house.at(MONDAY);
    let other = json!({ "id": "digital-head", "kind": "unit-head", "unit": "digital" });
    crate::support::appoint(desk, BD, "director", &other).await.expect("appointed");
    let before = desk.store().head(BD).await.unwrap().seq;
    for (by, expected) in [
        (officer("press-1"), "refused: "),
        (officer("digital-head"), "refused: wrong-unit"),
        (officer("director"), "refused: "),
        (officer("clerk-1"), "refused: "),
        (citizen("citizen:sao-mai"), "refused: "),
    ] {
        let got = answer(&import(desk, by.clone(), book(), "k").await);
        assert!(got.starts_with(expected), "{by:?}: {got}");
    }
    assert_eq!(desk.store().head(BD).await.unwrap().seq, before, "nothing was recorded");
    let done = import(desk, officer("press-head"), book(), "k").await.expect("imported");
    for who in ["press-1", "press-head", "clerk-1", "deputy-1"] {
        assert!(answer(&annul(desk, who, &done.matter).await).starts_with("refused: "), "{who}");
    }
    let on = On::New(Opening::Register { lifecycle: "register-import".into(), register: "nowhere".into() });
    let unknown =
        desk.perform(request(BD, officer("press-head"), on, "import", json!({ "book": "x" }))).await;
    assert_eq!(answer(&unknown), "unknown: register");
}

async fn nothing_half_imported(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = &house.at(MONDAY);
    let head = officer("press-head");
    let first = import(desk, head.clone(), book(), "k").await.expect("imported");
    let again = import(desk, head.clone(), book(), "k").await.expect("the first answer");
    assert_eq!((first.act, first.seq), (again.act, again.seq), "the same request is carried out once");
    let before = desk.store().head(BD).await.unwrap().seq;
    let mut one_known = vec![row(2, "50/GP-STTTT", 2018, Status::Valid)];
    one_known.extend(book());
    let twice = vec![row(2, "60/GP-STTTT", 2018, Status::Valid), row(3, "60/GP-STTTT", 2018, Status::Valid)];
    let future = vec![row(2, "61/GP-STTTT", 2018, Status::Valid), row(3, "62/GP-STTTT", 2030, Status::Valid)];
    for (rows, key) in [(one_known, "a"), (twice, "b"), (future, "c"), (Vec::new(), "d")] {
        assert_eq!(answer(&import(desk, head.clone(), rows, key).await), "Register", "{key}");
    }
    // Rows for another register, no file at all, a file that nobody stored.
    let on = || On::New(Opening::Register { lifecycle: "register-import".into(), register: SITES.into() });
    for (file, expected) in [
        (Some(stored(desk, "newsletters", book()).await), "Register"),
        (Some(attached("rows")), "Register"),
        (None, "Input: rows required"),
    ] {
        let mut asked = request(BD, head.clone(), on(), "import", json!({ "book": "x" }));
        asked.command.files = file.into_iter().collect();
        assert_eq!(answer(&desk.perform(asked).await), expected);
    }
    for number in ["2018/50/GP-STTTT", "2018/60/GP-STTTT", "2018/61/GP-STTTT"] {
        let at = EntryRef { register: SITES.into(), number: number.into() };
        assert!(desk.entry(BD, &at).await.unwrap().is_none(), "{number}");
    }
    assert_eq!(desk.store().head(BD).await.unwrap().seq, before);
    assert_whole(desk, BD).await;
}

async fn taken_back_as_a_whole(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = &house.at(MONDAY);
    let done = import(desk, officer("press-head"), book(), "k").await.expect("imported");
    let back = annul(desk, "director", &done.matter).await.expect("taken back");
    assert_eq!(back.state, "annulled");
    for number in ["2019/01/GP-STTTT", "2019/02/GP-STTTT", "2024/07/GP-STTTT"] {
        for day in [date(2024, 2, 6), date(2024, 3, 5)] {
            assert_eq!(standing(desk, number, day).await, Some(Standing::Annulled), "{number} on {day}");
        }
    }
    assert_eq!(answer(&annul(desk, "director", &done.matter).await), "WrongState");
    // The same book, put right, comes in again.
    let anew = import(desk, officer("press-head"), book(), "k2").await.expect("imported anew");
    assert_eq!(standing(desk, "2019/01/GP-STTTT", date(2020, 1, 1)).await, Some(Standing::Valid));
    assert_eq!(standing(desk, "2019/02/GP-STTTT", date(2024, 3, 5)).await, Some(Standing::Revoked));
    // Once a case has changed an entry, the import can no longer be taken back over its head.
    let at = EntryRef { register: SITES.into(), number: "2019/01/GP-STTTT".into() };
    revoked(desk, BD, &at).await.expect("revoked");
    assert_eq!(answer(&annul(desk, "director", &anew.matter).await), "Register");
    assert_eq!(standing(desk, "2024/07/GP-STTTT", date(2024, 3, 5)).await, Some(Standing::Valid));
    assert_whole(desk, BD).await;
}

async fn numbers_go_on_after_the_book(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = &house.at(MONDAY);
    import(desk, officer("press-head"), book(), "k").await.expect("imported");
    let done = granted(desk, BD, GRANT, grant_form(), None).await;
    let (at, _) = entry_of(desk, BD, &done.matter).await;
    assert_eq!(at.number, "2024/08/GP-STTTT", "the book ended at 07 this year");
    assert_whole(desk, BD).await;
}

/// Ten thousand lines are one act, and one act takes them back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_lines() {
    let house = House::open(Backend::Sqlite, &[BD]).await;
    let desk = &house.at(MONDAY);
    let rows: Vec<Row> =
        (1..=10_000).map(|n| row(n + 1, &format!("{n}/GP-CU"), 2015, Status::Valid)).collect();
    let begun = std::time::Instant::now();
    let done = import(desk, officer("press-head"), rows, "k").await.expect("imported");
    let imported = begun.elapsed();
    let last = EntryRef { register: SITES.into(), number: "2015/10000/GP-CU".into() };
    assert!(desk.entry(BD, &last).await.unwrap().is_some());
    let begun = std::time::Instant::now();
    annul(desk, "director", &done.matter).await.expect("taken back");
    assert_eq!(desk.entry(BD, &last).await.unwrap().unwrap().status, Status::Annulled);
    let body = desk.store().acts_of(BD, &done.matter, 1, 0).await.unwrap()[0].body.len();
    assert!(body < 10_000, "the act names the rows, it does not repeat them: {body} bytes");
    eprintln!("10,000 lines: taken over in {imported:?}, taken back in {:?}", begun.elapsed());
    assert_whole(desk, BD).await;
}

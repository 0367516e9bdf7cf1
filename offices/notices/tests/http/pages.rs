//! Lists of notices, and the choice of channels.

use crate::house::{AGENCY, CITIZEN, House};
use axum::http::StatusCode;

// conformance: TT32-9.1, TT32-9.2, NB-7.3
#[tokio::test]
async fn everybody_reads_their_own() {
    let house = House::open().await;
    house.put("n1", "in-app", &format!("account:{CITIZEN}")).await;
    house.put("n2", "in-app", &format!("account:{CITIZEN}")).await;
    house.put("n3", "in-app", "person:p-director").await;
    house.put("n4", "sms", &format!("account:{CITIZEN}")).await;
    let (theirs, desk) = (format!("/{AGENCY}/notices"), format!("/{AGENCY}/desk/notices"));

    let answer = house.visitor().get(&theirs).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), format!("/{AGENCY}/sign-in?next=%2F{AGENCY}%2Fnotices"));

    let mut citizen = house.citizen().await;
    let page = citizen.get(&theirs).await;
    page.has("Việc n1").has("Việc n2").has("Thông báo (2)").has("Nội dung n1 &#60;b&#62;");
    page.has_not("Việc n3").has_not("Việc n4").has_not("http://localhost");
    page.has(&format!("/{AGENCY}/cases/m-1"));
    assert_eq!(citizen.get(&desk).await.status, StatusCode::SEE_OTHER, "no officer");

    // Somebody else's stays unread, one's own changes, and back.
    for (id, read, unread, others) in
        [("n3", "1", 2, 1), ("n1", "1", 1, 1), ("n1", "0", 2, 1), ("", "1", 0, 1)]
    {
        let answer = citizen.submit(&theirs, &theirs, &[("id", id), ("read", read)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let store = house.desk.store();
        assert_eq!(store.unread(AGENCY, &format!("account:{CITIZEN}")).await.unwrap(), unread, "{id} {read}");
        assert_eq!(store.unread(AGENCY, "person:p-director").await.unwrap(), others);
    }
    citizen.get(&theirs).await.has("Thông báo<").has_not("Thông báo (").has("đã đọc");

    let page = house.officer("director").await.get(&desk).await;
    page.has("Việc n3").has("Thông báo (1)").has(&format!("/{AGENCY}/desk/cases/m-1")).has_not("Việc n1");
    let refused = house.officer("somebody").await.get(&desk).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "whose position is not held now");
    let forged = house.citizen().await.post(&theirs, &[("id", ""), ("read", "0")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "{}", forged.text);
    let english = citizen.get(&format!("{theirs}?lang=en")).await;
    english.has("Matter n1").has("Text n1").has("Notices<");
}

#[tokio::test]
async fn a_long_list_has_pages() {
    let house = House::open().await;
    for n in 0..35 {
        house.put(&format!("n{n:02}"), "in-app", "person:p-director").await;
    }
    let mut officer = house.officer("director").await;
    let first = officer.get(&format!("/{AGENCY}/desk/notices")).await;
    assert_eq!(first.text.matches("<h2").count(), 30);
    let next =
        first.text.split("/desk/notices?before=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let second = officer.get(&format!("/{AGENCY}/desk/notices?before={next}")).await;
    assert_eq!(second.text.matches("<h2").count(), 5);
    for bad in ["x", "1", "99999999999999999999.a", "%00.%00", &"9".repeat(5_000)] {
        let answer = officer.get(&format!("/{AGENCY}/desk/notices?before={bad}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{bad}");
    }
}

// conformance: TT22-3.7
#[tokio::test]
async fn a_channel_is_used_after_it_was_chosen() {
    let house = House::open().await;
    let path = format!("/{AGENCY}/notices/choices");
    let mut citizen = house.citizen().await;
    let page = citizen.get(&path).await;
    page.has("Tin nhắn SMS").has("Zalo").has_not(" checked");
    // Mail and Zalo have no sender here; text messages have one.
    assert_eq!(page.text.matches("Hiện chưa gửi được").count(), 2);
    for (fields, wrong) in [
        (vec![("channels", "email"), ("email", ""), ("phone", "")], "Nhập địa chỉ thư"),
        (vec![("channels", "email"), ("email", "mai@"), ("phone", "")], "Nhập địa chỉ thư"),
        (vec![("email", "a b@example.vn"), ("phone", "")], "Nhập địa chỉ thư"),
        (vec![("channels", "sms"), ("email", ""), ("phone", "")], "Nhập số điện thoại"),
        (vec![("channels", "zalo"), ("email", ""), ("phone", "123")], "Nhập số điện thoại"),
    ] {
        let answer = citizen.submit(&path, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        answer.has(wrong);
    }
    let store = house.desk.store();
    assert!(store.notice_choices(AGENCY, CITIZEN).await.unwrap().is_empty(), "nothing was kept");
    let good = [
        ("channels", "sms"),
        ("channels", "email"),
        ("channels", "fax"),
        ("channels", "in-app"),
        ("email", " mai@example.vn "),
        ("phone", "091 234 5678"),
    ];
    assert_eq!(citizen.submit(&path, &path, &good).await.status, StatusCode::SEE_OTHER);
    let chosen = store.notice_choices(AGENCY, CITIZEN).await.unwrap();
    assert_eq!(chosen.iter().map(|(c, _)| c.as_str()).collect::<Vec<_>>(), ["email", "sms"]);
    let account = store.account(AGENCY, CITIZEN).await.unwrap().unwrap();
    assert_eq!((account.email.as_str(), account.phone.as_str()), ("mai@example.vn", "0912345678"));
    assert_eq!(citizen.get(&path).await.text.matches(" checked").count(), 2);
    let none = [("email", ""), ("phone", "")];
    assert_eq!(citizen.submit(&path, &path, &none).await.status, StatusCode::SEE_OTHER);
    assert!(store.notice_choices(AGENCY, CITIZEN).await.unwrap().is_empty());
    assert_eq!(house.officer("director").await.get(&path).await.status, StatusCode::SEE_OTHER, "no citizen");
}

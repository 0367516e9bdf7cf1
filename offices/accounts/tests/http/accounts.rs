//! Opening an account, signing out, signing in again.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use congvu_accounts::{Accounts, Demo, StoredSessions};
use congvu_desk::{Clock, Desk, DeskConfig};
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_store::testing::{Backend, TestStore};
use congvu_web::security::password::Passwords;
use congvu_web::{I18n, Web, WebConfig};

use super::browser::{Answer, Browser};

const REGISTER: &str = "/hau-giang/register-account";
const SIGN_IN: &str = "/hau-giang/sign-in";
const PASSWORD: &str = "con mèo trèo cây cau";

struct House {
    app: Router,
    opened: TestStore,
}

impl House {
    async fn open() -> Self {
        let opened = TestStore::open(Backend::Sqlite).await.unwrap();
        let library = Arc::new(Library::load(&Files::built_in()).unwrap());
        let templates = TemplateSet::new(library.templates.clone()).unwrap();
        let start = jiff::civil::date(2024, 3, 4).at(8, 30, 0, 0);
        let desk = Desk::new(DeskConfig {
            store: opened.store.clone(),
            library,
            typesetter: Typesetter::new(&FontSource::default()).unwrap(),
            templates,
            clock: Clock::starting(start, jiff::Timestamp::now().as_millisecond()),
            base_url: "https://example.vn".to_owned(),
            demo: false,
        });
        let words = congvu_accounts::words(congvu_views::words(I18n::builder())).build().unwrap();
        let sessions = Arc::new(StoredSessions::new(opened.store.clone()));
        let web = Web::new(WebConfig::new([7; 32], false), words, sessions);
        let office = Accounts::new(desk, Passwords::new(2).unwrap(), Demo::default());
        Self { app: web.wrap(congvu_accounts::routes(office)), opened }
    }
}

async fn register(browser: &mut Browser, changed: &[(&str, &str)]) -> Answer {
    let mut form = vec![
        ("name", "Trần Thị Bình"),
        ("phone", "0912 345 678"),
        ("email", "binh@example.vn"),
        ("login", "Binh.Tran"),
        ("password", PASSWORD),
    ];
    for (name, value) in changed {
        form.iter_mut().filter(|(n, _)| n == name).for_each(|(_, v)| *v = value);
    }
    browser.post(REGISTER, REGISTER, &form).await
}

async fn sign_in(browser: &mut Browser, login: &str, password: &str) -> Answer {
    browser.post(SIGN_IN, SIGN_IN, &[("login", login), ("password", password)]).await
}

// conformance: TT22-6.1.n
#[tokio::test]
async fn what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    for (field, wrong, said) in [
        ("password", "ngắn", "Nhập mật khẩu có ít nhất 10 ký tự."),
        ("phone", "12", "Nhập số điện thoại có từ 9 đến 12 chữ số"),
        ("email", "khong-co-a-cong", "Nhập địa chỉ thư điện tử có dấu @"),
        ("login", "có dấu", "Nhập tên đăng nhập từ 3 đến 64 ký tự"),
        ("name", " ", "Nhập tên của ông/bà hoặc của tổ chức."),
    ] {
        let answer = register(&mut browser, &[(field, wrong)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        answer.says(said);
        answer.says(&format!("href=\"#f-{field}\""));
        if field != "phone" {
            answer.says("value=\"0912 345 678\"");
        }
        assert!(!answer.text.contains(PASSWORD), "a password is never shown again");
    }
    // Nobody was made an account, and nobody is signed in.
    assert_eq!(house.opened.store.account_by_login("hau-giang", "binh.tran").await.unwrap(), None);
    browser.get(SIGN_IN).await.says("name=\"password\"");
    assert!(!browser.get(SIGN_IN).await.text.contains("/sign-out"));
}

// conformance: TT22-6.1.n
#[tokio::test]
async fn an_account_is_opened_left_and_entered_again() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    let opened = register(&mut browser, &[]).await;
    assert_eq!(
        (opened.status, opened.header("location")),
        (StatusCode::SEE_OTHER, "/hau-giang"),
        "{}",
        opened.text
    );
    let page = browser.get(REGISTER).await;
    page.says("<strong>Trần Thị Bình</strong>");
    // What is kept: the login in small letters, digits of the telephone, no password that could be read.
    let kept = house.opened.store.account_by_login("hau-giang", "binh.tran").await.unwrap().unwrap();
    assert_eq!((kept.phone.as_str(), kept.email.as_str()), ("0912345678", "binh@example.vn"));
    assert!(kept.password_hash.starts_with("$argon2id$"), "{}", kept.password_hash);

    let out = browser.post(REGISTER, "/sign-out", &[]).await;
    assert_eq!(out.header("location"), "/hau-giang");
    assert!(!browser.get(REGISTER).await.text.contains("Trần Thị Bình"));

    for (login, password) in [("binh.tran", "sai mật khẩu rồi"), ("khong.ai", PASSWORD)] {
        let wrong = sign_in(&mut browser, login, password).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        // One answer for both: it does not tell which logins exist.
        wrong.says("Tên đăng nhập hoặc mật khẩu không đúng");
        wrong.says(&format!("value=\"{login}\""));
    }
    let right = sign_in(&mut browser, " BINH.TRAN ", PASSWORD).await;
    assert_eq!(right.header("location"), "/hau-giang/cases", "{}", right.text);
    browser.get(SIGN_IN).await.says("<strong>Trần Thị Bình</strong>");

    // The login is taken here, and opens nothing at another department.
    let mut other = Browser::new(&house.app);
    let taken = register(&mut other, &[("login", "binh.tran"), ("name", "Kẻ khác")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    taken.says("Tên đăng nhập này đã có người dùng");
    taken.says("value=\"Kẻ khác\"");
    let there = "/long-an/sign-in";
    let stranger = other.post(there, there, &[("login", "binh.tran"), ("password", PASSWORD)]).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn signing_in_leads_back_and_never_away() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    register(&mut browser, &[]).await;
    for (next, expected) in [
        ("/hau-giang/drafts", "/hau-giang/drafts"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
    ] {
        let form = [("login", "binh.tran"), ("password", PASSWORD), ("next", next)];
        let answer = browser.post(SIGN_IN, SIGN_IN, &form).await;
        assert_eq!(answer.header("location"), expected, "{next}");
    }
}

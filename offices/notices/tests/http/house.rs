//! A department with a citizen and an officer, and a provider of text messages.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Redirect;
use axum::routing::{get, post};
use congvu_authority::Actor;
use congvu_desk::{Clock, Desk, DeskConfig, On, Opening, Request, to_ms};
use congvu_matter::Command;
use congvu_notice::{Config, Hook, Senders};
use congvu_notices::Notices;
use congvu_pack::notices::Channel;
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_store::testing::{Backend, TestStore};
use congvu_store::{AccountRow, MessageRow};
use congvu_testing::Client;
use congvu_web::security::session::MemorySessions;
use congvu_web::{I18n, PageCx, SignedIn, Web, WebConfig};
use jiff::civil::DateTime;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

pub const AGENCY: &str = "hau-giang";
pub const CITIZEN: &str = "citizen:mai";
pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// Messages an hour in these tests.
pub const PER_HOUR: usize = 5;

/// The packs, with few text messages an hour.
static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let mut files = Files::built_in();
    let path = "vn/notices/sending.toml";
    let text = files.text(path).unwrap().replace("sms = 1000", &format!("sms = {PER_HOUR}"));
    assert!(text.contains("sms = 5\n"));
    files.by_path.insert(path.to_owned(), text.into_bytes());
    files.by_path.retain(|path, _| ["vn/", "hau-giang/"].iter().any(|folder| path.starts_with(folder)));
    Arc::new(Library::load(&files).expect("packs without faults"))
});

/// A provider: how it answers, and what it got.
#[derive(Clone, Default)]
pub struct Provider {
    pub status: Arc<Mutex<Option<StatusCode>>>,
    pub hangs: Arc<Mutex<bool>>,
    pub got: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Provider {
    pub fn answers(&self, status: u16) {
        *self.status.lock().unwrap() = Some(StatusCode::from_u16(status).unwrap());
    }

    pub fn ids(&self) -> Vec<String> {
        self.got.lock().unwrap().iter().map(|(id, _)| id.clone()).collect()
    }

    /// Opens a port; gives the address.
    async fn open(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let routes = Router::new().route("/send", post(take)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        url
    }
}

async fn take(State(provider): State<Provider>, headers: HeaderMap, body: String) -> StatusCode {
    let id = headers["webhook-id"].to_str().unwrap().to_owned();
    provider.got.lock().unwrap().push((id, serde_json::from_str(&body).unwrap()));
    if *provider.hangs.lock().unwrap() {
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    provider.status.lock().unwrap().unwrap_or(StatusCode::ACCEPTED)
}

pub struct House {
    pub desk: Desk,
    pub provider: Provider,
    pub senders: Senders,
    kept: TestStore,
}

fn desk(store: &TestStore, now: DateTime) -> Desk {
    let library = Arc::clone(&LIBRARY);
    let desk = Desk::new(DeskConfig {
        store: store.store.clone(),
        templates: TemplateSet::new(library.templates.clone()).unwrap(),
        library,
        typesetter: Typesetter::new(&FontSource::EmbeddedOnly).unwrap(),
        clock: Clock::starting(now, Clock::real().now_ms()),
        base_url: "http://localhost".to_owned(),
        demo: true,
    });
    desk.set_outlets(vec![Channel::Sms]);
    desk
}

pub fn moment(text: &str) -> DateTime {
    text.parse().unwrap()
}

impl House {
    pub async fn open() -> Self {
        let kept = TestStore::open(Backend::Sqlite).await.unwrap();
        let provider = Provider::default();
        let hook = Hook {
            url: provider.open().await,
            secret: SECRET.parse().unwrap(),
            sender: "STTTT".to_owned(),
            timeout_s: 5,
        };
        let senders = Senders::new(&Config { sms: Some(hook), ..Config::default() }).unwrap();
        let house = Self { desk: desk(&kept, moment("2024-03-05T09:00")), provider, senders, kept };
        let founder = &house.desk.agency(AGENCY).unwrap().file.founder.position;
        let chairman = Actor::Position { person: founder.as_str().into(), position: founder.as_str().into() };
        let appointment = json!({ "appointment": {
            "position": { "id": "director", "kind": "director", "unit": null },
            "person": "p-director", "name": "Người mẫu", "from": "2024-03-05T07:00:00",
        }});
        let request = Request {
            agency: AGENCY.to_owned(),
            actor: chairman,
            on: On::New(Opening::Lifecycle("appointment".to_owned())),
            seen: None,
            idempotency_key: None,
            command: Command {
                act: "appoint".to_owned(),
                input: appointment.as_object().cloned().unwrap(),
                ..Command::default()
            },
        };
        house.desk.perform(request).await.unwrap();
        let account = AccountRow {
            id: CITIZEN.to_owned(),
            login: "mai".to_owned(),
            name: "Lê Thị Mai".to_owned(),
            kind: "citizen".to_owned(),
            ..AccountRow::default()
        };
        house.desk.store().put_account(AGENCY, &account).await.unwrap();
        house
    }

    /// The same department at another time.
    pub fn at(self, now: &str) -> Self {
        Self { desk: desk(&self.kept, moment(now)), ..self }
    }

    pub async fn put(&self, id: &str, channel: &str, recipient: &str) -> MessageRow {
        let now_ms = self.desk.clock().now_ms();
        let row = MessageRow {
            agency: AGENCY.to_owned(),
            id: id.to_owned(),
            matter: "m-1".to_owned(),
            act: "a-1".to_owned(),
            notice: "applicant.received".to_owned(),
            channel: channel.to_owned(),
            recipient: recipient.to_owned(),
            address: if channel == "in-app" { "" } else { "0912345678" }.to_owned(),
            subject_vi: format!("Việc {id}"),
            subject_en: format!("Matter {id}"),
            body_vi: format!("Nội dung {id} <b>\nTại: http://localhost/hau-giang/cases/m-1"),
            link: "http://localhost/hau-giang/cases/m-1".to_owned(),
            body_en: format!("Text {id}"),
            state: if channel == "in-app" { "delivered" } else { "queued" }.to_owned(),
            queued_ms: now_ms,
            run_at_ms: now_ms,
            ..MessageRow::default()
        };
        self.desk.store().put_messages(std::slice::from_ref(&row)).await.unwrap();
        row
    }

    pub async fn message(&self, id: &str) -> MessageRow {
        self.desk.store().message(AGENCY, id).await.unwrap().unwrap()
    }

    pub async fn run_once(&self) -> usize {
        congvu_notices::run_once(&self.desk, &self.senders, "sms").await.unwrap()
    }

    fn app(&self) -> Router {
        let words = congvu_notices::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([7; 32], false), words, Arc::new(MemorySessions::default()));
        let routes = congvu_notices::routes(Notices::new(self.desk.clone(), self.senders.clone()));
        let routes = routes.route("/test/{person}/{position}", get(sign_in));
        web.wrap(congvu_notices::with_bell(routes, &self.desk))
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Client {
        Client::new(self.app())
    }

    pub async fn citizen(&self) -> Client {
        let mut client = self.visitor();
        client.get(&format!("/test/{CITIZEN}/-")).await;
        client
    }

    pub async fn officer(&self, position: &str) -> Client {
        let mut client = self.visitor();
        client.get(&format!("/test/p-{position}/{position}")).await;
        client
    }
}

async fn sign_in(Path((person, position)): Path<(String, String)>, cx: PageCx) -> Redirect {
    let who = SignedIn {
        person,
        name: "Người mẫu".to_owned(),
        agency: Some(AGENCY.to_owned()),
        position_title: None,
        position: Some(position).filter(|p| p != "-"),
    };
    cx.session().sign_in(who, cx.now());
    Redirect::to("/")
}

pub fn due_ms(text: &str) -> i64 {
    to_ms(moment(text))
}

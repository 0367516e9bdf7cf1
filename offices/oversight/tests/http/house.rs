//! A department at work: people appointed by acts, cases filed, officers signed in.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum::routing::get;
use congvu_authority::Actor;
use congvu_desk::{Clock, Desk, DeskConfig, Done, On, Opening, PerformError, Request, to_ms};
use congvu_matter::{Attachment, Command, Party};
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_store::FileLimits;
use congvu_store::testing::{Backend, TestStore};
use congvu_testing::Client;
use congvu_web::security::session::MemorySessions;
use congvu_web::{I18n, PageCx, SignedIn, Web, WebConfig};
use jiff::civil::{DateTime, date};
use serde_json::{Map, Value, json};
use std::sync::{Arc, LazyLock};

static LIBRARY: LazyLock<Arc<Library>> =
    LazyLock::new(|| Arc::new(Library::load(&Files::built_in()).expect("packs without faults")));

pub const PRESS: &str = "press-publishing";

/// Identifier, kind, unit. Everybody's person is the position's identifier with `p-` before it.
const SEATS: [(&str, &str, &str); 8] = [
    ("director", "director", ""),
    ("deputy", "deputy-director", ""),
    ("head", "unit-head", PRESS),
    ("specialist", "specialist", PRESS),
    ("specialist-2", "specialist", PRESS),
    ("reception", "reception", "office"),
    ("clerk", "clerk", "office"),
    ("digital-head", "unit-head", "digital"),
];

pub struct House {
    pub desk: Desk,
    pub agency: &'static str,
    kept: TestStore,
}

/// A working day, mid-morning.
pub fn morning() -> DateTime {
    date(2024, 3, 5).at(9, 0, 0, 0)
}

fn desk(store: &TestStore, now: DateTime) -> Desk {
    let library = Arc::clone(&LIBRARY);
    let templates = library.templates.iter().map(|(n, t)| (n.clone(), t.clone()));
    Desk::new(DeskConfig {
        store: store.store.clone(),
        templates: TemplateSet::new(templates).unwrap(),
        library,
        typesetter: Typesetter::new(&FontSource::EmbeddedOnly).unwrap(),
        clock: Clock::starting(now, to_ms(Clock::real().now())),
        base_url: "http://localhost".to_owned(),
        demo: true,
    })
}

pub fn position(id: &str) -> Actor {
    Actor::Position { person: format!("p-{id}").into(), position: id.into() }
}

pub fn applicant() -> Actor {
    Actor::Applicant { account: "acme".into() }
}

impl House {
    pub async fn open(agency: &'static str) -> Self {
        let kept = TestStore::open(Backend::Sqlite).await.unwrap();
        let house = Self { desk: desk(&kept, morning()), agency, kept };
        let founder = &house.desk.agency(agency).unwrap().file.founder.position;
        let chairman = Actor::Position { person: founder.as_str().into(), position: founder.as_str().into() };
        for (id, kind, unit) in SEATS {
            let by = if kind.ends_with("director") { chairman.clone() } else { position("director") };
            let unit = if unit.is_empty() { Value::Null } else { json!(unit) };
            let appointment = json!({
                "position": { "id": id, "kind": kind, "unit": unit },
                "person": format!("p-{id}"), "name": name_of(id), "from": "2024-03-05T07:00:00",
            });
            let on = On::New(Opening::Lifecycle("appointment".to_owned()));
            house.act(by, on, "appoint", json!({ "appointment": appointment })).await.unwrap();
        }
        house
    }

    /// The same department at another time.
    pub fn at(self, now: DateTime) -> Self {
        Self { desk: desk(&self.kept, now), ..self }
    }

    pub async fn act(&self, actor: Actor, on: On, act: &str, input: Value) -> Result<Done, PerformError> {
        let command = Command { act: act.to_owned(), input: object(input), ..Command::default() };
        self.perform(actor, on, command).await
    }

    pub async fn perform(&self, actor: Actor, on: On, command: Command) -> Result<Done, PerformError> {
        let agency = self.agency.to_owned();
        self.desk.perform(Request { agency, actor, on, seen: None, idempotency_key: None, command }).await
    }

    /// A citizen files an application for a licence.
    pub async fn file(&self) -> Done {
        let limits = FileLimits { max_bytes: 1024, allow: &["application/pdf"] };
        let mut files = Vec::new();
        for part in ["project", "founding", "source-consent"] {
            let bytes = format!("%PDF-1.7 {part}").into_bytes();
            let name = format!("{part}.pdf");
            let stored = self.desk.store().files().put(bytes, &name, &limits).await.unwrap();
            files.push(Attachment {
                part: part.to_owned(),
                name,
                sha256: stored.sha256,
                size_bytes: stored.size_bytes,
                media_type: stored.media_type,
            });
        }
        let party =
            Party { account: "acme".into(), name: "Công ty Ánh Sáng".into(), phone: "0912345678".into() };
        let command = Command {
            act: "file".to_owned(),
            form: object(json!({
                "licensee": "Công ty Ánh Sáng", "kind": "enterprise", "enterprise_code": "0104630479",
                "address": "1 Đường Hoa", "representative": "Lê Thị Mai, giám đốc", "phone": "0912345678",
                "email": "mai@example.vn", "site_name": "Tin Ánh Sáng", "domains": ["anhsang.example.vn"],
                "term_years": 5,
            })),
            files,
            party: Some(party),
            subject: "Tin Ánh Sáng".to_owned(),
            channel: "online".to_owned(),
            ..Command::default()
        };
        let opening = Opening::Procedure("aggregated-site.grant".to_owned());
        self.perform(applicant(), On::New(opening), command).await.unwrap()
    }

    /// A case brought up to the state in which it waits for a signature.
    pub async fn agreed(&self) -> Done {
        let filed = self.file().await;
        for (who, act, input) in [
            ("reception", "receive", json!({ "assignee": "specialist" })),
            ("specialist", "appraise", json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." })),
            ("head", "agree", json!({})),
        ] {
            self.act(position(who), On::Matter(filed.matter.clone()), act, input).await.unwrap();
        }
        filed
    }

    /// A case with its result.
    pub async fn issued(&self) -> String {
        let case = self.agreed().await.matter;
        let on = || On::Matter(case.clone());
        self.act(position("director"), on(), "sign", json!({ "outcome": "granted" })).await.unwrap();
        self.act(position("clerk"), on(), "issue", json!({})).await.unwrap();
        case
    }

    /// Somebody writes to the department, from the telephone at the gate so to speak.
    pub async fn tell(&self) -> String {
        let command = Command {
            act: "file".to_owned(),
            form: object(json!({
                "kind": "conduct", "topic": "Chờ lâu", "content": "Tôi chờ hai giờ.",
                "full_name": "Trần Thị Gửi", "phone": "0912345678",
            })),
            party: Some(Party { account: "guest:1".into(), name: String::new(), phone: "0912345678".into() }),
            subject: "Chờ lâu".to_owned(),
            channel: "online".to_owned(),
            ..Command::default()
        };
        let guest = Actor::Applicant { account: "guest:1".into() };
        let opening = Opening::Procedure("feedback.handling".to_owned());
        self.perform(guest, On::New(opening), command).await.unwrap().matter
    }

    fn app(&self) -> Router {
        let words = congvu_oversight::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([7; 32], false), words, Arc::new(MemorySessions::default()));
        let routes = congvu_oversight::routes().route("/test/{agency}/{position}", get(sign_in));
        web.wrap(congvu_oversight::with_alerts(routes.with_state(self.desk.clone()), &self.desk))
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Client {
        Client::new(self.app())
    }

    /// A browser in which the holder of a position is signed in.
    pub async fn officer(&self, position: &str) -> Client {
        let mut client = self.visitor();
        client.get(&format!("/test/{}/{position}", self.agency)).await;
        client
    }

    pub fn desk_path(&self, path: &str) -> String {
        format!("/{}/desk{path}", self.agency)
    }
}

pub fn name_of(position: &str) -> String {
    format!("Người {position}")
}

pub fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

async fn sign_in(
    State(_): State<Desk>,
    Path((agency, position)): Path<(String, String)>,
    cx: PageCx,
) -> Redirect {
    let who = SignedIn {
        person: format!("p-{position}"),
        name: name_of(&position),
        agency: Some(agency),
        position_title: Some(position.clone()),
        position: Some(position),
    };
    cx.session().sign_in(who, cx.now());
    Redirect::to("/")
}

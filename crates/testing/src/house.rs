//! A department at work: people appointed by acts, officers signed in.

use crate::Client;
use axum::Router;
use axum::extract::Path;
use axum::response::Redirect;
use axum::routing::get;
use congvu_authority::Actor;
use congvu_desk::{Clock, Desk, DeskConfig, Done, On, Opening, PerformError, Request, to_ms};
use congvu_matter::{Attachment, Command, Party};
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_store::FileLimits;
use congvu_store::testing::{Backend, TestStore};
use congvu_web::security::session::MemorySessions;
use congvu_web::{I18n, PageCx, SignedIn, Web, WebConfig};
use jiff::civil::{DateTime, date};
use serde_json::{Map, Value, json};
use std::sync::{Arc, LazyLock};

static LIBRARY: LazyLock<Arc<Library>> =
    LazyLock::new(|| Arc::new(Library::load(&Files::built_in()).expect("packs without faults")));

/// Identifier, kind, unit (empty for none). Everybody's person is the position's identifier with `p-` before it.
pub type Seat = (&'static str, &'static str, &'static str);

/// What an office brings: its routes on a desk, and its words.
#[derive(Debug, Clone, Copy)]
pub struct Office {
    /// Routes with their state.
    pub routes: fn(&Desk) -> Router,
    /// Words, those of the shared views among them.
    pub words: fn() -> Arc<I18n>,
}

/// The packs as they are built in.
#[must_use]
pub fn library() -> Arc<Library> {
    Arc::clone(&LIBRARY)
}

/// A working day, mid-morning.
#[must_use]
pub fn morning() -> DateTime {
    date(2024, 3, 5).at(9, 0, 0, 0)
}

/// The holder of a position.
#[must_use]
pub fn position(id: &str) -> Actor {
    Actor::Position { person: format!("p-{id}").into(), position: id.into() }
}

/// The account in whose name applications are filed.
#[must_use]
pub fn applicant() -> Actor {
    Actor::Applicant { account: "acme".into() }
}

/// What is called the holder of a position.
#[must_use]
pub fn name_of(position: &str) -> String {
    format!("Người {position}")
}

/// An object of JSON; empty for anything else.
#[must_use]
pub fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}

/// A desk on a store, at a moment.
#[must_use]
pub fn desk(store: &TestStore, now: DateTime) -> Desk {
    let library = library();
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

/// A department, its store, and its desk at the moment of the test.
#[expect(missing_debug_implementations, reason = "a desk has none")]
pub struct House {
    /// The desk.
    pub desk: Desk,
    /// The department.
    pub agency: &'static str,
    kept: TestStore,
    office: Office,
}

impl House {
    /// A department in which these positions are held since this morning.
    ///
    /// # Panics
    /// When somebody may not be appointed.
    pub async fn open(agency: &'static str, seats: &[Seat], office: Office) -> Self {
        let kept = TestStore::open(Backend::Sqlite).await.unwrap();
        let house = Self { desk: desk(&kept, morning()), agency, kept, office };
        let founder = &house.desk.agency(agency).unwrap().file.founder.position;
        let chairman = Actor::Position { person: founder.as_str().into(), position: founder.as_str().into() };
        for (id, kind, unit) in seats {
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
    #[must_use]
    pub fn at(self, now: DateTime) -> Self {
        Self { desk: desk(&self.kept, now), ..self }
    }

    /// Does an act with what is said in it.
    ///
    /// # Errors
    /// As [`Desk::perform`].
    pub async fn act(&self, actor: Actor, on: On, act: &str, input: Value) -> Result<Done, PerformError> {
        let command = Command { act: act.to_owned(), input: object(input), ..Command::default() };
        self.perform(actor, on, command).await
    }

    /// Does an act.
    ///
    /// # Errors
    /// As [`Desk::perform`].
    pub async fn perform(&self, actor: Actor, on: On, command: Command) -> Result<Done, PerformError> {
        let agency = self.agency.to_owned();
        self.desk.perform(Request { agency, actor, on, seen: None, idempotency_key: None, command }).await
    }

    /// A business files an application for a licence.
    ///
    /// # Panics
    /// When it may not.
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

    /// A case brought up to the state in which it waits for a signature, by `reception`, `specialist` and `head`.
    ///
    /// # Panics
    /// When one of them may not.
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

    /// The pages of the office, and the one that signs in whom a test names.
    pub fn app(&self) -> Router {
        let words = (self.office.words)();
        let web = Web::new(WebConfig::new([7; 32], false), words, Arc::new(MemorySessions::default()));
        let test = Router::new().route("/test/{agency}/{position}", get(sign_in));
        web.wrap((self.office.routes)(&self.desk).merge(test))
    }

    /// A browser in which nobody is signed in.
    #[must_use]
    pub fn visitor(&self) -> Client {
        Client::new(self.app())
    }

    /// A browser in which the holder of a position is signed in.
    pub async fn officer(&self, position: &str) -> Client {
        let mut client = self.visitor();
        client.get(&format!("/test/{}/{position}", self.agency)).await;
        client
    }

    /// An address among the officers' pages.
    #[must_use]
    pub fn desk_path(&self, path: &str) -> String {
        format!("/{}/desk{path}", self.agency)
    }
}

async fn sign_in(Path((agency, position)): Path<(String, String)>, cx: PageCx) -> Redirect {
    // The founder's position is held by no act, and its person is called as the position is.
    let person = if position == "chairman" { position.clone() } else { format!("p-{position}") };
    let who = SignedIn {
        person,
        name: name_of(&position),
        agency: Some(agency),
        position_title: Some(position.clone()),
        position: Some(position),
    };
    cx.session().sign_in(who, cx.now());
    Redirect::to("/")
}

//! A department at work: people appointed by acts, cases filed, officers signed in.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum::routing::get;
use congvu_authority::Actor;
use congvu_desk::{Clock, Desk, DeskConfig, Done, On, Opening, PerformError, Request, to_ms};
use congvu_matter::Command;
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
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
const SEATS: [(&str, &str, &str); 9] = [
    ("director", "director", ""),
    ("deputy", "deputy-director", ""),
    ("deputy-2", "deputy-director", ""),
    ("deputy-3", "deputy-director", ""),
    ("head", "unit-head", PRESS),
    ("specialist", "specialist", PRESS),
    ("specialist-2", "specialist", PRESS),
    ("office-head", "unit-head", "office"),
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

    fn app(&self) -> Router {
        let words = congvu_people::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([7; 32], false), words, Arc::new(MemorySessions::default()));
        let routes = congvu_people::routes().route("/test/{agency}/{position}", get(sign_in));
        web.wrap(routes.with_state(self.desk.clone()))
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

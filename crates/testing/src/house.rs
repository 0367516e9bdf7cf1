//! A department at work: people appointed by acts, officers signed in.

use crate::Client;
use axum::Router;
use axum::extract::Path;
use axum::response::Redirect;
use axum::routing::get;
use congvu_authority::Actor;
use congvu_desk::{Clock, Desk, DeskConfig, Done, On, Opening, PerformError, Request, to_ms};
use congvu_matter::Command;
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_store::testing::{Backend, TestStore};
use congvu_web::i18n::I18nBuilder;
use congvu_web::security::session::MemorySessions;
use congvu_web::{PageCx, SignedIn, Web, WebConfig};
use jiff::civil::{DateTime, date};
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

static LIBRARY: LazyLock<Arc<Library>> =
    LazyLock::new(|| Arc::new(Library::load(&Files::built_in()).expect("packs without faults")));

/// Identifier, kind, unit (empty for none). Everybody's person is the position's identifier with `p-` before it.
pub type Seat = (&'static str, &'static str, &'static str);

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
}

impl House {
    /// A department in which these positions are held since this morning.
    ///
    /// # Panics
    /// When somebody may not be appointed.
    pub async fn open(agency: &'static str, seats: &[Seat]) -> Self {
        let kept = TestStore::open(Backend::Sqlite).await.unwrap();
        let house = Self { desk: desk(&kept, morning()), agency, kept };
        let founder = &house.desk.agency(agency).unwrap().file.founder.position;
        let chairman = Actor::Position { person: founder.as_str().into(), position: founder.as_str().into() };
        for (id, kind, unit) in seats {
            let by = if kind.ends_with("director") { chairman.clone() } else { position("director") };
            let unit = if unit.is_empty() { Value::Null } else { json!(unit) };
            let appointment = json!({
                "position": { "id": id, "kind": kind, "unit": unit },
                "person": format!("p-{id}"), "name": format!("Người {id}"), "from": "2024-03-05T07:00:00",
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
        let Value::Object(input) = input else { panic!("what is said is an object") };
        self.perform(actor, on, Command { act: act.to_owned(), input, ..Command::default() }).await
    }

    /// Does an act.
    ///
    /// # Errors
    /// As [`Desk::perform`].
    pub async fn perform(&self, actor: Actor, on: On, command: Command) -> Result<Done, PerformError> {
        let agency = self.agency.to_owned();
        self.desk.perform(Request { agency, actor, on, seen: None, idempotency_key: None, command }).await
    }

    /// A browser in which nobody is signed in, before these routes with these words.
    ///
    /// # Panics
    /// When the words have faults.
    pub fn visitor(&self, routes: Router<Desk>, words: I18nBuilder) -> Client {
        let words = words.build().unwrap();
        let web = Web::new(WebConfig::new([7; 32], false), words, Arc::new(MemorySessions::default()));
        let routes = routes.route("/test/{agency}/{position}", get(sign_in));
        Client::new(web.wrap(routes.with_state(self.desk.clone())))
    }

    /// A browser in which the holder of a position is signed in.
    pub async fn officer(&self, routes: Router<Desk>, words: I18nBuilder, position: &str) -> Client {
        let mut client = self.visitor(routes, words);
        client.get(&format!("/test/{}/{position}", self.agency)).await;
        client
    }
}

async fn sign_in(Path((agency, position)): Path<(String, String)>, cx: PageCx) -> Redirect {
    let who = SignedIn {
        person: format!("p-{position}"),
        name: format!("Người {position}"),
        agency: Some(agency),
        position: Some(position),
        position_title: None,
    };
    cx.session().sign_in(who, cx.now());
    Redirect::to("/")
}

//! A department with an inspectorate, and browsers.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum::routing::get;
use congvu_authority::Actor;
use congvu_desk::{Clock, Desk, DeskConfig, On, Opening, Request, SealKey, to_ms};
use congvu_matter::Command;
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_store::testing::{Backend, TestStore};
use congvu_testing::Client;
use congvu_web::security::session::MemorySessions;
use congvu_web::{I18n, PageCx, SignedIn, Web, WebConfig};
use jiff::civil::date;
use serde_json::json;
use std::sync::{Arc, LazyLock};

static LIBRARY: LazyLock<Arc<Library>> =
    LazyLock::new(|| Arc::new(Library::load(&Files::built_in()).expect("packs without faults")));

pub const AGENCY: &str = "binh-duong";

/// Identifier, kind, unit. Everybody's person is the position's identifier with `p-` before it.
const SEATS: [(&str, &str, &str); 6] = [
    ("director", "director", ""),
    ("deputy", "deputy-director", ""),
    ("inspectorate-head", "unit-head", "inspectorate"),
    ("inspector", "specialist", "inspectorate"),
    ("reception", "reception", "office"),
    ("clerk", "clerk", "office"),
];

pub struct House {
    pub desk: Desk,
    _kept: TestStore,
    sessions: Arc<MemorySessions>,
}

pub fn position(id: &str) -> Actor {
    Actor::Position { person: format!("p-{id}").as_str().into(), position: id.into() }
}

impl House {
    pub async fn open() -> Self {
        let kept = TestStore::open(Backend::Sqlite).await.unwrap();
        let library = Arc::clone(&LIBRARY);
        let templates = library.templates.iter().map(|(n, t)| (n.clone(), t.clone()));
        let desk = Desk::new(DeskConfig {
            store: kept.store.clone(),
            templates: TemplateSet::new(templates).unwrap(),
            library,
            typesetter: Typesetter::new(&FontSource::EmbeddedOnly).unwrap(),
            clock: Clock::starting(date(2024, 3, 5).at(9, 0, 0, 0), to_ms(Clock::real().now())),
            base_url: "http://localhost".to_owned(),
            demo: true,
        });
        desk.set_seal(SealKey::new([42; 32]));
        let house = Self { desk, _kept: kept, sessions: Arc::default() };
        let founder = house.desk.agency(AGENCY).unwrap().file.founder.position.clone();
        let chairman = Actor::Position { person: founder.as_str().into(), position: founder.as_str().into() };
        for (id, kind, unit) in SEATS {
            let by = if kind.ends_with("director") { chairman.clone() } else { position("director") };
            let unit = if unit.is_empty() { json!(null) } else { json!(unit) };
            let input = json!({ "appointment": {
                "position": { "id": id, "kind": kind, "unit": unit },
                "person": format!("p-{id}"), "name": format!("Người {id}"), "from": "2024-03-05T07:00:00",
            }});
            let request = Request {
                agency: AGENCY.to_owned(),
                actor: by,
                on: On::New(Opening::Lifecycle("appointment".to_owned())),
                seen: None,
                idempotency_key: None,
                command: Command {
                    act: "appoint".to_owned(),
                    input: input.as_object().cloned().unwrap(),
                    ..Command::default()
                },
            };
            house.desk.perform(request).await.unwrap();
        }
        house
    }

    fn app(&self) -> Router {
        let words = congvu_complaints::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([7; 32], false), words, Arc::clone(&self.sessions) as _);
        let routes = congvu_complaints::routes().route("/test/{agency}/{position}", get(sign_in));
        web.wrap(routes.with_state(self.desk.clone()))
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Client {
        Client::new(self.app())
    }

    /// A browser in which the holder of a position is signed in.
    pub async fn officer(&self, position: &str) -> Client {
        let mut client = self.visitor();
        client.get(&format!("/test/{AGENCY}/{position}")).await;
        client
    }

    /// The only denunciation there is.
    pub async fn matter(&self) -> String {
        let rows = self.desk.store().matters(AGENCY, 1_000, "").await.unwrap();
        let mut found = rows.into_iter().filter(|r| r.kind == "denunciation");
        let one = found.next().expect("a denunciation").id;
        assert!(found.next().is_none(), "more than one");
        one
    }
}

async fn sign_in(
    State(_): State<Desk>,
    Path((agency, position)): Path<(String, String)>,
    cx: PageCx,
) -> Redirect {
    let who = SignedIn {
        person: format!("p-{position}"),
        name: format!("Người {position}"),
        agency: Some(agency),
        position_title: Some(position.clone()),
        position: Some(position),
    };
    cx.session().sign_in(who, cx.now());
    Redirect::to("/")
}

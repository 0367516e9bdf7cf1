//! A department with a cash desk, and cases that cost something.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum::routing::get;
use congvu_authority::Actor;
use congvu_desk::{Clock, Desk, DeskConfig, Done, On, Opening, PerformError, Request, to_ms};
use congvu_matter::{Attachment, Charge, Command, Matter, Party};
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

pub const AGENCY: &str = "hau-giang";
/// What a postal licence costs, as its pack says.
pub const FEE: u64 = 10_750_000;
pub const SECRET: &str = "a secret of the tests, long enough";

/// Identifier, kind, unit. Everybody's person is the position's identifier with `p-` before it.
const SEATS: [(&str, &str, &str); 4] = [
    ("director", "director", ""),
    ("cashier", "cashier", "office"),
    ("reception", "reception", "office"),
    ("clerk", "clerk", "office"),
];

pub struct House {
    pub desk: Desk,
    _kept: TestStore,
}

fn now() -> DateTime {
    date(2024, 3, 5).at(9, 0, 0, 0)
}

pub fn position(id: &str) -> Actor {
    Actor::Position { person: format!("p-{id}").into(), position: id.into() }
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
            clock: Clock::starting(now(), to_ms(Clock::real().now())),
            base_url: "http://localhost".to_owned(),
            demo: true,
        });
        let secret = serde_json::to_string(SECRET).unwrap();
        desk.store().put_setting(AGENCY, "payment-gateway", &secret).await.unwrap();
        let house = Self { desk, _kept: kept };
        let founder = &house.desk.agency(AGENCY).unwrap().file.founder.position;
        let chairman = Actor::Position { person: founder.as_str().into(), position: founder.as_str().into() };
        for (id, kind, unit) in SEATS {
            let by = if kind == "director" { chairman.clone() } else { position("director") };
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

    pub async fn act(&self, actor: Actor, on: On, act: &str, input: Value) -> Result<Done, PerformError> {
        let command = Command { act: act.to_owned(), input: object(input), ..Command::default() };
        self.perform(actor, on, command).await
    }

    async fn perform(&self, actor: Actor, on: On, command: Command) -> Result<Done, PerformError> {
        let agency = AGENCY.to_owned();
        self.desk.perform(Request { agency, actor, on, seen: None, idempotency_key: None, command }).await
    }

    /// Somebody files; all papers that the procedure asks for are there.
    pub async fn file(&self, procedure: &str) -> Done {
        let declared = &LIBRARY.procedures.get(procedure).unwrap().declared;
        let version = declared.version_on(now().date()).unwrap();
        let limits = FileLimits { max_bytes: 1024, allow: &["application/pdf"] };
        let mut files = Vec::new();
        for part in version.dossier.iter().filter(|p| p.required) {
            let bytes = format!("%PDF-1.7 {}", part.id).into_bytes();
            let name = format!("{}.pdf", part.id);
            let stored = self.desk.store().files().put(bytes, &name, &limits).await.unwrap();
            files.push(Attachment {
                part: part.id.clone(),
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
            form: object(json!({ "licensee": "Công ty Ánh Sáng", "address": "1 Đường Hoa" })),
            files,
            party: Some(party),
            subject: "Công ty Ánh Sáng".to_owned(),
            channel: "online".to_owned(),
            ..Command::default()
        };
        let applicant = Actor::Applicant { account: "acme".into() };
        self.perform(applicant, On::New(Opening::Procedure(procedure.to_owned())), command).await.unwrap()
    }

    /// A case that costs [`FEE`].
    pub async fn postal(&self) -> Done {
        self.file("postal-licence.grant").await
    }

    pub async fn matter(&self, id: &str) -> Matter {
        self.desk.case(self.desk.agency(AGENCY).unwrap(), id).await.unwrap().unwrap().matter
    }

    pub async fn charge(&self, id: &str) -> Charge {
        self.matter(id).await.charge.expect("a charge")
    }

    fn app(&self) -> Router {
        let words = congvu_fees::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([7; 32], false), words, Arc::new(MemorySessions::default()));
        let routes = congvu_fees::routes().route("/test/{agency}/{position}", get(sign_in));
        web.wrap(routes.with_state(self.desk.clone()))
    }

    pub fn visitor(&self) -> Client {
        Client::new(self.app())
    }

    /// A browser in which the holder of a position is signed in.
    pub async fn officer(&self, position: &str) -> Client {
        let mut client = self.visitor();
        client.get(&format!("/test/{AGENCY}/{position}")).await;
        client
    }
}

pub fn at(path: &str) -> String {
    format!("/{AGENCY}/desk/fees{path}")
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

async fn sign_in(
    State(_): State<Desk>,
    Path((agency, position)): Path<(String, String)>,
    cx: PageCx,
) -> Redirect {
    let who = SignedIn {
        person: format!("p-{position}"),
        name: position.clone(),
        agency: Some(agency),
        position_title: Some(position.clone()),
        position: Some(position),
    };
    cx.session().sign_in(who, cx.now());
    Redirect::to("/")
}

//! A department with a few people in it.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::response::Redirect;
use axum::routing::get;
use congvu_authority::Actor;
use congvu_desk::{Clock, Desk, DeskConfig, Done, On, Opening, Request};
use congvu_matter::Command;
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_store::testing::{Backend, TestStore};
use congvu_web::security::session::MemorySessions;
use congvu_web::{I18n, PageCx, SignedIn, Web, WebConfig};
use serde_json::{Value, json};

pub const AGENCY: &str = "hau-giang";

pub struct House {
    pub desk: Desk,
    pub app: Router,
    _store: TestStore,
}

impl House {
    pub async fn open() -> Self {
        Self::with_contact("").await
    }

    /// With more lines in the department's `[contact]`, which ends its file.
    pub async fn with_contact(lines: &str) -> Self {
        let opened = TestStore::open(Backend::Sqlite).await.unwrap();
        let mut files = Files::built_in();
        let file = files.by_path.get_mut(&format!("{AGENCY}/agency.toml")).unwrap();
        file.extend_from_slice(lines.as_bytes());
        let library = Arc::new(Library::load(&files).unwrap());
        let templates = TemplateSet::new(library.templates.clone()).unwrap();
        let start = jiff::civil::date(2024, 3, 4).at(8, 30, 0, 0);
        let desk = Desk::new(DeskConfig {
            store: opened.store.clone(),
            library,
            typesetter: Typesetter::new(&FontSource::default()).unwrap(),
            templates,
            clock: Clock::starting(start, jiff::Timestamp::now().as_millisecond()),
            base_url: "https://example.vn".to_owned(),
            demo: true,
        });
        let i18n = congvu_licensing::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([7; 32], false), i18n, Arc::new(MemorySessions::default()));
        let routes = congvu_licensing::routes().route("/test/{agency}/{account}", get(sign_in));
        let app = web.wrap(routes.with_state(desk.clone()));
        Self { desk, app, _store: opened }
    }

    async fn perform(&self, actor: Actor, on: On, act: &str, input: Value) -> Done {
        let Value::Object(input) = input else { panic!("an input is an object") };
        let command = Command { act: act.to_owned(), input, ..Command::default() };
        let request =
            Request { agency: AGENCY.to_owned(), actor, on, seen: None, idempotency_key: None, command };
        self.desk.perform(request).await.unwrap_or_else(|e| panic!("{act}: {e:?}"))
    }

    async fn appoint(&self, by: (&str, &str), id: &str, kind: &str, unit: Option<&str>) {
        let appointment = json!({
            "position": { "id": id, "kind": kind, "unit": unit },
            "person": format!("person-{id}"), "name": "Nguyễn Văn An",
            "from": "2024-03-04T08:00:00",
        });
        let on = On::New(Opening::Lifecycle("appointment".to_owned()));
        self.perform(officer(by.0, by.1), on, "appoint", json!({ "appointment": appointment })).await;
    }

    /// Appoints a director, and those who receive and appraise.
    pub async fn staff(&self) {
        let founder = self.desk.agency(AGENCY).unwrap().file.founder.position.clone();
        self.appoint((&founder, &founder), "director", "director", None).await;
        let director = ("person-director", "director");
        self.appoint(director, "reception", "reception", Some("office")).await;
        self.appoint(director, "press-1", "specialist", Some("press-publishing")).await;
    }

    /// Appoints the head of the division that handles the applications of these tests.
    pub async fn head(&self) {
        let director = ("person-director", "director");
        self.appoint(director, "press-head", "unit-head", Some("press-publishing")).await;
    }

    /// The office answers feedback and publishes the answer.
    pub async fn answer(&self, matter: &str, draft: Value) {
        let director = ("person-director", "director");
        self.appoint(director, "clerk", "clerk", Some("office")).await;
        self.appoint(director, "office-1", "specialist", Some("office")).await;
        for (position, act, said) in [
            ("reception", "receive", json!({ "assignee": "office-1" })),
            ("office-1", "draft", draft),
            ("director", "sign", json!({})),
            ("clerk", "issue", json!({})),
        ] {
            let actor = officer(&format!("person-{position}"), position);
            self.perform(actor, On::Matter(matter.to_owned()), act, said).await;
        }
    }

    /// The office takes a case all the way to an issued licence.
    pub async fn grant(&self, matter: &str) {
        let director = ("person-director", "director");
        self.head().await;
        self.appoint(director, "clerk", "clerk", Some("office")).await;
        let appraised = json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." });
        for (position, act, said) in [
            ("reception", "receive", json!({ "assignee": "press-1" })),
            ("press-1", "appraise", appraised),
            ("press-head", "agree", json!({})),
            ("director", "sign", json!({ "outcome": "granted" })),
            ("clerk", "issue", json!({})),
        ] {
            let actor = officer(&format!("person-{position}"), position);
            self.perform(actor, On::Matter(matter.to_owned()), act, said).await;
        }
    }

    /// The office receives a case and asks for what is missing.
    pub async fn ask_for_more(&self, matter: &str) {
        let on = || On::Matter(matter.to_owned());
        let reception = officer("person-reception", "reception");
        self.perform(reception, on(), "receive", json!({ "assignee": "press-1" })).await;
        let said = json!({ "items": ["Bản sao quyết định thành lập"], "reason": "Chưa có bản sao." });
        self.perform(officer("person-press-1", "press-1"), on(), "request-supplement", said).await;
    }
}

fn officer(person: &str, position: &str) -> Actor {
    Actor::Position { person: person.into(), position: position.into() }
}

/// Signs in as a citizen without a password: how accounts are opened is another office's matter.
async fn sign_in(Path((agency, account)): Path<(String, String)>, cx: PageCx) -> Redirect {
    let who = SignedIn {
        person: format!("citizen:{account}"),
        name: format!("Người {account}"),
        agency: Some(agency),
        ..SignedIn::default()
    };
    cx.session().sign_in(who, cx.now());
    Redirect::to("/")
}

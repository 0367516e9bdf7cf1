//! A department with two partners, one of which may not see results.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request as HttpRequest, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use congvu_authority::Actor;
use congvu_desk::{Clock, Desk, DeskConfig, Done, On, Opening, PerformError, Request, to_ms};
use congvu_matter::Command;
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_portal::profile::{self, Parts};
use congvu_store::testing::{Backend, TestStore};
use congvu_web::security::session::MemorySessions;
use congvu_web::{I18n, Web, WebConfig};
use http_body_util::BodyExt;
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use tower::ServiceExt;

pub const AGENCY: &str = "hai-phong";
const KEYS: [(&str, [u8; 32]); 2] = [("portal-test", [11; 32]), ("other-test", [12; 32])];

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| library(&[]));

/// The procedure that the tests file.
const GRANT: &str = "vn/online-information/aggregated-site/grant.toml";

/// The packs with two partners in them, and words of the procedure replaced.
fn library(changes: &[(&str, &str)]) -> Arc<Library> {
    let mut files = Files::built_in();
    if !changes.is_empty() {
        let mut text = String::from_utf8(files.by_path[GRANT].clone()).unwrap();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        files.by_path.insert(GRANT.to_owned(), text.into_bytes());
    }
    let path = format!("{AGENCY}/agency.toml");
    let mut text = String::from_utf8(files.by_path[&path].clone()).unwrap();
    text.push_str(
        "\n[[filing]]\nprocedures = [\"online-information/aggregated-site\"]\nfrom = \"2024-01-01\"\nto = \"both\"\n\
         portal = \"national\"\nsource = \"test\"\nverified = true\n",
    );
    for (id, key) in KEYS {
        let key = STANDARD.encode(profile::public_key(&key));
        text.push_str(&format!(
            "\n[[partner]]\nid = \"{id}\"\nname = {{ vi = \"{id}\", en = \"{id}\" }}\nportal = \"national\"\nkey = \"{key}\"\n\
             results = {}\n",
            id == "portal-test"
        ));
    }
    files.by_path.insert(path, text.into_bytes());
    Arc::new(Library::load(&files).unwrap())
}

pub struct House {
    pub desk: Desk,
    app: Router,
    nonce: AtomicU32,
    _kept: TestStore,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    #[track_caller]
    pub fn problem(self, status: u16, kind: &str) -> Self {
        let this = self.is(status);
        assert_eq!(this.body["type"], format!("/problems/portal/{kind}"));
        assert_eq!(this.headers["content-type"], "application/problem+json");
        assert_ne!(this.body["error_code"], 0);
        this
    }
}

pub fn position(id: &str) -> Actor {
    Actor::Position { person: format!("p-{id}").into(), position: id.into() }
}

impl House {
    pub async fn open() -> Self {
        Self::open_at(date(2024, 3, 5).at(9, 0, 0, 0)).await
    }

    pub async fn open_at(moment: jiff::civil::DateTime) -> Self {
        Self::with(Arc::clone(&LIBRARY), moment).await
    }

    /// With words of the procedure replaced.
    pub async fn under(changes: &[(&str, &str)]) -> Self {
        Self::with(library(changes), date(2024, 3, 5).at(9, 0, 0, 0)).await
    }

    async fn with(library: Arc<Library>, moment: jiff::civil::DateTime) -> Self {
        let kept = TestStore::open(Backend::Sqlite).await.unwrap();
        let templates = library.templates.iter().map(|(n, t)| (n.clone(), t.clone()));
        let desk = Desk::new(DeskConfig {
            store: kept.store.clone(),
            templates: TemplateSet::new(templates).unwrap(),
            library,
            typesetter: Typesetter::new(&FontSource::EmbeddedOnly).unwrap(),
            clock: Clock::starting(moment, to_ms(Clock::real().now())),
            base_url: "http://so.example.vn".to_owned(),
            demo: true,
        });
        let words = congvu_portal::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([7; 32], false), words, Arc::new(MemorySessions::default()));
        let app = web.wrap(congvu_portal::routes().with_state(desk.clone()));
        let house = Self { desk, app, nonce: AtomicU32::new(0), _kept: kept };
        house.appoint().await;
        house
    }

    async fn appoint(&self) {
        let founder = &self.desk.agency(AGENCY).unwrap().file.founder.position;
        let chairman = Actor::Position { person: founder.as_str().into(), position: founder.as_str().into() };
        for (id, kind, unit) in [
            ("director", "director", ""),
            ("head", "unit-head", "press-publishing"),
            ("specialist", "specialist", "press-publishing"),
            ("reception", "reception", "office"),
            ("clerk", "clerk", "office"),
        ] {
            let by = if id == "director" { chairman.clone() } else { position("director") };
            let unit = if unit.is_empty() { Value::Null } else { json!(unit) };
            let appointment = json!({
                "position": { "id": id, "kind": kind, "unit": unit },
                "person": format!("p-{id}"), "name": format!("Người {id}"), "from": "2024-03-05T07:00:00",
            });
            let on = On::New(Opening::Lifecycle("appointment".to_owned()));
            self.act(by, on, "appoint", json!({ "appointment": appointment })).await.unwrap();
        }
    }

    pub async fn act(&self, actor: Actor, on: On, act: &str, input: Value) -> Result<Done, PerformError> {
        let input = input.as_object().cloned().unwrap_or_default();
        let command = Command { act: act.to_owned(), input, ..Command::default() };
        let agency = AGENCY.to_owned();
        self.desk.perform(Request { agency, actor, on, seen: None, idempotency_key: None, command }).await
    }

    /// A request of a partner, signed.
    pub async fn call(&self, partner: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        let nonce = format!("n{}", self.nonce.fetch_add(1, Ordering::Relaxed));
        self.signed(partner, method, path, body, Timestamp::now().as_second(), &nonce).await
    }

    pub async fn signed(
        &self,
        partner: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
        created: i64,
        nonce: &str,
    ) -> Answer {
        let key = KEYS.iter().find(|(id, _)| *id == partner).map_or([13; 32], |(_, key)| *key);
        let path = if path.starts_with("/hai-phong") {
            path.to_owned()
        } else {
            format!("/{AGENCY}/portal/v1{path}")
        };
        let (bare, query) = path.split_once('?').unwrap_or((path.as_str(), ""));
        let body = body.map(|b| b.to_string().into_bytes());
        let digest = body.as_ref().map(|b| profile::content_digest(b));
        let parts =
            Parts { method, authority: "so.example.vn", path: bare, query, digest: digest.as_deref() };
        let (input, signature) = profile::sign(&key, partner, created, nonce, &parts);
        let mut request = HttpRequest::builder()
            .method(method)
            .uri(&path)
            .header("signature-input", input)
            .header("signature", signature);
        if let (Some(digest), Some(body)) = (digest, &body) {
            request = request
                .header("content-digest", digest)
                .header("content-type", "application/json")
                .header("content-length", body.len());
        }
        self.send(request.body(Body::from(body.unwrap_or_default())).unwrap()).await
    }

    pub async fn unsigned(&self, path: &str) -> Answer {
        self.send(HttpRequest::builder().uri(path).body(Body::empty()).unwrap()).await
    }

    async fn send(&self, request: HttpRequest<Body>) -> Answer {
        let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Answer { status: parts.status, headers: parts.headers, body, bytes }
    }

    /// The test partner files a dossier; its matter.
    pub async fn filed(&self, code: &str) -> String {
        let body = Some(dossier(code, &format!("m-{code}")));
        self.call("portal-test", "POST", "/dossiers", body).await.is(201);
        let row = self.desk.store().portal_dossier(AGENCY, "portal-test", code).await.unwrap();
        row.expect("the number stands beside the case").matter
    }

    /// The case is brought to its end with a licence.
    pub async fn issued(&self, matter: &str) {
        for (who, act, input) in [
            ("reception", "receive", json!({ "assignee": "specialist" })),
            ("specialist", "appraise", json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." })),
            ("head", "agree", json!({})),
            ("director", "sign", json!({ "outcome": "granted" })),
            ("clerk", "issue", json!({})),
        ] {
            self.act(position(who), On::Matter(matter.to_owned()), act, input).await.unwrap();
        }
    }
}

/// A small PDF that really is one, with a text by which it differs from others.
pub fn pdf(text: &str) -> String {
    format!(
        "%PDF-1.7\n% {text}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
}

pub fn dossier(code: &str, message: &str) -> Value {
    let files = ["project", "founding", "source-consent"].map(|part| {
        let content = pdf(part);
        json!({ "TenTepDinhKem": format!("{part}.pdf"), "MaThanhPhanHoSo": part, "content": STANDARD.encode(content) })
    });
    json!({
        "message_id": message, "MaHoSo": code, "MaTTHC": "2.001098.000.00.00.H24", "KenhThucHien": "2",
        "NgayNopHoSo": "2024-03-05T08:50:00", "TaiLieuNop": files,
        "form": {
            "licensee": "Công ty Ánh Sáng", "kind": "enterprise", "enterprise_code": "0104630479",
            "address": "1 Đường Hoa", "representative": "Lê Thị Mai, giám đốc", "phone": "0912345678",
            "email": "mai@example.vn", "site_name": "Tin Ánh Sáng", "domains": ["anhsang.example.vn"], "term_years": 5,
            "purpose": "Đưa tin tổng hợp", "content_scope": "Kinh tế, giáo dục", "sources": ["Báo Mẫu"],
            "audience": "Mọi người", "server_location": "Hải Phòng", "hosting_provider": "Nhà cung cấp mẫu",
            "responsible_person": "Lê Thị Mai", "responsible_phone": "0912345679",
        },
    })
}

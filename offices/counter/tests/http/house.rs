//! A department at work: people appointed by acts, officers signed in, files on paper.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum::routing::get;
use congvu_authority::Actor;
use congvu_desk::{Case, Clock, Desk, DeskConfig, On, Opening, Request, to_ms};
use congvu_matter::Command;
use congvu_pack::{Agency, Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_store::testing::{Backend, TestStore};
use congvu_testing::{Answer, Client, Sent};
use congvu_web::security::session::MemorySessions;
use congvu_web::{I18n, PageCx, SignedIn, Web, WebConfig};
use jiff::civil::{DateTime, date};
use serde_json::json;
use std::sync::{Arc, LazyLock};

static LIBRARY: LazyLock<Arc<Library>> =
    LazyLock::new(|| Arc::new(Library::load(&Files::built_in()).expect("packs without faults")));

pub const AGENCY: &str = "binh-duong";
pub const PROCEDURE: &str = "aggregated-site.grant";

/// Identifier, kind, unit. Everybody's person is the position's identifier with `p-` before it.
const SEATS: [(&str, &str, &str); 4] = [
    ("director", "director", ""),
    ("specialist", "specialist", "press-publishing"),
    ("reception", "reception", "office"),
    ("clerk", "clerk", "office"),
];

/// A form that is complete.
pub const FORM: [(&str, &str); 18] = [
    ("licensee", "Công ty Ánh Sáng"),
    ("kind", "enterprise"),
    ("enterprise_code", "0104630479"),
    ("address", "1 Đường Hoa"),
    ("representative", "Lê Thị Mai, giám đốc"),
    ("phone", "0912 345 678"),
    ("email", "mai@example.vn"),
    ("site_name", "Tin Ánh Sáng"),
    ("domains", "anhsang.example.vn"),
    ("purpose", "Đưa tin"),
    ("content", "Kinh tế"),
    ("content_scope", "Trong tỉnh"),
    ("sources", "Báo Bình Dương"),
    ("audience", "Mọi người"),
    ("server_location", "Thủ Dầu Một"),
    ("hosting_provider", "Công ty Dữ liệu"),
    ("responsible_person", "Lê Thị Mai"),
    ("term_years", "5"),
];

/// What the officer adds to it: two papers are scanned, one was only shown.
pub const TAKEN: [(&str, &str); 10] = [
    ("responsible_phone", "0912345678"),
    ("_channel", "counter"),
    ("_filer", "Nguyễn Văn Tới"),
    ("_filer-as", "proxy"),
    ("_proxy-paper", "Giấy giới thiệu 12, ngày 01/3/2024"),
    ("_o-project", "1"),
    ("_c-founding", "2"),
    ("_o-source-consent", "1"),
    ("_n-source-consent", "shown-only"),
    ("_bind", "true"),
];

pub struct House {
    pub desk: Desk,
    kept: TestStore,
    sessions: Arc<MemorySessions>,
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
    pub async fn open() -> Self {
        let kept = TestStore::open(Backend::Sqlite).await.unwrap();
        let house = Self { desk: desk(&kept, morning()), kept, sessions: Arc::default() };
        let founder = &house.agency().file.founder.position;
        let chairman = Actor::Position { person: founder.as_str().into(), position: founder.as_str().into() };
        for (id, kind, unit) in SEATS {
            let by = if kind == "director" { chairman.clone() } else { position("director") };
            let unit = if unit.is_empty() { json!(null) } else { json!(unit) };
            let input = json!({ "appointment": {
                "position": { "id": id, "kind": kind, "unit": unit },
                "person": format!("p-{id}"), "name": format!("Người {id}"), "from": "2024-03-05T07:00:00",
            }});
            let command = Command {
                act: "appoint".to_owned(),
                input: input.as_object().cloned().unwrap(),
                ..Command::default()
            };
            house.perform(by, On::New(Opening::Lifecycle("appointment".to_owned())), command).await.unwrap();
        }
        house
    }

    pub fn agency(&self) -> &Agency {
        self.desk.agency(AGENCY).unwrap()
    }

    /// The server stopped and started again at another time; browsers keep their sessions.
    pub fn restarted(self, now: DateTime) -> Self {
        Self { desk: desk(&self.kept, now), ..self }
    }

    pub async fn perform(
        &self,
        actor: Actor,
        on: On,
        command: Command,
    ) -> Result<congvu_desk::Done, congvu_desk::PerformError> {
        let agency = AGENCY.to_owned();
        self.desk.perform(Request { agency, actor, on, seen: None, idempotency_key: None, command }).await
    }

    pub fn app(&self) -> Router {
        let words = congvu_counter::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([7; 32], false), words, Arc::clone(&self.sessions) as _);
        let routes = congvu_counter::routes().route("/test/{agency}/{position}", get(sign_in));
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

    pub async fn case(&self, id: &str) -> Case {
        self.desk.case(self.agency(), id).await.unwrap().expect("the case")
    }

    /// How many cases there are.
    pub async fn cases(&self) -> usize {
        let rows = self.desk.store().matters(AGENCY, 1_000, "").await.unwrap();
        rows.iter().filter(|r| r.procedure == PROCEDURE).count()
    }
}

pub fn take(rest: &str) -> String {
    format!("/{AGENCY}/desk/counter/take/{PROCEDURE}{rest}")
}

/// Opens the page and sends the form: what is usual, with `changes` in place of or beside it.
pub async fn take_in(client: &mut Client, changes: &[(&str, &str)], files: &[Sent<'_>]) -> Answer {
    let page = client.get(&take("")).await;
    page.is(axum::http::StatusCode::OK);
    let (csrf, draft) = (page.hidden("_csrf"), page.hidden("_draft"));
    send(client, &csrf, &draft, changes, files).await
}

pub async fn send(
    client: &mut Client,
    csrf: &str,
    draft: &str,
    changes: &[(&str, &str)],
    files: &[Sent<'_>],
) -> Answer {
    let mut fields = vec![("_csrf", csrf), ("_draft", draft), ("_assignee", "specialist")];
    let usual = FORM.iter().chain(&TAKEN).filter(|(name, _)| !changes.iter().any(|(n, _)| n == name));
    fields.extend(usual);
    fields.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    client.upload(&take(""), &fields, files).await
}

/// The case that an answer leads to.
pub fn matter(answer: &Answer) -> String {
    answer.is(axum::http::StatusCode::SEE_OTHER);
    answer.header("location").rsplit('/').next().unwrap().to_owned()
}

/// A PDF with pages of these sizes.
pub fn pdf(sizes: &[(u32, u32)]) -> Vec<u8> {
    let kids: Vec<String> = (0..sizes.len()).map(|n| format!("{} 0 R", n + 3)).collect();
    let mut out = format!(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{}]/Count {}>>endobj\n",
        kids.join(" "),
        sizes.len()
    );
    for (n, (w, h)) in sizes.iter().enumerate() {
        out.push_str(&format!("{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {w} {h}]>>endobj\n", n + 3));
    }
    out.push_str("trailer<</Root 1 0 R>>\n%%EOF\n");
    out.into_bytes()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(width, height).write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
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

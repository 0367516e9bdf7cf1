use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use congvu_desk::{Clock, Desk, DeskConfig};
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_sign::{Authority, Clockmaker, Credential, Key, Purpose, Said, Subject, Term, Trust, sign_paper};
use congvu_store::{DocumentRow, FileLimits, Store, StoreConfig, Work, Writes};
use congvu_trust::{Office, TimeService};
use congvu_web::security::session::MemorySessions;
use congvu_web::{I18n, Web, WebConfig};
use http_body_util::BodyExt;
use jiff::civil::date;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const AGENCY: &str = "binh-duong";
const POLICY: &str = "1.3.6.1.4.1.32473.1";

pub(crate) struct House {
    pub(crate) desk: Desk,
    pub(crate) seal: Credential,
    pub(crate) time: Arc<TimeService>,
    app: Router,
    _dir: TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl House {
    pub(crate) async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}", dir.path().join("congvu.db").display());
        let store = Store::open(StoreConfig::new(database, dir.path().join("files"))).await.unwrap();
        let library = Arc::new(Library::load(&Files::built_in()).unwrap());
        let templates =
            TemplateSet::new(library.templates.iter().map(|(n, t)| (n.as_str(), t.as_str()))).unwrap();
        let now = date(2024, 3, 4).at(8, 0, 0, 0);
        let clock = Clock::starting(now, jiff::Timestamp::now().as_millisecond());
        let desk = Desk::new(DeskConfig {
            store,
            library,
            typesetter: Typesetter::new(&FontSource::EmbeddedOnly).unwrap(),
            templates,
            clock,
            base_url: "https://congvu.example".to_owned(),
            demo: true,
        });
        let term = Term { from_ms: clock.now_ms() - 86_400_000, until_ms: clock.now_ms() + 86_400_000_000 };
        let subject = |name| Subject { name, ..Subject::default() };
        let root = Authority::root(&subject("DEMO root"), term).unwrap();
        let issue =
            |name, purpose| root.issue(Key::generate().unwrap(), &subject(name), purpose, term).unwrap();
        let seal = issue("DEMO Sở", Purpose::Papers);
        let authority = Clockmaker::new(issue("DEMO time", Purpose::Stamps), POLICY, 1_000).unwrap();
        let time = Arc::new(TimeService::new(authority, clock, 1_000));
        let mut trust = Trust::default();
        trust.add_roots(root.pem().unwrap().as_bytes()).unwrap();
        let words = congvu_trust::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([0; 32], false), words, Arc::new(MemorySessions::default()));
        let routes = congvu_trust::routes(Office::new(desk.clone(), Arc::new(trust)));
        let app = web.wrap(routes.merge(congvu_trust::time_routes(Arc::clone(&time))));
        Self { desk, seal, time, app, _dir: dir }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap()).await
    }

    /// Hands a file in as a browser does: with the token of the form and the cookie that came with it.
    pub(crate) async fn check(&self, file: &[u8]) -> Answer {
        let path = format!("/{AGENCY}/trust");
        let form = self.get(&path).await;
        let cookies: Vec<&str> =
            form.headers.get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
        let cookie = cookies.iter().map(|c| c.split(';').next().unwrap()).collect::<Vec<_>>().join("; ");
        let text = form.text();
        let csrf = text.split("name=\"_csrf\" value=\"").nth(1).expect("a token").split('"').next().unwrap();
        let mut body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{csrf}\r\n--x\r\nContent-Disposition: form-data; \
             name=\"paper\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--x--\r\n");
        let request = Request::post(&path)
            .header("content-type", "multipart/form-data; boundary=x")
            .header("cookie", cookie)
            .header("accept", "text/html");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A paper of one page.
    pub(crate) fn paper(&self) -> Vec<u8> {
        pdf()
    }

    pub(crate) fn sealed(&self) -> Vec<u8> {
        let said = Said { at_ms: self.desk.clock().now_ms(), ..Said::default() };
        let signed = sign_paper(self.paper(), &self.seal, &said).unwrap();
        let request = signed.stamp_request().unwrap();
        let answer = self.time.answer(request.der()).unwrap();
        signed.stamped(&request.read(&answer).unwrap()).unwrap()
    }

    /// Keeps a file as a paper of a matter.
    pub(crate) async fn keep(&self, file: &[u8], matter: &str, code: &str) {
        let limits = FileLimits { max_bytes: 1_000_000, allow: &["application/pdf"] };
        let stored = self.desk.store().files().put(file.to_vec(), "paper.pdf", &limits).await.unwrap();
        let row = DocumentRow {
            id: format!("{matter}/{code}"),
            matter: matter.to_owned(),
            kind: "receipt".to_owned(),
            sha256: stored.sha256,
            media_type: stored.media_type,
            verify_code: Some(code.to_owned()),
            ..DocumentRow::default()
        };
        let work = Work {
            agency: AGENCY.to_owned(),
            idempotency: None,
            expect: Vec::new(),
            series: Vec::new(),
            finish: Box::new(move |_| Ok(Writes { documents: vec![row.clone()], ..Writes::default() })),
        };
        self.desk.store().commit(work).await.unwrap();
    }
}

fn pdf() -> Vec<u8> {
    let text = "BT /F1 24 Tf 72 720 Td (Fee: 100) Tj ET";
    let stream = format!("<</Length {}>>\nstream\n{text}\nendstream", text.len());
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        &stream,
    ];
    let mut out = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (i, body) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        out.push_str(&format!("{} 0 obj\n{body}\nendobj\n", i + 1));
    }
    let start = out.len();
    out.push_str(&format!("{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    out.into_bytes()
}

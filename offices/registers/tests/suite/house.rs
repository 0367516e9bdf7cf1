use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Redirect;
use axum::routing::get;
use congvu_desk::{Clock, Desk, DeskConfig, to_ms};
use congvu_matter::Matter;
use congvu_pack::{Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_register::{Entry, Status};
use congvu_store::{DocumentRow, EntryRow, Expect, MatterRow, Store, StoreConfig, Work, Writes};
use congvu_web::security::session::MemorySessions;
use congvu_web::{I18n, PageCx, SignedIn, Web, WebConfig};
use http_body_util::BodyExt;
use jiff::civil::{DateTime, date};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const REGISTER: &str = "aggregated-sites";
pub(crate) const AGENCY: &str = "binh-duong";

pub(crate) struct House {
    pub(crate) desk: Desk,
    pub(crate) app: Router,
    _dir: TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
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
        let desk = Desk::new(DeskConfig {
            store,
            library,
            typesetter: Typesetter::new(&FontSource::EmbeddedOnly).unwrap(),
            templates,
            clock: Clock::starting(now(), jiff::Timestamp::now().as_millisecond()),
            base_url: "https://congvu.example".to_owned(),
            demo: true,
        });
        let words = congvu_registers::words(congvu_views::words(I18n::builder())).build().unwrap();
        let web = Web::new(WebConfig::new([0; 32], false), words, Arc::new(MemorySessions::default()));
        let routes = congvu_registers::routes().route("/test/{agency}/{position}", get(sign_in));
        let app = web.wrap(routes.with_state(desk.clone()));
        Self { desk, app, _dir: dir }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(path, "text/html", None).await
    }

    /// Bytes of a page as they go over the network.
    pub(crate) async fn weight(&self, path: &str) -> usize {
        let request = Request::get(path).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        response.into_body().collect().await.unwrap().to_bytes().len()
    }

    pub(crate) async fn ask(&self, path: &str, accept: &str, from: Option<&str>) -> Answer {
        let mut request = Request::get(path).header("accept", accept);
        if let Some(from) = from {
            request = request.extension(ConnectInfo(from.parse::<SocketAddr>().unwrap()));
        }
        let response = self.app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub(crate) async fn headed(&self, path: &str, name: &'static str, value: &str) -> Answer {
        let request = Request::get(path).header(name, value).body(Body::empty()).unwrap();
        let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    async fn write(&self, agency: &str, expect: Vec<Expect>, writes: Writes) {
        let work = Work {
            agency: agency.to_owned(),
            idempotency: None,
            expect,
            series: Vec::new(),
            finish: Box::new(move |_| Ok(writes.clone())),
        };
        self.desk.store().commit(work).await.unwrap();
    }

    /// Writes a version of an entry with the code of its paper, as an act would.
    pub(crate) async fn entry(&self, agency: &str, entry: &Entry, code: &str) {
        let def = &self.desk.library().registers[REGISTER];
        let row = EntryRow {
            register: entry.register.clone(),
            number: entry.number.clone(),
            version: entry.version,
            from_ms: to_ms(entry.since),
            to_ms: entry.until.map(to_ms),
            status: entry.status.as_str().to_owned(),
            holder: entry.text(&def.owner),
            matter: entry.matter.clone(),
            verify_code: Some(code.to_owned()),
            body: serde_json::to_string(entry).unwrap(),
        };
        let listing = congvu_desk::entry_listing(entry, Some(def), None);
        self.write(
            agency,
            Vec::new(),
            Writes { entries: vec![row], listings: vec![listing], ..Writes::default() },
        )
        .await;
    }

    /// Writes a matter as it stands.
    pub(crate) async fn matter(&self, agency: &str, matter: &Matter) {
        let row = MatterRow {
            id: matter.id.clone(),
            version: 1,
            kind: matter.lifecycle.clone(),
            procedure: matter.procedure.clone(),
            state: matter.state.clone(),
            code: matter.code.clone(),
            body: serde_json::to_string(matter).unwrap(),
            ..MatterRow::default()
        };
        let expect = vec![Expect { matter: matter.id.clone(), version: 0 }];
        self.write(agency, expect, Writes { matters: vec![row], ..Writes::default() }).await;
    }

    /// Writes a paper that was set already.
    pub(crate) async fn document(&self, agency: &str, matter: &str, code: &str) {
        let row = DocumentRow {
            id: format!("{matter}/{code}"),
            matter: matter.to_owned(),
            kind: "receipt".to_owned(),
            media_type: "application/pdf".to_owned(),
            verify_code: Some(code.to_owned()),
            ..DocumentRow::default()
        };
        self.write(agency, Vec::new(), Writes { documents: vec![row], ..Writes::default() }).await;
    }

    /// One entry of each standing, and a receipt.
    pub(crate) async fn filled() -> Self {
        let house = Self::open().await;
        house.matter(AGENCY, &granted("m1", "VA1D000011112222")).await;
        house.matter(AGENCY, &received("m9", "RECE000011112222")).await;
        house.document(AGENCY, "m9", "RECE000011112222").await;
        let valid = Entry {
            matter: "m1".to_owned(),
            ..entry("2024/01/GP-STTTT", "Công ty Cổ phần Sông Bé", day(2024, 3, 1))
        };
        house.entry(AGENCY, &valid, "VA1D000011112222").await;
        let old = entry("2023/02/GP-STTTT", "Báo Đất Thủ", day(2023, 5, 2));
        house.entry(AGENCY, &old, "CHAN000011112222").await;
        let mut new =
            Entry { version: 2, since: day(2024, 1, 15), paper: "07/GP-STTTT".to_owned(), ..old.clone() };
        new.content.insert("site_name".to_owned(), json!("Đất Thủ mới"));
        house.entry(AGENCY, &new, "CHAN000011113333").await;
        let expired = Entry {
            until: Some(day(2023, 1, 1)),
            ..entry("2013/03/GP-STTTT", "Trường Đại học Mẫu", day(2013, 1, 1))
        };
        house.entry(AGENCY, &expired, "EXPR000011112222").await;
        let given = entry("2021/04/GP-STTTT", "Công ty TNHH Ví Dụ", day(2021, 2, 3));
        house.entry(AGENCY, &given, "REV0000011112222").await;
        let gone = Entry {
            version: 2,
            since: day(2023, 9, 9),
            status: Status::Revoked,
            paper: "15/QĐ-STTTT".to_owned(),
            ..given.clone()
        };
        house.entry(AGENCY, &gone, "REV0000011113333").await;
        let stopped = Entry {
            status: Status::Suspended,
            ..entry("2022/05/GP-STTTT", "Công ty Đình Chỉ", day(2022, 4, 4))
        };
        house.entry(AGENCY, &stopped, "SVSP000011112222").await;
        house
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

pub(crate) fn now() -> DateTime {
    date(2024, 3, 4).at(8, 0, 0, 0)
}

pub(crate) fn day(year: i16, month: i8, day: i8) -> DateTime {
    date(year, month, day).at(9, 30, 0, 0)
}

fn content(licensee: &str) -> serde_json::Map<String, Value> {
    let content = json!({
        "licensee": licensee, "domains": ["vidu.vn", "tin.vidu.vn"], "site_name": "=Trang tin", "address": "Số 1, Thủ Dầu Một",
        "responsible_person": "Lê Thị Mẫu", "enterprise_code": "3700000001", "phone": "0274999888", "term_years": 10,
        "email": "a@vidu.vn",
    });
    content.as_object().unwrap().clone()
}

pub(crate) fn entry(number: &str, licensee: &str, issued: DateTime) -> Entry {
    Entry {
        register: REGISTER.to_owned(),
        number: number.to_owned(),
        version: 1,
        since: issued,
        status: Status::Valid,
        until: Some(issued.saturating_add(jiff::Span::new().years(10))),
        suspended_until: None,
        issued,
        extended: 0,
        reissued: 0,
        matter: "unknown".to_owned(),
        paper: number.split_once('/').unwrap().1.to_owned(),
        clause: "att_1__art_3__para_8__point_a".to_owned(),
        content: content(licensee),
        origin: None,
    }
}

fn matter(id: &str, paper: Value) -> Matter {
    let at = "2024-03-01T09:30:00";
    serde_json::from_value(json!({
        "agency": AGENCY, "id": id, "version": 1, "lifecycle": "application", "procedure": "aggregated-site.grant",
        "law_of": "2018-04-15", "state": "issued", "previous": "signed", "code": "000.00.00.H09-240301-0001",
        "subject": "Trang tin", "party": { "account": "a1", "name": "Nguyễn Văn Bí Mật", "phone": "0912345678" },
        "channel": "online", "form": content("Công ty Cổ phần Sông Bé"), "files": [],
        "entry": null, "limit": null, "restarts": true, "clock": [], "assigned": null, "outcome": "granted",
        "signature": null, "said": {}, "done": {}, "papers": [paper], "opened": at, "closed": null,
    }))
    .unwrap()
}

fn granted(id: &str, code: &str) -> Matter {
    let at = "2024-03-01T09:30:00";
    let mut made = matter(
        id,
        json!({
            "key": "outcome", "act": "issue", "template": "licence.typ", "form": null, "number": "01",
            "notation": "GP-STTTT", "code": code, "at": at, "input": {},
            "signature": { "person": "p2", "name": "Trần Thị Ký", "position": "bd-02", "capacity": "KT",
                "lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "at": at },
        }),
    );
    made.code = Some("000.00.00.H09-240301-0002".to_owned());
    made.entry = Some(congvu_matter::EntryRef {
        register: REGISTER.to_owned(),
        number: "2024/01/GP-STTTT".to_owned(),
    });
    made
}

fn received(id: &str, code: &str) -> Matter {
    matter(
        id,
        json!({
            "key": "receipt", "act": "file", "template": "receipt.typ",
            "form": { "template": "receipt.typ", "number": "01", "circular": "01/2018/TT-VPCP",
                "title": "Giấy tiếp nhận hồ sơ", "number_type": null },
            "number": null, "notation": null, "code": code, "at": "2024-03-01T09:30:00", "input": {}, "signature": null,
        }),
    )
}

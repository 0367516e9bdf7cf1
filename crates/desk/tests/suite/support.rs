//! A department with people in it, and short ways to ask its desk for something.

use std::sync::Arc;

use congvu_authority::Actor;
use congvu_desk::{Case, Clock, Desk, DeskConfig, Done, On, Opening, PerformError, Request, SealKey};
use congvu_matter::{Attachment, Command, EntryRef, Party};
use congvu_pack::{Agency, Files, Library};
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_register::Entry;
use congvu_store::testing::{Backend, TestStore};
use jiff::civil::DateTime;
use serde_json::{Value, json};

/// A Monday morning.
pub const MONDAY: &str = "2024-03-04T08:00";
pub const BD: &str = "binh-duong";
pub const GRANT: &str = "aggregated-site.grant";
pub const CITIZEN: &str = "citizen:sao-mai";

/// Position, kind, unit, who appoints.
const PEOPLE: [(&str, &str, Option<&str>, &str); 8] = [
    ("director", "director", None, "chairman"),
    ("deputy-1", "deputy-director", None, "chairman"),
    ("deputy-2", "deputy-director", None, "chairman"),
    ("press-head", "unit-head", Some("press-publishing"), "director"),
    ("press-1", "specialist", Some("press-publishing"), "director"),
    ("press-2", "specialist", Some("press-publishing"), "director"),
    ("reception-1", "reception", Some("office"), "director"),
    ("clerk-1", "clerk", Some("office"), "director"),
];

/// Makes each function a test on both engines.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(congvu_store::testing::Backend::Sqlite).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(congvu_store::testing::Backend::Postgres).await;
            })+
        }
    };
}
pub(crate) use on_both;

pub struct House {
    pub test: TestStore,
    library: Arc<Library>,
}

impl House {
    /// A fresh store with people in these departments, appointed by acts the Friday before.
    pub async fn open(backend: Backend, agencies: &[&str]) -> Self {
        Self::with(backend, agencies, &Files::built_in()).await
    }

    /// As `open`, under other packs.
    pub async fn with(backend: Backend, agencies: &[&str], files: &Files) -> Self {
        let test = TestStore::open(backend).await.expect("a fresh store opens");
        let library = Library::load(files).expect("the packs are whole");
        let house = Self { test, library: Arc::new(library) };
        let desk = house.at("2024-03-01T08:00");
        for agency in agencies {
            for (id, kind, unit, by) in PEOPLE {
                appoint(&desk, agency, by, &json!({ "id": id, "kind": kind, "unit": unit }))
                    .await
                    .expect("appointed");
            }
        }
        house
    }

    /// The same store under other packs.
    pub fn under(self, files: &Files) -> Self {
        Self { library: Arc::new(Library::load(files).expect("the packs are whole")), ..self }
    }

    /// The desk at a moment of the story: time runs on from there.
    pub fn at(&self, moment: &str) -> Desk {
        let desk = self.bare_at(moment);
        desk.set_seal(SealKey::new([42; 32]));
        desk
    }

    /// A desk that has no key to seal with.
    pub fn bare_at(&self, moment: &str) -> Desk {
        let start: DateTime = moment.parse().expect("a moment");
        let templates = self.library.templates.iter().map(|(name, text)| (name.clone(), text.clone()));
        Desk::new(DeskConfig {
            store: self.test.store.clone(),
            library: Arc::clone(&self.library),
            typesetter: Typesetter::new(&FontSource::EmbeddedOnly).expect("the fonts built in"),
            templates: TemplateSet::new(templates).expect("the templates are whole"),
            clock: Clock::starting(start, Clock::real().now_ms()),
            base_url: "https://congvu.example.vn".to_owned(),
            demo: false,
        })
    }
}

pub async fn appoint(desk: &Desk, agency: &str, by: &str, position: &Value) -> Result<Done, PerformError> {
    let id = position["id"].as_str().unwrap();
    let input = json!({ "appointment": {
        "position": position, "person": format!("person:{id}"), "name": format!("Người {id}"), "from": desk.clock().now(),
    }});
    let actor = if by == "chairman" {
        Actor::Position { person: "chairman".into(), position: "chairman".into() }
    } else {
        officer(by)
    };
    let mut asked =
        request(agency, actor, On::New(Opening::Lifecycle("appointment".into())), "appoint", input);
    asked.command.subject = id.to_owned();
    desk.perform(asked).await
}

pub fn officer(position: &str) -> Actor {
    Actor::Position { person: format!("person:{position}").as_str().into(), position: position.into() }
}

pub fn citizen(account: &str) -> Actor {
    Actor::Applicant { account: account.into() }
}

pub fn request(agency: &str, actor: Actor, on: On, act: &str, input: Value) -> Request {
    Request {
        agency: agency.to_owned(),
        actor,
        on,
        seen: None,
        idempotency_key: None,
        command: Command {
            act: act.to_owned(),
            input: input.as_object().cloned().unwrap_or_default(),
            channel: "online".to_owned(),
            ..Command::default()
        },
    }
}

/// An act on a matter.
pub async fn act(
    desk: &Desk,
    agency: &str,
    who: &str,
    matter: &str,
    act: &str,
    input: Value,
) -> Result<Done, PerformError> {
    let actor = if who.starts_with("citizen:") { citizen(who) } else { officer(who) };
    desk.perform(request(agency, actor, On::Matter(matter.to_owned()), act, input)).await
}

pub fn attached(part: &str) -> Attachment {
    Attachment {
        part: part.to_owned(),
        name: format!("{part}.pdf"),
        sha256: "ab".repeat(32),
        size_bytes: 1_024,
        media_type: "application/pdf".to_owned(),
    }
}

pub fn grant_form() -> Value {
    json!({
        "licensee": "Công ty TNHH Truyền thông Sao Mai", "kind": "enterprise", "enterprise_code": "3700123456",
        "address": "Số 1 đường Mẫu, Thủ Dầu Một", "representative": "Nguyễn Văn An", "phone": "0912345678",
        "email": "lienhe@saomai.example.vn", "site_name": "Sao Mai Tin Tức", "domains": ["saomai.example.vn"],
        "purpose": "Cung cấp tin tức", "content_scope": "Kinh tế, xã hội", "sources": ["Báo Mẫu"],
        "audience": "Mọi người", "server_location": "Bình Dương", "hosting_provider": "Nhà cung cấp Mẫu",
        "responsible_person": "Trần Thị Bình", "responsible_phone": "0987654321", "term_years": 5,
    })
}

/// What changes a licence: the code of the enterprise ties it to the entry.
pub fn change_form(more: &Value) -> Value {
    let mut form = json!({
        "licence_number": "01/GP-STTTT", "licence_date": "2024-03-04", "enterprise_code": "3700123456",
        "phone": "0912345678", "email": "lienhe@saomai.example.vn",
    });
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    form
}

/// A filing, to be sent or to be changed first.
pub fn filing(agency: &str, procedure: &str, form: Value, entry: Option<&EntryRef>) -> Request {
    let mut asked = request(
        agency,
        citizen(CITIZEN),
        On::New(Opening::Procedure(procedure.to_owned())),
        "file",
        json!({}),
    );
    asked.command.form = form.as_object().cloned().unwrap();
    asked.command.subject = "Sao Mai Tin Tức".to_owned();
    asked.command.entry = entry.cloned();
    asked.command.party = Some(Party {
        account: CITIZEN.to_owned(),
        name: "Công ty TNHH Truyền thông Sao Mai".to_owned(),
        phone: "0912345678".to_owned(),
    });
    let parts: &[&str] = match procedure {
        GRANT => &["project", "founding", "source-consent"],
        "aggregated-site.amend" => &["evidence"],
        _ => &[],
    };
    asked.command.files = parts.iter().map(|p| attached(p)).collect();
    asked
}

pub async fn file_grant(desk: &Desk, agency: &str) -> Done {
    desk.perform(filing(agency, GRANT, grant_form(), None)).await.expect("filed")
}

/// From filed to waiting for the signature.
pub async fn to_signature(desk: &Desk, agency: &str, matter: &str) {
    act(desk, agency, "reception-1", matter, "receive", json!({ "assignee": "press-1" }))
        .await
        .expect("received");
    let opinion = json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." });
    act(desk, agency, "press-1", matter, "appraise", opinion).await.expect("appraised");
    act(desk, agency, "press-head", matter, "agree", json!({})).await.expect("agreed");
}

/// From filing to the result, signed by the director.
pub async fn granted(
    desk: &Desk,
    agency: &str,
    procedure: &str,
    form: Value,
    entry: Option<&EntryRef>,
) -> Done {
    let filed = desk.perform(filing(agency, procedure, form, entry)).await.expect("filed");
    to_signature(desk, agency, &filed.matter).await;
    let decision = json!({ "outcome": "granted" });
    act(desk, agency, "director", &filed.matter, "sign", decision).await.expect("signed");
    act(desk, agency, "clerk-1", &filed.matter, "issue", json!({})).await.expect("issued")
}

/// A matter that the office opens itself, up to the signed and issued decision.
pub async fn revoked(desk: &Desk, agency: &str, entry: &EntryRef) -> Result<Done, PerformError> {
    let on = On::New(Opening::Procedure("aggregated-site.revoke".to_owned()));
    let mut asked = request(agency, officer("press-1"), on, "open", json!({ "facts": "Vi phạm lần ba." }));
    asked.command.entry = Some(entry.clone());
    asked.command.subject = "Thu hồi".to_owned();
    let opened = desk.perform(asked).await?;
    let m = &opened.matter;
    act(desk, agency, "press-1", m, "propose", json!({ "opinion": "Đề nghị thu hồi." })).await?;
    act(desk, agency, "press-head", m, "agree", json!({})).await?;
    let decision = json!({ "outcome": "done", "reasons": ["Vi phạm"], "ground": "Điều 23" });
    act(desk, agency, "director", m, "sign", decision).await?;
    act(desk, agency, "clerk-1", m, "issue", json!({})).await
}

pub async fn case(desk: &Desk, agency: &str, matter: &str) -> Case {
    desk.case(agency_of(desk, agency), matter).await.expect("read").expect("there is such a case")
}

pub fn agency_of<'d>(desk: &'d Desk, agency: &str) -> &'d Agency {
    desk.agency(agency).expect("there is such a department")
}

/// The entry that a case made or changed, as the register has it now.
pub async fn entry_of(desk: &Desk, agency: &str, matter: &str) -> (EntryRef, Entry) {
    let at = case(desk, agency, matter).await.matter.entry.expect("the case has an entry");
    let entry = desk.entry(agency, &at).await.expect("read").expect("there is such an entry");
    (at, entry)
}

/// How a request was answered, in a few words that tests can compare.
pub fn answer<T>(result: &Result<T, PerformError>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(PerformError::Refused(refusal)) => {
            let missing = serde_json::to_value(&refusal.missing).unwrap();
            format!("refused: {}", missing["missing"].as_str().unwrap())
        }
        Err(PerformError::NotNow(refused)) => {
            let text = format!("{refused:?}");
            let word = text.split([' ', '(', '{']).next().unwrap_or_default();
            match refused {
                congvu_matter::Refused::Input { faults, .. } => {
                    format!("{word}: {} {}", faults[0].input, faults[0].fault)
                }
                _ => word.to_owned(),
            }
        }
        Err(PerformError::Changed { version }) => format!("changed: {version}"),
        Err(PerformError::KeyReused) => "key-reused".to_owned(),
        Err(PerformError::Unknown { what, .. }) => format!("unknown: {what}"),
        Err(other) => format!("fault: {other}"),
    }
}

/// The record must be whole.
pub async fn assert_whole(desk: &Desk, agency: &str) {
    let report = congvu_desk::verify(desk.store(), agency, &[]).await.expect("the record can be read");
    assert_eq!(report.faults, Vec::<String>::new());
    assert_eq!(u64::try_from(desk.store().head(agency).await.unwrap().seq).unwrap(), report.acts);
    assert!(report.matters > 0 && report.acts >= report.matters, "{report:?}");
}

/// What a reader finds in a paper, by a program that is not ours.
pub fn words_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf).expect("written");
    let read = std::process::Command::new("pdftotext").arg(&file).arg("-").output();
    let text =
        String::from_utf8(read.expect("pdftotext of poppler-utils is installed").stdout).expect("text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

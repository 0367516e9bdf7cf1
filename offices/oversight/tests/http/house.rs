//! The department of these tests: who is in it, what was issued, what people tell it.

use congvu_authority::Actor;
use congvu_desk::{On, Opening};
use congvu_matter::{Command, Party};
use congvu_testing::{Office, Seat};
use congvu_web::I18n;
use serde_json::json;
use std::ops::Deref;

pub use congvu_testing::{applicant, object, position};

pub const PRESS: &str = "press-publishing";

const SEATS: [Seat; 8] = [
    ("director", "director", ""),
    ("deputy", "deputy-director", ""),
    ("head", "unit-head", PRESS),
    ("specialist", "specialist", PRESS),
    ("specialist-2", "specialist", PRESS),
    ("reception", "reception", "office"),
    ("clerk", "clerk", "office"),
    ("digital-head", "unit-head", "digital"),
];

const OFFICE: Office = Office {
    routes: |desk| congvu_oversight::with_alerts(congvu_oversight::routes().with_state(desk.clone()), desk),
    words: || congvu_oversight::words(congvu_views::words(I18n::builder())).build().unwrap(),
};

pub struct House(congvu_testing::House);

impl Deref for House {
    type Target = congvu_testing::House;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl House {
    pub async fn open(agency: &'static str) -> Self {
        Self(congvu_testing::House::open(agency, &SEATS, OFFICE).await)
    }

    /// The same department at another time.
    pub fn at(self, now: jiff::civil::DateTime) -> Self {
        Self(self.0.at(now))
    }

    /// A case with its result.
    pub async fn issued(&self) -> String {
        let case = self.agreed().await.matter;
        let on = || On::Matter(case.clone());
        self.act(position("director"), on(), "sign", json!({ "outcome": "granted" })).await.unwrap();
        self.act(position("clerk"), on(), "issue", json!({})).await.unwrap();
        case
    }

    /// Somebody writes to the department, from the telephone at the gate so to speak.
    pub async fn tell(&self) -> String {
        self.complain("").await
    }

    /// Somebody complains about conduct in a case.
    pub async fn complain(&self, case_number: &str) -> String {
        let command = Command {
            act: "file".to_owned(),
            form: object(json!({
                "kind": "conduct", "topic": "Chờ lâu", "content": "Tôi chờ hai giờ.",
                "full_name": "Trần Thị Gửi", "phone": "0912345678", "case_number": case_number,
            })),
            party: Some(Party { account: "guest:1".into(), name: String::new(), phone: "0912345678".into() }),
            subject: "Chờ lâu".to_owned(),
            channel: "online".to_owned(),
            ..Command::default()
        };
        let guest = Actor::Applicant { account: "guest:1".into() };
        let opening = Opening::Procedure("feedback.handling".to_owned());
        self.perform(guest, On::New(opening), command).await.unwrap().matter
    }
}

//! The department of these tests: who is in it, and a licence.

use congvu_desk::On;
use congvu_matter::EntryRef;
use congvu_testing::{Office, Seat};
use congvu_web::I18n;
use serde_json::json;
use std::ops::Deref;

pub use congvu_testing::{applicant, morning, name_of, position};

pub const PRESS: &str = "press-publishing";

const SEATS: [Seat; 7] = [
    ("director", "director", ""),
    ("deputy", "deputy-director", ""),
    ("head", "unit-head", PRESS),
    ("specialist", "specialist", PRESS),
    ("specialist-2", "specialist", PRESS),
    ("reception", "reception", "office"),
    ("clerk", "clerk", "office"),
];

const OFFICE: Office = Office {
    routes: |desk| congvu_casework::routes().with_state(desk.clone()),
    words: || congvu_casework::words(congvu_views::words(I18n::builder())).build().unwrap(),
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

    /// A licence in the register: its number there.
    pub async fn licensed(&self) -> EntryRef {
        let case = self.agreed().await.matter;
        let on = || On::Matter(case.clone());
        self.act(position("director"), on(), "sign", json!({ "outcome": "granted" })).await.unwrap();
        self.act(position("clerk"), on(), "issue", json!({})).await.unwrap();
        let found = self.desk.case(self.desk.agency(self.agency).unwrap(), &case).await.unwrap();
        found.unwrap().matter.entry.expect("an entry of the register")
    }
}

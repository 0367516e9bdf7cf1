//! `packs/demo.toml`

use anyhow::Context;
use congvu_desk::Desk;
use congvu_matter::declare::Text;
use congvu_pack::{Agency, Contact, Files, Library, Stated, fill};
use jiff::civil::DateTime;
use serde::Deserialize;
use std::sync::Arc;

const FILE: &str = "demo.toml";

/// What the demo is made from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Where its clock starts.
    pub clock: DateTime,
    /// The password of all sample accounts.
    pub password: String,
    /// What payment gateways of the demo sign with.
    pub gateway_secret: String,
    /// Over every page.
    banner: Text,
    /// Over every page, on today's clock.
    banner_now: Text,
    /// How the sample departments are reached, where their files leave it blank.
    contact: Contact,
    /// Parts of names.
    pub family: Vec<String>,
    /// Parts of names.
    pub middle: Vec<String>,
    /// Parts of names.
    pub given: Vec<String>,
    /// Officers of every department.
    #[serde(rename = "position")]
    pub positions: Vec<SamplePosition>,
    /// The account of the officeholder by whose act a department exists.
    pub founder: SampleFounder,
    /// Citizens with an account.
    #[serde(rename = "citizen")]
    pub citizens: Vec<SampleCitizen>,
}

/// One officer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamplePosition {
    /// Position.
    pub id: String,
    /// Kind of position.
    pub kind: String,
    /// Unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// Login.
    pub login: String,
    /// Position that appoints; `founder` for the one by whose act the department exists.
    pub by: String,
    /// In words.
    pub who: Text,
}

/// The officeholder above the department.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleFounder {
    /// Login.
    pub login: String,
    /// In words.
    pub who: Text,
}

/// One citizen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleCitizen {
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// In words.
    pub who: Text,
}

impl Sample {
    /// Reads the demo's data.
    ///
    /// # Errors
    /// The file is missing or faulty.
    pub fn read(files: &Files) -> anyhow::Result<Self> {
        let text = files.text(FILE).with_context(|| format!("`{FILE}` is missing from the packs"))?;
        congvu_pack::toml_text(text).with_context(|| format!("reading `{FILE}`"))
    }

    /// Puts made-up addresses where the departments' files leave them blank; pages show them as made up.
    pub fn furnish(&self, library: &mut Library) {
        for agency in library.agencies.values_mut() {
            let contact = self.contact_of(agency);
            Arc::make_mut(agency).file.contact.fill_from_demo(&contact);
        }
    }

    fn contact_of(&self, agency: &Agency) -> Contact {
        let names = [("agency", agency.id()), ("province", agency.file.province.as_str())];
        let own = |stated: &mut Option<Stated>| {
            if let Some(stated) = stated {
                stated.text = fill(&stated.text, &names);
            }
        };
        let mut contact = self.contact.clone();
        own(&mut contact.address);
        own(&mut contact.email);
        contact.fields.iter_mut().for_each(|f| own(&mut f.email));
        contact
    }

    /// What stands over every page.
    #[must_use]
    pub fn banner(&self, desk: &Desk) -> Text {
        if !desk.clock().is_shifted() {
            return self.banner_now.clone();
        }
        let start = self.clock.strftime("%H:%M %d/%m/%Y").to_string();
        Text {
            vi: fill(&self.banner.vi, &[("start", &start)]),
            en: fill(&self.banner.en, &[("start", &start)]),
        }
    }
}

//! One department.

use crate::library::Loaded;
use crate::portal::{AgencyFiling, Partner};
use crate::site::Contact;
use congvu_authority::Rules;
use congvu_law::{ClauseRef, Document};
use congvu_matter::declare::Text;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::Arc;

/// `agency.toml`: what differs in a department.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyFile {
    /// Identifier, the name of its folder.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Province or city.
    pub province: String,
    /// Body above it, as in the head of papers.
    pub parent: String,
    /// Its name as in the head of papers.
    pub title: String,
    /// Letters in the numbers of papers.
    pub short: String,
    /// Place in the head of papers.
    pub place: String,
    /// Procedures that it handles: folders or files under `packs/vn`.
    pub procedures: Vec<String>,
    /// Officeholder outside the department by whose act it exists.
    pub founder: Founder,
    /// Where fees are paid to; none where nobody has read it.
    #[serde(default)]
    pub account: Option<BankAccount>,
    /// How it is reached, and who answers for its site.
    #[serde(default)]
    pub contact: Contact,
    /// Unit identifiers at the head of case numbers, dated.
    #[serde(rename = "identifier")]
    pub identifiers: Vec<Identifier>,
    /// Where its procedures are filed, where that differs from what the procedures and portals say.
    #[serde(default, rename = "filing")]
    pub filings: Vec<AgencyFiling>,
    /// Systems outside that may file and ask by the portal interface.
    #[serde(default, rename = "partner")]
    pub partners: Vec<Partner>,
}

/// A bank account of a department.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankAccount {
    /// What the bank is called.
    pub bank: String,
    /// Six digits by which the inter-bank network knows the bank.
    pub bin: String,
    /// Number of the account, at most 19 letters and digits.
    pub number: String,
    /// In whose name it is.
    pub holder: String,
    /// Made up: shown by the demo alone.
    #[serde(default)]
    pub demo: bool,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// The officeholder by whose act a department exists: the first acts in its record are his.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Founder {
    /// Identifier of the position.
    pub position: String,
    /// Kind of position in the authority table.
    pub kind: String,
    /// Name of the office.
    pub name: String,
}

/// A unit identifier.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// The code.
    pub code: String,
    /// First day.
    pub from: Date,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// A department, loaded.
#[derive(Debug, Clone)]
pub struct Agency {
    /// What its file declares.
    pub file: AgencyFile,
    /// Its founding decision.
    pub decision: Arc<Document>,
    /// Its rules of authority.
    pub rules: Arc<Rules>,
    /// Identifiers of the procedures that it handles, in the order of the catalogue.
    pub procedures: Vec<String>,
}

impl Agency {
    /// Identifier.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.file.id
    }

    /// The unit identifier in force on a day, empty before the first.
    #[must_use]
    pub fn unit_code(&self, day: Date) -> &str {
        self.file.identifiers.iter().filter(|i| i.from <= day).max_by_key(|i| i.from).map_or("", |i| &i.code)
    }

    /// The clause of a duty such as `8.a`.
    #[must_use]
    pub fn duty(&self, duty: &str) -> Option<ClauseRef> {
        self.decision.duty(duty)
    }

    /// The partner with this identifier.
    #[must_use]
    pub fn partner(&self, id: &str) -> Option<&Partner> {
        self.file.partners.iter().find(|p| p.id == id)
    }

    /// What this department itself says on a day about where a procedure is filed.
    pub(crate) fn own_filing(&self, loaded: &Loaded, day: Date) -> Option<&AgencyFiling> {
        let of = |f: &&AgencyFiling| {
            f.from <= day && f.procedures.iter().any(|p| crate::portal::is_under(p, loaded))
        };
        self.file.filings.iter().filter(of).max_by_key(|f| f.from)
    }
}

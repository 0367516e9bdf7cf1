//! Other portals: who takes filings, what their codes mean, who may speak for them.

use crate::{Agency, Library, Loaded};
use congvu_matter::declare::{Filing, FilingTo, Text, Version};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A portal of somebody else: `vn/portal/ID.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalDef {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Where people find it.
    pub address: String,
    /// The catalogue whose codes it calls procedures by: `system` under `codes` of a procedure.
    pub catalogue: String,
    /// Where the address was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
    /// Where filings go from a day on, for all procedures that do not say otherwise themselves.
    #[serde(default, rename = "filing")]
    pub filings: Vec<PortalFiling>,
    /// Its statuses of a dossier.
    #[serde(rename = "status")]
    pub statuses: Vec<PortalStatus>,
    /// Its codes of the channels by which dossiers come in.
    #[serde(rename = "channel")]
    pub channels: Vec<PortalChannel>,
}

/// Where filings go from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalFiling {
    /// First day.
    pub from: Date,
    /// Who takes filings.
    pub to: FilingTo,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// A status that the portal shows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalStatus {
    /// Its code.
    pub code: String,
    /// What it means.
    pub name: Text,
    /// Our states that it stands for, by lifecycle.
    #[serde(default)]
    pub states: BTreeMap<String, Vec<String>>,
    /// Whether it says that the person has the result.
    #[serde(default)]
    pub delivered: bool,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// A channel by which a dossier came in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalChannel {
    /// Its code.
    pub code: String,
    /// What it means.
    pub name: Text,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// What a department itself says about where its procedures are filed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyFiling {
    /// Folders or files under `packs/vn`, as in `procedures`.
    pub procedures: Vec<String>,
    /// First day.
    pub from: Date,
    /// Who takes filings.
    pub to: FilingTo,
    /// Which portal, where it is not our own pages alone.
    #[serde(default)]
    pub portal: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// A system outside that may file and ask by the portal interface.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Identifier: the `keyid` of its signatures. Lower-case letters, digits and hyphens.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Portal whose codes it speaks.
    pub portal: String,
    /// Its Ed25519 public key (RFC 8032), 32 bytes in base64. Never a secret.
    pub key: String,
    /// Where events are sent, when it does not only fetch them: `http://…` of the gateway beside this server.
    #[serde(default)]
    pub push: Option<String>,
    /// Whether it may see results. Progress is seen by every partner of its own dossiers.
    #[serde(default = "yes")]
    pub results: bool,
}

fn yes() -> bool {
    true
}

impl Partner {
    /// The public key; none where it is not 32 bytes in base64.
    #[must_use]
    pub fn key_bytes(&self) -> Option<[u8; 32]> {
        use base64::Engine as _;
        let bytes = base64::engine::general_purpose::STANDARD.decode(&self.key).ok()?;
        bytes.try_into().ok()
    }
}

impl PortalDef {
    /// The status that stands for a state; for a result in the person's hands the one that says so.
    #[must_use]
    pub fn status_of(&self, lifecycle: &str, state: &str, delivered: bool) -> Option<&PortalStatus> {
        let stands =
            |s: &&PortalStatus| s.states.get(lifecycle).is_some_and(|all| all.iter().any(|x| x == state));
        let plain = self.statuses.iter().find(stands);
        if delivered { self.statuses.iter().find(|s| s.delivered).or(plain) } else { plain }
    }

    /// The status with this code.
    #[must_use]
    pub fn status(&self, code: &str) -> Option<&PortalStatus> {
        self.statuses.iter().find(|s| s.code == code)
    }
}

/// Where people file, on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Where<'l> {
    /// Who takes filings.
    pub to: FilingTo,
    /// The portal, where it is not our own pages alone.
    pub portal: Option<&'l PortalDef>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

impl Library {
    /// Where a procedure is filed at a department on a day. The department's own word comes first, then the version's, then
    /// the portal's; where nobody says anything, our own pages.
    #[must_use]
    pub fn filing<'l>(
        &'l self,
        agency: &'l Agency,
        loaded: &'l Loaded,
        version: &'l Version,
        day: Date,
    ) -> Where<'l> {
        let own = Where { to: FilingTo::Own, portal: None, verified: true };
        let with = |to: FilingTo, portal: Option<&str>, verified| {
            let portal = portal.filter(|_| to.portal()).and_then(|id| self.portals.get(id));
            // A portal that is not declared cannot take anything; the packs are checked for it.
            if to.portal() && portal.is_none() { own } else { Where { to, portal, verified } }
        };
        if let Some(said) = agency.own_filing(loaded, day) {
            return with(said.to, said.portal.as_deref(), said.verified);
        }
        if let Some(Filing { to, portal, verified, .. }) = &version.filing {
            return with(*to, portal.as_deref(), *verified);
        }
        let general = self.portals.values().filter_map(|p| {
            // Without a status for its states the portal could not say how a dossier stands.
            p.statuses.iter().find(|s| s.states.contains_key(&loaded.declared.lifecycle))?;
            let latest = p.filings.iter().filter(|f| f.from <= day).max_by_key(|f| f.from)?;
            Some((p, latest))
        });
        general
            .max_by_key(|(_, f)| f.from)
            .map_or(own, |(portal, f)| with(f.to, Some(&portal.id), f.verified))
    }
}

/// Whether a procedure is in a folder or file under `packs/vn`.
pub(crate) fn is_under(folder: &str, loaded: &Loaded) -> bool {
    let path = format!("vn/{folder}");
    loaded.file == format!("{path}.toml") || loaded.file.starts_with(&format!("{path}/"))
}

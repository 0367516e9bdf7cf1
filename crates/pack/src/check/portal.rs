//! Portals of others: their codes must fit our states, and whoever sends people there must have read it somewhere.

use crate::locate::Locator;
use crate::portal::{PortalDef, is_under};
use crate::{Agency, Fault, Library};
use congvu_matter::declare::{FilingTo, Procedure};
use std::collections::BTreeSet;

/// Longest identifier of a partner; it stands in keys of the store.
const PARTNER_CHARS: usize = 40;

/// What is said about where filings go.
pub(super) struct Said<'a> {
    pub(super) to: FilingTo,
    pub(super) portal: Option<&'a str>,
    pub(super) source: &'a Option<String>,
    pub(super) verified: bool,
}

pub(super) fn check(portal: &PortalDef, library: &Library, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let mut say = |path: &str, reason: String| faults.push(at.fault(path, reason));
    if !portal.address.starts_with("https://") {
        say("address", "people are sent to this address: it must begin with https://".into());
    }
    let mut codes = BTreeSet::new();
    let mut taken = BTreeSet::new();
    for (i, status) in portal.statuses.iter().enumerate() {
        if !codes.insert(&status.code) {
            say(&format!("status.{i}.code"), format!("the status `{}` stands here twice", status.code));
        }
        for (life, states) in &status.states {
            let place = format!("status.{i}.states.{life}");
            let Some(lifecycle) = library.lifecycles.get(life) else {
                say(&place, format!("there is no lifecycle `{life}`"));
                continue;
            };
            for state in states {
                if lifecycle.state(state).is_none() {
                    say(&place, format!("the lifecycle `{life}` has no state `{state}`"));
                }
                if !taken.insert((life, state)) {
                    say(
                        &place,
                        format!("the state `{state}` of `{life}` has two statuses: one state, one status"),
                    );
                }
            }
        }
    }
    let named: BTreeSet<&String> = taken.iter().map(|(life, _)| *life).collect();
    for life in named {
        let states = library.lifecycles.get(life).map(|l| l.states.as_slice()).unwrap_or_default();
        for state in states.iter().filter(|s| !taken.contains(&(life, &s.id))) {
            say(
                "status",
                format!("the state `{}` of `{life}` has no status: say what the portal shows", state.id),
            );
        }
    }
    if portal.statuses.iter().filter(|s| s.delivered).count() > 1 {
        say("status", "only one status can say that the person has the result".into());
    }
    // A general rule is for the lifecycles whose states the portal has statuses for; other procedures stay where they are.
    for (i, f) in portal.filings.iter().enumerate() {
        let said = Said { to: f.to, portal: Some(&portal.id), source: &f.source, verified: f.verified };
        check_filing(
            &said,
            library,
            std::iter::empty::<&Procedure>(),
            &format!("filing.{i}"),
            &mut |path, reason| {
                say(&path, reason);
            },
        );
    }
}

/// Nobody is sent away from our own pages by a rule that nobody has read.
pub(super) fn check_filing<'p>(
    said: &Said<'_>,
    library: &Library,
    procedures: impl IntoIterator<Item = &'p Procedure>,
    path: &str,
    say: &mut impl FnMut(String, String),
) {
    if said.verified && said.source.as_ref().is_none_or(|s| s.trim().is_empty()) {
        say(format!("{path}.verified"), "say where it was read: a `source`".into());
    }
    if said.to == FilingTo::Portal && !said.verified {
        let reason = "only a rule that was read in its source may close our own pages: `verified`, or `both`";
        say(format!("{path}.to"), reason.into());
    }
    match (said.to.portal(), said.portal) {
        (true, None) => say(format!("{path}.to"), "say which `portal` takes filings".into()),
        (_, Some(id)) => match library.portals.get(id) {
            None => say(format!("{path}.portal"), format!("there is no portal `{id}` in vn/portal")),
            Some(portal) if said.to.portal() => {
                for life in procedures.into_iter().map(|p| &p.lifecycle).collect::<BTreeSet<_>>() {
                    if !portal.statuses.iter().any(|s| s.states.contains_key(life)) {
                        let reason = format!("the portal `{id}` has no statuses for the lifecycle `{life}`");
                        say(format!("{path}.portal"), reason);
                    }
                }
            }
            Some(_) => {}
        },
        (false, None) => {}
    }
}

/// Filings and partners of a department.
pub(super) fn check_agency(agency: &Agency, library: &Library, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let mut say = |path: String, reason: String| faults.push(at.fault(&path, reason));
    for (i, f) in agency.file.filings.iter().enumerate() {
        let mut meant = Vec::new();
        for (j, folder) in f.procedures.iter().enumerate() {
            let found: Vec<&Procedure> =
                library.procedures.values().filter(|p| is_under(folder, p)).map(|p| &p.declared).collect();
            if found.is_empty() {
                let reason = format!("there is no procedure file or folder `vn/{folder}`");
                say(format!("filing.{i}.procedures.{j}"), reason);
            }
            meant.extend(found.into_iter().filter(|p| !p.own_initiative));
        }
        let said = Said { to: f.to, portal: f.portal.as_deref(), source: &f.source, verified: f.verified };
        check_filing(&said, library, meant, &format!("filing.{i}"), &mut say);
    }
    let mut ids = BTreeSet::new();
    for (i, partner) in agency.file.partners.iter().enumerate() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let id = &partner.id;
        if id.is_empty() || id.len() > PARTNER_CHARS || !id.chars().all(plain) {
            let reason = format!("lower-case letters, digits and hyphens, at most {PARTNER_CHARS}");
            say(format!("partner.{i}.id"), reason);
        }
        if !ids.insert(id) {
            say(format!("partner.{i}.id"), format!("the partner `{id}` stands here twice"));
        }
        if !library.portals.contains_key(&partner.portal) {
            say(
                format!("partner.{i}.portal"),
                format!("there is no portal `{}` in vn/portal", partner.portal),
            );
        }
        if partner.key_bytes().is_none() {
            say(format!("partner.{i}.key"), "an Ed25519 public key is 32 bytes in base64".into());
        }
        if partner.push.as_ref().is_some_and(|p| !p.starts_with("http://")) {
            let reason =
                "http:// of the gateway beside this server: it, not this program, speaks TLS with others";
            say(format!("partner.{i}.push"), reason.into());
        }
    }
}

//! What carries each duty of a department: procedures, registers, acts that rest on it alone, rooms of the program.
//! A duty that nothing carries is said to be "not yet": the account is made from the packs, never written by hand.

use crate::locate::Locator;
use crate::{Agency, Fault, Files, Library, Loaded};
use congvu_authority::Ground;
use congvu_law::ClauseRef;
use congvu_matter::declare::{Lifecycle, Text};
use congvu_register::RegisterDef;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where rooms are declared.
pub(crate) const DUTIES: &str = "vn/duties.toml";
/// The order of the letters of points; f, j, w and z are not used.
const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

/// `vn/duties.toml`: rooms of the program in which duties are done that are no procedure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutiesFile {
    /// Rooms.
    #[serde(default, rename = "room")]
    pub rooms: Vec<Room>,
}

/// A room of the program.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Duties that are done in it, such as `28`.
    pub duties: Vec<String>,
    /// The page that opens it, below the department's address: `/desk/reports`.
    pub page: String,
    /// What is done there.
    pub name: Text,
}

/// A duty of a department and what carries it.
#[derive(Debug)]
pub struct Duty<'l> {
    /// Its key: `8.a`, `31`.
    pub key: &'l str,
    /// Where it stands.
    pub clause: &'l ClauseRef,
    /// Procedures.
    pub procedures: Vec<&'l Arc<Loaded>>,
    /// Registers that these procedures fill.
    pub registers: Vec<&'l RegisterDef>,
    /// Matters without a procedure, with acts that rest on this duty.
    pub matters: Vec<&'l Arc<Lifecycle>>,
    /// Rooms.
    pub rooms: Vec<&'l Room>,
}

impl Duty<'_> {
    /// Whether anything carries it.
    #[must_use]
    pub fn carried(&self) -> bool {
        !(self.procedures.is_empty() && self.matters.is_empty() && self.rooms.is_empty())
    }
}

/// Keys in the order of the decision: 2 before 10, d before đ.
fn order(key: &str) -> (u32, usize) {
    let (number, letter) = key.split_once('.').unwrap_or((key, ""));
    let place = letter.chars().next().and_then(|c| LETTERS.chars().position(|l| l == c));
    (number.parse().unwrap_or(u32::MAX), place.map_or(0, |p| p.saturating_add(1)))
}

impl Library {
    /// The leaf duties of a department (points, and paragraphs without points), in the order of the decision.
    #[must_use]
    pub fn duties<'l>(&'l self, agency: &'l Agency) -> Vec<Duty<'l>> {
        let all = agency.rules.duties();
        let leaf = |key: &str| !all.keys().any(|other| other.starts_with(&format!("{key}.")));
        let mut leaves: Vec<Duty<'l>> = all
            .iter()
            .filter(|(key, _)| leaf(key))
            .map(|(key, clause)| self.duty(agency, key, clause))
            .collect();
        leaves.sort_by_key(|d| order(d.key));
        leaves
    }

    fn duty<'l>(&'l self, agency: &'l Agency, key: &'l str, clause: &'l ClauseRef) -> Duty<'l> {
        let handled = agency.procedures.iter().filter_map(|id| self.procedure(agency.id(), id));
        let procedures: Vec<&Arc<Loaded>> = handled.filter(|p| p.declared.duty == key).collect();
        let ids: BTreeSet<&str> = procedures.iter().map(|p| p.declared.id.as_str()).collect();
        let kept = |id: &str| self.keeper(agency, id).is_some_and(|p| ids.contains(p.declared.id.as_str()));
        let registers = self.registers.values().filter(|r| kept(&r.id)).collect();
        let rooms = self.duties.rooms.iter().filter(|r| r.duties.iter().any(|d| d == key)).collect();
        Duty { key, clause, procedures, registers, matters: self.matters_on(agency, clause), rooms }
    }

    /// Lifecycles that no procedure follows, with acts that this clause empowers.
    fn matters_on<'l>(&'l self, agency: &Agency, clause: &ClauseRef) -> Vec<&'l Arc<Lifecycle>> {
        let here = |g: &Ground| matches!(g, Ground::Clause(c) if c.eid == clause.eid);
        let powers = agency.rules.powers().iter().filter(|p| here(&p.clause) || p.basis.iter().any(here));
        let acts: BTreeSet<&str> = powers.flat_map(|p| p.acts.iter().map(String::as_str)).collect();
        let of_procedure = |id: &str| {
            self.procedures.values().any(|p| {
                p.declared.lifecycle == id
                    || p.declared.versions.iter().any(|v| v.lifecycle.as_deref() == Some(id))
            })
        };
        let opens = |l: &Lifecycle| l.acts.iter().any(|a| a.from.is_empty() && acts.contains(a.id.as_str()));
        self.lifecycles.values().filter(|l| !of_procedure(&l.id) && opens(l)).collect()
    }
}

/// Rooms name duties that there are, and a page once.
pub(crate) fn check(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let at = Locator::new(DUTIES, files.text(DUTIES).unwrap_or_default());
    let mut seen = BTreeSet::new();
    for (i, room) in library.duties.rooms.iter().enumerate() {
        let key = |field: &str| format!("room.{i}.{field}");
        if !room.page.starts_with('/') {
            faults.push(at.fault(&key("page"), format!("the page `{}` must begin with `/`", room.page)));
        }
        if !seen.insert(&room.page) {
            faults.push(at.fault(&key("page"), format!("the page `{}` stands here twice", room.page)));
        }
        for duty in &room.duties {
            let lacks = library.agencies.values().find(|a| a.rules.duty(duty).is_none());
            if let Some(agency) = lacks {
                let reason = format!("the decision of `{}` has no duty `{duty}`", agency.id());
                faults.push(at.fault(&key("duties"), reason));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn keys_stand_as_in_the_decision() {
        let mut keys = ["10.a", "2", "8.đ", "8.e", "8.d", "35"];
        keys.sort_by_key(|k| order(k));
        assert_eq!(keys, ["2", "8.d", "8.đ", "8.e", "10.a", "35"]);
    }
}

//! What waits for somebody: one list over every kind of matter.

use crate::Desk;
use crate::error::{DeskError, unreadable};
use congvu_authority::{Actor, PositionId};
use congvu_matter::Matter;
use congvu_matter::declare::{Lifecycle, Phase};
use congvu_pack::Agency;
use congvu_store::{ListingRow, MAX_TURNS};

/// Pages of the index that are read for one page of the list, where much of what is found waits for others after all.
const MAX_READS: usize = 5;

/// A page of what waits for a position.
#[derive(Debug, Default)]
pub struct Waiting {
    /// What falls due first comes first; without a day at the end.
    pub rows: Vec<ListingRow>,
    /// Where the next page begins, where there may be more: due moment in ms (`i64::MAX` for none) and identifier.
    pub more: Option<(i64, String)>,
    /// How many secret matters wait among these; they are shown by their own office alone.
    pub secret: usize,
}

impl Desk {
    /// The turns that a position sees in its inbox.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn turns(&self, agency: &Agency, actor: &Actor) -> Result<Vec<String>, DeskError> {
        let Actor::Position { position, .. } = actor else { return Ok(Vec::new()) };
        let now = self.inner.clock.now();
        let opened = self.book(agency).await?;
        let mut turns = vec![format!("position:{position}")];
        let others = opened.authority.stands_in_for(position, now);
        turns.extend(others.iter().map(|other| format!("position:{}", other.id)));
        let library = &self.packs.library;
        let steps = agency.procedures.iter().filter_map(|id| library.loaded(agency.id(), id)).flat_map(|p| {
            let duty = &p.declared.duty;
            p.declared
                .versions
                .iter()
                .flat_map(move |v| v.steps.iter().map(move |s| (s, duty, &p.declared.unit)))
        });
        for (step, duty, unit) in steps.filter(|(s, _, _)| s.by != "applicant") {
            let Ok(selector) = step.by.parse() else { continue };
            let facts = congvu_authority::MatterFacts {
                duty: Some(duty.clone()),
                unit: Some(congvu_authority::UnitId(unit.clone())),
                assigned: Some(position.clone()),
                step: Some(selector),
                ..congvu_authority::MatterFacts::default()
            };
            if !turns.contains(&step.by) && opened.authority.may(actor, &step.act, &facts, now).is_ok() {
                turns.push(step.by.clone());
            }
        }
        let seats: Vec<&PositionId> =
            std::iter::once(position).chain(others.iter().map(|other| &other.id)).collect();
        let could = |act: &str| seats.iter().any(|seat| opened.authority.could(seat, act, now));
        for life in library.lifecycles.values() {
            let asked =
                life.states.iter().filter(|s| by_power(life, &s.id)).filter_map(|s| s.next.as_deref());
            for act in asked {
                let turn = format!("may:{act}");
                if !turns.contains(&turn) && could(act) {
                    turns.push(turn);
                }
            }
        }
        turns.truncate(MAX_TURNS);
        Ok(turns)
    }

    /// A page of at most `limit` matters that wait for a position, after the place that the page before ended at.
    ///
    /// Where the authority table alone says whose turn it is, each matter is judged as its page judges it: what somebody
    /// else has to sign, for its amount or because of who proposed it, does not wait here.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn waiting(
        &self,
        agency: &Agency,
        actor: &Actor,
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Waiting, DeskError> {
        let turns = self.turns(agency, actor).await?;
        let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
        let mut found = Waiting { more: after.map(|(due, id)| (due, id.to_owned())), ..Waiting::default() };
        for _ in 0..MAX_READS {
            let place = found.more.as_ref().map(|(due, id)| (*due, id.as_str()));
            let rows = self.store().listings_by_turn(agency.id(), &turns, limit, place).await?;
            let last = u32::try_from(rows.len()).is_ok_and(|n| n < limit);
            for row in rows {
                if found.rows.len() >= limit as usize {
                    return Ok(found);
                }
                found.more = Some((row.due_ms.unwrap_or(i64::MAX), row.reference.clone()));
                self.take(agency, actor, row, &mut found).await?;
            }
            if last {
                found.more = None;
                break;
            }
        }
        Ok(found)
    }

    /// One row, if it waits for the actor indeed.
    async fn take(
        &self,
        agency: &Agency,
        actor: &Actor,
        row: ListingRow,
        found: &mut Waiting,
    ) -> Result<(), DeskError> {
        let life = self.packs.library.lifecycles.get(&row.life);
        let Some(life) = life.filter(|life| by_power(life, &row.state)) else {
            found.rows.push(row);
            return Ok(());
        };
        let stored = self.store().matter(agency.id(), &row.reference).await?;
        let Some(stored) = stored else { return Ok(()) };
        let matter: Matter = serde_json::from_str(&stored.body).map_err(unreadable("matter"))?;
        let next = life.state(&matter.state).and_then(|s| s.next.as_deref());
        let offers = self.offers(agency, actor, &matter).await?;
        if offers.iter().any(|o| Some(o.act.id.as_str()) == next && o.may.is_ok()) {
            if matter.secret || life.private {
                found.secret = found.secret.saturating_add(1);
            } else {
                found.rows.push(row);
            }
        }
        Ok(())
    }
}

/// Whether the authority table alone says who does what a state waits for.
fn by_power(life: &Lifecycle, state: &str) -> bool {
    let state = life.state(state).filter(|s| !matches!(s.phase, Phase::Done | Phase::Ended));
    let next = state.and_then(|s| s.next.as_deref()).and_then(|next| life.act(next));
    next.is_some_and(|act| act.by == "power")
}

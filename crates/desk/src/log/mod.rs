//! The public log of each agency: made longer after every commit, signed, and read.

mod audit;
mod read;
mod recorded;
mod witness;

pub(crate) use audit::Audit;
pub use read::LogState;
pub use recorded::{Recorded, recorded};
pub use witness::{Attested, Cosigned, Cosigning, Witness, Witnesses};

use crate::desk::Desk;
use crate::error::DeskError;
use congvu_record::log::note::KeyKind;
use congvu_record::log::tiles;
use congvu_record::log::{Checkpoint, Growing, LogKey, Note, TileAt, VerifierKey};
use congvu_record::{Hash, commitment, leaf};
use congvu_store::{ActRow, CheckpointRow, LogRow, TileRows};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often the loop looks for acts that are in no log yet: the promise is one second.
const PAUSE: Duration = Duration::from_millis(400);
/// Acts read at a time.
const PAGE: u32 = 2_000;
/// Most acts that one checkpoint adds.
const MAX_ROUND: u64 = 20_000;
/// How many rounds a fault is not told again, and a witness that did not sign is not asked again.
const QUIET_ROUNDS: u32 = 150;

/// What the log holds of an act.
pub(crate) fn leaf_of(row: &ActRow) -> Hash {
    leaf(&commitment(row.salt.as_ref(), &row.body))
}

pub(crate) fn broken(agency: &str, why: impl std::fmt::Display) -> DeskError {
    DeskError::Log(format!("{agency}: {why}"))
}

/// The tiles as the record's crate takes them.
pub(crate) fn by_place(rows: TileRows) -> BTreeMap<TileAt, Vec<Hash>> {
    rows.into_iter().map(|((level, number), hashes)| (TileAt { level, number }, hashes)).collect()
}

pub(crate) fn places(tiles: &[TileAt]) -> Vec<(u8, u64)> {
    tiles.iter().map(|at| (at.level, at.number)).collect()
}

/// What a department's keys are made from, one for its own log and one for those of others; tells nothing of itself.
#[derive(Clone)]
pub struct LogSeed {
    /// For its own log.
    pub log: [u8; 32],
    /// For what it attests of others.
    pub witness: [u8; 32],
}

impl std::fmt::Debug for LogSeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LogSeed")
    }
}

impl Desk {
    /// From now on logs are signed with keys made from these seeds, by agency. Only the first are taken.
    pub fn set_log_seeds(&self, seeds: BTreeMap<String, LogSeed>) {
        let _ = self.inner.log_seeds.set(seeds);
    }

    /// Puts into the agency's log what the record has more, and signs the whole. The number of acts that it has then; 0 where this
    /// server has no key for it. Two servers may do so at once: one of them is quicker.
    ///
    /// # Errors
    /// The store, or the log or the record is not what was signed before: then nothing more is signed.
    pub async fn grow_log(&self, agency: &str) -> Result<u64, DeskError> {
        let Some(seed) = self.inner.log_seeds.get().and_then(|seeds| seeds.get(agency)) else { return Ok(0) };
        let key = self.begun(agency, seed).await?;
        let verifier = key.verifier();
        let store = &self.inner.store;
        let (from, mut log) = self.signed_so_far(agency, &verifier).await?;
        while log.size().saturating_sub(from) < MAX_ROUND {
            let next = i64::try_from(log.size()).unwrap_or(i64::MAX).saturating_add(1);
            let rows = store.acts_from(agency, next, PAGE).await?;
            for (expected, row) in (next..).zip(&rows) {
                if row.seq != expected {
                    return Err(broken(
                        agency,
                        format_args!("act no. {expected} is missing from the record"),
                    ));
                }
                log.push(leaf_of(row));
            }
            if rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
                break;
            }
        }
        if log.size() == from {
            return Ok(from);
        }
        let root = log.root().ok_or_else(|| broken(agency, "the tree has no root"))?;
        let checkpoint = Checkpoint { origin: verifier.name().to_owned(), size: log.size(), root };
        let note = checkpoint.sign(&key).map_err(|e| broken(agency, e))?;
        let tiles =
            log.changed().iter().map(|(at, hashes)| ((at.level, at.number), hashes.clone())).collect();
        let row = CheckpointRow {
            size: i64::try_from(log.size()).unwrap_or(i64::MAX),
            at_ms: self.inner.clock.now_ms(),
            note: note.as_str().to_owned(),
            stamp: None,
        };
        store.grow_log(agency, i64::try_from(from).unwrap_or(i64::MAX), &tiles, &row).await?;
        Ok(log.size())
    }

    /// The key of the agency's log, which is begun where it has none. Its name is the address under which it can be read at its
    /// beginning, and stays when the server moves.
    async fn begun(&self, agency: &str, seed: &LogSeed) -> Result<LogKey, DeskError> {
        let store = &self.inner.store;
        let named = |name: &str| LogKey::new(name, KeyKind::Log, &seed.log).map_err(|e| broken(agency, e));
        let log = match store.log(agency).await? {
            Some(log) => log,
            None => {
                let address = &self.inner.base_url;
                let host = address.split_once("://").map_or(address.as_str(), |(_, host)| host);
                let key = named(&format!("{host}/{agency}/log"))?.verifier();
                let row = LogRow { origin: key.name().to_owned(), verifier: key.to_string() };
                store.begin_log(agency, &row).await?
            }
        };
        let key = named(&log.origin)?;
        if log.verifier == key.verifier().to_string() {
            Ok(key)
        } else {
            Err(broken(agency, "this server's key of the log is not the one with which the log was begun"))
        }
    }

    /// How many acts were signed, and the tree over them as it is stored; it must be the tree that was signed.
    async fn signed_so_far(&self, agency: &str, key: &VerifierKey) -> Result<(u64, Growing), DeskError> {
        let store = &self.inner.store;
        let Some(row) = store.checkpoint(agency).await? else { return Ok((0, Growing::default())) };
        let checked = Note::read(&row.note).and_then(|note| Checkpoint::check(&note, key));
        let signed = checked.map_err(|e| broken(agency, format_args!("its checkpoint: {e}")))?;
        if i64::try_from(signed.size).ok() != Some(row.size) {
            return Err(broken(agency, "the row of its checkpoint names another size"));
        }
        if store.head(agency).await?.seq < row.size {
            return Err(broken(
                agency,
                format_args!("the record is shorter than the {} acts signed", row.size),
            ));
        }
        let stored = store.tiles(agency, &places(&tiles::edge(signed.size))).await?;
        let log = Growing::from_edge(signed.size, by_place(stored));
        log.filter(|log| log.root() == Some(signed.root))
            .map(|log| (signed.size, log))
            .ok_or_else(|| broken(agency, "its tiles are not the tree that was signed"))
    }
}

/// Keeps the logs up with the records, and has witnesses sign them, until it is stopped. A fault is told in the server's log, and again a
/// minute later.
pub async fn run(desk: Desk) {
    let mut quiet: BTreeMap<String, u32> = BTreeMap::new();
    let mut gathering = Gathering { desk: desk.clone(), due: BTreeSet::new(), running: BTreeMap::new() };
    for round in 1_u32.. {
        tokio::time::sleep(PAUSE).await;
        quiet.values_mut().for_each(|rounds| *rounds = rounds.saturating_sub(1));
        quiet.retain(|_, rounds| *rounds > 0);
        let behind = match desk.inner.store.unlogged().await {
            Ok(behind) => behind,
            Err(error) => {
                tell(&mut quiet, String::new(), &error);
                continue;
            }
        };
        for (agency, ..) in behind {
            match desk.grow_log(&agency).await {
                Ok(_) => drop(gathering.due.insert(agency)),
                Err(error) => tell(&mut quiet, agency, &error),
            }
        }
        if round % QUIET_ROUNDS == 0 {
            let all = desk.inner.log_seeds.get().into_iter().flatten();
            gathering.due.extend(all.map(|(agency, _)| agency.clone()));
        }
        gathering.go_on();
    }
}

/// Witnesses may be slow: no log waits for those of another, nor for its own.
struct Gathering {
    desk: Desk,
    due: BTreeSet<String>,
    running: BTreeMap<String, JoinHandle<()>>,
}

impl Gathering {
    fn go_on(&mut self) {
        self.running.retain(|_, task| !task.is_finished());
        for agency in std::mem::take(&mut self.due) {
            if self.running.contains_key(&agency) {
                self.due.insert(agency);
                continue;
            }
            let (desk, id) = (self.desk.clone(), agency.clone());
            let task = tokio::spawn(async move {
                if let Err(error) = desk.gather(&id).await {
                    tracing::error!(%error, "witnesses are not asked");
                }
            });
            self.running.insert(agency, task);
        }
    }
}

fn tell(quiet: &mut BTreeMap<String, u32>, agency: String, error: &dyn std::error::Error) {
    if quiet.insert(agency, QUIET_ROUNDS).is_none() {
        tracing::error!(%error, "the public log is not made longer");
    }
}

//! Departments, and others, that sign each other's checkpoints: each attests that a log has only grown.

use super::{LogSeed, broken};
use crate::desk::Desk;
use crate::error::DeskError;
use congvu_record::log::note::KeyKind;
use congvu_record::log::witness::{AddCheckpoint, Unseen};
use congvu_record::log::{Checkpoint, LogKey, Note, VerifierKey};
use congvu_store::CheckpointRow;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// What a witness answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cosigned {
    /// Its signature lines.
    Lines(String),
    /// It saw a checkpoint over so many leaves last: ask again from there.
    Seen(u64),
}

/// The answer on its way; or why there is none.
pub type Cosigning<'a> = Pin<Box<dyn Future<Output = Result<Cosigned, String>> + Send + 'a>>;

/// A witness somewhere else.
pub trait Witness: Send + Sync {
    /// Its key.
    fn key(&self) -> &VerifierKey;
    /// Asks it to sign a request of C2SP tlog-witness.
    fn add(&self, request: String) -> Cosigning<'_>;
}

/// Who attests whose logs.
#[derive(Default)]
pub struct Witnesses {
    /// Logs elsewhere that the departments of this server watch.
    pub watched: Vec<VerifierKey>,
    /// Witnesses elsewhere of the logs of this server.
    pub elsewhere: Vec<Arc<dyn Witness>>,
    /// Whether the departments of this server watch each other.
    pub each_other: bool,
}

/// A witness of a log, and when it signed the latest checkpoint, in seconds since 1970.
pub type Attested = (VerifierKey, Option<u64>);

/// A department of this server as a witness, or one elsewhere.
enum Peer {
    Here(String),
    Elsewhere(Arc<dyn Witness>),
}

impl Desk {
    /// Says who attests whose logs. Only the first is taken.
    pub fn set_witnesses(&self, witnesses: Witnesses) {
        let _ = self.inner.witnesses.set(witnesses);
    }

    /// The department's key as a witness; none before its own log begins, or where this server has no keys.
    async fn witness_key(&self, agency: &str) -> Result<Option<LogKey>, DeskError> {
        let seed: Option<&LogSeed> = self.inner.log_seeds.get().and_then(|seeds| seeds.get(agency));
        let (Some(seed), Some(log)) = (seed, self.inner.store.log(agency).await?) else { return Ok(None) };
        let place = log.origin.strip_suffix("/log").unwrap_or(&log.origin);
        let key = LogKey::new(&format!("{place}/witness"), KeyKind::Witness, &seed.witness);
        key.map(Some).map_err(|e| broken(agency, e))
    }

    /// A department is asked to sign a checkpoint of another log (C2SP tlog-witness): its signature lines, or why it does not.
    ///
    /// # Errors
    /// The store.
    pub async fn add_checkpoint(
        &self,
        agency: &str,
        body: &str,
    ) -> Result<Result<String, Unseen>, DeskError> {
        let store = &self.inner.store;
        let asked = match AddCheckpoint::read(body) {
            Ok(asked) => asked,
            Err(refused) => return Ok(Err(Unseen::Malformed(refused))),
        };
        let origin = asked.checkpoint.text().lines().next().unwrap_or_default().to_owned();
        let Some(key) = self.witness_key(agency).await? else { return Ok(Err(Unseen::UnknownLog(origin))) };
        let keys = self.watched(agency).await?;
        let seen = match store.witnessed(agency, &origin).await? {
            None => None,
            Some(note) => {
                let read = Note::read(&note).and_then(|note| Checkpoint::read(&note));
                Some(read.map_err(|e| broken(agency, e))?)
            }
        };
        let checkpoint = match asked.judge(&keys, seen.as_ref()) {
            Ok(checkpoint) => checkpoint,
            Err(unseen) => {
                if unseen == Unseen::Inconsistent {
                    tracing::error!(agency, log = origin, "a log does not begin with what it signed before");
                }
                return Ok(Err(unseen));
            }
        };
        let old = i64::try_from(asked.old).unwrap_or(i64::MAX);
        let size = i64::try_from(checkpoint.size).unwrap_or(i64::MAX);
        let kept = store.put_witnessed(agency, &origin, old, (size, asked.checkpoint.as_str())).await?;
        if !kept {
            return Ok(Err(Unseen::Seen { size: seen.map_or(0, |seen| seen.size) }));
        }
        let now_s = u64::try_from(self.inner.clock.now_ms() / 1_000).unwrap_or(0);
        Ok(Ok(key.sign(asked.checkpoint.text(), now_s)))
    }

    /// Logs that a department watches: those elsewhere, and its neighbours'.
    async fn watched(&self, agency: &str) -> Result<Vec<VerifierKey>, DeskError> {
        let Some(witnesses) = self.inner.witnesses.get() else { return Ok(Vec::new()) };
        let mut keys = witnesses.watched.clone();
        for other in self.neighbours(agency) {
            let log = self.inner.store.log(&other).await?;
            keys.extend(log.and_then(|log| log.verifier.parse().ok()));
        }
        Ok(keys)
    }

    /// The other departments of this server, where they watch each other.
    fn neighbours(&self, agency: &str) -> Vec<String> {
        let seeds =
            self.inner.log_seeds.get().filter(|_| self.inner.witnesses.get().is_some_and(|w| w.each_other));
        seeds.map(|s| s.keys().filter(|id| *id != agency).cloned().collect()).unwrap_or_default()
    }

    async fn peers(&self, agency: &str) -> Result<Vec<(VerifierKey, Peer)>, DeskError> {
        let mut peers = Vec::new();
        for other in self.neighbours(agency) {
            if let Some(key) = self.witness_key(&other).await? {
                peers.push((key.verifier(), Peer::Here(other)));
            }
        }
        let elsewhere = self.inner.witnesses.get().map(|w| w.elsewhere.as_slice()).unwrap_or_default();
        peers.extend(elsewhere.iter().map(|w| (w.key().clone(), Peer::Elsewhere(Arc::clone(w)))));
        Ok(peers)
    }

    /// The key with which a department attests the logs of others; none before its own log begins.
    ///
    /// # Errors
    /// The store.
    pub async fn witness_verifier(&self, agency: &str) -> Result<Option<VerifierKey>, DeskError> {
        Ok(self.witness_key(agency).await?.map(|key| key.verifier()))
    }

    /// The witnesses of an agency's log, and which of them have signed the latest checkpoint.
    ///
    /// # Errors
    /// The store.
    pub async fn attested(&self, agency: &str) -> Result<Vec<Attested>, DeskError> {
        let Some(state) = self.log_state(agency).await? else { return Ok(Vec::new()) };
        let peers = self.peers(agency).await?;
        Ok(peers.into_iter().map(|(key, _)| (key.clone(), state.note.check(&key).ok())).collect())
    }

    /// Asks the witnesses that have not signed the latest checkpoint yet; those that do not answer are asked again the next time. The number
    /// of those that have signed now.
    ///
    /// # Errors
    /// The store.
    pub async fn gather(&self, agency: &str) -> Result<usize, DeskError> {
        let Some(state) = self.log_state(agency).await? else { return Ok(0) };
        let mut note = state.note.clone();
        let mut signed = 0_usize;
        for (key, peer) in self.peers(agency).await? {
            if note.check(&key).is_ok() {
                signed = signed.saturating_add(1);
                continue;
            }
            match self.ask(agency, &state.note, state.checkpoint.size, &peer).await {
                // Only what the witness really signed stands below the checkpoint.
                Ok(lines) => {
                    if let Some(more) = note.with(&lines).ok().filter(|more| more.check(&key).is_ok()) {
                        note = more;
                        signed = signed.saturating_add(1);
                    }
                }
                Err(why) => tracing::warn!(agency, witness = key.name(), why, "a witness has not signed"),
            }
        }
        if note != state.note {
            let size = i64::try_from(state.checkpoint.size).unwrap_or(i64::MAX);
            let row = CheckpointRow { size, at_ms: state.at_ms, note: note.as_str().to_owned(), stamp: None };
            self.inner.store.attest(agency, &row).await?;
        }
        Ok(signed)
    }

    /// Asks one witness: first from nothing, to learn what it saw last, then from there.
    async fn ask(&self, agency: &str, note: &Note, size: u64, peer: &Peer) -> Result<String, String> {
        let mut old = 0;
        for _ in 0..2 {
            let proof = match old {
                0 => Vec::new(),
                _ => {
                    let proof = self.log_consistency(agency, old, size).await.map_err(|e| e.to_string())?;
                    proof.ok_or("it has seen more than there is")?
                }
            };
            let request = AddCheckpoint { old, proof, checkpoint: note.clone() }.write();
            let answer = match peer {
                Peer::Here(other) => {
                    match self.add_checkpoint(other, &request).await.map_err(|e| e.to_string())? {
                        Ok(lines) => Cosigned::Lines(lines),
                        Err(Unseen::Seen { size }) => Cosigned::Seen(size),
                        Err(unseen) => return Err(unseen.to_string()),
                    }
                }
                Peer::Elsewhere(witness) => witness.add(request).await?,
            };
            match answer {
                Cosigned::Lines(lines) => return Ok(lines),
                Cosigned::Seen(size) => old = size,
            }
        }
        Err("it changes faster than it is asked".to_owned())
    }
}

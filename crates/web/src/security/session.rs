//! Who is signed in.
//!
//! A session is a random cookie value; what belongs to it lies in the server's database under the digest of that
//! value, so that a copy of the table opens no session. It ends when unused for a while and, in any case, some hours
//! after signing in. Signing in gives a new value (no fixation), signing out deletes the row.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::random_hex;
use crate::components::Tone;

/// A future in a box, so that stores can be trait objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[error("the session store failed: {0}")]
pub struct StoreFault(pub String);

/// Most values that a session holds, and most bytes of one value.
const MAX_VALUES: usize = 32;
const MAX_VALUE_BYTES: usize = 16 * 1024;

/// Where sessions lie. Keys are 64 hexadecimal digits.
pub trait SessionStore: Send + Sync + 'static {
    /// What lies under a key. May return records that are past `expires_at`; they are ignored.
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<SessionRecord>, StoreFault>>;
    /// Puts a record under a new key.
    fn create<'a>(&'a self, key: &'a str, record: &'a SessionRecord)
    -> BoxFuture<'a, Result<(), StoreFault>>;
    /// Replaces the record under a key, and does nothing when it is gone: a request that was under way while another
    /// signed out must not bring the session back.
    fn update<'a>(&'a self, key: &'a str, record: &'a SessionRecord)
    -> BoxFuture<'a, Result<(), StoreFault>>;
    /// Takes a record away; no error when there is none.
    fn delete<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreFault>>;
}

/// A person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignedIn {
    /// Key of the person.
    pub person: String,
    /// Name, for the header of the page.
    pub name: String,
    /// Key of the agency in which the person acts; none for a citizen.
    pub agency: Option<String>,
    /// Key of the position in which the person acts; none for a citizen.
    pub position: Option<String>,
    /// Title of that position, for the header of the page.
    pub position_title: Option<String>,
}

/// What is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// Small values of the pages.
    pub values: BTreeMap<String, serde_json::Value>,
    /// When it began.
    pub began: Timestamp,
    /// When it was last used, to the minute.
    pub used: Timestamp,
    /// When it is over; the store may delete it after that.
    pub expires_at: Timestamp,
}

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLife {
    /// Ends after this long without use, in seconds.
    pub idle_s: u32,
    /// Ends this long after it began, in seconds.
    pub absolute_s: u32,
}

impl Default for SessionLife {
    fn default() -> Self {
        Self { idle_s: 3_600, absolute_s: 43_200 }
    }
}

impl SessionLife {
    fn end(self, began: Timestamp, used: Timestamp) -> Timestamp {
        let plus = |t: Timestamp, s: u32| t.checked_add(SignedDuration::from_secs(i64::from(s))).unwrap_or(t);
        plus(used, self.idle_s).min(plus(began, self.absolute_s))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    Saved,
    /// A new cookie value, the old row deleted.
    Rotated,
    Ended,
}

#[derive(Debug)]
struct Inner {
    /// Cookie value of the request, when there is a live session behind it.
    id: Option<String>,
    record: SessionRecord,
    change: Change,
}

/// The session of one request. Clones are the same session.
#[derive(Debug, Clone)]
pub struct Session(Arc<Mutex<Inner>>);

/// What the answer must do with the session cookie.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CookieChange {
    Keep,
    Set(String),
    Remove,
}

impl Session {
    /// An empty one, which exists nowhere until something is put into it.
    pub(crate) fn empty(now: Timestamp) -> Self {
        let record = SessionRecord {
            signed_in: None,
            values: BTreeMap::new(),
            began: now,
            used: now,
            expires_at: now,
        };
        Self(Arc::new(Mutex::new(Inner { id: None, record, change: Change::None })))
    }

    /// The one behind a cookie value, or an empty one.
    pub(crate) async fn open(
        store: &dyn SessionStore,
        cookie: Option<&str>,
        life: SessionLife,
        now: Timestamp,
    ) -> Result<Self, StoreFault> {
        let Some(id) = cookie.filter(|c| c.len() == 64 && c.bytes().all(|b| b.is_ascii_hexdigit())) else {
            return Ok(Self::empty(now));
        };
        let Some(mut record) = store.load(&key_of(id)).await? else { return Ok(Self::empty(now)) };
        if now >= record.expires_at || now >= life.end(record.began, record.used) {
            store.delete(&key_of(id)).await?;
            return Ok(Self::empty(now));
        }
        // Written at most once a minute: reading pages must not cost a write each.
        let stale = now.duration_since(record.used) >= SignedDuration::from_mins(1);
        if stale {
            record.used = now;
        }
        let change = if stale { Change::Saved } else { Change::None };
        Ok(Self(Arc::new(Mutex::new(Inner { id: Some(id.to_owned()), record, change }))))
    }

    /// Writes what changed.
    pub(crate) async fn close(
        &self,
        store: &dyn SessionStore,
        life: SessionLife,
        now: Timestamp,
    ) -> Result<CookieChange, StoreFault> {
        let (old, mut record, change) = {
            let inner = self.lock();
            (inner.id.clone(), inner.record.clone(), inner.change)
        };
        match change {
            Change::None => return Ok(CookieChange::Keep),
            Change::Ended => {
                if let Some(old) = old {
                    store.delete(&key_of(&old)).await?;
                }
                return Ok(CookieChange::Remove);
            }
            Change::Saved | Change::Rotated => {}
        }
        record.used = now;
        record.expires_at = life.end(record.began, now);
        match old {
            Some(id) if change == Change::Saved => {
                store.update(&key_of(&id), &record).await?;
                Ok(CookieChange::Keep)
            }
            old => {
                let id = random_hex::<32>().map_err(|e| StoreFault(e.to_string()))?;
                store.create(&key_of(&id), &record).await?;
                if let Some(old) = old {
                    store.delete(&key_of(&old)).await?;
                }
                Ok(CookieChange::Set(id))
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn edit(&self, f: impl FnOnce(&mut SessionRecord)) {
        let mut inner = self.lock();
        f(&mut inner.record);
        inner.change = match inner.change {
            Change::None => Change::Saved,
            // Something for the page after signing out, under a new value.
            Change::Ended => Change::Rotated,
            other => other,
        };
    }

    /// Who is signed in.
    pub fn signed_in(&self) -> Option<SignedIn> {
        self.lock().record.signed_in.clone()
    }

    /// Signs in, under a new cookie value. What an anonymous visitor had put into the session stays.
    pub fn sign_in(&self, who: SignedIn, now: Timestamp) {
        let mut inner = self.lock();
        inner.record.signed_in = Some(who);
        inner.record.began = now;
        inner.change = Change::Rotated;
    }

    /// Changes the position in which the person acts, under a new cookie value. Nothing when nobody is signed in.
    pub fn act_as(&self, agency: &str, position: &str, title: &str) {
        let mut inner = self.lock();
        let Some(who) = &mut inner.record.signed_in else { return };
        who.agency = Some(agency.to_owned());
        who.position = Some(position.to_owned());
        who.position_title = Some(title.to_owned());
        inner.change = Change::Rotated;
    }

    /// Signs out and forgets everything.
    pub fn sign_out(&self) {
        let mut inner = self.lock();
        inner.record.signed_in = None;
        inner.record.values.clear();
        inner.change = Change::Ended;
    }

    /// Puts a small value into the session. False when it is too large or there are too many.
    pub fn set<T: Serialize>(&self, name: &str, value: &T) -> bool {
        let Ok(json) = serde_json::to_value(value) else { return false };
        if json.to_string().len() > MAX_VALUE_BYTES {
            return false;
        }
        let room = {
            let inner = self.lock();
            inner.record.values.len() < MAX_VALUES || inner.record.values.contains_key(name)
        };
        if room {
            self.edit(|r| {
                r.values.insert(name.to_owned(), json);
            });
        }
        room
    }

    /// A value of the session.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.lock().record.values.get(name).cloned()?;
        serde_json::from_value(value).ok()
    }

    /// Takes a value out of the session.
    pub fn take<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.get(name)?;
        self.edit(|r| {
            r.values.remove(name);
        });
        Some(value)
    }

    /// A sentence for the next page, for instance after a redirect.
    pub fn flash(&self, tone: Tone, text: &str) {
        self.set("_flash", &(tone, text));
    }

    /// That sentence; gone afterwards.
    pub fn take_flash(&self) -> Option<(Tone, String)> {
        self.take("_flash")
    }
}

fn key_of(id: &str) -> String {
    hex::encode(Sha256::digest(id.as_bytes()))
}

/// Sessions in memory: for tests, examples and a server of one process. Holds at most 10 000.
#[derive(Debug, Default)]
pub struct MemorySessions(Mutex<HashMap<String, SessionRecord>>);

impl MemorySessions {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl SessionStore for MemorySessions {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<SessionRecord>, StoreFault>> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        Box::pin(async move { Ok(found) })
    }

    fn create<'a>(
        &'a self,
        key: &'a str,
        record: &'a SessionRecord,
    ) -> BoxFuture<'a, Result<(), StoreFault>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= 10_000 && !all.contains_key(key) {
            let oldest = all.iter().min_by_key(|(_, r)| r.expires_at).map(|(k, _)| k.clone());
            oldest.map(|k| all.remove(&k));
        }
        all.insert(key.to_owned(), record.clone());
        Box::pin(async { Ok(()) })
    }

    fn update<'a>(
        &'a self,
        key: &'a str,
        record: &'a SessionRecord,
    ) -> BoxFuture<'a, Result<(), StoreFault>> {
        if let Some(there) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(key) {
            *there = record.clone();
        }
        Box::pin(async { Ok(()) })
    }

    fn delete<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
        Box::pin(async { Ok(()) })
    }
}

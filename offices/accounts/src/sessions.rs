//! Sessions in the store.

use congvu_store::{SessionRow, Store};
use congvu_web::security::session::{BoxFuture, SessionRecord, SessionStore, StoreFault};
use jiff::Timestamp;

/// Sessions belong to the server, not to one agency: a person may move between departments.
pub(crate) const SERVER: &str = "server";

/// Sessions kept in the database.
#[derive(Clone)]
pub struct StoredSessions(Store);

impl StoredSessions {
    /// Sessions in this store.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(store)
    }

    async fn put(&self, key: &str, record: &SessionRecord) -> Result<(), StoreFault> {
        let row = SessionRow {
            key_hash: key.to_owned(),
            account: record.signed_in.as_ref().map(|who| who.person.clone()),
            data: serde_json::to_string(record).map_err(fault)?,
            expires_ms: record.expires_at.as_millisecond(),
        };
        self.0.put_session(SERVER, &row).await.map_err(fault)
    }

    async fn get(&self, key: &str) -> Result<Option<SessionRecord>, StoreFault> {
        let now_ms = Timestamp::now().as_millisecond();
        let row = self.0.session(SERVER, key, now_ms).await.map_err(fault)?;
        row.map(|r| serde_json::from_str(&r.data).map_err(fault)).transpose()
    }
}

fn fault(error: impl std::fmt::Display) -> StoreFault {
    StoreFault(error.to_string())
}

impl SessionStore for StoredSessions {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<SessionRecord>, StoreFault>> {
        Box::pin(self.get(key))
    }

    fn create<'a>(
        &'a self,
        key: &'a str,
        record: &'a SessionRecord,
    ) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(self.put(key, record))
    }

    fn update<'a>(
        &'a self,
        key: &'a str,
        record: &'a SessionRecord,
    ) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async move {
            // Gone means signed out meanwhile: it must stay gone.
            match self.get(key).await? {
                Some(_) => self.put(key, record).await,
                None => Ok(()),
            }
        })
    }

    fn delete<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async move { self.0.delete_session(SERVER, key).await.map_err(fault) })
    }
}

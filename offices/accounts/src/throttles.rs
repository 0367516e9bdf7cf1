//! Failed attempts in the store. Keys are digests; neither logins nor addresses are kept.

use crate::sessions::SERVER;
use congvu_store::Store;
use congvu_web::security::session::{BoxFuture, StoreFault};
use congvu_web::security::throttle::{Failures, ThrottleStore};

/// Failures kept in the database.
#[derive(Clone)]
pub struct StoredThrottles(pub Store);

fn setting(key: &str) -> String {
    format!("failures/{key}")
}

fn fault(error: impl std::fmt::Display) -> StoreFault {
    StoreFault(error.to_string())
}

impl ThrottleStore for StoredThrottles {
    fn failures<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Failures, StoreFault>> {
        Box::pin(async move {
            let kept = self.0.setting(SERVER, &setting(key)).await.map_err(fault)?;
            kept.map_or(Ok(Failures::default()), |text| serde_json::from_str(&text).map_err(fault))
        })
    }

    fn set_failures<'a>(&'a self, key: &'a str, failures: Failures) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async move {
            let text = serde_json::to_string(&failures).map_err(fault)?;
            self.0.put_setting(SERVER, &setting(key), &text).await.map_err(fault)
        })
    }

    fn forget<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.set_failures(key, Failures::default())
    }
}

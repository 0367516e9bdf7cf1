//! The secret of the service: made at the first start, the same on every node.

use anyhow::Context;
use congvu_store::Store;

const AGENCY: &str = "server";
const KEY: &str = "secret";

/// The secret under which tokens are made.
///
/// # Errors
/// The store cannot be read or written, or the system gives no random numbers.
pub(crate) async fn of(store: &Store) -> anyhow::Result<[u8; 32]> {
    if let Some(kept) = store.setting(AGENCY, KEY).await? {
        let text: String = serde_json::from_str(&kept)?;
        let bytes = hex::decode(text).context("the service's secret in the database is damaged")?;
        return bytes.try_into().ok().context("the service's secret in the database has the wrong length");
    }
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|e| anyhow::anyhow!("the system gives no random numbers: {e}"))?;
    store.put_setting(AGENCY, KEY, &serde_json::to_string(&hex::encode(secret))?).await?;
    Ok(secret)
}

//! Settings, throttle counters, remembered requests.

use crate::cells::{self, Cells};
use crate::committer::check;
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Counts one more event for `key` in the window of `window_ms` (at least 1) that holds `now_ms`; gives the count,
    /// this event included. Windows begin at multiples of their length.
    pub async fn throttle(
        &self,
        agency: &str,
        key: &str,
        window_ms: i64,
        now_ms: i64,
    ) -> Result<i64, StoreError> {
        check::key("agency", agency)?;
        check::key("throttle key", key)?;
        let window_ms = window_ms.max(1);
        let started_ms = now_ms.saturating_sub(now_ms.rem_euclid(window_ms));
        let query = sqlx::query(
            "INSERT INTO throttle (agency, throttle_key, window_ms, started_ms, count, expires_ms) \
             VALUES ($1, $2, $3, $4, 1, $5) \
             ON CONFLICT (agency, throttle_key, window_ms, started_ms) DO UPDATE SET count = throttle.count + 1 \
             RETURNING count",
        );
        let row = query
            .bind(agency)
            .bind(key)
            .bind(window_ms)
            .bind(started_ms)
            .bind(started_ms.saturating_add(window_ms))
            .fetch_one(self.db().write())
            .await?;
        Cells::of(&row).int()
    }

    /// A setting (JSON).
    pub async fn setting(&self, agency: &str, key: &str) -> Result<Option<String>, StoreError> {
        let query = sqlx::query("SELECT value FROM setting WHERE agency = $1 AND setting_key = $2");
        cells::one(self.row(query.bind(agency).bind(key)).await?.as_ref(), |c| c.text())
    }

    /// Creates or changes a setting (JSON).
    pub async fn put_setting(&self, agency: &str, key: &str, value: &str) -> Result<(), StoreError> {
        check::key("agency", agency)?;
        check::key("setting", key)?;
        check::text("value", value)?;
        let query = sqlx::query(
            "INSERT INTO setting (agency, setting_key, value) VALUES ($1, $2, $3) \
             ON CONFLICT (agency, setting_key) DO UPDATE SET value = excluded.value",
        );
        self.change(query.bind(agency).bind(key).bind(value)).await?;
        Ok(())
    }

    /// Removes a setting; nothing happens where there is none.
    pub async fn delete_setting(&self, agency: &str, key: &str) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM setting WHERE agency = $1 AND setting_key = $2");
        self.change(query.bind(agency).bind(key)).await?;
        Ok(())
    }

    /// Settings of an agency, by key; the first thousand.
    pub async fn settings(&self, agency: &str) -> Result<Vec<(String, String)>, StoreError> {
        let query = sqlx::query(
            "SELECT setting_key, value FROM setting WHERE agency = $1 ORDER BY setting_key LIMIT 1000",
        );
        cells::all(&self.rows(query.bind(agency)).await?, |c| Ok((c.text()?, c.text()?)))
    }

    /// Forgets the answers to requests made before `before_ms` in every agency; gives how many. From then on such a
    /// request would be carried out again.
    pub async fn forget_requests(&self, before_ms: i64) -> Result<u64, StoreError> {
        self.change(sqlx::query("DELETE FROM request WHERE at_ms < $1").bind(before_ms)).await
    }
}

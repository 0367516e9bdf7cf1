//! Accounts and sessions.

use crate::cells::{self, Cells};
use crate::committer::check;
use crate::error::StoreError;
use crate::rows::{AccountRow, SessionRow};
use crate::store::{Store, bounded};

macro_rules! select_account {
    ($rest:literal) => {
        concat!(
            "SELECT id, login, password_hash, name, phone, email, kind, person, created_ms, closed_ms FROM account ",
            $rest
        )
    };
}

fn read_account(c: &mut Cells<'_>) -> Result<AccountRow, StoreError> {
    Ok(AccountRow {
        id: c.text()?,
        login: c.text()?,
        password_hash: c.text()?,
        name: c.text()?,
        phone: c.text()?,
        email: c.text()?,
        kind: c.text()?,
        person: c.maybe_text()?,
        created_ms: c.int()?,
        closed_ms: c.maybe_int()?,
    })
}

fn check_account(agency: &str, account: &AccountRow) -> Result<(), StoreError> {
    check::key("agency", agency)?;
    check::key("account id", &account.id)?;
    check::key("login", &account.login)?;
    check::maybe_key("kind", &account.kind)?;
    check::maybe_key("person", account.person.as_deref().unwrap_or_default())?;
    for value in [&account.password_hash, &account.name, &account.phone, &account.email] {
        check::maybe_key("account field", value)?;
    }
    Ok(())
}

impl Store {
    /// Creates an account, or changes the one with this id.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when another account has this login.
    pub async fn put_account(&self, agency: &str, account: &AccountRow) -> Result<(), StoreError> {
        check_account(agency, account)?;
        let query = sqlx::query(
            "INSERT INTO account (agency, id, login, password_hash, name, phone, email, kind, person, created_ms, \
             closed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (agency, id) DO UPDATE SET login = excluded.login, \
             password_hash = excluded.password_hash, name = excluded.name, phone = excluded.phone, \
             email = excluded.email, kind = excluded.kind, person = excluded.person, \
             closed_ms = excluded.closed_ms",
        );
        let query = query
            .bind(agency)
            .bind(account.id.as_str())
            .bind(account.login.as_str())
            .bind(account.password_hash.as_str())
            .bind(account.name.as_str())
            .bind(account.phone.as_str())
            .bind(account.email.as_str())
            .bind(account.kind.as_str())
            .bind(account.person.clone())
            .bind(account.created_ms)
            .bind(account.closed_ms);
        self.change(query).await?;
        Ok(())
    }

    /// An account by id.
    pub async fn account(&self, agency: &str, id: &str) -> Result<Option<AccountRow>, StoreError> {
        let query = sqlx::query(select_account!("WHERE agency = $1 AND id = $2"));
        cells::one(self.row(query.bind(agency).bind(id)).await?.as_ref(), read_account)
    }

    /// An account by login, compared exactly: fold it before storing and before asking.
    pub async fn account_by_login(
        &self,
        agency: &str,
        login: &str,
    ) -> Result<Option<AccountRow>, StoreError> {
        let query = sqlx::query(select_account!("WHERE agency = $1 AND login = $2"));
        cells::one(self.row(query.bind(agency).bind(login)).await?.as_ref(), read_account)
    }

    /// Accounts of a person of the staff list.
    pub async fn accounts_of_person(
        &self,
        agency: &str,
        person: &str,
    ) -> Result<Vec<AccountRow>, StoreError> {
        let query = sqlx::query(select_account!("WHERE agency = $1 AND person = $2 ORDER BY id LIMIT 20"));
        cells::all(&self.rows(query.bind(agency).bind(person)).await?, read_account)
    }

    /// Accounts by id, after the id `after` (empty: from the first).
    pub async fn accounts(
        &self,
        agency: &str,
        limit: u32,
        after: &str,
    ) -> Result<Vec<AccountRow>, StoreError> {
        let query = sqlx::query(select_account!("WHERE agency = $1 AND id > $2 ORDER BY id LIMIT $3"));
        cells::all(&self.rows(query.bind(agency).bind(after).bind(bounded(limit))).await?, read_account)
    }

    /// Creates or changes a session.
    pub async fn put_session(&self, agency: &str, session: &SessionRow) -> Result<(), StoreError> {
        check::key("agency", agency)?;
        check::key("session key", &session.key_hash)?;
        check::maybe_key("account", session.account.as_deref().unwrap_or_default())?;
        check::text("session data", &session.data)?;
        let query = sqlx::query(
            "INSERT INTO session (agency, key_hash, account, data, expires_ms) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (agency, key_hash) DO UPDATE SET account = excluded.account, data = excluded.data, \
             expires_ms = excluded.expires_ms",
        );
        let query = query
            .bind(agency)
            .bind(session.key_hash.as_str())
            .bind(session.account.clone())
            .bind(session.data.as_str())
            .bind(session.expires_ms);
        self.change(query).await?;
        Ok(())
    }

    /// A session that has not expired at `now_ms`.
    pub async fn session(
        &self,
        agency: &str,
        key_hash: &str,
        now_ms: i64,
    ) -> Result<Option<SessionRow>, StoreError> {
        let query = sqlx::query(
            "SELECT key_hash, account, data, expires_ms FROM session \
             WHERE agency = $1 AND key_hash = $2 AND expires_ms > $3",
        );
        let row = self.row(query.bind(agency).bind(key_hash).bind(now_ms)).await?;
        cells::one(row.as_ref(), |c| {
            Ok(SessionRow {
                key_hash: c.text()?,
                account: c.maybe_text()?,
                data: c.text()?,
                expires_ms: c.int()?,
            })
        })
    }

    /// Ends a session; one that is not there is ended already.
    pub async fn delete_session(&self, agency: &str, key_hash: &str) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM session WHERE agency = $1 AND key_hash = $2");
        self.change(query.bind(agency).bind(key_hash)).await?;
        Ok(())
    }

    /// Ends all sessions of an account, as after a change of password; gives how many.
    pub async fn delete_sessions_of(&self, agency: &str, account: &str) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM session WHERE agency = $1 AND account = $2");
        self.change(query.bind(agency).bind(account)).await
    }

    /// Removes what has expired in every agency (sessions, throttle windows); gives how many rows.
    pub async fn delete_expired(&self, now_ms: i64) -> Result<u64, StoreError> {
        let sessions =
            self.change(sqlx::query("DELETE FROM session WHERE expires_ms <= $1").bind(now_ms)).await?;
        let windows =
            self.change(sqlx::query("DELETE FROM throttle WHERE expires_ms <= $1").bind(now_ms)).await?;
        Ok(sessions + windows)
    }
}

//! Signatures to compile against while the rooms are built.

use crate::config::StoreConfig;
use crate::error::{CommitError, StoreError};
use crate::files::FileStore;
use crate::rows::*;
use crate::work::{Committed, Work};

/// How many matters are in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateCount {
    /// Kind of matter.
    pub kind: String,
    /// The procedure.
    pub procedure: String,
    /// The state.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// References, newest first.
    pub references: Vec<String>,
    /// There may be more.
    pub more: bool,
}

/// Head of an agency's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Sequence number of the latest act, 0 when none.
    pub seq: i64,
    /// Its hash; all zero when none.
    pub hash: [u8; 32],
}

/// The store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    files: FileStore,
}

fn stub<T>() -> Result<T, StoreError> {
    Err(StoreError::Busy)
}

impl Store {
    /// Opens the database and the folder of files; brings the schema up to date.
    pub async fn open(cfg: StoreConfig) -> Result<Store, StoreError> {
        let _ = cfg;
        stub()
    }

    /// Commits what is queued and closes the connections.
    pub async fn close(&self) {}

    /// The files.
    pub fn files(&self) -> &FileStore {
        &self.files
    }

    /// Stores a work durably, or tells why not.
    pub async fn commit(&self, work: Work) -> Result<Committed, CommitError> {
        let _ = work;
        Err(CommitError::Busy)
    }

    /// Present state of a matter.
    pub async fn matter(&self, agency: &str, id: &str) -> Result<Option<MatterRow>, StoreError> {
        let _ = (agency, id);
        stub()
    }

    /// A matter by its case number.
    pub async fn matter_by_code(&self, agency: &str, code: &str) -> Result<Option<MatterRow>, StoreError> {
        let _ = (agency, code);
        stub()
    }

    /// Matters whose turn is one of `turns`, by due date (those without one last), after `after` = (due_ms, id).
    pub async fn matters_by_turn(
        &self,
        agency: &str,
        turns: &[&str],
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Vec<MatterRow>, StoreError> {
        let _ = (agency, turns, limit, after);
        stub()
    }

    /// Matters of an applicant, newest first, opened before `before` = (opened_ms, id).
    pub async fn matters_by_applicant(
        &self,
        agency: &str,
        applicant: &str,
        limit: u32,
        before: Option<(i64, &str)>,
    ) -> Result<Vec<MatterRow>, StoreError> {
        let _ = (agency, applicant, limit, before);
        stub()
    }

    /// Matters of a kind (empty: of all) by id, after the id `after`.
    pub async fn matters(
        &self,
        agency: &str,
        kind: &str,
        limit: u32,
        after: &str,
    ) -> Result<Vec<MatterRow>, StoreError> {
        let _ = (agency, kind, limit, after);
        stub()
    }

    /// How many matters are in each (kind, procedure, state).
    pub async fn matters_by_state(&self, agency: &str) -> Result<Vec<StateCount>, StoreError> {
        let _ = (agency);
        stub()
    }

    /// Acts of a matter in order, after sequence number `after_seq`.
    pub async fn acts_of(
        &self,
        agency: &str,
        matter: &str,
        limit: u32,
        after_seq: i64,
    ) -> Result<Vec<ActRow>, StoreError> {
        let _ = (agency, matter, limit, after_seq);
        stub()
    }

    /// Acts of the agency in order, from sequence number `seq`.
    pub async fn acts_from(&self, agency: &str, seq: i64, limit: u32) -> Result<Vec<ActRow>, StoreError> {
        let _ = (agency, seq, limit);
        stub()
    }

    /// One act by its id.
    pub async fn act(&self, agency: &str, id: &str) -> Result<Option<ActRow>, StoreError> {
        let _ = (agency, id);
        stub()
    }

    /// Latest sequence number and hash of the agency's record.
    pub async fn head(&self, agency: &str) -> Result<Head, StoreError> {
        let _ = (agency);
        stub()
    }

    /// Agencies that have a record.
    pub async fn agencies(&self) -> Result<Vec<String>, StoreError> {
        let _ = ();
        stub()
    }

    /// The entry as it stands at `at_ms`; `None` when it is not there (not yet, or no more).
    pub async fn entry_as_of(
        &self,
        agency: &str,
        register: &str,
        number: &str,
        at_ms: i64,
    ) -> Result<Option<EntryRow>, StoreError> {
        let _ = (agency, register, number, at_ms);
        stub()
    }

    /// The latest version, whenever it begins or ends.
    pub async fn entry_current(
        &self,
        agency: &str,
        register: &str,
        number: &str,
    ) -> Result<Option<EntryRow>, StoreError> {
        let _ = (agency, register, number);
        stub()
    }

    /// All versions of an entry, oldest first.
    pub async fn entry_versions(
        &self,
        agency: &str,
        register: &str,
        number: &str,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let _ = (agency, register, number);
        stub()
    }

    /// The register as it stands at `at_ms`, by number, after the number `after`.
    pub async fn entries_list(
        &self,
        agency: &str,
        register: &str,
        at_ms: i64,
        limit: u32,
        after: &str,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let _ = (agency, register, at_ms, limit, after);
        stub()
    }

    /// The latest version of the entry with this verification code.
    pub async fn entry_by_verify_code(
        &self,
        agency: &str,
        code: &str,
    ) -> Result<Option<EntryRow>, StoreError> {
        let _ = (agency, code);
        stub()
    }

    /// Documents of a matter, oldest first.
    pub async fn documents_of(&self, agency: &str, matter: &str) -> Result<Vec<DocumentRow>, StoreError> {
        let _ = (agency, matter);
        stub()
    }

    /// One document.
    pub async fn document(&self, agency: &str, id: &str) -> Result<Option<DocumentRow>, StoreError> {
        let _ = (agency, id);
        stub()
    }

    /// The document with this verification code.
    pub async fn document_by_verify_code(
        &self,
        agency: &str,
        code: &str,
    ) -> Result<Option<DocumentRow>, StoreError> {
        let _ = (agency, code);
        stub()
    }

    /// Files of a matter, by part and time.
    pub async fn files_of(&self, agency: &str, matter: &str) -> Result<Vec<FileUseRow>, StoreError> {
        let _ = (agency, matter);
        stub()
    }

    /// Where a file is used: who may see it follows from the matters.
    pub async fn uses_of_file(&self, agency: &str, sha256: &str) -> Result<Vec<FileUseRow>, StoreError> {
        let _ = (agency, sha256);
        stub()
    }

    /// References whose words begin with every one of `words` (folded like the stored ones); newest reference first.
    pub async fn search(
        &self,
        agency: &str,
        kind: &str,
        words: &[&str],
        limit: u32,
    ) -> Result<Found, StoreError> {
        let _ = (agency, kind, words, limit);
        stub()
    }

    /// Creates an account, or changes it.
    pub async fn put_account(&self, agency: &str, account: &AccountRow) -> Result<(), StoreError> {
        let _ = (agency, account);
        stub()
    }

    /// An account by id.
    pub async fn account(&self, agency: &str, id: &str) -> Result<Option<AccountRow>, StoreError> {
        let _ = (agency, id);
        stub()
    }

    /// An account by login.
    pub async fn account_by_login(
        &self,
        agency: &str,
        login: &str,
    ) -> Result<Option<AccountRow>, StoreError> {
        let _ = (agency, login);
        stub()
    }

    /// Accounts by id, after the id `after`.
    pub async fn accounts(
        &self,
        agency: &str,
        limit: u32,
        after: &str,
    ) -> Result<Vec<AccountRow>, StoreError> {
        let _ = (agency, limit, after);
        stub()
    }

    /// Creates or changes a session.
    pub async fn put_session(&self, agency: &str, session: &SessionRow) -> Result<(), StoreError> {
        let _ = (agency, session);
        stub()
    }

    /// A session that has not expired at `now_ms`.
    pub async fn session(
        &self,
        agency: &str,
        key_hash: &str,
        now_ms: i64,
    ) -> Result<Option<SessionRow>, StoreError> {
        let _ = (agency, key_hash, now_ms);
        stub()
    }

    /// Ends a session.
    pub async fn delete_session(&self, agency: &str, key_hash: &str) -> Result<(), StoreError> {
        let _ = (agency, key_hash);
        stub()
    }

    /// Ends all sessions of an account.
    pub async fn delete_sessions_of(&self, agency: &str, account: &str) -> Result<(), StoreError> {
        let _ = (agency, account);
        stub()
    }

    /// Removes what has expired in every agency (sessions, throttle windows); gives how many rows.
    pub async fn delete_expired(&self, now_ms: i64) -> Result<u64, StoreError> {
        let _ = (now_ms);
        stub()
    }

    /// Creates or changes a draft.
    pub async fn put_draft(&self, agency: &str, draft: &DraftRow) -> Result<(), StoreError> {
        let _ = (agency, draft);
        stub()
    }

    /// A draft, if it belongs to `owner`.
    pub async fn draft(&self, agency: &str, owner: &str, id: &str) -> Result<Option<DraftRow>, StoreError> {
        let _ = (agency, owner, id);
        stub()
    }

    /// Drafts of an owner, latest change first.
    pub async fn drafts_of(
        &self,
        agency: &str,
        owner: &str,
        limit: u32,
    ) -> Result<Vec<DraftRow>, StoreError> {
        let _ = (agency, owner, limit);
        stub()
    }

    /// Removes a draft of `owner`; tells whether there was one.
    pub async fn delete_draft(&self, agency: &str, owner: &str, id: &str) -> Result<bool, StoreError> {
        let _ = (agency, owner, id);
        stub()
    }

    /// Removes drafts not touched since `before_ms` in every agency; gives how many.
    pub async fn delete_drafts_before(&self, before_ms: i64) -> Result<u64, StoreError> {
        let _ = (before_ms);
        stub()
    }

    /// Counts one more event for `key` in the window of `window_ms` that holds `now_ms`; gives the count, this one included.
    pub async fn throttle(
        &self,
        agency: &str,
        key: &str,
        window_ms: i64,
        now_ms: i64,
    ) -> Result<i64, StoreError> {
        let _ = (agency, key, window_ms, now_ms);
        stub()
    }

    /// A setting (JSON).
    pub async fn setting(&self, agency: &str, key: &str) -> Result<Option<String>, StoreError> {
        let _ = (agency, key);
        stub()
    }

    /// Creates or changes a setting (JSON).
    pub async fn put_setting(&self, agency: &str, key: &str, value: &str) -> Result<(), StoreError> {
        let _ = (agency, key, value);
        stub()
    }

    /// All settings of an agency, by key.
    pub async fn settings(&self, agency: &str) -> Result<Vec<(String, String)>, StoreError> {
        let _ = (agency);
        stub()
    }

    /// Forgets idempotency keys used before `before_ms` in every agency; gives how many.
    pub async fn forget_requests(&self, before_ms: i64) -> Result<u64, StoreError> {
        let _ = (before_ms);
        stub()
    }

    /// Claims up to `limit` jobs of `kinds` that are due (or whose lease ended), for `lease_ms`; across agencies.
    pub async fn claim_jobs(
        &self,
        kinds: &[&str],
        now_ms: i64,
        lease_ms: i64,
        limit: u32,
    ) -> Result<Vec<Job>, StoreError> {
        let _ = (kinds, now_ms, lease_ms, limit);
        stub()
    }

    /// Marks a claimed job done; `false` when the claim was lost meanwhile.
    pub async fn complete_job(&self, job: &Job, now_ms: i64) -> Result<bool, StoreError> {
        let _ = (job, now_ms);
        stub()
    }

    /// Records a failure: ready again at `retry_at_ms`, or dead after `max_attempts`; `false` when the claim was lost.
    pub async fn fail_job(&self, job: &Job, error: &str, retry_at_ms: i64) -> Result<bool, StoreError> {
        let _ = (job, error, retry_at_ms);
        stub()
    }

    /// Makes a dead job ready again with fresh attempts; tells whether there was one.
    pub async fn revive_job(&self, agency: &str, id: &str, run_at_ms: i64) -> Result<bool, StoreError> {
        let _ = (agency, id, run_at_ms);
        stub()
    }

    /// Jobs of an agency in a state (`ready`, `running`, `done`, `dead`), by time, after `after` = (run_at_ms, id).
    pub async fn jobs(
        &self,
        agency: &str,
        state: &str,
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Vec<Job>, StoreError> {
        let _ = (agency, state, limit, after);
        stub()
    }

    /// Removes jobs done before `before_ms` in every agency; gives how many.
    pub async fn delete_jobs_done(&self, before_ms: i64) -> Result<u64, StoreError> {
        let _ = (before_ms);
        stub()
    }
}

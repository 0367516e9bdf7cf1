//! What can go wrong at the desk.

use congvu_authority::Refusal;
use congvu_matter::Refused;
use congvu_store::{CommitError, StoreError};

/// Why an act was not performed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PerformError {
    /// No clause empowers it.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// It is not the matter's turn for it, or something is missing.
    #[error("{0}")]
    NotNow(Refused),
    /// There is no such agency, procedure, lifecycle or matter.
    #[error("there is no {what} `{id}`")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Under which name.
        id: String,
    },
    /// Somebody else changed the matter meanwhile.
    #[error("the matter was changed by somebody else: it is now at version {version}")]
    Changed {
        /// Version that it is at now.
        version: i64,
    },
    /// The same idempotency key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// Too much at once: try again.
    #[error("too much at once, try again in a moment")]
    Busy,
    /// The store.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// What can go wrong without anybody's fault.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store.
    #[error("store: {0}")]
    Store(#[from] StoreError),
    /// A stored text cannot be read.
    #[error("stored {what} cannot be read: {reason}")]
    Unreadable {
        /// What.
        what: &'static str,
        /// Why.
        reason: String,
    },
    /// Typesetting.
    #[error("paper: {0}")]
    Paper(String),
    /// What lists show could not be made anew.
    #[error("listings: {0}")]
    Listing(String),
    /// What should have happened by the passing of time.
    #[error("by the passing of time: {0}")]
    Job(String),
    /// Files.
    #[error("files: {0}")]
    Files(String),
    /// Sealing or opening failed; says nothing of what is sealed.
    #[error("seal: {0}")]
    Seal(String),
    /// A paper was set and could not be sealed: it is not issued, and is tried again.
    #[error("the paper is not sealed yet: {0}")]
    Unsealed(String),
    /// The public log.
    #[error("public log: {0}")]
    Log(String),
    /// No random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

impl From<StoreError> for PerformError {
    fn from(error: StoreError) -> Self {
        Self::Desk(DeskError::Store(error))
    }
}

/// What a commit that did not happen means for the caller.
pub(crate) enum Outcome {
    /// Answer this.
    Answer(PerformError),
    /// The same request was carried out before: this was its answer.
    Repeated(Vec<u8>),
    /// The authority table or the matter moved under the decision: decide again.
    Again,
}

pub(crate) fn outcome(error: CommitError, asked_version: Option<i64>, matter: &str) -> Outcome {
    match error {
        CommitError::Conflict { matter: other, found_version }
            if other == matter && asked_version.is_some() =>
        {
            Outcome::Answer(PerformError::Changed { version: found_version })
        }
        CommitError::Conflict { .. } => Outcome::Again,
        CommitError::Repeated { answer } => Outcome::Repeated(answer),
        CommitError::KeyReused => Outcome::Answer(PerformError::KeyReused),
        CommitError::Refused(reason) => Outcome::Answer(PerformError::NotNow(Refused::Register(reason))),
        CommitError::Busy => Outcome::Answer(PerformError::Busy),
        CommitError::Store(error) => Outcome::Answer(error.into()),
    }
}

pub(crate) fn unreadable(what: &'static str) -> impl Fn(serde_json::Error) -> DeskError {
    move |error| DeskError::Unreadable { what, reason: error.to_string() }
}

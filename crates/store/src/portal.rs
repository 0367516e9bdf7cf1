//! Dossiers that another portal filed, and every message exchanged with it.

use crate::cells::{self, Cells};
use crate::committer::check;
use crate::error::StoreError;
use crate::store::{Store, bounded};

/// How often the place of a message in its order is drawn anew when another node took it.
const DRAWS: usize = 8;

/// A dossier of another portal beside our matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalDossierRow {
    /// The partner that filed it.
    pub partner: String,
    /// The partner's number of it.
    pub code: String,
    /// Our matter.
    pub matter: String,
    /// Digest of what was filed.
    pub digest: [u8; 32],
    /// The system that owns the business status: empty for us, otherwise a partner.
    pub owner: String,
    /// Status that the partner last reported, by its own order; empty for none.
    pub status: String,
    /// Place of that report in the partner's order, 0 for none.
    pub sequence: i64,
    /// When it came here, milliseconds UTC.
    pub opened_ms: i64,
    /// When the person got the result, as far as reported, milliseconds UTC.
    pub delivered_ms: Option<i64>,
    /// When the partner confirmed that it has the result, milliseconds UTC.
    pub synchronised_ms: Option<i64>,
    /// What was filed besides form and files (JSON).
    pub body: String,
}

/// One message to or from a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalMessageRow {
    /// Partner.
    pub partner: String,
    /// `in` or `out`.
    pub direction: String,
    /// Identifier of the message, the same at every repetition.
    pub id: String,
    /// Place in the order in which messages of this direction came to stand here, from 1; drawn when it is put.
    pub seq: i64,
    /// What kind of message.
    pub kind: String,
    /// The partner's number of the dossier.
    pub code: String,
    /// Our matter, empty while there is none.
    pub matter: String,
    /// How far it got, as the office names it.
    pub state: String,
    /// Place in the sender's own order, 0 for none.
    pub sequence: i64,
    /// When what it tells happened, milliseconds UTC.
    pub at_ms: i64,
    /// When this row last changed, milliseconds UTC.
    pub changed_ms: i64,
    /// How often sending was tried.
    pub attempts: i64,
    /// Digest of the content.
    pub digest: [u8; 32],
    /// What went wrong last; never personal data.
    pub error: String,
    /// Content (JSON).
    pub body: String,
    /// The answer that it got (JSON), empty for none.
    pub answer: String,
}

/// An act on a dossier of another portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalActRow {
    /// Place of the act in the record.
    pub seq: i64,
    /// The matter.
    pub matter: String,
}

/// What happened to a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PortalSettled {
    /// State after it.
    pub state: String,
    /// What went wrong; empty for nothing.
    pub error: String,
    /// The answer; none leaves it as it is.
    pub answer: Option<String>,
    /// The matter; none leaves it as it is.
    pub matter: Option<String>,
    /// Tries to add.
    pub attempts: i64,
    /// When, milliseconds UTC.
    pub at_ms: i64,
}

macro_rules! dossiers {
    ($rest:literal) => {
        concat!(
            "SELECT partner, code, matter, digest, owner, status, sequence, opened_ms, delivered_ms, \
             synchronised_ms, body FROM portal_dossier ",
            $rest
        )
    };
}

macro_rules! messages {
    ($rest:literal) => {
        concat!(
            "SELECT partner, direction, id, seq, kind, code, matter, state, sequence, at_ms, changed_ms, attempts, \
             digest, error, body, answer FROM portal_message ",
            $rest
        )
    };
}

fn dossier(c: &mut Cells<'_>) -> Result<PortalDossierRow, StoreError> {
    Ok(PortalDossierRow {
        partner: c.text()?,
        code: c.text()?,
        matter: c.text()?,
        digest: c.digest()?,
        owner: c.text()?,
        status: c.text()?,
        sequence: c.int()?,
        opened_ms: c.int()?,
        delivered_ms: c.maybe_int()?,
        synchronised_ms: c.maybe_int()?,
        body: c.text()?,
    })
}

fn message(c: &mut Cells<'_>) -> Result<PortalMessageRow, StoreError> {
    Ok(PortalMessageRow {
        partner: c.text()?,
        direction: c.text()?,
        id: c.text()?,
        seq: c.int()?,
        kind: c.text()?,
        code: c.text()?,
        matter: c.text()?,
        state: c.text()?,
        sequence: c.int()?,
        at_ms: c.int()?,
        changed_ms: c.int()?,
        attempts: c.int()?,
        digest: c.digest()?,
        error: c.text()?,
        body: c.text()?,
        answer: c.text()?,
    })
}

impl Store {
    /// Keeps a dossier; one that is known already, by its number or its matter, is left as it is. Tells whether it is new.
    pub async fn put_portal_dossier(&self, agency: &str, d: &PortalDossierRow) -> Result<bool, StoreError> {
        check::key("agency", agency)?;
        check::key("partner", &d.partner)?;
        check::key("dossier", &d.code)?;
        check::key("matter", &d.matter)?;
        check::maybe_key("owner", &d.owner)?;
        check::text("dossier", &d.body)?;
        let query = sqlx::query(
            "INSERT INTO portal_dossier (agency, partner, code, matter, digest, owner, status, sequence, opened_ms, \
             delivered_ms, synchronised_ms, body) VALUES ($1, $2, $3, $4, $5, $6, '', 0, $7, NULL, NULL, $8) \
             ON CONFLICT DO NOTHING",
        );
        let query = query
            .bind(agency)
            .bind(d.partner.as_str())
            .bind(d.code.as_str())
            .bind(d.matter.as_str())
            .bind(d.digest.to_vec())
            .bind(d.owner.as_str())
            .bind(d.opened_ms)
            .bind(d.body.as_str());
        Ok(self.change(query).await? > 0)
    }

    /// A dossier by the partner's number.
    pub async fn portal_dossier(
        &self,
        agency: &str,
        partner: &str,
        code: &str,
    ) -> Result<Option<PortalDossierRow>, StoreError> {
        let query = sqlx::query(dossiers!("WHERE agency = $1 AND partner = $2 AND code = $3"));
        cells::one(self.row(query.bind(agency).bind(partner).bind(code)).await?.as_ref(), dossier)
    }

    /// The dossier that our matter is, if another portal filed it.
    pub async fn portal_dossier_of(
        &self,
        agency: &str,
        matter: &str,
    ) -> Result<Option<PortalDossierRow>, StoreError> {
        let query = sqlx::query(dossiers!("WHERE agency = $1 AND matter = $2"));
        cells::one(self.row(query.bind(agency).bind(matter)).await?.as_ref(), dossier)
    }

    /// Dossiers on which a partner reported a status, the latest first.
    pub async fn portal_dossiers_reported(
        &self,
        agency: &str,
        limit: u32,
    ) -> Result<Vec<PortalDossierRow>, StoreError> {
        let query = sqlx::query(dossiers!(
            "WHERE agency = $1 AND status <> '' ORDER BY opened_ms DESC, partner, code LIMIT $2"
        ));
        cells::all(&self.rows(query.bind(agency).bind(bounded(limit))).await?, dossier)
    }

    /// Keeps the status that a partner reports, if it comes later in the partner's order than what is kept; tells whether
    /// it did. A report that comes too late changes nothing.
    pub async fn portal_reported(
        &self,
        agency: &str,
        partner: &str,
        code: &str,
        sequence: i64,
        status: &str,
        delivered_ms: Option<i64>,
    ) -> Result<bool, StoreError> {
        check::key("status", status)?;
        let query = sqlx::query(
            "UPDATE portal_dossier SET status = $5, sequence = $4, delivered_ms = COALESCE(delivered_ms, $6) \
             WHERE agency = $1 AND partner = $2 AND code = $3 AND sequence < $4",
        );
        let query =
            query.bind(agency).bind(partner).bind(code).bind(sequence).bind(status).bind(delivered_ms);
        Ok(self.change(query).await? > 0)
    }

    /// Keeps when the partner confirmed that it has the result; the first confirmation counts.
    pub async fn portal_synchronised(
        &self,
        agency: &str,
        matter: &str,
        at_ms: i64,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "UPDATE portal_dossier SET synchronised_ms = COALESCE(synchronised_ms, $3) \
             WHERE agency = $1 AND matter = $2",
        );
        self.change(query.bind(agency).bind(matter).bind(at_ms)).await.map(drop)
    }

    /// Moves the business status of a dossier from one owner to another; `false` when somebody else owns it by now.
    pub async fn portal_owner(
        &self,
        agency: &str,
        matter: &str,
        from: &str,
        to: &str,
    ) -> Result<bool, StoreError> {
        check::maybe_key("owner", to)?;
        let query = sqlx::query(
            "UPDATE portal_dossier SET owner = $4 WHERE agency = $1 AND matter = $2 AND owner = $3",
        );
        Ok(self.change(query.bind(agency).bind(matter).bind(from).bind(to)).await? > 0)
    }

    /// Keeps a message and draws its place in the order; one that is known is left as it is. Tells whether it is new.
    pub async fn put_portal_message(&self, agency: &str, m: &PortalMessageRow) -> Result<bool, StoreError> {
        let keys =
            [("agency", agency), ("partner", &m.partner), ("direction", &m.direction), ("message", &m.id)];
        for (name, value) in keys {
            check::key(name, value)?;
        }
        for (name, value) in
            [("dossier", &m.code), ("matter", &m.matter), ("kind", &m.kind), ("state", &m.state)]
        {
            check::maybe_key(name, value)?;
        }
        for (name, value) in [("message", &m.body), ("answer", &m.answer), ("error", &m.error)] {
            check::text(name, value)?;
        }
        let mut draws = 1;
        loop {
            // Another node that drew the same place at the same moment wins; its id differs, so this one draws again.
            match self.insert_portal_message(agency, m).await {
                Err(StoreError::Duplicate { .. }) if draws < DRAWS => draws += 1,
                other => return other,
            }
        }
    }

    async fn insert_portal_message(&self, agency: &str, m: &PortalMessageRow) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "INSERT INTO portal_message (agency, partner, direction, id, seq, kind, code, matter, state, sequence, \
             at_ms, changed_ms, attempts, digest, error, body, answer) \
             SELECT $1, $2, $3, $4, COALESCE(MAX(seq), 0) + 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 \
             FROM portal_message WHERE agency = $1 AND partner = $2 AND direction = $3 \
             ON CONFLICT (agency, partner, direction, id) DO NOTHING",
        );
        let query = query
            .bind(agency)
            .bind(m.partner.as_str())
            .bind(m.direction.as_str())
            .bind(m.id.as_str())
            .bind(m.kind.as_str())
            .bind(m.code.as_str())
            .bind(m.matter.as_str())
            .bind(m.state.as_str())
            .bind(m.sequence)
            .bind(m.at_ms)
            .bind(m.changed_ms)
            .bind(m.attempts)
            .bind(m.digest.to_vec())
            .bind(m.error.as_str())
            .bind(m.body.as_str())
            .bind(m.answer.as_str());
        Ok(self.change(query).await? > 0)
    }

    /// A message by its identifier.
    pub async fn portal_message(
        &self,
        agency: &str,
        partner: &str,
        direction: &str,
        id: &str,
    ) -> Result<Option<PortalMessageRow>, StoreError> {
        let query =
            sqlx::query(messages!("WHERE agency = $1 AND partner = $2 AND direction = $3 AND id = $4"));
        let query = query.bind(agency).bind(partner).bind(direction).bind(id);
        cells::one(self.row(query).await?.as_ref(), message)
    }

    /// Messages of a partner in one direction, in their order, after place `after`.
    pub async fn portal_messages_after(
        &self,
        agency: &str,
        partner: &str,
        direction: &str,
        after: i64,
        limit: u32,
    ) -> Result<Vec<PortalMessageRow>, StoreError> {
        let query = sqlx::query(messages!(
            "WHERE agency = $1 AND partner = $2 AND direction = $3 AND seq > $4 ORDER BY seq LIMIT $5"
        ));
        let query = query.bind(agency).bind(partner).bind(direction).bind(after).bind(bounded(limit));
        cells::all(&self.rows(query).await?, message)
    }

    /// Messages about one dossier, in both directions, as they came to stand here.
    pub async fn portal_messages_of(
        &self,
        agency: &str,
        partner: &str,
        code: &str,
        limit: u32,
    ) -> Result<Vec<PortalMessageRow>, StoreError> {
        let query = sqlx::query(messages!(
            "WHERE agency = $1 AND partner = $2 AND code = $3 ORDER BY seq DESC, direction, id LIMIT $4"
        ));
        let query = query.bind(agency).bind(partner).bind(code).bind(bounded(limit));
        cells::all(&self.rows(query).await?, message)
    }

    /// Messages of an agency that changed last, in a state or in any (empty), the latest first.
    pub async fn portal_messages(
        &self,
        agency: &str,
        state: &str,
        limit: u32,
    ) -> Result<Vec<PortalMessageRow>, StoreError> {
        if state.is_empty() {
            let query =
                sqlx::query(messages!("WHERE agency = $1 ORDER BY changed_ms DESC, id DESC LIMIT $2"));
            return cells::all(&self.rows(query.bind(agency).bind(bounded(limit))).await?, message);
        }
        let query = sqlx::query(messages!(
            "WHERE agency = $1 AND state = $2 ORDER BY changed_ms DESC, id DESC LIMIT $3"
        ));
        cells::all(&self.rows(query.bind(agency).bind(state).bind(bounded(limit))).await?, message)
    }

    /// Keeps what happened to a message, unless it is in the state `last` already, from which nothing moves it. Tells
    /// whether something changed.
    pub async fn settle_portal_message(
        &self,
        agency: &str,
        partner: &str,
        direction: &str,
        id: &str,
        settled: &PortalSettled,
        last: &str,
    ) -> Result<bool, StoreError> {
        check::key("state", &settled.state)?;
        check::text("error", &settled.error)?;
        check::text("answer", settled.answer.as_deref().unwrap_or_default())?;
        let query = sqlx::query(
            "UPDATE portal_message SET state = $5, error = $6, answer = COALESCE($7, answer), \
             matter = COALESCE($8, matter), attempts = attempts + $9, changed_ms = $10 \
             WHERE agency = $1 AND partner = $2 AND direction = $3 AND id = $4 AND state <> $11",
        );
        let query = query
            .bind(agency)
            .bind(partner)
            .bind(direction)
            .bind(id)
            .bind(settled.state.as_str())
            .bind(settled.error.as_str())
            .bind(settled.answer.as_deref())
            .bind(settled.matter.as_deref())
            .bind(settled.attempts)
            .bind(settled.at_ms)
            .bind(last);
        Ok(self.change(query).await? > 0)
    }

    /// Marks outgoing messages up to a place as `to`, where they stand at `from`; gives how many.
    pub async fn advance_portal_messages(
        &self,
        agency: &str,
        partner: &str,
        up_to: i64,
        from: &str,
        to: &str,
        at_ms: i64,
    ) -> Result<u64, StoreError> {
        let query = sqlx::query(
            "UPDATE portal_message SET state = $5, changed_ms = $6, error = '' \
             WHERE agency = $1 AND partner = $2 AND direction = 'out' AND seq <= $3 AND state = $4",
        );
        self.change(query.bind(agency).bind(partner).bind(up_to).bind(from).bind(to).bind(at_ms)).await
    }

    /// Acts on dossiers of other portals, in the order of the record: those after `after`, up to and with `up_to`.
    pub async fn portal_acts(
        &self,
        agency: &str,
        after: i64,
        up_to: i64,
    ) -> Result<Vec<PortalActRow>, StoreError> {
        let query = sqlx::query(
            "SELECT act.seq, act.matter FROM act \
             JOIN portal_dossier ON portal_dossier.agency = act.agency AND portal_dossier.matter = act.matter \
             WHERE act.agency = $1 AND act.seq > $2 AND act.seq <= $3 ORDER BY act.seq",
        );
        let rows = self.rows(query.bind(agency).bind(after).bind(up_to)).await?;
        cells::all(&rows, |c| Ok(PortalActRow { seq: c.int()?, matter: c.text()? }))
    }

    /// Remembers a nonce until `expires_ms` and forgets those whose time has passed; `false` when it is known.
    pub async fn portal_nonce(
        &self,
        agency: &str,
        partner: &str,
        nonce: &str,
        expires_ms: i64,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        check::key("nonce", nonce)?;
        let old = sqlx::query("DELETE FROM portal_nonce WHERE expires_ms < $1");
        self.change(old.bind(now_ms)).await?;
        let query = sqlx::query(
            "INSERT INTO portal_nonce (agency, partner, nonce, expires_ms) VALUES ($1, $2, $3, $4) \
             ON CONFLICT DO NOTHING",
        );
        Ok(self.change(query.bind(agency).bind(partner).bind(nonce).bind(expires_ms)).await? > 0)
    }
}

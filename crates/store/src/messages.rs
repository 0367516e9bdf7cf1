//! Messages: what is told to whom by which channel, and how it went.
//!
//! A message is put once (its id follows from what it tells) and claimed like a job. Once it has been handed to a channel, what
//! became of it is told by the channel, in any order and as often as it likes: a state only ever moves towards `delivered`.

use sqlx::AssertSqlSafe;

use crate::cells::{self, Cells};
use crate::committer::check;
use crate::engine::Engine;
use crate::error::StoreError;
use crate::store::{Store, bounded};

/// Longest failure text that is kept, in bytes.
const MAX_ERROR_BYTES: usize = 200;
/// Most unread messages that are counted.
const MAX_UNREAD: i64 = 100;

const COLUMNS: &str = "agency, id, matter, act, notice, channel, recipient, address, subject_vi, subject_en, body_vi, \
                       body_en, link, urgent, state, queued_ms, run_at_ms, attempts, unsure, sent_ms, delivered_ms, \
                       read_ms, error";

/// One message by one channel to one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageRow {
    /// The agency.
    pub agency: String,
    /// Unique within the agency, the same however often it is tried.
    pub id: String,
    /// The matter that it tells about.
    pub matter: String,
    /// The act that it follows from; empty when it follows from the passing of time.
    pub act: String,
    /// The template, as the pack names it.
    pub notice: String,
    /// `in-app`, `email`, `sms`, `zalo`.
    pub channel: String,
    /// Whom it is for: `account:…` or `person:…`.
    pub recipient: String,
    /// E-mail address or telephone number; empty in the program itself.
    pub address: String,
    /// Subject in Vietnamese.
    pub subject_vi: String,
    /// Subject in English.
    pub subject_en: String,
    /// Text in Vietnamese.
    pub body_vi: String,
    /// Text in English; may be empty.
    pub body_en: String,
    /// Where more stands.
    pub link: String,
    /// Whether it goes out in quiet hours too.
    pub urgent: bool,
    /// `queued`, `sending`, `sent`, `failed`, `delivered`, or `off`: the channel is not set up.
    pub state: String,
    /// When it came about, milliseconds UTC.
    pub queued_ms: i64,
    /// Not before; while it is being sent, the end of the lease. Milliseconds UTC.
    pub run_at_ms: i64,
    /// Tries so far.
    pub attempts: i64,
    /// Tries that ended without anybody knowing how: such a message may have arrived more than once.
    pub unsure: i64,
    /// When the channel took it, milliseconds UTC.
    pub sent_ms: Option<i64>,
    /// When it arrived, milliseconds UTC.
    pub delivered_ms: Option<i64>,
    /// When it was read, milliseconds UTC.
    pub read_ms: Option<i64>,
    /// Latest failure, without personal data; empty when none.
    pub error: String,
}

fn read(c: &mut Cells<'_>) -> Result<MessageRow, StoreError> {
    Ok(MessageRow {
        agency: c.text()?,
        id: c.text()?,
        matter: c.text()?,
        act: c.text()?,
        notice: c.text()?,
        channel: c.text()?,
        recipient: c.text()?,
        address: c.text()?,
        subject_vi: c.text()?,
        subject_en: c.text()?,
        body_vi: c.text()?,
        body_en: c.text()?,
        link: c.text()?,
        urgent: c.int()? != 0,
        state: c.text()?,
        queued_ms: c.int()?,
        run_at_ms: c.int()?,
        attempts: c.int()?,
        unsure: c.int()?,
        sent_ms: c.maybe_int()?,
        delivered_ms: c.maybe_int()?,
        read_ms: c.maybe_int()?,
        error: c.text()?,
    })
}

fn check_message(m: &MessageRow) -> Result<(), StoreError> {
    check::key("agency", &m.agency)?;
    check::key("message id", &m.id)?;
    check::key("matter", &m.matter)?;
    check::maybe_key("act", &m.act)?;
    check::key("notice", &m.notice)?;
    check::key("channel", &m.channel)?;
    check::key("recipient", &m.recipient)?;
    check::key("message state", &m.state)?;
    for text in [&m.address, &m.subject_vi, &m.subject_en, &m.body_vi, &m.body_en, &m.link, &m.error] {
        check::text("message text", text)?;
    }
    Ok(())
}

impl Store {
    /// Puts messages, all or none; one whose id is known already is left as it is. Gives how many were new.
    pub async fn put_messages(&self, messages: &[MessageRow]) -> Result<u64, StoreError> {
        for message in messages {
            check_message(message)?;
        }
        if messages.is_empty() {
            return Ok(0);
        }
        let mut tx = self.db().begin().await?;
        let mut new = 0;
        for m in messages {
            let text = format!(
                "INSERT INTO message ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
                 $15, $16, $17, $18, $19, $20, $21, $22, $23) ON CONFLICT (agency, id) DO NOTHING"
            );
            let query = sqlx::query(AssertSqlSafe(text))
                .bind(m.agency.as_str())
                .bind(m.id.as_str())
                .bind(m.matter.as_str())
                .bind(m.act.as_str())
                .bind(m.notice.as_str())
                .bind(m.channel.as_str())
                .bind(m.recipient.as_str())
                .bind(m.address.as_str())
                .bind(m.subject_vi.as_str())
                .bind(m.subject_en.as_str())
                .bind(m.body_vi.as_str())
                .bind(m.body_en.as_str())
                .bind(m.link.as_str())
                .bind(i64::from(m.urgent))
                .bind(m.state.as_str())
                .bind(m.queued_ms)
                .bind(m.run_at_ms)
                .bind(m.attempts)
                .bind(m.unsure)
                .bind(m.sent_ms)
                .bind(m.delivered_ms)
                .bind(m.read_ms)
                .bind(m.error.as_str());
            new += query.execute(&mut *tx).await?.rows_affected();
        }
        tx.commit().await?;
        Ok(new)
    }

    /// One message.
    pub async fn message(&self, agency: &str, id: &str) -> Result<Option<MessageRow>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM message WHERE agency = $1 AND id = $2");
        let row = self.row(sqlx::query(AssertSqlSafe(text)).bind(agency).bind(id)).await?;
        cells::one(row.as_ref(), read)
    }

    /// Messages about a matter, newest first.
    pub async fn messages_of(
        &self,
        agency: &str,
        matter: &str,
        limit: u32,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM message WHERE agency = $1 AND matter = $2 ORDER BY queued_ms DESC, id LIMIT $3"
        );
        let query = sqlx::query(AssertSqlSafe(text)).bind(agency).bind(matter).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// What a recipient was told by one channel, newest first. The next page is what came before `before` =
    /// (`queued_ms`, id) of the last row.
    pub async fn messages_to(
        &self,
        agency: &str,
        recipient: &str,
        channel: &str,
        limit: u32,
        before: Option<(i64, &str)>,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let (queued_ms, id) = before.unwrap_or((i64::MAX, ""));
        let text = format!(
            "SELECT {COLUMNS} FROM message WHERE agency = $1 AND recipient = $2 AND channel = $3 \
             AND (queued_ms, id) < ($4, $5) ORDER BY queued_ms DESC, id DESC LIMIT $6"
        );
        let query = sqlx::query(AssertSqlSafe(text)).bind(agency).bind(recipient).bind(channel);
        let query = query.bind(queued_ms).bind(id).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// How many messages in the program a recipient has not read, at most a hundred.
    pub async fn unread(&self, agency: &str, recipient: &str) -> Result<i64, StoreError> {
        let query = sqlx::query(
            "SELECT count(*) FROM (SELECT id FROM message WHERE agency = $1 AND recipient = $2 \
             AND channel = 'in-app' AND read_ms IS NULL LIMIT $3) AS unread",
        );
        let row = self.row(query.bind(agency).bind(recipient).bind(MAX_UNREAD)).await?;
        Ok(cells::one(row.as_ref(), |c| c.int())?.unwrap_or_default())
    }

    /// Marks one message of a recipient as read or unread, or all of them with `id` empty; gives how many changed.
    pub async fn mark_read(
        &self,
        agency: &str,
        recipient: &str,
        id: &str,
        read_ms: Option<i64>,
    ) -> Result<u64, StoreError> {
        let text = "UPDATE message SET read_ms = $4 WHERE agency = $1 AND recipient = $2 AND channel = 'in-app' \
                    AND ($3 = '' OR id = $3) AND (read_ms IS NULL) = ($5 = 1)";
        let query = sqlx::query(text).bind(agency).bind(recipient).bind(id).bind(read_ms);
        self.change(query.bind(i64::from(read_ms.is_some()))).await
    }

    /// Claims up to `limit` messages of a channel that are due at `now_ms`, for `lease_ms`; across agencies, the longest due
    /// first. One whose lease has ended was under way when a sender died: it counts as unsure.
    pub async fn claim_messages(
        &self,
        channel: &str,
        now_ms: i64,
        lease_ms: i64,
        limit: u32,
    ) -> Result<Vec<MessageRow>, StoreError> {
        // Senders ask often and mostly in vain; that must not take the write lock.
        let due = sqlx::query(
            "SELECT 1 FROM message WHERE channel = $1 AND state IN ('queued', 'sending') AND run_at_ms <= $2 LIMIT 1",
        );
        if self.row(due.bind(channel).bind(now_ms)).await?.is_none() {
            return Ok(Vec::new());
        }
        let lock = match self.db().engine {
            Engine::Sqlite => "",
            Engine::Postgres => " FOR UPDATE SKIP LOCKED",
        };
        let text = format!(
            "WITH picked (picked_agency, picked_id) AS MATERIALIZED (SELECT agency, id FROM message \
             WHERE channel = $1 AND state IN ('queued', 'sending') AND run_at_ms <= $2 \
             ORDER BY run_at_ms LIMIT $4{lock}) \
             UPDATE message SET unsure = unsure + CASE WHEN state = 'sending' THEN 1 ELSE 0 END, state = 'sending', \
             run_at_ms = $3, attempts = attempts + 1 FROM picked \
             WHERE agency = picked_agency AND id = picked_id RETURNING {COLUMNS}"
        );
        let query = sqlx::query(AssertSqlSafe(text)).bind(channel).bind(now_ms);
        let query = query.bind(now_ms.saturating_add(lease_ms.max(1))).bind(bounded(limit));
        let mut tx = self.db().begin().await?;
        let rows = query.fetch_all(&mut *tx).await?;
        tx.commit().await?;
        cells::all(&rows, read)
    }

    /// The channel took the message. Whatever the channel has told meanwhile stays.
    pub async fn message_sent(&self, m: &MessageRow, now_ms: i64) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "UPDATE message SET state = CASE WHEN state = 'sending' THEN 'sent' ELSE state END, sent_ms = $4, \
             error = CASE WHEN state = 'sending' THEN '' ELSE error END WHERE agency = $1 AND id = $2 \
             AND attempts = $3 AND state IN ('sending', 'delivered', 'failed') AND sent_ms IS NULL",
        );
        let query = query.bind(m.agency.as_str()).bind(m.id.as_str()).bind(m.attempts).bind(now_ms);
        Ok(self.change(query).await? > 0)
    }

    /// The message was not taken: tried again at `retry_at_ms`, or never with `None`. `error` holds no personal data.
    pub async fn message_not_sent(
        &self,
        m: &MessageRow,
        error: &str,
        retry_at_ms: Option<i64>,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "UPDATE message SET state = $4, run_at_ms = $5, error = $6 \
             WHERE agency = $1 AND id = $2 AND attempts = $3 AND state = 'sending'",
        );
        let state = if retry_at_ms.is_some() { "queued" } else { "failed" };
        let query = query.bind(m.agency.as_str()).bind(m.id.as_str()).bind(m.attempts).bind(state);
        Ok(self.change(query.bind(retry_at_ms.unwrap_or(m.run_at_ms)).bind(shortened(error))).await? > 0)
    }

    /// Puts a claimed message back untried, until `run_at_ms`.
    pub async fn message_deferred(&self, m: &MessageRow, run_at_ms: i64) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "UPDATE message SET state = 'queued', run_at_ms = $4, attempts = attempts - 1 \
             WHERE agency = $1 AND id = $2 AND attempts = $3 AND state = 'sending'",
        );
        let query = query.bind(m.agency.as_str()).bind(m.id.as_str()).bind(m.attempts).bind(run_at_ms);
        Ok(self.change(query).await? > 0)
    }

    /// The channel tells that a message arrived. The earliest of several such moments is kept. `false`: there is no such
    /// message of this channel.
    pub async fn message_delivered(
        &self,
        agency: &str,
        id: &str,
        channel: &str,
        at_ms: i64,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "UPDATE message SET state = 'delivered', error = '', \
             delivered_ms = CASE WHEN delivered_ms < $4 THEN delivered_ms ELSE $4 END \
             WHERE agency = $1 AND id = $2 AND channel = $3 AND state <> 'off'",
        );
        Ok(self.change(query.bind(agency).bind(id).bind(channel).bind(at_ms)).await? > 0)
    }

    /// The channel tells that a message will not arrive. One that arrived stays so. `false`: there is no such message of
    /// this channel.
    pub async fn message_failed(
        &self,
        agency: &str,
        id: &str,
        channel: &str,
        error: &str,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "UPDATE message SET state = CASE WHEN state = 'delivered' THEN state ELSE 'failed' END, \
             error = CASE WHEN state = 'delivered' THEN error ELSE $4 END \
             WHERE agency = $1 AND id = $2 AND channel = $3 AND state <> 'off'",
        );
        Ok(self.change(query.bind(agency).bind(id).bind(channel).bind(shortened(error))).await? > 0)
    }

    /// By which channels an account wants to be told, and since when.
    pub async fn notice_choices(
        &self,
        agency: &str,
        account: &str,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let query = sqlx::query(
            "SELECT channel, agreed_ms FROM notice_choice WHERE agency = $1 AND account = $2 ORDER BY channel LIMIT 20",
        );
        cells::all(&self.rows(query.bind(agency).bind(account)).await?, |c| Ok((c.text()?, c.int()?)))
    }

    /// Sets by which channels an account wants to be told; what was agreed before keeps its day. What still waits in a
    /// channel that was given up is not sent.
    pub async fn put_notice_choices(
        &self,
        agency: &str,
        account: &str,
        channels: &[&str],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        check::key("agency", agency)?;
        check::key("account", account)?;
        for channel in channels {
            check::key("channel", channel)?;
        }
        let before = self.notice_choices(agency, account).await?;
        let mut tx = self.db().begin().await?;
        for (channel, _) in before.iter().filter(|(c, _)| !channels.contains(&c.as_str())) {
            let gone =
                sqlx::query("DELETE FROM notice_choice WHERE agency = $1 AND account = $2 AND channel = $3");
            gone.bind(agency).bind(account).bind(channel.as_str()).execute(&mut *tx).await?;
            let waiting = sqlx::query(
                "UPDATE message SET state = 'failed', error = 'not-wanted' \
                 WHERE agency = $1 AND recipient = $2 AND channel = $3 AND state = 'queued'",
            );
            let recipient = format!("account:{account}");
            waiting.bind(agency).bind(recipient).bind(channel.as_str()).execute(&mut *tx).await?;
        }
        for channel in channels {
            let chosen = sqlx::query(
                "INSERT INTO notice_choice (agency, account, channel, agreed_ms) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (agency, account, channel) DO NOTHING",
            );
            chosen.bind(agency).bind(account).bind(*channel).bind(now_ms).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

fn shortened(error: &str) -> String {
    let mut short = String::new();
    for c in error.chars().filter(|c| *c != '\0') {
        if short.len() + c.len_utf8() > MAX_ERROR_BYTES {
            break;
        }
        short.push(c);
    }
    short
}

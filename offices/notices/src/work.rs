//! The work of sending: one loop for each channel, so that a slow one holds up no other; within a channel several at once, so that
//! a dead address holds up no other.

use congvu_desk::{Clock, Desk, Sending, from_ms, to_ms};
use congvu_notice::{Outcome, Outgoing, Senders};
use congvu_pack::notices::Channel;
use congvu_store::{StoreError, retry_delay_ms};
use futures::future::join_all;
use std::time::Duration;

/// How many messages of a channel are under way at once.
const AT_ONCE: u32 = 8;
/// How long a sender may hold a message before it is sent again, milliseconds; longer than any server is waited for.
const LEASE_MS: i64 = 90_000;
/// How long an idle sender waits before it looks again, milliseconds.
const IDLE_MS: u64 = 1_000;
/// The hour in which messages are counted, milliseconds.
const HOUR_MS: i64 = 3_600_000;
/// Whose counters they are: a provider's contract is with the server, not with one department.
const SERVER: &str = "server";

/// Sends by all channels that are set up until the task is dropped.
pub async fn run(desk: Desk, senders: Senders) {
    let channels = senders.channels();
    join_all(channels.into_iter().map(|channel| run_channel(&desk, &senders, channel))).await;
}

async fn run_channel(desk: &Desk, senders: &Senders, channel: &str) {
    loop {
        let sent = match run_once(&desk.clone(), senders, channel).await {
            Ok(sent) => sent,
            Err(error) => {
                tracing::error!(%channel, %error, "notices could not be sent");
                0
            }
        };
        if sent == 0 {
            tokio::time::sleep(Duration::from_millis(IDLE_MS)).await;
        }
    }
}

/// Sends what is due in a channel, once; gives how many messages were looked at.
///
/// # Errors
/// The store cannot be read or written.
pub async fn run_once(desk: &Desk, senders: &Senders, channel: &str) -> Result<usize, StoreError> {
    let now_ms = desk.clock().now_ms();
    let claimed = desk.store().claim_messages(channel, now_ms, LEASE_MS, AT_ONCE).await?;
    let worked = join_all(claimed.iter().map(|message| send(desk, senders, channel, message))).await;
    for result in worked {
        result?;
    }
    Ok(claimed.len())
}

async fn send(desk: &Desk, senders: &Senders, channel: &str, message: &Sending) -> Result<(), StoreError> {
    let store = desk.store();
    let bounds = &desk.library().notices.sending;
    let now_ms = desk.clock().now_ms();
    if message.attempts > i64::from(bounds.attempts) {
        store.message_not_sent(message, "gave-up", None).await?;
        return Ok(());
    }
    if let Some(later_ms) = not_before(desk, channel, message, now_ms).await? {
        store.message_deferred(message, later_ms).await?;
        return Ok(());
    }
    let report_to = format!("{}/{}/notices/reports/{channel}", desk.base_url(), message.agency);
    let outgoing = Outgoing {
        id: &message.id,
        to: &message.address,
        subject: &message.subject_vi,
        vi: &message.body_vi,
        en: &message.body_en,
        report_to: &report_to,
        now_s: Clock::real().now_ms().div_euclid(1000),
    };
    let outcome = senders.send(channel, &outgoing).await;
    let now_ms = desk.clock().now_ms();
    match outcome {
        Outcome::Taken => store.message_sent(message, now_ms).await?,
        Outcome::Never(code) => {
            tracing::warn!(%channel, message = %message.id, %code, "a notice was refused");
            store.message_not_sent(message, &code, None).await?
        }
        Outcome::Later(code) => {
            let again = message.attempts < i64::from(bounds.attempts);
            tracing::warn!(%channel, message = %message.id, attempts = message.attempts, %code, again, "a notice was not taken");
            let retry_ms = again.then(|| now_ms.saturating_add(retry_delay_ms(message.attempts)));
            store.message_not_sent(message, &code, retry_ms).await?
        }
    };
    Ok(())
}

/// When a message may go out, where that is not now: telephones are left alone at night, and an hour takes so many.
async fn not_before(
    desk: &Desk,
    channel: &str,
    message: &Sending,
    now_ms: i64,
) -> Result<Option<i64>, StoreError> {
    let Some(known) = Channel::named(channel) else { return Ok(None) };
    let bounds = &desk.library().notices.sending;
    if !message.urgent {
        let after_ms = to_ms(bounds.quiet.after(known, from_ms(now_ms)));
        if after_ms > now_ms {
            return Ok(Some(after_ms));
        }
    }
    let Some(most) = bounds.per_hour.get(&known) else { return Ok(None) };
    let count = desk.store().throttle(SERVER, &format!("notices/{channel}"), HOUR_MS, now_ms).await?;
    let hour_ends_ms = now_ms.saturating_sub(now_ms.rem_euclid(HOUR_MS)).saturating_add(HOUR_MS);
    Ok((count > i64::from(*most)).then_some(hour_ends_ms))
}

//! Notices: what an act, or the passing of time, tells to whom.
//!
//! The act's transaction holds one job, so that nothing is lost; who is told by which channel is worked out by the job, from the
//! act as it is recorded. The identifier of a message follows from the act, the template, the channel and the recipient: a job that
//! runs again puts the same messages, and the store keeps the first.

mod recipients;
mod remind;
mod text;

pub(crate) use remind::{REMIND, remind, schedule};

use crate::Case;
use crate::case::read_clock;
use crate::clock::{from_ms, to_ms};
use crate::desk::Desk;
use crate::error::{DeskError, PerformError, unreadable};
use crate::perform::Definition;
use congvu_matter::declare::InputKind;
use congvu_matter::{Command, Event, InputFault, Refused, fold};
use congvu_pack::Agency;
use congvu_pack::notices::{Channel, Notice, When};
use congvu_record::Act;
use congvu_store::{JobRow, MessageRow};
use jiff::civil::DateTime;
use recipients::{Address, Told};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Kind of the job that works out what an act tells to whom.
pub(crate) const NOTIFY: &str = "notify";
/// Most notices shown of one matter.
const MAX_SENDINGS: u32 = 200;
/// Most acts of a matter that are read.
const MAX_ACTS: u32 = 500;
/// Characters of a message's identifier.
const ID_CHARS: usize = 32;

/// What the channel said about a message that was not taken.
pub(crate) const NOT_WANTED: &str = "not-wanted";

#[derive(Debug, Serialize, Deserialize)]
struct Notify {
    act: String,
}

/// The job that tells of an act.
pub(crate) fn notify_job(act_id: &str, run_at_ms: i64, attempts: i64) -> JobRow {
    let body = Notify { act: act_id.to_owned() };
    JobRow {
        id: format!("{NOTIFY}/{act_id}"),
        kind: NOTIFY.to_owned(),
        run_at_ms,
        max_attempts: attempts,
        body: serde_json::to_string(&body).unwrap_or_default(),
    }
}

/// The same for the same message, whoever works it out and however often.
fn message_id(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hex::encode(hasher.finalize()).chars().take(ID_CHARS).collect()
}

/// What follows from: an act, or a moment that passed.
struct Cause<'c> {
    /// The act's identifier, or what names the moment.
    key: &'c str,
    /// The act as recorded.
    act: Option<&'c Act>,
}

/// The messages that an act brings about.
pub(crate) async fn of_act(desk: &Desk, agency: &str, body: &str) -> Result<Vec<MessageRow>, DeskError> {
    let body: Notify = serde_json::from_str(body).map_err(unreadable("job"))?;
    let Some(agency) = desk.agency(agency) else { return Ok(Vec::new()) };
    let Some(row) = desk.inner.store.act(agency.id(), &body.act).await? else { return Ok(Vec::new()) };
    let act: Act = serde_json::from_slice(&row.body).map_err(unreadable("act"))?;
    let at = from_ms(row.at_ms);
    let Some(case) = left_by(desk, agency, &act, row.seq, at).await? else { return Ok(Vec::new()) };
    let library = desk.library();
    let due = case.clock.as_ref().and_then(|c| c.due);
    let is_early = due.is_some_and(|due| at.date() < due.date());
    let fits = |notice: &&Notice| {
        let when = match notice.when {
            None => true,
            Some(When::Early) => is_early,
            Some(When::NotEarly) => !is_early,
        };
        when && notice.outcome.as_ref().is_none_or(|o| case.matter.outcome.as_ref() == Some(o))
    };
    let notices: Vec<&Notice> =
        library.notices.of_act(&case.matter.lifecycle, &act.kind).filter(fits).collect();
    let cause = Cause { key: &act.id, act: Some(&act) };
    let mut messages = told(desk, agency, &case, &notices, &cause).await?;
    messages.extend(again(desk, agency, &case, &act).await?);
    Ok(messages)
}

/// The case as the act left it: what came later is told by itself.
async fn left_by(
    desk: &Desk,
    agency: &Agency,
    act: &Act,
    seq: i64,
    at: DateTime,
) -> Result<Option<Case>, DeskError> {
    let rows = desk.inner.store.acts_of(agency.id(), &act.matter, MAX_ACTS, 0).await?;
    let mut matter = None;
    for row in rows.iter().take_while(|r| r.seq <= seq) {
        let act: Act = serde_json::from_slice(&row.body).map_err(unreadable("act"))?;
        let events: Vec<Event> = serde_json::from_value(act.events).map_err(unreadable("events"))?;
        matter = fold(matter, &events);
    }
    // A life of more acts than are read is told of as it is now.
    let Some(matter) = matter.filter(|m| m.version == act.version) else {
        return desk.case(agency, &act.matter).await;
    };
    let library = desk.library();
    let turn = Definition::of(library, &matter).map(|d| d.turn(&matter)).unwrap_or_default();
    let clock = read_clock(library, &matter, at);
    Ok(Some(Case { matter, turn, clock }))
}

/// The messages of these templates about a case.
async fn told(
    desk: &Desk,
    agency: &Agency,
    case: &Case,
    notices: &[&Notice],
    cause: &Cause<'_>,
) -> Result<Vec<MessageRow>, DeskError> {
    let mut messages: Vec<MessageRow> = Vec::new();
    let mut known = recipients::Known::new(desk, agency, case);
    for notice in notices {
        for to in known.of(&notice.to).await? {
            for channel in &notice.channels {
                let Some(message) = message(desk, agency, case, notice, &to, *channel, cause) else {
                    continue;
                };
                if !messages.iter().any(|m| m.id == message.id) {
                    messages.push(message);
                }
            }
        }
    }
    Ok(messages)
}

fn message(
    desk: &Desk,
    agency: &Agency,
    case: &Case,
    notice: &Notice,
    to: &Told,
    channel: Channel,
    cause: &Cause<'_>,
) -> Option<MessageRow> {
    let Address::At(address) = to.address(channel) else { return None };
    let text = text::Text::of(desk, agency, case, notice, to.is_outside, cause.act);
    let mut row = MessageRow {
        agency: agency.id().to_owned(),
        id: message_id(&[
            agency.id(),
            &case.matter.id,
            cause.key,
            &notice.id,
            channel.as_str(),
            &to.recipient,
        ]),
        matter: case.matter.id.clone(),
        act: cause.act.map(|a| a.id.clone()).unwrap_or_default(),
        notice: notice.id.clone(),
        channel: channel.as_str().to_owned(),
        recipient: to.recipient.clone(),
        address,
        subject_vi: text.subject_vi(),
        subject_en: text.subject_en(),
        link: text.link.clone(),
        urgent: notice.urgent,
        ..MessageRow::default()
    };
    if channel.is_short() {
        row.body_vi = text.short();
    } else {
        row.body_vi = text.body_vi();
        row.body_en = text.body_en();
    }
    stand(desk, &mut row, channel);
    Some(row)
}

/// Where a new message stands: in the program it has arrived; elsewhere it waits for its sender, where there is one.
fn stand(desk: &Desk, row: &mut MessageRow, channel: Channel) {
    let now = desk.inner.clock.now();
    row.queued_ms = to_ms(now);
    row.run_at_ms = row.queued_ms;
    if channel == Channel::InApp {
        row.state = "delivered".to_owned();
        row.delivered_ms = Some(row.queued_ms);
    } else if desk.outlets().contains(&channel) {
        row.state = "queued".to_owned();
        if !row.urgent {
            row.run_at_ms = to_ms(desk.library().notices.sending.quiet.after(channel, now));
        }
    } else {
        row.state = "off".to_owned();
    }
}

/// The message that an act sends again: the same text, to the address that the recipient has now.
async fn again(desk: &Desk, agency: &Agency, case: &Case, act: &Act) -> Result<Vec<MessageRow>, DeskError> {
    let declared = case.lifecycle(desk.library()).and_then(|l| l.act(&act.kind));
    let input = declared.and_then(|a| a.inputs.iter().find(|i| i.kind == InputKind::Sending));
    let Some(id) = input.and_then(|i| act.input.get(&i.id)).and_then(Value::as_str) else {
        return Ok(Vec::new());
    };
    let found = desk.inner.store.message(agency.id(), id.trim()).await?;
    let Some(first) = found.filter(|m| m.matter == case.matter.id) else { return Ok(Vec::new()) };
    let Some(channel) = Channel::named(&first.channel) else { return Ok(Vec::new()) };
    let mut row = MessageRow {
        agency: first.agency,
        id: message_id(&[agency.id(), &act.id, &first.id]),
        matter: first.matter,
        act: act.id.clone(),
        notice: first.notice,
        channel: first.channel,
        recipient: first.recipient,
        address: first.address,
        subject_vi: first.subject_vi,
        subject_en: first.subject_en,
        body_vi: first.body_vi,
        body_en: first.body_en,
        link: first.link,
        urgent: first.urgent,
        ..MessageRow::default()
    };
    stand(desk, &mut row, channel);
    let now = recipients::again(desk, agency, &row.recipient).await?;
    match now.as_ref().map(|told| told.address(channel)) {
        Some(Address::At(address)) => row.address = address,
        Some(Address::NotWanted) => {
            row.state = "failed".to_owned();
            row.error = NOT_WANTED.to_owned();
        }
        Some(Address::None) | None => {
            row.state = "failed".to_owned();
            row.error = "no-address".to_owned();
        }
    }
    Ok(vec![row])
}

impl Desk {
    /// Names the channels that this server has senders for. Once; what was named first stays.
    pub fn set_outlets(&self, channels: Vec<Channel>) {
        if self.inner.outlets.set(channels).is_err() {
            tracing::warn!("the senders of notices were named twice; the first stay");
        }
    }

    /// The channels outside the program that this server has senders for.
    #[must_use]
    pub fn outlets(&self) -> &[Channel] {
        self.inner.outlets.get().map_or(&[], Vec::as_slice)
    }

    /// What was told about a matter, newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn sendings(&self, agency: &Agency, matter: &str) -> Result<Vec<MessageRow>, DeskError> {
        Ok(self.inner.store.messages_of(agency.id(), matter, MAX_SENDINGS).await?)
    }

    /// A notice named with an act is one of this matter's that left the program.
    pub(crate) async fn check_sending(
        &self,
        agency: &Agency,
        declared: Option<&congvu_matter::declare::ActDef>,
        matter: &str,
        command: &Command,
    ) -> Result<(), PerformError> {
        let Some(act) = declared else { return Ok(()) };
        for input in act.inputs.iter().filter(|i| i.kind == InputKind::Sending) {
            let Some(named) = command.input.get(&input.id).and_then(Value::as_str).map(str::trim) else {
                continue;
            };
            if named.is_empty() {
                continue;
            }
            let found = self.inner.store.message(agency.id(), named).await.map_err(DeskError::from)?;
            if !found.is_some_and(|m| m.matter == matter && m.channel != Channel::InApp.as_str()) {
                let faults = vec![InputFault { input: input.id.clone(), fault: "not-a-choice".to_owned() }];
                return Err(PerformError::NotNow(Refused::Input { act: act.id.clone(), faults }));
            }
        }
        Ok(())
    }
}

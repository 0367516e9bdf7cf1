//! Group commit: one task takes what is queued and stores it in one transaction.

mod batch;
pub(crate) mod check;
mod save;
pub(crate) mod shapes;
mod state;

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use crate::config::StoreConfig;
use crate::engine::Db;
use crate::error::{CommitError, StoreError};
use crate::work::{Committed, Work};

/// A work and who waits for it.
struct Queued {
    work: Work,
    reply: oneshot::Sender<Result<Committed, CommitError>>,
}

enum Message {
    Work(Box<Queued>),
    /// Answer when everything queued before is stored, and stop.
    Stop(oneshot::Sender<()>),
}

/// The way into the committer's queue.
#[derive(Debug)]
pub(crate) struct Queue {
    send: mpsc::Sender<Message>,
    wait: Duration,
}

impl Queue {
    /// Starts the committer.
    pub(crate) fn start(db: Db, cfg: &StoreConfig) -> Queue {
        let (send, receive) = mpsc::channel(cfg.queue.clamp(1, 100_000));
        let committer = batch::Committer::new(db);
        tokio::spawn(run(committer, receive, cfg.batch.clamp(1, 1_024)));
        Queue { send, wait: Duration::from_millis(cfg.queue_wait_ms) }
    }

    pub(crate) async fn commit(&self, work: Work) -> Result<Committed, CommitError> {
        let (reply, answer) = oneshot::channel();
        let message = Message::Work(Box::new(Queued { work, reply }));
        match self.send.send_timeout(message, self.wait).await {
            Ok(()) => {}
            Err(mpsc::error::SendTimeoutError::Timeout(_)) => return Err(CommitError::Busy),
            Err(mpsc::error::SendTimeoutError::Closed(_)) => return Err(StoreError::Closed.into()),
        }
        // Without an answer the committer is gone, and whether the work was stored is not known.
        answer.await.unwrap_or(Err(StoreError::Unknown.into()))
    }

    pub(crate) async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        if self.send.send(Message::Stop(done)).await.is_ok() {
            // An error means that the committer is gone already, which is what was asked for.
            stopped.await.ok();
        }
    }
}

async fn run(mut committer: batch::Committer, mut receive: mpsc::Receiver<Message>, most: usize) {
    let mut messages = Vec::with_capacity(most);
    while receive.recv_many(&mut messages, most).await > 0 {
        let mut queued = Vec::with_capacity(messages.len());
        let mut stop = None;
        for message in messages.drain(..) {
            match message {
                Message::Work(work) if stop.is_some() => refuse(*work),
                Message::Work(work) => queued.push(*work),
                Message::Stop(done) => stop = Some(done),
            }
        }
        let (mut works, replies): (Vec<Work>, Vec<_>) = queued.into_iter().map(|q| (q.work, q.reply)).unzip();
        let answers = committer.commit(&mut works).await;
        for (reply, answer) in replies.into_iter().zip(answers) {
            // A caller that went away does not want its answer; the work is stored all the same.
            reply.send(answer).ok();
        }
        if let Some(done) = stop {
            receive.close();
            while let Ok(message) = receive.try_recv() {
                if let Message::Work(work) = message {
                    refuse(*work);
                }
            }
            done.send(()).ok();
            return;
        }
    }
}

/// What comes after a stop is not stored, and its caller is told so.
fn refuse(queued: Queued) {
    queued.reply.send(Err(StoreError::Closed.into())).ok();
}

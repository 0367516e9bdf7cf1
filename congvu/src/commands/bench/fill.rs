//! Many cases at once, by the same acts, without HTTP: data to measure with.

use super::AGENCY;
use super::life::{ACTS, PARTS, PROCEDURE, form, input};
use crate::demo::{self, DemoClock, Sample};
use crate::server::{self, House, StoreArguments};
use anyhow::Context;
use congvu_authority::Actor;
use congvu_desk::{Desk, On, Opening, Request};
use congvu_matter::{Attachment, Command, Party};
use congvu_pack::{Files, Library};
use congvu_store::FileLimits;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinSet;

/// How many are at work at once: enough for full batches.
const AT_ONCE: usize = 128;
/// One case of so many stays in the middle of its life.
const UNFINISHED: usize = 10;

/// Positions of the demo in the order of the acts after filing.
const POSITIONS: [&str; 5] = ["reception-1", "press-1", "press-head", "director", "clerk-1"];

/// How far the cases come.
#[derive(Clone, Copy)]
pub enum Lives {
    /// One in ten stays in the middle of its life, the others end.
    Mixed,
    /// All stay after so many acts.
    Until(usize),
}

impl Lives {
    fn acts(self, nth: usize) -> usize {
        match self {
            Self::Until(acts) => acts,
            Self::Mixed if nth.is_multiple_of(UNFINISHED) => nth / UNFINISHED % (ACTS.len() - 1) + 1,
            Self::Mixed => ACTS.len(),
        }
    }
}

/// Makes so many cases in data that the demo's people are in already. Their papers are not set. Gives how many acts it took.
pub async fn fill(data: &StoreArguments, cases: usize, lives: Lives) -> anyhow::Result<usize> {
    let app = open(data).await?;
    let filler = Arc::new(Filler::new(app.desk().clone(), cases, lives).await?);
    let mut workers = JoinSet::new();
    for _ in 0..AT_ONCE {
        workers.spawn(Arc::clone(&filler).run());
    }
    while let Some(done) = workers.join_next().await {
        done??;
    }
    app.desk().store().close().await;
    Ok(filler.acts.load(Ordering::Relaxed))
}

/// The house over data that the demo's people are in already, without a server.
pub async fn open(data: &StoreArguments) -> anyhow::Result<server::App> {
    let files = Files::built_in();
    let library = Arc::new(Library::load(&files)?);
    let store = data.open_existing().await?;
    let sample = Sample::read(&files)?;
    let clock = demo::clock(&store, &sample, DemoClock::Story).await?;
    let house = House {
        store,
        library,
        clock,
        base_url: "http://127.0.0.1".to_owned(),
        demo: Some(sample),
        fonts: Vec::new(),
        notices: congvu_notice::Config::default(),
        signing: server::Signing::default(),
        without_changes: std::collections::BTreeSet::new(),
    };
    server::build(house).await
}

struct Filler {
    desk: Desk,
    actors: Vec<Actor>,
    file: Attachment,
    cases: usize,
    lives: Lives,
    next: AtomicUsize,
    acts: AtomicUsize,
}

impl Filler {
    async fn new(desk: Desk, cases: usize, lives: Lives) -> anyhow::Result<Self> {
        let agency = desk.agency(AGENCY).context("the packs have no such department")?;
        let book = desk.positions(agency).await?;
        let mut actors = vec![Actor::Applicant { account: "guest:mau".into() }];
        for position in POSITIONS {
            let (person, _) =
                book.holder(position, desk.clock().now()).context("nobody holds the position")?;
            actors.push(Actor::Position { person: person.into(), position: position.into() });
        }
        let limits = FileLimits { max_bytes: 10_000, allow: &["application/pdf"] };
        let stored = desk.store().files().put(b"%PDF-1.4\n%%EOF".to_vec(), "mau.pdf", &limits).await?;
        let file = Attachment {
            part: String::new(),
            name: stored.name,
            sha256: stored.sha256,
            size_bytes: stored.size_bytes,
            media_type: stored.media_type,
        };
        Ok(Self { desk, actors, file, cases, lives, next: AtomicUsize::new(0), acts: AtomicUsize::new(0) })
    }

    async fn run(self: Arc<Self>) -> anyhow::Result<()> {
        loop {
            let nth = self.next.fetch_add(1, Ordering::Relaxed);
            if nth >= self.cases {
                return Ok(());
            }
            let acts = self.lives.acts(nth);
            let mut matter = None;
            for ((act, _), actor) in ACTS.iter().zip(&self.actors).take(acts) {
                matter = Some(self.act(act, actor, matter, nth).await?);
            }
        }
    }

    async fn act(&self, act: &str, actor: &Actor, on: Option<String>, nth: usize) -> anyhow::Result<String> {
        let mut command = Command { act: act.to_owned(), input: input(act), ..Command::default() };
        if on.is_none() {
            command.form = form(&nth.to_string());
            command.subject = format!("Trang tin mẫu {nth}");
            command.channel = "online".to_owned();
            command.party = Some(Party {
                account: "guest:mau".to_owned(),
                name: "Công ty TNHH Truyền thông Sao Mai (mẫu)".to_owned(),
                phone: "0912345678".to_owned(),
            });
            command.files =
                PARTS.map(|part| Attachment { part: part.to_owned(), ..self.file.clone() }).into();
        }
        let request = Request {
            agency: AGENCY.to_owned(),
            actor: actor.clone(),
            on: on.map_or_else(|| On::New(Opening::Procedure(PROCEDURE.to_owned())), On::Matter),
            seen: None,
            idempotency_key: None,
            command,
        };
        let done = self
            .desk
            .perform(request)
            .await
            .with_context(|| json!({ "act": act, "case": nth }).to_string())?;
        self.acts.fetch_add(1, Ordering::Relaxed);
        Ok(done.matter)
    }
}
